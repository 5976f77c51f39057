"""From an open file to what its descriptor says: which standard, which course, what is wrong.

One way for all standards: the structure of the archive, the descriptor among its names, its text
mended and parsed, its reader. A descriptor that comes alone, not in an archive, is a package
without files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packager.archive import ArchiveEntry, Structure, read_structure
from packager.detect import Descriptor, find_descriptor
from packager.encodings import decode_text
from packager.entry_texts import EntryTexts
from packager.foreign import foreign_manifest, is_web_page
from packager.hrefs import Files
from packager.mend import XML_START, MendedXml, XmlSource, looks_like_xml, mended_xml
from packager.read.aicc import read_aicc
from packager.read.cmi5 import read_cmi5
from packager.read.course import ReadCourse
from packager.read.parts import root_part
from packager.read.scorm import read_scorm
from packager.read.tincan import read_tincan
from packager.rules import identification as rules
from packager.verify import Damaged, plain_bytes
from packager.zip_records import END_SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.findings import Finding
    from packager.limits import ArchiveLimits
    from packager.names import Encoding

_NOTHING = ReadCourse(None, {}, [])


@dataclass(frozen=True, slots=True)
class Described:
    """What a file holds by its structure and its descriptor; its data is not looked at yet."""

    structure: Structure
    descriptor: Descriptor | None = None
    findings: list[Finding] = field(default_factory=list)  # of the structure and the names
    entries: Mapping[str, ArchiveEntry] = field(default_factory=dict)  # by served name
    texts: Mapping[str, bytes] = field(default_factory=dict)
    text: MendedXml | None = None  # of the descriptor, where it is XML
    read: ReadCourse = _NOTHING

    @property
    def faults(self) -> int:
        """How much of what the descriptor says does not fit the files."""
        return sum(finding.severity != "info" for finding in self.read.findings)

    def source_of(self, file: str) -> XmlSource | str | None:
        """Return the text of a file that a finding names, None where it cannot be had."""
        if self.descriptor is not None and file == self.descriptor.served and self.text is not None:
            return self.text.source
        try:
            data = self.texts[file]
        except KeyError:
            return None
        if looks_like_xml(data[:XML_START]):
            return mended_xml(data, file, limit=len(data)).source
        return decode_text(data, file)[0]


def describe(descriptor: int, limits: ArchiveLimits) -> Described:
    """Return what an open file holds.

    Short Russian names in windows-1251 are often plausible nonsense in cp866, and the reverse, so
    where names were guessed the descriptor decides: that encoding is right in which it finds more
    of its files.
    """
    alone = _alone(descriptor, limits)
    if alone is not None:
        return alone
    described = _described(descriptor, limits)
    if described.structure.encoding == "utf-8" or not described.faults:
        return described
    other: Encoding = "cp866" if described.structure.encoding == "cp1251" else "cp1251"
    again = _described(descriptor, limits, other)
    return again if again.descriptor and again.faults < described.faults else described


def _described(
    descriptor: int, limits: ArchiveLimits, encoding: Encoding | None = None
) -> Described:
    """Return what an archive holds, its names in a given encoding or in one that is guessed."""
    structure = read_structure(descriptor, os.fstat(descriptor).st_size, limits, encoding)
    if any(finding.severity == "error" for finding in structure.findings):
        return Described(structure, None, structure.findings)
    found, said = find_descriptor([entry.name for entry in structure.entries])
    findings = structure.findings + said
    if found is None:
        return Described(structure, None, findings)
    entries = {_served(entry.name, found): entry for entry in structure.entries}
    texts = EntryTexts(descriptor, entries, limits.descriptor)
    files = Files(entries)
    if found.kind == "aicc":
        read = read_aicc(found.served, files, texts)
        return Described(structure, found, findings, entries, texts, None, read)
    text = _text(descriptor, entries[found.served], found, limits)
    read = _read(found, text, files, texts)
    text = text._replace(root=None)  # a large tree, and nobody needs it any more
    return Described(structure, found, findings, entries, texts, text, read)


def _served(name: str, found: Descriptor) -> str:
    """Return what a file is served under: no wrapping folder, the descriptor's own letter case."""
    return found.served if name == found.name else name.removeprefix(found.folder)


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
    return mended_xml(data, found.served, limit=limits.descriptor)


def _read(
    found: Descriptor, text: MendedXml, files: Files | None, texts: Mapping[str, bytes]
) -> ReadCourse:
    """Read a descriptor in XML by its standard; its text's findings come first."""
    if text.root is None:
        return ReadCourse(None, {}, text.findings)
    if found.kind == "cmi5":
        read = read_cmi5(text.root, files)
    elif found.kind == "tincan":
        read = read_tincan(text.root, files or Files(()))
    elif (foreign := foreign_manifest(text.root)) is not None:
        read = ReadCourse(None, {}, [foreign])
    elif (top := root_part(text.root)).name == "manifest":
        read = read_scorm(text.root, files or Files(()), texts)
    else:
        wrong = rules.MANIFEST_ROOT.at(found.served, top.line, None, top.path, name=top.name)
        read = ReadCourse(None, {}, [wrong])
    return read._replace(findings=text.findings + read.findings)


_ALONE = {
    "courseStructure": Descriptor("cmi5", "cmi5.xml", ""),
    "tincan": Descriptor("tincan", "tincan.xml", ""),
}


def _alone(descriptor: int, limits: ArchiveLimits) -> Described | None:
    """Return what a file holds that is XML: descriptors whose course lies elsewhere come alone."""
    size = os.fstat(descriptor).st_size
    start = os.pread(descriptor, XML_START, 0)
    if size > limits.descriptor or is_web_page(start) or not looks_like_xml(start):
        return None
    data = os.pread(descriptor, size, 0)
    if END_SIGNATURE in data:
        return None  # a zip archive behind markup
    text = mended_xml(data, "cmi5.xml", limit=limits.descriptor)
    name = "courseStructure" if text.root is None else root_part(text.root).name
    found = _ALONE.get(name)
    if found is None:
        return Described(Structure([], []), None, [rules.XML_ALONE.at(name=name)])
    if found.kind != "cmi5":
        text = mended_xml(data, found.served, limit=limits.descriptor)
    read = _read(found, text, None, {})
    return Described(Structure([], []), found, text=text, read=read)
