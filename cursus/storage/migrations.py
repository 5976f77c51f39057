"""Bringing a database's schema up to date.

Every package with tables is a component. `<package>/sql/schema.<dialect>.sql` is the truth: what
a new database gets, in one step. `<package>/sql/<nnnn>_<what>.<dialect>.sql` brings an older
database forward; a test proves that the migrations add up to the schema. A component at version
n has applied its first n migrations; a new database starts at the newest version.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from cursus.storage.ports import Dialect


@dataclass(frozen=True, slots=True)
class Component:
    """A package that keeps tables in the database."""

    package: str

    def schema(self, dialect: Dialect) -> str:
        """Return the DDL of the whole schema."""
        return files(self.package).joinpath("sql", f"schema.{dialect}.sql").read_text("utf-8")

    def migrations(self, dialect: Dialect) -> list[str]:
        """Return the scripts that bring an older database forward, in order."""
        folder = files(self.package).joinpath("sql")
        names = sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.name[:4].isdigit() and entry.name.endswith(f".{dialect}.sql")
        )
        return [folder.joinpath(name).read_text("utf-8") for name in names]


class SchemaIsNewer(RuntimeError):
    """The database was written by a newer cursus; an older one would damage it."""


def migrate_sqlite(connection: sqlite3.Connection, components: Sequence[Component]) -> None:
    """Create what is missing and bring forward what is old, each component in one transaction."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS components"
        " (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT"
    )
    versions = dict(connection.execute("SELECT name, version FROM components").fetchall())
    for component in components:
        migrations = component.migrations("sqlite")
        version = versions.get(component.package)
        if version is not None and version > len(migrations):
            raise SchemaIsNewer(
                f"the tables of {component.package} are at version {version},"
                f" this cursus knows {len(migrations)}: start the newer cursus"
            )
        steps = [component.schema("sqlite")] if version is None else migrations[version:]
        if not steps:
            continue
        # executescript commits what is open, so the transaction stands inside the script.
        connection.executescript(
            "BEGIN IMMEDIATE;\n" + "\n".join(steps) + f"\nINSERT INTO components (name, version)"
            f" VALUES ('{component.package}', {len(migrations)})"
            " ON CONFLICT (name) DO UPDATE SET version = excluded.version;\nCOMMIT;"
        )
