"""Small integers for long names, so that the largest tables stay small.

A tenant's number and its terms' ids never change once committed, so a bounded cache in memory
saves looking them up. It takes up what a unit of work found or made only after that unit's
commit: an id from a unit that was rolled back may be given to another term afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cursus.storage.queries import load_queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cursus.storage.ports import Tx
    from lrs.terms import Term

K = TypeVar("K")

Q = load_queries("lrs")

TERMS_KEPT = 50_000  # some 15 MB
TENANTS_KEPT = 10_000


class Interned:
    """The numbers of tenants and of their terms."""

    def __init__(self, *, terms_kept: int = TERMS_KEPT) -> None:
        self._numbers: dict[str, int] = {}
        self._terms: dict[tuple[int, Term], int] = {}
        self._terms_kept = terms_kept

    async def tenant(self, tx: Tx, tenant: str) -> int:
        """Return a tenant's number, a new one at its first statement."""
        known = self._numbers.get(tenant)
        if known is not None:
            return known
        found: int | None = await tx.value(Q.tenant_number, tenant=tenant)
        number: int = await tx.value(Q.tenant_add, tenant=tenant) if found is None else found
        tx.after_commit(lambda: _keep(self._numbers, {tenant: number}, TENANTS_KEPT))
        return number

    async def terms(self, tx: Tx, tenant: int, terms: Iterable[Term]) -> dict[Term, int]:
        """Return the ids of terms, new ones for those not met before."""
        known = self._terms
        ids: dict[Term, int] = {}
        missing: list[Term] = []
        for term in terms:
            found = known.get((tenant, term))
            if found is None:
                missing.append(term)
            else:
                ids[term] = found
        if missing:
            learnt: dict[tuple[int, Term], int] = {}
            for term in sorted(set(missing)):  # in one order everywhere: no deadlock
                id_: int | None = await tx.value(Q.term_id, tenant=tenant, value=term)
                if id_ is None:
                    id_ = await tx.value(Q.term_add, tenant=tenant, value=term)
                ids[term] = learnt[tenant, term] = id_
            tx.after_commit(lambda: _keep(known, learnt, self._terms_kept))
        return ids


def _keep(cache: dict[K, int], learnt: dict[K, int], limit: int) -> None:
    """Add to a cache and let go of what has been in it longest."""
    cache.update(learnt)
    while len(cache) > limit:
        del cache[next(iter(cache))]
