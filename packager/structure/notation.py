"""The notation in which tables are written.

A table is a `Namespace`: its rows, and which of them may stand anywhere (`elements`: the global
ones, by name and row) and which attributes may (`attributes`). A row is a type of elements:

    Row("item", "title? item* metadata? other*", {"identifier!": ID, "isvisible": BOOLEAN})

Its content says which elements, in order: `?` none or one, `*` any number, `+` one or more, else
exactly one; `(a | b)` one of several; `other` an element of any other namespace. `name:Row` is an
element of another row than its own name. `& a? b*` is the same in any order. A row has content or
a `text` of a simple type, or neither and is empty; `mixed` allows text between the elements.
`ANYTHING` is a row that allows all. An attribute with `!` has to be there, `xml:` are those of
XML; `others` allows attributes of other namespaces.

What stands for `other` is judged as `wild` of the row says: `strict`, it has to be in a table of
the same standard, or `lax`, it is judged where it is in one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.structure.simple import Simple

Wild = Literal["strict", "lax"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An element in a content model, or any of other namespaces where `name` is None."""

    name: str | None
    row: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Parts one after the other, or one of them."""

    kind: Literal["sequence", "choice"]
    parts: tuple[Particle, ...]


@dataclass(frozen=True, slots=True)
class Particle:
    """A part of a content model and how often it stands: at least, and once or without bound."""

    part: Leaf | Group
    least: int = 1
    many: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A content model: a sequence, or its leaves in any order."""

    particles: tuple[Particle, ...]
    any_order: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A type of elements; see above."""

    name: str
    content: str = ""
    attributes: Mapping[str, Simple] = field(default_factory=dict)
    text: Simple | None = None
    default: str | None = None  # of the text, where there is none
    mixed: bool = False
    wild: Wild = "strict"
    others: Wild | None = None


#: The row of elements that may hold anything.
ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Namespace:
    """A table."""

    uri: str
    prefix: str  # in messages and written packages; empty for the main one
    file: str  # what its schema is called in a package
    rows: tuple[Row, ...]
    elements: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Simple] = field(default_factory=dict)


_TOKEN = re.compile(r"\s*(?:([A-Za-z][\w.-]*)(?::([A-Za-z][\w.-]*|\*))?|([()|&]))([?*+]?)")


def parse_content(source: str) -> Content:
    """Read the content of a row; raise ValueError where it is not in the notation."""
    any_order = source.startswith("&")
    tokens = _tokens(source.removeprefix("&"))
    particles, rest = _sequence(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"not closed: {source}")
    return Content(particles, any_order)


def _tokens(source: str) -> list[tuple[str, str, str]]:
    """Return the tokens as name or sign, row, and how often."""
    found = []
    place = 0
    while place < len(source.rstrip()):
        match = _TOKEN.match(source, place)
        if match is None:
            raise ValueError(f"no content: {source[place:]}")
        name, row, sign, often = match.groups()
        found.append((name or sign, row or "", often))
        place = match.end()
    return found


def _sequence(tokens: list[tuple[str, str, str]], place: int) -> tuple[tuple[Particle, ...], int]:
    particles: list[Particle] = []
    while place < len(tokens) and tokens[place][0] not in {")", "|"}:
        name, row, often = tokens[place]
        place += 1
        if name == "(":
            group, place = _group(tokens, place)
            often = tokens[place - 1][2]
            particles.append(_often(group, often))
        elif name == "other":
            particles.append(_often(Leaf(None, None), often))
        else:
            particles.append(_often(Leaf(name, row or name), often))
    return tuple(particles), place


def _group(tokens: list[tuple[str, str, str]], place: int) -> tuple[Group, int]:
    """Read up to the closing bracket and over it."""
    branches: list[Particle] = []
    while True:
        particles, place = _sequence(tokens, place)
        branches.append(
            particles[0] if len(particles) == 1 else Particle(Group("sequence", particles))
        )
        place += 1
        if tokens[place - 1][0] == ")":
            break
    return Group("choice", tuple(branches)), place


def _often(part: Leaf | Group, often: str) -> Particle:
    return Particle(part, 0 if often in {"?", "*"} else 1, often in {"*", "+"})
