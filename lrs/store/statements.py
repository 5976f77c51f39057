"""Writing statements, inside whatever unit of work the caller is in.

Statements go in first, all of them, then what refers to what: so it does not matter in which
order a batch, or two batches, bring a statement and the one that refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from cursus.storage.queries import load_queries
from lrs.prepared import stored_text
from lrs.shapes import VOIDED
from lrs.statement import target_of
from lrs.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cursus.storage.ports import Row, Tx, Value
    from lrs.prepared import Prepared
    from lrs.store.interned import Interned
    from lrs.terms import Term

Q = load_queries("lrs")

# How many statements, one referring to the next, lend their terms. The standard sets no bound
# (XAPI-COM-2.1.3-REFS); without one a chain of n statements would cost n² rows.
CHAIN_LIMIT = 64


async def append(
    tx: Tx, interned: Interned, tenant: str, prepared: Sequence[Prepared]
) -> list[int]:
    """Append statements in order; return when each was stored. Raises Duplicate for an id kept."""
    number = await interned.tenant(tx, tenant)
    ids = await interned.terms(tx, number, {term for each in prepared for term, _ in each.terms})
    moments: list[int] = []
    rows: list[dict[str, Value]] = []
    relations: list[dict[str, Value]] = []
    for each in prepared:
        stored = await tx.stamp(tenant)
        moments.append(stored)
        text = stored_text(stored).join(each.text)
        rows.append({"tenant": number, "stored": stored, "id": each.id, "json": text})
        relations.append(_relation(number, stored, each.terms, ids))
    await tx.execute_many(Q.statement_add, rows)
    await tx.execute_many(Q.relations_add, relations)
    await _refer(tx, interned, number, list(zip(prepared, moments, strict=True)))
    return moments


async def _refer(
    tx: Tx, interned: Interned, number: int, arrived: list[tuple[Prepared, int]]
) -> None:
    """Write down who refers to whom, and give and take what follows from it."""
    if all(each.fresh and each.target is None for each, _ in arrived):
        return
    for each, stored in arrived:
        if each.target is not None:
            await tx.execute(
                Q.reference_add,
                tenant=number,
                target=each.target,
                stored=stored,
                voids=int(each.voids),
            )
    if await tx.value(Q.any_reference, tenant=number):  # most tenants never have one
        linking = _Linking(tx, interned, number)
        for each, stored in arrived:
            await linking.link(each, stored)


def _relation(
    number: int, stored: int, terms: Iterable[tuple[Term, int]], ids: dict[Term, int]
) -> dict[str, Value]:
    pairs = [2 * ids[term] + usage for term, usage in terms]
    return {"tenant": number, "stored": stored, "terms": orjson.dumps(pairs).decode()}


class _Linking:
    """Lending a statement the terms of those that it refers to (XAPI-COM-2.1.3-REFS)."""

    def __init__(self, tx: Tx, interned: Interned, number: int) -> None:
        self._tx = tx
        self._interned = interned
        self._number = number

    async def link(self, arrived: Prepared, stored: int) -> None:
        """Give and take terms along the chain that a new statement closes."""
        referrers = [] if arrived.fresh else await self._referrers(arrived.id)
        if any(row["voids"] for row in referrers) and not arrived.voids:
            await self._tx.execute(Q.statement_void, tenant=self._number, id=arrived.id)
        lent = await self._lent_to(arrived)
        if lent:
            await self._give([stored], lent)
        if referrers:
            await self._give(await self._above(arrived.id, referrers), lent | set(arrived.terms))

    async def _lent_to(self, arrived: Prepared) -> set[tuple[Term, int]]:
        """Follow the chain down from a new statement and collect its terms; void what it voids."""
        lent: set[tuple[Term, int]] = set()
        seen = {arrived.id}
        target, voids = arrived.target, arrived.voids
        while target is not None and target not in seen and len(seen) <= CHAIN_LIMIT:
            seen.add(target)
            row = await self._tx.row(Q.statement_by_id, tenant=self._number, id=target)
            if row is None:
                break
            statement = orjson.loads(row["json"])
            lent.update(terms_of(statement, statement.get("authority")))
            if voids and statement["verb"]["id"] != VOIDED:  # a voider stays (XAPI-DATA-2.3.2)
                await self._tx.execute(Q.statement_void, tenant=self._number, id=target)
            target, voids = target_of(statement), False
        return lent

    async def _above(self, id_: bytes, referrers: list[Row]) -> list[int]:
        """Return when all those were stored that refer to a statement, also through others."""
        stored: list[int] = []
        seen = {id_}
        for _ in range(CHAIN_LIMIT):
            level = [row for row in referrers if row["id"] not in seen]
            if not level:
                break
            seen.update(row["id"] for row in level)
            stored += [row["stored"] for row in level]
            referrers = [above for row in level for above in await self._referrers(row["id"])]
        return stored

    async def _referrers(self, id_: bytes) -> list[Row]:
        return await self._tx.rows(Q.referrers_of, tenant=self._number, target=id_)

    async def _give(self, receivers: list[int], terms: set[tuple[Term, int]]) -> None:
        ids = await self._interned.terms(self._tx, self._number, {term for term, _ in terms})
        await self._tx.execute_many(
            Q.relations_add,
            [_relation(self._number, stored, terms, ids) for stored in receivers],
        )
