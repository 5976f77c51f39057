"""Sessions: the right to play and to commit one registration.

A session's token stands in the player's page and in the paths of its requests, never in a cookie;
the database has only its hash. The right outlives the page by far: a learner who loses the
network in the middle of an attempt must be able to hand in what was done. It is prolonged while
it is used. What is remembered here only saves a look: whether a session may still write is decided
by the attempt's epoch, in the unit of work.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from cursus.errors import NotFound
from cursus.storage.queries import load_queries
from runtime.launches import AGAIN
from runtime.recent import Recent

if TYPE_CHECKING:
    from cursus.clock import Clock, Ids
    from cursus.storage.ports import Database, Reading, Row, Tx
    from runtime.launches import ExitWay, Launch

Q = load_queries("runtime")

DAY: Final = 86_400 * 1_000_000  # microseconds
LIFETIME: Final = 30 * DAY  # after the last use
REMEMBERED: Final = 20_000  # sessions of which the facts stay in memory, some 500 bytes each


class UnknownSession(NotFound):
    """This session is not known, or no longer"""

    slug = "unknown-session"
    title_ru = "Этот сеанс неизвестен или уже закончился"


@dataclass(frozen=True, slots=True)
class Session:
    """What a session may do, and how its launch wanted it."""

    token_hash: bytes
    tenant: str
    registration: str
    exit_way: ExitWay
    exit_url: str | None
    embed_origin: str | None
    culture: str | None
    start_sco: str | None
    tracking: bool
    registered_at: int  # when its registration was made; microseconds since the epoch
    created_at: int
    expires_at: int


class Sessions:
    """The use-cases of sessions."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._recent: Recent[bytes, Session] = Recent(REMEMBERED)

    async def open(self, launch: Launch) -> str:
        """Exchange a launch for a session; return its token.

        Raises `UnknownSession` when the registration is no longer there.
        """
        token = self._ids.token()
        now = self._clock.micros()

        async def unit(tx: Tx) -> None:
            known = await tx.value(
                Q.registration_exists, tenant=launch.tenant, id=launch.registration
            )
            if known is None:
                raise UnknownSession
            await tx.execute(Q.sessions_sweep, now=now)
            await tx.execute(
                Q.session_insert,
                token_hash=hash_of(token),
                tenant=launch.tenant,
                registration=launch.registration,
                exit_way=launch.exit_way,
                exit_url=launch.exit_url,
                embed_origin=launch.embed_origin,
                culture=launch.culture,
                start_sco=launch.start_sco,
                tracking=int(launch.tracking),
                now=now,
                expires_at=now + LIFETIME,
            )

        await self._database.write(unit)
        return token

    async def get(self, token: str) -> Session:
        """Return the session of a token; raises `UnknownSession`."""
        token_hash = hash_of(token)
        session = self._recent.get(token_hash)
        now = self._clock.micros()
        if session is None or session.expires_at <= now:
            session = await self._find(token_hash, now)
        if session.expires_at - now < LIFETIME - DAY:
            session = await self._prolong(session, now)
        self._recent.put(token_hash, session)
        return session

    async def _find(self, token_hash: bytes, now: int) -> Session:
        async def look(tx: Reading) -> Row | None:
            return await tx.row(Q.session_get, token_hash=token_hash, now=now)

        row = await self._database.read(look)
        if row is None:
            raise UnknownSession(AGAIN)
        return Session(
            token_hash=token_hash,
            tenant=row["tenant"],
            registration=row["registration"],
            exit_way=cast("ExitWay", row["exit_way"]),
            exit_url=row["exit_url"],
            embed_origin=row["embed_origin"],
            culture=row["culture"],
            start_sco=row["start_sco"],
            tracking=bool(row["tracking"]),
            registered_at=row["registered_at"],
            created_at=row["created_at"],
            expires_at=row["expires_at"],
        )

    async def _prolong(self, session: Session, now: int) -> Session:
        expires_at = now + LIFETIME

        async def unit(tx: Tx) -> int:
            return await tx.execute(
                Q.session_prolong, token_hash=session.token_hash, expires_at=expires_at
            )

        if not await self._database.write(unit):
            raise UnknownSession
        return replace(session, expires_at=expires_at)


def hash_of(token: str) -> bytes:
    """Return under which hash a token is kept."""
    return hashlib.sha256(token.encode()).digest()
