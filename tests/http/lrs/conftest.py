"""A real application with the LRS mounted twice, two tenants and their keys."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from aiohttp import web

from cursus.access import Keys
from cursus.clock import RandomIds, SystemClock
from cursus.middleware import problems
from cursus.signing import Signer
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from cursus.tenants import Tenants
from lrs.http import make_lrs_app
from lrs.service import Lrs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from lrs.shapes import Version


PUBLIC_URL = "https://cursus.example.org"


class Portal:
    """A portal's own client of the LRS: its credential, the headers that the standard wants."""

    def __init__(
        self, client: TestClient[Any, Any], key: str, secret: str, version: str = "1.0.3"
    ) -> None:
        self.client = client
        self.key = key
        self.secret = secret
        self.version = version
        self.base = "/xapi"

    @property
    def headers(self) -> dict[str, str]:
        pair = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}", "X-Experience-API-Version": self.version}

    async def get(self, path: str = "/statements", **params: str) -> Answer:
        return await self.send("GET", path, params=params)

    async def post(self, body: object, **headers: str) -> Answer:
        return await self.send("POST", "/statements", body=body, headers=headers)

    async def put(self, id_: str, body: object) -> Answer:
        return await self.send("PUT", "/statements", params={"statementId": id_}, body=body)

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        data = None if body is None else io.BytesIO(_bytes(body))
        base = "" if path.startswith(self.base) else self.base
        async with self.client.request(
            method,
            base + path,
            params=params,
            data=data,
            headers={**self.headers, "Content-Type": "application/json", **(headers or {})},
        ) as response:
            return Answer(response.status, dict(response.headers), await response.read())


def _bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else orjson.dumps(body)


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def statements(self) -> list[dict[str, Any]]:
        assert self.status == 200, self.body
        found: list[dict[str, Any]] = self.json["statements"]
        return found

    @property
    def ids(self) -> list[str]:
        return [statement["id"] for statement in self.statements]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SQLiteDatabase]:
    components = [Component("cursus"), Component("lrs")]
    database = SQLiteDatabase(tmp_path / "cursus.db", SystemClock(), components)
    yield database
    await database.close()


@pytest.fixture
def keys(database: SQLiteDatabase) -> Keys:
    return Keys(database, SystemClock(), RandomIds())


@pytest.fixture
def lrs(database: SQLiteDatabase) -> Lrs:
    return Lrs(database, RandomIds())


@pytest.fixture
async def client(lrs: Lrs, keys: Keys, aiohttp_client: AiohttpClient) -> TestClient[Any, Any]:
    signer = Signer(b"a secret of this test and of no other", "xapi-more")
    app = web.Application(middlewares=[problems])
    mounts: dict[str, Version] = {"/xapi/1.0.3": "1.0.3", "/xapi": "2.0.0"}
    for prefix, version in mounts.items():
        app.add_subapp(
            prefix,
            make_lrs_app(
                lrs,
                keys,
                public_url=PUBLIC_URL,
                more_signer=signer,
                default_version=version,
            ),
        )
    return await aiohttp_client(app)


@pytest.fixture
def new_portal(
    client: TestClient[Any, Any], database: SQLiteDatabase, keys: Keys
) -> Callable[..., Awaitable[Portal]]:
    async def make(tenant: str, *scopes: str) -> Portal:
        await Tenants(database, SystemClock(), "https://cursus.example.org").ensure(tenant)
        key, secret = await keys.create(tenant, "key", scopes or ("xapi",))
        return Portal(client, key, secret)

    return make


@pytest.fixture
async def portal(new_portal: Callable[..., Awaitable[Portal]]) -> Portal:
    return await new_portal("school")
