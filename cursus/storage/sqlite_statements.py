"""Statements on a SQLite connection as the Database port offers them to units and looks.

The methods are coroutines that never suspend. What SQLite says when it fails is put into the
port's words here and nowhere else.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from cursus.storage.ports import Duplicate, StorageUnavailable
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cursus.clock import Clock
    from cursus.storage.ports import Query, Row, Value

FULL = Text(
    "The disk is full; what is stored can be read, writing goes on once there is room.",
    "Диск заполнен; сохранённое доступно для чтения, запись продолжится, когда появится место.",
)

_DUPLICATE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")
# Result codes (sqlite.org/rescode.html) that speak of the disk or the file. Any other, SQLITE_ERROR
# before all, speaks of the statement: a mistake of ours, to be seen as such. Plain READONLY is a
# look that tries to write.
_STORAGE = tuple(
    f"SQLITE_{name}"
    for name in (
        "BUSY",
        "CANTOPEN",
        "CORRUPT",
        "FULL",
        "IOERR",
        "LOCKED",
        "NOMEM",
        "NOTADB",
        "PROTOCOL",
        "READONLY_",
    )
)


def translated(error: BaseException) -> BaseException:
    """Return what an error of SQLite means in the port's words; any other error as it is."""
    name = getattr(error, "sqlite_errorname", "")
    if name in _DUPLICATE:
        return Duplicate()
    if name.startswith(_STORAGE):
        return StorageUnavailable(FULL if is_full(error) else None)
    return error


def is_full(error: BaseException) -> bool:
    """Return whether SQLite found no room to write."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"


class SQLiteReading:
    """What a look awaits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    async def rows(self, query: Query, **params: Value) -> list[Row]:
        """Return all rows of a query."""
        try:
            return self._execute(query.text("sqlite"), params).fetchall()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    async def row(self, query: Query, **params: Value) -> Row | None:
        """Return the first row of a query, or None."""
        try:
            row: Row | None = self._execute(query.text("sqlite"), params).fetchone()
        except sqlite3.Error as error:
            raise self._failure(error) from error
        return row

    async def value(self, query: Query, **params: Value) -> Any:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        try:
            row = self._execute(query.text("sqlite"), params).fetchone()
        except sqlite3.Error as error:
            raise self._failure(error) from error
        return None if row is None else row[0]

    def _failure(self, error: sqlite3.Error) -> BaseException:
        return translated(error)


class SQLiteTx(SQLiteReading):
    """What a unit of work awaits."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, last_stamp: int) -> None:
        super().__init__(connection)
        self._execute_many = connection.executemany
        self._clock = clock
        self.last_stamp = last_stamp
        self._failed: sqlite3.Error | None = None  # what a statement of the present unit raised
        self.after: list[Callable[[], None]] = []  # of the transaction's units that stand

    async def execute(self, query: Query, **params: Value) -> int:
        """Run a statement and return how many rows it touched."""
        try:
            return self._execute(query.text("sqlite"), params).rowcount
        except sqlite3.Error as error:
            raise self._failure(error) from error

    async def execute_many(self, query: Query, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run a statement once per row of parameters."""
        try:
            self._execute_many(query.text("sqlite"), rows)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    async def stamp(self, tenant: str) -> int:  # noqa: ARG002 - one writer serves all tenants
        """Return microseconds since the epoch, strictly later than any stamp before."""
        self.last_stamp = max(self._clock.micros(), self.last_stamp + 1)
        return self.last_stamp

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have a short call made once this unit is durable, and never when it is rolled back."""
        self.after.append(call)

    def take_failure(self) -> sqlite3.Error | None:
        """Return what a statement of the unit that ends now raised, and forget it."""
        failure, self._failed = self._failed, None
        return failure

    def _failure(self, error: sqlite3.Error) -> BaseException:
        self._failed = error
        return translated(error)
