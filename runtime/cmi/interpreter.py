"""The one interpreter of the tables: what GetValue and SetValue answer, for every standard.

Lives here: the order in which the rules of a row are asked. May not: the name of an element or a
code of a standard. `player_assets/cmi.js` is its twin; the call scripts in `tests/spec` run
against both, and a rule changed here is changed there in the same commit.

Two profiles: strict is the standard's word; tolerant stores what real content means (a row's
`mend` and `tolerate`) and says so, but never gives way on access or on what a status means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.cmi.mending import MENDS
from runtime.cmi.places import Absent
from runtime.cmi.table import TOTAL_LIMIT, VALUE_LIMIT, Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runtime.cmi.places import Place
    from runtime.cmi.types import Fault


@dataclass(frozen=True, slots=True)
class Refusal:
    """A set that the strict reading refuses: the code it gives, and whether it was stored."""

    element: str
    code: int
    fault: Fault
    stored: bool  # True: let pass by the tolerant profile, perhaps mended


def get(
    model: Model, values: Mapping[str, str], element: str, *, strict: bool = True
) -> tuple[str, int]:
    """Return what GetValue answers and its error code (0 = no error).

    In the tolerant profile an element without a value reads as "" without an error.
    """
    place = model.places.find(element)
    if isinstance(place, Absent):
        return "", model.codes[place.fault if element else "get-nothing"]
    fault = _unreadable(values, place)
    if fault:
        return "", model.codes[fault]
    value = _value(values, place)
    if value is not None:
        return value, 0
    return "", model.codes["not-set"] if strict else 0


def set_(model: Model, values: dict[str, str], element: str, value: str, *, strict: bool) -> int:
    """Store a value in `values` as SetValue does; return the error code (0 = stored)."""
    code, _ = _store(model, _Sheet(values), element, value, strict=strict)
    return code


def apply(
    model: Model, values: Mapping[str, str], changes: Iterable[tuple[str, str]], *, strict: bool
) -> tuple[dict[str, str], list[Refusal]]:
    """Return the values after a change set, in its order, and what strict reading refuses.

    A refused set changes nothing and hinders no other. The argument is not modified.
    """
    sheet = _Sheet(dict(values))
    refusals: list[Refusal] = []
    for element, value in changes:
        code, fault = _store(model, sheet, element, value, strict=strict)
        if fault and (code or model.codes[fault]):
            refusals.append(Refusal(element, model.codes[fault], fault, stored=not code))
    return sheet.values, refusals


class _Sheet:
    """Values that are being changed, the room that is left for more, and who holds which id."""

    __slots__ = ("_holders", "room", "values")

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.room = TOTAL_LIMIT - sum(map(len, values)) - sum(map(len, values.values()))
        self._holders: dict[str, dict[str, str]] = {}

    def put(self, place: Place, value: str) -> None:
        """Store a value; count the entries that it makes."""
        values, name = self.values, place.name
        former = values.get(name)
        self.room -= len(value) + (len(name) if former is None else -len(former))
        values[name] = value
        for entry in place.entries:
            if entry.index == int(values.get(entry.count, "0")):
                values[entry.count] = str(entry.index + 1)
        if place.element.unique:
            holders = self._holders_of(place)
            holders.pop(former or "", None)
            holders[value] = name

    def taken(self, place: Place, value: str) -> bool:
        """Return whether another entry holds a value that must be unique."""
        return self._holders_of(place).get(value, place.name) != place.name

    def _holders_of(self, place: Place) -> dict[str, str]:
        """Return value -> name over an array; read once, or a long change set takes for ever."""
        array = place.entries[-1].count
        if array not in self._holders:
            self._holders[array] = {self.values[name]: name for name in _siblings(self, place)}
        return self._holders[array]


def _unreadable(values: Mapping[str, str], place: Place) -> Fault | None:
    if place.element.access == "w":
        return "write-only"
    for entry in place.entries:
        if entry.index >= int(values.get(entry.count, "0")):
            return "beyond"
    if place.rights and "r" not in values.get(place.rights, "rw"):
        return "write-only"
    return None


def _value(values: Mapping[str, str], place: Place) -> str | None:
    element = place.element
    judge = element.judge
    if judge and (threshold := values.get(judge.threshold)) is not None:
        measure = values.get(judge.measure)
        if measure is not None:
            return judge.met if float(measure) >= float(threshold) else judge.unmet
        if judge.unmeasured is not None:
            return judge.unmeasured
    value = values.get(place.name)
    if value is None or (element.erasable and not value):
        return element.otherwise if element.known_by in values else element.default
    return value


def _store(
    model: Model, sheet: _Sheet, element: str, value: str, *, strict: bool
) -> tuple[int, Fault | None]:
    """Return the code of the answer, and the fault that strict reading finds."""
    values = sheet.values
    place = model.places.find(element)
    if isinstance(place, Absent):
        fault: Fault | None = "keyword" if place.keyword else place.fault
        fault = fault if element else "set-nothing"
    else:
        fault = _unwritable(model, values, place)
    if fault or isinstance(place, Absent):
        return model.codes[fault or "undefined"], fault
    former = values.get(place.name)
    whole = (former or "") + value if place.element.append else value
    grown = len(value) if former is None or place.element.append else len(value) - len(former)
    if len(whole) > VALUE_LIMIT or grown > sheet.room:
        return model.codes["too-large"], "too-large"
    missing, unfit = _missing(values, place), _unfit(model, values, place, whole)
    fault = left = missing or unfit
    if fault and model.codes[fault] and not strict:
        mend, tolerated = place.element.mend, place.element.tolerate
        whole = MENDS[mend](whole) if mend else whole
        unfit = _unfit(model, values, place, whole)
        left = next((one for one in (missing, unfit) if one and one not in tolerated), None)
    if left is None or not model.codes[left]:
        left = _conflict(model, sheet, place, whole)
    if left:
        return model.codes[left], left
    sheet.put(place, whole)
    return 0, fault


def _unwritable(model: Model, values: Mapping[str, str], place: Place) -> Fault | None:
    """Return why the element may not be set at all, or not at this index."""
    access = place.element.access
    if access in {"r", "keyword"}:
        return "read-only" if access == "r" else "keyword"
    for entry in place.entries:
        count = int(values.get(entry.count, "0"))
        if entry.index > count:
            return "gap"
        if entry.index == count and (entry.fixed or count >= entry.limit):
            return "fixed-array" if entry.fixed else "full"
    if place.rights and "w" not in values.get(place.rights, "rw"):
        return "read-only"
    if model.types[place.element.type].part == "pattern":
        form = model.formats.get(values.get(place.kind or "", ""))
        if form and form.patterns is not None and place.entries[-1].index >= form.patterns:
            return "one-pattern"
    return None


def _missing(values: Mapping[str, str], place: Place) -> Fault | None:
    for needed in place.needs:
        if needed not in values:
            return "needs"
    return None


def _unfit(model: Model, values: Mapping[str, str], place: Place, value: str) -> Fault | None:
    part = model.types[place.element.type].part
    if part is None:
        return model.checks[place.element.type](value)
    form = model.formats.get(values.get(place.kind or "", ""))
    if form is None:  # SCORM 1.2 asks for no order: without a type there is nothing to judge by
        return None
    return model.checks[form.response if part == "response" else form.pattern](value)


def _conflict(model: Model, sheet: _Sheet, place: Place, value: str) -> Fault | None:
    """Return how a well-formed value collides with what is stored."""
    element, values = place.element, sheet.values
    if element.once and values.get(place.name, value) != value:
        return "once"
    if element.unique and sheet.taken(place, value):
        return "duplicate"
    if model.types[element.type].part == "pattern":
        form = model.formats.get(values.get(place.kind or "", ""))
        if form and form.distinct:
            separator = model.types[form.pattern].separator or ","
            members = set(value.split(separator))
            for name in _siblings(sheet, place):
                other = values[name]
                # equal sets are texts of equal length: most need no splitting
                if (
                    name != place.name
                    and len(other) == len(value)
                    and members == set(other.split(separator))
                ):
                    return "duplicate"
    return None


def _siblings(sheet: _Sheet, place: Place) -> list[str]:
    """Return the names that the element has in the entries of its array, where it has a value."""
    entry = place.entries[-1]
    before = entry.count.removesuffix("_count")
    after = place.name[len(before) + len(str(entry.index)) :]
    count = int(sheet.values.get(entry.count, "0"))
    names = (f"{before}{index}{after}" for index in range(count))
    return [name for name in names if name in sheet.values]
