"""What a learner does with the player page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect
from tests.acceptance.player.service import Part

if TYPE_CHECKING:
    from playwright.async_api import Page
    from tests.acceptance.player.conftest import Play

pytestmark = pytest.mark.asyncio(loop_scope="session")


def three() -> tuple[Part, Part, Part]:
    return Part("one", "Введение"), Part("two", "Правила"), Part("three", "Проверка знаний")


async def test_what_the_content_sets_arrives_by_itself(play: Play, page: Page) -> None:
    attempt = play.attempt(Part("one", "Введение"))
    sco = await play.open(page)
    await sco.evaluate("api.set('cmi.core.lesson_location', 'page-3')")
    await play.seen(lambda: bool(attempt.sets) and attempt.seq > 0)
    await expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    assert attempt.parts[0].values["cmi.core.lesson_location"] == "page-3"
    assert play.trouble == []


async def test_next_delivers_the_next_part_with_a_fresh_api(play: Play, page: Page) -> None:
    attempt = play.attempt(*three())
    sco = await play.open(page)
    await sco.evaluate("api.set('cmi.suspend_data', 'half way')")
    await page.click('button[data-nav="continue"]')
    await expect(page.locator("iframe#content")).to_have_attribute("data-activity", "two")
    await play.content(page)
    assert attempt.parts[0].values["cmi.suspend_data"] == "half way"
    assert play.trouble == []
