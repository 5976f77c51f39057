"""The Database port on SQLite: one process, one connection that writes and checkpoints.

Units of work queue for one writer thread. It takes all that wait, runs them in one transaction
with a savepoint each, commits once (WAL, synchronous=FULL: one fsync) and only then answers the
callers. A unit that raises is rolled back to its savepoint and harms no neighbour.

Readers are aiosqlite connections that never checkpoint: SQLite before 3.51.3 can corrupt a WAL
when two connections race for a checkpoint, and common systems carry older ones.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import aiosqlite

from cursus.storage.migrations import Component, migrate_sqlite
from cursus.storage.ports import Dialect, Duplicate, Look, StorageUnavailable, Unit
from cursus.storage.units import drive
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from pathlib import Path

    from cursus.clock import Clock
    from cursus.storage.ports import Query, Row, Value

T = TypeVar("T")

GROUP_LIMIT = 512  # units in one transaction: bounds how long the first of them waits
CHECKPOINT_PAGES = 20_000  # 80 MB of WAL between checkpoints: fewer fsyncs of the main file
READERS = 4
BUSY_MILLISECONDS = 10_000

FULL = Text(
    "The disk is full; what is stored can be read, writing goes on once there is room.",
    "Диск заполнен; сохранённое доступно для чтения, запись продолжится, когда появится место.",
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    unit: Unit[Any]
    answer: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class SQLiteTx:
    """The transaction that units await; its methods never suspend."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, last_stamp: int) -> None:
        self._execute = connection.execute
        self._execute_many = connection.executemany
        self._clock = clock
        self.last_stamp = last_stamp
        self.after: list[Callable[[], None]] = []

    async def rows(self, query: Query, **params: Value) -> list[Row]:
        """Return all rows of a query."""
        return self._execute(query.text("sqlite"), params).fetchall()

    async def row(self, query: Query, **params: Value) -> Row | None:
        """Return the first row of a query, or None."""
        row: Row | None = self._execute(query.text("sqlite"), params).fetchone()
        return row

    async def value(self, query: Query, **params: Value) -> Any:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        row = self._execute(query.text("sqlite"), params).fetchone()
        return None if row is None else row[0]

    async def execute(self, query: Query, **params: Value) -> int:
        """Run a statement and return how many rows it touched."""
        try:
            return self._execute(query.text("sqlite"), params).rowcount
        except sqlite3.IntegrityError as error:
            raise _translated(error) from error

    async def execute_many(self, query: Query, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run a statement once per row of parameters."""
        try:
            self._execute_many(query.text("sqlite"), rows)
        except sqlite3.IntegrityError as error:
            raise _translated(error) from error

    async def stamp(self, tenant: str) -> int:  # noqa: ARG002 - one writer serves all tenants
        """Return microseconds since the epoch, strictly later than any stamp before."""
        self.last_stamp = max(self._clock.micros(), self.last_stamp + 1)
        return self.last_stamp

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have a short call made once this unit is durable, and never when it is rolled back."""
        self.after.append(call)


class SQLiteDatabase:
    """A database file, or with `path` None a database in memory that ends with the process."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path | None, clock: Clock, components: Sequence[Component]) -> None:
        """Open the database and bring its schema up to date."""
        self._address = str(path) if path else ":memory:"
        self._in_memory = path is None
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closing = False
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] | None = None
        self._opened_readers: list[aiosqlite.Connection] = []
        connection = self._connect()
        if not self._in_memory:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA cache_size=-65536")
        migrate_sqlite(connection, components)
        connection.row_factory = sqlite3.Row
        self._connection = connection
        last = connection.execute("SELECT last FROM stamps").fetchone()
        self._tx = SQLiteTx(connection, clock, last[0] if last else 0)
        self._thread = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._thread.start()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(
            self._address,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            timeout=BUSY_MILLISECONDS / 1000,
        )

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work; return its result once it is durable, or raise what it raised."""
        if self._closing:
            raise StorageUnavailable
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Waiting(unit, answer, loop))
        return await answer

    async def read(self, look: Look[T]) -> T:
        """Run a unit that only reads, on one consistent snapshot."""
        if self._in_memory:  # only one connection sees it
            return await self.write(look)
        async with self._reader() as connection:
            reading = SQLiteReading(connection)
            await connection.execute("BEGIN")
            try:
                return await look(reading)
            finally:
                await connection.execute("ROLLBACK")

    async def close(self) -> None:
        """Finish the units that were accepted and let go of everything."""
        if self._closing:
            return
        self._closing = True
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        for reader in self._opened_readers:
            await reader.close()
        self._connection.close()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[aiosqlite.Connection]:
        if self._readers is None:
            self._readers = asyncio.LifoQueue()
        if self._readers.empty() and len(self._opened_readers) < READERS:
            connection = aiosqlite.connect(self._address, isolation_level=None)
            self._opened_readers.append(connection)  # before any await: the count must hold
            await connection
            connection.row_factory = sqlite3.Row
            await connection.execute("PRAGMA query_only=ON")
            await connection.execute("PRAGMA wal_autocheckpoint=0")
            await connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        else:
            connection = await self._readers.get()
        try:
            yield connection
        finally:
            self._readers.put_nowait(connection)

    def _write_for_ever(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            last = False
            with suppress(queue.Empty):
                while len(group) < GROUP_LIMIT:
                    waiting = self._queue.get_nowait()
                    if waiting is None:
                        last = True
                        break
                    group.append(waiting)
            _answer(group, self._run(group))
            if last:
                return

    def _run(self, group: list[_Waiting]) -> list[tuple[Any, BaseException | None]]:
        """Run a group of units in one transaction; return each one's result or error."""
        connection, tx = self._connection, self._tx
        outcomes: list[tuple[Any, BaseException | None]] = []
        stamp_before = tx.last_stamp
        tx.after.clear()
        try:
            connection.execute("BEGIN IMMEDIATE")
            for waiting in group:
                connection.execute("SAVEPOINT unit")
                kept = len(tx.after)
                try:
                    outcomes.append((drive(waiting.unit(tx)), None))
                except sqlite3.OperationalError:
                    raise  # the disk or the file, not the unit: nothing of the group can stand
                except BaseException as error:  # noqa: BLE001 - it is the caller's to see
                    connection.execute("ROLLBACK TO unit")
                    del tx.after[kept:]
                    outcomes.append((None, error))
                connection.execute("RELEASE unit")
            if tx.last_stamp != stamp_before:
                connection.execute("UPDATE stamps SET last = ?", (tx.last_stamp,))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:  # SQLite rolls back by itself when the disk is full
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            return [(None, _translated(error))] * len(group)
        for call in tx.after:
            call()
        return outcomes


class SQLiteReading:
    """What a reading unit awaits, on one aiosqlite connection."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, query: Query, **params: Value) -> list[Row]:
        """Return all rows of a query."""
        return list(await self._connection.execute_fetchall(query.text("sqlite"), params))  # type: ignore[arg-type]

    async def row(self, query: Query, **params: Value) -> Row | None:
        """Return the first row of a query, or None."""
        return next(iter(await self.rows(query, **params)), None)

    async def value(self, query: Query, **params: Value) -> Any:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        row = await self.row(query, **params)
        return None if row is None else next(iter(tuple(row)))  # sqlite3.Row iterates over values


def _answer(group: list[_Waiting], outcomes: list[tuple[Any, BaseException | None]]) -> None:
    """Hand each caller its outcome, with one wake-up per event loop."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any, Any]]] = {}
    for waiting, (result, error) in zip(group, outcomes, strict=True):
        loops.setdefault(waiting.loop, []).append((waiting.answer, result, error))
    for loop, answers in loops.items():
        with suppress(RuntimeError):  # the loop is gone, and with it whoever waited
            loop.call_soon_threadsafe(_resolve, answers)


def _resolve(answers: list[tuple[asyncio.Future[Any], Any, BaseException | None]]) -> None:
    for answer, result, error in answers:
        if answer.done():  # the caller left; its unit stands all the same
            continue
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)


def _translated(error: sqlite3.Error) -> Exception:
    """Say in the port's words what SQLite says."""
    code = getattr(error, "sqlite_errorname", "")
    if code in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        return Duplicate()
    if isinstance(error, sqlite3.OperationalError):
        return StorageUnavailable(FULL if code == "SQLITE_FULL" else None)
    return error
