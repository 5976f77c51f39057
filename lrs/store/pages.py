"""Reading statements: pages of them by filters, in the order in which they were stored.

Every filter is one range of the search index; with several, the rarest is walked and the others
are probed. Ids of terms are looked up here and never cached: a reader may see less than the
writer's cache knows.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cursus.storage.queries import NamedQuery, load_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cursus.storage.ports import Reading, Row, Value
    from lrs.query import StatementQuery
    from lrs.terms import Term

Q = load_queries("lrs")

PAGE_BYTES = 4 << 20  # a page ends early once its statements weigh this much
STEP = 50  # statements read at a time, so that a page of large ones is not all in memory
WEIGHED = 2000  # of a term's statements: enough to know which of two is rarer, some 100 µs

Found = tuple[int, int]  # a term's id and the usage that is asked for


async def page(reading: Reading, tenant: int, query: StatementQuery) -> tuple[list[Row], bool]:
    """Return the rows (`stored`, `json`) of a page, and whether there are more."""
    after, before = query.bounds()
    terms = await _terms(reading, tenant, query.filters(), after, before)
    if terms is None:
        return [], False
    params: dict[str, Value] = {"tenant": tenant}
    for place, (id_, usage) in enumerate(terms):
        params[f"term{place}"] = id_
        params[f"usage{place}"] = usage
    statement = _query(len(terms), query.ascending)
    wanted = query.page_size()
    rows: list[Row] = []
    weight = 0
    while True:
        step = min(STEP, wanted + 1 - len(rows))  # one row more shows whether it goes on
        found = await reading.rows(statement, after=after, before=before, limit=step, **params)
        rows += found
        weight += sum(len(row["json"]) for row in found)
        if len(rows) > wanted:
            return rows[:wanted], True
        if len(found) < step:
            return rows, False
        if weight > PAGE_BYTES:
            return rows, True
        last = rows[-1]["stored"]
        after, before = (last, before) if query.ascending else (after, last)


async def _terms(
    reading: Reading, tenant: int, filters: Sequence[tuple[Term, int]], after: int, before: int
) -> list[Found] | None:
    """Return the ids of terms, the rarest first; None when one has never been met."""
    found: list[Found] = []
    for term, usage in filters:
        id_ = await reading.value(Q.term_id, tenant=tenant, value=term)
        if id_ is None:
            return None
        found.append((id_, usage))
    if len(found) > 1:
        weights = {
            (id_, usage): await reading.value(
                Q.page_weight,
                tenant=tenant,
                term=id_,
                usage=usage,
                after=after,
                before=before,
                limit=WEIGHED,
            )
            for id_, usage in found
        }
        found.sort(key=lambda pair: weights[pair])
    return found


@cache
def _query(terms: int, ascending: bool) -> NamedQuery:  # noqa: FBT001 - the key of the cache
    walked = "of_term" if terms else "of_all"
    direction = "ascending" if ascending else "descending"
    parts = [
        f"page_{walked}",
        *(f"page_probe_{place}" for place in range(1, terms)),
        f"page_order_{walked}_{direction}",
    ]
    text = "\n".join(getattr(Q, part).text("sqlite").rstrip("; \n") for part in parts)
    return NamedQuery("page", {"shared": text})
