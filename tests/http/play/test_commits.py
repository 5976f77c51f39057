"""What becomes of change sets on the server."""

from __future__ import annotations

import pytest

from runtime.play import AttemptTakenOver, MissingChangeSets
from tests.playing import Page, Rig, activity, course_of, opened

ONE = course_of("scorm12", activity("A"))


async def test_what_content_sets_is_there_when_the_player_is_opened_again(rig: Rig) -> None:
    page = await opened(rig, ONE)
    answer = await page.say(
        {"cmi.core.lesson_location": "стр. 3", "cmi.suspend_data": "x" * 100}, "initialize"
    )
    assert answer["seq"] == 1
    await page.open()
    values = page.view["deliver"]["values"]
    assert values["cmi.core.lesson_location"] == "стр. 3"
    assert values["cmi.suspend_data"] == "x" * 100
    assert values["cmi.core.entry"] == "resume"
    assert page.view["deliver"]["visit"] == 2


async def test_a_repeated_change_set_counts_once_and_is_answered_the_same(rig: Rig) -> None:
    page = await opened(rig, ONE)
    first = page.set(("cmi.comments", "a"))
    answers = [await page.commit(first), await page.commit(first)]
    assert answers[0] == answers[1]
    assert (await rig.values("A"))["cmi.comments"] == "a"


async def test_a_gap_is_refused_whole_and_names_the_last_number_applied(rig: Rig) -> None:
    page = await opened(rig, ONE)
    first, _, third = (page.set(("cmi.core.lesson_location", str(n))) for n in (1, 2, 3))
    await page.commit(first)
    with pytest.raises(MissingChangeSets) as problem:
        await page.commit(third)
    assert problem.value.members == {"seq": 1}
    assert (await rig.values("A"))["cmi.core.lesson_location"] == "1"


async def test_the_earlier_page_is_told_that_the_attempt_was_taken_over(rig: Rig) -> None:
    earlier = await opened(rig, ONE)
    await earlier.say({"cmi.core.lesson_location": "1"})
    later = await Page(rig, await rig.session()).open()
    with pytest.raises(AttemptTakenOver):
        await earlier.say({"cmi.core.lesson_location": "2"})
    await later.say({"cmi.core.score.raw": "50"})
    assert (await rig.values("A"))["cmi.core.lesson_location"] == "1"
