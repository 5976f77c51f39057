"""A page of a browser that holds the player's modules and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import async_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page, Route

ASSETS = Path(__file__).parents[3] / "player_assets"
ORIGIN = "http://cursus.test"
TYPES = {".js": "text/javascript", ".json": "application/json"}
PAGE = """<!doctype html><title>modules</title><script type="module">
import { createApi as createApi12 } from "/api_scorm12.js";
import { createApi as createApi2004 } from "/api_scorm2004.js";
import { createModel } from "/cmi.js";
const table = async (name) => (await fetch(`/cmi.${name}.json`)).json();
window.cursus = {
  createModel, createApi: { scorm12: createApi12, scorm2004: createApi2004 },
  tables: { scorm12: await table("scorm12"), scorm2004: await table("scorm2004") },
};
</script>"""


async def _answer(route: Route) -> None:
    name = urlsplit(route.request.url).path.lstrip("/")
    if not name:
        await route.fulfill(body=PAGE, content_type="text/html")
    elif (ASSETS / name).is_file():
        await route.fulfill(
            body=(ASSETS / name).read_text("utf-8"), content_type=TYPES[Path(name).suffix]
        )
    else:
        await route.fulfill(status=404)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def modules() -> AsyncIterator[Page]:
    """A page whose `window.cursus` holds the modules and both tables; it keeps no state."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        page = await browser.new_page()
        await page.route(f"{ORIGIN}/**", _answer)
        await page.goto(ORIGIN)
        await page.wait_for_function("window.cursus !== undefined")
        yield page
        await browser.close()
