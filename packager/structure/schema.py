"""The tables of a standard and edition, compiled: the types of elements by tag.

Compiled when first asked for and kept. `tables_for` says which tables a standard consists of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from packager.structure.content import build
from packager.structure.notation import ANYTHING, parse_content
from packager.structure.tables import (
    adlcp,
    adlcp12,
    adlnav,
    adlseq,
    cmi5,
    imscp,
    imscp12,
    imsmd12,
    imsss,
    lom,
    xml,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.model import Edition, Standard
    from packager.structure.content import Model
    from packager.structure.notation import Namespace, Row, Wild
    from packager.structure.simple import Simple


@dataclass(slots=True, eq=False)
class ElementType:
    """What an element may hold; its parts are filled in once all types are there."""

    name: str
    simple: Simple | None = None
    model: Model | None = None
    mixed: bool = False
    anything: bool = False
    wild: Wild = "strict"
    others: Wild | None = None
    attributes: dict[str, Simple] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()  # attributes by which it is referred to
    default: str | None = None  # what an element without text says


#: The type of what no table knows, where it is allowed: anything, judged where a table knows it.
UNKNOWN: Final = ElementType("", mixed=True, anything=True, wild="lax", others="lax")


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """The tables of a standard and edition."""

    standard: Standard
    edition: Edition | None
    namespaces: tuple[Namespace, ...]
    elements: Mapping[str, ElementType]  # by tag, those that may stand anywhere
    attributes: Mapping[str, Simple]
    prefixes: Mapping[str, str]  # by namespace

    @property
    def title(self) -> str:
        """The name of the standard."""
        name = {"scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004"}.get(self.standard, self.standard)
        return f"{name} {self.edition} Edition" if self.edition else name

    def name(self, tag: str) -> str:
        """Return a tag as people write it; one that no table has with its namespace in braces."""
        uri, _, local = tag.rpartition("}")
        prefix = self.prefixes.get(uri[1:])
        if prefix is None:
            return tag
        return f"{prefix}:{local}" if prefix else local


def tables_for(standard: Standard, edition: Edition | None = None) -> Schema:
    """Return the tables of a standard; SCORM 2004 of no edition is judged as the 4th.

    Raises ValueError for AICC and xAPI, which have no schemas.
    """
    return _compiled(standard, (edition or "4th") if standard == "scorm2004" else None)


@cache
def _compiled(standard: Standard, edition: Edition | None) -> Schema:
    namespaces = _namespaces(standard, edition)
    types = {
        (table.uri, row.name): ElementType(row.name) for table in namespaces for row in table.rows
    }
    for table in namespaces:
        for row in table.rows:
            _fill(types[table.uri, row.name], row, table, types)
    return Schema(
        standard,
        edition,
        namespaces,
        {
            f"{{{table.uri}}}{name}": types[table.uri, row]
            for table in namespaces
            for name, row in table.elements.items()
        },
        {
            f"{{{table.uri}}}{name}": simple
            for table in namespaces
            for name, simple in table.attributes.items()
        },
        {table.uri: table.prefix for table in namespaces},
    )


def _namespaces(standard: Standard, edition: Edition | None) -> tuple[Namespace, ...]:
    if standard == "scorm12":
        return (imscp12.TABLE, imsmd12.TABLE, adlcp12.TABLE, xml.TABLE_12)
    if standard == "cmi5":
        return (cmi5.TABLE,)
    if edition is None:
        raise ValueError(f"{standard} has no schema")
    return (
        imscp.table(edition),
        adlcp.table(edition),
        adlseq.table(edition),
        adlnav.table(edition),
        imsss.TABLE,
        lom.TABLE,
        xml.TABLE,
    )


def _fill(
    type_: ElementType, row: Row, table: Namespace, types: dict[tuple[str, str], ElementType]
) -> None:
    def type_of(name: str) -> ElementType:
        return UNKNOWN if name == ANYTHING else types[table.uri, name]

    type_.simple = row.text
    type_.mixed = row.mixed
    type_.default = row.default
    type_.wild = row.wild
    type_.others = row.others
    if row.content:
        type_.model = build(parse_content(row.content), table.uri, type_of)
    type_.attributes = {_attribute(name): simple for name, simple in row.attributes.items()}
    type_.required = frozenset(_attribute(name) for name in row.attributes if name.endswith("!"))
    type_.identifiers = frozenset(
        name for name, simple in type_.attributes.items() if simple.role == "id"
    )


def _attribute(name: str) -> str:
    name = name.removesuffix("!")
    return name.replace("xml:", f"{{{xml.URI}}}") if name.startswith("xml:") else name
