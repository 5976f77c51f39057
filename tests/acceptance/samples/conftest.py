"""The sample packages on a shelf, and a browser page that notes every complaint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from samples.build import build_all
from tests.acceptance.samples.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

OpenPage = Callable[..., Awaitable[Page]]
DESKTOP = (1280, 800)
PHONE = (360, 740)


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
