"""What every kind of test shares: a clock that tests move, a browser."""

from __future__ import annotations

import itertools
import os
import shutil
import uuid
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class ManualClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: int = 1_800_000_000_000_000) -> None:
        self.now = now

    def micros(self) -> int:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += round(seconds * 1_000_000)


class CountingIds:
    """Identifiers that are the same in every run."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=(7 << 76) | (2 << 62) | next(self._numbers))

    def token(self) -> str:
        return f"token-{next(self._numbers):037d}"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def ids() -> CountingIds:
    return CountingIds()


def chromium_path() -> str | None:
    """Where Chromium is; None lets Playwright take the one it brought itself."""
    return os.environ.get("CURSUS_CHROMIUM") or shutil.which("chromium")


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A browser of the test's own; `new_context()` gives it private windows."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()
