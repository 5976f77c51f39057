"""What a portal that frames the player hears, and the helper and pages around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.acceptance.player.service import ASSETS, Part

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.acceptance.player.conftest import Play

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def told(page: Page, kind: str) -> dict[str, Any]:
    """Wait for a message of a kind at the portal and return it."""
    script = f"told.findLast((one) => one.type === '{kind}')"
    handle = await page.wait_for_function(script)
    message: dict[str, Any] = await handle.json_value()
    return message


async def test_the_portal_hears_of_progress_result_and_end(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение"), Part("two", "Правила"))
    attempt.embed_origin = play.portal
    sco = await play.embed(page)
    assert (await told(page, "progress"))["completed"] == 0
    attempt.result = {"completion": "completed", "success": "passed", "score": 0.8}
    await sco.evaluate("api.set('cmi.core.lesson_status', 'passed'); api.commit()")
    await page.wait_for_function("told.some((one) => one.completed === 1)")
    progress = await told(page, "progress")
    expected = {"source": "cursus", "registration": attempt.id, "completed": 1, "total": 2}
    assert progress == expected | {"type": "progress", "origin": play.origin}
    assert (await told(page, "completed"))["score"] == 0.8
    assert (await told(page, "passed"))["score"] == 0.8
    assert (await told(page, "save"))["state"] in ("saving", "saved")
    assert (await told(page, "resize"))["height"] > 0
    await page.frame_locator("iframe").locator('button[data-nav="exitAll"]').click()
    assert (await told(page, "exit"))["ended"] == "exit"


async def test_an_old_result_is_no_news(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение"))
    attempt.embed_origin = play.portal
    attempt.result = {"completion": "completed", "success": "failed", "score": 0.1}
    sco = await play.embed(page)
    await sco.evaluate("api.set('cmi.core.lesson_location', '2'); api.commit()")
    await page.wait_for_function("told.some((one) => one.state === 'saved')")
    assert (
        await page.evaluate("told.some((one) => ['completed', 'failed'].includes(one.type))")
        is False
    )


@pytest.mark.parametrize("origin", [None, "http://elsewhere.localhost"])
async def test_no_other_origin_hears_anything(play: Play, page: Page, origin: str | None) -> None:
    attempt = play.attempt(Part("one", "Введение"), embed_origin=origin)
    sco = await play.embed(page)
    await sco.evaluate("api.set('cmi.core.lesson_location', '2'); api.commit()")
    await play.seen(lambda: "cmi.core.lesson_location" in attempt.parts[0].values)
    assert await page.evaluate("told") == []


EMBED = """async (url) => {
    const { embed } = await import("/assets/embed.js");
    const heard = (window.heard = []);
    document.body.innerHTML = "<div style='height: 500px'></div>";
    const options = { onEvent: (event) => heard.push(event), title: "Курс", grow: true };
    window.player = embed(document.body.firstChild, url, options);
}"""


async def test_the_helper_embeds_the_player_and_hears_it_alone(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение"))
    attempt.embed_origin = play.portal
    await page.goto(f"{play.portal}/course/blank.html")
    await page.evaluate(EMBED, f"{play.origin}/player/token")
    await play.content(page)
    await page.wait_for_function("heard.some((event) => event.type === 'save')")
    await page.evaluate("window.postMessage({ source: 'cursus', type: 'passed' }, '*')")
    await page.wait_for_function("heard.some((event) => event.type === 'resize')")
    assert await page.evaluate("heard.some((event) => event.type === 'passed')") is False
    frame = page.locator("iframe")
    await expect(frame).to_have_attribute("title", "Курс")
    assert "allow-top-navigation" not in (await frame.get_attribute("sandbox") or "")
    assert await frame.evaluate("frame => frame.style.height.endsWith('px')")
    await page.evaluate("player.remove()")
    await expect(frame).to_have_count(0)


async def test_content_cannot_move_the_portal_elsewhere(play: Play, page: Page) -> None:
    play.attempt(Part("one", "Введение"))
    sco = await play.embed(page)
    await sco.evaluate("try { top.location = 'about:blank' } catch { }")
    await sco.click("h1")
    await sco.evaluate("try { top.location = 'about:blank' } catch { }")
    assert page.url.startswith(play.portal)


@pytest.mark.parametrize("scripts", [True, False])
async def test_the_launch_page_hands_over_by_itself_or_by_its_button(
    play: Play, browser: Browser, *, scripts: bool
) -> None:
    page_text = (ASSETS / "launch.html").read_text("utf-8")
    for marker, value in {"assets": "/assets", "lang": "ru", "title": "Охрана труда"}.items():
        page_text = page_text.replace(f"{{{{{marker}}}}}", value)
    play.service.pages["launch.html"] = page_text
    context = await browser.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    play.watch(page)
    await page.goto(f"{play.origin}/course/launch.html")
    if not scripts:
        await page.get_by_role("button", name="Открыть курс").click()
    await page.wait_for_url("**/course/launched")
    await context.close()
