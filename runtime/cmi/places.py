"""From an element name, as content writes it, to the row it means.

Lives here: how a name is taken apart and what its indexes say. No values: whether an index exists
is asked of the values by `interpreter.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.cmi.table import Element
    from runtime.cmi.types import Fault

NAME_LIMIT: Final = 4_200
"""Characters of an element name: `adl.nav.request_valid.choice.{target=` and 4,000 of an id."""
ENTRY_LIMIT: Final = 5_000
"""Entries of one array: twenty times the 250 interactions that every LMS must hold."""
NESTED_LIMIT: Final = 250
"""Entries of an array within an entry: the standards ask for ten."""

_CACHED_NAME = 256  # longer names are resolved each time, so that the cache stays small
_CACHED_NAMES = 8_192
_INDEX = re.compile(r"[0-9]+")  # ASCII digits; `01` is 1
_INDEX_DIGITS = 9  # more digits are beyond any limit, whatever they say
_TARGET = re.compile(r"\{target=[^{}]+\}")
_PLACEHOLDERS = ("n", "{target}")
_KEYWORDS: dict[str, Fault] = {
    "_children": "no-children",
    "_count": "no-count",
    "_version": "no-version",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An array that a name passes through, and where."""

    count: str  # name of its `_count`
    index: int
    limit: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Absent:
    """A name that means no element of the model, and what is wrong with it."""

    fault: Fault
    keyword: bool = False  # asks for `_children`, `_count` or `_version` where there is none


@dataclass(frozen=True, slots=True)
class Place:
    """What a name means in a model: a row with its indexes filled in."""

    name: str  # with indexes in their plain form, the key of the value
    element: Element
    entries: tuple[Entry, ...] = ()
    needs: tuple[str, ...] = ()
    kind: str | None = None  # name of the value that says the interaction's type
    rights: str | None = None  # name of the value that narrows the access


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    element: Element | None = None


class Places:
    """The names of one model.

    `unnamed` is the fault of an unknown leaf in a known group and of a group asked as an element;
    `interaction_type` the element whose value selects the formats of its siblings.
    """

    def __init__(self, elements: Iterable[Element], unnamed: Fault, interaction_type: str) -> None:
        self._unnamed: Fault = unnamed
        self._interaction_type = interaction_type
        self._root = _Node()
        for element in elements:
            node = self._root
            for part in element.name.split("."):
                node = node.children.setdefault(part, _Node())
            node.element = element
        self._cached = lru_cache(_CACHED_NAMES)(self._resolve)

    def find(self, name: str) -> Place | Absent:
        """Return what a name means. Names are hostile: the cache is bounded in both ways."""
        if len(name) <= _CACHED_NAME:
            return self._cached(name)
        return self._resolve(name) if len(name) <= NAME_LIMIT else Absent("undefined")

    @property
    def remembered(self) -> int:
        """How many names are remembered."""
        return self._cached.cache_info().currsize

    def _resolve(self, name: str) -> Place | Absent:
        parts = _split(name)
        node, indexes, entries = self._root, [], []
        for depth, part in enumerate(parts):
            row_part = _row_part(node, part)
            below = node.children.get(row_part) if row_part else None
            if below is None:
                return self._unknown(parts, depth)
            if row_part == "n":
                entries.append(_entry(node, parts[:depth], part))
                parts[depth] = str(entries[-1].index)
                indexes.append(parts[depth])
            node = below
        if node.element is None:
            return Absent(self._unnamed)
        return self._place(parts, node.element, indexes, tuple(entries))

    def _unknown(self, parts: list[str], depth: int) -> Absent:
        last = depth == len(parts) - 1
        if last and depth and parts[-1] in _KEYWORDS:
            return Absent(_KEYWORDS[parts[-1]], keyword=True)
        known_group = depth > 1  # `cmi.core.bogus` is in a group, `cmi.bogus.x` in none
        return Absent(self._unnamed if known_group else "undefined")

    def _place(
        self, parts: list[str], element: Element, indexes: list[str], entries: tuple[Entry, ...]
    ) -> Place:
        by_interaction = self._interaction_type.rpartition(".")[0]
        kind = None
        if element.name.startswith(by_interaction) and entries:
            kind = _filled(self._interaction_type, indexes)
        return Place(
            ".".join(parts),
            element,
            entries=entries,
            needs=tuple(_filled(need, indexes) for need in element.needs),
            kind=kind,
            rights=_filled(element.rights, indexes) if element.rights else None,
        )


def _split(name: str) -> list[str]:
    """Split at dots, save within `{target=ID}`: the id of an activity may hold dots."""
    head, brace, rest = name.partition("{")
    if brace and head.endswith("."):
        return [*head[:-1].split("."), brace + rest]
    return name.split(".")


def _row_part(node: _Node, part: str) -> str | None:
    """Return the part of a row's name that a part of a name stands for; None: no row's."""
    if part in _PLACEHOLDERS:
        return None
    if "n" in node.children and _INDEX.fullmatch(part):
        return "n"
    if "{target}" in node.children and _TARGET.fullmatch(part):
        return "{target}"
    return part


def _entry(node: _Node, parts: list[str], digits: str) -> Entry:
    digits = digits.lstrip("0") or "0"
    index = int(digits) if len(digits) <= _INDEX_DIGITS else 10**_INDEX_DIGITS
    row = node.children["_count"].element
    nested = NESTED_LIMIT if any(_INDEX.fullmatch(part) for part in parts) else ENTRY_LIMIT
    limit = row.limit if row and row.limit is not None else nested
    return Entry(".".join([*parts, "_count"]), index, limit, fixed=bool(row and row.fixed))


def _filled(name: str, indexes: list[str]) -> str:
    """Fill the indexes into a row's name, from the left."""
    for index in indexes:
        name = name.replace(".n.", f".{index}.", 1)
    return name
