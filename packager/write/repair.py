"""Repairing packages: what cursus mends when it plays one, written down.

Files go under the names that they are served by; nothing is renamed or left out but what operating
systems leave about. A descriptor that needs nothing is copied; one that does is written anew from
the course model, in the same standard and edition, and judged: what does not become better stays.
"""

from __future__ import annotations

import posixpath
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from packager.detect import find_descriptor
from packager.rules import cmi5 as cmi5_rules
from packager.write.archives import Part, of_bytes, write_archive
from packager.write.sources import NotPlayable, open_archive, open_source
from packager.write.targets import descriptor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cursus.texts import Text
    from packager.detect import Descriptor
    from packager.limits import ArchiveLimits
    from packager.write.sources import Source

_DESCRIPTORS: Final = ("imsmanifest.xml", "cmi5.xml", "tincan.xml")
_AICC_TABLES: Final = frozenset({".crs", ".au", ".des", ".cst", ".ort", ".pre", ".cmp"})


# Faults of cmi5 that are mended by other names alone; a package that has them is refused.
_MISPLACED: Final = frozenset({cmi5_rules.WRAPPED.id, cmi5_rules.NAME_CASE.id})


class Repaired(NamedTuple):
    """A way to write a package, ready to be written."""

    parts: dict[str, Part]
    first: tuple[str, ...]
    losses: list[Text]


def as_it_is(source: Source) -> Repaired:
    """Return the package with its own descriptor, under the names that files are served by."""
    first = [name for name in _DESCRIPTORS if name in source.parts]
    return Repaired(source.parts, tuple(first), [])


def rewritten(source: Source) -> Repaired | None:
    """Return the package with its descriptor written anew, None where that is not known how."""
    if source.course.standard == "xapi":
        return None
    written = descriptor_of(source.course)
    files = written.files
    parts = dict(source.parts)
    if source.course.standard == "aicc":
        stem = _aicc_stem(parts)
        old = [name for name in parts if _is_table(name, stem)]
        for name in old:
            del parts[name]
        base = posixpath.basename(stem)
        files = {base + posixpath.splitext(name)[1]: data for name, data in files.items()}
    for name, data in files.items():
        if name in _DESCRIPTORS or name not in parts:  # schemas of the package's own stay
            parts[name] = of_bytes(data)
    return Repaired(parts, tuple(files), written.losses)


def _aicc_stem(parts: dict[str, Part]) -> str:
    """Return what the tables of a course are called, without their endings."""
    found, _ = find_descriptor(list(parts))
    return posixpath.splitext(found.name)[0] if found is not None else "course"


def _is_table(name: str, stem: str) -> bool:
    own, ending = posixpath.splitext(name)
    return own.lower() == stem.lower() and ending.lower() in _AICC_TABLES


def _placed(name: str, descriptor: Descriptor | None) -> str:
    """Return a file's name out of the wrapping folder, the descriptor under its proper one."""
    if descriptor is None:
        return name
    if name == descriptor.name:
        return descriptor.served
    return name.removeprefix(descriptor.folder)


@contextmanager
def open_for_repair(
    path: Path, limits: ArchiveLimits, progress: Callable[[int], object]
) -> Iterator[Source]:
    """Open a package, one of cmi5 with its descriptor in the wrong place too.

    Raises `NotPlayable` for any other that is refused.
    """
    try:
        with open_source(path, limits, progress) as source:
            yield source
            return
    except NotPlayable as refusal:
        errors = {f.rule for f in refusal.report.findings if f.severity == "error"}
        if not errors <= _MISPLACED:
            raise
    with TemporaryDirectory(prefix="cursus-") as folder:
        unwrapped = Path(folder) / "unwrapped.zip"
        with open_archive(path, limits) as parts, unwrapped.open("wb") as file:
            found, _ = find_descriptor(list(parts))
            write_archive(file, {_placed(name, found): part for name, part in parts.items()})
        with open_source(unwrapped, limits, progress) as source:
            yield source
