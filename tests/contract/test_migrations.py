"""Schemas and migrations: how a new database is made and an old one brought forward."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cursus.clock import SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component, SchemaIsNewer, migrate_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ["cursus", "packager", "lrs", "runtime"]
BASELINES = Path(__file__).with_name("baselines")

_NUMBERS = itertools.count()

FIRST = "CREATE TABLE apples (id TEXT NOT NULL PRIMARY KEY) STRICT;\n"
COLOURS = "ALTER TABLE apples ADD COLUMN colour TEXT NOT NULL DEFAULT 'green';\n"
INDEX = "CREATE INDEX apples_by_colour ON apples (colour);\n"
BROKEN = "ALTER TABLE apples ADD COLUMN broken TEXT;\nSELECT no_such_function();\n"


class Orchard:
    """A package with tables that a test writes as it likes."""

    def __init__(self, folder: Path) -> None:
        self.package = f"orchard_{next(_NUMBERS)}"  # Python imports a name once
        self.sql = folder / self.package / "sql"
        self.sql.mkdir(parents=True)
        (folder / self.package / "__init__.py").touch()

    def release(self, schema: str, *migrations: str) -> Component:
        (self.sql / "schema.sqlite.sql").write_text(schema)
        for number, migration in enumerate(migrations, 1):
            (self.sql / f"{number:04}_change.sqlite.sql").write_text(migration)
        return Component(self.package)


@pytest.fixture
def orchard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Orchard:
    monkeypatch.syspath_prepend(str(tmp_path))
    return Orchard(tmp_path)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def tables(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every table and index with its columns, however it came to be."""
    names = connection.execute(
        "SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    pragma = {"table": "table_xinfo", "index": "index_xinfo"}
    return {
        name: connection.execute(f"PRAGMA {pragma[kind]}({name})").fetchall()
        for name, kind in names
    }


def test_a_new_database_gets_the_newest_schema_in_one_step(
    orchard: Orchard, connection: sqlite3.Connection
) -> None:
    migrate_sqlite(connection, [orchard.release(FIRST + COLOURS, COLOURS)])
    connection.execute("INSERT INTO apples (id) VALUES ('a')")
    assert connection.execute("SELECT version FROM components").fetchone() == (1,)


def test_the_schema_equals_the_sum_of_the_migrations(
    orchard: Orchard, connection: sqlite3.Connection
) -> None:
    migrate_sqlite(connection, [orchard.release(FIRST)])
    newest = orchard.release(FIRST + COLOURS + INDEX, COLOURS, INDEX)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        migrate_sqlite(new, [newest])
        migrate_sqlite(connection, [newest])
        assert tables(connection) == tables(new)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_schema_of_a_package_equals_its_first_release_and_its_migrations(
    package: str, connection: sqlite3.Connection
) -> None:
    component = Component(package)
    baseline = BASELINES / f"{package}.sqlite.sql"
    migrations = component.migrations("sqlite")
    assert baseline.exists() or not migrations  # a first migration brings the baseline along
    first = baseline.read_text("utf-8") if baseline.exists() else component.schema("sqlite")
    connection.executescript("\n".join([first, *migrations]))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        new.executescript(component.schema("sqlite"))
        assert tables(connection) == tables(new)


def test_rows_outlive_a_migration_and_it_runs_once(
    orchard: Orchard, connection: sqlite3.Connection
) -> None:
    migrate_sqlite(connection, [orchard.release(FIRST)])
    connection.execute("INSERT INTO apples (id) VALUES ('a')")
    newest = orchard.release(FIRST + COLOURS, COLOURS)
    for _ in range(2):
        migrate_sqlite(connection, [newest])
    assert connection.execute("SELECT id, colour FROM apples").fetchall() == [("a", "green")]


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    orchard: Orchard, tmp_path: Path
) -> None:
    path = tmp_path / "cursus.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate_sqlite(connection, [orchard.release(FIRST)])
        before = tables(connection)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        newest = orchard.release(FIRST, COLOURS, BROKEN)
        with pytest.raises(sqlite3.OperationalError):
            migrate_sqlite(connection, [newest])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert tables(connection) == before
        assert connection.execute("SELECT version FROM components").fetchone() == (0,)


def test_a_database_of_a_newer_release_is_refused_and_left_alone(
    orchard: Orchard, connection: sqlite3.Connection
) -> None:
    migrate_sqlite(connection, [orchard.release(FIRST + COLOURS, COLOURS)])
    (orchard.sql / "0001_change.sqlite.sql").unlink()
    before = tables(connection)
    with pytest.raises(SchemaIsNewer, match=r"orchard_\d+ are at version 1, this cursus knows 0"):
        migrate_sqlite(connection, [orchard.release(FIRST)])
    assert tables(connection) == before


def test_components_go_forward_each_by_itself(
    orchard: Orchard, connection: sqlite3.Connection
) -> None:
    kernel = Component("cursus")
    migrate_sqlite(connection, [kernel])
    migrate_sqlite(connection, [kernel, orchard.release(FIRST)])
    migrate_sqlite(connection, [kernel, orchard.release(FIRST + COLOURS, COLOURS)])
    versions = connection.execute("SELECT name, version FROM components ORDER BY name").fetchall()
    assert versions == [("cursus", len(kernel.migrations("sqlite"))), (orchard.package, 1)]


async def test_a_database_whose_migration_fails_is_let_go_of(
    orchard: Orchard, tmp_path: Path
) -> None:
    path = tmp_path / "cursus.db"
    components = [Component("cursus"), orchard.release(FIRST)]
    await SQLiteDatabase(path, SystemClock(), components).close()
    orchard.release(FIRST, BROKEN)
    with pytest.raises(sqlite3.OperationalError):
        SQLiteDatabase(path, SystemClock(), components)
    (orchard.sql / "0001_change.sqlite.sql").write_text(COLOURS)
    await SQLiteDatabase(path, SystemClock(), components).close()
