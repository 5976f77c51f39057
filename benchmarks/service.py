"""The real service, as an operator starts it, in a process of its own and an empty folder."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import os
import re
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

APP_ID = "bench"
SECRET = "a secret of the benchmarks"  # noqa: S105 - of a service that lives for a minute
START_SECONDS = 30
IMPORT_SECONDS = 120
POLL_SECONDS = 0.01

_PRELOAD = re.compile(r'<script type="application/json" id="preload">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Played:
    """A learner's open player: all that it takes to commit and to ask for content."""

    registration: str
    host: str  # of the course version's origin
    session: str
    epoch: int
    activity: str
    visit: int
    content: str  # path below which the course's files are served


class Service:
    """A running service and a client of its management API."""

    def __init__(self, folder: Path, session: aiohttp.ClientSession) -> None:
        self.folder = folder
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._session = session
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> Self:
        """Start the service and wait until it is ready."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CURSUS_")} | {
            "CURSUS_DATA": str(self.folder / "data"),
            "CURSUS_BOOTSTRAP_APP_ID": APP_ID,
            "CURSUS_BOOTSTRAP_SECRET": SECRET,
        }
        with (self.folder / "service.log").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "runtime.main", "serve", "--port", str(self.port)),
                env=environment,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(START_SECONDS):
            while not await self._ready():
                if self._process.returncode is not None:
                    raise RuntimeError((self.folder / "service.log").read_text("utf-8"))
                await asyncio.sleep(0.05)
        return self

    async def stop(self) -> None:
        """End the service."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    def cpu(self) -> float:
        """Return the seconds of processor time that the service has taken so far; 0: unknown."""
        process = self._process
        if process is None or not Path(f"/proc/{process.pid}/stat").exists():
            return 0.0
        after_name = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(")")[2]
        user, system = after_name.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return the bytes of memory that the service's own process has of itself; 0: unknown."""
        process = self._process
        if process is None or not Path(f"/proc/{process.pid}/status").exists():
            return 0
        status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
        found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) << 10 if found else 0

    async def api(self, method: str, path: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        """Call the management API; return its JSON, or None where it says nothing."""
        url = f"{self.base}/api/v2{path}"
        async with self._session.request(method, url, **arguments) as answer:
            text = await answer.text()
            if not answer.ok:
                raise RuntimeError(f"{method} {path}: {answer.status} {text}")
            return json.loads(text) if text else None

    async def import_package(self, package: Path, course: str) -> None:
        """Import a package and wait for it."""
        form = aiohttp.FormData()
        data = await asyncio.to_thread(package.read_bytes)
        form.add_field("file", data, filename=package.name)
        path = "/courses/importJobs/upload"
        job = (await self.api("POST", path, params={"courseId": course}, data=form))["result"]
        await self.finish(job)

    async def finish(self, job: str) -> None:
        """Wait for the end of an import."""
        async with asyncio.timeout(IMPORT_SECONDS):
            while True:
                state = await self.api("GET", f"/courses/importJobs/{job}")
                if state["status"] == "COMPLETE":
                    return
                if state["status"] == "ERROR":
                    raise RuntimeError(json.dumps(state))
                await asyncio.sleep(POLL_SECONDS)

    async def play(self, course: str, registration: str) -> Played:
        """Register a learner, launch, and open the player as a browser does."""
        learner = {"id": registration, "firstName": "Анна", "lastName": "Ли"}
        body = {"courseId": course, "registrationId": registration, "learner": learner}
        await self.api("POST", "/registrations", json=body)
        path = f"/registrations/{registration}/launchLink"
        options = {"redirectOnExitUrl": "message"}
        link = urlsplit((await self.api("POST", path, json=options))["launchLink"])
        headers = {"Host": link.netloc}
        url = self.base + link.path
        async with self._session.post(url, headers=headers, allow_redirects=False) as answer:
            player = answer.headers["Location"]
        async with self._session.get(self.base + player, headers=headers) as answer:
            page = await answer.text()
        found = _PRELOAD.search(page)
        if found is None:
            raise RuntimeError(f"no preload in the player's page: {page[:500]}")
        preload = json.loads(html.unescape(found[1]))
        deliver = preload["view"]["deliver"]
        return Played(
            registration=registration,
            host=link.netloc,
            session=preload["session"],
            epoch=preload["epoch"],
            activity=deliver["activity"],
            visit=deliver["visit"],
            content="/".join(deliver["url"].split("/")[:4]) + "/",
        )

    async def _ready(self) -> bool:
        with contextlib.suppress(aiohttp.ClientError):
            async with self._session.get(f"{self.base}/readyz") as answer:
                return answer.ok
        return False


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Service]:
    """Run a service in an empty folder."""
    await asyncio.to_thread(folder.mkdir)
    headers = {"Authorization": aiohttp.encode_basic_auth(APP_ID, SECRET)}
    async with aiohttp.ClientSession(headers=headers) as session:
        service = Service(folder, session)
        try:
            yield await service.start()
        finally:
            await service.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
