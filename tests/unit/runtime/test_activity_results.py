"""Results of an attempt in the words of SCORM Cloud's API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from runtime.api.activity_results import activity_details, percentage
from runtime.registrations import Attempt
from runtime.sequencing.state import Result, State, Tracking
from tests.playing import activity, cluster, course_of

if TYPE_CHECKING:
    from packager.model import Course


def details(course: Course, attempt: Attempt) -> dict[str, Any]:
    return activity_details(course, attempt, children=True, journal=True, runtime=True)


def runtime_of(course: Course, values: dict[str, str]) -> dict[str, Any]:
    told = details(course, Attempt(State(), {"A": values}))
    runtime: dict[str, Any] = told["children"][0]["runtime"]
    return runtime


@pytest.mark.parametrize("points", range(101))
def test_a_score_is_told_as_exactly_as_it_was_said(points: int) -> None:
    assert percentage(points / 100) == points


@pytest.mark.clause("SCORM2004-RTE-4.2.22")
@pytest.mark.parametrize(
    ("score", "success"), [("0.7", "PASSED"), ("0.69", "FAILED"), (None, "UNKNOWN")]
)
def test_success_is_told_through_the_passing_score_as_content_reads_it(
    score: str | None, success: str
) -> None:
    course = course_of("scorm2004", activity("A", scaled_passing_score=0.7))
    values = {"cmi.scaled_passing_score": "0.7"}
    if score is not None:
        values["cmi.score.scaled"] = score
    assert runtime_of(course, values)["runtimeSuccessStatus"] == success


@pytest.mark.parametrize(
    ("status", "completion", "success"),
    [
        ("passed", "COMPLETED", "PASSED"),
        ("failed", "COMPLETED", "FAILED"),
        ("completed", "COMPLETED", "UNKNOWN"),
        ("incomplete", "INCOMPLETE", "UNKNOWN"),
        ("not attempted", "UNKNOWN", "UNKNOWN"),
    ],
)
def test_the_one_status_of_scorm_12_says_both(status: str, completion: str, success: str) -> None:
    told = runtime_of(course_of("scorm12", activity("A")), {"cmi.core.lesson_status": status})
    assert (told["completionStatus"], told["runtimeSuccessStatus"]) == (completion, success)


def test_results_are_told_of_every_activity_with_what_lies_below() -> None:
    course = course_of("scorm2004", cluster("U", activity("A"), activity("B")))
    tracked = {
        "A": Tracking(Result("completed", "passed", 0.57, 1.0), attempts=2, seconds=0.1),
        "B": Tracking(Result("incomplete", progress=0.29), attempts=1, session=0.2, suspended=True),
    }
    root = details(course, Attempt(State(activities=tracked), {}))
    unit = root["children"][0]
    assert (unit["activityCompletion"], unit["activitySuccess"]) == ("INCOMPLETE", "UNKNOWN")
    assert (unit["score"], unit["timeTracked"]) == ({"scaled": 57}, "0000:00:00.30")
    first, second = unit["children"]
    assert (first["activitySuccess"], first["attempts"], first["suspended"]) == ("PASSED", 2, False)
    assert (second["completionAmount"], second["suspended"]) == ({"scaled": 29}, True)
    assert "runtime" not in first


@pytest.mark.parametrize(
    ("standard", "response", "time"),
    [
        ("scorm12", "student_response", "time"),
        ("scorm2004", "learner_response", "timestamp"),
    ],
)
def test_answers_are_told_in_the_same_words_for_both_standards(
    standard: Any, response: str, time: str
) -> None:
    one = "cmi.interactions.0."
    values = {
        "cmi.interactions._count": "1",
        f"{one}id": "q1",
        f"{one}type": "true-false",
        f"{one}{response}": "t",
        f"{one}{time}": "10:00:00",
        f"{one}result": "correct",
        f"{one}objectives._count": "1",
        f"{one}objectives.0.id": "o1",
        f"{one}correct_responses._count": "1",
        f"{one}correct_responses.0.pattern": "t",
    }
    told = runtime_of(course_of(standard, activity("A")), values)["runtimeInteractions"]
    assert told == [
        {
            "id": "q1",
            "type": "TrueFalse",
            "learnerResponse": "t",
            "timestamp": "10:00:00",
            "result": "correct",
            "objectives": ["o1"],
            "correctResponses": ["t"],
            "weighting": None,
            "latency": None,
            "description": None,
        }
    ]
