"""What a unit of work leaves to be called after its commit (`Tx.after_commit`)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cursus.clock import SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from cursus.storage.ports import Database, Tx


@pytest.fixture(params=["memory", "file"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "cursus.db" if request.param == "file" else None
    database = SQLiteDatabase(path, SystemClock(), [Component("cursus")])
    yield database
    await database.close()


class Failed(Exception):
    pass


async def test_the_call_is_made_before_the_caller_is_answered(database: Database) -> None:
    called: list[str] = []

    async def unit(tx: Tx) -> list[str]:
        tx.after_commit(lambda: called.append("first"))
        tx.after_commit(lambda: called.append("second"))
        return list(called)

    assert await database.write(unit) == []
    assert called == ["first", "second"]


async def test_no_call_of_a_unit_that_failed_is_made_nor_one_of_its_neighbours_lost(
    database: Database,
) -> None:
    called: list[int] = []

    async def write(number: int) -> None:
        async def unit(tx: Tx) -> None:
            tx.after_commit(lambda: called.append(number))
            if number % 2:
                raise Failed

        await database.write(unit)

    outcomes = await asyncio.gather(*(write(n) for n in range(10)), return_exceptions=True)
    assert [isinstance(outcome, Failed) for outcome in outcomes] == [False, True] * 5
    assert called == [0, 2, 4, 6, 8]


async def test_a_call_is_made_once(database: Database) -> None:
    called: list[int] = []

    async def unit(tx: Tx) -> None:
        tx.after_commit(lambda: called.append(1))

    async def nothing(tx: Tx) -> None:
        await tx.stamp("school")

    await database.write(unit)
    await database.write(nothing)
    assert called == [1]
