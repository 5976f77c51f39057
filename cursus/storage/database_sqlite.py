"""The Database port on SQLite, for one process: one connection writes, some read.

Only the writing connection checkpoints: SQLite before 3.51.3 can corrupt a WAL when two
connections race for a checkpoint, and common systems carry older ones. For the same reason no
other program should open the file while the service runs.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from cursus.storage.migrations import Component, migrate_sqlite
from cursus.storage.ports import Dialect, Look, Reading, StorageUnavailable, Tx, Unit
from cursus.storage.sqlite_readers import Readers
from cursus.storage.sqlite_statements import SQLiteReading
from cursus.storage.sqlite_writer import Writer
from cursus.storage.units import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cursus.clock import Clock

T = TypeVar("T")
_log = logging.getLogger("cursus.storage")

CHECKPOINT_PAGES = 4_000  # 16 MB of WAL between checkpoints
WAL_BYTES_KEPT = 64 << 20  # what a WAL that once grew is cut back to
CACHE_KIBIBYTES = 65_536
READERS = 4
BUSY_SECONDS = 10.0

FIXED = (3, 51, 3)  # the first version that no race of checkpoints can damage
BACKPORTS = ((3, 44, 6), (3, 50, 7))  # and the older series that got the repair


class SQLiteDatabase:
    """A database file, or with `path` None a database in memory that ends with the process."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path | None, clock: Clock, components: Sequence[Component]) -> None:
        """Open the database and bring its schema up to date."""
        _log_version()
        self._closing = False
        if path is not None:
            _make(path)
        self._connection = _connect(str(path) if path else ":memory:")
        try:
            _prepare_writing(self._connection, in_file=path is not None)
            migrate_sqlite(self._connection, components)
        except BaseException:
            self._connection.close()
            raise
        self._connection.row_factory = sqlite3.Row
        self._writer = Writer(self._connection, clock)
        self._readers = None if path is None else _open_readers(str(path))

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work; return its result once it is durable, or raise what it raised."""
        if self._closing:
            raise StorageUnavailable
        waiting = Waiting.here(unit)
        self._writer.submit(waiting)
        result: T = await waiting.answer
        return result

    async def read(self, look: Look[T]) -> T:
        """Run a unit that only reads, on one consistent snapshot."""
        if self._closing:
            raise StorageUnavailable
        if self._readers is None:
            return await self.write(self._reading_only(look))
        waiting = Waiting.here(look)
        self._readers.submit(waiting)
        result: T = await waiting.answer
        return result

    async def close(self) -> None:
        """Finish the units that were accepted and let go of everything."""
        if self._closing:
            return
        self._closing = True
        await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        if self._readers is not None:
            self._readers.finish()
        self._writer.finish()
        self._connection.close()  # the last one: it leaves no WAL behind

    def _reading_only(self, look: Look[T]) -> Unit[T]:
        """Return a look as a unit: only one connection sees a database in memory."""
        reading: Reading = SQLiteReading(self._connection)

        async def unit(_: Tx) -> T:
            self._connection.execute("PRAGMA query_only=ON")
            try:
                return await look(reading)
            finally:
                self._connection.execute("PRAGMA query_only=OFF")

        return unit


def _make(path: Path) -> None:
    """Make a database file for its owner alone, as SQLite then makes those beside it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(
        address,
        isolation_level=None,
        check_same_thread=False,  # opened here, then used by one thread
        cached_statements=512,
        timeout=BUSY_SECONDS,
    )


def _open_readers(address: str) -> Readers:
    connections = [_connect(address) for _ in range(READERS)]
    for connection in connections:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA wal_autocheckpoint=0")
    return Readers(connections)


def _prepare_writing(connection: sqlite3.Connection, *, in_file: bool) -> None:
    if in_file:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA journal_size_limit={WAL_BYTES_KEPT}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIBIBYTES}")


def _log_version() -> None:
    version = sqlite3.sqlite_version_info
    if version >= FIXED or any(fix <= version < (fix[0], fix[1] + 1) for fix in BACKPORTS):
        _log.info("SQLite %s", sqlite3.sqlite_version)
    else:
        _log.warning(
            "SQLite %s can damage a database that two programs checkpoint at once: open the"
            " database file with no other program while the service runs",
            sqlite3.sqlite_version,
        )
