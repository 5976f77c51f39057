"""A package that is to be written anew: what it holds, opened so that its data can be copied."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from packager.archive import read_structure
from packager.index import DEFLATED, OVERLAY, UPLOAD, Entry, Index
from packager.inspection import inspect
from packager.verify import CHUNK
from packager.write.archives import Part
from packager.write.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.findings import Report
    from packager.limits import ArchiveLimits
    from packager.model import Course


class NotPlayable(Refused):
    """A package has errors and cannot be written anew; `report` says which."""

    def __init__(self, report: Report) -> None:
        """Take what was found."""
        super().__init__()
        self.report = report


@dataclass(frozen=True, slots=True)
class Source:
    """A package that plays."""

    report: Report
    course: Course
    parts: dict[str, Part]  # by served names, each file once
    mended: frozenset[str]  # those of them whose bytes are not the package's own


@contextmanager
def open_source(
    path: Path, limits: ArchiveLimits, progress: Callable[[int], object]
) -> Iterator[Source]:
    """Inspect a package and open it; raises `NotPlayable`, OSError.

    `progress` hears how many bytes have been looked at.
    """
    with TemporaryDirectory(prefix="cursus-") as folder:
        inspection = inspect(path, limits, overlay_path=Path(folder) / "overlay", progress=progress)
        if inspection.course is None or inspection.index is None:
            raise NotPlayable(inspection.report)
        descriptors = [os.open(path, os.O_RDONLY)]
        if inspection.overlay is not None:
            descriptors.append(os.open(inspection.overlay, os.O_RDONLY))
        try:
            entries = inspection.index.entries.items()
            mended = frozenset(name for name, entry in entries if entry.source == OVERLAY)
            parts = _parts(inspection.index, descriptors)
            yield Source(inspection.report, inspection.course, parts, mended)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)


@contextmanager
def open_archive(path: Path, limits: ArchiveLimits) -> Iterator[dict[str, Part]]:
    """Open an archive whatever it is a package of: its files under their own names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        structure = read_structure(descriptor, os.fstat(descriptor).st_size, limits)
        yield {
            e.name: _part(descriptor, Entry(UPLOAD, e.offset, e.method, e.packed, e.plain, e.crc))
            for e in structure.entries
        }
    finally:
        os.close(descriptor)


def _parts(index: Index, descriptors: list[int]) -> dict[str, Part]:
    """Return the files of a package; further names of a file, which an index has too, are none."""
    parts: dict[str, Part] = {}
    places: set[tuple[int, int]] = set()
    for name, entry in index.entries.items():
        place = (entry.source, entry.offset)
        if place not in places:
            places.add(place)
            parts[name] = _part(descriptors[1 if entry.source == OVERLAY else 0], entry)
    return parts


def _part(descriptor: int, entry: Entry) -> Part:
    def pieces() -> Iterator[bytes]:
        at, end = entry.offset, entry.offset + entry.packed
        while at < end:
            piece = os.pread(descriptor, min(CHUNK, end - at), at)
            if not piece:
                raise OSError("the package became shorter while it was read")
            at += len(piece)
            yield piece

    packed = (entry.packed, entry.crc) if entry.method == DEFLATED else None
    return Part(entry.plain, pieces, packed)
