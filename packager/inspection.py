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

from packager.archive import ArchiveEntry, Structure, read_structure
from packager.detect import Descriptor, find_descriptor
from packager.entry_texts import EntryTexts
from packager.findings import Finding, Report, bounded
from packager.hrefs import Files
from packager.index import UPLOAD, Entry, Index
from packager.mend import XML_START, MendedXml, looks_like_xml, mended_xml
from packager.overlay import OverlayWriter
from packager.read.aicc import read_aicc
from packager.read.cmi5 import NAME as CMI5
from packager.read.cmi5 import read_cmi5
from packager.read.course import ReadCourse
from packager.read.parts import root_part
from packager.read.scorm import read_scorm
from packager.read.tincan import read_tincan
from packager.rules import archive as archive_rules
from packager.rules import identification as rules
from packager.verify import Damaged, plain_bytes, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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

    @property
    def entries(self) -> dict[str, ArchiveEntry]:
        """The entries by served name."""
        return dict(zip(self.names, self.structure.entries, strict=True))


@dataclass(frozen=True, slots=True)
class _Described:
    """What the descriptor says, before the data is looked at."""

    opened: _Opened
    text: MendedXml | None  # of the descriptor, where it is XML
    read: ReadCourse

    @property
    def faults(self) -> int:
        """How much of what the descriptor says does not fit the files."""
        return sum(finding.severity != "info" for finding in self.read.findings)

    def put_mended(self, overlay: OverlayWriter) -> None:
        """Have the descriptor served as it was mended."""
        found = self.opened.descriptor
        if found is not None and self.text is not None and self.text.data is not None:
            overlay.put(found.name, found.served, self.text.data)


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
    written = None
    try:
        alone = _alone(descriptor, limits)
        if alone is not None:
            return _judged(alone.findings, alone.course, Index({}))
        opened = _open(descriptor, limits)
        findings = opened.findings
        described = _describe(descriptor, opened, limits)
        if described is not None:
            findings = described.opened.findings + described.read.findings
            if overlay is not None:
                described.put_mended(overlay)
            entries = described.opened.structure.entries
            sink_for = overlay.sink_for if overlay else _no_sink
            findings += verify(descriptor, entries, progress, sink_for)
    finally:
        os.close(descriptor)
        written = overlay.close() if overlay else None
    course = described.read.course if described else None
    index = _index(described, overlay.entries if overlay else {}) if described else None
    inspection = _judged(findings, course, index, written)
    if written is not None and inspection.overlay is None:
        written.unlink()
    return inspection


def _judged(
    findings: list[Finding], course: Course | None, index: Index | None, overlay: Path | None = None
) -> Inspection:
    """Return an inspection; a package with errors has nothing but its report."""
    kept = bounded(findings, archive_rules.MORE)
    report = Report(tuple(sorted(kept, key=lambda finding: _GRAVITY[finding.severity])))
    if course is None or not report.playable:
        return Inspection(report)
    return Inspection(report, course, index, overlay)


def _alone(descriptor: int, limits: ArchiveLimits) -> ReadCourse | None:
    """Read a file that is no archive but XML: descriptors whose course lies elsewhere come so."""
    size = os.fstat(descriptor).st_size
    if size > limits.descriptor or not looks_like_xml(os.pread(descriptor, XML_START, 0)):
        return None
    text = mended_xml(os.pread(descriptor, size, 0), CMI5, limit=limits.descriptor)
    if text.root is None:
        return ReadCourse(None, {}, text.findings)
    name = root_part(text.root).name
    if name == "courseStructure":
        read = read_cmi5(text.root, None)
    elif name == "tincan":
        read = read_tincan(text.root, Files(()))
    else:
        return ReadCourse(None, {}, [rules.XML_ALONE.at(name=name)])
    return read._replace(findings=text.findings + read.findings)


def _no_sink(_: ArchiveEntry) -> None:
    return None


def _open(descriptor: int, limits: ArchiveLimits, encoding: Encoding | None = None) -> _Opened:
    """Read the structure of an archive and find what describes it."""
    structure = read_structure(descriptor, os.fstat(descriptor).st_size, limits, encoding)
    findings = list(structure.findings)
    if not Report(tuple(findings)).playable:
        return _Opened(structure, None, findings, [])
    found, said = find_descriptor([entry.name for entry in structure.entries])
    names = [_served(entry.name, found) for entry in structure.entries if found is not None]
    return _Opened(structure, found, findings + said, names)


def _served(name: str, descriptor: Descriptor) -> str:
    """Return what a file is served under: no wrapping folder, the descriptor's own letter case."""
    if name == descriptor.name:
        return descriptor.served
    return name.removeprefix(descriptor.folder)


def _describe(descriptor: int, opened: _Opened, limits: ArchiveLimits) -> _Described | None:
    """Read the descriptor, None when there is none: the data need not be looked at then.

    Short Russian names in windows-1251 are often plausible nonsense in cp866, and the reverse, so
    where names were guessed the descriptor decides: that encoding is right in which it finds more
    of its files.
    """
    if opened.descriptor is None:
        return None
    described = _read(descriptor, opened, opened.descriptor, limits)
    if opened.structure.encoding == "utf-8" or not described.faults:
        return described
    other: Encoding = "cp866" if opened.structure.encoding == "cp1251" else "cp1251"
    reopened = _open(descriptor, limits, other)
    if reopened.descriptor is None:
        return described
    again = _read(descriptor, reopened, reopened.descriptor, limits)
    return again if again.faults < described.faults else described


def _read(descriptor: int, opened: _Opened, found: Descriptor, limits: ArchiveLimits) -> _Described:
    """Read the descriptor by the standard that it belongs to."""
    files = Files(opened.names)
    entries = opened.entries
    texts = EntryTexts(descriptor, entries, limits.descriptor)
    if found.kind == "aicc":
        return _Described(opened, None, read_aicc(found.served, files, texts))
    text = _text(descriptor, entries[found.served], found, limits)
    if text.root is None:
        return _Described(opened, text, ReadCourse(None, {}, text.findings))
    if found.kind == "cmi5":
        read = read_cmi5(text.root, files)
    elif found.kind == "tincan":
        read = read_tincan(text.root, files)
    else:
        read = read_scorm(text.root, files, texts)
    return _Described(opened, text, read._replace(findings=text.findings + read.findings))


def _text(
    descriptor: int, entry: ArchiveEntry, found: Descriptor, limits: ArchiveLimits
) -> MendedXml:
    """Return the text of a descriptor in XML, without a tree where it cannot be read."""
    if entry.plain > limits.descriptor:
        large = rules.MANIFEST_LARGE.at(entry.name, size=entry.plain, limit=limits.descriptor)
        return MendedXml(None, [large])
    try:
        data = b"".join(plain_bytes(descriptor, entry))
    except Damaged:
        return MendedXml(None, [])  # the pass over the data tells
    text = mended_xml(data, found.served, limit=limits.descriptor)
    if text.root is None or found.kind != "imsmanifest":
        return text  # the other readers tell a wrong root themselves
    top = root_part(text.root)
    if top.name == "manifest":
        return text
    wrong = rules.MANIFEST_ROOT.at(found.served, top.line, element=top.path, name=top.name)
    return MendedXml(None, [*text.findings, wrong])


def _index(described: _Described, overlaid: dict[str, Entry]) -> Index:
    """Return the index: every file of the archive, and the further names of some."""
    entries = {
        name: overlaid.get(entry.name)
        or Entry(UPLOAD, entry.offset, entry.method, entry.packed, entry.plain, entry.crc)
        for name, entry in described.opened.entries.items()
    }
    for alias, name in described.read.aliases.items():
        entries.setdefault(alias, entries[name])
    return Index(entries)
