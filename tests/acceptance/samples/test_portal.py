"""The demo portal in a real browser, over a stand-in for the management API."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from tests.acceptance.samples.conftest import DESKTOP, PHONE, run_portal
from tests.acceptance.samples.stand_in import APP_ID, HOSTILE, SECRET, StandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

    from tests.acceptance.samples.conftest import OpenPage


@pytest.fixture
async def cursus() -> StandIn:
    return StandIn()


@pytest.fixture
async def portal(cursus: StandIn) -> AsyncIterator[str]:
    """The portal over the stand-in; its address."""
    async with (
        TestServer(cursus.app()) as api,
        run_portal(str(api.make_url("")), APP_ID, SECRET) as url,
    ):
        yield url


async def visit_every_view(page: Page, portal: str) -> AsyncIterator[str]:
    """Go through the portal as a teacher would, stopping at each view."""
    await page.goto(portal)
    await expect(page.locator(".card")).to_have_count(2)
    yield "courses"
    await page.locator(".card .remarks summary").first.click()
    await expect(page.locator(".card .findings li")).to_have_count(1)
    yield "remarks on a course"
    await page.locator("#add-course").click()
    await expect(page.frame_locator("iframe.importer").locator("h1")).to_be_visible()
    yield "import page"
    await page.locator("#learner").select_option("+")
    yield "a new learner"
    await page.locator("dialog [value=cancel]").click()
    await page.locator(".card .primary").first.click()
    await expect(page.locator(".news li")).to_have_count(2)
    yield "player"
    await page.frame_locator("iframe").locator("button").click()
    await expect(page.locator(".closed")).to_be_visible()
    yield "player after the exit"
    await page.locator("nav a").nth(1).click()
    await page.locator("tbody button").first.click()
    await expect(page.locator(".answer")).to_have_count(2)
    yield "results"
    await page.locator(".details a").click()
    await expect(page.locator(".statements li")).to_have_count(1)
    yield "statements"


@pytest.mark.parametrize("locale", ["ru-RU", "en-US"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_no_view_lacks_a_text_or_scrolls_sideways(
    size: tuple[int, int], locale: str, portal: str, cursus: StandIn, open_page: OpenPage
) -> None:
    page = await open_page(size, locale)
    async for view in visit_every_view(page, portal):
        shown = await page.evaluate(
            "document.body.innerText + [...document.querySelectorAll('[aria-label]')]"
            ".map(named => named.ariaLabel).join(' ')"
        )
        assert "⟦" not in shown, view
        wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, view
        assert await page.evaluate("document.documentElement.lang") == locale[:2]
    assert cursus.languages == {locale[:2]}


async def test_both_languages_have_the_same_texts(portal: str, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(portal)
    keys = "async name => Object.keys(await (await fetch(name)).json()).sort()"
    en = await page.evaluate(keys, "/static/text.en.json")
    assert en == await page.evaluate(keys, "/static/text.ru.json")


async def test_hostile_titles_and_names_are_shown_as_text(portal: str, open_page: OpenPage) -> None:
    page = await open_page()  # a dialog or a failed image would be a complaint
    async for _ in visit_every_view(page, portal):
        assert await page.locator('img[src="x"]').count() == 0
    await page.goto(f"{portal}/#/results")
    await expect(page.locator("tbody td").first).to_have_text(f"{HOSTILE} {HOSTILE}")


async def test_the_import_page_is_embedded_as_documented(
    portal: str, cursus: StandIn, open_page: OpenPage
) -> None:
    page = await open_page(locale="ru-RU")
    await page.goto(portal)
    await page.locator("#add-course").click()
    frame = page.locator("iframe.importer")
    await expect(frame).to_have_attribute("sandbox", "allow-scripts allow-same-origin allow-forms")
    await expect(frame).to_have_css("height", "321px")
    wanted = {"accept": "ask", "culture": "ru", "embedOrigin": portal}
    assert cursus.import_links == [wanted | {"mayCreateNewVersion": False}]
    await page.locator(".card .new-version").first.click()
    await expect(page.locator("iframe.importer")).to_have_count(1)
    assert cursus.import_links[1:] == [
        wanted | {"mayCreateNewVersion": True, "courseId": "безопасность/1"}
    ]


async def test_an_imported_course_is_listed_at_once_and_the_page_closes_when_it_asks(
    portal: str, cursus: StandIn, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(portal)
    await expect(page.locator(".card")).to_have_count(2)
    await page.locator("#add-course").click()
    importer = page.frame_locator("iframe.importer")
    cursus.courses.append(cursus.courses[0] | {"id": "new", "title": "New course"})
    await importer.locator("#accept").click()
    await expect(page.locator('.card[data-course="new"]')).to_be_visible()
    await expect(page.locator("#said")).to_have_text("Imported: New course")
    await importer.locator("#close").click()
    await expect(page.locator("iframe.importer")).to_have_count(0)
    await expect(page.locator("#add-course")).to_be_focused()


async def test_the_player_is_embedded_as_documented(
    portal: str, cursus: StandIn, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(portal)
    await page.locator("#learner").select_option("anna.petrova")
    await page.locator(".card .primary").first.click()
    frame = page.locator("iframe.player")
    await expect(frame).to_have_attribute("allow", "fullscreen; autoplay; unload")
    await expect(frame).to_have_attribute(
        "sandbox",
        "allow-scripts allow-same-origin allow-forms allow-popups "
        "allow-popups-to-escape-sandbox allow-modals allow-downloads",
    )
    assert cursus.launches[0]["additionalvalues"] == [{"item": "embedOrigin", "value": portal}]
    assert "безопасность/1/anna.petrova" in cursus.registrations
    await page.reload()  # the same learner again: the registration is there already
    await expect(page.locator(".news li")).to_have_count(2)


async def test_a_result_appears_by_itself(
    portal: str, cursus: StandIn, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(f"{portal}/#/results")
    state = page.locator("tbody .state")
    await expect(state).to_have_text("passed")
    [only] = cursus.registrations.values()
    cursus.keep(only | {"registrationSuccess": "FAILED", "score": {"scaled": 12.5}})
    await expect(state).to_have_text("failed")
    await expect(page.locator("tbody .score")).to_have_text("13 %")


async def test_answers_are_shown_without_the_delimiters_of_scorm(
    portal: str, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(f"{portal}/#/results")
    await page.locator("tbody button").first.press("Enter")
    answer = page.locator(".answer").first
    await expect(answer).to_contain_text("Подберите пару")
    await expect(answer).to_contain_text("1 → b, 2 → a")
    await expect(answer).to_contain_text("wrong")


async def test_a_course_is_deleted_only_after_a_question(
    portal: str, cursus: StandIn, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(portal)
    await page.locator(".card .quiet").last.click()
    await page.locator("dialog:modal button[value=no]").click()
    await expect(page.locator(".card")).to_have_count(2)
    await page.locator(".card .quiet").last.click()
    await page.locator("dialog:modal button[value=yes]").click()
    await expect(page.locator(".card")).to_have_count(1)
    assert [course["id"] for course in cursus.courses] == ["безопасность/1"]


async def test_a_new_learner_is_picked_at_once(portal: str, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(portal)
    await page.locator("#learner").select_option("+")
    await page.locator("[name=firstName]").fill("Ольга")
    await page.locator("[name=lastName]").fill("Ли")
    await page.locator("dialog .primary").click()
    await expect(page.locator("#learner option:checked")).to_have_text("Ольга Ли")


async def test_a_service_that_goes_away_is_told_and_waited_for(
    cursus: StandIn, chromium: Browser
) -> None:
    page = await chromium.new_page(locale="en-US")  # the browser itself logs failed requests
    api = TestServer(cursus.app())
    await api.start_server()
    port = api.port
    async with run_portal(str(api.make_url("")), APP_ID, SECRET) as portal:
        await page.goto(f"{portal}/#/results")
        await expect(page.locator("tbody .state")).to_have_text("passed")
        await api.close()
        await expect(page.locator("#said")).to_have_text(
            "The service cannot be reached. Is it running?"
        )
        [only] = cursus.registrations.values()
        cursus.keep(only | {"registrationSuccess": "FAILED"})
        async with TestServer(cursus.app(), port=port):
            await expect(page.locator("tbody .state")).to_have_text("failed")


async def test_the_portal_takes_changes_from_its_own_pages_only(portal: str) -> None:
    url = portal.replace("cursus.localhost", "127.0.0.1")
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            async with session.delete(f"{url}/api/courses/new", headers=headers) as answer:
                assert answer.status == 403
        async with session.get(f"{url}/", headers={"Host": "evil.example"}) as answer:
            assert answer.status == 421


async def test_the_secret_never_reaches_the_browser(portal: str, open_page: OpenPage) -> None:
    page = await open_page()
    bodies: list[str] = []

    async def keep(response: object) -> None:
        with contextlib.suppress(Exception):  # redirects have no body
            bodies.append(await response.text())  # type: ignore[attr-defined]

    page.on("response", keep)
    async for _ in visit_every_view(page, portal):
        pass
    assert bodies
    assert not any(SECRET in body for body in bodies)
