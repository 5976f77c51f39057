"""Mending the text of XML descriptors before it is parsed. Pure.

Rules of this module:
- What has one meaning only is mended and told, at its line and column; everything else is refused
  with line and column. No parser "recovers": it would drop what it does not understand.
- A text that is XML already is not touched; only one that is not is looked through for faults.
- Lines are never added nor removed, so that a line of the mended text is a line of the file.
- A DOCTYPE is refused before anything is mended.
"""

from __future__ import annotations

import codecs
import re
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, Final, NamedTuple

from cursus.xml import DOCTYPE, TOO_LARGE, XmlFault, parse
from packager.encodings import DECLARATION, decode_text, decode_xml, last_line, line_ends, place_of
from packager.limits import TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.read.parts import Part
from packager.rules import identification as rules
from packager.rules import mending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from packager.findings import Finding, Rule

__all__ = ["MendedXml", "decode_text", "looks_like_xml", "mended_xml"]

XML_START: Final = 1024  # bytes by which XML is known
FAULTS: Final = 5_000  # mended in one file; with more it is no XML at all

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_PREDEFINED: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ELEMENT: Final = re.compile(r"<[A-Za-z_:\x80-\U0010ffff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OPAQUE: Final = r"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)"
_DOCTYPE: Final = re.compile(_OPAQUE + r"|(?P<doctype><!(?i:doctype))", re.DOTALL)
_FAULT: Final = re.compile(
    f"(?P<opaque>{_OPAQUE})"
    r"|&(?:(?P<entity>[A-Za-z_:][\w.:-]{0,99});"
    r"|\#(?P<decimal>[0-9]{1,9});|\#x(?P<hex>[0-9A-Fa-f]{1,8});)?"
    r"|(?P<angle><)(?![A-Za-z_:/!?\x80-\U0010ffff])"
    f"|(?P<control>{_CONTROL.pattern})",
    re.DOTALL,
)


class Edit(NamedTuple):
    """A stretch of a text that is to be read as another; `rule` is None where another tells."""

    start: int
    end: int
    text: str
    rule: Rule | None = None
    value: str = ""  # that the rule's text names


class PlacedEdit(NamedTuple):
    """An edit and where it is in the file; line and column from 1."""

    edit: Edit
    line: int
    column: int


class XmlSource(NamedTuple):
    """The text of a file as it came and as it was parsed, for finding places in it."""

    text: str
    parsed: bytes  # UTF-8
    edits: tuple[PlacedEdit, ...] = ()  # from the one to the other, in order

    def column(self, line: int, column: int) -> int:
        """Return the column in the file of a column in the parsed text; lines are the same."""
        grown = 0  # characters that edits before the place have added on its line
        for edit, where, at in self.edits:
            if where == line and at + grown < column + (not edit.text):
                grown = min(grown + len(edit.text) - (edit.end - edit.start), column - at)
        return column - grown


class MendedXml(NamedTuple):
    """A text as it is read."""

    root: _Element | None
    findings: list[Finding]
    data: bytes | None = None  # the mended text in UTF-8, where anything was mended
    source: XmlSource | None = None


def looks_like_xml(start: bytes) -> bool:
    """Whether a file that begins so is text with markup, in whichever encoding."""
    plain = start.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
    return plain.lstrip(b"\xff\xfe \t\r\n").startswith(b"<")


def mended_xml(data: bytes, file: str, *, limit: int) -> MendedXml:
    """Return the tree of an XML file of at most `limit` bytes, or why there is none."""
    if len(data) > limit:
        return MendedXml(None, [rules.MANIFEST_XML.at(file, what=TOO_LARGE.format(limit=limit))])
    decoded = decode_xml(data, file)
    if decoded.text is None:
        return MendedXml(None, decoded.findings)
    findings = decoded.findings
    plain = decoded.encoding == "utf-8" and not findings
    edits = [] if plain else _redeclared(decoded.text)
    source = _source(decoded.text, edits, data if plain else None)
    root, fault = _parsed(source, limit)
    if fault is not None:
        doctype = _doctype(decoded.text)
        if doctype is not None or fault.text == DOCTYPE:
            place = place_of(decoded.text, doctype or 0)
            return MendedXml(
                None, [*findings, rules.MANIFEST_DOCTYPE.at(file, *place)], None, source
            )
        faults = _faults(decoded.text)
        if faults:
            source = _source(decoded.text, [*faults, *edits])
            findings = [*findings, *_told(source, file)]
            root, fault = _parsed(source, limit)
        if fault is not None:
            return MendedXml(None, [*findings, _refusal(fault, file, source)], None, source)
    too_long = [] if root is None else list(_too_long(root, file))
    mended = any(finding.mended for finding in findings)
    return MendedXml(
        None if too_long else root, findings + too_long, source.parsed if mended else None, source
    )


def _source(text: str, edits: list[Edit], parsed: bytes | None = None) -> XmlSource:
    """Return a text with edits applied; one that touches an earlier one is left out."""
    placed, pieces = [], []
    done, line, begin = 0, 1, 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < done:
            continue
        line, begin = _moved(text, (line, begin), done, edit.start)
        placed.append(PlacedEdit(edit, line, edit.start - begin + 1))
        pieces += [text[done : edit.start], edit.text]
        line, begin = _moved(text, (line, begin), edit.start, edit.end)
        done = edit.end
    if parsed is None:
        parsed = "".join([*pieces, text[done:]]).encode()
    return XmlSource(text, parsed, tuple(placed))


def _moved(text: str, at: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Return the line at `end`, and where it begins, from those at `start`."""
    ends = line_ends(text, start, end)
    return (at[0] + ends, last_line(text, start, end)) if ends else at


def _parsed(source: XmlSource, limit: int) -> tuple[_Element | None, XmlFault | None]:
    try:
        return parse(source.parsed, limit=4 * limit), None  # UTF-8 may be longer than the file
    except XmlFault as fault:
        return None, fault


def _redeclared(text: str) -> list[Edit]:
    """Return what lets a declaration say UTF-8, in which the text is parsed."""
    found = DECLARATION.search(text, 0, XML_START)
    if found is None or found["encoding"] is None:
        return []
    return [Edit(*found.span("encoding"), "UTF-8")]


def _doctype(text: str) -> int | None:
    """Return where a DOCTYPE stands, outside of what hides markup."""
    return next((found.start() for found in _DOCTYPE.finditer(text) if found["doctype"]), None)


def _faults(text: str) -> list[Edit]:
    """Return the faults of a text that have one meaning; none where there are far too many."""
    edits = list(_before(text))
    for found in _FAULT.finditer(text, max(text.find("<"), 0)):
        edits += _mends(found)
        if len(edits) > FAULTS:
            return []
    return edits


def _before(text: str) -> Iterator[Edit]:
    """Yield what stands before XML begins, and a declaration that does not stand first."""
    first = text.find("<")
    root = _ELEMENT.search(text)
    if first < 0 or root is None:
        return
    declaration = DECLARATION.search(text, first, min(root.start(), first + XML_START))
    misplaced = declaration is not None and declaration.start() > 0
    if text[:first].strip(" \t\r\n") or misplaced:
        head = _HEAD if misplaced else ""
        yield Edit(0, first, head + _line_ends_of(text[:first]), mending.BEFORE_XML)
    if declaration is not None and misplaced:
        yield Edit(*declaration.span(), _line_ends_of(declaration[0]))


def _line_ends_of(text: str) -> str:
    return "\n" * line_ends(text, 0, len(text))


def _mends(found: re.Match[str]) -> Iterator[Edit]:
    """Yield how a fault is mended."""
    start, end = found.span()
    name, digits = found["entity"], found["decimal"] or found["hex"]
    if found["opaque"] is not None:  # only what XML may hold nowhere is a fault in it
        for control in _CONTROL.finditer(found.string, start, end):
            yield Edit(*control.span(), "", mending.CONTROL, f"{ord(control[0]):04X}")
    elif found["control"] is not None:
        yield Edit(start, end, "", mending.CONTROL, f"{ord(found[0]):04X}")
    elif found["angle"] is not None:
        yield Edit(start, end, "&lt;", mending.ANGLE)
    elif digits is not None:
        code = int(digits, 16 if found["hex"] else 10)
        if not _is_character(code):
            yield Edit(start, end, "", mending.CONTROL, f"{code:04X}")
    elif name is not None and f"{name};" in html5 and name not in _PREDEFINED:
        yield Edit(
            start, end, escape(html5[f"{name};"], quote=False), mending.HTML_ENTITY, found[0]
        )
    elif name not in _PREDEFINED:
        yield Edit(start, start + 1, "&amp;", mending.AMPERSAND)


def _is_character(code: int) -> bool:
    """Whether a number is that of a character that XML may hold (XML10-2.2)."""
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF  # noqa: PLR2004
        or 0xE000 <= code <= 0xFFFD  # noqa: PLR2004
        or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004
    )


def _told(source: XmlSource, file: str) -> Iterator[Finding]:
    for edit, line, column in source.edits:
        if edit.rule is not None:
            yield edit.rule.at(file, line, column, code=edit.value, entity=edit.value)


def _refusal(fault: XmlFault, file: str, source: XmlSource) -> Finding:
    if not fault.line:
        return rules.MANIFEST_XML.at(file, what=fault.text)
    column = source.column(fault.line, fault.column)
    return rules.MANIFEST_XML.at(file, fault.line, column, what=fault.text)


def _too_long(root: _Element, file: str) -> Iterator[Finding]:
    """Yield the values that nobody could want: identifiers and titles go into every launch."""
    for element in root.iter():
        values = [(str(element.tag), element.text, TEXT_CHARACTERS)]
        values += [(str(n), str(v), VALUE_CHARACTERS) for n, v in element.attrib.items()]
        for name, value, limit in values:
            if value is not None and len(value) > limit:
                line, local = Part(element, "").line, name.rpartition("}")[2]
                yield rules.VALUE_LONG.at(file, line, name=local, count=len(value), limit=limit)
