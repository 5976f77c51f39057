"""The contract of the Database port, held by every database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from cursus.storage.ports import Database, Duplicate, Reading, StorageUnavailable, Tx, WentOn
from cursus.storage.queries import NamedQuery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from cursus.clock import Clock

COMPONENTS = [Component("cursus")]
DATABASES: dict[str, Callable[[Path, Clock], Database]] = {
    "memory": lambda _, clock: SQLiteDatabase(None, clock, COMPONENTS),
    "sqlite": lambda folder, clock: SQLiteDatabase(folder / "cursus.db", clock, COMPONENTS),
}


class MovingClock:
    """A clock that tests set, forwards and back."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000_000

    def micros(self) -> int:
        return self.now


def _query(text: str) -> NamedQuery:
    return NamedQuery("test", {"shared": text})


CREATE = _query("CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)")
ADD = _query("INSERT INTO things (id, name) VALUES (:id, :name)")
ADD_RETURNING = _query("INSERT INTO things (id, name) VALUES (:id, :name) RETURNING id")
NAME = _query("SELECT name FROM things WHERE id = :id")
ALL = _query("SELECT id, name FROM things ORDER BY id")
COUNT = _query("SELECT count(*) FROM things")
RENAME = _query("UPDATE things SET name = :name WHERE id = :id")
MISTAKE = _query("INSERT INTO no_such_table (id) VALUES (:id)")


@pytest.fixture
def moving_clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(params=DATABASES)
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, moving_clock: MovingClock
) -> AsyncIterator[Database]:
    opened = DATABASES[request.param](tmp_path, moving_clock)
    await opened.write(lambda tx: tx.execute(CREATE))
    yield opened
    await opened.close()


def adding(id: str, name: str = "a name") -> Callable[[Tx], Any]:  # noqa: A002
    return lambda tx: tx.execute(ADD, id=id, name=name)


async def count(database: Database) -> int:
    number: int = await database.read(lambda reading: reading.value(COUNT))
    return number


async def test_what_a_unit_returns_comes_back(database: Database) -> None:
    assert await database.write(adding("a")) == 1
    assert await database.read(lambda reading: reading.value(NAME, id="a")) == "a name"


async def test_rows_are_read_by_column_name(database: Database) -> None:
    await database.write(adding("a", "А"))
    await database.write(adding("b", "Б"))
    rows = await database.read(lambda reading: reading.rows(ALL))
    assert [dict(row) for row in rows] == [{"id": "a", "name": "А"}, {"id": "b", "name": "Б"}]
    row = await database.read(lambda reading: reading.row(NAME, id="b"))
    assert row is not None
    assert row["name"] == "Б"


async def test_nothing_found_is_none_or_empty(database: Database) -> None:
    async def look(reading: Reading) -> tuple[Any, Any, Any]:
        return (
            await reading.rows(ALL),
            await reading.row(NAME, id="x"),
            await reading.value(NAME, id="x"),
        )

    assert await database.read(look) == ([], None, None)


async def test_an_update_says_how_many_rows_it_touched(database: Database) -> None:
    await database.write(adding("a"))
    assert await database.write(lambda tx: tx.execute(RENAME, id="a", name="b")) == 1
    assert await database.write(lambda tx: tx.execute(RENAME, id="x", name="b")) == 0


async def test_many_rows_are_written_by_one_call(database: Database) -> None:
    rows = [{"id": f"{number:03}", "name": "n"} for number in range(100)]
    await database.write(lambda tx: tx.execute_many(ADD, rows))
    assert await count(database) == 100


@pytest.mark.parametrize(
    "value", ["Приветствие 🙂", "", 2**63 - 1, -(2**63), 0.1, 1e308, b"\x00\xff", b"", None]
)
async def test_a_value_comes_back_as_it_was_given(
    database: Database, value: str | float | bytes | None
) -> None:
    same = _query("SELECT :value AS value")

    async def unit(tx: Tx) -> object:
        return await tx.value(same, value=value)

    returned = await database.write(unit)
    assert returned == value
    assert type(returned) is type(value)


async def test_a_unit_sees_its_own_writes(database: Database) -> None:
    async def unit(tx: Tx) -> object:
        await tx.execute(ADD, id="a", name="mine")
        return await tx.value(NAME, id="a")

    assert await database.write(unit) == "mine"


async def test_a_unit_that_raises_leaves_nothing_behind(database: Database) -> None:
    async def unit(tx: Tx) -> None:
        await tx.execute(ADD, id="a", name="n")
        raise LookupError("no such course")

    with pytest.raises(LookupError, match="no such course"):
        await database.write(unit)
    assert await count(database) == 0


async def test_a_taken_key_is_a_duplicate(database: Database) -> None:
    await database.write(adding("a"))
    with pytest.raises(Duplicate):
        await database.write(adding("a"))
    with pytest.raises(Duplicate):
        await database.write(lambda tx: tx.execute_many(ADD, [{"id": "b", "name": ""}] * 2))
    with pytest.raises(Duplicate):
        await database.write(lambda tx: tx.row(ADD_RETURNING, id="a", name=""))
    assert await count(database) == 1


async def test_a_unit_may_turn_a_duplicate_into_its_own_error(database: Database) -> None:
    async def unit(tx: Tx) -> None:
        try:
            await tx.execute(ADD, id="a", name="")
        except Duplicate:
            raise LookupError("already exists") from None

    await database.write(adding("a"))
    with pytest.raises(LookupError, match="already exists"):
        await database.write(unit)


async def test_a_unit_may_not_go_on_after_a_failed_statement(database: Database) -> None:
    async def unit(tx: Tx) -> None:
        try:
            await tx.execute(ADD, id="a", name="")
        except Duplicate:
            await tx.execute(ADD, id="b", name="")

    await database.write(adding("a"))
    with pytest.raises(WentOn):
        await database.write(unit)
    assert await count(database) == 1


async def test_units_that_fail_harm_no_neighbour(database: Database) -> None:
    async def raising(tx: Tx) -> None:
        await tx.execute(ADD, id="never", name="")
        raise LookupError

    async def mistaken(tx: Tx) -> None:
        await tx.execute(ADD, id="never", name="")
        await tx.execute(MISTAKE, id="a")

    units: list[Callable[[Tx], Any]] = []
    for number in range(30):
        units += [adding(f"good {number}"), raising, mistaken, adding("good 0")]
    outcomes = await asyncio.gather(*map(database.write, units), return_exceptions=True)
    assert outcomes[::4] == [1] * 30
    assert all(isinstance(outcome, LookupError) for outcome in outcomes[1::4])
    assert all(isinstance(outcome, Duplicate) for outcome in outcomes[3::4])
    assert await count(database) == 30


async def test_a_mistake_in_sql_is_not_taken_for_a_fault_of_the_storage(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table") as mistaken:
        await database.write(lambda tx: tx.execute(MISTAKE, id="a"))
    assert not isinstance(mistaken.value, StorageUnavailable)
    with pytest.raises(Exception, match="no_such_table") as misread:
        await database.read(lambda reading: reading.rows(_query("SELECT 1 FROM no_such_table")))
    assert not isinstance(misread.value, StorageUnavailable)
    assert await count(database) == 0


async def test_a_look_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        await database.read(lambda reading: reading.rows(ADD_RETURNING, id="a", name=""))
    assert await count(database) == 0
    await database.write(adding("a"))


async def test_a_look_that_raises_leaves_the_reader_fit_for_the_next(database: Database) -> None:
    async def look(reading: Reading) -> None:
        await reading.rows(ALL)
        raise LookupError

    looks = [database.read(look) for _ in range(20)]
    outcomes = await asyncio.gather(*looks, return_exceptions=True)
    assert all(isinstance(outcome, LookupError) for outcome in outcomes)
    assert await asyncio.gather(*(count(database) for _ in range(20))) == [0] * 20


async def test_a_unit_stands_though_its_caller_left(database: Database) -> None:
    leaving = asyncio.create_task(database.write(adding("a")))
    await asyncio.sleep(0)  # it has queued
    leaving.cancel()
    await database.write(adding("b"))
    assert await count(database) == 2


async def test_a_look_left_by_its_caller_harms_no_other(database: Database) -> None:
    for _ in range(20):
        leaving = asyncio.create_task(count(database))
        await asyncio.sleep(0)
        leaving.cancel()
    assert await count(database) == 0


async def test_stamps_rise_strictly_though_the_clock_stands_or_jumps_back(
    database: Database, moving_clock: MovingClock
) -> None:
    async def unit(tx: Tx) -> list[int]:
        return [await tx.stamp("t") for _ in range(3)]

    stamps = await database.write(unit)
    assert stamps[0] == moving_clock.now
    moving_clock.now -= 3_600_000_000
    stamps += await database.write(unit)
    moving_clock.now += 7_200_000_000
    stamps += await database.write(unit)
    assert stamps == sorted(set(stamps))
    assert stamps[6] == moving_clock.now


async def test_the_stamp_of_a_unit_that_failed_is_never_given_again(database: Database) -> None:
    given = []

    async def unit(tx: Tx) -> None:
        given.append(await tx.stamp("t"))
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(unit)
    assert await database.write(lambda tx: tx.stamp("t")) > given[0]


async def test_closing_finishes_the_units_that_were_accepted(database: Database) -> None:
    writes = [asyncio.create_task(database.write(adding(f"{number}"))) for number in range(50)]
    await asyncio.sleep(0)  # they have queued
    await database.close()
    assert await asyncio.gather(*writes) == [1] * 50


async def test_a_closed_database_is_unavailable_and_may_be_closed_again(database: Database) -> None:
    await database.close()
    await database.close()
    with pytest.raises(StorageUnavailable):
        await database.write(adding("a"))
    with pytest.raises(StorageUnavailable):
        await count(database)
