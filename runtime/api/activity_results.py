"""The results of an attempt, activity by activity, in the words of SCORM Cloud's API.

Run-time data is told from the element -> value mapping of `runtime.cmi`, whose names differ
between SCORM 1.2 and SCORM 2004; what a standard does not have is absent. A status is told as
content would read it: through thresholds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cursus.durations import format_timespan
from runtime.cmi.interpreter import get
from runtime.playable import model_of
from runtime.sequencing.rollup import roll_up
from runtime.sequencing.tree import build_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.model import Course
    from runtime.cmi.table import Model
    from runtime.registrations import Attempt
    from runtime.sequencing.tree import Node

INTERACTION_TYPES = {
    "true-false": "TrueFalse",
    "choice": "Choice",
    "fill-in": "FillIn",
    "long-fill-in": "LongFillIn",
    "likert": "Likert",
    "matching": "Matching",
    "performance": "Performance",
    "sequencing": "Sequencing",
    "numeric": "Numeric",
    "other": "Other",
}
COMPLETION = {"completed": "COMPLETED", "incomplete": "INCOMPLETE"}
SUCCESS = {"passed": "PASSED", "failed": "FAILED"}

#: member of RuntimeInteraction -> element names, SCORM 2004's first
INTERACTION = {
    "id": ("id",),
    "timestamp": ("timestamp", "time"),
    "weighting": ("weighting",),
    "learnerResponse": ("learner_response", "student_response"),
    "result": ("result",),
    "latency": ("latency",),
    "description": ("description",),
}
#: member of RuntimeObjective -> element names
OBJECTIVE = {
    "id": ("id",),
    "scoreScaled": ("score.scaled",),
    "scoreMin": ("score.min",),
    "scoreMax": ("score.max",),
    "scoreRaw": ("score.raw",),
    "progressMeasure": ("progress_measure",),
    "description": ("description",),
}
#: member of Runtime -> element names
RUNTIME = {
    "credit": ("cmi.credit", "cmi.core.credit"),
    "entry": ("cmi.entry", "cmi.core.entry"),
    "exit": ("cmi.exit", "cmi.core.exit"),
    "location": ("cmi.location", "cmi.core.lesson_location"),
    "mode": ("cmi.mode", "cmi.core.lesson_mode"),
    "progressMeasure": ("cmi.progress_measure",),
    "scoreScaled": ("cmi.score.scaled",),
    "scoreRaw": ("cmi.score.raw", "cmi.core.score.raw"),
    "scoreMin": ("cmi.score.min", "cmi.core.score.min"),
    "scoreMax": ("cmi.score.max", "cmi.core.score.max"),
    "totalTime": ("cmi.total_time", "cmi.core.total_time"),
    "suspendData": ("cmi.suspend_data",),
}
#: elements of completion and success; SCORM 1.2 has one for both
STATUS = {
    "scorm12": ("cmi.core.lesson_status", "cmi.core.lesson_status"),
    "scorm2004": ("cmi.completion_status", "cmi.success_status"),
}


def activity_details(
    course: Course, attempt: Attempt, *, children: bool, journal: bool, runtime: bool
) -> dict[str, Any]:
    """Return the ActivityResult of the course's root, with what is asked for below it."""
    tree, state, model = build_tree(course), attempt.state, model_of(course)

    def tell(node: Node, *, below: bool) -> dict[str, Any]:
        tracked = state.of(node.id)
        rolled_up = roll_up(tree, state, node.id)
        result = tracked.standing if node.launchable else rolled_up.result
        values = attempt.values.get(node.id)
        body: dict[str, Any] = {
            "id": node.id,
            "title": node.activity.title,
            "attempts": tracked.attempts,
            "activityCompletion": COMPLETION.get(result.completion, "UNKNOWN"),
            "activitySuccess": SUCCESS.get(result.success, "UNKNOWN"),
            "score": None if result.score is None else {"scaled": percentage(result.score)},
            "timeTracked": format_timespan(Decimal(rolled_up.seconds)),
            "completionAmount": {"scaled": percentage(result.progress or 0)},
            "suspended": tracked.suspended,
            "children": [
                tell(tree.by_id[child.identifier], below=True) for child in node.activity.children
            ]
            if below
            else [],
        }
        if values is not None and (runtime or journal):
            body["runtime"] = runtime_json(model, values, data=runtime, journal=journal)
        return body

    return tell(tree.root, below=children)


def percentage(part: float) -> float:
    """Return a part of 1 as SCORM Cloud counts, exact as it was said: 0.57 is 57."""
    return round(part * 100, 7)


def runtime_json(
    model: Model, values: Mapping[str, str], *, data: bool, journal: bool
) -> dict[str, Any]:
    """Return the Runtime of an activity from its run-time data."""
    body: dict[str, Any] = {}
    if data:
        body = {member: _first(values, "", names) for member, names in RUNTIME.items()}
        completion, success = (get(model, values, element)[0] for element in STATUS[model.standard])
        body["completionStatus"] = (
            "COMPLETED" if completion in SUCCESS else COMPLETION.get(completion, "UNKNOWN")
        )
        body["runtimeSuccessStatus"] = SUCCESS.get(success, "UNKNOWN")
    if journal:
        body["runtimeInteractions"] = [
            _interaction(values, f"cmi.interactions.{n}.")
            for n in range(_count(values, "cmi.interactions"))
        ]
        body["runtimeObjectives"] = [
            _objective(values, f"cmi.objectives.{n}.")
            for n in range(_count(values, "cmi.objectives"))
        ]
    return body


def _interaction(values: Mapping[str, str], prefix: str) -> dict[str, Any]:
    body: dict[str, Any] = {m: _first(values, prefix, n) for m, n in INTERACTION.items()}
    body["type"] = INTERACTION_TYPES.get(values.get(prefix + "type", ""))
    body["objectives"] = _array(values, prefix + "objectives", "id")
    body["correctResponses"] = _array(values, prefix + "correct_responses", "pattern")
    return body


def _objective(values: Mapping[str, str], prefix: str) -> dict[str, Any]:
    body: dict[str, Any] = {m: _first(values, prefix, n) for m, n in OBJECTIVE.items()}
    status = values.get(prefix + "status", "")
    success = values.get(prefix + "success_status", status)
    completion = values.get(prefix + "completion_status", status)
    body["runtimeObjectiveSuccessStatus"] = SUCCESS.get(success, "UNKNOWN")
    body["runtimeObjectiveCompletionStatus"] = (
        "COMPLETED" if completion in SUCCESS else re.sub(" ", "_", completion.upper()) or "UNKNOWN"
    )
    return body


def _first(values: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> str | None:
    return next((values[prefix + name] for name in names if prefix + name in values), None)


def _array(values: Mapping[str, str], array: str, leaf: str) -> list[str]:
    return [values.get(f"{array}.{n}.{leaf}", "") for n in range(_count(values, array))]


def _count(values: Mapping[str, str], array: str) -> int:
    return int(values.get(f"{array}._count", "0"))
