"""Statements, and a store of them, in few words."""

from __future__ import annotations

import itertools
import uuid
from typing import TYPE_CHECKING, Any

import orjson

from cursus.clock import RandomIds
from lrs.prepared import account_authority
from lrs.query import StatementQuery
from lrs.service import Lrs

if TYPE_CHECKING:
    from cursus.storage.ports import Database

AUTHORITY = account_authority("https://cursus.example.org", "key-1")


class Store:
    """The LRS with what tests say of statements in few words."""

    def __init__(self, database: Database, tenant: str = "school") -> None:
        self.database = database
        self.lrs = Lrs(database, RandomIds())
        self.tenant = tenant

    async def put(self, *statements: dict[str, Any]) -> int:
        """Store statements as one batch; return through when the store is consistent."""
        body = orjson.dumps(list(statements))
        prepared = self.lrs.prepare(body, authority=AUTHORITY, version="2.0.0")
        return await self.lrs.store(self.tenant, prepared)

    async def ids(self, **query: Any) -> list[str]:
        page = await self.lrs.statements(self.tenant, StatementQuery(**query))
        return [orjson.loads(statement)["id"] for statement in page.statements]

    async def pages(self, **query: Any) -> list[list[str]]:
        wanted: StatementQuery | None = StatementQuery(**query)
        pages = []
        while wanted is not None:
            page = await self.lrs.statements(self.tenant, wanted)
            pages.append([orjson.loads(statement)["id"] for statement in page.statements])
            wanted = page.more
        return pages

    async def voided(self, id_: str) -> bool:
        plain = await self.lrs.one(self.tenant, id_)
        as_voided = await self.lrs.one(self.tenant, id_, voided=True)
        assert (plain is None) != (as_voided is None)
        return plain is None


_numbers = itertools.count(1)


def new_id() -> str:
    return str(uuid.UUID(int=(4 << 76) | (2 << 62) | next(_numbers)))


def agent(name: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": "http://example.org", "name": name}}


def statement(
    actor: str = "anna", verb: str = "did", target: object = "task", **more: Any
) -> dict[str, Any]:
    if isinstance(target, str):
        target = {"id": f"http://example.org/{target}"}
    return {
        "id": new_id(),
        "actor": agent(actor),
        "verb": {"id": f"http://example.org/verbs/{verb}"},
        "object": target,
        **more,
    }


def reference(
    target: dict[str, Any], actor: str = "teacher", verb: str = "graded"
) -> dict[str, Any]:
    return statement(actor, verb, {"objectType": "StatementRef", "id": target["id"]})


def voiding(target: dict[str, Any]) -> dict[str, Any]:
    found = reference(target)
    found["verb"] = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    return found
