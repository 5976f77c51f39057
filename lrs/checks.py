"""Checks of JSON values, made out of tables.

A check takes a value as JSON gave it and returns the first Fault that it has, or None; where the
fault stands is added on the way up. `shape` makes the check of an object out of a table of
properties, those that must be there and what is true of the whole. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lrs import faults
from lrs.faults import Fault
from lrs.values import Json

if TYPE_CHECKING:
    from collections.abc import Mapping

Check = Callable[[Json], Fault | None]


def shape(
    table: Mapping[str, Check], required: tuple[str, ...] = (), whole: Check | None = None
) -> Check:
    """Return the check of an object by its table."""
    get = table.get

    def check(value: Json) -> Fault | None:
        if type(value) is not dict:
            return faults.NOT_OBJECT
        for key, item in value.items():
            rule = get(key)
            if rule is None:
                return faults.UNKNOWN.saying(key=key[:64])
            fault = rule(item)
            if fault is not None:
                return fault.under(key)
        for key in required:
            if key not in value:
                return faults.MISSING.saying(key=key)
        return whole(value) if whole is not None else None

    return check


def array(item_check: Check, whole: Check | None = None) -> Check:
    """Return the check of an array whose items pass one check."""

    def check(value: Json) -> Fault | None:
        if type(value) is not list:
            return faults.NOT_ARRAY
        for place, item in enumerate(value):
            fault = item_check(item)
            if fault is not None:
                return fault.under(str(place))
        return whole(value) if whole is not None else None

    return check


def word(*words: str) -> Check:
    """Return the check of a value out of a vocabulary; case matters."""
    allowed = frozenset(words)
    fault = faults.WRONG_WORD.saying(words=", ".join(words))

    def check(value: Json) -> Fault | None:
        return None if type(value) is str and value in allowed else fault

    return check


def mapping(key_check: Check, item_check: Check | None) -> Check:
    """Return the check of an object with free keys of one kind."""

    def check(value: Json) -> Fault | None:
        if type(value) is not dict:
            return faults.NOT_OBJECT
        for key, item in value.items():
            fault = key_check(key)
            if fault is None and item_check is not None:
                fault = item_check(item)
            if fault is not None:
                return fault.under(key[:64])
        return None

    return check
