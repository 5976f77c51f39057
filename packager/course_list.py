"""Lists of courses, composed from the named fragments of `sql/courses.sql`.

Every condition is a fragment of its own and takes part only when it was asked for, so that each
shape of the list is served by an index. To add one: a fragment named `courses_if_<name>` and
`<name>` in CONDITIONS with its parameter.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from cursus.storage.queries import NamedQuery, load_queries

Order = Literal["created_desc", "created_asc", "updated_desc", "updated_asc"]

Q = load_queries("packager")

#: Condition -> the name of its parameter.
CONDITIONS = {
    "tagged": "tags",
    "updated_since": "since",
    "updated_until": "until",
    "created_since": "since",
    "created_until": "until",
}


@cache
def list_query(conditions: frozenset[str], order: Order, *, after: bool) -> NamedQuery:
    """Return the query of a page.

    Its parameters are `tenant`, `limit`, those of the CONDITIONS named, and with `after` the
    cursor: `at` (the microseconds that the list is ordered by) and `id` of the last row seen.
    """
    parts = ["courses_head", *_named(conditions)]
    if after:
        parts.append(f"courses_after_{order}")
    parts.append(f"courses_order_{order}")
    return _joined("courses_list", parts)


@cache
def count_query(conditions: frozenset[str]) -> NamedQuery:
    """Return the query that counts what the conditions hold for; parameters as in the list."""
    return _joined("courses_total", ["courses_count", *_named(conditions)])


def _named(conditions: frozenset[str]) -> list[str]:
    return [f"courses_if_{condition}" for condition in CONDITIONS if condition in conditions]


def _joined(name: str, parts: list[str]) -> NamedQuery:
    text = "\n".join(getattr(Q, part).text("sqlite").rstrip("; \n") for part in parts)
    return NamedQuery(name, {"shared": text})
