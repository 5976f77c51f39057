"""What a real browser makes of it: bytes, seeking, isolation."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.content.course_site import FILES, LABEL, OTHER_LABEL, Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

HASH_OF_BODY = """async (url) => {
    const answer = await fetch(url);
    const hash = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
    const hex = [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0'));
    return [answer.status, hex.join('')];
}"""


@pytest.fixture
async def page(chromium: Browser, local_site: Site) -> AsyncIterator[Page]:
    """The course's own page."""
    context = await chromium.new_context()
    opened = await context.new_page()
    await opened.goto(local_site.url("index.html"))
    yield opened
    await context.close()


async def test_every_file_arrives_byte_for_byte_in_a_browser(page: Page, local_site: Site) -> None:
    for name, (plain, _) in FILES.items():
        status, digest = await page.evaluate(HASH_OF_BODY, local_site.path(name))
        assert (status, digest) == (200, hashlib.sha256(plain).hexdigest())


async def test_a_page_loads_its_scripts_and_styles_without_complaint(
    chromium: Browser, local_site: Site
) -> None:
    context = await chromium.new_context()
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(local_site.url("lesson.html"))
    assert await page.title() == "played"
    assert await page.evaluate("getComputedStyle(document.body).color") == "rgb(1, 2, 3)"
    assert said == []
    await context.close()


async def test_media_seeks(page: Page, local_site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers.get("range", "")))
    result: dict[str, Any] = await page.evaluate(
        """async (url) => {
            const audio = new Audio(url);
            audio.preload = 'metadata';
            await new Promise((done, fail) => {
                audio.onloadedmetadata = done;
                audio.onerror = () => fail(new Error(audio.error.message));
            });
            audio.currentTime = 100;
            await new Promise(done => { audio.onseeked = done; });
            return {at: audio.currentTime, length: audio.duration};
        }""",
        local_site.path("sound.wav"),
    )
    assert result == {"at": 100, "length": 120}
    assert any(field.startswith("bytes=") for field in asked)


async def test_a_service_worker_does_not_register(page: Page, local_site: Site) -> None:
    outcome = await page.evaluate(
        """(url) => navigator.serviceWorker.register(url).then(() => 'registered', e => e.name)""",
        local_site.path("js/worker.js"),
    )
    assert outcome in ("TypeError", "SecurityError")
    assert (
        await page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)") == 0
    )


async def test_two_courses_share_neither_storage_nor_files(page: Page, local_site: Site) -> None:
    await page.evaluate("localStorage.setItem('answer', '42'); document.cookie = 'a=1'")
    other_page = await page.context.new_page()
    await other_page.goto(local_site.url("index.html", OTHER_LABEL))
    assert await other_page.evaluate("localStorage.getItem('answer')") is None
    outcome = await other_page.evaluate(
        """(url) => fetch(url).then(() => 'read', e => e.name)""", local_site.url("mark.txt", LABEL)
    )
    assert outcome == "TypeError"
    script = await other_page.evaluate(
        """(url) => new Promise(done => {
            const script = document.createElement('script');
            script.onload = () => done('run');
            script.onerror = () => done('refused');
            script.src = url;
            document.head.append(script);
        })""",
        local_site.url("js/player.js", LABEL),
    )
    assert script == "refused"


async def test_a_frame_of_another_course_is_out_of_reach(page: Page, local_site: Site) -> None:
    outcome = await page.evaluate(
        """(url) => new Promise(done => {
            const frame = document.createElement('iframe');
            frame.onload = () => {
                try { done(frame.contentWindow.document.title); } catch (e) { done(e.name); }
            };
            frame.src = url;
            document.body.append(frame);
        })""",
        local_site.url("index.html", OTHER_LABEL),
    )
    assert outcome == "SecurityError"
