"""The player and its server together: reloads, take-overs, and work done while the server was down.

The content is a page that puts its SCORM API where the test can call it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.manifests import manifest_12, organization, organizations
from tests.manifests import package as package_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, BrowserContext, Frame, Page

    from tests.acceptance.conftest import Service

CONTENT = b"""<!doctype html><title>Lesson</title><p id="ready">ready</p><script>
let w = window; while (!w.API) w = w.parent;
const api = w.API;
api.LMSInitialize("");
</script>"""
ITEMS = "".join(
    f'<item identifier="{name}" identifierref="R"><title>Part {name}</title></item>'
    for name in ("A", "B")
)


@pytest.fixture
async def course(service: Service, tmp_path: Path) -> str:
    tree = organizations(organization(ITEMS))
    package = tmp_path / "course.zip"
    package.write_bytes(package_of(manifest_12(tree), {"index.html": CONTENT}))
    assert (await service.upload(package, "course"))["status"] == "COMPLETE"
    return "course"


@pytest.fixture
async def context(chromium: Browser) -> BrowserContext:
    return await chromium.new_context()


async def content(page: Page) -> Frame:
    """The frame that the content runs in, once it does."""
    await page.frame_locator("#content").locator("#ready").wait_for()
    frame = page.frame(name="content")
    assert frame is not None
    return frame


async def call(page: Page, function: str, *arguments: str) -> Any:
    return await (await content(page)).evaluate(
        "([name, args]) => api[name](...args)", [function, list(arguments)]
    )


async def location(page: Page) -> Any:
    return await call(page, "LMSGetValue", "cmi.core.lesson_location")


async def set_location(page: Page, value: str) -> None:
    assert await call(page, "LMSSetValue", "cmi.core.lesson_location", value) == "true"
    assert await call(page, "LMSCommit", "") == "true"


async def test_a_reload_resumes_where_the_content_was(
    service: Service, course: str, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(await service.launch(course, "r"))
    assert await call(page, "LMSGetValue", "cmi.core.entry") == "ab-initio"
    await set_location(page, "стр. 7")
    await page.reload()
    assert await location(page) == "стр. 7"
    assert await call(page, "LMSGetValue", "cmi.core.entry") == "resume"


async def test_a_learner_moves_by_the_contents_and_finds_each_part_as_it_was_left(
    service: Service, course: str, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(await service.launch(course, "r"))
    await set_location(page, "in A")
    await call(page, "LMSSetValue", "cmi.core.lesson_status", "completed")
    await page.locator('[data-nav="continue"]').click()
    await expect(page.locator("#content")).to_have_attribute("data-activity", "B")
    assert await location(page) == ""
    await set_location(page, "in B")
    await page.locator('nav [data-activity="A"]').click()
    await expect(page.locator("#content")).to_have_attribute("data-activity", "A")
    assert await location(page) == "in A"
    await expect(page.locator('nav [data-activity="A"]')).to_have_attribute(
        "data-status", "completed"
    )


async def test_the_later_page_has_the_attempt_and_the_earlier_one_can_take_it_back(
    service: Service, course: str, context: BrowserContext, chromium: Browser
) -> None:
    earlier = await context.new_page()
    await earlier.goto(await service.launch(course, "r"))
    await set_location(earlier, "1")
    elsewhere = await chromium.new_context()
    later = await elsewhere.new_page()
    await later.goto(await service.relaunch("r"))
    assert await location(later) == "1"
    await call(earlier, "LMSSetValue", "cmi.core.lesson_location", "late")
    await expect(earlier.locator("#message")).to_be_visible()
    await set_location(later, "2")
    await earlier.locator("#message-button").click()
    assert await location(earlier) == "2"


async def test_what_was_done_while_the_server_was_down_is_there_at_the_next_start(
    service: Service, course: str, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(await service.launch(course, "r"))
    await set_location(page, "1")
    await expect(page.locator('[data-save-state="saved"]')).to_be_attached()
    await service.kill()
    await set_location(page, "2")
    await expect(page.locator('[data-save-state="offline"]')).to_be_attached()
    await page.close()
    await service.start()
    page = await context.new_page()
    await page.goto(await service.relaunch("r"))
    assert await location(page) == "2"


async def test_a_page_goes_on_when_the_server_returns(
    service: Service, course: str, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(await service.launch(course, "r"))
    await set_location(page, "1")
    await service.kill()
    await set_location(page, "2")
    await service.start()
    await expect(page.locator('[data-save-state="saved"]')).to_be_attached(timeout=60_000)
    await page.reload()
    assert await location(page) == "2"


async def test_a_learner_is_told_that_content_has_ended_which_stays_to_be_seen(
    service: Service, course: str, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(await service.launch(course, "r"))
    await content(page)
    await expect(page.locator("#part-title")).to_have_text("Part A")
    assert await call(page, "LMSFinish", "") == "true"
    await expect(page.locator("#part-title")).to_have_text(
        "This part is finished, your work is saved"
    )
    await expect(page.locator("#content")).to_be_visible()
    await page.locator('[data-nav="continue"]').click()
    await expect(page.locator("#part-title")).to_have_text("Part B")


async def test_a_learner_who_is_done_sees_the_result_and_cannot_reopen_that_page(
    service: Service, course: str, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(await service.launch(course, "r"))
    await call(page, "LMSSetValue", "cmi.core.lesson_status", "completed")
    await page.locator('[data-nav="exitAll"]').click()
    await expect(page.locator("#message")).to_be_visible()
    answer = await page.reload()
    assert answer is not None
    assert answer.status == 410
    result = await service.api("GET", "/registrations/r")
    assert result["registrationCompletion"] == "INCOMPLETE"
