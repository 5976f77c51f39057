"""Inspecting a package file: from bytes to a course, findings, an index and an overlay.

Synchronous and without knowledge of any store; imports run it in a worker process with bounds
(`packager.workers`), the command line in its own. Everything in the file is hostile, and whatever
it is, `inspect` returns: structure and descriptor first (`packager.describe`; a wrong package is
told at once), then every byte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.describe import Described, describe
from packager.findings import Finding, Report, bounded
from packager.index import UPLOAD, Entry, Index
from packager.overlay import OverlayWriter
from packager.places import placed
from packager.rules import archive as rules
from packager.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from packager.archive import ArchiveEntry
    from packager.limits import ArchiveLimits
    from packager.model import Course

_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a package file is; course and index are there when the report has no error.

    Findings are in the order of the package, errors before warnings before notes. A descriptor
    that came alone has an empty index.
    """

    report: Report
    course: Course | None = None
    index: Index | None = None
    overlay: Path | None = None  # a file, where one was needed and a path for it was given


def inspect(
    path: Path,
    limits: ArchiveLimits,
    *,
    overlay_path: Path | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Inspection:
    """Inspect the package in a file.

    `overlay_path` is where an overlay is written when one is needed; `progress` hears how many
    bytes of the file have been looked at. Raises OSError when the file cannot be read.
    """
    overlay = OverlayWriter(overlay_path) if overlay_path is not None else None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        described = describe(descriptor, limits)
        findings = described.findings + described.read.findings
        if described.descriptor is not None:
            findings += _check_data(descriptor, described, overlay, progress)
        report = Report(_in_order(placed(bounded(findings, rules.MORE), described.source_of)))
    finally:
        os.close(descriptor)
        written = overlay.close() if overlay else None
    if described.read.course is None or not report.playable:
        if written is not None:
            written.unlink()
        return Inspection(report)
    index = _index(described, overlay.entries if overlay else {})
    return Inspection(report, described.read.course, index, written)


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _GRAVITY[finding.severity]))


def _check_data(
    descriptor: int,
    described: Described,
    overlay: OverlayWriter | None,
    progress: Callable[[int], object],
) -> list[Finding]:
    """Look at every byte of the archive; what must be served otherwise goes into the overlay."""
    entries = described.structure.entries
    if overlay is None:
        return list(verify(descriptor, entries, progress, _no_sink))
    found, text = described.descriptor, described.text
    if found is not None and text is not None and text.data is not None and entries:
        overlay.put(found.name, found.served, text.data)
    return list(verify(descriptor, entries, progress, overlay.sink_for))


def _no_sink(_: ArchiveEntry) -> None:
    return None


def _index(described: Described, overlaid: dict[str, Entry]) -> Index:
    """Return the index: every file of the archive, and the further names of some."""
    entries = {
        name: overlaid.get(entry.name)
        or Entry(UPLOAD, entry.offset, entry.method, entry.packed, entry.plain, entry.crc)
        for name, entry in described.entries.items()
    }
    for alias, name in described.read.aliases.items():
        entries.setdefault(alias, entries[name])
    return Index(entries)
