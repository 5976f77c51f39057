"""Running units of work on a thread of their own, and answering those who wait for them.

A unit awaits nothing but its `tx`, and on SQLite this `tx` never suspends; so one `send` runs the
unit to its end. A unit that awaits anything else is a mistake of ours and is told so.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

T = TypeVar("T")

Outcome = tuple[Any, BaseException | None]  # what a unit returned, or what it raised


class AwaitedElsewhere(RuntimeError):
    """A unit of work awaited something that is not its transaction."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit (or a look) that queues for a thread, and who waits for its outcome."""

    unit: Callable[[Any], Awaitable[Any]]
    answer: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    @classmethod
    def here(cls, unit: Callable[[Any], Awaitable[Any]]) -> Waiting:
        """Return a unit whose outcome is awaited in the running event loop."""
        loop = asyncio.get_running_loop()
        return cls(unit, loop.create_future(), loop)


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


def hand_out(group: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
    """Give each of a group its outcome, with one wake-up per event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Outcome]]] = {}
    for waiting, outcome in zip(group, outcomes, strict=True):
        loops.setdefault(waiting.loop, []).append((waiting.answer, outcome))
    for loop, answers in loops.items():
        with suppress(RuntimeError):  # the loop is gone, and with it whoever waited
            loop.call_soon_threadsafe(_resolve, answers)


def _resolve(answers: list[tuple[asyncio.Future[Any], Outcome]]) -> None:
    for answer, (result, error) in answers:
        if answer.done():  # the caller left; its unit stands all the same
            continue
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)
