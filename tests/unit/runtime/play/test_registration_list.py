"""Lists of registrations: every shape that portals ask for is read from an index."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast, get_args

import pytest

from cursus.storage.lists import Order
from runtime.registrations import REGISTRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cursus.storage.ports import Database, Query

ORDERS: tuple[Order, ...] = get_args(Order)


class Explained:
    """A database that explains how it would read instead of reading."""

    def __init__(self) -> None:
        schema = files("runtime").joinpath("sql", "schema.sqlite.sql").read_text("utf-8")
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(schema)
        self.plan = ""

    async def read(self, look: Any) -> Any:
        return await look(self)

    async def rows(self, query: Query, **params: Any) -> list[Any]:
        sql = f"EXPLAIN QUERY PLAN {query.text('sqlite')}"
        self.plan = "; ".join(row[3] for row in self.connection.execute(sql, params))
        return []


@pytest.fixture
def explained() -> Iterator[Explained]:
    made = Explained()
    yield made
    made.connection.close()


@pytest.mark.parametrize("after", [None, (5, "r1")], ids=["first page", "later page"])
@pytest.mark.parametrize("condition", [{}, {"course": "c"}, {"learner": "l"}], ids=str)
@pytest.mark.parametrize("order", ORDERS)
async def test_a_page_is_read_in_order_from_an_index(
    explained: Explained, order: Order, condition: dict[str, str], after: tuple[int, str] | None
) -> None:
    database = cast("Database", explained)
    await REGISTRATIONS.page(
        database, "t", order, dict(condition), after=after, limit=10, count=False
    )
    assert "USING INDEX registrations_" in explained.plan
    if order.startswith("created") or not condition:
        assert "TEMP B-TREE" not in explained.plan  # nothing is sorted


@pytest.mark.parametrize("since", ["updated_since", "created_since"])
async def test_what_changed_since_a_moment_is_one_range_of_an_index(
    explained: Explained, since: str
) -> None:
    database = cast("Database", explained)
    order: Order = "updated_asc" if since.startswith("updated") else "created_asc"
    await REGISTRATIONS.page(database, "t", order, {since: 5}, after=None, limit=10, count=False)
    column = since.replace("since", "at")
    assert f"(tenant=? AND {column}>?)" in explained.plan
    assert "TEMP B-TREE" not in explained.plan
