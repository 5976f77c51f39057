"""Inspecting a package file: from bytes to a course, findings, an index and an overlay.

Synchronous and without knowledge of any store; imports run it in a worker process with bounds
(`packager.workers`), the command line in its own. Everything in the file is hostile, and whatever
it is, `inspect` returns: structure first, then the descriptor (a wrong package is told at once),
then every byte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cursus.xml import DOCTYPE, XmlFault, parse
from packager.archive import ArchiveEntry, read_structure
from packager.detect import MANIFEST, Descriptor, decide_version, find_descriptor
from packager.findings import Finding, Report, bounded
from packager.hrefs import Files
from packager.index import UPLOAD, Entry, Index
from packager.limits import TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.overlay import OverlayWriter
from packager.read.imsmanifest import line_of, local_name, read_manifest
from packager.read.scorm import read_course
from packager.rules import archive as archive_rules
from packager.rules import identification as rules
from packager.verify import Damaged, plain_bytes, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from packager.limits import ArchiveLimits
    from packager.model import Course


_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a package file is; course and index are there when the report has no error.

    Findings are in the order of the package, errors before warnings before notes.
    """

    report: Report
    course: Course | None = None
    index: Index | None = None
    overlay: Path | None = None  # a file, where one was needed and a path for it was given


@dataclass(frozen=True, slots=True)
class _Read:
    """What the descriptor says, before the data is looked at."""

    course: Course | None
    names: list[str]  # served, one for each entry
    entries: list[ArchiveEntry]
    aliases: dict[str, str]  # further name -> served name


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
    findings: list[Finding] = []
    overlay = OverlayWriter(overlay_path) if overlay_path is not None else None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        read = _read(descriptor, limits, findings)
        if read is not None:
            sink_for = overlay.sink_for if overlay else _no_sink
            findings += verify(descriptor, read.entries, progress, sink_for)
    finally:
        os.close(descriptor)
        written = overlay.close() if overlay else None
    kept = bounded(findings, archive_rules.MORE)
    report = Report(tuple(sorted(kept, key=lambda finding: _GRAVITY[finding.severity])))
    if read is None or read.course is None or not report.playable:
        if written is not None:
            written.unlink()
        return Inspection(report)
    index = _index(read, overlay.entries if overlay else {})
    return Inspection(report, read.course, index, written)


def _no_sink(_: ArchiveEntry) -> None:
    return None


def _read(descriptor: int, limits: ArchiveLimits, findings: list[Finding]) -> _Read | None:
    """Read structure and descriptor; None when the data need not be looked at."""
    structure = read_structure(descriptor, os.fstat(descriptor).st_size, limits)
    findings += structure.findings
    if not Report(tuple(findings)).playable:
        return None
    found, said = find_descriptor([entry.name for entry in structure.entries])
    findings += said
    if found is None:
        return None
    manifest_entry = next(entry for entry in structure.entries if entry.name == found.name)
    data = _descriptor_bytes(descriptor, manifest_entry, limits, findings)
    if data is None:
        return None
    names = [_served(entry.name, found) for entry in structure.entries]
    course, aliases = _read_manifest(data, names, limits, findings)
    return _Read(course, names, structure.entries, aliases)


def _served(name: str, descriptor: Descriptor) -> str:
    """Return the name that a file is served under: no wrapping folder, the manifest's own case."""
    if name == descriptor.name:
        return MANIFEST
    return name.removeprefix(descriptor.folder)


def _descriptor_bytes(
    descriptor: int, entry: ArchiveEntry, limits: ArchiveLimits, findings: list[Finding]
) -> bytes | None:
    if entry.plain > limits.descriptor:
        findings.append(
            rules.MANIFEST_LARGE.at(entry.name, size=entry.plain, limit=limits.descriptor)
        )
        return None
    try:
        return b"".join(plain_bytes(descriptor, entry))
    except Damaged as damage:
        findings.append(damage.finding)
        return None


def _read_manifest(
    data: bytes, names: list[str], limits: ArchiveLimits, findings: list[Finding]
) -> tuple[Course | None, dict[str, str]]:
    try:
        root = parse(data, limit=limits.descriptor)
    except XmlFault as fault:
        # An entity bomb goes off before its DOCTYPE is noticed.
        doctype = fault.text is DOCTYPE or b"<!DOCTYPE" in data
        rule = rules.MANIFEST_DOCTYPE if doctype else rules.MANIFEST_XML
        place = (fault.line or None, fault.column or None)  # 0 is nowhere
        findings.append(rule.at(MANIFEST, *place, what=fault.text))
        return None, {}
    if local_name(root) != "manifest":
        findings.append(rules.MANIFEST_ROOT.at(MANIFEST, line_of(root), name=local_name(root)))
        return None, {}
    too_long = list(_too_long(root))
    if too_long:
        findings += too_long
        return None, {}
    manifest = read_manifest(root)
    version, said = decide_version(manifest.evidence, MANIFEST)
    read = read_course(manifest, version, Files(names))
    findings += said
    findings += read.findings
    return read.course, read.aliases


def _too_long(root: _Element) -> Iterator[Finding]:
    """Yield the values that nobody could want: identifiers and titles go into every launch."""
    for element in root.iter():
        values = [(local_name(element), element.text, TEXT_CHARACTERS)]
        values += [(str(n), str(v), VALUE_CHARACTERS) for n, v in element.attrib.items()]
        for name, value, limit in values:
            if value is not None and len(value) > limit:
                yield rules.VALUE_LONG.at(
                    MANIFEST, line_of(element), name=name, count=len(value), limit=limit
                )


def _index(read: _Read, overlaid: dict[str, Entry]) -> Index:
    """Return the index: every file of the archive, and the further names of some."""
    entries = {}
    for name, entry in zip(read.names, read.entries, strict=True):
        entries[name] = overlaid.get(entry.name) or Entry(
            UPLOAD, entry.offset, entry.method, entry.packed, entry.plain, entry.crc
        )
    for alias, name in read.aliases.items():
        entries.setdefault(alias, entries[name])
    return Index(entries)
