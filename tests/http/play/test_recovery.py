"""What an earlier page could not send: it counts when nothing newer was written, else is kept."""

from __future__ import annotations

import pytest

from runtime.play import AttemptTakenOver
from tests.playing import Page, Rig, activity, course_of, opened

ONE = course_of("scorm12", activity("A"))
THREE = course_of("scorm2004", activity("A"), activity("B"), activity("C"))
LOCATION = "cmi.core.lesson_location"


async def test_what_was_left_behind_counts_and_the_content_resumes_from_it(rig: Rig) -> None:
    page = await opened(rig, ONE)
    await page.say({LOCATION: "1"}, "initialize")
    unsent = page.set((LOCATION, "2")), page.set(("cmi.suspend_data", "x"))
    await page.open()
    answer = await page.recover(1, *unsent)
    assert answer["applied"] is True
    values = page.view["deliver"]["values"]
    assert (values[LOCATION], values["cmi.suspend_data"]) == ("2", "x")
    assert values["cmi.core.entry"] == "resume"
    assert page.view["deliver"]["visit"] == 2
    await page.say({LOCATION: "3"}, "initialize")
    assert (await rig.values("A"))[LOCATION] == "3"
    assert await rig.side_records() == []


async def test_nothing_of_an_attempt_need_have_arrived_before(rig: Rig) -> None:
    page = await opened(rig, ONE)
    unsent = page.set((LOCATION, "1"), events=("initialize",)), page.set((LOCATION, "2"))
    await page.open()
    assert (await page.recover(1, *unsent))["applied"] is True
    assert page.view["deliver"]["values"][LOCATION] == "2"


async def test_what_had_arrived_though_its_answer_was_lost_counts_once(rig: Rig) -> None:
    page = await opened(rig, ONE)
    sets = page.set(("cmi.comments", "a")), page.set(("cmi.comments", "b"))
    await page.commit(sets[0])
    await page.open()
    assert (await page.recover(1, *sets))["applied"] is True
    assert (await rig.values("A"))["cmi.comments"] == "ab"


async def test_a_repeated_recovery_changes_nothing(rig: Rig) -> None:
    page = await opened(rig, ONE)
    unsent = page.set(("cmi.comments", "a"))
    await page.open()
    first = await page.recover(1, unsent)
    assert await page.recover(1, unsent) == first
    assert (await rig.values("A"))["cmi.comments"] == "a"


async def test_what_comes_after_something_newer_is_kept_beside_the_attempt(rig: Rig) -> None:
    page = await opened(rig, ONE)
    unsent = page.set((LOCATION, "old"))
    other = await Page(rig, await rig.session()).open()
    await other.say({LOCATION: "new"})
    await page.open()
    for _ in range(2):
        assert (await page.recover(1, unsent))["applied"] is False
    assert page.view["deliver"]["values"][LOCATION] == "new"
    assert await rig.side_records() == [(1, [unsent])]


async def test_what_comes_after_this_page_has_written_is_kept_aside(rig: Rig) -> None:
    page = await opened(rig, ONE)
    unsent = page.set((LOCATION, "old"))
    await page.open()
    await page.say({LOCATION: "new"})
    assert (await page.recover(1, unsent))["applied"] is False
    assert (await rig.values("A"))[LOCATION] == "new"


async def test_what_does_not_follow_on_is_kept_aside(rig: Rig) -> None:
    page = await opened(rig, ONE)
    _, second = page.set((LOCATION, "1")), page.set((LOCATION, "2"))
    await page.open()
    assert (await page.recover(1, second))["applied"] is False
    assert await rig.side_records() == [(1, [second])]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_of_two_pages_that_did_not_know_of_each_other_the_first_to_arrive_counts(
    rig: Rig, order: tuple[int, int]
) -> None:
    page = await opened(rig, ONE)
    unsent = {1: page.set((LOCATION, "1"), ("cmi.comments", "a"))}
    await page.open()
    unsent[2] = page.set((LOCATION, "2"), ("cmi.comments", "b"))
    await page.open()
    answers = [(await page.recover(epoch, unsent[epoch]))["applied"] for epoch in order]
    assert answers == [True, False]
    found = await rig.values("A")
    assert found[LOCATION] == str(order[0])
    assert await rig.side_records() == [(order[1], [unsent[order[1]]])]


async def test_a_page_that_recovered_what_another_left_behind_goes_on_from_it(rig: Rig) -> None:
    page = await opened(rig, ONE)
    first = page.set((LOCATION, "1"), ("cmi.comments", "a"))
    await page.open()
    await page.recover(1, first)
    second = page.set((LOCATION, "2"), ("cmi.comments", "b"))
    await page.open()
    assert (await page.recover(2, second))["applied"] is True
    found = await rig.values("A")
    assert (found[LOCATION], found["cmi.comments"]) == ("2", "ab")


async def test_content_that_terminated_off_line_is_followed_as_it_asked(rig: Rig) -> None:
    page = await opened(rig, THREE)
    last = page.set(
        ("cmi.completion_status", "completed"),
        ("cmi.exit", "normal"),
        ("adl.nav.request", "continue"),
        events=("initialize", "terminate"),
    )
    await page.open()
    assert (await page.recover(1, last))["applied"] is True
    assert page.delivered == "B"
    assert page.view["status"]["A"] == "passed"


async def test_only_the_page_that_has_the_attempt_may_recover(rig: Rig) -> None:
    page = await opened(rig, ONE)
    unsent = page.set((LOCATION, "1"))
    await page.open()
    await Page(rig, await rig.session()).open()
    with pytest.raises(AttemptTakenOver):
        await page.recover(1, unsent)
    assert await rig.side_records() == [(1, [unsent])]
    assert await rig.values("A") == {}


async def test_nothing_can_be_recovered_from_an_epoch_to_come(rig: Rig) -> None:
    page = await opened(rig, ONE)
    for epoch in (1, 2, 7):
        assert (await page.recover(epoch, page.set((LOCATION, "1"))))["applied"] is False
    assert await rig.values("A") == {}


async def test_late_data_cannot_fill_the_disk(rig: Rig) -> None:
    page = await opened(rig, ONE)
    await Page(rig, await rig.session()).open()
    for _ in range(12):
        with pytest.raises(AttemptTakenOver):
            await page.commit(page.set(("cmi.suspend_data", "x" * 800_000)))
    assert len(await rig.side_records()) == 5
