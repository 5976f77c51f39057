"""The learning record store, as the rest of cursus uses it.

Statements that cursus makes itself go the short way: `prepare_trusted` when the event is known,
`record` inside the unit of work that changes the attempt, so that both stand or neither does.
What others send goes through `prepare` and `store`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import orjson

from cursus.errors import BadRequest, Conflict, Problem, TooLarge
from cursus.storage.ports import Duplicate
from cursus.storage.queries import load_queries
from cursus.texts import Text
from lrs.comparison import same_statement
from lrs.identifiers import xapi_uuid
from lrs.prepared import Authority, Prepared, cut_text
from lrs.shapes import VOIDED
from lrs.statement import Refusal, prepare, read_statements, target_of
from lrs.store import pages, statements
from lrs.store.interned import Interned
from lrs.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cursus.clock import Ids
    from cursus.storage.ports import Database, Reading, Row, Tx
    from lrs.query import StatementQuery
    from lrs.shapes import Version

Q = load_queries("lrs")

REFUSED = Text("{place}: {fault} ({clause})", "{place}: {fault} ({clause})")
OTHER_STATEMENT = Text(
    "Another statement with the id {id} is stored already.",
    "Другое высказывание с id {id} уже сохранено.",
)


class StatementRefused(BadRequest):
    """The statement does not follow the xAPI standard"""

    slug = "statement-refused"
    title_ru = "Высказывание не соответствует стандарту xAPI"


class StatementTooLarge(TooLarge):
    """A statement is larger than this installation takes"""

    slug = "statement-too-large"
    title_ru = "Высказывание больше, чем принимает эта установка"


class StatementConflict(Conflict):
    """Another statement with this id is stored already"""

    slug = "statement-conflict"
    title_ru = "Другое высказывание с таким id уже сохранено"


@dataclass(frozen=True, slots=True)
class Page:
    """Statements as they are stored, in order, and what asks for those that follow."""

    statements: list[bytes]
    more: StatementQuery | None
    consistent_through: int  # microseconds since the epoch: when the newest one was stored


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement as it is stored, and when it was, in microseconds since the epoch."""

    json: bytes
    stored: int


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
        id_ = uuid.UUID(given) if given else self._new_id()
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

    def prepare(
        self, body: bytes, *, authority: Authority, version: Version, put_id: str | None = None
    ) -> list[Prepared]:
        """Check what a request brings, one statement or an array, and make it ready.

        `put_id` is the statementId of a PUT, which brings one statement. Takes some 25 µs a
        statement. Raises StatementRefused with the clause and the place of the first fault, or
        StatementTooLarge.
        """
        batch = read_statements(body, version, put_id=put_id)
        if isinstance(batch, Refusal):
            raise refused(batch)
        return [
            prepare(
                received,
                authority=authority,
                version=version,
                new_id=self._new_id,
                put_id=put_id,
            )
            for received in batch
        ]

    async def record(self, tx: Tx, tenant: str, prepared: Sequence[Prepared]) -> list[int]:
        """Append statements within a unit of work; return when each was stored.

        Raises Duplicate when an id is already there; the unit must then not go on.
        """
        return await statements.append(tx, self._interned, tenant, prepared)

    async def store(self, tenant: str, prepared: Sequence[Prepared]) -> int:
        """Store statements, all or none; return through when the store is consistent.

        One that is stored already is left as it is (XAPI-COM-2.1.2). Raises StatementConflict
        when an id belongs to a different statement.
        """

        async def unit(tx: Tx) -> int:
            moments = await self.record(tx, tenant, prepared)
            return moments[-1] if moments else await _newest(tx, tenant)

        async def careful(tx: Tx) -> int:
            new = [each for each in prepared if not await self._is_stored(tx, tenant, each)]
            await self.record(tx, tenant, new)
            return await _newest(tx, tenant)

        try:
            return await self._database.write(unit)
        except Duplicate:  # rare, so looking before every insert would be wasted
            return await self._database.write(careful)

    async def one(self, tenant: str, id_: str, *, voided: bool = False) -> Stored | None:
        """Return a statement by its UUID, a voided one only when asked for as such."""

        async def look(reading: Reading) -> Row | None:
            number = await reading.value(Q.tenant_number, tenant=tenant)
            key = uuid.UUID(id_).bytes
            return await reading.row(Q.statement_by_id, tenant=number, id=key)

        row = await self._database.read(look)
        if row is None or bool(row["voided"]) != voided:
            return None
        return Stored(row["json"], row["stored"])

    async def statements(self, tenant: str, query: StatementQuery) -> Page:
        """Return a page of the statements that match a query."""

        async def look(reading: Reading) -> Page:
            number = await reading.value(Q.tenant_number, tenant=tenant)
            if number is None:
                return Page([], None, 0)
            rows, goes_on = await pages.page(reading, number, query)
            more = msgspec.structs.replace(query, last=rows[-1]["stored"]) if goes_on else None
            newest = await reading.value(Q.newest_stored, tenant=number)
            return Page([row["json"] for row in rows], more, newest or 0)

        return await self._database.read(look)

    async def consistent_through(self, tenant: str) -> int:
        """Return when the newest statement was stored, in microseconds since the epoch."""

        async def look(reading: Reading) -> int:
            return await _newest(reading, tenant)

        return await self._database.read(look)

    def _new_id(self) -> uuid.UUID:
        return xapi_uuid(self._ids.uuid())

    async def _is_stored(self, tx: Tx, tenant: str, prepared: Prepared) -> bool:
        number = await self._interned.tenant(tx, tenant)
        row = await tx.row(Q.statement_by_id, tenant=number, id=prepared.id)
        if row is None:
            return False
        if same_statement(orjson.loads(row["json"]), prepared.as_given()):
            return True
        raise StatementConflict(OTHER_STATEMENT.format(id=uuid.UUID(bytes=prepared.id)))


def refused(refusal: Refusal) -> Problem:
    """Return the problem that tells a caller of a fault and where it stands."""
    place = () if refusal.place is None else (str(refusal.place),)
    pointer = "/".join(("", *place, *refusal.fault.path))
    clause = refusal.fault.clause
    text = Text(
        REFUSED.en.format(place=pointer or "/", fault=refusal.fault.text.en, clause=clause),
        REFUSED.ru.format(place=pointer or "/", fault=refusal.fault.text.ru, clause=clause),
    )
    kind = StatementTooLarge if refusal.too_large else StatementRefused
    return kind(text, clause=clause, pointer=pointer)


async def _newest(reading: Reading, tenant: str) -> int:
    number = await reading.value(Q.tenant_number, tenant=tenant)
    return (await reading.value(Q.newest_stored, tenant=number)) or 0
