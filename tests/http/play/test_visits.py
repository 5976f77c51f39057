"""Visits to activities: what their content finds, leaves behind and asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from runtime.play import AttemptEnded
from tests.playing import Page, Rig, activity, course_of, opened

if TYPE_CHECKING:
    from tests.conftest import ManualClock

ONE_12 = course_of("scorm12", activity("A"))
THREE_12 = course_of("scorm12", activity("A"), activity("B"), activity("C"))
ONE_2004 = course_of("scorm2004", activity("A"))
THREE_2004 = course_of("scorm2004", activity("A"), activity("B"), activity("C"))


def values(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.view["deliver"]["values"]
    return found


async def relaunched(rig: Rig, clock: ManualClock) -> Page:
    clock.forward(1)
    return await Page(rig, await rig.session()).open()


async def test_a_learner_moves_through_the_course_and_its_result_follows(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    for name, status in (("A", "completed"), ("B", "passed"), ("C", "completed")):
        assert page.delivered == name
        await page.say({"cmi.core.lesson_status": status}, "initialize")
        view = await page.terminate()
        assert view["status"][name] == status
        if name != "C":
            await page.navigate("continue")
    row = await rig.row()
    assert (row["completion"], row["success"], row["amount"]) == ("COMPLETED", "PASSED", 1.0)
    assert row["completed_at"] == row["updated_at"]


async def test_a_course_that_was_begun_is_incomplete(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    assert (await rig.row())["completion"] == "UNKNOWN"
    await page.say({"cmi.core.lesson_status": "incomplete"}, "initialize")
    assert (await rig.row())["completion"] == "INCOMPLETE"


async def test_a_terminated_activity_stays_in_the_frame_until_the_learner_moves(rig: Rig) -> None:
    page = await opened(rig, THREE_2004)
    visit = page.view["deliver"]["visit"]
    view = await page.terminate({"cmi.exit": "normal"})
    assert view["deliver"]["visit"] == visit
    assert "values" not in view["deliver"]
    assert view["controls"]["exit"] is False


@pytest.mark.clause("SCORM2004-SN-5.6")
@pytest.mark.parametrize(
    ("request_", "delivered", "ended"),
    [
        ("continue", "C", None),
        ("previous", "A", None),
        ("{target=C}choice", "C", None),
        ("{target=A}jump", "A", None),
        ("_none_", "B", None),
        ("exitAll", None, "exit"),
        ("suspendAll", None, "suspend"),
        ("abandonAll", None, "abandon"),
        ("exit", "B", None),
        ("{target=NOWHERE}choice", "B", None),
    ],
)
async def test_content_says_where_to_go_when_it_terminates(
    rig: Rig, request_: str, delivered: str | None, ended: str | None
) -> None:
    page = await opened(rig, THREE_2004)
    await page.navigate("continue")
    view = await page.terminate({"adl.nav.request": request_})
    assert (view["deliver"] or {}).get("activity") == delivered
    assert view["ended"] == ended


@pytest.mark.clause("SCORM2004-SN-5.6")
async def test_the_learners_request_wins_over_the_contents(rig: Rig) -> None:
    page = await opened(rig, THREE_2004)
    last = page.set(("adl.nav.request", "exitAll"), events=("terminate",))
    view = await page.navigate("choice", "C", last)
    assert (view["deliver"]["activity"], view["ended"]) == ("C", None)


@pytest.mark.clause("SCORM2004-RTE-4.2.8")
@pytest.mark.parametrize("exit_", ["time-out", "logout"])
async def test_content_that_times_out_or_logs_out_leaves_the_course(rig: Rig, exit_: str) -> None:
    page = await opened(rig, THREE_2004)
    view = await page.terminate({"cmi.exit": exit_, "adl.nav.request": "continue"})
    assert (view["deliver"], view["ended"]) == (None, "exit")


async def test_logout_leaves_a_course_of_scorm_12(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    assert (await page.terminate({"cmi.core.exit": "logout"}))["ended"] == "exit"


async def test_content_learns_which_requests_would_be_valid(rig: Rig) -> None:
    page = await opened(rig, THREE_2004)
    valid = "adl.nav.request_valid"
    first = values(page)
    assert (first[f"{valid}.continue"], first[f"{valid}.previous"]) == ("true", "false")
    assert first[f"{valid}.choice.{{target=C}}"] == "true"
    await page.navigate("choice", "C")
    last = values(page)
    assert (last[f"{valid}.continue"], last[f"{valid}.previous"]) == ("false", "true")


async def test_suspended_content_finds_everything_again(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, ONE_2004)
    told = {
        "cmi.suspend_data": "страница 5",
        "cmi.location": "",
        "cmi.completion_status": "incomplete",
        "cmi.interactions.0.id": "q1",
        "cmi.session_time": "PT1M",
        "cmi.exit": "suspend",
        "adl.nav.request": "suspendAll",
    }
    await page.terminate(told)
    found = values(await relaunched(rig, clock))
    kept = ("cmi.suspend_data", "cmi.location", "cmi.completion_status", "cmi.interactions.0.id")
    assert {name: found[name] for name in kept} == {name: told[name] for name in kept}
    assert (found["cmi.entry"], found["cmi.total_time"]) == ("resume", "PT0H1M0S")
    assert found.get("cmi.exit") is None
    assert found.get("adl.nav.request") is None


async def test_a_finished_attempt_of_scorm_2004_is_followed_by_a_fresh_one(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_2004)
    await page.say(
        {"cmi.suspend_data": "x", "cmi.success_status": "passed", "cmi.score.scaled": "0.9"}
    )
    await page.terminate({"cmi.exit": "normal", "cmi.session_time": "PT1M"})
    await page.navigate("exitAll")
    again = await relaunched(rig, clock)
    found = values(again)
    assert "cmi.suspend_data" not in found
    assert (found["cmi.entry"], found["cmi.total_time"]) == ("ab-initio", "PT0H0M0S")
    answer = await again.say({"cmi.success_status": "failed", "cmi.session_time": "PT30S"})
    assert answer["result"] == {"completion": "completed", "success": "passed", "score": 0.9}
    assert (await rig.row())["seconds"] == 90


async def test_scorm_12_keeps_its_record_over_all_visits(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, ONE_12)
    await page.terminate(
        {
            "cmi.core.lesson_status": "passed",
            "cmi.core.score.raw": "90",
            "cmi.suspend_data": "x",
            "cmi.core.session_time": "0000:01:00",
        }
    )
    await page.navigate("exitAll")
    found = values(await relaunched(rig, clock))
    assert found["cmi.core.lesson_status"] == "passed"
    assert found["cmi.core.entry"] == ""
    assert found["cmi.core.total_time"] == "0000:01:00.00"


async def test_session_time_counts_while_it_runs_and_once_when_it_ends(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_12)
    for time, seconds in (("0000:00:10", 10), ("0000:00:20", 20), ("0000:00:20", 20)):
        await page.say({"cmi.core.session_time": time})
        assert (await rig.row())["seconds"] == seconds
    await page.terminate({"cmi.core.exit": "suspend"})
    assert (await rig.row())["seconds"] == 20
    again = await relaunched(rig, clock)
    assert values(again)["cmi.core.total_time"] == "0000:00:20.00"
    await again.say({"cmi.core.lesson_location": "2"}, "initialize")
    assert (await rig.row())["seconds"] == 20
    await again.terminate({"cmi.core.session_time": "0000:00:05"})
    assert (await rig.row())["seconds"] == 25


async def test_scorm_12_content_that_did_not_finish_gets_no_status_and_may_go_on(
    rig: Rig,
) -> None:
    page = await opened(rig, THREE_12)
    await page.say({"cmi.core.lesson_location": "2"}, "initialize")
    view = await page.navigate("continue")
    assert view["status"]["A"] == "unknown"
    await page.navigate("previous")
    assert values(page)["cmi.core.entry"] == "resume"
    assert values(page)["cmi.core.lesson_location"] == "2"


@pytest.mark.parametrize("course", [ONE_12, ONE_2004], ids=["1.2", "2004"])
async def test_a_window_that_closed_is_an_attempt_suspended(
    rig: Rig, clock: ManualClock, course: Any
) -> None:
    core = "cmi.core." if course is ONE_12 else "cmi."
    time = "0000:00:30" if course is ONE_12 else "PT30S"
    page = await opened(rig, course)
    await page.say({"cmi.suspend_data": "x", f"{core}session_time": time}, "initialize")
    again = await relaunched(rig, clock)
    assert values(again)[f"{core}entry"] == "resume"
    assert values(again)["cmi.suspend_data"] == "x"
    await again.say({}, "initialize")
    assert (await rig.row())["seconds"] == 30
    assert (await rig.row())["completion"] == "UNKNOWN"


async def test_a_terminated_activitys_own_exit_stands_when_the_window_closes(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_2004)
    await page.terminate({"cmi.exit": "normal", "cmi.suspend_data": "x"})
    found = values(await relaunched(rig, clock))
    assert found["cmi.entry"] == "ab-initio"
    assert "cmi.suspend_data" not in found


@pytest.mark.clause("SCORM2004-SN-TB.2.3")
@pytest.mark.clause("SCORM2004-RTE-4.2.7")
@pytest.mark.parametrize("exit_", [{}, {"cmi.exit": "normal"}], ids=["unset", "normal"])
async def test_a_suspended_course_resumes_whatever_exit_its_unloading_content_sets(
    rig: Rig, clock: ManualClock, exit_: dict[str, str]
) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({"cmi.suspend_data": "x", "cmi.location": "5"}, "initialize")
    last = page.set(("cmi.session_time", "PT1M"), *exit_.items(), events=("terminate",))
    assert (await page.navigate("suspendAll", None, last))["ended"] == "suspend"
    row = await rig.row()
    assert (row["completion"], row["success"], row["seconds"]) == ("UNKNOWN", "UNKNOWN", 60)
    verbs = [one["verb"]["display"]["en"] for one in await rig.statements()]
    assert verbs[-1] == "suspended"
    found = values(await relaunched(rig, clock))
    assert (found["cmi.entry"], found["cmi.total_time"]) == ("resume", "PT0H1M0S")
    assert (found["cmi.suspend_data"], found["cmi.location"]) == ("x", "5")


@pytest.mark.clause("SCORM12-RTE-3.4.4-CORE")
async def test_the_status_that_the_end_decides_stands_in_the_run_time_data(rig: Rig) -> None:
    page = await opened(rig, course_of("scorm12", activity("A", mastery_score=80.0)))
    await page.say({"cmi.core.score.raw": "79"}, "initialize")
    assert "cmi.core.lesson_status" not in await rig.values("A")
    await page.terminate()
    assert (await rig.values("A"))["cmi.core.lesson_status"] == "failed"


async def test_scorm_12_content_that_finishes_while_it_unloads_has_said_how_it_ends(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_12)
    await page.say({"cmi.core.lesson_location": "5"}, "initialize")
    last = page.set(("cmi.core.session_time", "0000:01:00"), events=("terminate",))
    await page.navigate("suspendAll", None, last)
    assert (await rig.row())["completion"] == "COMPLETED"
    found = values(await relaunched(rig, clock))
    assert (found["cmi.core.entry"], found["cmi.core.lesson_location"]) == ("", "5")


async def test_a_pass_that_was_only_assumed_gives_way_to_what_content_says_later(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({"cmi.completion_status": "incomplete"}, "initialize")
    await page.terminate()
    await page.navigate("exitAll")
    assert (await rig.row())["success"] == "PASSED"  # by UP.4
    page = await relaunched(rig, clock)
    said = {"cmi.success_status": "failed", "cmi.score.scaled": "0.2"}
    await page.say(said | {"cmi.completion_status": "completed"}, "initialize")
    assert (await rig.row())["success"] == "FAILED"
    await page.terminate()
    await page.navigate("exitAll")
    page = await relaunched(rig, clock)
    await page.terminate({"cmi.location": "only looked"})
    await page.navigate("exitAll")
    row = await rig.row()
    assert (row["completion"], row["success"], row["score"]) == ("COMPLETED", "FAILED", 0.2)


async def test_what_a_closing_window_says_after_suspending_still_counts(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_12)
    await page.say({"cmi.core.lesson_location": "1"}, "initialize")
    last = page.set(("cmi.core.lesson_location", "2"), events=("terminate",))
    assert (await page.navigate("suspendAll"))["ended"] == "suspend"
    answer = await page.commit(last)
    assert answer["seq"] == 2
    assert values(await relaunched(rig, clock))["cmi.core.lesson_location"] == "2"


async def test_the_learner_goes_on_where_the_course_was_left(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, THREE_2004)
    await page.navigate("choice", "C")
    await page.navigate("suspendAll")
    assert (await relaunched(rig, clock)).delivered == "C"


async def test_activities_do_not_see_each_others_data(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    await page.say({"cmi.suspend_data": "of A", "cmi.core.lesson_location": "1"})
    await page.navigate("continue")
    assert "cmi.suspend_data" not in values(page)
    await page.say({"cmi.suspend_data": "of B"})
    await page.navigate("previous")
    assert values(page)["cmi.suspend_data"] == "of A"


async def test_the_learners_preferences_travel_to_the_next_sco(rig: Rig) -> None:
    page = await opened(rig, THREE_2004)
    await page.say({"cmi.learner_preference.language": "ru"})
    await page.navigate("continue")
    assert values(page)["cmi.learner_preference.language"] == "ru"


async def test_a_course_of_assets_is_completed_by_opening_it(rig: Rig) -> None:
    page = await opened(rig, course_of("scorm12", activity("A", "asset")))
    assert page.view["deliver"]["kind"] == "asset"
    assert page.view["result"]["completion"] == "completed"
    assert (await rig.row())["completion"] == "COMPLETED"


async def test_change_sets_of_a_visit_that_is_over_are_kept_aside(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    await page.say({"cmi.core.lesson_location": "1"})
    late = page.set(("cmi.core.lesson_location", "2"))
    await page.navigate("continue")
    answer = await page.commit(late)
    assert answer["seq"] == 2
    assert (await rig.values("A"))["cmi.core.lesson_location"] == "1"
    assert await rig.side_records() == [(1, [late])]


async def test_a_repeated_navigation_is_carried_out_once(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    first = await page.navigate("continue")
    page.navigations = iter([1, 2])  # its answer was lost
    assert await page.navigate("continue") == first
    assert (await page.navigate("continue"))["deliver"]["activity"] == "C"


async def test_a_navigation_that_is_not_valid_changes_nothing(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    await page.say({"cmi.core.lesson_location": "1"})
    before = await rig.row()
    view = await page.navigate("previous")
    assert view["notValid"] == "SCORM2004-SN-SB.2.1-3"
    assert view["deliver"]["visit"] == 1
    assert dict(await rig.row()) == dict(before)


async def test_a_resumed_page_can_go_on_after_it_suspended(rig: Rig) -> None:
    page = await opened(rig, THREE_12)
    await page.say({"cmi.core.lesson_location": "1"}, "initialize")
    await page.navigate("suspendAll")
    view = await page.navigate("resume")
    assert view["deliver"]["activity"] == "A"
    assert values(page)["cmi.core.entry"] == "resume"
    await page.say({"cmi.core.lesson_location": "2"})
    assert (await rig.values("A"))["cmi.core.lesson_location"] == "2"


async def test_start_sco_overrides_the_first_launch_only(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, THREE_2004, start_sco="B")
    assert page.delivered == "B"
    await page.navigate("continue")
    await page.navigate("suspendAll")
    clock.forward(1)
    again = await Page(rig, await rig.session(start_sco="B")).open()
    assert again.delivered == "C"


async def test_an_unknown_start_sco_is_overlooked(rig: Rig) -> None:
    assert (await opened(rig, THREE_2004, start_sco="NOWHERE")).delivered == "A"


async def test_untracked_playing_leaves_no_result_and_no_statement(rig: Rig) -> None:
    page = await opened(rig, ONE_2004, tracking=False)
    assert values(page)["cmi.mode"] == "browse"
    assert values(page)["cmi.credit"] == "no-credit"
    await page.say({"cmi.success_status": "passed", "cmi.score.scaled": "1"}, "initialize")
    await page.terminate({"cmi.session_time": "PT1M", "cmi.completion_status": "completed"})
    row = await rig.row()
    assert (row["completion"], row["success"], row["score"], row["seconds"]) == (
        "UNKNOWN", "UNKNOWN", None, 0,
    )  # fmt: skip
    assert await rig.statements() == []


async def test_an_abandoned_attempt_is_over(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, THREE_2004)
    await page.say({"cmi.success_status": "failed"})
    late = page.set(("cmi.success_status", "passed"))
    assert (await page.navigate("abandonAll"))["ended"] == "abandon"
    with pytest.raises(AttemptEnded):
        await page.commit(late)
    assert (await rig.row())["success"] == "UNKNOWN"
    assert (await relaunched(rig, clock)).delivered == "A"


async def test_a_splice_changes_the_value_that_the_server_has(rig: Rig) -> None:
    page = await opened(rig, ONE_12)
    await page.say({"cmi.suspend_data": "абв😀где"})
    await page.commit(
        page.set(splices={"cmi.suspend_data": (3, 2, "X")}),
        page.set(splices={"cmi.suspend_data": (0, 0, "Y")}),
    )
    assert (await rig.values("A"))["cmi.suspend_data"] == "YабвXде"


async def test_a_splice_that_does_not_fit_is_refused_and_told(rig: Rig) -> None:
    page = await opened(rig, ONE_12)
    await page.say({"cmi.suspend_data": "abc"})
    answer = await page.commit(
        page.set(("cmi.core.lesson_location", "2"), splices={"cmi.suspend_data": (2, 5, "X")})
    )
    assert answer["refused"] == [{"element": "cmi.suspend_data", "code": 405}]
    found = await rig.values("A")
    assert (found["cmi.suspend_data"], found["cmi.core.lesson_location"]) == ("abc", "2")
