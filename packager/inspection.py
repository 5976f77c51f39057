"""Inspecting a package file: from bytes to a course, findings, an index and an overlay.

Synchronous and without knowledge of any store; imports run it in a worker process with bounds
(`packager.workers`), the command line in its own. Everything in the file is hostile, and whatever
it is, `inspect` returns: structure first, then the descriptor (a wrong package is told at once),
then every byte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cursus.xml import DOCTYPE, XmlFault, parse
from packager.archive import ArchiveEntry, Structure, read_structure
from packager.detect import MANIFEST, Descriptor, find_descriptor
from packager.findings import Finding, Report, bounded
from packager.hrefs import Files, resolve
from packager.index import UPLOAD, Entry, Index
from packager.limits import TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.overlay import OverlayWriter
from packager.read.imsmanifest import line_of, local_name, manifest_hrefs
from packager.read.scorm import read_scorm
from packager.rules import archive as archive_rules
from packager.rules import identification as rules
from packager.verify import Damaged, plain_bytes, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from packager.limits import ArchiveLimits
    from packager.model import Course
    from packager.names import Encoding


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
class _Opened:
    """An archive whose structure is read and whose descriptor is found, as far as it is."""

    structure: Structure
    descriptor: Descriptor | None
    findings: list[Finding]
    names: list[str]  # served, one for each entry


@dataclass(frozen=True, slots=True)
class _Read:
    """What the descriptor says, before the data is looked at."""

    opened: _Opened
    course: Course | None = None
    aliases: dict[str, str] = field(default_factory=dict)  # further name -> served name


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
            findings += verify(descriptor, read.opened.structure.entries, progress, sink_for)
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
    opened = _open(descriptor, limits)
    data = _descriptor_bytes(descriptor, opened, limits, findings)
    root = None if data is None else _parse(data, limits, findings)
    if root is not None:
        opened = _better_named(descriptor, limits, opened, root)
    findings += opened.findings
    if data is None:
        return None
    if root is None:
        return _Read(opened)
    read = read_scorm(root, Files(opened.names), {})
    findings += read.findings
    return _Read(opened, read.course, read.aliases)


def _open(descriptor: int, limits: ArchiveLimits, encoding: Encoding | None = None) -> _Opened:
    structure = read_structure(descriptor, os.fstat(descriptor).st_size, limits, encoding)
    findings = list(structure.findings)
    if not Report(tuple(findings)).playable:
        return _Opened(structure, None, findings, [])
    found, said = find_descriptor([entry.name for entry in structure.entries])
    names = [_served(entry.name, found) for entry in structure.entries if found is not None]
    return _Opened(structure, found, findings + said, names)


def _better_named(
    descriptor: int, limits: ArchiveLimits, opened: _Opened, root: _Element
) -> _Opened:
    """Read Russian names in the other code page where the manifest's addresses fit that better.

    Short names in windows-1251 are often plausible nonsense in cp866, and the reverse.
    """
    if opened.structure.encoding == "utf-8":
        return opened
    other = _open(
        descriptor, limits, "cp866" if opened.structure.encoding == "cp1251" else "cp1251"
    )
    paths = [resolve(bases, href).path for bases, href in manifest_hrefs(root)]
    return other if _fits(other.names, paths) > _fits(opened.names, paths) else opened


def _fits(names: list[str], paths: list[str]) -> int:
    """Return how many addresses of a manifest name a file exactly."""
    files = Files(names)
    return sum((match := files.find(path)) is not None and match.exact for path in paths)


def _served(name: str, descriptor: Descriptor) -> str:
    """Return the name that a file is served under: no wrapping folder, the manifest's own case."""
    if name == descriptor.name:
        return MANIFEST
    return name.removeprefix(descriptor.folder)


def _descriptor_bytes(
    descriptor: int, opened: _Opened, limits: ArchiveLimits, findings: list[Finding]
) -> bytes | None:
    if opened.descriptor is None:
        return None
    name = opened.descriptor.name
    entry = next(entry for entry in opened.structure.entries if entry.name == name)
    if entry.plain > limits.descriptor:
        findings.append(rules.MANIFEST_LARGE.at(name, size=entry.plain, limit=limits.descriptor))
        return None
    try:
        return b"".join(plain_bytes(descriptor, entry))
    except Damaged as damage:
        findings.append(damage.finding)
        return None


def _parse(data: bytes, limits: ArchiveLimits, findings: list[Finding]) -> _Element | None:
    try:
        root = parse(data, limit=limits.descriptor)
    except XmlFault as fault:
        # An entity bomb goes off before its DOCTYPE is noticed.
        doctype = fault.text is DOCTYPE or b"<!DOCTYPE" in data
        rule = rules.MANIFEST_DOCTYPE if doctype else rules.MANIFEST_XML
        place = (fault.line or None, fault.column or None)  # 0 is nowhere
        findings.append(rule.at(MANIFEST, *place, what=fault.text))
        return None
    if local_name(root) != "manifest":
        findings.append(rules.MANIFEST_ROOT.at(MANIFEST, line_of(root), name=local_name(root)))
        return None
    too_long = list(_too_long(root))
    findings += too_long
    return None if too_long else root


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
    for name, entry in zip(read.opened.names, read.opened.structure.entries, strict=True):
        entries[name] = overlaid.get(entry.name) or Entry(
            UPLOAD, entry.offset, entry.method, entry.packed, entry.plain, entry.crc
        )
    for alias, name in read.aliases.items():
        entries.setdefault(alias, entries[name])
    return Index(entries)
