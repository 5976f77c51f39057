"""An attempt, and what change sets and navigation make of it.

Pure: an attempt and a request in, an attempt and an answer out. The rules:

1. Each change set of an epoch counts once and in order. A repeated one changes nothing; a gap
   refuses the request whole; another epoch's change sets are kept aside, never mixed in.
2. A value that the table refuses is told and left out; the rest of its change set counts.
3. Change sets count for the visit they were made in while that visit is open: until its content
   terminates, or the learner goes elsewhere. Suspending leaves it open: what a closing window
   still sends belongs to it.
4. Opening the player writes nothing of the attempt but its epoch. The first request of an epoch
   carries the opening out (`opened`), so what an earlier epoch left unsent can still be recovered
   before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from runtime.events import CourseResulted, Launched
from runtime.sequencing.navigation import Request
from runtime.sequencing.rollup import roll_up
from runtime.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runtime.change_sets import ChangeSet, LeftBehind, Navigation
    from runtime.cmi.interpreter import Refusal
    from runtime.cmi.session import Learner
    from runtime.events import Event
    from runtime.playable import Playable
    from runtime.sequencing.rollup import CourseResult
    from runtime.sequencing.state import Result, State


class Attempt(msgspec.Struct, frozen=True):
    """An attempt as the database has it; a Struct because one is made per request."""

    learner: Learner
    xapi_registration: str  # UUID
    revision: int
    epoch: int
    seq: int  # last change set applied in this epoch
    written: tuple[int, int]  # epoch and seq of the last write
    state: State
    values: Mapping[str, Mapping[str, str]]  # activity -> element -> value
    result: CourseResult
    created_at: int  # microseconds since the epoch, as are the others
    updated_at: int
    first_access_at: int | None
    completed_at: int | None


@dataclass(frozen=True, slots=True)
class Played:
    """What a request made of an attempt."""

    attempt: Attempt
    touched: frozenset[str] = frozenset()  # activities whose values changed
    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()  # values that the table did not take
    late: tuple[ChangeSet, ...] = ()  # of visits that were over: kept aside
    refused: str | None = None  # clause that forbids the navigation


@dataclass(frozen=True, slots=True)
class Gap:
    """Change sets are missing before these; `seq` is the last one applied."""

    seq: int


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Another player has the attempt; these change sets of an epoch never counted."""

    epoch: int
    late: tuple[ChangeSet, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """The attempt has ended in this epoch."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How a session wanted the attempt to be played."""

    counts: bool = True  # False: the portal asked not to track results
    start_sco: str | None = None  # activity that the first launch begins with


def play(
    course: Playable,
    attempt: Attempt,
    launch: Launch,
    now: int,
    epoch: int,
    sets: Sequence[ChangeSet],
    request: Navigation | None = None,
) -> Played | Gap | TakenOver | Over:
    """Apply change sets, then do what the learner asks, else what the content asked.

    `now` is in microseconds since the epoch.
    """
    if epoch != attempt.epoch:
        return TakenOver(epoch, _never_applied(attempt, epoch, sets))
    pending = _following(attempt.seq, sets)
    if pending is None:
        return Gap(attempt.seq)
    is_open = attempt.state.epoch == epoch
    if request is not None and is_open and 0 < request.number <= attempt.state.number:
        request = None  # a repetition: its answer is how things stand
    if not pending and request is None:
        return Played(attempt)
    if is_open and attempt.state.ended in ("exit", "abandon"):
        return Over()
    visits = _workbench(course, attempt, launch, now)
    if not is_open:
        visits.open(launch.start_sco)
    visits.suspending = request is not None and request.type == "suspendAll"
    for change_set in pending:
        visits.take(change_set)
    clause = _move(visits, request)
    if clause is not None and not pending and is_open:
        return Played(attempt, refused=clause)
    number = request.number if request else attempt.state.number if is_open else 0
    seq = attempt.seq + len(pending)
    state = replace(visits.state, epoch=epoch, number=number)
    changed = replace(attempt, seq=seq, written=(epoch, seq), state=state)
    return _played(course, attempt, changed, visits, clause)


def recover(
    course: Playable,
    attempt: Attempt,
    launch: Launch,
    now: int,
    epoch: int,
    left: LeftBehind,
) -> Played | TakenOver:
    """Apply what an earlier epoch could not send, provided nothing newer was written.

    `epoch` is the present player's. `TakenOver` when it cannot count any more: then it is to be
    kept aside.
    """
    written_epoch, written_seq = attempt.written
    pending = _following(written_seq if written_epoch == left.epoch else 0, left.sets)
    late = _never_applied(attempt, left.epoch, left.sets)
    in_order = epoch == attempt.epoch and written_epoch <= left.epoch < epoch
    over = attempt.state.epoch == epoch or attempt.state.ended in ("exit", "abandon")
    if pending is None or not in_order or over:
        return TakenOver(left.epoch, late)
    if not pending:
        return Played(attempt)
    visits = _workbench(course, attempt, launch, now)
    if attempt.state.epoch != left.epoch:  # that epoch's opening was never carried out
        visits.open(launch.start_sco)
    for change_set in pending:
        visits.take(change_set)
    if len(visits.late) == len(pending):
        return TakenOver(left.epoch, late)
    _move(visits, None)
    state = replace(visits.state, epoch=left.epoch)
    written = (left.epoch, pending[-1].seq)
    changed = replace(attempt, written=written, state=state)
    return _played(course, attempt, changed, visits, None)


def opening(course: Playable, attempt: Attempt, launch: Launch, now: int) -> Played:
    """Open the player: raise the epoch.

    What the player shows is carried out by its first request (rule 4), save for an asset, of
    which nothing more will be heard: it is delivered now.
    """
    raised = replace(
        attempt,
        epoch=attempt.epoch + 1,
        seq=0,
        first_access_at=attempt.first_access_at or now,
    )
    visits = _workbench(course, raised, launch, now)
    visits.open(launch.start_sco)
    if visits.state.current is None or visits.state.active:
        return Played(raised, events=(Launched(now),) if launch.counts else ())
    state = replace(visits.state, epoch=raised.epoch, number=0)
    raised = replace(raised, written=(raised.epoch, 0), state=state)
    if launch.counts:
        visits.events.insert(0, Launched(now))
    return _played(course, attempt, raised, visits, None)


def opened(course: Playable, attempt: Attempt, launch: Launch) -> Attempt:
    """Return how an attempt stands for the player of its epoch, whether or not that is written."""
    if attempt.state.epoch == attempt.epoch:
        return attempt
    visits = _workbench(course, attempt, launch, attempt.updated_at)
    visits.open(launch.start_sco)
    return replace(attempt, state=replace(visits.state, epoch=attempt.epoch, number=0))


def current_values(course: Playable, attempt: Attempt, launch: Launch) -> Mapping[str, str]:
    """Return the run-time data that the content of the visit in progress reads."""
    return _workbench(course, attempt, launch, attempt.updated_at).values_now()


def _workbench(course: Playable, attempt: Attempt, launch: Launch, now: int) -> Visits:
    return Visits(
        course=course,
        learner=attempt.learner,
        counts=launch.counts,
        earliest=attempt.created_at,
        now=now,
        state=attempt.state,
        values=dict(attempt.values),
    )


def _move(visits: Visits, request: Navigation | None) -> str | None:
    """Navigate as asked; a request of the learner wins over one of the content."""
    clause = None
    if request is not None:
        clause = visits.navigate(Request(request.type, request.target))
    elif visits.asked is not None:
        visits.navigate(visits.asked)
    visits.settle()
    return clause


def _played(
    course: Playable, former: Attempt, attempt: Attempt, visits: Visits, clause: str | None
) -> Played:
    """Roll up, and say what the course has come to for the first time."""
    events, now = visits.events, visits.now
    state = replace(attempt.state, seen=now)
    result = attempt.result
    if visits.counts and state.activities is not former.state.activities:
        result = roll_up(course.tree, state)
    verbs = _verbs(result.result, state) if visits.counts else ()
    events.extend(CourseResulted(verb, result.result, now) for verb in verbs)
    if state.ended in ("exit", "abandon"):
        state = replace(state, ended_at=now)
    if verbs:
        state = replace(state, reported=(*state.reported, *verbs))
    is_first = result.result.completion == "completed" and attempt.completed_at is None
    return Played(
        replace(
            attempt,
            state=state,
            values=visits.values,
            result=result,
            completed_at=now if is_first else attempt.completed_at,
        ),
        frozenset(visits.touched),
        tuple(events),
        tuple(visits.refusals),
        tuple(visits.late),
        clause,
    )


def _verbs(result: Result, state: State) -> tuple[str, ...]:
    said = (result.success, result.completion)
    return tuple(
        verb
        for verb in said
        if verb in ("passed", "failed", "completed") and verb not in state.reported
    )


def _following(last: int, sets: Sequence[ChangeSet]) -> list[ChangeSet] | None:
    """Return the change sets after number `last`; None when one is missing before them."""
    following: list[ChangeSet] = []
    for change_set in sets:
        expected = last + 1 + len(following)
        if change_set.seq > expected:
            return None
        if change_set.seq == expected:
            following.append(change_set)
    return following


def _never_applied(
    attempt: Attempt, epoch: int, sets: Sequence[ChangeSet]
) -> tuple[ChangeSet, ...]:
    written_epoch, written_seq = attempt.written
    last = written_seq if epoch == written_epoch else 0
    return tuple(change_set for change_set in sets if change_set.seq > last)
