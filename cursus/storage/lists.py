"""Lists in pages, composed from named fragments of SQL.

Every condition of a list is a fragment of its own and takes part only when it was asked for, so
that each shape of the list is served by an index. A list called `things` is written as
`things_head` (the columns and `WHERE tenant = :tenant`), `things_count` (the same for a count),
`things_if_<condition>` (`AND …`, one parameter), and for each order `things_after_<order>` (`AND`
the cursor `:at`, `:id`) and `things_order_<order>` (`ORDER BY … LIMIT :limit`). To add a
condition: the fragment, and its name with its parameter where the list is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from cursus.storage.ports import Dialect
from cursus.storage.queries import NamedQuery, Queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cursus.storage.ports import Database, Reading, Row, Value

Order = Literal["created_desc", "created_asc", "updated_desc", "updated_asc"]
Conditions = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Rows:
    """A page's rows, the place of the last one when there are more, and the total if asked for."""

    rows: list[Row]
    last: tuple[int, str] | None
    total: int | None


class PagedList:
    """One list: its fragments' common name, its conditions and the column of its ids."""

    def __init__(
        self, queries: Queries, name: str, *, conditions: Mapping[str, str], id_column: str = "id"
    ) -> None:
        """Take the conditions as name -> parameter."""
        self._queries = queries
        self._name = name
        self._conditions = conditions
        self._id_column = id_column
        self._page = cache(self._composed_page)
        self._count = cache(self._composed_count)

    async def page(
        self,
        database: Database,
        tenant: str,
        order: Order,
        conditions: Conditions,
        *,
        after: tuple[int, str] | None,
        limit: int,
        count: bool,
    ) -> Rows:
        """Return the rows that follow `after`, a place such as an earlier page's `last`."""
        names = frozenset(conditions)
        params: dict[str, Value] = {self._conditions[n]: v for n, v in conditions.items()}
        cursor: dict[str, Value] = {"at": after[0], "id": after[1]} if after else {}

        async def look(tx: Reading) -> tuple[list[Row], int | None]:
            query = self._page(names, order, after is not None)
            rows = await tx.rows(query, tenant=tenant, limit=limit + 1, **cursor, **params)
            total = await tx.value(self._count(names), tenant=tenant, **params) if count else None
            return rows, total

        rows, total = await database.read(look)
        if len(rows) <= limit:
            return Rows(rows, None, total)
        last = rows[limit - 1]
        return Rows(rows[:limit], (last[f"{order.split('_')[0]}_at"], last[self._id_column]), total)

    def _composed_page(
        self,
        conditions: frozenset[str],
        order: Order,
        continues: bool,  # noqa: FBT001
    ) -> NamedQuery:
        cursor = [f"{self._name}_after_{order}"] if continues else []
        order_by = f"{self._name}_order_{order}"
        return self._joined(
            "page", [f"{self._name}_head", *self._named(conditions), *cursor, order_by]
        )

    def _composed_count(self, conditions: frozenset[str]) -> NamedQuery:
        return self._joined("total", [f"{self._name}_count", *self._named(conditions)])

    def _named(self, conditions: frozenset[str]) -> list[str]:
        return [f"{self._name}_if_{one}" for one in self._conditions if one in conditions]

    def _joined(self, what: str, parts: list[str]) -> NamedQuery:
        fragments = [getattr(self._queries, part) for part in parts]
        texts = {
            dialect: "\n".join(f.text(dialect).rstrip("; \n") for f in fragments)
            for dialect in get_args(Dialect)
        }
        return NamedQuery(f"{self._name}_{what}", texts)
