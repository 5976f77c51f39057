"""Nothing that Commit has acknowledged is lost, whatever happens to the page and the network."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Error, async_playwright, expect

from tests.acceptance.player.service import Part
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import BrowserContext, Frame, Page

    from tests.acceptance.player.conftest import Play
    from tests.acceptance.player.service import Attempt

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOCATION = "cmi.core.lesson_location"


def course() -> Part:
    return Part("one", "Введение")


async def commit(sco: Frame, value: str, element: str = LOCATION) -> bool:
    """Set an element and commit; return what Commit answered."""
    answer: str = await sco.evaluate(
        "([element, value]) => (api.set(element, value), api.commit())", [element, value]
    )
    return answer == "true"


def has(attempt: Attempt, value: str) -> bool:
    return attempt.parts[0].values.get(LOCATION) == value


async def stored(page: Page) -> list[str]:
    """What the browser has stored for the player's origin, in both places."""
    texts: list[str] = await page.evaluate("""async () => {
        const open = indexedDB.open("cursus", 1);
        await new Promise((resolve) => { open.onsuccess = resolve; });
        const all = open.result.transaction("outbox").objectStore("outbox").getAll();
        await new Promise((resolve) => { all.onsuccess = resolve; });
        open.result.close();
        return [...Object.values(localStorage), ...all.result];
    }""")
    return texts


@asynccontextmanager
async def profile(folder: Path, cookies: int) -> AsyncIterator[BrowserContext]:
    """A browser with a profile of its own; `cookies` 0 allows third parties storage, 1 blocks."""
    preferences = folder / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True, exist_ok=True)
    if not preferences.exists():
        preferences.write_text(json.dumps({"profile": {"cookie_controls_mode": cookies}}))
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        yield context
        with contextlib.suppress(Error):
            await context.close()


async def test_work_done_off_line_is_sent_when_the_network_is_back(play: Play, page: Page) -> None:
    attempt = play.attempt(course())
    sco = await play.open(page)
    await page.context.set_offline(True)
    assert await commit(sco, "off line")
    await expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "offline")
    await expect(page.locator("#save-text")).to_be_visible()
    await expect(page.locator("#news")).to_contain_text("Нет связи")
    assert not has(attempt, "off line")
    await page.context.set_offline(False)
    await expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    assert has(attempt, "off line")
    await expect(page.locator("#news")).to_contain_text("Сохранено")


async def test_a_closed_tab_sends_what_was_not_committed(play: Play, page: Page) -> None:
    attempt = play.attempt(course())
    sco = await play.open(page)
    await sco.evaluate(f"api.set('{LOCATION}', 'just now')")
    await page.close()
    await play.seen(lambda: has(attempt, "just now"))


async def test_a_portal_that_removes_the_frame_loses_nothing(play: Play, page: Page) -> None:
    attempt = play.attempt(course())
    sco = await play.embed(page)
    await sco.evaluate(f"api.set('{LOCATION}', 'just now')")
    await page.evaluate("document.querySelector('iframe').remove()")
    await play.seen(lambda: has(attempt, "just now"))


async def test_a_portal_that_goes_elsewhere_loses_nothing(play: Play, page: Page) -> None:
    attempt = play.attempt(course())
    sco = await play.embed(page)
    await sco.evaluate(f"api.set('{LOCATION}', 'just now')")
    await page.goto(f"{play.portal}/course/blank.html")
    await play.seen(lambda: has(attempt, "just now"))


async def test_a_hidden_page_sends_what_was_not_committed(play: Play, page: Page) -> None:
    attempt = play.attempt(course())
    sco = await play.open(page)
    await sco.evaluate(f"api.set('{LOCATION}', 'just now')")
    await page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    await play.seen(lambda: has(attempt, "just now"))


async def test_a_small_change_of_a_long_cyrillic_value_survives_the_closing(
    play: Play, page: Page
) -> None:
    long = "".join(chr(0x410 + (7 * n) % 61) for n in range(64_000))
    attempt = play.attempt(course())
    sco = await play.open(page)
    assert await commit(sco, long, "cmi.suspend_data")
    await play.seen(lambda: attempt.parts[0].values.get("cmi.suspend_data") == long)
    await sco.evaluate(
        "long => api.set('cmi.suspend_data', long.slice(0, 9000) + '🙂' + long.slice(9000))", long
    )
    await page.close()
    changed = long[:9000] + "🙂" + long[9000:]
    await play.seen(lambda: attempt.parts[0].values.get("cmi.suspend_data") == changed)


async def test_work_that_could_not_be_sent_comes_home_with_the_next_start(
    play: Play, page: Page
) -> None:
    attempt = play.attempt(course())
    sco = await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    play.service.failing = 503
    assert await commit(sco, "kept here")
    await page.close()
    play.service.failing = None
    again = await page.context.new_page()
    sco = await play.open(again)
    assert await sco.evaluate(f"api.get('{LOCATION}')") == "kept here"
    name, body = next(call for call in play.service.calls if call[0] == "recover")
    assert (name, body["epoch"], body["from"]["epoch"]) == ("recover", 2, 1)
    await expect(again.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    assert await stored(again) == []


@pytest.mark.parametrize("trouble", ["the server is down", "somebody else answers"])
async def test_the_start_waits_for_the_server_when_work_is_to_be_recovered(
    play: Play, page: Page, trouble: str
) -> None:
    attempt = play.attempt(course())
    sco = await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    play.service.failing = 503
    await commit(sco, "kept here")
    await page.close()
    if trouble == "somebody else answers":
        play.service.stranger = "<p>Log in to the network</p>"
    again = await page.context.new_page()
    await again.goto(f"{play.origin}/player/token")
    await expect(again.locator("#wait")).to_contain_text("Отправляем работу")
    await expect(again.locator("iframe#content")).to_be_hidden()
    play.service.failing = play.service.stranger = None
    sco = await play.content(again)
    assert await sco.evaluate(f"api.get('{LOCATION}')") == "kept here"


async def test_another_learners_work_is_neither_sent_nor_removed(play: Play, page: Page) -> None:
    anna = play.attempt(course(), token="anna")
    boris = play.attempt(course(), token="boris")
    sco = await play.open(page, "anna")
    await play.seen(lambda: anna.seq > 0)
    anna.failing = 503  # also for what her page still sends while it closes
    assert await commit(sco, "of Anna")
    await page.close()
    second = await page.context.new_page()
    sco = await play.open(second, "boris")
    assert await commit(sco, "of Boris")
    await play.seen(lambda: has(boris, "of Boris"))
    assert not has(anna, "of Anna")
    await second.close()
    anna.failing = None
    third = await page.context.new_page()
    await play.open(third, "anna")
    assert has(anna, "of Anna")


@pytest.mark.parametrize(
    "clear",
    [
        "localStorage.clear()",
        "localStorage.removeItem(Object.keys(localStorage)[0])",
        "new Promise((done) => indexedDB.deleteDatabase('cursus').onsuccess = done)",
    ],
)
async def test_content_that_clears_the_storage_does_not_lose_the_learners_work(
    play: Play, page: Page, clear: str
) -> None:
    attempt = play.attempt(course())
    sco = await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    play.service.failing = 503
    assert await commit(sco, "kept here")
    await sco.evaluate(f"async () => {{ await ({clear}); }}")
    async with asyncio.timeout(5):
        while len([text for text in await stored(page) if "kept here" in text]) < 2:
            await page.wait_for_timeout(20)


async def test_no_right_to_write_lies_in_the_storage(play: Play, page: Page) -> None:
    attempt = play.attempt(course(), token="secret-token")
    sco = await play.open(page, "secret-token")
    await play.seen(lambda: attempt.seq > 0)
    attempt.id = "attempt"
    play.service.failing = 503
    await commit(sco, "kept here")
    texts = await stored(page)
    assert texts
    for text in texts:
        assert "secret-token" not in text.replace("attempt-of-secret-token", "")


async def test_where_storage_is_refused_commit_is_the_servers_word(play: Play, page: Page) -> None:
    attempt = play.attempt(course())
    sco = await play.embed(page)
    with pytest.raises(Error, match="denied"):
        await sco.evaluate("localStorage.length")
    assert await commit(sco, "sent at once")
    assert has(attempt, "sent at once")
    play.service.failing = 503
    assert not await commit(sco, "not acknowledged")
    assert await sco.evaluate("api.error()") != "0"
    play.service.failing = None
    await play.seen(lambda: has(attempt, "not acknowledged"))


async def test_where_storage_is_refused_a_closing_page_still_sends(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение", page="last_words.html"))
    await play.embed(page)
    await page.goto(f"{play.portal}/course/blank.html")
    await play.seen(lambda: has(attempt, "said while leaving"))


async def test_where_storage_is_refused_terminate_goes_on_to_what_the_server_says(
    play: Play, page: Page
) -> None:
    play.attempt(course(), Part("two", "Правила"))
    sco = await play.embed(page)
    assert await sco.evaluate("api.terminate()") == "true"
    player = page.frame_locator("iframe")
    await expect(player.locator("#message")).to_contain_text("Выберите, что дальше")


async def test_a_frame_of_another_site_stores_where_the_browser_lets_it(
    play: Play, tmp_path: Path
) -> None:
    attempt = play.attempt(course())
    async with profile(tmp_path, cookies=0) as context:
        page = context.pages[0]
        sco = await play.embed(page)
        await play.seen(lambda: attempt.seq > 0)
        play.service.failing = 503
        assert await commit(sco, "kept here")
        play.service.failing = None
        await page.goto(f"{play.portal}/portal/token")
        sco = await play.content(page)
        assert await sco.evaluate(f"api.get('{LOCATION}')") == "kept here"


async def test_a_killed_browser_loses_nothing_that_was_committed(
    play: Play, tmp_path: Path
) -> None:
    attempt = play.attempt(course())
    async with profile(tmp_path, cookies=0) as context:
        page = context.pages[0]
        sco = await play.open(page)
        await play.seen(lambda: attempt.seq > 0)
        play.service.failing = 503
        assert await commit(sco, "kept here")
        await play.seen(lambda: len(play.service.calls) > 1)
        browser = await context.new_cdp_session(page)
        with contextlib.suppress(Error):
            await browser.send("Browser.crash")
    play.service.failing = None
    shutil.rmtree(tmp_path / "Default/Local Storage")  # which a kill may leave a minute behind
    async with profile(tmp_path, cookies=0) as context:
        sco = await play.open(context.pages[0])
        assert await sco.evaluate(f"api.get('{LOCATION}')") == "kept here"
