"""`make run`: the service, the samples and the demo portal, on one machine with nothing else.

Starts `cursus serve` with SQLite and a local folder, loads the sample packages that are not there
yet through the public API, starts the portal as a server of its own (a real cross-origin embed)
and says where everything is. The first key is made here once and kept beside the data, readable
by its owner only. Ctrl-C ends both servers.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import sys
from pathlib import Path

import aiohttp

from samples.build import build_all

API = "http://127.0.0.1:8080"
PORTAL = "http://cursus.localhost:8090"
DATA = Path(os.environ.get("CURSUS_DATA", "data"))
START_SECONDS = 30
IMPORT_SECONDS = 60


def main() -> None:
    """Run until interrupted."""
    for port in (8080, 8090):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                sys.exit(f"Port {port} is taken; is cursus running already?")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


async def run() -> None:
    """Start both servers, load the samples, say where things are, wait for the end."""
    app_id, secret = first_key(DATA / "demo-key.json")
    of_service = {
        "CURSUS_DATA": str(DATA),
        "CURSUS_BOOTSTRAP_APP_ID": app_id,
        "CURSUS_BOOTSTRAP_SECRET": secret,
    }
    of_portal = {"PORTAL_API": API, "PORTAL_APP_ID": app_id, "PORTAL_SECRET": secret}
    servers = [await start(of_service, "-m", "runtime.main", "serve")]
    try:
        auth = aiohttp.encode_basic_auth(app_id, secret)
        async with aiohttp.ClientSession(headers={"Authorization": auth}) as session:
            await until_ready(session, servers[0])
            await load_samples(session)
        servers.append(await start(of_portal, str(Path(__file__).parent / "portal/server.py")))
        announce(app_id, secret)
        await wait_for_end(servers)
    finally:
        for server in servers:
            with contextlib.suppress(ProcessLookupError):
                server.terminate()
        for server in servers:
            await server.wait()


def first_key(path: Path) -> tuple[str, str]:
    """Return the demo's key, made at the first start."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        key = {"appId": "demo", "secret": secrets.token_urlsafe(24)}
        path.touch(mode=0o600)
        path.write_text(json.dumps(key), "utf-8")
    key = json.loads(path.read_text("utf-8"))
    return key["appId"], key["secret"]


async def start(environment: dict[str, str], *arguments: str) -> asyncio.subprocess.Process:
    """Start one of the servers with its own settings."""
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=os.environ | environment
    )


async def until_ready(session: aiohttp.ClientSession, server: asyncio.subprocess.Process) -> None:
    """Wait until the service says that it is ready."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            if server.returncode is not None:
                sys.exit("The service did not start; what it said stands above.")
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{API}/readyz") as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(0.1)


async def load_samples(session: aiohttp.ClientSession) -> None:
    """Import the samples that are not there yet; the broken one is for trying by hand."""
    async with session.get(f"{API}/api/v2/courses") as answer:
        there = {course["id"] for course in (await answer.json())["courses"]}
    for package in build_all():
        if package.stem in there or package.stem == "broken":
            continue
        form = aiohttp.FormData()
        form.add_field("file", package.read_bytes(), filename=package.name)
        url = f"{API}/api/v2/courses/importJobs/upload?courseId={package.stem}"
        async with session.post(url, data=form) as answer:
            job = (await answer.json())["result"]
        async with asyncio.timeout(IMPORT_SECONDS):
            while (state := await job_state(session, job))["status"] == "RUNNING":
                await asyncio.sleep(0.05)
        print(f"Sample {package.stem}: {state['status'].lower()}")


async def job_state(session: aiohttp.ClientSession, job: str) -> dict[str, str]:
    """Return how an import stands."""
    async with session.get(f"{API}/api/v2/courses/importJobs/{job}") as answer:
        state: dict[str, str] = await answer.json()
        return state


def announce(app_id: str, secret: str) -> None:
    """Say where everything is."""
    print(
        f"""
  Demo portal   {PORTAL}
  API           {API}/api/v2     documentation: {API}/docs
  LRS           {API}/xapi
  Key           {app_id}:{secret}
  Packages      {Path("samples/built").resolve()}  (broken.zip shows findings)

  Ctrl-C stops.
""",
        flush=True,
    )


async def wait_for_end(servers: list[asyncio.subprocess.Process]) -> None:
    """Wait for a signal, or for a server that ends by itself."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    ends = [asyncio.create_task(server.wait()) for server in servers]
    ends.append(asyncio.create_task(stop.wait()))  # type: ignore[arg-type]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


if __name__ == "__main__":
    main()
