"""Visits: an activity is delivered, its content sets values, and it is left again.

Pure. `Visits` is the workbench of one request: it takes an attempt's state and values, lets the
change sets and navigation of the request happen to them in order, and holds what came of it. It
never touches the mappings it was given. Which change sets may come at all, is decided by
`runtime.attempts`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cursus.durations import parse_interval, parse_timespan
from runtime.change_sets import moment, spliced
from runtime.cmi.interpreter import Refusal, apply
from runtime.cmi.session import begin, end, status
from runtime.events import Began, Changed, Left
from runtime.sequencing.navigation import CONTENT_REQUESTS, Request, navigate, valid
from runtime.sequencing.rollup import finished
from runtime.sequencing.state import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.change_sets import ChangeSet
    from runtime.cmi.session import Ended, Entry, Learner, Status
    from runtime.cmi.table import Model
    from runtime.cmi.types import Fault
    from runtime.events import Event
    from runtime.playable import Playable
    from runtime.sequencing.state import State, Tracking
    from runtime.sequencing.tree import Node

_SESSION_TIME: Final = {"scorm12": "cmi.core.session_time", "scorm2004": "cmi.session_time"}
MISFIT: Final[Fault] = "form"


@dataclass(slots=True)
class _Pending:
    """What the content of the visit in progress has changed and no event has told."""

    activity: str
    before: Mapping[str, str]
    elements: set[str]
    at: int


@dataclass(slots=True)
class Visits:
    """The workbench of one request."""

    course: Playable
    learner: Learner
    counts: bool  # whether results are tracked
    earliest: int  # when the registration was made: no change is older
    now: int
    state: State
    values: dict[str, Mapping[str, str]]
    touched: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    late: list[ChangeSet] = field(default_factory=list)
    suspending: bool = False  # the learner has asked for it; content may end while it unloads
    asked: Request | None = None  # by the content, when it terminated
    _pending: _Pending | None = None

    def open(self, start_sco: str | None) -> None:
        """Deliver what a newly opened player shows; a visit whose window closed is suspended."""
        state = self.state
        if state.active and state.ended in (None, "suspend"):
            self._close(state.seen, suspend=True, told=state.ended == "suspend")
        fresh = state.current is None or state.ended in ("exit", "abandon")
        request = Request("start" if fresh else "resume")
        if start_sco in self.course.tree.by_id and state.current is None:
            request = Request("choice", start_sco)
        self._go(request)

    def take(self, change_set: ChangeSet) -> None:
        """Let a change set of the content happen."""
        state = self.state
        activity = change_set.activity
        if not state.active or change_set.visit != state.visit or activity != state.current:
            self.late.append(change_set)
            return
        at = moment(change_set.at, self.earliest, self.now)
        if "initialize" in change_set.events:
            self._flush()
            tracking = state.of(activity)
            self._say(Began(activity, tracking.attempts, tracking.resumed, at))
        before = self.values_now()
        after, refusals = apply(
            self.course.model, before, self._changes(before, change_set), strict=False
        )
        self.refusals.extend(refusals)
        self._put(activity, after)
        if self._pending is None:
            self._pending = _Pending(activity, before, set(), at)
        self._pending.at = at
        self._pending.elements.update(element for element, _ in change_set.changes)
        self._pending.elements.update(change_set.splices)
        if "terminate" in change_set.events:
            self._terminate(at)

    def navigate(self, request: Request) -> str | None:
        """Carry out a navigation request; return the clause that forbids it, if one does."""
        if (clause := navigate(self.course.tree, self.state, request).refused) is not None:
            return clause
        self._flush()
        if request.type == "suspendAll":
            self._tell_suspended()
        elif self.state.active:
            resumes = request.type == "resume"
            # SCORM 1.2 content that did not finish gets no status by default and may go on later.
            suspend = resumes or self.course.model.standard == "scorm12"
            abandoned = request.type in ("abandon", "abandonAll")
            self._close(self.now, suspend=suspend, told=resumes, defaults=not abandoned)
        self._go(request)
        return None

    def settle(self) -> None:
        """Tell what is pending; after this, state and events are complete."""
        self._flush()

    def values_now(self) -> Mapping[str, str]:
        """Return the values of the visit in progress: as they are, or as they begin."""
        current = self.state.current
        if current is None:
            return {}
        if self.state.of(current).visit == self.state.visit:
            return self.values[current]
        return self._beginning(self.course.tree.by_id[current])

    def _go(self, request: Request) -> None:
        """Carry out a request for which everything is ready; an asset is done once delivered."""
        before = self.state
        outcome = navigate(self.course.tree, before, request)
        self.state = outcome.state
        if outcome.deliver is not None and not self.state.active and self.counts:
            was, now = before.of(outcome.deliver), self.state.of(outcome.deliver)
            self._tell_result(outcome.deliver, now.attempts, was.result, now.result, self.now)

    def _beginning(self, node: Node) -> Mapping[str, str]:
        tracking = self.state.of(node.id)
        model, former = self.course.model, self.values.get(node.id)
        goes_on = tracking.resumed or model.standard == "scorm12"
        kept: Mapping[str, str] | None = None
        entry: Entry = "ab-initio"
        if former is not None and goes_on:
            left = end(model, former, activity=node.activity, suspend=tracking.forced)
            kept, entry = left.kept, left.entry
        values = begin(
            model,
            node.activity,
            self.learner,
            kept,
            entry=entry,
            mode="normal" if self.counts else "browse",
            credit="credit" if self.counts else "no-credit",
            total_time=tracking.seconds - tracking.before,
            preferences=self.state.preferences,
        )
        if model.standard == "scorm2004":
            values.update(self._validity())
        return values

    def _validity(self) -> dict[str, str]:
        """Return what the content may ask about navigation (SCORM2004-SN-5.6)."""
        controls = valid(self.course.tree, self.state)
        told = {
            f"adl.nav.request_valid.{control}": str(controls.valid[control]).lower()
            for control in ("continue", "previous")
        }
        return told | {
            f"adl.nav.request_valid.choice.{{target={target}}}": "true"
            for target in controls.choices
        }

    def _changes(self, before: Mapping[str, str], change_set: ChangeSet) -> list[tuple[str, str]]:
        changes = list(change_set.changes)
        if change_set.splices:
            values = {**before, **dict(changes)}
            for element, splice in change_set.splices.items():
                whole = spliced(values.get(element, ""), splice)
                if whole is None:
                    self.refusals.append(
                        Refusal(element, self.course.model.codes[MISFIT], MISFIT, stored=False)
                    )
                else:
                    changes.append((element, whole))
        return changes

    def _put(self, activity: str, values: Mapping[str, str]) -> None:
        self.values[activity] = values
        self.touched.add(activity)
        tracking = self.state.of(activity)
        if tracking.visit != self.state.visit:
            self.state = self.state.with_tracking(
                activity, replace(tracking, visit=self.state.visit)
            )

    def _say(self, event: Event) -> None:
        if self.counts:
            self.events.append(event)

    def _flush(self) -> None:
        """Transfer what the content changed to the tracking model, and tell it."""
        pending, self._pending = self._pending, None
        if pending is None:
            return
        node = self.course.tree.by_id[pending.activity]
        values = self.values[node.id]
        tracking = self.state.of(node.id)
        if not self.counts:
            return
        now = _result(status(self.course.model, values, node.activity))
        session = tracking.session
        if _SESSION_TIME[self.course.model.standard] in pending.elements:
            session = _seconds(self.course.model, values)
        if now != tracking.result or session != tracking.session:
            self._track(node, replace(tracking, result=now, session=session))
        self.events.append(
            Changed(
                activity=node.id,
                attempt=tracking.attempts,
                before=pending.before,
                after=values,
                elements=frozenset(pending.elements),
                was=tracking.result,
                now=now,
                at=pending.at,
            )
        )

    def _terminate(self, at: int) -> None:
        """End the visit by the content's own Terminate, in which it may ask where to go.

        SCORM 2004 content that does so because the course is suspended does not end its attempt,
        whatever its exit says: Suspend All suspends what is active (SN book, TB.2.3).
        """
        suspend = self.suspending and self.course.model.standard == "scorm2004"
        ended = self._close(at, suspend=suspend)
        self.state = replace(self.state, active=False)
        if ended is None:
            return
        if self.course.model.standard == "scorm12" and ended.exit == "logout":
            self.asked = Request("exitAll")
        elif ended.navigation is not None and ended.navigation.type in CONTENT_REQUESTS:
            kind = CONTENT_REQUESTS[ended.navigation.type]
            self.asked = Request(kind, ended.navigation.target)

    def _close(
        self, at: int, *, suspend: bool, told: bool = False, defaults: bool = True
    ) -> Ended | None:
        """End the visit in progress; None when its content never spoke.

        `suspend`: its content did not end by itself and goes on later. `told`: the record knows
        already that the learner left. `defaults`: what the content left unset gets its value of
        the end.
        """
        self._flush()
        node = self.course.tree.by_id[self.state.current or ""]
        tracking = self.state.of(node.id)
        if tracking.visit != self.state.visit:
            started = not (suspend and not tracking.resumed)  # an unseen delivery is no attempt
            attempts = tracking.attempts if started else tracking.attempts - 1
            self._track(node, replace(tracking, suspended=tracking.resumed, attempts=attempts))
            return None
        ended = end(
            self.course.model, self.values[node.id], activity=node.activity, suspend=suspend
        )
        if ended.values != self.values[node.id]:
            self._put(node.id, ended.values)
        seconds, result = tracking.seconds, tracking.result
        if self.counts:
            seconds += float(ended.session_seconds)
            result = _result(ended.status)
        closed = replace(
            tracking, seconds=seconds, session=0.0, result=result, suspended=ended.suspended,
            forced=suspend,
        )  # fmt: skip
        if defaults and self.counts:
            closed = finished(self.course.tree, node, closed)
        self._track(node, closed)
        self.state = replace(self.state, preferences=ended.preferences)
        if not told:
            self._tell_left(node, tracking.result, closed, float(ended.session_seconds), at)
        return ended

    def _tell_left(
        self, node: Node, was: Result, tracking: Tracking, seconds: float, at: int
    ) -> None:
        if not self.counts:
            return
        # by the rules of the end, not by the content
        self._tell_result(node.id, tracking.attempts, was, tracking.result, at)
        self.events.append(_left(node, tracking, seconds, at))

    def _tell_result(self, activity: str, attempt: int, was: Result, now: Result, at: int) -> None:
        """Tell of a result that no set value brought about."""
        if now != was:
            nothing: dict[str, str] = {}
            self.events.append(
                Changed(activity, attempt, nothing, nothing, frozenset(), was, now, at)
            )

    def _tell_suspended(self) -> None:
        """Tell of a suspended course; what its content says while it closes still counts."""
        if not self.state.active or not self.counts:
            return
        node = self.course.tree.by_id[self.state.current or ""]
        tracking = self.state.of(node.id)
        if tracking.visit == self.state.visit:
            left = replace(tracking, suspended=True)
            self.events.append(_left(node, left, tracking.session, self.now))

    def _track(self, node: Node, tracking: Tracking) -> None:
        self.state = self.state.with_tracking(node.id, tracking)


def _left(node: Node, tracking: Tracking, seconds: float, at: int) -> Left:
    return Left(node.id, tracking.attempts, tracking.suspended, seconds, tracking.result, at)


def _result(said: Status) -> Result:
    return Result(said.completion, said.success, said.score, said.progress)


def _seconds(model: Model, values: Mapping[str, str]) -> float:
    text = values.get(_SESSION_TIME[model.standard], "")
    parse = parse_timespan if model.standard == "scorm12" else parse_interval
    return float(parse(text) or 0)
