"""The kernel's tables in a database in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.clock import Clock


@pytest.fixture
async def database(clock: Clock) -> AsyncIterator[SQLiteDatabase]:
    opened = SQLiteDatabase(None, clock, [Component("cursus")])
    yield opened
    await opened.close()
