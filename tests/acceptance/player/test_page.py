"""How the player page looks and reads, on a desk and on a phone, in both languages and schemes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.acceptance.player.service import ASSETS, Part
from tests.acceptance.seen import CONTRAST, OUTSIDE

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.acceptance.player.conftest import Play

pytestmark = pytest.mark.asyncio(loop_scope="session")

STATUSES = ["completed", "incomplete", "passed", "failed", "browsed", "not attempted", "unknown"]
LONG = "Средства индивидуальной защиты и порядок их выдачи работникам организации"


def parts() -> list[Part]:
    return [
        Part(f"part-{n}", f"{LONG} {n}", status=status)
        for n, status in enumerate(STATUSES, start=1)
    ]


def texts(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((ASSETS / f"text.{language}.json").read_text("utf-8"))
    return found


def keys_used() -> set[str]:
    """The text keys that the page and its scripts name in full."""
    names = ["player.html", "player.js", "shell.js", "contents.js"]
    sources = [ASSETS / name for name in names]
    source = "\n".join(path.read_text("utf-8") for path in sources)
    return set(re.findall(r'data-(?:text|label)="([^"]+)"', source)) | set(
        re.findall(r'[sS]ay\("([^"]+)"', source)
    )


async def test_both_languages_have_the_same_texts_with_the_same_blanks() -> None:
    russian, english = texts("ru"), texts("en")
    assert list(russian) == list(english)
    for key, text in russian.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[key])), key


async def test_every_text_that_the_page_names_is_there() -> None:
    assert keys_used() - set(texts("ru")) == set()


async def test_every_script_that_the_player_needs_is_named_to_the_browser_at_once() -> None:
    needed, queue = set[str](), ["player.js"]
    while queue:
        source = re.sub(
            r"/\*.*?\*/", "", (ASSETS / queue.pop()).read_text("utf-8"), flags=re.DOTALL
        )
        for name in re.findall(r'(?m)^(?:import|\}) .*?"\./(\w+\.js)";', source):
            if name not in needed:
                needed.add(name)
                queue.append(name)
    page = (ASSETS / "player.html").read_text("utf-8")
    assert set(re.findall(r'modulepreload" href="{{assets}}/([^"]+)"', page)) == needed


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_no_text_is_missing_and_nothing_is_complained_about(
    play: Play, page: Page, language: str
) -> None:
    play.attempt(*parts(), language=language)
    await play.open(page)
    await page.click('button[data-nav="suspendAll"]')
    await expect(page.locator("#message")).to_be_visible()
    shown: list[str] = await page.evaluate("""() => {
        const named = [...document.querySelectorAll("[aria-label], [title]")];
        return [document.body.innerText, ...named.map((one) => one.ariaLabel + " " + one.title)];
    }""")
    for text in shown:
        assert not set(re.findall(r"[a-zA-Z]+\.[a-zA-Z ]+", text)) & set(texts("en")), text
    assert "undefined" not in " ".join(shown)
    assert play.trouble == []


@pytest.mark.parametrize("opened", ["nothing", "contents", "more", "message"])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_at_360_pixels_nothing_scrolls_sideways(
    play: Play, page: Page, language: str, opened: str
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    play.attempt(*parts(), language=language, title=LONG + LONG.replace(" ", ""))
    await play.open(page)
    if opened == "message":
        await page.click('button[data-nav="suspendAll"]')
        await expect(page.locator("#message")).to_be_visible()
    elif opened != "nothing":
        await page.click("#menu" if opened == "contents" else "#more")
    outside: list[str] = await page.evaluate(OUTSIDE, 360)
    assert outside == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("count", [1, 3])
async def test_a_double_tap_on_the_three_dots_does_not_leave_the_course(
    play: Play, page: Page, count: int
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    play.attempt(*parts()[:count])
    await play.open(page)
    await page.dblclick("#more")
    await expect(page.locator("#leaving")).to_be_visible()
    await expect(page.locator("#message")).to_be_hidden()
    await expect(page.locator("iframe#content")).to_be_visible()


async def test_on_a_phone_the_contents_are_a_sheet_over_the_content(play: Play, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    play.attempt(*parts())
    await play.open(page)
    await expect(page.locator("#contents")).to_be_hidden()
    await page.click("#menu")
    await expect(page.locator('nav [aria-current="true"]')).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#contents")).to_be_hidden()
    await expect(page.locator("#menu")).to_be_focused()
    await page.click("#menu")
    await page.click('nav [data-activity="part-2"]')
    await play.content(page)
    await expect(page.locator("#contents")).to_be_hidden()


async def test_the_keyboard_reaches_everything_in_the_order_of_the_page(
    play: Play, page: Page
) -> None:
    play.attempt(*parts()[:2], closed=["part-1"])
    await play.open(page)
    await page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    reached = []
    for _ in range(12):
        await page.keyboard.press("Tab")
        reached.append(
            await page.evaluate("""() => {
            const { id, className, dataset } = document.activeElement;
            return id || dataset.nav || dataset.activity || className;
        }""")
        )
        if reached[-1] == "continue":
            break
    chrome = ["skip", "menu", "part-1", "part-2", "content"]
    leaving = ["exit", "exitAll", "abandon", "abandonAll", "suspendAll", "continue"]
    assert reached == chrome + leaving


async def test_the_skip_link_leads_into_the_content(play: Play, page: Page) -> None:
    play.attempt(*parts())
    await play.open(page)
    await page.locator(".skip").focus()
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"


async def test_shortcuts_work_outside_the_content_and_never_inside(play: Play, page: Page) -> None:
    attempt = play.attempt(*parts())
    await play.open(page)
    await page.keyboard.press("Alt+PageDown")
    assert await page.evaluate("document.activeElement.id") == "content"
    assert attempt.number == 0
    await page.locator("#menu").focus()
    await page.keyboard.press("Alt+PageDown")
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "part-2")


async def test_arrow_keys_walk_through_the_contents(play: Play, page: Page) -> None:
    play.attempt(*parts())
    await play.open(page)
    await page.locator('nav [data-activity="part-1"]').focus()
    for key, activity in (("ArrowDown", "part-2"), ("End", "part-7"), ("ArrowUp", "part-6")):
        await page.keyboard.press(key)
        await expect(page.locator(f'nav [data-activity="{activity}"]')).to_be_focused()


async def test_after_a_move_the_keyboard_is_in_the_content(play: Play, page: Page) -> None:
    play.attempt(*parts())
    await play.open(page)
    await page.locator('button[data-nav="continue"]').press("Enter")
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "part-2")
    await expect(page.locator("iframe#content")).to_be_focused()
    await expect(page.locator("#news")).to_contain_text(f"{LONG} 2")


@pytest.mark.parametrize("state", ["playing", "off line", "over"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_stand_out_from_their_ground(
    play: Play, page: Page, scheme: Any, state: str
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    play.attempt(*parts(), result={"completion": "completed", "success": "passed", "score": 1})
    sco = await play.open(page)
    if state == "off line":
        play.service.failing = 503
        await sco.evaluate("api.commit()")
        await expect(page.locator("[data-save-state=offline]")).to_be_visible()
    if state == "over":
        await page.click('button[data-nav="exitAll"]')
        await expect(page.locator("#message")).to_be_visible()
    assert await page.evaluate(CONTRAST) == []
