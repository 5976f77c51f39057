"""The main job, end to end: an author uploads, a learner learns, a teacher reads the result.

Everything is real: the service, the portal, the browser, the packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import APP_ID, SECRET, Service
from tests.acceptance.samples.conftest import run_portal
from tests.acceptance.samples.learning import FEEDBACK_ANSWERS, SECURITY_ANSWERS, answer, forward

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import FrameLocator, Page

    from tests.acceptance.samples.conftest import OpenPage


@pytest.fixture
async def portal(service: Service) -> AsyncIterator[str]:
    async with run_portal(service.url, APP_ID, SECRET) as url:
        yield url


async def upload(page: Page, package: Path) -> str:
    """Add a course in the portal; return the id that it got."""
    await page.locator("#add-course").click()
    importer = page.frame_locator("iframe.importer")
    await importer.locator("#file").set_input_files(package)
    await importer.locator("button.primary").click()
    await importer.locator('[data-state="imported"]').wait_for()
    card = page.locator(".card").first
    await expect(card).to_be_visible()
    return await card.get_attribute("data-course") or ""


async def play(page: Page, portal: str, course: str) -> FrameLocator:
    """Open the course in the portal; return its content, two frames below."""
    await page.goto(f"{portal}/#/play/{course}")
    sco = page.frame_locator("iframe.player").frame_locator("iframe#content")
    await sco.locator("footer").wait_for()
    return sco


async def saved(page: Page) -> None:
    player = page.frame_locator("iframe.player")
    await expect(player.locator('[data-save-state="saved"]')).to_be_attached()


async def test_a_scorm_12_quiz_is_left_half_way_resumed_and_passed(
    portal: str, packages: dict[str, Path], open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(portal)
    course = await upload(page, packages["quiz-scorm12"])
    sco = await play(page, portal, course)
    await forward(sco, 5)
    for given in SECURITY_ANSWERS[:2]:
        await answer(sco, given)
    context = page.context
    await page.close()

    page = await context.new_page()
    sco = await play(page, portal, course)
    await expect(sco.locator("#place")).to_have_text("8 of 14")
    for given in [*SECURITY_ANSWERS[2:6], "2", "3"]:  # one of seven wrong
        await answer(sco, given)
    await sco.locator("#next").click()
    await expect(sco.locator(".left")).to_be_visible()
    await expect(page.locator(".panel .state")).to_have_text("passed")

    await page.goto(f"{portal}/#/results")
    await expect(page.locator("tbody .state")).to_have_text("passed")
    await expect(page.locator("tbody .score")).to_have_text("86 %")
    await page.locator("tbody button").click()
    await expect(page.locator(".answer")).to_have_count(8)
    await expect(page.locator(".answer.right")).to_have_count(6)
    await expect(page.locator(".answer.wrong")).to_contain_text("q7-emergency")
    await page.locator(".details a").click()
    statements = page.locator(".statements")
    for verb in ("launched", "initialized", "suspended", "resumed", "responded", "passed"):
        await expect(statements.locator("strong", has_text=verb).first).to_be_visible()


async def test_a_scorm_2004_course_of_three_parts_leads_from_part_to_part(
    portal: str, packages: dict[str, Path], open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(portal)
    course = await upload(page, packages["course-scorm2004"])
    sco = await play(page, portal, course)
    await forward(sco, 4)  # the last one finishes the part, which asks for the next
    await expect(sco.locator("header h1")).to_contain_text("2 of 3")
    await forward(sco, 1)
    await saved(page)
    await page.goto(portal)

    sco = await play(page, portal, course)
    await expect(sco.locator("header h1")).to_contain_text("2 of 3")
    await expect(sco.locator("#place")).to_have_text("2 of 6")
    await forward(sco, 2)
    for practised in ("b", "sbi", "false"):
        await answer(sco, practised)
    await expect(sco.locator("header h1")).to_contain_text("3 of 3")
    await forward(sco, 1)
    for given in FEEDBACK_ANSWERS:
        await answer(sco, given)
    await sco.locator("#next").click()
    await expect(sco.locator(".left")).to_be_visible()

    await page.goto(f"{portal}/#/results")
    await expect(page.locator("tbody .score")).to_have_text("100 %")
    await page.locator("tbody button").click()
    check = page.locator(".activity", has_text="Check yourself")
    await expect(check.locator(".state")).to_have_text("passed")
    await expect(check.locator(".objectives li")).to_contain_text(
        ["observe 100 %", "phrase 100 %", "listen 100 %"]
    )
    await expect(check.locator(".answer").first).to_contain_text("Which of these did you observe?")


async def test_cyrillic_names_sound_and_an_asset_play(
    portal: str, packages: dict[str, Path], open_page: OpenPage
) -> None:
    page = await open_page(locale="ru-RU")
    await page.goto(portal)
    course = await upload(page, packages["kurs-kirillica"])
    sco = await play(page, portal, course)
    picture = sco.locator("figure img").first
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 720
    await forward(sco, 2)
    seek = """audio => new Promise(done => {
        audio.onseeked = () => done(audio.currentTime);
        audio.onloadedmetadata = () => { audio.currentTime = 10; };
        audio.load();
    })"""
    assert await sco.locator("audio").evaluate(seek) == 10
    player = page.frame_locator("iframe.player")
    await player.locator('button[data-nav="continue"]').click()
    await expect(sco.locator("h2")).to_have_text("На холодильник")
    async with page.expect_download() as download:
        await sco.locator("a[download]").click()
    assert (await download.value).suggested_filename == "Памятка (для печати).txt"


async def test_a_refused_package_leaves_no_course_behind(
    portal: str, packages: dict[str, Path], open_page: OpenPage, service: Service
) -> None:
    page = await open_page(locale="ru-RU")
    await page.goto(portal)
    await page.locator("#add-course").click()
    importer = page.frame_locator("iframe.importer")
    await importer.locator("#file").set_input_files(packages["broken"])
    await expect(importer.locator("h2")).to_have_text("Пакет не принят")
    finding = importer.locator('.error [data-rule="scorm.launch-file-missing"]')
    await expect(finding).to_contain_text("строка 30")
    await expect(finding.locator("mark")).to_have_text('href="lesson-1.html"')
    assert (await service.api("GET", "/courses"))["courses"] == []
