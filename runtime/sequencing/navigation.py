"""Navigation: one function decides both whether a request is valid and what it does.

`_decide` takes the tree, a state and a request and says what is to happen, or which clause forbids
it. `navigate` lets it happen; `valid` asks on behalf of the player's controls and the content's
`adl.nav.request_valid`, so that nothing is offered that would be refused.

What is followed for now: flow through the launchable leaves in the tree's order, choice by the
table of contents, and leaving. Sequencing rules of SCORM 2004 join here, behind the same two
functions. Data of the activity that is being left is transferred before (`runtime.visits`).
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
CONTROLS: Final[tuple[Control, ...]] = get_args(Control)

#: What content may ask for when it terminates (adl.nav.request). To jump is to choose here, as no
#: control mode is consulted for either yet.
CONTENT_REQUESTS: Final[Mapping[str, RequestType]] = {
    **{control: control for control in CONTROLS},
    "choice": "choice",
    "jump": "choice",
}

#: Controls that mean nothing to a learner of these courses, so their buttons are not shown.
MEANINGLESS_IN_SCORM12: Final[tuple[Control, ...]] = ("exit", "abandon", "abandonAll")
MEANINGLESS_WITH_ONE_LEAF: Final[tuple[Control, ...]] = ("continue", "previous")


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


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is to happen: the clause that forbids it, or what is delivered or left."""

    refused: str | None = None
    deliver: Node | None = None
    leave: Ended | None = None  # the course
    abandoned: bool = False  # the activity's attempt does not count


def navigate(tree: ActivityTree, state: State, request: Request) -> Outcome:
    """Carry out a navigation request (SN book, OP.1)."""
    decision = _decide(tree, state, request)
    if decision.refused is not None:
        return Outcome(state, refused=decision.refused)
    if decision.leave == "suspend":
        # The activity stays active: what its content sends while its window closes belongs to
        # this visit still.
        return Outcome(replace(state, ended="suspend"))
    state = _abandoned(state) if decision.abandoned else finish(tree, state)
    if decision.deliver is not None:
        return Outcome(_delivered(tree, state, decision.deliver), decision.deliver.id)
    return Outcome(replace(state, ended=decision.leave, shown=False))


def valid(tree: ActivityTree, state: State) -> Controls:
    """Return which requests would be carried out in this state, and which controls are hidden."""
    current = None if state.current is None else tree.by_id[state.current]
    hidden = set(current.activity.hide_ui if current else ())
    if tree.standard == "scorm12":
        hidden.update(MEANINGLESS_IN_SCORM12)
        if len(tree.leaves) == 1:
            hidden.update(MEANINGLESS_WITH_ONE_LEAF)
    return Controls(
        {control: _is_valid(tree, state, Request(control)) for control in CONTROLS},
        tuple(control for control in CONTROLS if control in hidden),
        tuple(node.id for node in tree.nodes if _is_valid(tree, state, Request("choice", node.id))),
    )


def finish(tree: ActivityTree, state: State) -> State:
    """End the attempt on the current activity, if it is active (SN book, UP.4)."""
    if state.current is None or not state.active:
        return state
    tracking = finished(tree, tree.by_id[state.current], state.of(state.current))
    return replace(state.with_tracking(state.current, tracking), active=False)


def _is_valid(tree: ActivityTree, state: State, request: Request) -> bool:
    return _decide(tree, state, request).refused is None


def _decide(tree: ActivityTree, state: State, request: Request) -> _Decision:
    return _PROCESSES[request.type](tree, state, request)


def _start(tree: ActivityTree, state: State, _: Request) -> _Decision:
    """SB.2.5 Start; SCORM 1.2 has no such process: there a learner goes on where work is left."""
    if state.current is not None and state.ended is None:
        return _Decision("SCORM2004-SN-NB.2.1-1")
    if not tree.leaves:
        return _Decision("SCORM2004-SN-SB.2.1-2")
    first = tree.leaves[0]
    if tree.standard == "scorm12":
        first = next((leaf for leaf in tree.leaves if not _is_done(state, leaf)), first)
    return _Decision(deliver=first)


def _resume(tree: ActivityTree, state: State, _: Request) -> _Decision:
    """SB.2.6 Resume All: the activity that was being played comes again."""
    if state.current is None or state.ended in ("exit", "abandon"):
        return _Decision("SCORM2004-SN-NB.2.1-3")
    return _Decision(deliver=tree.by_id[state.current])


def _continue(tree: ActivityTree, state: State, _: Request) -> _Decision:
    """SB.2.7 Continue."""
    if state.current is None or state.ended is not None:
        return _Decision("SCORM2004-SN-NB.2.1-2")
    target = tree.leaf_after(state.current, 1)
    return _Decision(deliver=target) if target else _Decision("SCORM2004-SN-SB.2.1-1")


def _previous(tree: ActivityTree, state: State, _: Request) -> _Decision:
    """SB.2.8 Previous."""
    if state.current is None or state.ended is not None:
        return _Decision("SCORM2004-SN-NB.2.1-2")
    target = tree.leaf_after(state.current, -1)
    return _Decision(deliver=target) if target else _Decision("SCORM2004-SN-SB.2.1-3")


def _choice(tree: ActivityTree, state: State, request: Request) -> _Decision:
    """SB.2.9 Choice; a chosen cluster is flowed into."""
    if state.ended is not None:
        return _Decision("SCORM2004-SN-NB.2.1-2")
    if request.target is None:
        return _Decision("SCORM2004-SN-SB.2.9-1")
    if request.target not in tree.by_id:
        return _Decision("SCORM2004-SN-NB.2.1-11")
    leaves = tree.leaves_below(request.target)
    return _Decision(deliver=leaves[0]) if leaves else _Decision("SCORM2004-SN-SB.2.9-9")


def _leave_activity(tree: ActivityTree, state: State, request: Request) -> _Decision:
    """TB.2.3 Exit and Abandon; with the only activity the course is left too."""
    if state.current is None or state.ended is not None:
        return _Decision("SCORM2004-SN-NB.2.1-2")
    if not state.active:
        return _Decision("SCORM2004-SN-NB.2.1-12")
    abandoned = request.type == "abandon"
    how: Ended = "abandon" if abandoned else "exit"
    return _Decision(leave=how if len(tree.leaves) == 1 else None, abandoned=abandoned)


def _leave_course(_: ActivityTree, state: State, request: Request) -> _Decision:
    """TB.2.3 Exit All, Suspend All, Abandon All."""
    if state.current is None or state.ended is not None:
        return _Decision("SCORM2004-SN-NB.2.1-2")
    how = _LEAVE_COURSE[request.type]
    return _Decision(leave=how, abandoned=how == "abandon")


_LEAVE_COURSE: Final[Mapping[RequestType, Ended]] = {
    "exitAll": "exit",
    "suspendAll": "suspend",
    "abandonAll": "abandon",
}
_PROCESSES: Final[Mapping[RequestType, Callable[[ActivityTree, State, Request], _Decision]]] = {
    "start": _start,
    "resume": _resume,
    "continue": _continue,
    "previous": _previous,
    "choice": _choice,
    "exit": _leave_activity,
    "abandon": _leave_activity,
    **dict.fromkeys(_LEAVE_COURSE, _leave_course),
}


def _delivered(tree: ActivityTree, state: State, node: Node) -> State:
    """DB.2 Content Delivery Environment."""
    return replace(
        state.with_tracking(node.id, begun(tree, node, state.of(node.id))),
        current=node.id,
        active=not node.is_asset,
        shown=True,
        visit=state.visit + 1,
        ended=None,
    )


def _abandoned(state: State) -> State:
    """Abandon: what the attempt had come to does not count (SN book, TB.2.3)."""
    if state.current is None or not state.active:
        return state
    tracking = replace(state.of(state.current), result=NOTHING, suspended=False)
    return replace(state.with_tracking(state.current, tracking), active=False)


def _is_done(state: State, leaf: Node) -> bool:
    standing = state.of(leaf.id).standing
    return standing.completion == "completed" and standing.success != "failed"
