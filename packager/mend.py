"""Mending the text of descriptors before it is parsed. Pure."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from cursus.xml import DOCTYPE, XmlFault, parse
from packager.limits import TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.read.parts import Part
from packager.rules import identification as rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from packager.findings import Finding


XML_START = 1024  # bytes by which XML is known


class MendedXml(NamedTuple):
    """A text as it is read."""

    root: _Element | None
    findings: list[Finding]
    data: bytes | None = None  # the mended text in UTF-8, where anything was mended


def looks_like_xml(start: bytes) -> bool:
    """Whether a file that begins so is text with markup, in whichever encoding."""
    plain = start.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
    return plain.lstrip(b"\xff\xfe \t\r\n").startswith(b"<")


def mended_xml(data: bytes, file: str, *, limit: int) -> MendedXml:
    """Return the tree of an XML file of at most `limit` bytes, or why there is none."""
    try:
        root = parse(data, limit=limit)
    except XmlFault as fault:
        # An entity bomb goes off before its DOCTYPE is noticed.
        doctype = fault.text is DOCTYPE or b"<!DOCTYPE" in data
        rule = rules.MANIFEST_DOCTYPE if doctype else rules.MANIFEST_XML
        place = (fault.line or None, fault.column or None)  # 0 is nowhere
        return MendedXml(None, [rule.at(file, *place, what=fault.text)])
    too_long = list(_too_long(root, file))
    return MendedXml(None if too_long else root, too_long)


def _too_long(root: _Element, file: str) -> Iterator[Finding]:
    """Yield the values that nobody could want: identifiers and titles go into every launch."""
    for element in root.iter():
        values = [(str(element.tag), element.text, TEXT_CHARACTERS)]
        values += [(str(n), str(v), VALUE_CHARACTERS) for n, v in element.attrib.items()]
        for name, value, limit in values:
            if value is not None and len(value) > limit:
                local = name.rpartition("}")[2]
                yield rules.VALUE_LONG.at(
                    file, Part(element, "").line, name=local, count=len(value), limit=limit
                )


def decode_text(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return the text of a file that says nothing of its encoding."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace"), []
