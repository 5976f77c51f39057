"""What the values of an attempt on a SCO say about it: status, score and progress.

Lives here: reading a status through thresholds (SCORM 2004) and the mastery score (SCORM 1.2),
and the one mapping of scores. May not: the status of an activity with children; that is rollup's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from runtime.cmi.interpreter import get
from runtime.cmi.types import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.model import Activity
    from runtime.cmi.table import Model

Completion = Literal["completed", "incomplete", "unknown", "not attempted"]
Success = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class Status:
    """What the values of an attempt say about it."""

    completion: Completion
    success: Success
    score: float | None  # -1..1, for people: of raw, min and max where nothing is scaled
    progress: float | None  # 0..1
    measure: float | None  # -1..1, for sequencing: SCORM 2004 knows a scaled score only


_FULL_SCORE = 100.0
_NUMBER = re.compile(NUMBER)
_STATUS12: Final[Mapping[str, tuple[Completion, Success]]] = {
    "passed": ("completed", "passed"),
    "failed": ("completed", "failed"),
    "completed": ("completed", "unknown"),
    "incomplete": ("incomplete", "unknown"),
    "browsed": ("incomplete", "unknown"),  # looked at, without credit
    "not attempted": ("not attempted", "unknown"),
}


def status(model: Model, values: Mapping[str, str], activity: Activity) -> Status:
    """Return what the values say at this moment; what nothing was said about is unknown.

    SCORM 1.2: the SCO's lesson_status; a mastery score has its say at the end and once the
    status is final. SCORM 2004: through completion threshold and scaled passing score.
    """
    if model.standard == "scorm12":
        said = values.get("cmi.core.lesson_status", "not attempted")
        if said in {"passed", "completed", "failed"}:
            said = _mastered(values, activity) or said
        completion, success = _STATUS12[said]
        measure = _normalised(values, "cmi.core.score")
        return Status(completion, success, measure, None, measure)
    scaled = _number(values.get("cmi.score.scaled"))
    return Status(
        completion=cast("Completion", get(model, values, "cmi.completion_status")[0]),
        success=cast("Success", get(model, values, "cmi.success_status")[0]),
        score=_normalised(values, "cmi.score") if scaled is None else scaled,
        progress=_number(values.get("cmi.progress_measure")),
        measure=scaled,
    )


def final_status12(values: Mapping[str, str], activity: Activity) -> str:
    """Return the status at LMSFinish: by mastery score, else the SCO's word, else the default."""
    mastered = _mastered(values, activity)
    if mastered:
        return mastered
    said = values.get("cmi.core.lesson_status", "not attempted")
    if said != "not attempted":
        return said
    return "browsed" if values.get("cmi.core.lesson_mode") == "browse" else "completed"


def _mastered(values: Mapping[str, str], activity: Activity) -> str | None:
    raw = _number(values.get("cmi.core.score.raw"))
    for_credit = values.get("cmi.core.credit", "credit") == "credit"
    if not for_credit or activity.mastery_score is None or raw is None:
        return None
    return "passed" if raw >= activity.mastery_score else "failed"


def _normalised(values: Mapping[str, str], group: str) -> float | None:
    """Return the raw score as a part, 0..1, of its range; None without a raw score.

    The range is min..max where the content said them, else 0..100.
    """
    raw, most = _number(values.get(f"{group}.raw")), _number(values.get(f"{group}.max"))
    least = _number(values.get(f"{group}.min")) or 0.0
    if most is None or most <= least:
        least, most = 0.0, _FULL_SCORE
    return None if raw is None else min(max((raw - least) / (most - least), 0.0), 1.0)


def _number(text: str | None) -> float | None:
    return float(text) if text and _NUMBER.fullmatch(text) else None
