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
    from lrs.terms import Term

Q = load_queries("lrs")

WEIGHED = 2000  # of a term's statements: enough to know which of two is rarer, some 100 µs
END_OF_TIME = (1 << 63) - 1


async def page(
    reading: Reading,
    tenant: int,
    filters: Sequence[tuple[Term, int]],
    *,
    after: int,
    before: int,
    ascending: bool,
    limit: int,
) -> list[Row]:
    """Return rows (`stored`, `json`) that match all filters, stored between two moments.

    Moments are microseconds since the epoch, both excluded.
    """
    found: list[tuple[int, int]] = []
    for term, usage in filters:
        id_ = await reading.value(Q.term_id, tenant=tenant, value=term)
        if id_ is None:
            return []
        found.append((id_, usage))
    if len(found) > 1:
        weights = {
            pair: await reading.value(
                Q.page_weight,
                tenant=tenant,
                term=pair[0],
                usage=pair[1],
                after=after,
                before=before,
                limit=WEIGHED,
            )
            for pair in found
        }
        found.sort(key=lambda pair: weights[pair])
    params: dict[str, Value] = {"after": after, "before": before, "limit": limit}
    for place, (id_, usage) in enumerate(found):
        params[f"term{place}"] = id_
        params[f"usage{place}"] = usage
    return await reading.rows(_query(len(found), ascending), tenant=tenant, **params)


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
