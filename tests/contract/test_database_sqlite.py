"""What SQLite alone must prove: the writer's groups, durability, the disk's refusals, snapshots."""

from __future__ import annotations

import asyncio
import logging
import resource
import sqlite3
import stat
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import aiosqlite
import pytest

from cursus.clock import SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from cursus.storage.ports import Reading, StorageUnavailable, Tx
from cursus.storage.queries import NamedQuery
from cursus.storage.sqlite_writer import Writer
from cursus.storage.units import AwaitedElsewhere, Waiting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

COMPONENTS = [Component("cursus")]
PAGE = 4096


def _query(text: str) -> NamedQuery:
    return NamedQuery("test", {"shared": text})


CREATE = _query("CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)")
ADD = _query("INSERT INTO things (id, name) VALUES (:id, :name)")
COUNT = _query("SELECT count(*) FROM things")
PAGES = _query("PRAGMA page_count")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cursus.db"


async def open_with_things(path: Path) -> SQLiteDatabase:
    opened = SQLiteDatabase(path, SystemClock(), COMPONENTS)
    await opened.write(lambda tx: tx.execute(CREATE))
    return opened


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SQLiteDatabase]:
    opened = await open_with_things(path)
    yield opened
    await opened.close()


def adding(id: str, name: str = "") -> Callable[[Tx], Any]:  # noqa: A002
    return lambda tx: tx.execute(ADD, id=id, name=name)


async def count(database: SQLiteDatabase) -> int:
    number: int = await database.read(lambda reading: reading.value(COUNT))
    return number


async def test_a_caller_is_answered_after_the_commit_and_not_before(
    database: SQLiteDatabase, path: Path
) -> None:
    async with aiosqlite.connect(path) as second:
        for number in range(50):
            await database.write(adding(f"{number}"))
            rows = await second.execute_fetchall("SELECT count(*) FROM things")
            assert list(rows) == [(number + 1,)]


async def test_what_a_unit_has_written_is_seen_by_nobody_until_all_of_its_group_is_there(
    database: SQLiteDatabase, path: Path
) -> None:
    seen = []
    with closing(sqlite3.connect(path, check_same_thread=False)) as second:

        async def looking(tx: Tx) -> None:
            await tx.execute(ADD, id="looking", name="")
            seen.append(second.execute("SELECT count(*) FROM things").fetchone()[0])

        await asyncio.gather(
            database.write(adding("first")), database.write(looking), database.write(adding("last"))
        )
        assert second.execute("SELECT count(*) FROM things").fetchone()[0] == 3
    assert seen[0] in (0, 1)  # 1 when the first unit made a group of its own


async def test_units_that_wait_together_share_one_transaction(path: Path) -> None:
    statements: list[str] = []
    await (await open_with_things(path)).close()
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    writer = Writer(connection, SystemClock())
    busy, go_on = threading.Event(), threading.Event()

    async def holding(_: Tx) -> None:
        busy.set()
        go_on.wait()

    writer.submit(first := Waiting.here(holding))
    await asyncio.to_thread(busy.wait)
    connection.set_trace_callback(statements.append)
    rest = [Waiting.here(adding(f"{number}")) for number in range(100)]
    for waiting in rest:
        writer.submit(waiting)
    go_on.set()
    await asyncio.gather(first.answer, *(waiting.answer for waiting in rest))
    await asyncio.to_thread(writer.finish)
    connection.close()
    assert statements.count("COMMIT") == 2  # that of the first, and one for all hundred
    assert statements.count("SAVEPOINT unit") == 100


async def test_the_stamps_go_on_rising_after_a_restart_with_an_earlier_clock(path: Path) -> None:
    class Earlier:
        def micros(self) -> int:
            return 1_000

    database = SQLiteDatabase(path, SystemClock(), COMPONENTS)
    before = await database.write(lambda tx: tx.stamp("t"))
    await database.close()
    database = SQLiteDatabase(path, Earlier(), COMPONENTS)
    assert await database.write(lambda tx: tx.stamp("t")) == before + 1
    await database.close()


async def test_a_unit_that_awaits_anything_else_is_refused_and_harms_no_neighbour(
    database: SQLiteDatabase,
) -> None:
    async def dozing(tx: Tx) -> None:
        await tx.execute(ADD, id="dozing", name="")
        await asyncio.sleep(0)

    outcomes = await asyncio.gather(
        database.write(adding("a")),
        database.write(dozing),
        database.write(adding("b")),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], AwaitedElsewhere)
    assert await count(database) == 2


async def test_a_look_sees_one_snapshot_though_units_commit_meanwhile(
    database: SQLiteDatabase,
) -> None:
    looked, go_on = threading.Event(), threading.Event()

    async def look(reading: Reading) -> tuple[int, int]:
        before = await reading.value(COUNT)
        looked.set()
        go_on.wait()
        return before, await reading.value(COUNT)

    looking = asyncio.create_task(database.read(look))
    await asyncio.to_thread(looked.wait)
    await database.write(adding("a"))
    assert await count(database) == 1
    go_on.set()
    assert await looking == (0, 0)


async def test_closing_waits_for_the_looks_under_way_and_leaves_no_log_behind(path: Path) -> None:
    database = await open_with_things(path)
    await database.write(adding("a"))
    looks = [asyncio.create_task(count(database)) for _ in range(20)]
    await asyncio.sleep(0)  # they have queued
    await database.close()
    assert await asyncio.gather(*looks) == [1] * 20
    assert [file.name for file in path.parent.iterdir()] == ["cursus.db"]


async def test_a_full_database_refuses_what_does_not_fit_and_nothing_else(
    database: SQLiteDatabase,
) -> None:
    pages = await database.read(lambda reading: reading.value(PAGES))
    limit = _query(f"PRAGMA max_page_count={pages + 8}")
    lifted = _query("PRAGMA max_page_count=1000000")
    await database.write(lambda tx: tx.value(limit))
    big = [adding(f"big {number}", "x" * 12 * PAGE) for number in range(4)]
    small = [adding(f"small {number}") for number in range(20)]
    outcomes = await asyncio.gather(*map(database.write, big + small), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes[:4]] == [StorageUnavailable] * 4
    assert "disk is full" in str(outcomes[0])
    assert outcomes[4:] == [1] * 20
    assert await count(database) == 20
    await database.write(lambda tx: tx.value(lifted))
    assert await asyncio.gather(*map(database.write, big)) == [1] * 4
    assert await count(database) == 24


@contextmanager
def _no_file_grows_beyond(size: int) -> Iterator[None]:
    """Let the system refuse writes as a failing disk does, at once and for real."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_when_the_disk_refuses_reading_goes_on_and_writing_resumes_by_itself(
    database: SQLiteDatabase, path: Path
) -> None:
    await database.write(adding("before", "x" * 10 * PAGE))
    log = path.with_name("cursus.db-wal")
    with _no_file_grows_beyond(log.stat().st_size + 6 * PAGE):
        writes = [database.write(adding(f"{number}", "x" * PAGE)) for number in range(40)]
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        refused = [outcome for outcome in outcomes if isinstance(outcome, StorageUnavailable)]
        acknowledged = outcomes.count(1)
        assert refused
        assert len(refused) + acknowledged == 40
        assert await count(database) == 1 + acknowledged
    await database.write(adding("after"))
    assert await count(database) == 2 + acknowledged
    await database.close()
    with closing(sqlite3.connect(path)) as second:
        assert second.execute("SELECT count(*) FROM things").fetchone() == (2 + acknowledged,)
        assert second.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_defect_of_the_writer_answers_its_callers_and_it_goes_on(
    database: SQLiteDatabase,
) -> None:
    class NoUnit:
        def __call__(self, _: Tx) -> int:
            return 1  # not awaitable

    with pytest.raises(AttributeError):
        await database.write(NoUnit())  # type: ignore[arg-type]
    await database.write(adding("a"))
    assert await count(database) == 1


async def test_the_start_says_which_sqlite_it_is(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "cursus.storage")
    await SQLiteDatabase(path, SystemClock(), COMPONENTS).close()
    assert f"SQLite {sqlite3.sqlite_version}" in caplog.text


async def test_what_is_no_database_is_refused_at_the_start_and_left_alone(path: Path) -> None:
    path.write_bytes(b"something else altogether" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        SQLiteDatabase(path, SystemClock(), COMPONENTS)
    assert path.read_bytes() == b"something else altogether" * 100


async def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = SQLiteDatabase(tmp_path / "cursus.db", SystemClock(), COMPONENTS)
    try:
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        await database.close()
    assert modes == dict.fromkeys(("cursus.db", "cursus.db-shm", "cursus.db-wal"), 0o600)
