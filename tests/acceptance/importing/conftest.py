"""The import page of a real service in a real browser, alone and in a portal of another site."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest_asyncio
from aiohttp import web
from playwright.async_api import async_playwright

from tests.acceptance.conftest import run_service
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, FrameLocator, Page

    from tests.acceptance.conftest import Service

PORTAL = """<!doctype html><title>Portal</title><link rel="icon" href="data:,">
<script>
window.told = [];
window.addEventListener("message", ({{ data, origin }}) => told.push({{ ...data, origin }}));
</script>
<iframe title="Import" style="width: 100%; height: 700px" src="{link}"
  sandbox="allow-scripts allow-same-origin allow-forms"></iframe>"""


@dataclass
class Importing:
    """A running service, a portal of another site, and what the browser complained about."""

    service: Service
    portal: str  # an origin
    trouble: list[str] = field(default_factory=list)

    def new_course(self) -> str:
        return f"course-{uuid.uuid4().hex}"

    async def link(self, **body: Any) -> str:
        made = await self.service.api("POST", "/courses/importLinks", json=body)
        address: str = made["importLink"]
        return address

    async def open(self, page: Page, link: str | None = None, **body: Any) -> Page:
        """Open the page of a link alone; the course is a new one unless said."""
        self.watch(page)
        await page.goto(link or await self.link(**body))
        await page.locator("#view:not([data-state=loading])").wait_for()
        return page

    async def embed(self, page: Page, portal: str | None = None, **body: Any) -> FrameLocator:
        """Open the page of a link in a portal's frame."""
        self.watch(page)
        link = await self.link(embedOrigin=self.portal, **body)
        await page.goto(f"{portal or self.portal}/?link={quote(link, safe='')}")
        return page.frame_locator("iframe")

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: self.trouble.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("dialog", lambda dialog: self.trouble.append(f"dialog: {dialog.message}"))

    async def course(self, course_id: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.service.api("GET", f"/courses/{course_id}")
        return found

    async def course_ids(self) -> set[str]:
        return {c["id"] for c in (await self.service.api("GET", "/courses"))["courses"]}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def session_service(
    tmp_path_factory: Any,
) -> AsyncIterator[Service]:
    """One service for all these tests."""
    async with run_service(tmp_path_factory.mktemp("importing") / "data") as service:
        yield service


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def portals() -> AsyncIterator[tuple[str, str]]:
    """Two origins of other sites that frame what they are told to."""

    async def framing(request: web.Request) -> web.Response:
        text = PORTAL.format(link=request.query["link"])
        return web.Response(text=text, content_type="text/html")

    app = web.Application()

    async def done(_request: web.Request) -> web.Response:
        text = '<!doctype html><title>Done</title><link rel="icon" href="data:,">'
        return web.Response(text=text, content_type="text/html")

    app.add_routes([web.get("/", framing), web.get("/done", done)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    yield f"http://portal.localhost:{port}", f"http://other.localhost:{port}"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def importing(session_service: Service, portals: tuple[str, str]) -> AsyncIterator[Importing]:
    """The service; a test fails at its end when the browser complained meanwhile."""
    importing = Importing(session_service, portals[0])
    yield importing
    assert importing.trouble == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of a private window: there, frames of another site have no storage."""
    context = await browser.new_context(locale="ru-RU", reduced_motion="reduce")
    yield await context.new_page()
    await context.close()
