"""Judging the attributes of an element and the identifiers of a document.

`xsi:schemaLocation` may stand anywhere, as XML Schema has it; what it says is not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from cursus.texts import Text
from packager.rules import structure as rules
from packager.structure.likeness import closest
from packager.structure.paths import local_name
from packager.structure.simple import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from packager.findings import Rule
    from packager.structure.faults import Faults
    from packager.structure.schema import ElementType, Schema
    from packager.structure.simple import Simple, Wrong

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_ANYWHERE: Final = frozenset({f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"})
_OF_TYPES: Final = frozenset({f"{_XSI}type", f"{_XSI}nil"})
_RULES: Final[dict[Wrong, Rule]] = {
    "type": rules.WRONG_TYPE,
    "vocabulary": rules.NOT_IN_VOCABULARY,
    "long": rules.TOO_LONG,
    "range": rules.OUT_OF_RANGE,
}
_SHOWN: Final = 12


class AttributeJudge:
    """Judges attributes; remembers the identifiers of the document and what refers to them."""

    def __init__(self, schema: Schema, faults: Faults, foreign: set[str]) -> None:
        self._schema = schema
        self._faults = faults
        self._foreign = foreign  # namespaces that have been told of
        self._identifiers: set[str] = set()
        self._passed_over: set[str] = set()  # what might be identifiers in what was not judged
        self._references: dict[str, tuple[_Element, str]] = {}
        self._anonymous = False  # whether something lacks the identifier that it has to have

    def judge(self, element: _Element, type_: ElementType, *, copied: bool) -> bool:
        """Judge the attributes of an element; return whether its identifier is there twice.

        `copied` says that it stands in such an element: copies of its identifiers follow from that.
        """
        strange = []
        for name, value in cast("list[tuple[str, str]]", element.items()):
            simple = type_.attributes.get(name)
            if simple is None:
                if name[0] != "{" or (type_.others != "lax" and _replaces(name, element, type_)):
                    strange.append(name)
                    continue
                simple = self._other(element, name, type_)
                if simple is None:
                    continue
            wrong = simple.judge and simple.judge(value)
            if wrong:
                say_value(self._faults, wrong, simple, element, value, attribute=name)
                self._anonymous |= simple.role == "id"
            elif simple.role:
                copied = self._identifier(element, name, value, simple, copied=copied)
        if type_.required or strange:
            self._names(element, type_, strange)
        return copied

    def pass_over(self, element: _Element) -> None:
        """Note what is not judged, since something may refer to it."""
        if not len(element) and not element.attrib:
            return
        for inner in element.iter("{*}*", "*"):
            self._passed_over.update(cast("list[str]", inner.values()))

    def finish(self) -> None:
        """Judge the references, once all identifiers are known."""
        if self._anonymous:
            return  # a reference may well be to what lacks its identifier, and that is told
        for value, (element, name) in self._references.items():
            if value not in self._identifiers and value not in self._passed_over:
                what = _attribute_of(local_name(name), local_name(str(element.tag)))
                self._faults.add(rules.DANGLING_REFERENCE, element, name, what=what, value=value)

    def _identifier(
        self, element: _Element, name: str, value: str, simple: Simple, *, copied: bool
    ) -> bool:
        value = collapse(value)
        if simple.role == "idref":
            self._references.setdefault(value, (element, name))
        elif value not in self._identifiers:
            self._identifiers.add(value)
        else:
            if not copied:
                self._faults.add(rules.DUPLICATE_ID, element, name, value=value)
            return True
        return copied

    def _other(self, element: _Element, name: str, type_: ElementType) -> Simple | None:
        """Return the type of an attribute of another namespace, None where there is none."""
        if name in _ANYWHERE or (name in _OF_TYPES and type_.anything):
            return None
        if name in _OF_TYPES:  # nothing here is nillable, and no type stands for another
            self._unknown(element, name, type_.attributes)
            return None
        others = type_.others
        simple = self._schema.attributes.get(name)
        if others is not None and (simple is not None or others == "lax"):
            return simple
        uri = name[1:].partition("}")[0]
        if others == "strict" and uri not in self._schema.prefixes:
            if uri not in self._foreign:
                self._foreign.add(uri)
                say_foreign(self._faults, self._schema, element, name, attribute=name)
            return None
        self._unknown(element, name, self._schema.attributes if others else type_.attributes)
        return None

    def _names(self, element: _Element, type_: ElementType, strange: list[str]) -> None:
        """Say which attributes are missing and which are not known, those misspelt once."""
        absent = type_.required.difference(cast("list[str]", element.keys()))
        if not absent and not strange:
            return
        if absent & type_.identifiers or (strange and type_.identifiers):
            self._anonymous = True
        if not strange and not self._faults.has_room(rules.MISSING_ATTRIBUTE):
            self._faults.count(rules.MISSING_ATTRIBUTE, len(absent))
            return
        missing = sorted(absent)
        for name in strange:
            if type_.anything:
                break
            meant = closest(local_name(name), missing)
            if meant is not None:
                missing.remove(meant)
            elif len(missing) == 1 and len(strange) == 1:
                missing = []
            self._unknown(element, name, [meant] if meant else type_.attributes)
        parent = self._schema.name(str(element.tag))
        for name in missing:
            self._faults.add(rules.MISSING_ATTRIBUTE, element, parent=parent, expected=name)

    def _unknown(self, element: _Element, name: str, known: Iterable[str]) -> None:
        if not self._faults.has_room(rules.UNKNOWN_ATTRIBUTE):
            self._faults.count(rules.UNKNOWN_ATTRIBUTE)
            return
        self._faults.add(
            rules.UNKNOWN_ATTRIBUTE,
            element,
            name,
            parent=self._schema.name(str(element.tag)),
            name=self._schema.name(name),
            expected=listed([self._schema.name(other) for other in known]),
        )


def _replaces(name: str, element: _Element, type_: ElementType) -> bool:
    """Whether an attribute of another namespace stands where one that has to be there is not."""
    local = local_name(name)
    return local in type_.required and local not in element.attrib


def listed(names: list[str]) -> str:
    """Return names as a list of bounded length."""
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "") or "—"


def say_value(
    faults: Faults,
    wrong: Wrong,
    simple: Simple,
    element: _Element,
    value: str,
    *,
    attribute: str | None = None,
) -> None:
    """Say that an attribute or the text of an element is not of its type."""
    rule = _RULES[wrong]
    if not faults.has_room(rule):
        faults.count(rule)
        return
    tag = local_name(str(element.tag))
    what = Text(f"The text of {tag}", f"Текст {tag}")
    if attribute is not None:
        what = _attribute_of(local_name(attribute), tag)
    faults.add(
        rule,
        element,
        attribute,
        what=what,
        value=value,
        count=len(value),
        expected=simple.expects,
    )


def say_foreign(
    faults: Faults, schema: Schema, element: _Element, name: str, *, attribute: str | None = None
) -> None:
    """Say that nothing in the standard has the namespace of an element or attribute."""
    uri, _, local = name.rpartition("}")
    faults.add(
        rules.FOREIGN,
        element,
        attribute,
        name=local,
        namespace=uri[1:] or "—",
        standard=schema.title,
    )


def _attribute_of(name: str, tag: str) -> Text:
    return Text(f"The attribute {name} of {tag}", f"Атрибут {name} элемента {tag}")
