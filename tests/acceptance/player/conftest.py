"""The player in a real browser against a stand-in for its server."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest_asyncio
from aiohttp import web
from playwright.async_api import async_playwright

from tests.acceptance.player.service import Attempt, Part, PlayerService
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Browser, Frame, Page

TOKEN = "token"
PAGES = Path(__file__).parent / "pages"


@dataclass
class Play:
    """A running service and what a test does to it."""

    service: PlayerService
    port: int
    trouble: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://course.localhost:{self.port}"

    @property
    def portal(self) -> str:
        """An origin of another site."""
        return f"http://127.0.0.1:{self.port}"

    def attempt(self, *parts: Part, token: str = TOKEN, **facts: Any) -> Attempt:
        """Put an attempt on the server."""
        attempt = Attempt(id=f"attempt-of-{token}", parts=list(parts), **facts)
        self.service.attempts[token] = attempt
        return attempt

    async def open(self, page: Page, token: str = TOKEN) -> Frame:
        """Open the player; return the frame of the first content once it speaks to its API."""
        self.watch(page)
        await page.goto(f"{self.origin}/player/{token}")
        return await self.content(page)

    async def embed(self, page: Page, token: str = TOKEN) -> Frame:
        """Open the portal's page with the player in a frame; return the frame of the content."""
        self.watch(page)
        await page.goto(f"{self.portal}/portal/{token}")
        return await self.content(page)

    def watch(self, page: Page) -> None:
        """Note whatever the browser complains about."""
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.trouble.append(text)

    async def content(self, page: Page) -> Frame:
        """Wait until the content in the frame has found its API and initialized."""
        async with asyncio.timeout(10):
            while True:
                for frame in page.frames:
                    if "/course/" in frame.url and await frame.evaluate("window.ready === true"):
                        return frame
                await page.wait_for_timeout(20)

    async def seen(self, what: Callable[[], bool]) -> None:
        """Wait until the calls that have arrived make `what` true."""
        async with asyncio.timeout(10), self.service.called:
            await self.service.called.wait_for(what)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all these tests: it starts longer than most of them last."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def play() -> AsyncIterator[Play]:
    pages = {path.name: path.read_text("utf-8") for path in PAGES.iterdir()}
    service = PlayerService(pages)
    runner = web.AppRunner(service.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port: int = runner.addresses[0][1]
    yield Play(service, port)
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of a private window: there, frames of another site have no storage."""
    context = await browser.new_context()
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def outside(play: Play, page: Page) -> Callable[[str], Awaitable[Any]]:
    """Run a script around an outbox (`pages/harness.js`) and return its result."""
    await page.goto(f"{play.origin}/course/blank.html")

    async def run(script: str) -> Any:
        return await page.evaluate(
            "async () => { const { world, letters, settle } ="
            " await import('/course/harness.js');"
            f"{script} }}"
        )

    return run
