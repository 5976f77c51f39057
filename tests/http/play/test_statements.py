"""What the record says of playing: the public xAPI SCORM profile."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from cursus.moments import to_iso
from tests.playing import UUID, Page, Rig, activity, course_of, opened

if TYPE_CHECKING:
    from tests.conftest import ManualClock

ONE_12 = course_of("scorm12", activity("A"))
ONE_2004 = course_of("scorm2004", activity("A"))
TWO_2004 = course_of("scorm2004", activity("A"), activity("B b/ü"))
VERBS = "http://adlnet.gov/expapi/verbs/"
COURSE = "https://portal.example.org/course"


def verb(statement: dict[str, Any]) -> str:
    return str(statement["verb"]["id"]).removeprefix(VERBS)


async def verbs(rig: Rig) -> list[str]:
    return [verb(statement) for statement in await rig.statements()]


async def only(rig: Rig, name: str, target: str = f"{COURSE}/A") -> dict[str, Any]:
    (found,) = [
        statement
        for statement in await rig.statements()
        if verb(statement) == name and statement["object"]["id"] == target
    ]
    return found


async def test_an_attempt_from_launch_to_end_is_told_once_each(rig: Rig) -> None:
    page = await opened(rig, ONE_12)
    await page.say({"cmi.core.lesson_status": "incomplete"}, "initialize")
    await page.say({"cmi.core.lesson_status": "incomplete", "cmi.core.lesson_location": "2"})
    await page.say(
        {
            "cmi.interactions.0.id": "q1",
            "cmi.interactions.0.type": "choice",
            "cmi.interactions.0.student_response": "a",
            "cmi.interactions.0.result": "correct",
            "cmi.core.score.raw": "80",
            "cmi.core.lesson_status": "passed",
        }
    )
    await page.say({"cmi.core.score.raw": "80", "cmi.core.lesson_status": "passed"})
    await page.terminate({"cmi.core.session_time": "0000:02:00"})
    await page.navigate("exitAll")
    assert await verbs(rig) == [
        "launched", "initialized", "responded", "scored", "passed", "completed",
        "passed", "completed", "terminated",
    ]  # fmt: skip
    ends = {one["object"]["id"]: verb(one) for one in (await rig.statements())[6:]}
    assert ends == {COURSE: "completed", f"{COURSE}/A": "terminated"}


async def test_a_statement_says_who_where_and_when(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, ONE_2004)
    clock.forward(100)
    at = to_iso(clock.now - 3_000_000)
    await page.commit(page.set(events=("initialize",), at=at))
    said = await only(rig, "initialized")
    attempt = said["context"]["contextActivities"]["grouping"][1]["id"]
    assert said["actor"] == {
        "objectType": "Agent",
        "name": "Ли, Анна",
        "account": {"homePage": "https://portal.example.org", "name": "anna"},
    }
    assert said["object"] == {
        "objectType": "Activity",
        "id": f"{COURSE}/A",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/lesson",
            "name": {"und": "Activity A"},
        },
    }
    assert said["context"] == {
        "registration": UUID,
        "revision": "1",
        "contextActivities": {
            "category": [
                {
                    "id": "https://w3id.org/xapi/scorm",
                    "definition": {"type": "http://adlnet.gov/expapi/activities/profile"},
                }
            ],
            "grouping": [{"id": COURSE}, {"id": attempt}],
        },
    }
    assert attempt.startswith(f"{COURSE}/A?attemptId=")
    assert str(uuid.UUID(attempt[-36:])) == attempt[-36:]
    assert said["timestamp"] == at


async def test_a_time_that_cannot_be_is_the_servers_instead(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, ONE_2004)
    clock.forward(1000)
    impossible = ["1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "yesterday", "", "9" * 400]
    for at in impossible:
        await page.commit(page.set(events=("initialize",), at=at))
    told = {s["timestamp"] for s in await rig.statements() if verb(s) == "initialized"}
    assert told == {to_iso(clock.now)}


async def test_suspended_and_resumed_are_the_same_attempt_terminated_is_followed_by_another(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({}, "initialize")
    await page.terminate({"cmi.exit": "suspend", "cmi.session_time": "PT1M30S"})
    clock.forward(1)
    await page.open()
    await page.say({}, "initialize")
    await page.terminate({"cmi.exit": "normal"})
    clock.forward(1)
    await page.open()
    await page.say({}, "initialize")
    told = [
        (verb(one), one["context"]["contextActivities"]["grouping"][1]["id"])
        for one in await rig.statements()
        if verb(one) in ("initialized", "suspended", "resumed", "terminated")
    ]
    assert [name for name, _ in told] == [
        "initialized", "suspended", "resumed", "terminated", "initialized",
    ]  # fmt: skip
    attempts = [attempt for _, attempt in told]
    assert len(set(attempts[:4])) == 1
    assert attempts[4] != attempts[0]
    suspended = await only(rig, "suspended")
    assert suspended["result"] == {"duration": "PT0H1M30S"}


async def test_a_closed_window_is_told_as_suspended_when_it_was_last_heard_of(
    rig: Rig, clock: ManualClock
) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({"cmi.session_time": "PT20S"}, "initialize")
    last_heard = clock.now
    clock.forward(3600)
    await page.open()
    clock.forward(5)
    await page.say({}, "initialize")
    assert await verbs(rig) == ["launched", "initialized", "launched", "suspended", "resumed"]
    suspended = await only(rig, "suspended")
    assert suspended["timestamp"] == to_iso(last_heard)
    assert suspended["result"] == {"duration": "PT0H0M20S"}


async def test_suspending_the_course_is_told_at_once_and_once(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({"cmi.session_time": "PT20S"}, "initialize")
    await page.navigate("suspendAll")
    clock.forward(1)
    again = await Page(rig, await rig.session()).open()
    await again.say({}, "initialize")
    assert await verbs(rig) == ["launched", "initialized", "suspended", "launched", "resumed"]


async def test_what_the_end_brings_about_is_told_before_it(rig: Rig) -> None:
    page = await opened(rig, TWO_2004)
    await page.say({}, "initialize")
    await page.terminate({"cmi.exit": "normal"})
    assert (await verbs(rig))[2:] == ["passed", "completed", "terminated"]
    terminated = await only(rig, "terminated")
    assert terminated["result"] == {
        "duration": "PT0H0M0S", "completion": True, "success": True,
    }  # fmt: skip


async def test_the_course_is_told_once_with_success_and_score(rig: Rig, clock: ManualClock) -> None:
    page = await opened(rig, ONE_2004)
    await page.say(
        {
            "cmi.completion_status": "completed",
            "cmi.success_status": "failed",
            "cmi.score.scaled": "0.4",
        }
    )
    await page.say({"cmi.success_status": "passed", "cmi.score.scaled": "0.9"})
    await page.terminate({"cmi.exit": "normal"})
    clock.forward(1)
    await page.open()
    await page.terminate({"cmi.success_status": "failed"})
    of_course = [one for one in await rig.statements() if one["object"]["id"] == COURSE]
    assert [verb(one) for one in of_course] == [
        "launched", "failed", "completed", "passed", "launched",
    ]  # fmt: skip
    completed = await only(rig, "completed", COURSE)
    assert completed["result"] == {
        "completion": True, "success": False, "score": {"scaled": 0.4},
    }  # fmt: skip
    assert completed["object"]["definition"]["type"].endswith("/course")


async def test_a_score_has_its_parts_as_far_as_they_agree(rig: Rig) -> None:
    page = await opened(rig, ONE_12)
    await page.say(
        {"cmi.core.score.raw": "30", "cmi.core.score.min": "0", "cmi.core.score.max": "60"}
    )
    scored = await only(rig, "scored")
    assert scored["result"] == {"score": {"scaled": 0.5, "raw": 30, "min": 0, "max": 60}}


async def test_bounds_that_a_raw_score_does_not_keep_are_left_out(rig: Rig) -> None:
    page = await opened(rig, ONE_2004)
    await page.say(
        {
            "cmi.score.scaled": "0.5",
            "cmi.score.raw": "120",
            "cmi.score.min": "0",
            "cmi.score.max": "100",
        }
    )
    scored = await only(rig, "scored")
    assert scored["result"] == {"score": {"scaled": 0.5, "raw": 120, "min": 0}}


async def test_progress_is_told_as_a_scaled_score(rig: Rig) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({"cmi.progress_measure": "0.25"})
    assert (await only(rig, "progressed"))["result"] == {"score": {"scaled": 0.25}}


async def test_a_response_is_about_its_interaction_below_the_activity(rig: Rig) -> None:
    page = await opened(rig, TWO_2004)
    await page.navigate("continue")
    await page.say(
        {
            "cmi.interactions.0.id": "urn:вопрос/1",
            "cmi.interactions.0.type": "true-false",
            "cmi.interactions.0.learner_response": "true",
        }
    )
    sco = f"{COURSE}/B%20b%2F%C3%BC"
    interaction = f"{sco}/interactions/urn%3A%D0%B2%D0%BE%D0%BF%D1%80%D0%BE%D1%81%2F1"
    said = await only(rig, "responded", interaction)
    assert said["context"]["contextActivities"]["parent"] == [{"id": sco}]
    assert said["result"] == {"response": "true"}


async def test_comments_are_told_as_they_are_added(rig: Rig) -> None:
    page = await opened(rig, ONE_12)
    await page.say({"cmi.comments": "Первый. "})
    await page.say({"cmi.comments": "Второй."})
    told = [s["result"]["response"] for s in await rig.statements() if verb(s) == "commented"]
    assert told == ["Первый. ", "Второй."]


async def test_comments_of_scorm_2004_are_told_without_their_language(rig: Rig) -> None:
    page = await opened(rig, ONE_2004)
    await page.say({"cmi.comments_from_learner.0.comment": "{lang=ru}Да"})
    await page.say({"cmi.comments_from_learner.0.location": "p1"})
    assert (await only(rig, "commented"))["result"] == {"response": "Да"}


async def test_an_asset_is_told_as_completed_when_it_is_delivered(rig: Rig) -> None:
    await opened(rig, course_of("scorm12", activity("A", "asset")))
    assert await verbs(rig) == ["launched", "completed", "completed"]


async def test_a_repeated_request_tells_nothing_new(rig: Rig) -> None:
    page = await opened(rig, ONE_2004)
    once = page.set(("cmi.score.scaled", "0.5"), events=("initialize",))
    for _ in range(3):
        await page.commit(once)
    assert await verbs(rig) == ["launched", "initialized", "scored"]


async def test_a_request_that_is_refused_tells_nothing(rig: Rig) -> None:
    page = await opened(rig, ONE_2004)
    before = await verbs(rig)
    await page.navigate("previous")
    assert await verbs(rig) == before
