"""A session's beginning and end, by the rules of both books."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from packager.model import Activity, Limits
from runtime.cmi.interpreter import get, set_
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import SCORM2004
from runtime.cmi.session import Learner, Navigation, begin, end

if TYPE_CHECKING:
    from runtime.cmi.session import Credit, Entry, Mode
    from runtime.cmi.table import Model

LEARNER = Learner("ivanova", "Иванова, Анна")
SCO = Activity("item", "An item", "sco")
EXIT = {"scorm12": "cmi.core.exit", "scorm2004": "cmi.exit"}
BOTH = pytest.mark.parametrize("model", [SCORM12, SCORM2004], ids=["scorm12", "scorm2004"])


def begun(
    model: Model,
    activity: Activity = SCO,
    kept: dict[str, str] | None = None,
    *,
    entry: Entry = "ab-initio",
    mode: Mode = "normal",
    credit: Credit = "credit",
    total_time: Decimal | float = 0,
    preferences: dict[str, str] | None = None,
) -> dict[str, str]:
    return begin(
        model,
        activity,
        LEARNER,
        kept,
        entry=entry,
        mode=mode,
        credit=credit,
        total_time=total_time,
        preferences=preferences,
    )


def put(model: Model, values: dict[str, str], **changes: str) -> None:
    """Set elements; `core__exit` stands for `cmi.core.exit`."""
    for name, value in changes.items():
        element = "cmi." + name.replace("__", ".")
        assert set_(model, values, element, value, strict=True) == 0, element


@pytest.mark.clause("SCORM12-RTE-3.4.4-CORE")
def test_a_session_of_scorm_12_begins_with_what_manifest_and_lms_say() -> None:
    activity = Activity(
        "item",
        "An item",
        "sco",
        mastery_score=80,
        launch_data="level=2",
        limits=Limits(max_time_allowed="00:30:00", time_limit_action="exit,message"),
    )
    values = begun(SCORM12, activity, total_time=Decimal("3725.5"))
    expected = {
        "cmi.core.student_id": "ivanova",
        "cmi.core.student_name": "Иванова, Анна",
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": "ab-initio",
        "cmi.core.lesson_status": "not attempted",
        "cmi.core.total_time": "0001:02:05.50",
        "cmi.launch_data": "level=2",
        "cmi.student_data.mastery_score": "80",
        "cmi.student_data.max_time_allowed": "00:30:00",
        "cmi.student_data.time_limit_action": "exit,message",
    }
    assert {name: get(SCORM12, values, name) for name in expected} == {
        name: (value, 0) for name, value in expected.items()
    }


@pytest.mark.clause("SCORM2004-RTE-4.2.7")
def test_a_session_of_scorm_2004_begins_with_what_manifest_and_lms_say() -> None:
    activity = Activity(
        "item",
        "An item",
        "sco",
        scaled_passing_score=0.65,
        completion_threshold=1,
        launch_data="level=2",
        objectives=("o1", "o2", "o1"),
        limits=Limits(max_time_allowed="PT30M", time_limit_action="exit,message"),
    )
    values = begun(SCORM2004, activity, total_time=3725.5, mode="review", credit="no-credit")
    expected = {
        "cmi.learner_id": "ivanova",
        "cmi.learner_name": "Иванова, Анна",
        "cmi.credit": "no-credit",
        "cmi.mode": "review",
        "cmi.entry": "ab-initio",
        "cmi.completion_status": "unknown",
        "cmi.total_time": "PT1H2M5.5S",
        "cmi.launch_data": "level=2",
        "cmi.max_time_allowed": "PT30M",
        "cmi.time_limit_action": "exit,message",
        "cmi.scaled_passing_score": "0.65",
        "cmi.completion_threshold": "1",
        "cmi.objectives._count": "2",
        "cmi.objectives.1.id": "o2",
    }
    assert {name: get(SCORM2004, values, name) for name in expected} == {
        name: (value, 0) for name, value in expected.items()
    }


@pytest.mark.parametrize(
    ("model", "location", "session_time", "five_minutes"),
    [
        (SCORM12, "core__lesson_location", "core__session_time", "00:05:00"),
        (SCORM2004, "location", "session_time", "PT5M"),
    ],
    ids=["scorm12", "scorm2004"],
)
def test_a_suspended_attempt_resumes_with_everything_but_what_was_the_sessions(
    model: Model, location: str, session_time: str, five_minutes: str
) -> None:
    values = begun(model)
    values[EXIT[model.standard]] = "suspend"
    put(model, values, suspend_data="", **{location: "page 7", session_time: five_minutes})
    ended = end(model, values, activity=SCO)
    assert (ended.exit, ended.suspended, ended.entry) == ("suspend", True, "resume")
    assert ended.session_seconds == 300
    again = begun(model, SCO, ended.kept, entry=ended.entry, total_time=ended.session_seconds)
    assert get(model, again, "cmi.suspend_data") == ("", 0), "an empty string is a value"
    assert get(model, again, "cmi." + location.replace("__", ".")) == ("page 7", 0)
    assert end(model, again, activity=SCO).session_seconds == 0
    assert end(model, again, activity=SCO).exit == ""


@pytest.mark.parametrize("exit_", ["normal", "", "time-out", "logout"])
@pytest.mark.clause("SCORM2004-RTE-4.2.8")
def test_any_other_exit_ends_an_attempt_of_2004_and_the_next_begins_afresh(exit_: str) -> None:
    values = begun(SCORM2004)
    put(SCORM2004, values, location="7", suspend_data="x", exit=exit_)
    ended = end(SCORM2004, values, activity=SCO)
    assert (ended.suspended, ended.entry, ended.kept) == (False, "ab-initio", {})


@pytest.mark.clause("SCORM12-RTE-3.4.4-CORE")
@pytest.mark.parametrize("exit_", ["", "time-out", "logout"])
def test_scorm_12_keeps_the_data_whatever_the_exit(exit_: str) -> None:
    values = begun(SCORM12)
    put(SCORM12, values, core__lesson_location="7", core__exit=exit_)
    ended = end(SCORM12, values, activity=SCO)
    assert (ended.suspended, ended.entry) == (False, "")
    assert ended.kept["cmi.core.lesson_location"] == "7"


@BOTH
def test_a_window_that_was_closed_suspends_the_attempt(model: Model) -> None:
    ended = end(model, begun(model), activity=SCO, suspend=True)
    assert (ended.exit, ended.suspended, ended.entry) == ("", True, "resume")
    assert ended.navigation is None


@pytest.mark.clause("SCORM12-RTE-3.4.4-CORE")
def test_a_window_that_was_closed_completes_nothing() -> None:
    ended = end(SCORM12, begun(SCORM12), activity=SCO, suspend=True)
    assert ended.status.completion == "not attempted"
    assert "cmi.core.lesson_status" not in ended.kept


@pytest.mark.clause("SCORM12-RTE-3.4.4-CORE")
@pytest.mark.parametrize(
    ("said", "raw", "mastery", "mode", "credit", "status"),
    [
        (None, None, None, "normal", "credit", "completed"),
        (None, None, None, "browse", "no-credit", "browsed"),
        (None, None, 80, "normal", "credit", "completed"),
        (None, "80", 80, "normal", "credit", "passed"),
        (None, "79.9", 80, "normal", "credit", "failed"),
        ("completed", "85", 80, "normal", "credit", "passed"),
        ("passed", "10", 80, "normal", "credit", "failed"),
        ("incomplete", "10", 80, "normal", "credit", "failed"),
        ("failed", "90", 80, "normal", "credit", "passed"),
        ("passed", "10", 80, "review", "no-credit", "passed"),
        ("incomplete", "90", None, "normal", "credit", "incomplete"),
        ("failed", None, 80, "normal", "credit", "failed"),
        (None, "", 80, "normal", "credit", "completed"),
        (None, "0", 0, "normal", "credit", "passed"),
    ],
)
def test_the_status_at_lms_finish(
    said: str | None,
    raw: str | None,
    mastery: float | None,
    mode: Mode,
    credit: Credit,
    status: str,
) -> None:
    activity = Activity("item", "An item", "sco", mastery_score=mastery)
    values = begun(SCORM12, activity, mode=mode, credit=credit)
    if said is not None:
        put(SCORM12, values, core__lesson_status=said)
    if raw is not None:
        put(SCORM12, values, core__score__raw=raw)
    ended = end(SCORM12, values, activity=activity)
    assert ended.kept["cmi.core.lesson_status"] == status
    assert ended.for_credit == (credit == "credit")


@BOTH
def test_preferences_go_with_the_learner(model: Model) -> None:
    values = begun(model)
    language = (
        "learner_preference__language" if model is SCORM2004 else "student_preference__language"
    )
    put(model, values, **{language: "ru"})
    ended = end(model, values, activity=SCO)
    assert list(ended.preferences.values()) == ["ru"]
    elsewhere = begun(model, preferences=ended.preferences)
    assert get(model, elsewhere, "cmi." + language.replace("__", ".")) == ("ru", 0)


@BOTH
def test_what_the_lms_preset_is_not_kept_for_the_next_session(model: Model) -> None:
    activity = Activity("item", "An item", "sco", mastery_score=80, launch_data="old")
    values = begun(model, activity)
    values[EXIT[model.standard]] = "suspend"
    kept = end(model, values, activity=activity).kept
    again = begun(model, SCO, kept, entry="resume")
    assert get(model, again, "cmi.launch_data", strict=False) == ("", 0)
    assert "cmi.student_data.mastery_score" not in again


@pytest.mark.clause("SCORM2004-SN-5.6")
@pytest.mark.parametrize(
    ("request_", "navigation"),
    [
        ("_none_", None),
        ("continue", Navigation("continue")),
        ("exitAll", Navigation("exitAll")),
        ("{target=item 2}choice", Navigation("choice", "item 2")),
        ("{target=item.2}jump", Navigation("jump", "item.2")),
    ],
)
def test_what_the_content_asks_for_at_its_end(request_: str, navigation: Navigation | None) -> None:
    values = begun(SCORM2004)
    assert set_(SCORM2004, values, "adl.nav.request", request_, strict=True) == 0
    ended = end(SCORM2004, values, activity=SCO)
    assert ended.navigation == (navigation if request_ != "_none_" else None)
    assert "adl.nav.request" not in ended.kept


@pytest.mark.clause("SCORM2004-RTE-4.2.8")
@pytest.mark.parametrize("exit_", ["time-out", "logout"])
def test_time_out_and_logout_exit_the_course_whatever_was_asked(exit_: str) -> None:
    values = begun(SCORM2004)
    put(SCORM2004, values, exit=exit_)
    set_(SCORM2004, values, "adl.nav.request", "continue", strict=True)
    assert end(SCORM2004, values, activity=SCO).navigation == Navigation("exitAll")


@pytest.mark.clause("SCORM2004-RTE-4.2.8")
def test_asking_to_suspend_all_suspends_whatever_the_exit() -> None:
    values = begun(SCORM2004)
    put(SCORM2004, values, exit="normal", location="7")
    set_(SCORM2004, values, "adl.nav.request", "suspendAll", strict=True)
    ended = end(SCORM2004, values, activity=SCO)
    assert (ended.suspended, ended.entry, ended.kept["cmi.location"]) == (True, "resume", "7")


@pytest.mark.clause("SCORM2004-RTE-4.2.17")
def test_a_resumed_attempt_finds_its_objectives_where_they_were() -> None:
    before = Activity("item", "An item", "sco", objectives=("o1",))
    values = begun(SCORM2004, before)
    put(SCORM2004, values, objectives__1__id="own", exit="suspend")
    kept = end(SCORM2004, values, activity=before).kept
    after = Activity("item", "An item", "sco", objectives=("o2", "o1"))
    again = begun(SCORM2004, after, kept, entry="resume")
    ids = [again[f"cmi.objectives.{index}.id"] for index in range(3)]
    assert ids == ["o1", "own", "o2"]
    assert again["cmi.objectives._count"] == "3"
