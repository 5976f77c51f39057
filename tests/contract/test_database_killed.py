"""What was acknowledged survives a kill -9 of the process that wrote it, and nothing is torn."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 10
WRITE = """
import asyncio, itertools, sys
from pathlib import Path
from cursus.clock import SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from cursus.storage.queries import NamedQuery

CREATE = NamedQuery("create", {"shared":
    "CREATE TABLE IF NOT EXISTS pairs (number INTEGER PRIMARY KEY, half TEXT, stamp INTEGER)"})
ADD = NamedQuery("add", {"shared": "INSERT INTO pairs VALUES (:number, :half, :stamp)"})

async def main(path, start):
    database = SQLiteDatabase(Path(path), SystemClock(), [Component("cursus")])
    await database.write(lambda tx: tx.execute(CREATE))
    numbers = itertools.count(start)

    async def client():
        for number in numbers:
            async def unit(tx):
                stamp = await tx.stamp("t")
                await tx.execute(ADD, number=2 * number, half="first", stamp=stamp)
                await tx.execute(ADD, number=2 * number + 1, half="second", stamp=stamp)
            await database.write(unit)
            print(number, flush=True)

    await asyncio.gather(*(client() for _ in range(16)))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cursus.db"


def _killed_after(path: Path, start: int, acknowledgements: int) -> list[int]:
    """Let a process write until it has acknowledged so many, kill it; return all it did."""
    command = [sys.executable, "-c", WRITE, str(path), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writing:
        assert writing.stdout is not None
        acknowledged = [int(writing.stdout.readline()) for _ in range(acknowledgements)]
        writing.kill()
        rest = writing.stdout.read()
    complete = rest[: rest.rfind("\n") + 1]
    return acknowledged + [int(line) for line in complete.splitlines()]


def test_no_acknowledged_unit_is_lost_and_none_is_there_by_half(path: Path) -> None:
    acknowledged: list[int] = []
    for round_ in range(ROUNDS):
        start = max(acknowledged, default=-1) + 1000
        acknowledged += _killed_after(path, start, 20 + 37 * round_)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT number / 2, count(*), min(stamp) FROM pairs GROUP BY 1")
        stored = {number: (halves, stamp) for number, halves, stamp in rows}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert set(acknowledged) <= set(stored)
    assert {halves for halves, _ in stored.values()} == {2}
    assert len({stamp for _, stamp in stored.values()}) == len(stored)
    assert len(acknowledged) == len(set(acknowledged)) > 20 * ROUNDS
