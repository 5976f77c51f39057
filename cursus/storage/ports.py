"""The two ports behind which everything durable lies.

`Database` runs units of work. A unit is `async def unit(tx)` that awaits nothing but its `tx`:
SQLite drives it to its end on the writer's thread, PostgreSQL awaits it on a connection. A unit
either takes effect whole and durably before its caller is answered, or not at all; units that
arrive together share a transaction without harming one another.

`ObjectStore` keeps immutable byte strings under keys `<tenant>/<name>`. An object is there whole
or not at all; the database row that names it is the commit point, so an object without a row is
only litter.

Every implementation passes the tests of `tests/contract`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from cursus.errors import Problem, Unavailable

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

Dialect = Literal["sqlite", "postgres"]
Value = str | int | float | bytes | None  # text without NUL, integers of 64 bits, finite floats
T = TypeVar("T")


class Row(Protocol):
    """A row: values by column name, and no more of a mapping than `dict(row)` needs."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401
        """Return a column's value."""
        ...

    def keys(self) -> Iterable[str]:
        """Return the names of the columns."""
        ...


class Query(Protocol):
    """One named SQL statement (`cursus.storage.queries`)."""

    @property
    def name(self) -> str:
        """The name that its `.sql` file gives it."""
        ...

    def text(self, dialect: Dialect) -> str:
        """Return its SQL, parameters written `:name`."""
        ...


class Duplicate(Problem):
    """A row with this key is already there"""

    status = 409
    slug = "duplicate"
    title_ru = "Запись с таким ключом уже есть"


class StorageUnavailable(Unavailable):
    """The storage does not answer at the moment; try again"""

    slug = "storage-unavailable"
    title_ru = "Хранилище сейчас не отвечает; повторите попытку"


class WentOn(RuntimeError):
    """A unit of work went on after one of its statements had failed."""


class ShortObject(StorageUnavailable):
    """An object ends before what was asked of it"""

    slug = "short-object"
    title_ru = "Объект короче, чем запрошено"


class Reading(Protocol):
    """What a unit that only reads may await."""

    async def rows(self, query: Query, **params: Value) -> list[Row]:
        """Return all rows of a query."""
        ...

    async def row(self, query: Query, **params: Value) -> Row | None:
        """Return the first row of a query, or None."""
        ...

    async def value(self, query: Query, **params: Value) -> Any:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        ...


class Tx(Reading, Protocol):
    """What a unit of work may await; raises `Duplicate` where a unique key is taken.

    A unit ends with the statement that fails: it may turn the error into another; for one that
    goes on the caller gets `WentOn`.
    """

    async def execute(self, query: Query, **params: Value) -> int:
        """Run a statement and return how many rows it touched (the fence of an UPDATE)."""
        ...

    async def execute_many(self, query: Query, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run a statement once per row of parameters."""
        ...

    async def stamp(self, tenant: str) -> int:
        """Return microseconds since the epoch, strictly later than any stamp before (`stored`).

        Rising over all units of the tenant in their order of commit, across restarts and clock
        jumps: one column orders pages, feeds and cursors.
        """
        ...

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have a short call made once this unit is durable, and never when it is rolled back.

        It runs before the callers are answered and must not raise: a cache takes up what the
        unit wrote, a consumer of the feed is woken.
        """
        ...


Unit = Callable[[Tx], Awaitable[T]]
Look = Callable[[Reading], Awaitable[T]]


class Database(Protocol):
    """A relational store that runs units of work.

    Raises `StorageUnavailable` when the database cannot be reached or written.
    """

    @property
    def dialect(self) -> Dialect:
        """Which SQL it speaks."""
        ...

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work; return its result once it is durable, or raise what it raised."""
        ...

    async def read(self, look: Look[T]) -> T:
        """Run a unit that only reads, on one consistent snapshot."""
        ...

    async def close(self) -> None:
        """Finish the units that were accepted and let go of everything."""
        ...


class ObjectStore(Protocol):
    """A store of immutable objects.

    Raises `StorageUnavailable` when it cannot be reached, `InsufficientStorage` when it is full,
    `ShortObject` for a range beyond the end, `KeyError` for an absent key and `ValueError` for
    what is no key (`cursus.storage.object_keys`).
    """

    async def put(self, key: str, data: bytes) -> None:
        """Store bytes durably; the same key again replaces them."""
        ...

    async def put_file(self, key: str, path: Path) -> None:
        """Store a file durably and take it: afterwards the path belongs to the store."""
        ...

    async def get(self, key: str) -> bytes:
        """Return a whole object; meant for small ones."""
        ...

    async def read(self, key: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`."""
        ...

    def stream(
        self, key: str, offset: int, length: int
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open a range of an object as chunks of bounded size."""
        ...

    async def fetch(self, key: str, path: Path) -> None:
        """Copy a whole object into a local file, never leaving half of one there."""
        ...

    def local_path(self, key: str) -> Path | None:
        """Return where the object lies as a local file, when this store keeps it so."""
        ...

    async def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""
        ...

    async def delete(self, key: str) -> None:
        """Remove an object; removing an absent one is no error."""
        ...

    def keys(self, prefix: str) -> AsyncIterator[str]:
        """List the keys that begin with a prefix, in order."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...
