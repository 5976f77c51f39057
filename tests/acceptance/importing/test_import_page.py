"""What an author does on the import page, and what may come between."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Error, expect

from tests.manifests import ITEM, manifest_12, organization, organizations, package
from tests.packages import scorm12, zipped

if TYPE_CHECKING:
    from playwright.async_api import Browser, FilePayload, FrameLocator, Page, Route

    from tests.acceptance.importing.conftest import Importing

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = '<img src=x onerror="alert(1)">'
ESCAPED = HOSTILE.replace("<", "&lt;").replace('"', "&quot;")
SECOND = ITEM.replace('"I"', '"J"').replace("Lesson", "Second")
LESSONS = package(manifest_12(organizations(organization(ITEM + SECOND))))
WARNED = package(manifest_12(organizations(organization(ITEM), default="NONE")))
CHANGED = package(
    manifest_12(organizations(organization(ITEM.replace('"I"', '"K"') + SECOND), default="NONE")),
    {"index.html": b"<p>new", "more.html": b"<p>"},
)
BROKEN = package(manifest_12().replace('href="index.html"', 'href="lost.html"'))


def file(data: bytes, name: str = "Охрана труда.zip") -> FilePayload:
    return {"name": name, "mimeType": "application/zip", "buffer": data}


async def choose(page: Page | FrameLocator, data: bytes, name: str = "Охрана труда.zip") -> None:
    await page.locator("#file").set_input_files(file(data, name))


async def reached(page: Page | FrameLocator, state: str) -> None:
    await page.locator(f'#view[data-state="{state}"]').wait_for()


async def test_findings_are_read_in_russian_by_gravity_and_file_with_their_source(
    importing: Importing, page: Page
) -> None:
    await importing.open(page)
    await choose(page, WARNED)
    await reached(page, "judged")
    await expect(page.locator("#heading")).to_have_text("Пакет можно принять, но есть замечания")
    await expect(page.locator("#heading")).to_be_focused()
    await expect(page.locator(".verdicts .chip")).to_have_text(
        ["Запускается", "Есть отклонения от стандарта"]
    )
    warnings = page.locator(".group.warning")
    await expect(warnings.locator("summary")).to_have_text("1 предупреждение")
    await expect(warnings.locator("h4")).to_have_text("imsmanifest.xml")
    finding = warnings.locator('[data-rule="scorm.default-organization-wrong"]')
    await expect(finding.locator(".message")).to_contain_text("Организации NONE")
    await expect(finding.locator(".mended")).to_have_text("исправлено за вас")
    await expect(finding.locator("mark")).to_have_text('default="NONE"')
    await expect(finding.locator(".hint")).not_to_be_empty()
    await expect(finding.locator(".where")).to_contain_text("строка 1")


async def test_the_keyboard_alone_leads_from_the_file_to_the_course(
    importing: Importing, page: Page
) -> None:
    course = importing.new_course()
    # From the beginning: the browser is told in its own time that choosers are not to be shown.
    page.on("filechooser", lambda chooser: chooser.set_files(file(WARNED)))
    await importing.open(page, courseId=course, redirectUrl=f"{importing.portal}/done")
    await page.keyboard.press("Tab")
    await expect(page.locator("#drop")).to_be_focused()
    await page.keyboard.press("Enter")
    await reached(page, "judged")
    for _ in range(10):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.classList.contains('primary')"):
            break
    await page.keyboard.press("Enter")
    await reached(page, "imported")
    await expect(page.locator("#heading")).to_be_focused()
    assert (await importing.course(course))["version"] == 0
    await page.keyboard.press("Tab")
    while not await page.evaluate("document.activeElement.matches('a.primary')"):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{importing.portal}/done")


async def test_in_a_portals_frame_without_storage_the_portal_hears_how_it_goes(
    importing: Importing, page: Page
) -> None:
    course = importing.new_course()
    frame = await importing.embed(page, courseId=course)
    await choose(frame, WARNED)
    await reached(frame, "judged")
    with_storage = "try { localStorage.length; return true } catch { return false }"
    inner = next(one for one in page.frames if "/import/" in one.url)
    assert await inner.evaluate(f"(() => {{ {with_storage} }})()") is False
    await frame.locator("button.primary").click()
    await reached(frame, "imported")
    told: list[dict[str, Any]] = await page.evaluate("told")
    assert {one["origin"] for one in told} == {importing.service.url}
    assert {(one["source"], one["courseId"]) for one in told} == {("cursus", course)}
    kinds = [one["type"] for one in told if one["type"] != "resize"]
    assert list(dict.fromkeys(kinds)) == ["importing", "judged", "imported"]
    judged = next(one for one in told if one["type"] == "judged")
    expected = {"playable": True, "conformant": False, "errors": 0, "warnings": 1}
    assert expected.items() <= judged.items()
    imported = next(one for one in told if one["type"] == "imported")
    assert {"version": 0, "title": "Course"}.items() <= imported.items()
    assert any(one["type"] == "resize" and one["height"] > 100 for one in told)
    await frame.get_by_role("button", name="Закрыть").click()
    await page.wait_for_function("told.some((one) => one.type === 'close')")
    assert await page.context.cookies() == []


async def test_another_portal_cannot_frame_the_page(
    importing: Importing, page: Page, portals: tuple[str, str]
) -> None:
    frame = await importing.embed(page, portals[1])
    await page.wait_for_load_state("networkidle")
    await expect(frame.locator("#drop")).to_have_count(0)
    assert any("frame-ancestors" in said for said in importing.trouble)
    importing.trouble.clear()


async def test_a_refused_package_says_why_and_another_may_follow(
    importing: Importing, page: Page
) -> None:
    course = importing.new_course()
    frame = await importing.embed(page, courseId=course)
    await choose(frame, BROKEN)
    await reached(frame, "refused")
    await expect(frame.locator("#heading")).to_have_text("Пакет не принят")
    error = frame.locator('.group.error [data-rule="scorm.launch-file-missing"]')
    await expect(error.locator("mark")).to_have_text('href="lost.html"')
    await page.wait_for_function("told.some((one) => one.type === 'refused' && one.errors > 0)")
    await frame.get_by_role("button", name="Загрузить другой файл").click()
    await choose(frame, LESSONS)
    await reached(frame, "judged")
    assert course not in await importing.course_ids()
    await frame.locator("button.primary").click()
    await reached(frame, "imported")
    assert (await importing.course(course))["title"] == "Course"


async def test_what_a_new_version_changes_is_read_before_it_is_accepted(
    importing: Importing, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    course = importing.new_course()
    first = tmp_path_factory.mktemp("first") / "first.zip"
    first.write_bytes(LESSONS)
    await importing.service.upload(first, course)
    link = await importing.service.launch(course, f"of-{course}")
    learner = await page.context.new_page()
    await learner.goto(link)
    await learner.locator("iframe#content").wait_for()
    await importing.open(page, courseId=course, mayCreateNewVersion=True)
    await expect(page.locator("h1")).to_have_text("Новая версия курса «Course»")
    await choose(page, CHANGED)
    await reached(page, "judged")
    note = page.locator(".diff .note")
    await expect(note).to_contain_text("Сейчас версию 0 проходит 1 слушатель. Он останется на ней")
    await expect(note).to_contain_text("закладки останутся в 1 из 2 разделов, потеряются в 1.")
    changes = page.locator(".diff > .change > summary")
    await expect(changes).to_have_text(
        [
            "У 1 раздела сменился идентификатор",
            "Файлы: новых 1, удалённых 0, изменённых 2",
        ]
    )
    await changes.first.click()
    identifier = page.locator('[data-change="reidentified"] li')
    await expect(identifier.locator("del")).to_have_text("I")
    await expect(identifier.locator("ins")).to_have_text("K")
    await page.get_by_role("button", name="Принять как новую версию").click()
    await reached(page, "imported")
    await expect(page.locator(".lead")).to_contain_text("версия 1")
    registration = await importing.service.api("GET", f"/registrations/of-{course}")
    assert registration["course"]["version"] == 0


async def test_a_replaced_package_is_gone_and_the_other_one_counts(
    importing: Importing, page: Page
) -> None:
    course = importing.new_course()
    await importing.open(page, courseId=course)
    await choose(page, scorm12("First thought"))
    await reached(page, "judged")
    await page.get_by_role("button", name="Загрузить другой файл").click()
    await expect(page.get_by_role("alert")).to_contain_text("ничего не изменилось")
    await expect(page.locator("#drop")).to_be_focused()
    await choose(page, scorm12("Second thought"))
    await reached(page, "judged")
    await page.locator("button.primary").click()
    await reached(page, "imported")
    assert (await importing.course(course))["title"] == "Second thought"


async def test_a_discarded_package_ends_the_visit(importing: Importing, page: Page) -> None:
    course = importing.new_course()
    frame = await importing.embed(page, courseId=course)
    await choose(frame, LESSONS)
    await reached(frame, "judged")
    await frame.get_by_role("button", name="Отказаться").click()
    await reached(frame, "ended")
    await expect(frame.locator(".note")).to_contain_text("не приняли")
    await page.wait_for_function("told.some((one) => one.type === 'discarded')")
    assert course not in await importing.course_ids()


async def test_a_file_is_dropped_on_the_page(importing: Importing, page: Page) -> None:
    await importing.open(page)
    await page.locator("#drop").evaluate(
        """(place, bytes) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], "курс.zip"));
            place.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true }));
            place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        }""",
        list(LESSONS),
    )
    await reached(page, "judged")


async def test_several_files_at_once_and_empty_ones_are_not_sent(
    importing: Importing, page: Page
) -> None:
    await importing.open(page)
    await choose(page, b"", "пусто.zip")
    await expect(page.get_by_role("alert")).to_have_text("Файл «пусто.zip» пуст.")
    await page.locator("#drop").evaluate(
        """place => {
            const dataTransfer = new DataTransfer();
            for (const name of ["a.zip", "b.zip"]) dataTransfer.items.add(new File(["PK"], name));
            place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        }"""
    )
    await expect(page.get_by_role("alert")).to_have_text("За один раз загружается один файл.")


async def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    importing: Importing, page: Page
) -> None:
    async def with_limit(route: Route) -> None:
        answer = await route.fetch()
        text = re.sub(r'"limit":\d+', '"limit":1000', await answer.text())
        await route.fulfill(response=answer, body=text)

    await page.route("**/import/*", with_limit)
    await importing.open(page)
    await choose(page, bytes(2_000), "большой.zip")
    await expect(page.get_by_role("alert")).to_contain_text("2 кБ, а принимаются файлы до 1 кБ")


async def test_a_broken_connection_is_told_and_the_file_is_sent_again_by_itself(
    importing: Importing, page: Page
) -> None:
    tries: list[str] = []

    async def flaky(route: Route) -> None:
        tries.append(route.request.url)
        if len(tries) == 1:
            await route.abort("connectionreset")
        elif len(tries) == 2:
            await route.fulfill(status=502, body="<h1>Bad gateway</h1>")
        else:
            await route.continue_()

    await page.route("**/uploads", flaky)
    await importing.open(page)
    await choose(page, LESSONS)
    await expect(page.locator(".note.warn")).to_contain_text("Связь прервалась")
    await reached(page, "judged")
    assert len(tries) == 3
    importing.trouble[:] = [said for said in importing.trouble if "Failed to load" not in said]


async def test_a_connection_that_breaks_each_time_is_told_and_the_file_can_be_sent_again(
    importing: Importing, page: Page
) -> None:
    tries: list[str] = []

    async def broken(route: Route) -> None:
        tries.append(route.request.url)
        await (route.abort("connectionreset") if len(tries) <= 6 else route.continue_())

    await page.route("**/uploads", broken)
    await page.clock.install()
    await importing.open(page)
    await choose(page, LESSONS)
    async with asyncio.timeout(20):
        while await page.locator("#view").get_attribute("data-state") != "trouble":
            await page.clock.run_for(1_000)
    await expect(page.get_by_role("alert")).to_contain_text("Связь прерывается раз за разом")
    assert len(tries) == 6
    await page.clock.resume()
    await page.get_by_role("button", name="Отправить ещё раз").click()
    await reached(page, "judged")
    importing.trouble[:] = [said for said in importing.trouble if "Failed to load" not in said]


async def test_a_connection_that_breaks_while_the_package_is_judged_is_waited_for(
    importing: Importing, page: Page
) -> None:
    tries: list[str] = []

    async def flaky(route: Route) -> None:
        tries.append(route.request.url)
        await (route.abort("connectionreset") if len(tries) == 1 else route.continue_())

    await page.route("**/jobs/*", flaky)
    await importing.open(page)
    await choose(page, LESSONS)
    await expect(page.locator(".note.warn")).to_contain_text("Файл уже на сервере")
    await reached(page, "judged")
    importing.trouble[:] = [said for said in importing.trouble if "Failed to load" not in said]


async def test_sending_can_be_cancelled(importing: Importing, page: Page) -> None:
    course = importing.new_course()
    held = asyncio.Event()

    async def holding(route: Route) -> None:
        await held.wait()
        with contextlib.suppress(Error):  # the page has given it up
            await route.abort()

    await page.route("**/uploads", holding)
    await importing.open(page, courseId=course)
    await choose(page, LESSONS)
    await reached(page, "sending")
    await expect(page.get_by_role("button", name="Отменить")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("Отправка отменена.")
    held.set()
    await page.unroute("**/uploads")
    assert course not in await importing.course_ids()


async def test_a_reload_goes_on_where_the_import_is(importing: Importing, page: Page) -> None:
    course = importing.new_course()
    await importing.open(page, courseId=course)
    await choose(page, LESSONS)
    await reached(page, "judged")
    await page.reload()
    await reached(page, "judged")
    await page.locator("button.primary").click()
    await reached(page, "imported")
    await page.reload()
    await reached(page, "imported")


async def test_a_link_that_was_used_says_so(importing: Importing, page: Page) -> None:
    course = importing.new_course()
    link = await importing.link(courseId=course, accept="auto")
    await importing.open(page, link)
    await choose(page, LESSONS)
    await reached(page, "imported")
    await page.goto("about:blank")
    await importing.open(page, link)
    await expect(page.locator("#heading")).to_have_text("По этой ссылке уже загрузили новую версию")


async def test_a_link_that_is_none_says_so_in_words(importing: Importing, page: Page) -> None:
    await page.goto(f"{importing.service.url}/import/nothing")
    await expect(page.locator("h1")).to_have_text("Эта ссылка на загрузку недействительна")
    await expect(page.locator("p")).to_contain_text("Вернитесь на страницу")


@pytest.mark.parametrize("status", [400, 413, 500])
async def test_what_the_server_refuses_is_told_in_its_own_words(
    importing: Importing, page: Page, status: int
) -> None:
    async def refusing(route: Route) -> None:
        await route.fulfill(
            status=status, json={"type": "urn:cursus:problem:x", "title": "t", "detail": HOSTILE}
        )

    await page.route("**/uploads", refusing)
    await importing.open(page)
    await choose(page, LESSONS)
    await expect(page.get_by_role("alert")).to_have_text(HOSTILE)
    await page.get_by_role("button", name="Загрузить другой файл").click()
    await reached(page, "choose")
    importing.trouble[:] = [said for said in importing.trouble if "Failed to load" not in said]


async def test_hostile_titles_names_and_addresses_are_shown_as_text(
    importing: Importing, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    course = importing.new_course()
    hostile = manifest_12(organizations(organization(ITEM.replace("Lesson", ESCAPED))))
    first = tmp_path_factory.mktemp("first") / "first.zip"
    first.write_bytes(LESSONS)
    await importing.service.upload(first, course)
    body = {"title": HOSTILE}
    await importing.service.api("PUT", f"/courses/{course}/title", json=body)
    await importing.open(page, courseId=course, mayCreateNewVersion=True)
    await choose(page, package(hostile, {f"{HOSTILE}.html": b"", "index.html": b""}), HOSTILE)
    await reached(page, "judged")
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    await expect(page.locator('[data-change="renamed"] ins')).to_have_text(HOSTILE)
    await page.locator("button.primary").click()
    await reached(page, "imported")
    assert await page.locator("img").count() == 0


async def test_progress_is_told_to_those_who_do_not_see_it(
    importing: Importing, page: Page
) -> None:
    await importing.open(page)
    await page.evaluate(
        """() => {
            window.news = [];
            const place = document.getElementById("news");
            new MutationObserver(() => news.push(place.textContent)).observe(
                place, { childList: true });
        }"""
    )
    await choose(page, LESSONS)
    await reached(page, "judged")
    news: list[str] = await page.evaluate("news")
    assert "Отправлено 100 %" in news
    assert news[-1] == "Пакет готов: замечаний нет"


async def test_what_is_no_package_is_told_with_what_is_in_it(
    importing: Importing, page: Page
) -> None:
    await importing.open(page)
    await choose(page, zipped({"story.html": "a lesson without a manifest"}))
    await reached(page, "refused")
    await expect(page.locator(".group.error .message")).to_contain_text("story.html")


@pytest.mark.parametrize("scripts", [False])
async def test_without_scripts_the_page_says_that_it_needs_them(
    importing: Importing, browser: Browser, *, scripts: bool
) -> None:
    context = await browser.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    await page.goto(await importing.link())
    await expect(page.locator(".noscript")).to_be_visible()
    await context.close()
