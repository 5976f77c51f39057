"""The store of statements over every database there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.clock import SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from tests.contract.lrs.said import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from cursus.storage.ports import Database

COMPONENTS = [Component("cursus"), Component("lrs")]


@pytest.fixture(params=["memory", "file"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "cursus.db" if request.param == "file" else None
    database = SQLiteDatabase(path, SystemClock(), COMPONENTS)
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


@pytest.fixture
async def tmp_path_store(
    tmp_path: Path,
) -> AsyncIterator[tuple[Store, Callable[[], Awaitable[Store]]]]:
    """A store on disk, and what closes it and opens it again."""
    path = tmp_path / "cursus.db"
    database = SQLiteDatabase(path, SystemClock(), COMPONENTS)

    async def reopen() -> Store:
        await database.close()
        return Store(SQLiteDatabase(path, SystemClock(), COMPONENTS))

    yield Store(database), reopen
    await database.close()
