"""The real application over a database and objects in memory, and callers of its API."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from cursus.clock import RandomIds
from cursus.datafolder import DataFolder
from cursus.settings import Settings
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.objects_local import LocalObjects
from runtime.app import COMPONENTS, make_app
from runtime.connections import SERVER_OPTIONS
from runtime.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from aiohttp import web
    from aiohttp.test_utils import TestClient
    from pytest_aiohttp.plugin import AiohttpClient

    from tests.conftest import ManualClock

    Client = TestClient[web.Request, web.Application]


@dataclass(frozen=True, slots=True)
class Caller:
    """A portal that calls the API with a key of its own."""

    client: Client
    headers: dict[str, str]

    async def __call__(
        self, method: str, path: str, *, status: int | None = None, **arguments: Any
    ) -> Any:
        """Call an operation; return its JSON, having looked at its status."""
        headers = self.headers | arguments.pop("headers", {})
        url = f"/api/v2{path}"
        async with self.client.request(method, url, headers=headers, **arguments) as answer:
            body = await answer.text()
            expected = {status} if status else {200, 202, 204}
            assert answer.status in expected, f"{method} {path}: {answer.status} {body}"
            return await answer.json(content_type=None) if body else None

    async def upload(self, package: bytes, course: str, **query: str) -> dict[str, Any]:
        """Import a package and return the job as it ended."""
        form = aiohttp.FormData()
        form.add_field("file", package, filename="package.zip")
        params = {"courseId": course} | query
        begun = await self("POST", "/courses/importJobs/upload", params=params, data=form)
        return await self.ended(begun["result"])

    async def ended(self, identifier: str) -> dict[str, Any]:
        """Return an import job once it has ended."""
        async with asyncio.timeout(30):
            while True:
                job: dict[str, Any] = await self("GET", f"/courses/importJobs/{identifier}")
                if job["status"] != "RUNNING":
                    return job

    async def register(self, registration: str, course: str = "c", learner: str = "l") -> None:
        """Register a learner for a course."""
        body = {
            "courseId": course,
            "registrationId": registration,
            "learner": {"id": learner, "firstName": "Анна", "lastName": "Ли"},
        }
        await self("POST", "/registrations", json=body)


@pytest.fixture
def patience() -> float:
    """For how many seconds a body is waited for."""
    return 60


@pytest.fixture
async def client(
    aiohttp_client: AiohttpClient, tmp_path: Path, clock: ManualClock, patience: float
) -> AsyncIterator[Client]:
    folder = DataFolder(tmp_path / "data")
    database = SQLiteDatabase(None, clock, COMPONENTS)
    app = make_app(
        Settings(data=folder.path),
        folder,
        clock=clock,
        ids=RandomIds(),
        database=database,
        objects=LocalObjects(folder.objects),
        patience=patience,
    )
    server = TestServer(app)
    await server.start_server(**SERVER_OPTIONS)
    served: Any = await aiohttp_client(server)
    yield served
    await database.close()


async def _caller(client: Client, tenant: str, *scopes: str) -> Caller:
    services = client.app[SERVICES]
    await services.tenants.ensure(tenant)
    key = await services.keys.create(tenant, "tests", scopes)
    return Caller(client, {"Authorization": aiohttp.encode_basic_auth(*key)})


@pytest.fixture
async def portal(client: Client) -> Caller:
    """A portal that may do everything."""
    return await _caller(client, "portal", "read", "write", "delete", "xapi")


@pytest.fixture
async def stranger(client: Client) -> Caller:
    """Another tenant that may do everything to what is its own."""
    return await _caller(client, "stranger", "read", "write", "delete", "xapi")


@pytest.fixture
async def reader(client: Client) -> Caller:
    """A key of the portal's that may only read."""
    return await _caller(client, "portal", "read")
