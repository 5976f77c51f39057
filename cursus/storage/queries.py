"""Named SQL: every statement that cursus runs stands, described, in a `.sql` file.

A package keeps its statements in `<package>/sql/`. `<topic>.sql` is shared by all dialects; a
statement that must differ stands under the same name in `<topic>.sqlite.sql` and
`<topic>.postgres.sql`. Parameters are written `:name`. Schemas and migrations live beside them
(`cursus.storage.migrations`) and are not read here.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, get_args

import aiosql

from cursus.storage.ports import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterator

# It warns of a statement without SELECT; fragments of composed lists are such.
logging.getLogger("aiosql").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One named statement in the dialects it is written in."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)

    def text(self, dialect: Dialect) -> str:
        """Return its SQL for a dialect, the shared text when there is no special one."""
        return self.texts.get(dialect) or self.texts["shared"]


class Queries:
    """The named statements of one package, as attributes."""

    def __init__(self, queries: dict[str, NamedQuery]) -> None:
        self._queries = queries

    def __getattr__(self, name: str) -> NamedQuery:
        """Return a statement by name."""
        try:
            return self._queries[name]
        except KeyError:
            raise AttributeError(f"no query is named {name}") from None

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self._queries.values())


@cache
def load_queries(package: str) -> Queries:
    """Load the named statements in `<package>/sql/*.sql`."""
    found: dict[str, NamedQuery] = {}
    for file in sorted(files(package).joinpath("sql").iterdir(), key=lambda entry: entry.name):
        topic, _, ending = file.name.partition(".")
        if not file.name.endswith(".sql") or topic.startswith("schema") or topic[:1].isdigit():
            continue
        kind = ending.removesuffix("sql").rstrip(".") or "shared"
        if kind not in ("shared", *get_args(Dialect)):
            raise ValueError(f"{package}/sql/{file.name}: no dialect is called {kind}")
        loaded = aiosql.from_str(file.read_text("utf-8"), "sqlite3")
        for name in loaded.available_queries:
            if name.endswith("_cursor"):
                continue
            query = found.setdefault(name, NamedQuery(name))
            if kind in query.texts:
                raise ValueError(f"{package}/sql/{file.name}: {name} is defined twice")
            query.texts[kind] = getattr(loaded, name).sql
    return Queries(found)
