"""A real service in a process of its own, as an operator would start it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

APP_ID = "tests"
SECRET = "a secret of the tests"
START_SECONDS = 30


class Service:
    """`cursus serve` on a free port, with its own data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: asyncio.subprocess.Process | None = None
        self.session = aiohttp.ClientSession(
            headers={"Authorization": aiohttp.encode_basic_auth(APP_ID, SECRET)}
        )

    async def start(self) -> None:
        """Start the process and wait until it says that it is ready."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CURSUS_")} | {
            "CURSUS_DATA": str(self.data),
            "CURSUS_BOOTSTRAP_APP_ID": APP_ID,
            "CURSUS_BOOTSTRAP_SECRET": SECRET,
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "runtime.main", "serve", "--port", str(self.port), env=environment
        )
        async with asyncio.timeout(START_SECONDS):
            while not await self._ready():
                assert self.process.returncode is None, "the service ended at its start"
                await self._pause()

    async def _ready(self) -> bool:
        with contextlib.suppress(aiohttp.ClientError):
            async with self.session.get(f"{self.url}/readyz") as answer:
                return answer.ok
        return False

    async def _pause(self) -> None:
        """Give the starting process a moment without holding the event loop."""
        assert self.process is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), 0.05)

    async def kill(self) -> None:
        """End the process as a power cut would."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        """Ask the process to end and see that it does."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        await asyncio.wait_for(self.process.wait(), START_SECONDS)

    async def api(self, method: str, path: str, **arguments: Any) -> Any:
        """Call the management API; return its JSON, or None where it says nothing."""
        url = URL(f"{self.url}/api/v2{path}", encoded=True)
        async with self.session.request(method, url, **arguments) as answer:
            assert answer.ok, f"{method} {path}: {answer.status} {await answer.text()}"
            return await answer.json() if answer.status != 204 else None

    async def upload(self, package: Path, course_id: str, **query: str) -> dict[str, Any]:
        """Import a package; return the job as it ended."""
        form = aiohttp.FormData()
        form.add_field("file", package.read_bytes(), filename=package.name)
        path = "/courses/importJobs/upload"
        started = await self.api("POST", path, params={"courseId": course_id} | query, data=form)
        async with asyncio.timeout(60):
            while True:
                job: dict[str, Any] = await self.api(
                    "GET", f"/courses/importJobs/{started['result']}"
                )
                if job["status"] != "RUNNING":
                    return job
                await self._pause()

    async def launch(self, course_id: str, registration: str, **options: Any) -> str:
        """Register a learner and return a launch link."""
        body = {
            "courseId": course_id,
            "registrationId": registration,
            "learner": {"id": f"learner of {registration}", "firstName": "Анна", "lastName": "Ли"},
        }
        await self.api("POST", "/registrations", json=body)
        return await self.relaunch(registration, **options)

    async def relaunch(self, registration: str, **options: Any) -> str:
        """Return a launch link for a registration that is there."""
        path = f"/registrations/{registration}/launchLink"
        link: str = (await self.api("POST", path, json=options))["launchLink"]
        return link


def free_port() -> int:
    """A port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def run_service(data: Path) -> AsyncIterator[Service]:
    service = Service(data)
    try:
        await service.start()
        yield service
        await service.stop()
    finally:
        if service.process is not None and service.process.returncode is None:
            await service.kill()
        await service.session.close()


@pytest.fixture
def running() -> Callable[[Path], AbstractAsyncContextManager[Service]]:
    """What starts a service over a data folder, for tests that want several."""
    return run_service


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """A service with an empty data folder."""
    async with run_service(tmp_path / "data") as started:
        yield started
