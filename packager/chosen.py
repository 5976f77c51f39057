"""Which packages the arguments of a command mean: files, folders and patterns.

- A file is a package, whatever it is called.
- A folder that holds a descriptor is an unpacked course, one package. Any other stands for every
  package below it: archives and unpacked courses. Folders of version control are passed over and
  links to folders are not followed.
- A pattern (`*`, `?`, `[…]`, `**`), quoted so that the shell left it alone, stands for what it
  matches; where its last part is `*` or `**`, for folders and archives only.

What is meant twice is judged once, where it was meant first; folders and patterns go by name.
"""

from __future__ import annotations

import errno
import os
import stat
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cursus.texts import Text
from packager.findings import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ARCHIVE = ".zip"
DESCRIPTORS = frozenset({"imsmanifest.xml", "cmi5.xml", "tincan.xml"})
AICC_DESCRIPTOR = ".crs"
VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_PATTERN = frozenset("*?[")
_ANYTHING = ("*", "**")

NO_SUCH_FILE = Text("there is no such file or folder", "такого файла или папки нет")
NO_MATCH = Text("nothing fits the pattern", "под шаблон ничего не подходит")
NO_PACKAGE = Text("there is no package in the folder", "в папке нет ни одного пакета")
NOT_A_FILE = Text("this is neither a file nor a folder", "это не файл и не папка")
NO_ACCESS = Text("permission denied", "нет прав на чтение")

_REASONS = {
    errno.ENOENT: NO_SUCH_FILE,
    errno.ENOTDIR: NO_SUCH_FILE,
    errno.EACCES: NO_ACCESS,
    errno.EPERM: NO_ACCESS,
}


class Chosen(NamedTuple):
    """A package to be looked at, or why an argument leads to none."""

    path: Path
    folder: bool = False  # an unpacked course
    problem: Text | None = None

    @property
    def name(self) -> str:
        """The path, fit to be shown."""
        return visible(self.path, characters=os.pathconf("/", "PC_PATH_MAX"))


def choose(arguments: Iterable[str]) -> list[Chosen]:
    """Return the packages that the arguments mean, in order."""
    seen: set[str] = set()
    kept = []
    for argument in arguments:
        for chosen in _of_argument(argument):
            place = os.path.realpath(chosen.path)
            if place not in seen:
                seen.add(place)
                kept.append(chosen)
    return kept


def why(error: OSError) -> Text:
    """Return what kept a file from being read."""
    said = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, Text(said, said))


def _of_argument(argument: str) -> Iterator[Chosen]:
    if os.path.lexists(argument) or not _PATTERN & set(argument):
        yield from _of_path(Path(argument))
        return
    matches = sorted(glob(argument, recursive=True))  # noqa: PTH207 - may be absolute
    if argument.rpartition("/")[2] in _ANYTHING:
        matches = [match for match in matches if _is_archive(match) or Path(match).is_dir()]
    if not matches:
        yield Chosen(Path(argument), problem=NO_MATCH)
    for match in matches:
        found = list(_of_path(Path(match)))
        if found[0].problem is not NO_PACKAGE:  # a folder that `**` met on its way
            yield from found


def _of_path(path: Path) -> Iterator[Chosen]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Chosen(path, problem=why(error))
        return
    if stat.S_ISDIR(mode):
        found = list(_below(path))
        yield from found or [Chosen(path, problem=NO_PACKAGE)]
    elif stat.S_ISREG(mode):
        yield Chosen(path)
    else:
        yield Chosen(path, problem=NOT_A_FILE)


def _below(folder: Path) -> Iterator[Chosen]:
    """Yield the packages of a folder by name, each folder's own before those below it."""
    failures: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=failures.append):
        if any(map(_is_descriptor, files)):
            folders.clear()
            yield Chosen(Path(root), folder=True)
            continue
        folders[:] = sorted(set(folders) - VERSION_CONTROL)
        archives = [Path(root, name) for name in sorted(filter(_is_archive, files))]
        yield from (Chosen(path) for path in archives if not _is_special(path))
    for failure in failures:
        yield Chosen(Path(os.fsdecode(failure.filename)), problem=why(failure))


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVE)


def _is_special(path: Path) -> bool:
    """Whether a path is a pipe or a device, which must not be waited for; a broken link is told."""
    return path.exists() and not path.is_file()


def _is_descriptor(name: str) -> bool:
    lowered = name.lower()
    return lowered in DESCRIPTORS or lowered.endswith(AICC_DESCRIPTOR)
