"""How the import page looks and reads, on a desk and on a phone, in both languages and schemes."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.acceptance.importing.test_import_page import (
    BROKEN,
    CHANGED,
    LESSONS,
    choose,
    reached,
)
from tests.acceptance.seen import CONTRAST, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from tests.acceptance.importing.conftest import Importing

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASSETS = Path(__file__).parents[3] / "player_assets"
SCRIPTS = ["import.js", "import_diff.js", "import_findings.js"]
LONG = "Охрана_труда_при_работе_на_высоте_и_другие_виды_работ_" * 3

Texts = dict[str, Any]


def texts(language: str) -> Texts:
    found: Texts = json.loads((ASSETS / f"import.{language}.json").read_text("utf-8"))
    return found


def blanks(text: Any) -> set[str]:
    forms = text.values() if isinstance(text, dict) else [text]
    return {blank for form in forms for blank in re.findall(r"{\w+}", form)}


async def test_both_languages_have_the_same_texts_with_the_same_blanks() -> None:
    russian, english = texts("ru"), texts("en")
    assert list(russian) == list(english)
    for key, text in russian.items():
        assert blanks(text) == blanks(english[key]), key


async def test_a_text_that_counts_has_every_plural_form_of_its_language() -> None:
    for language, forms in (
        ("ru", {"one", "few", "many", "other"}),
        ("en", {"one", "other"}),
    ):
        for key, text in texts(language).items():
            assert not isinstance(text, dict) or set(text) == forms, key


async def test_every_text_is_used_and_every_text_that_is_used_is_there() -> None:
    sources = "".join((ASSETS / name).read_text("utf-8") for name in ["import.html", *SCRIPTS])
    named = set(re.findall(r'"([a-z]+(?:\.[a-z]+)*\.?)"', sources))
    for start in re.findall(r"`([a-z]+\.)\$\{", sources):  # put together with a name
        named |= {key for key in texts("ru") if key.startswith(start)}
    named |= {"errors", "warnings", "infos"}
    assert set(texts("ru")) - named == set()
    asked = set(re.findall(r'[sS]ay\("([^"]+)"', sources)) | set(
        re.findall(r'data-text="([^"]+)"', sources)
    )
    assert asked - set(texts("ru")) == set()


async def test_every_script_that_the_page_needs_is_named_to_the_browser_at_once() -> None:
    needed, queue = set[str](), ["import.js"]
    while queue:
        source = (ASSETS / queue.pop()).read_text("utf-8")
        for name in re.findall(r'(?m)^import .*?"\./(\w+\.js)";', source):
            if name not in needed:
                needed.add(name)
                queue.append(name)
    page = (ASSETS / "import.html").read_text("utf-8")
    assert set(re.findall(r'modulepreload" href="{{assets}}/([^"]+)"', page)) == needed


async def every_view(importing: Importing, page: Page, language: str) -> AsyncIterator[str]:
    """Lead the page from view to view as an author would."""
    course = importing.new_course()
    await importing.open(page, courseId=course, culture=language)
    yield "choose"
    await choose(page, b"", f"{LONG}.zip")
    yield "an empty file"
    await choose(page, BROKEN)
    await reached(page, "refused")
    yield "refused"
    await page.locator("button.primary").click()
    await choose(page, LESSONS)
    await reached(page, "judged")
    yield "judged"
    await page.locator("button.primary").click()
    await reached(page, "imported")
    await importing.service.api("PUT", f"/courses/{course}/title", json={"title": LONG})
    yield "imported"
    await page.goto("about:blank")
    await importing.open(page, courseId=course, mayCreateNewVersion=True, culture=language)
    await choose(page, CHANGED, f"{LONG}.zip")
    await reached(page, "judged")
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    yield "a new version"


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_at_360_pixels_nothing_scrolls_sideways_and_no_text_is_missing(
    importing: Importing, page: Page, language: str
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    async for view in every_view(importing, page, language):
        assert await page.evaluate(OUTSIDE, 360) == [], view
        assert await page.evaluate("document.documentElement.scrollWidth") == 360, view
        shown = await page.evaluate("document.body.innerText")
        assert "undefined" not in shown, view
        assert not set(re.findall(r"[a-z]+\.[a-z.]+", shown)) & set(texts("ru")), view
        assert not re.search(r"{\w+}", shown), view
        await expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_stand_out_from_their_ground(
    importing: Importing, page: Page, scheme: Any
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    async for view in every_view(importing, page, "ru"):
        assert await page.evaluate(CONTRAST) == [], view


async def test_everything_that_can_be_done_has_a_name_and_headings_are_in_order(
    importing: Importing, page: Page
) -> None:
    async for view in every_view(importing, page, "ru"):
        nameless = await page.evaluate(
            """() => [...document.querySelectorAll("button, a, summary, progress")]
                .filter((one) => !(one.innerText || one.ariaLabel)).map((one) => one.outerHTML)"""
        )
        assert nameless == [], view
        levels = await page.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => +one.tagName[1])"
        )
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
