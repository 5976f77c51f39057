"""Call scripts: what content calls and what it must be answered, for Python and browser alike.

A script is a session: a standard, a profile, the values it begins with, and calls in order. The
expected answers are the standards' (their books, not our tables). To add a case, add a script to
`rules.py` or a row to one of the element tables; both sides run it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Standard = Literal["scorm12", "scorm2004"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `value` is what GetValue answers, or what SetValue is given."""

    op: Literal["get", "set"]
    element: str
    value: str
    code: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """One session."""

    name: str
    standard: Standard
    clause: str
    calls: Sequence[Call]
    values: Mapping[str, str] = field(default_factory=dict)
    edition: str = "4th"
    strict: bool = True


def got(element: str, value: str, code: int = 0) -> Call:
    """GetValue answers this value and this error code."""
    return Call("get", element, value, code)


def stored(element: str, value: str) -> Call:
    """SetValue answers true."""
    return Call("set", element, value)


def refused(element: str, value: str, code: int) -> Call:
    """SetValue answers false with this error code."""
    return Call("set", element, value, code)


@dataclass(frozen=True, slots=True)
class Row:
    """What a standard's book says about one element, tried in a session of its own.

    `initial` is the answer of the first GetValue, None where the element has no value yet;
    `before` is set first, as the element depends on it.
    """

    element: str
    access: Literal["r", "w", "rw", "keyword"]
    initial: str | None
    valid: Sequence[str] = ()
    invalid: Mapping[str, int] = field(default_factory=dict)
    before: Sequence[tuple[str, str]] = ()
    clause: str = ""


def script_of(row: Row, standard: Standard) -> Script:
    """Return the calls that hold an element to its row."""
    first_edition = standard == "scorm12"
    write_only = 404 if first_edition else 405
    calls = [stored(*before) for before in row.before]
    if row.access == "w":
        calls.append(got(row.element, "", write_only))
    elif row.initial is None:
        calls.append(got(row.element, "", 403))
    else:
        calls.append(got(row.element, row.initial))
    if row.access in {"r", "keyword"}:
        read_only = {"r": 403, "keyword": 402}[row.access] if first_edition else 404
        calls.append(refused(row.element, row.initial or "x", read_only))
        calls.append(calls[-2])
        return Script(row.element, standard, row.clause, calls)
    for value in row.valid:
        calls.append(stored(row.element, value))
        calls.append(_read(row, value, write_only))
        calls.extend(refused(row.element, wrong, code) for wrong, code in row.invalid.items())
        calls.append(_read(row, value, write_only))
    return Script(row.element, standard, row.clause, calls)


def _read(row: Row, value: str, write_only: int) -> Call:
    return got(row.element, "", write_only) if row.access == "w" else got(row.element, value)
