"""The sample courses in a real browser: what a learner sees, and what the LMS is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import scorm2004
from tests.acceptance.samples.conftest import PHONE
from tests.acceptance.samples.learning import FEEDBACK_ANSWERS, SECURITY_ANSWERS, answer, forward
from tests.acceptance.samples.shelf import refused, said

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.acceptance.samples.conftest import OpenPage
    from tests.acceptance.samples.shelf import Shelf

SECURITY = ("/quiz-scorm12/index.html", "scorm12")
FEEDBACK = ("/course-scorm2004/check/index.html", "scorm2004")
COURSES = [
    SECURITY,
    ("/course-scorm2004/why/index.html", "scorm2004"),
    ("/course-scorm2004/model/index.html", "scorm2004"),
    FEEDBACK,
    ("/kurs-kirillica/урок/начало.html", "scorm2004"),
]


async def value(page: Page, element: str) -> str:
    return str((await said(page, "values")).get(element, ""))


async def test_whoever_closes_the_window_comes_back_to_the_same_page_and_answers(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    sco = await shelf.open(page, *SECURITY)
    await forward(sco, 5)
    await answer(sco, "b")
    await page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    await page.wait_for_function("calls.includes('end')")
    kept = await said(page, "values")
    assert kept["cmi.core.exit"] == "suspend"
    assert kept["cmi.core.lesson_status"] == "incomplete"

    again = await shelf.open(page, *SECURITY, **kept)
    await expect(again.locator("#place")).to_have_text("7 of 14")
    await expect(again.locator(".note")).to_contain_text("Welcome back")
    await again.locator("#back").click()
    chosen = again.locator('section:not([hidden]) input[value="b"]')
    await expect(chosen).to_be_checked()
    await expect(chosen).to_be_disabled()


async def test_scorm_2004_is_resumed_by_location_and_suspend_data(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    sco = await shelf.open(page, *FEEDBACK)
    await forward(sco, 1)
    await answer(sco, "b")
    kept = await said(page, "values")
    assert kept["cmi.location"] == "observe-2"
    again = await shelf.open(page, *FEEDBACK, **kept)
    await expect(again.locator("#place")).to_have_text("3 of 10")


async def test_right_answers_to_the_scorm_12_quiz_give_all_points_in_the_standards_words(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    sco = await shelf.open(page, *SECURITY)
    await forward(sco, 5)
    for given in SECURITY_ANSWERS:
        await answer(sco, given)
    await expect(sco.locator(".ring")).to_have_text("100 %")
    await expect(sco.locator(".lead:visible")).to_have_text("Well done, Anna!")
    assert await value(page, "cmi.core.score.raw") == "100"
    assert await value(page, "cmi.core.lesson_status") == "passed"
    responses = [await value(page, f"cmi.interactions.{n}.student_response") for n in range(8)]
    assert responses == ["b", "f", "a,c,d", "Phishing", "1.b,2.a,3.c", "c,d,b,a", "1", "3"]
    results = [await value(page, f"cmi.interactions.{n}.result") for n in range(8)]
    assert results == ["correct"] * 7 + ["neutral"]

    await sco.locator("#next").click()
    await expect(sco.locator(".left")).to_be_visible()
    assert (await said(page, "calls"))[-1] == "end"
    assert await value(page, "cmi.core.exit") == ""
    assert await refused(page, SCORM12) == []


async def test_right_answers_to_the_scorm_2004_quiz_give_all_points_in_the_standards_words(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    sco = await shelf.open(page, *FEEDBACK)
    await forward(sco, 1)
    for given in FEEDBACK_ANSWERS:
        await answer(sco, given)
    await expect(sco.locator(".ring")).to_have_text("100 %")
    assert float(await value(page, "cmi.score.scaled")) == 1
    assert await value(page, "cmi.success_status") == "passed"
    assert await value(page, "cmi.completion_status") == "completed"
    assert float(await value(page, "cmi.progress_measure")) == 1
    prefix = "cmi.interactions."
    responses = [await value(page, f"{prefix}{n}.learner_response") for n in range(8)]
    assert responses == [
        "b",
        "a[,]c",
        "1[.]s[,]2[.]b[,]3[.]i",
        "c[,]d[,]b[,]a",
        "impact",
        "false",
        "10",
        "4",
    ]
    assert await value(page, f"{prefix}6.correct_responses.0.pattern") == "10[:]10"
    objectives = [await value(page, f"cmi.objectives.{n}.id") for n in range(3)]
    assert objectives == ["observe", "phrase", "listen"]
    await sco.locator("#next").click()
    await expect(sco.locator(".left")).to_be_visible()
    assert await refused(page, scorm2004("4th")) == []


async def test_too_few_right_answers_fail_and_may_be_tried_again(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    sco = await shelf.open(page, *SECURITY)
    await forward(sco, 5)
    for given in ["a", True, *SECURITY_ANSWERS[2:6], "2", "3"]:
        await answer(sco, given)
    await expect(sco.locator(".ring")).to_have_text("57 %")  # 4 of 7
    assert await value(page, "cmi.core.lesson_status") == "failed"
    await sco.locator("#again").click()
    await expect(sco.locator("#place")).to_have_text("6 of 14")
    for given in SECURITY_ANSWERS:
        await answer(sco, given)
    assert await value(page, "cmi.core.lesson_status") == "passed"
    assert await value(page, "cmi.interactions._count") == "16"  # the first attempt stays


async def test_practice_completes_a_part_without_a_score_and_asks_for_the_next(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    sco = await shelf.open(page, "/course-scorm2004/model/index.html", "scorm2004")
    await forward(sco, 3)
    await answer(sco, "a")
    await answer(sco, "sbi")
    assert await value(page, "cmi.completion_status") == "incomplete"
    await answer(sco, "true")
    await expect(sco.locator(".left")).to_be_visible()
    assert await value(page, "cmi.completion_status") == "completed"
    assert await value(page, "cmi.score.scaled") == ""
    assert await value(page, "adl.nav.request") == "continue"
    assert await refused(page, scorm2004("4th")) == []


async def test_nothing_is_said_in_review_mode(shelf: Shelf, open_page: OpenPage) -> None:
    page = await open_page()
    sco = await shelf.open(page, *SECURITY, **{"cmi.core.lesson_mode": "review"})
    await forward(sco, 5)
    await answer(sco, "a")
    assert await said(page, "sets") == []


async def test_a_course_without_an_lms_can_be_read_and_says_that_nothing_is_kept(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(f"{shelf.url}{SECURITY[0]}")
    await expect(page.locator(".note")).to_contain_text("nothing is saved")
    await page.locator("#next").click()
    await expect(page.locator("#place")).to_have_text("2 of 14")


async def test_the_api_is_found_in_the_window_that_opened_the_course(
    shelf: Shelf, open_page: OpenPage
) -> None:
    page = await open_page()
    await shelf.open(page, *SECURITY)
    async with page.expect_popup() as opened:
        await page.evaluate("address => void open(address)", SECURITY[0])
    popup = await opened.value
    await popup.locator("footer").wait_for()
    assert (await said(page, "calls")).count("begin") == 2


@pytest.mark.parametrize(("address", "standard"), COURSES)
async def test_no_page_of_a_course_scrolls_sideways_on_a_phone(
    address: str,
    standard: str,
    shelf: Shelf,
    open_page: OpenPage,
) -> None:
    page = await open_page(PHONE)
    sco = await shelf.open(page, address, standard)
    too_wide = """pages => pages.filter(page => {
        for (const other of pages) other.hidden = other !== page;
        const both = [document.documentElement, document.querySelector("main")];
        return both.some(box => box.scrollWidth > box.clientWidth);
    }).map(page => page.dataset.page)"""
    assert await sco.locator("section[data-page]").evaluate_all(too_wide) == []
