"""Navigation: one function decides both whether a request is valid and what it does.

`navigate` takes the tree, a state and a request, and returns the state after it and what to
deliver, or the clause that forbids it. `valid` asks the same function on behalf of the player's
controls, so that nothing is offered that would be refused.

What is followed for now: flow through the launchable leaves in the tree's order, choice by the
table of contents, and leaving. Sequencing rules of SCORM 2004 join here, behind the same two
functions. Data of the activity that is being left is transferred before (`runtime.attempts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from msgspec.structs import replace

from runtime.sequencing.rollup import begun, finished
from runtime.sequencing.state import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.sequencing.state import Ended, State
    from runtime.sequencing.tree import ActivityTree, Node

RequestType = Literal[
    "start", "resume", "continue", "previous", "choice",
    "exit", "exitAll", "suspendAll", "abandon", "abandonAll",
]  # fmt: skip
Control = Literal["continue", "previous", "exit", "exitAll", "suspendAll", "abandon", "abandonAll"]
CONTROLS: tuple[Control, ...] = get_args(Control)

#: What content may ask for when it terminates (adl.nav.request). To jump is to choose here, as no
#: control mode is consulted for either yet.
CONTENT_REQUESTS: Final[Mapping[str, RequestType]] = {
    **{control: control for control in CONTROLS},
    "choice": "choice",
    "jump": "choice",
}

#: Controls that mean nothing to a learner of these courses, so their buttons are not shown.
MEANINGLESS_IN_SCORM12: tuple[Control, ...] = ("exit", "abandon", "abandonAll")
MEANINGLESS_WITH_ONE_LEAF: tuple[Control, ...] = ("continue", "previous")


@dataclass(frozen=True, slots=True)
class Request:
    """A navigation request (SN book, NB.2.1) of the learner or of the content."""

    type: RequestType
    target: str | None = None  # activity identifier, for choice


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request leads to. A refused one leaves the state as it was."""

    state: State
    deliver: str | None = None  # activity identifier of a new visit
    refused: str | None = None  # id of the clause that forbids the request


@dataclass(frozen=True, slots=True)
class Controls:
    """What the learner may do now."""

    valid: dict[Control, bool]
    hidden: tuple[Control, ...]
    choices: tuple[str, ...]  # identifiers


def navigate(tree: ActivityTree, state: State, request: Request) -> Outcome:
    """Carry out a navigation request (SN book, OP.1)."""
    return _PROCESSES[request.type](tree, state, request.target)


def valid(tree: ActivityTree, state: State) -> Controls:
    """Return which requests would be carried out in this state, and which controls are hidden."""
    current = None if state.current is None else tree.by_id[state.current]
    hidden = set(current.activity.hide_ui if current else ())
    if tree.standard == "scorm12":
        hidden.update(MEANINGLESS_IN_SCORM12)
        if len(tree.leaves) == 1:
            hidden.update(MEANINGLESS_WITH_ONE_LEAF)
    return Controls(
        {control: navigate(tree, state, Request(control)).refused is None for control in CONTROLS},
        tuple(control for control in CONTROLS if control in hidden),
        tuple(
            node.id
            for node in tree.nodes
            if navigate(tree, state, Request("choice", node.id)).refused is None
        ),
    )


def finish(tree: ActivityTree, state: State) -> State:
    """End the attempt on the current activity, if it is active (SN book, UP.4)."""
    if state.current is None or not state.active:
        return state
    tracking = finished(tree, tree.by_id[state.current], state.of(state.current))
    return replace(state.with_tracking(state.current, tracking), active=False)


def _start(tree: ActivityTree, state: State, _: str | None) -> Outcome:
    """SB.2.5 Start; SCORM 1.2 has no such process: there a learner goes on where work is left."""
    if state.current is not None and state.ended is None:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-1")
    if not tree.leaves:
        return Outcome(state, refused="SCORM2004-SN-SB.2.1-2")
    first = tree.leaves[0]
    if tree.standard == "scorm12":
        first = next((leaf for leaf in tree.leaves if not _is_done(state, leaf)), first)
    return _deliver(tree, state, first)


def _resume(tree: ActivityTree, state: State, _: str | None) -> Outcome:
    """SB.2.6 Resume All: the activity that was being played comes again."""
    if state.current is None or state.ended in ("exit", "abandon"):
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-3")
    return _deliver(tree, state, tree.by_id[state.current])


def _flow(tree: ActivityTree, state: State, step: Literal[1, -1]) -> Outcome:
    """SB.2.7 Continue, SB.2.8 Previous."""
    if state.current is None or state.ended is not None:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-2")
    target = tree.leaf_after(state.current, step)
    if target is None:
        clause = "SCORM2004-SN-SB.2.1-1" if step == 1 else "SCORM2004-SN-SB.2.1-3"
        return Outcome(state, refused=clause)
    return _deliver(tree, finish(tree, state), target)


def _choice(tree: ActivityTree, state: State, target: str | None) -> Outcome:
    """SB.2.9 Choice; a chosen cluster is flowed into."""
    if state.ended is not None:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-2")
    if target is None:
        return Outcome(state, refused="SCORM2004-SN-SB.2.9-1")
    if target not in tree.by_id:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-11")
    leaves = tree.leaves_below(target)
    if not leaves:
        return Outcome(state, refused="SCORM2004-SN-SB.2.9-9")
    return _deliver(tree, finish(tree, state), leaves[0])


def _leave_activity(tree: ActivityTree, state: State, *, abandoned: bool) -> Outcome:
    """TB.2.3 Exit and Abandon; with the only activity the course is left too."""
    if state.current is None or state.ended is not None:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-2")
    if not state.active:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-12")
    if len(tree.leaves) == 1:
        return _leave_course(tree, state, "abandon" if abandoned else "exit")
    return Outcome(_abandoned(state) if abandoned else finish(tree, state))


def _leave_course(tree: ActivityTree, state: State, how: Ended) -> Outcome:
    """TB.2.3 Exit All, Suspend All, Abandon All.

    A suspended activity stays active: what its content sends while its window closes belongs to
    this visit still.
    """
    if state.current is None or state.ended is not None:
        return Outcome(state, refused="SCORM2004-SN-NB.2.1-2")
    if how == "suspend":
        return Outcome(replace(state, ended=how))
    state = _abandoned(state) if how == "abandon" else finish(tree, state)
    return Outcome(replace(state, ended=how))


def _abandoned(state: State) -> State:
    """Abandon: what the attempt had come to does not count (SN book, TB.2.3)."""
    if state.current is None or not state.active:
        return state
    tracking = replace(state.of(state.current), result=NOTHING, suspended=False)
    return replace(state.with_tracking(state.current, tracking), active=False)


def _deliver(tree: ActivityTree, state: State, node: Node) -> Outcome:
    """DB.2 Content Delivery Environment."""
    tracking = begun(tree, node, state.of(node.id))
    state = replace(
        state.with_tracking(node.id, tracking),
        current=node.id,
        active=not node.is_asset,
        visit=state.visit + 1,
        ended=None,
    )
    return Outcome(state, deliver=node.id)


def _is_done(state: State, leaf: Node) -> bool:
    standing = state.of(leaf.id).standing
    return standing.completion == "completed" and standing.success != "failed"


_PROCESSES: Final[Mapping[RequestType, Callable[[ActivityTree, State, str | None], Outcome]]] = {
    "start": _start,
    "resume": _resume,
    "continue": lambda tree, state, _: _flow(tree, state, 1),
    "previous": lambda tree, state, _: _flow(tree, state, -1),
    "choice": _choice,
    "exit": lambda tree, state, _: _leave_activity(tree, state, abandoned=False),
    "abandon": lambda tree, state, _: _leave_activity(tree, state, abandoned=True),
    "exitAll": lambda tree, state, _: _leave_course(tree, state, "exit"),
    "suspendAll": lambda tree, state, _: _leave_course(tree, state, "suspend"),
    "abandonAll": lambda tree, state, _: _leave_course(tree, state, "abandon"),
}
