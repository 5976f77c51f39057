"""Reading metadata records: LOM in the manifest or in files beside it, as JSON with its languages.

A record becomes what xmltodict makes of it, names without their prefixes (save xml:lang, which is
XML's own): {"lom": {"general": {"title": …}}}. Records are for catalogues, not for playing: they
are bounded together, what is beyond is left out and told. Those of single files are not kept: the
course model has no place for what nobody plays or looks for alone. Pure.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import msgspec
import xmltodict
from lxml import etree

from cursus.xml import MALFORMED, XmlFault, parse
from packager.hrefs import resolve
from packager.limits import METADATA_BYTES
from packager.mend import mended_xml
from packager.read.imsmanifest import XML, local_name
from packager.read.values import say
from packager.rules import metadata as rules
from packager.structure import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from packager.findings import Finding
    from packager.hrefs import Files
    from packager.model import Metadata
    from packager.read.parts import Part
    from packager.structure import Schema

_LANG = f"{XML}lang"
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}")
_LANGUAGES = 50
_NOT_RECORDS = frozenset({"schema", "schemaversion"})


class MetadataReader:
    """Reads one `metadata` element after another; findings and languages gather."""

    def __init__(self, files: Files, texts: Mapping[str, bytes], schema: Schema) -> None:
        self._files = files
        self._schema = schema
        self._texts = texts
        self._left = METADATA_BYTES
        self._records: dict[str, _Element | None] = {}  # roots of external records by served name
        self._languages: dict[str, str] = {}  # in small letters -> as first written
        self.findings: list[Finding] = []
        self.declared: set[str] = set()  # served names of external records

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags seen so far, each once."""
        return tuple(self._languages.values())

    def read(self, part: Part | None, bases: Sequence[str]) -> tuple[Metadata, ...]:
        """Return the records of a `metadata` element, and those that it refers to."""
        return () if part is None else tuple(self._read(part, bases))

    def _read(self, part: Part, bases: Sequence[str]) -> Iterator[Metadata]:
        for inner in part.below():
            name = inner.name.lower()
            if name == "location":
                record = self._external(inner, bases)
            elif name in _NOT_RECORDS:
                record = None
            else:
                record = inner.element
            kept = None if record is None else self._kept(record, inner)
            if kept is not None:
                yield kept

    def note_languages(self, tags: Iterable[str | None]) -> None:
        """Take language tags for the course's, unless they are none."""
        for tag in tags:
            text = (tag or "").strip().replace("_", "-")
            if _TAG.fullmatch(text) and len(self._languages) < _LANGUAGES:
                self._languages.setdefault(text.lower(), text)

    def _kept(self, record: _Element, place: Part) -> Metadata | None:
        """Return a record as JSON unless it is too much."""
        text = etree.tostring(record, encoding="unicode", with_tail=False)
        try:
            found = _as_json(record) if len(text) <= self._left else None
        except expat.ExpatError as error:  # it knows the names of older editions of XML only
            what = MALFORMED.format(message=expat.ErrorString(error.code))
            self.findings.append(say(rules.NOT_WELL_FORMED, place, what=what))
            return None
        size = 0 if found is None else len(msgspec.json.encode(found))
        if found is None or size > self._left:
            self.findings.append(say(rules.TOO_LARGE, place, limit=METADATA_BYTES))
            return None
        self._left -= size
        self.note_languages(_languages(record))
        return found

    def _external(self, part: Part, bases: Sequence[str]) -> _Element | None:
        """Return the root of the record that adlcp:location names."""
        href = part.text
        reference = resolve(bases, href)
        if reference.kind in ("external", "scheme"):
            self.findings.append(say(rules.ELSEWHERE, part, href=href))
            return None
        match = self._files.meant(reference)
        if match is None:
            self.findings.append(say(rules.MISSING, part, href=href))
            return None
        self.declared.add(match.name)
        if match.name not in self._records:
            self._records[match.name] = self._parsed(match.name, part)
        return self._records[match.name]

    def _parsed(self, name: str, place: Part) -> _Element | None:
        data = self._texts.get(name)
        if data is None or len(data) > METADATA_BYTES:  # there, but more than is given out
            self.findings.append(say(rules.TOO_LARGE, place, limit=METADATA_BYTES))
            return None
        root = self._root(data, name)
        if root is None:
            return None
        if local_name(root).lower() != "lom":
            self.findings.append(rules.NOT_LOM.at(name, name=local_name(root)))
            return None
        self.findings += check(_without_extensions(root), self._schema, name)
        return root

    def _root(self, data: bytes, name: str) -> _Element | None:
        try:
            return parse(data, limit=METADATA_BYTES)
        except XmlFault as fault:
            mended = mended_xml(data, name, limit=METADATA_BYTES)
            if mended.root is None:
                where = (fault.line or None, fault.column or None)
                self.findings.append(rules.NOT_WELL_FORMED.at(name, *where, what=fault.text))
            else:
                self.findings += mended.findings
            return mended.root


def _as_json(record: _Element) -> Metadata:
    """Return a record as xmltodict makes it of plain names.

    Extensions are left out: without their prefixes they would pass for elements of LOM.
    """
    plain = _without_extensions(record)
    plain.tail = None
    for element in plain.iter("*"):
        element.tag = local_name(element)
        for name in list(map(str, element.attrib)):
            if name.startswith("{") and name != _LANG:  # xsi:schemaLocation and the like
                del element.attrib[name]
    etree.cleanup_namespaces(plain)
    found: dict[str, Any] = xmltodict.parse(etree.tostring(plain, encoding="utf-8"))
    return found


def _without_extensions(record: _Element) -> _Element:
    """Return a record without what others put into it: IMS MD 1.2.1 and LOM allow that anywhere."""
    own = copy.deepcopy(record)
    namespace = str(own.tag).rpartition("}")[0]
    for element in list(own.iter("*")):
        above = element.getparent()
        if above is not None and str(element.tag).rpartition("}")[0] != namespace:
            above.remove(element)
    return own


def _languages(record: _Element) -> Iterator[str | None]:
    """Yield the languages of what is described, then those that it is described in."""
    for general in record.iterchildren("{*}general"):
        for language in general.iterchildren("{*}language"):
            yield language.text
    for element in record.iter("{*}*"):
        yield element.get(_LANG)
        if local_name(element).lower() == "string":
            yield element.get("language")


def schema_findings(metadata: Part | None) -> Iterator[Finding]:
    """Yield what is wrong with the manifest's word about the schema of itself."""
    if metadata is None:
        return
    said = {part.name.lower(): part for part in metadata.below()}
    schema = said.get("schema")
    text = "" if schema is None else " ".join(schema.text.split())
    if "schemaversion" in said and text != "ADL SCORM":
        place = schema or metadata
        yield say(rules.SCHEMA_WRONG, place, schema=text, wanted="ADL SCORM")
