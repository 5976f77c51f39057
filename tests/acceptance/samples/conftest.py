"""The sample packages on a shelf, and a browser page that notes every complaint."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from samples.build import build_all
from tests.acceptance.conftest import free_port
from tests.acceptance.samples.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

OpenPage = Callable[..., Awaitable[Page]]
DESKTOP = (1280, 800)
PHONE = (360, 740)
PORTAL = Path(__file__).parents[3] / "samples/portal/server.py"
START_SECONDS = 20


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The built samples, by name."""
    return {path.stem: path for path in build_all(tmp_path_factory.mktemp("built"))}


@pytest.fixture
async def shelf(packages: dict[str, Path]) -> AsyncIterator[Shelf]:
    shelf = Shelf(packages)
    app = web.Application()
    app.add_routes(shelf.routes())
    async with TestServer(app) as server:
        shelf.url = str(server.make_url("")).rstrip("/")
        yield shelf


@pytest.fixture
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """What opens a page; the test fails at its end when the browser complained meanwhile."""
    complaints: list[str] = []

    async def opened(size: tuple[int, int] = DESKTOP, locale: str = "en-US") -> Page:
        width, height = size
        context = await chromium.new_context(
            viewport={"width": width, "height": height}, locale=locale, reduced_motion="reduce"
        )
        page = await context.new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        return page

    yield opened
    assert complaints == []


@asynccontextmanager
async def run_portal(api: str, app_id: str, secret: str) -> AsyncIterator[str]:
    """Start the portal as its README says, over a service; yield its address, end it."""
    port = free_port()
    arguments = ["--api", api, "--app-id", app_id, "--secret", secret, "--port", str(port)]
    process = await asyncio.create_subprocess_exec(sys.executable, str(PORTAL), *arguments)
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(START_SECONDS):
            while not await _answers(session, f"http://127.0.0.1:{port}/"):
                with contextlib.suppress(TimeoutError):  # a moment, or the process has ended
                    await asyncio.wait_for(process.wait(), 0.05)
        yield f"http://cursus.localhost:{port}"
    finally:
        process.terminate()
        await process.wait()


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with session.get(url) as answer:
            return answer.ok
    return False
