"""Imports that ask: judged, then accepted, discarded, replaced, or forgotten by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.jobs import Progress, Waiting
from packager.acceptance import WAITING_SECONDS, NotWaiting, Terms, is_waiting
from packager.courses import NO_VERSION, CourseChanged, CourseExists
from tests.contract.packages.test_imports import (
    BROKEN,
    OTHER,
    PACKAGE,
    DyingObjects,
    Killed,
    assert_nothing_is_left,
    assert_the_course_is_there,
)

if TYPE_CHECKING:
    from cursus.jobs import Job
    from tests.conftest import ManualClock
    from tests.importing import Packager

ASK = Terms(ask=True)


async def judged(packager: Packager, data: bytes = PACKAGE, terms: Terms = ASK) -> Job:
    """Upload a package and have it judged."""
    job = await packager.receive(data, terms=terms, may_create_new_version=True)
    waiting = await packager.settled(job)
    assert is_waiting(waiting)
    return waiting


async def test_a_judged_package_is_no_course_and_nothing_of_it_is_stored(
    packager: Packager,
) -> None:
    job = await judged(packager)
    assert (job.phase, job.done_units, job.total_units) == ("judged", len(PACKAGE), len(PACKAGE))
    assert job.result is not None
    assert (job.result["playable"], job.result["course"]) == (True, None)
    assert job.result["title"] == "Course"
    assert await packager.object_keys() == []
    assert await packager.rows("courses") == []
    found = await packager.decisions.judged(job)
    assert found.course.title == "Course"
    assert {"index.html", "film.mp4"} <= found.index.entries.keys()


async def test_an_accepted_package_becomes_the_newest_version(packager: Packager) -> None:
    job = await judged(packager)
    wakes = packager.wakes
    await packager.decisions.accept(job)
    assert packager.wakes == wakes + 1
    ended = await packager.settled(job.id)
    assert ended.result is not None
    assert ended.result["course"] == {"id": "course", "version": 0, "title": "Course"}
    await assert_the_course_is_there(packager)


async def test_a_discarded_package_leaves_nothing_behind(packager: Packager) -> None:
    job = await judged(packager)
    await packager.decisions.discard(job)
    ended = await packager.settled(job.id)
    assert ended.result is not None
    assert (ended.result["ended"], ended.result["course"]) == ("discard", None)
    await packager.run_removals()
    await assert_nothing_is_left(packager)


async def test_a_package_that_nobody_says_a_word_about_is_gone_in_the_end(
    packager: Packager, clock: ManualClock
) -> None:
    job = await judged(packager)
    clock.forward(WAITING_SECONDS - 1)
    assert is_waiting(await packager.settled(job.id))
    clock.forward(1)
    await packager.jobs.start()
    packager.jobs.wake()
    while (ended := await packager.jobs.get("t", job.id)) is None or ended.state != "done":
        pass
    await packager.jobs.stop()
    assert ended.result is not None
    assert ended.result["ended"] == "expired"
    await packager.run_removals()
    await assert_nothing_is_left(packager)


@pytest.mark.parametrize("data", [BROKEN, b"no zip"])
async def test_nobody_is_asked_about_a_package_with_errors(data: bytes, packager: Packager) -> None:
    ended = await packager.settled(await packager.receive(data, terms=ASK))
    assert ended.state == "done"
    assert ended.result is not None
    assert ended.result["playable"] is False
    await packager.run_removals()
    await assert_nothing_is_left(packager)


async def test_what_waits_survives_a_restart(packager: Packager) -> None:
    job = await judged(packager)
    packager.restart(packager.objects)
    await packager.imports.clean()
    await packager.decisions.accept(job)
    await packager.settled(job.id)
    await assert_the_course_is_there(packager)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", [1, 2, 3])
async def test_an_accepted_import_that_is_killed_while_storing_begins_again(
    call: int, *, after: bool, packager: Packager
) -> None:
    job = await judged(packager)
    await packager.decisions.accept(job)
    packager.restart(DyingObjects(packager.objects, call, after=after))
    with pytest.raises(Killed):
        await packager.run(job.id)
    packager.restart(packager.objects)
    await packager.imports.clean()
    await packager.settled(job.id)
    await assert_the_course_is_there(packager)


async def test_a_look_that_died_before_it_was_stored_is_taken_again(packager: Packager) -> None:
    job_id = await packager.receive(PACKAGE, terms=ASK)
    job = await packager.jobs.get("t", job_id)
    assert job is not None
    looked = await packager.handlers["import"](job, Progress())
    assert isinstance(looked, Waiting)
    await packager.decisions.accept(await packager.settled(job_id))
    await packager.settled(job_id)
    await assert_the_course_is_there(packager)


async def test_only_what_waits_is_accepted_or_discarded(packager: Packager) -> None:
    job = await judged(packager)
    await packager.decisions.accept(job)
    ended = await packager.settled(job.id)
    decisions = packager.decisions
    for look in (decisions.accept(ended), decisions.discard(ended), decisions.judged(ended)):
        with pytest.raises(NotWaiting):
            await look
    await assert_the_course_is_there(packager)


async def test_another_upload_through_a_link_takes_the_place_of_what_waits_there(
    packager: Packager,
) -> None:
    first = await judged(packager, OTHER, Terms(ask=True, link="one"))
    elsewhere = await judged(packager, OTHER, Terms(ask=True, link="two"))
    second = await judged(packager, PACKAGE, Terms(ask=True, link="one"))
    ended = await packager.settled(first.id)
    assert ended.result is not None
    assert ended.result["ended"] == "discard"
    still = await packager.jobs.get("t", elsewhere.id)
    assert still is not None
    assert is_waiting(still)
    await packager.decisions.discard(elsewhere)
    await packager.settled(elsewhere.id)
    await packager.decisions.accept(second)
    await packager.settled(second.id)
    await packager.run_removals()
    await assert_the_course_is_there(packager)


async def test_the_first_word_about_a_package_counts(packager: Packager) -> None:
    job = await judged(packager)
    await packager.decisions.accept(job)
    with pytest.raises(NotWaiting):
        await packager.decisions.discard(job)
    await packager.decisions.accept(job)  # said again, because the answer was late
    await packager.settled(job.id)
    await assert_the_course_is_there(packager)


async def test_an_accepted_package_is_not_replaced_by_another_upload(packager: Packager) -> None:
    terms = Terms(ask=True, link="one", expected=NO_VERSION)
    job = await judged(packager, PACKAGE, terms)
    await packager.decisions.accept(job)  # and waits for its turn
    await packager.receive(OTHER, terms=terms)
    ended = await packager.settled(job.id)
    assert ended.result is not None
    assert ended.result["course"] == {"id": "course", "version": 0, "title": "Course"}


async def test_of_many_uploads_through_a_link_only_the_last_one_waits(packager: Packager) -> None:
    terms = Terms(ask=True, link="one")
    jobs = [await packager.receive(data, terms=terms) for data in (PACKAGE, OTHER, PACKAGE)]
    *superseded, last = [await packager.settled(job) for job in jobs]
    assert is_waiting(last)
    for ended in superseded:
        assert ended.result is not None
        assert (ended.state, ended.result["ended"]) == ("done", "discard")
    assert [name for name in packager.spooled() if name.endswith("~" + last.id + ".zip")]
    assert not [n for n in packager.spooled() for job in jobs[:-1] if job in n]


async def test_an_upload_that_came_while_another_was_judged_takes_its_place(
    packager: Packager,
) -> None:
    terms = Terms(ask=True, link="one")
    first = await packager.receive(PACKAGE, terms=terms)
    job = await packager.jobs.get("t", first)
    assert job is not None
    looked = await packager.handlers["import"](job, Progress())
    assert isinstance(looked, Waiting)
    await judged(packager, OTHER, terms)  # and `looked` was not stored yet
    ended = await packager.settled(first)
    assert ended.result is not None
    assert ended.result["ended"] == "discard"


async def test_a_version_is_made_only_of_what_was_compared_with_the_newest(
    packager: Packager,
) -> None:
    for_new = Terms(ask=True, expected=NO_VERSION)
    job = await judged(packager, OTHER, for_new)
    await packager.upload(PACKAGE)
    with pytest.raises(CourseChanged):
        await packager.decisions.accept(job)
    with pytest.raises(CourseChanged):
        await packager.receive(OTHER, terms=for_new, may_create_new_version=True)
    await packager.decisions.discard(job)
    await packager.settled(job.id)
    await packager.run_removals()
    await assert_the_course_is_there(packager)


async def test_of_two_uploads_that_expect_the_same_version_one_is_refused_whole(
    packager: Packager,
) -> None:
    terms = Terms(link="one", expected=NO_VERSION)
    first, second, again = [
        await packager.receive(data, terms=terms, may_create_new_version=True)
        for data in (PACKAGE, OTHER, PACKAGE)
    ]
    await packager.run(first)
    with pytest.raises(CourseChanged):
        await packager.run(second)
    assert (await packager.run(again))["course"]["version"] == 0  # the same bytes make no other
    await packager.run_removals()
    await assert_the_course_is_there(packager)


async def test_a_course_that_came_meanwhile_is_not_replaced_without_leave(
    packager: Packager,
) -> None:
    job_id = await packager.receive(OTHER, terms=ASK)
    job = await packager.settled(job_id)
    await packager.upload(PACKAGE)
    with pytest.raises(CourseExists):
        await packager.decisions.accept(job)
