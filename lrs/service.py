"""The learning record store, as the rest of cursus uses it.

Statements that cursus makes itself go the short way: `prepare_trusted` when the event is known,
`record` inside the unit of work that changes the attempt, so that both stand or neither does.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import orjson

from lrs.prepared import Authority, Prepared, cut_text
from lrs.shapes import VOIDED
from lrs.statement import target_of
from lrs.store import statements
from lrs.store.interned import Interned
from lrs.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cursus.clock import Ids
    from cursus.storage.ports import Database, Tx


class Lrs:
    """The statements of all tenants."""

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids
        self._interned = Interned()

    def prepare_trusted(self, statement: dict[str, Any], *, authority: Authority) -> Prepared:
        """Make a statement of our own ready to be stored; it is not checked.

        It has no `stored`, `authority` and `version`; without an `id` it gets a new one, without
        a `timestamp` the moment of storing.
        """
        given = statement.get("id")
        id_ = uuid.UUID(given) if given else self._ids.uuid()
        return Prepared(
            id=id_.bytes,
            text=cut_text(
                orjson.dumps(statement),
                id_=b"" if given else str(id_).encode(),
                timestamp="timestamp" in statement,
                more=b'"authority":%s,"version":"1.0.0"' % authority.json,
            ),
            terms=tuple(terms_of(statement, authority.agent)),
            target=target_of(statement),
            voids=statement["verb"]["id"] == VOIDED,
            fresh=not given,
        )

    async def record(self, tx: Tx, tenant: str, prepared: Sequence[Prepared]) -> list[int]:
        """Append statements within a unit of work; return when each was stored.

        Raises Duplicate when an id is already there; the unit must then not go on.
        """
        return await statements.append(tx, self._interned, tenant, prepared)
