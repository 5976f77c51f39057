"""What a learner sees and does on the player page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.acceptance.player.service import Part

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

    from tests.acceptance.player.conftest import Play

pytestmark = pytest.mark.asyncio(loop_scope="session")


def three() -> tuple[Part, Part, Part]:
    return Part("one", "Введение"), Part("two", "Правила"), Part("three", "Проверка знаний")


def entry(page: Page, activity: str) -> Locator:
    return page.locator(f'nav [data-activity="{activity}"]')


def nav(page: Page, control: str) -> Locator:
    return page.locator(f'button[data-nav="{control}"]')


async def test_what_the_content_sets_arrives_by_itself(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение"))
    sco = await play.open(page)
    await sco.evaluate("api.set('cmi.core.lesson_location', 'page-3')")
    await play.seen(lambda: "cmi.core.lesson_location" in attempt.parts[0].values)
    await expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    assert attempt.parts[0].values["cmi.core.lesson_location"] == "page-3"
    assert play.trouble == []


async def test_next_delivers_the_next_part_with_what_the_last_one_left(
    play: Play, page: Page
) -> None:
    attempt = play.attempt(*three())
    sco = await play.open(page)
    await sco.evaluate("api.set('cmi.suspend_data', 'half way')")
    await nav(page, "continue").click()
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "two")
    await play.content(page)
    assert attempt.parts[0].values["cmi.suspend_data"] == "half way"
    assert play.trouble == []


async def test_the_contents_show_where_the_learner_is_and_take_them_elsewhere(
    play: Play, page: Page
) -> None:
    play.attempt(*three())
    sco = await play.open(page)
    await expect(entry(page, "one")).to_have_attribute("aria-current", "true")
    await expect(entry(page, "three")).to_have_attribute("data-status", "not attempted")
    await sco.evaluate("api.set('cmi.core.lesson_status', 'completed'); api.commit()")
    await expect(entry(page, "one")).to_have_attribute("data-status", "completed")
    await expect(entry(page, "one")).to_contain_text("Пройдено")
    await entry(page, "three").click()
    await play.content(page)
    await expect(entry(page, "three")).to_have_attribute("aria-current", "true")
    await expect(entry(page, "one")).not_to_have_attribute("aria-current", "true")
    await expect(page.locator("#progress-text")).to_have_text("1 из 3")


async def test_an_entry_that_may_not_be_chosen_says_so_and_does_nothing(
    play: Play, page: Page
) -> None:
    attempt = play.attempt(*three(), closed=["three"])
    await play.open(page)
    await expect(entry(page, "three")).to_have_attribute("aria-disabled", "true")
    await entry(page, "three").dispatch_event("click")
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "one")
    assert attempt.number == 0


async def test_buttons_are_disabled_when_not_valid_and_absent_when_hidden(
    play: Play, page: Page
) -> None:
    play.attempt(*three(), hidden=["abandon", "abandonAll"])
    await play.open(page)
    await expect(nav(page, "previous")).to_be_disabled()
    await expect(nav(page, "continue")).to_be_enabled()
    for hidden in ("abandon", "abandonAll"):
        await expect(nav(page, hidden)).to_have_count(0)
    await expect(nav(page, "suspendAll")).to_be_visible()


async def test_the_api_of_a_part_that_was_left_answers_that_it_is_over(
    play: Play, page: Page
) -> None:
    play.attempt(*three())
    await play.open(page)
    await page.evaluate("window.old = window.API")
    await nav(page, "continue").click()
    await play.content(page)
    assert await page.evaluate("old !== window.API")
    assert await page.evaluate("old.LMSSetValue('cmi.suspend_data', 'late')") == "false"
    assert await page.evaluate("old.LMSInitialize('')") == "false"
    assert await page.evaluate("API.LMSGetValue('cmi.suspend_data')") == ""


async def test_what_content_says_while_the_learner_leaves_it_counts_before_the_navigation(
    play: Play, page: Page
) -> None:
    attempt = play.attempt(Part("one", "Введение", page="last_words.html"), Part("two", "Правила"))
    await play.open(page)
    await nav(page, "continue").click()
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "two")
    assert attempt.parts[0].values["cmi.core.lesson_location"] == "said while leaving"
    ended = [
        name
        for name, body in play.service.calls
        for change_set in body["sets"]
        if "terminate" in change_set.get("events", [])
    ]
    assert ended == ["navigate"]


async def test_content_that_ends_by_itself_gives_way_to_what_the_server_says(
    play: Play, page: Page
) -> None:
    play.attempt(*three())
    sco = await play.open(page)
    assert await sco.evaluate("api.terminate()") == "true"
    await expect(page.get_by_role("heading", name="Выберите, что дальше")).to_be_visible()
    await expect(page.locator("iframe#content")).to_be_hidden()
    await entry(page, "two").click()
    await play.content(page)
    assert play.trouble == []


async def test_leaving_the_course_shows_the_result(play: Play, page: Page) -> None:
    result = {"completion": "completed", "success": "passed", "score": 0.92}
    play.attempt(*three(), result=result)
    await play.open(page)
    await nav(page, "exitAll").click()
    await expect(page.locator("#message")).to_contain_text("На этом всё")
    await expect(page.locator("#message")).to_contain_text("92 %")
    await expect(nav(page, "continue")).to_be_disabled()


async def test_after_the_course_the_learner_is_taken_back_to_the_portal(
    play: Play, page: Page
) -> None:
    play.attempt(*three(), exit_url=f"{play.portal}/course/blank.html")
    await play.open(page)
    await nav(page, "suspendAll").click()
    await page.wait_for_url(f"{play.portal}/course/blank.html")


async def test_an_exit_address_that_is_no_web_address_is_not_followed(
    play: Play, page: Page
) -> None:
    play.attempt(*three(), exit_url="javascript:document.title='run'")
    await play.open(page)
    await nav(page, "suspendAll").click()
    await expect(page.locator("#message")).to_contain_text("Место сохранено")
    assert await page.title() == "Охрана труда"


async def test_a_page_opened_on_another_device_takes_over_and_can_be_taken_back(
    play: Play, page: Page, browser: Browser
) -> None:
    attempt = play.attempt(*three())
    sco = await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    device = await browser.new_context()
    later = await device.new_page()
    await later.goto(f"{play.origin}/player/token")
    await play.content(later)
    await sco.evaluate(
        "api.set('cmi.suspend_data', 'of the first page'); api.commit();"
        " api.set('cmi.suspend_data', 'of nobody')"
    )
    await expect(page.locator("#message")).to_contain_text("открыт в другом месте")
    await expect(page.locator("[data-save-state=offline]")).to_be_attached()
    await expect(page.locator("#save")).to_be_hidden()  # it would blame the connection
    await expect(page.locator("iframe#content")).to_be_hidden()
    kept = [change for one in attempt.aside for change in one["changes"]]
    assert ["cmi.suspend_data", "of the first page"] in kept
    await page.get_by_role("button", name="Продолжить здесь").click()
    await play.content(page)
    await device.close()


@pytest.mark.parametrize(("status", "said"), [(410, "попытка окончена"), (404, "устарела")])
async def test_a_session_that_is_over_says_so(
    play: Play, page: Page, status: int, said: str
) -> None:
    play.attempt(*three())
    sco = await play.open(page)
    play.service.failing = status
    await sco.evaluate("api.set('cmi.suspend_data', 'late'); api.commit()")
    await expect(page.locator("#message")).to_contain_text(said)


async def test_a_navigation_that_the_server_refuses_is_explained(play: Play, page: Page) -> None:
    play.attempt(*three())
    await play.open(page)
    play.service.failing = 400
    await nav(page, "continue").click()
    await expect(page.locator("#message")).to_contain_text("Не получилось")


async def test_a_navigation_waits_for_a_server_that_is_down(play: Play, page: Page) -> None:
    attempt = play.attempt(*three())
    await play.open(page)
    play.service.failing = 503
    await nav(page, "continue").click()
    await expect(page.locator("#wait")).to_contain_text("Нет связи")
    play.service.failing = None
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "two")
    assert attempt.current == 1


async def test_content_that_ends_without_a_network_waits_and_says_so(
    play: Play, page: Page
) -> None:
    attempt = play.attempt(*three())
    sco = await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    play.service.failing = 503
    await sco.evaluate("api.set('cmi.suspend_data', 'x'); api.commit()")
    await expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "offline")
    assert await sco.evaluate("api.terminate()") == "true"
    await expect(page.locator("#wait")).to_contain_text("Нет связи")
    await expect(nav(page, "continue")).to_be_disabled()
    play.service.failing = None
    await expect(page.get_by_role("heading", name="Выберите, что дальше")).to_be_visible()
    await expect(page.locator("#wait")).to_be_hidden()


async def test_a_navigation_whose_answer_got_lost_goes_one_step(play: Play, page: Page) -> None:
    attempt = play.attempt(*three())
    await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    play.service.lose_answers = 1
    await nav(page, "continue").click()
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "two")
    assert [name for name, _ in play.service.calls].count("navigate") == 2
    assert attempt.current == 1


async def test_content_of_two_standards_takes_the_one_of_the_course(play: Play, page: Page) -> None:
    play.attempt(Part("one", "Введение", page="walker.html"))
    sco = await play.embed(page)
    assert await sco.evaluate("found12 !== null && found2004 === null")
    assert play.trouble == []


async def test_a_page_without_a_standard_finds_no_api_and_no_error(play: Play, page: Page) -> None:
    play.attempt(Part("one", "Памятка", page="walker.html", kind="asset"))
    sco = await play.embed(page)
    assert await sco.evaluate("found12 === null && found2004 === null")
    assert play.trouble == []


@pytest.mark.clause("SCORM2004-RTE-3.3")
async def test_content_of_scorm_2004_finds_its_api(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение", table="scorm2004"))
    sco = await play.open(page)
    assert await sco.evaluate("api.set('cmi.location', '7')") == "true"
    assert await sco.evaluate("api.commit()") == "true"
    await play.seen(lambda: attempt.parts[0].values.get("cmi.location") == "7")


async def test_a_course_of_one_part_shows_no_contents_until_asked(play: Play, page: Page) -> None:
    play.attempt(Part("one", "Введение"))
    await play.open(page)
    await expect(page.locator("#contents")).to_be_hidden()
    await page.click("#menu")
    await expect(entry(page, "one")).to_be_focused()


async def test_titles_are_text_and_not_markup(play: Play, page: Page) -> None:
    play.attempt(
        Part("one", "<img src=x onerror=alert(1)>"), Part("two", "B"), title="</script><b>A & B</b>"
    )
    await play.open(page)
    await expect(page.locator("#course-title")).to_have_text("</script><b>A & B</b>")
    await expect(entry(page, "one")).to_contain_text("<img src=x onerror=alert(1)>")
    assert play.trouble == []


async def test_an_idle_page_learns_at_once_that_another_one_took_over(
    play: Play, page: Page
) -> None:
    attempt = play.attempt(*three())
    await play.open(page)
    await play.seen(lambda: attempt.seq > 0)
    later = await page.context.new_page()
    await later.goto(f"{play.origin}/player/token")
    await play.content(later)
    await expect(page.locator("#message")).to_contain_text("открыт в другом месте")
    await expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")


async def test_a_player_that_cannot_start_says_so(play: Play, page: Page) -> None:
    play.attempt(*three())
    await page.route("**/cmi.scorm12.json", lambda route: route.abort())
    await page.goto(f"{play.origin}/player/token")
    await expect(page.locator("#message")).to_contain_text("Не удалось запустить плеер")
