"""Driving a unit of work on the writer's thread.

A unit awaits nothing but its `tx`, and this `tx` never suspends; so one `send` runs the unit to
its end. A unit that awaits anything else is a mistake of ours and is told so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


class AwaitedElsewhere(RuntimeError):
    """A unit of work awaited something that is not its transaction."""


def drive(unit: Awaitable[T]) -> T:
    """Run a unit that never suspends to its end and return its result."""
    steps = unit.__await__()
    try:
        next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
    steps.close()
    raise AwaitedElsewhere("a unit of work may await nothing but its tx")
