"""What the values of an attempt say about it."""

from __future__ import annotations

import pytest

from packager.model import Activity
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import SCORM2004
from runtime.cmi.status import Status, status

SCO = Activity("item", "An item", "sco")
MASTERY = Activity("item", "An item", "sco", mastery_score=80)


def said12(activity: Activity = SCO, /, **core: str) -> Status:
    values = {f"cmi.core.{name.replace('__', '.')}": value for name, value in core.items()}
    return status(SCORM12, values, activity)


def said2004(**cmi: str) -> Status:
    return status(SCORM2004, {f"cmi.{n.replace('__', '.')}": v for n, v in cmi.items()}, SCO)


@pytest.mark.clause("SCORM12-RTE-3.4.4-CORE")
@pytest.mark.parametrize(
    ("lesson_status", "completion", "success"),
    [
        ("passed", "completed", "passed"),
        ("failed", "completed", "failed"),
        ("completed", "completed", "unknown"),
        ("incomplete", "incomplete", "unknown"),
        ("browsed", "incomplete", "unknown"),
    ],
)
def test_a_lesson_status_is_a_completion_and_a_success(
    lesson_status: str, completion: str, success: str
) -> None:
    found = said12(lesson_status=lesson_status)
    assert (found.completion, found.success) == (completion, success)


def test_nothing_said_is_nothing_known() -> None:
    assert said12() == Status("not attempted", "unknown", None, None, None)
    assert said2004() == Status("unknown", "unknown", None, None, None)


@pytest.mark.clause("SCORM12-RTE-3.4.4-STUDENT-DATA")
def test_a_mastery_score_judges_a_final_status_and_leaves_work_in_progress_alone() -> None:
    assert said12(MASTERY, lesson_status="completed", score__raw="85").success == "passed"
    assert said12(MASTERY, lesson_status="passed", score__raw="10").success == "failed"
    assert said12(MASTERY, lesson_status="incomplete", score__raw="10").success == "unknown"


@pytest.mark.parametrize(
    ("raw", "least", "most", "score"),
    [
        ("85", None, None, 0.85),
        ("85", "0", "100", 0.85),
        ("15", None, "20", 0.75),
        ("15", "10", "20", 0.5),
        ("5", "10", "20", 0.0),
        ("150", None, None, 1.0),
        ("150", None, "200", 0.75),
        ("50", "0", "0", 0.5),
        ("", "0", "100", None),
        (None, "0", "100", None),
        ("0", None, None, 0.0),
    ],
)
def test_a_raw_score_is_a_part_of_its_range(
    raw: str | None, least: str | None, most: str | None, score: float | None
) -> None:
    given = {"score__raw": raw, "score__min": least, "score__max": most}
    found = said12(**{name: value for name, value in given.items() if value is not None})
    assert found.score == found.measure == score


@pytest.mark.clause("SCORM2004-RTE-4.2.20")
def test_a_scaled_score_is_the_measure_and_a_raw_score_is_for_people_only() -> None:
    assert said2004(score__scaled="-0.5", score__raw="90").measure == -0.5
    assert said2004(score__scaled="-0.5", score__raw="90").score == -0.5
    assert said2004(score__raw="15", score__max="20").score == 0.75
    assert said2004(score__raw="15", score__max="20").measure is None


@pytest.mark.clause("SCORM2004-RTE-4.2.5")
@pytest.mark.clause("SCORM2004-RTE-4.2.19")
def test_thresholds_decide_over_what_the_content_said() -> None:
    found = said2004(
        completion_threshold="0.8",
        progress_measure="0.8",
        completion_status="incomplete",
        scaled_passing_score="0.6",
        score__scaled="0.5",
        success_status="passed",
    )
    assert found == Status("completed", "failed", 0.5, 0.8, 0.5)


@pytest.mark.parametrize(
    ("completion_status", "completion"),
    [("completed", "completed"), ("not attempted", "not attempted"), ("unknown", "unknown")],
)
def test_without_thresholds_the_content_is_believed(
    completion_status: str, completion: str
) -> None:
    assert said2004(completion_status=completion_status).completion == completion
