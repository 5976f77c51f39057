"""The main job, end to end: a portal, a learner's browser, the real service, real packages.

Everything goes through the demo portal as a person would do it, in Chromium: upload a package,
play it, close the tab half way, come back where it stopped, finish, and read the result.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from samples.build import build_all
from tests.acceptance.conftest import APP_ID, SECRET, free_port
from tests.acceptance.samples.test_courses import (
    FEEDBACK_ANSWERS,
    SECURITY_ANSWERS,
    answer,
    forward,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, BrowserContext, FrameLocator, Page

    from tests.acceptance.conftest import Service

PORTAL = Path(__file__).parents[2] / "samples/portal/server.py"
VERBS = "http://adlnet.gov/expapi/verbs/"


@pytest.fixture(scope="session")
def packages() -> dict[str, Path]:
    return {path.stem: path for path in build_all()}


@pytest.fixture
async def portal(service: Service) -> AsyncIterator[str]:
    """The demo portal as a process of its own; returns its address."""
    port = free_port()
    given = {"PORTAL_API": service.url, "PORTAL_APP_ID": APP_ID, "PORTAL_SECRET": SECRET}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(PORTAL),
        "--port",
        str(port),
        env=os.environ | given,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()  # it says its address once it is about to listen
    yield f"http://cursus.localhost:{port}"
    process.terminate()
    await process.wait()


@pytest.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    made = await chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    yield made
    await made.close()


async def visit(context: BrowserContext, address: str, faults: list[str]) -> Page:
    """Open a page whose errors are noted."""
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    await page.goto(address)
    return page


async def upload(page: Page, package: Path) -> None:
    """Give the portal a package and wait until its course is on the shelf."""
    await page.locator("#packages").set_input_files(str(package))
    await expect(page.locator(f'[data-course="{package.stem}"]')).to_be_visible(timeout=20_000)


def content(page: Page) -> FrameLocator:
    """What the learner works with: the course in the player in the portal."""
    return page.frame_locator("iframe.player").frame_locator("#content")


def address_of(registration: dict[str, Any]) -> str:
    """The path of a registration in the management API."""
    return f"/registrations/{quote(registration['id'], safe='')}"


async def statements(service: Service) -> list[dict[str, Any]]:
    """All statements of the only registration, oldest first."""
    registrations = (await service.api("GET", "/registrations"))["registrations"]
    path = f"{address_of(registrations[0])}/xAPIStatements"
    return list(reversed((await service.api("GET", path))["statements"]))


async def test_a_scorm_12_course_is_uploaded_played_closed_resumed_finished_and_read(
    service: Service, portal: str, context: BrowserContext, packages: dict[str, Path]
) -> None:
    faults: list[str] = []
    page = await visit(context, portal, faults)
    await upload(page, packages["quiz-scorm12"])
    await page.locator('[data-course="quiz-scorm12"] a.primary').click()
    sco = content(page)
    await forward(sco, 5)
    for given in SECURITY_ANSWERS[:4]:
        await answer(sco, given)
    await expect(sco.locator("#place")).to_have_text("10 of 14")
    await page.close()

    page = await visit(context, f"{portal}/#/play/quiz-scorm12", faults)
    sco = content(page)
    await expect(sco.locator("#place")).to_have_text("10 of 14")
    for given in SECURITY_ANSWERS[4:]:
        await answer(sco, given)
    await expect(sco.locator(".ring")).to_have_text("100 %")
    await sco.locator("#next").click()
    await expect(page.locator(".facts")).to_contain_text("100", timeout=10_000)
    await page.close()

    page = await visit(context, f"{portal}/#/results", faults)
    row = page.locator("tbody[data-registration]")
    await expect(row).to_contain_text("Information security at school")
    await expect(row).to_contain_text("passed")
    await expect(row).to_contain_text("100")
    await row.get_by_role("button").click()
    await expect(row.locator(".details")).to_contain_text("1.b,2.a,3.c")
    assert faults == []

    (registration,) = (await service.api("GET", "/registrations"))["registrations"]
    assert registration["registrationCompletion"] == "COMPLETED"
    assert registration["registrationSuccess"] == "PASSED"
    assert registration["score"] == {"scaled": 100}
    assert registration["totalSecondsTracked"] > 0
    said = await statements(service)
    verbs = [statement["verb"]["id"].removeprefix(VERBS) for statement in said]
    assert verbs.count("launched") == 2
    assert verbs.count("initialized") == 1
    assert verbs.count("suspended") == 1
    assert verbs.count("resumed") == 1
    assert verbs.count("terminated") == 1
    assert verbs.count("responded") == 8
    assert verbs.count("passed") == 2  # the SCO and the course
    assert verbs.index("suspended") < verbs.index("resumed") < verbs.index("terminated")
    answers = [s["result"]["response"] for s in said if s["verb"]["id"] == VERBS + "responded"]
    assert answers == ["b", "false", "a[,]c[,]d", "Phishing", "1[.]b[,]2[.]a[,]3[.]c",
                       "c[,]d[,]b[,]a", "1", "3"]  # fmt: skip


async def test_a_scorm_2004_course_of_three_scos_is_played_through_and_resumed(
    service: Service, portal: str, context: BrowserContext, packages: dict[str, Path]
) -> None:
    faults: list[str] = []
    page = await visit(context, portal, faults)
    await upload(page, packages["course-scorm2004"])
    await page.locator('[data-course="course-scorm2004"] a.primary').click()
    player = page.frame_locator("iframe.player")
    items = player.locator("[data-activity]:not(iframe)")
    await expect(items).to_have_count(3)
    names = [await items.nth(n).get_attribute("data-activity") for n in range(3)]
    sco = content(page)
    await expect(sco.locator("#place")).to_have_text("1 of 4")
    await player.locator('[data-nav="continue"]').click()
    frame = player.locator("iframe#content")
    await expect(frame).to_have_attribute("data-activity", names[1] or "")
    await player.locator(f'[data-activity="{names[2]}"]:not(iframe)').click()
    await expect(frame).to_have_attribute("data-activity", names[2] or "")
    await forward(sco, 1)
    for given in FEEDBACK_ANSWERS[:3]:
        await answer(sco, given)
    await expect(sco.locator("#place")).to_have_text("5 of 10")
    await page.close()

    page = await visit(context, f"{portal}/#/play/course-scorm2004", faults)
    player, sco = page.frame_locator("iframe.player"), content(page)
    frame = player.locator("iframe#content")
    await expect(frame).to_have_attribute("data-activity", names[2] or "")
    await expect(sco.locator("#place")).to_have_text("5 of 10")
    for given in FEEDBACK_ANSWERS[3:]:
        await answer(sco, given)
    await expect(sco.locator(".ring")).to_have_text("100 %")
    await sco.locator("#next").click()
    await expect(player.locator(f'[data-activity="{names[2]}"]:not(iframe)')).to_have_attribute(
        "data-status", "passed"
    )
    assert faults == []
    (registration,) = (await service.api("GET", "/registrations"))["registrations"]
    path = address_of(registration)
    query = "includeChildResults=true&includeInteractionsAndObjectives=true&includeRuntime=true"
    told = await service.api("GET", f"{path}?{query}")
    check = told["activityDetails"]["children"][2]
    assert check["activitySuccess"] == "PASSED"
    assert check["score"] == {"scaled": 100}
    assert [i["result"] for i in check["runtime"]["runtimeInteractions"]] == ["correct"] * 7 + [
        "neutral"
    ]
    assert told["registrationCompletion"] == "INCOMPLETE"  # two parts were only looked at


async def test_a_broken_package_is_explained_where_it_was_dropped(
    service: Service, portal: str, context: BrowserContext, packages: dict[str, Path]
) -> None:
    faults: list[str] = []
    page = await visit(context, portal, faults)
    await page.locator("#packages").set_input_files(str(packages["broken"]))
    row = page.locator('.uploads li[data-outcome="bad"]')
    await expect(row).to_be_visible(timeout=20_000)
    await expect(row).to_contain_text("imsmanifest.xml")
    assert (await service.api("GET", "/courses"))["courses"] == []
    assert faults == []
