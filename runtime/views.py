"""What the player is told: the view after every request that may change what is delivered.

Pure. The shapes are `player_assets/protocol.js`; docs/player.md tells them in prose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.attempts import current_values
from runtime.playable import is_external
from runtime.sequencing.navigation import valid
from runtime.sequencing.rollup import statuses

if TYPE_CHECKING:
    from runtime.attempts import Attempt, Launch
    from runtime.playable import Playable
    from runtime.sequencing.tree import Node


def view(course: Playable, attempt: Attempt, launch: Launch, prefix: str) -> dict[str, Any]:
    """Return what to show of an opened attempt; `prefix` leads to the course's files."""
    controls = valid(course.tree, attempt.state)
    return {
        "deliver": _delivery(course, attempt, launch, prefix),
        "controls": controls.valid,
        "hidden": controls.hidden,
        "choices": controls.choices,
        "ended": attempt.state.ended,
        **standing(course, attempt),
    }


def standing(course: Playable, attempt: Attempt) -> dict[str, Any]:
    """Return how far the learner has come: the part of a view that every answer has."""
    result = attempt.result.result
    return {
        "seq": attempt.seq,
        "status": statuses(course.tree, attempt.state),
        "result": {
            "completion": result.completion,
            "success": result.success,
            "score": result.score,
        },
    }


def _delivery(
    course: Playable, attempt: Attempt, launch: Launch, prefix: str
) -> dict[str, Any] | None:
    state = attempt.state
    if state.current is None or state.ended is not None or not state.shown:
        return None
    node = course.tree.by_id[state.current]
    delivery: dict[str, Any] = {
        "activity": node.id,
        "title": node.activity.title,
        "kind": "asset" if node.is_asset else "sco",
        "url": _url(node, prefix),
        "visit": state.visit,
    }
    # A visit that has been written to is on the learner's screen already, with values of its own.
    if not node.is_asset and state.of(node.id).visit != state.visit:
        delivery["table"] = course.model.standard
        delivery["strict"] = False
        delivery["values"] = current_values(course, attempt, launch)
    return delivery


def _url(node: Node, prefix: str) -> str:
    href = node.activity.href or ""
    return href if is_external(href) else prefix + href
