"""The files of a folder that is to become a package."""

from __future__ import annotations

import fnmatch
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_JUNK: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def files_below(
    folder: Path, own: Collection[str], exclude: Collection[str]
) -> Iterator[tuple[str, Path]]:
    """Yield the files of a folder by their names in the package, but what systems leave about.

    `own` are names that are none of the package, `exclude` patterns of such. Links to folders are
    yielded and not followed.
    """
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_junk(name))
        links = {name for name in folders if (Path(top) / name).is_symlink()}
        for name in sorted(links.union(names)):
            path = Path(top) / name
            inside = path.relative_to(folder).as_posix()
            wanted = inside not in own and not any(fnmatch.fnmatch(inside, p) for p in exclude)
            if wanted and not _is_junk(name) and (name in links or path.is_file()):
                yield inside, path


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a file of a folder lies elsewhere: a link must not put it into a package unseen."""
    return not path.resolve().is_relative_to(folder.resolve())


def is_text(name: str) -> bool:
    """Whether a file's name is text: octets that are no UTF-8 are lone surrogates in it."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_junk(name: str) -> bool:
    return name.startswith(".") or name.lower() in _JUNK
