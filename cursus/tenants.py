"""Tenants: the portals and course owners' systems that share an installation.

Every row and every key belongs to one. A tenant's base IRI names its courses and its learners in
the record; it is fixed when the tenant is made, so that statements go on meaning the same course
and the same person when the service moves to another address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from cursus.errors import NotFound
from cursus.storage.queries import load_queries
from cursus.texts import Text

if TYPE_CHECKING:
    from cursus.clock import Clock
    from cursus.storage.ports import Database, Tx

Q = load_queries("cursus")

UNKNOWN = Text(
    "There is no tenant {id}; cursus keys create --tenant makes one with its first key.",
    "Арендатора {id} нет; cursus keys create --tenant создаст его вместе с первым ключом.",
)

REMEMBERED = 10_000  # base IRIs held in memory; they never change


class Tenants:
    """The tenants of an installation; new ones have their base IRI below `public_url`."""

    def __init__(self, database: Database, clock: Clock, public_url: str) -> None:
        self._database = database
        self._clock = clock
        self._public_url = public_url
        self._base_iris: dict[str, str] = {}

    async def ensure(self, tenant: str) -> None:
        """Make a tenant unless it is there."""
        base_iri = f"{self._public_url}/tenants/{quote(tenant, safe='')}"

        async def unit(tx: Tx) -> None:
            now = self._clock.micros()
            await tx.execute(Q.tenant_ensure, id=tenant, name=tenant, base_iri=base_iri, now=now)

        await self._database.write(unit)

    async def base_iri(self, tenant: str) -> str:
        """Return the IRI below which a tenant's courses and learners are named.

        Raises NotFound for an unknown tenant.
        """
        known = self._base_iris.get(tenant)
        if known is None:
            known = await self._database.read(
                lambda look: look.value(Q.tenant_base_iri, tenant=tenant)
            )
            if known is None:
                raise NotFound(UNKNOWN.format(id=tenant))
            if len(self._base_iris) >= REMEMBERED:
                self._base_iris.clear()
            self._base_iris[tenant] = known
        return known

    async def course_iri(self, tenant: str, course: str) -> str:
        """Return the IRI that a new course of a tenant gets."""
        return f"{await self.base_iri(tenant)}/courses/{quote(course, safe='')}"
