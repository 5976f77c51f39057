"""From the results of activities to the result of the course.

SCORM 2004 follows the default rules of the SN book (RB.1.2.b, RB.1.3.b; UP.4) in three-valued
logic; over a whole tree they come to conditions over its leaves. SCORM 1.2 says nothing of
courses; the mapping is ours, documented in docs/results.md and held by a table-driven test:

- completed when every SCO and asset is completed (passed and failed SCOs are completed);
- failed when any SCO failed; passed when one passed, none failed and none is still under way.
  A SCO that is merely completed has no verdict and stands in nobody's way: a lesson beside a quiz.

The course's score is the mean of the scores of those activities that report one; its time is the
sum of theirs; its amount is the mean of their progress, 1 for a completed activity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from runtime.sequencing.state import NOTHING, Result, assumed, better

if TYPE_CHECKING:
    from runtime.sequencing.state import Completion, State, Success, Tracking
    from runtime.sequencing.tree import ActivityTree, Node

DisplayStatus = Literal["not attempted", "incomplete", "completed", "passed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class CourseResult:
    """What an attempt on a course has come to."""

    result: Result
    seconds: float


def begun(tree: ActivityTree, node: Node, tracking: Tracking) -> Tracking:
    """Return the tracking of an activity that is delivered.

    Resuming goes on with the attempt. Otherwise a new attempt begins, in SCORM 2004 with nothing
    known of it (SN book, DB.2); SCORM 1.2 content finds its one record again. Either way what was
    won before stands: who has passed and comes back to look is not to lose it by looking.
    """
    if node.is_asset:  # nothing more will be heard of it
        success: Success = "passed" if tree.standard == "scorm2004" else "unknown"
        return replace(
            tracking, attempts=tracking.attempts + 1, result=Result("completed", success)
        )
    if tracking.suspended:
        return replace(tracking, suspended=False, resumed=True)
    earlier, said = tracking.earlier, tracking.said or tracking.result
    if said != NOTHING:
        earlier = said if earlier is None else better(earlier, said)
    tracking = replace(
        tracking, attempts=tracking.attempts + 1, resumed=False, earlier=earlier, said=None
    )
    if tree.standard != "scorm2004":
        return tracking
    return replace(tracking, result=NOTHING, before=tracking.seconds)


def finished(tree: ActivityTree, node: Node, tracking: Tracking) -> Tracking:
    """Return the tracking of an activity whose attempt ends (SN book, UP.4).

    What SCORM 2004 content left unset is completed and satisfied; a suspended attempt goes on.
    """
    if tree.standard != "scorm2004" or tracking.suspended or node.is_asset:
        return tracking
    said = tracking.said or tracking.result
    return replace(tracking, result=assumed(said), said=said, assumes=True)


def roll_up(tree: ActivityTree, state: State, below: str | None = None) -> CourseResult:
    """Return the result of the course, or of the cluster `below` which it is asked."""
    leaves = tree.leaves if below is None else tree.leaves_below(below)
    completions: set[Completion] = set()
    successes: set[Success] = set()
    scores: list[float] = []
    amount = seconds = 0.0
    is_under_way = False
    for leaf in leaves:
        tracking = state.of(leaf.id)
        result = tracking.standing
        completions.add(result.completion)
        successes.add(result.success)
        if result.score is not None:
            scores.append(result.score)
        if result.success != "passed" and result.completion != "completed":
            is_under_way = True
        amount += _amount(result)
        seconds += tracking.seconds + tracking.session
    success: Success = _success(successes)
    if tree.standard == "scorm12":
        success = _success_12(successes, is_under_way=is_under_way)
    count = len(leaves)
    return CourseResult(
        Result(
            _completion(completions),
            success,
            sum(scores) / len(scores) if scores else None,
            amount / count if count else None,
        ),
        round(seconds, 2),  # as exact as content tells its times
    )


def statuses(tree: ActivityTree, state: State) -> dict[str, DisplayStatus]:
    """Return the status to show for every activity, by identifier."""
    return {
        node.id: _display(state.of(node.id).standing, state.of(node.id).attempts > 0)
        if node.launchable
        else _display(roll_up(tree, state, node.id).result, attempted=_any_below(tree, state, node))
        for node in tree.nodes
    }


def _completion(known: set[Completion]) -> Completion:
    if known == {"completed"}:
        return "completed"
    return "incomplete" if known & {"completed", "incomplete"} else "unknown"


def _success(known: set[Success]) -> Success:
    """Satisfied when all are, not satisfied when all are known and one is not, else unknown."""
    if not known or "unknown" in known:
        return "unknown"
    return "failed" if "failed" in known else "passed"


def _success_12(known: set[Success], *, is_under_way: bool) -> Success:
    if "failed" in known:
        return "failed"
    return "passed" if "passed" in known and not is_under_way else "unknown"


def _amount(result: Result) -> float:
    return 1.0 if result.completion == "completed" else result.progress or 0.0


def _any_below(tree: ActivityTree, state: State, node: Node) -> bool:
    return any(state.of(leaf.id).attempts for leaf in tree.leaves_below(node.id))


def _display(result: Result, attempted: bool) -> DisplayStatus:  # noqa: FBT001
    if result.success != "unknown":
        return result.success
    if result.completion in ("completed", "incomplete"):
        return result.completion
    return "unknown" if attempted else "not attempted"
