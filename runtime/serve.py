"""`cursus serve`: the service as a process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from aiohttp import web

from cursus.admin import serve_admin
from cursus.datafolder import FolderHeld
from cursus.settings import Settings, is_loopback
from cursus.storage.migrations import SchemaIsNewer
from runtime.app import running
from runtime.commands import ALL_SCOPES, FIRST_TENANT, admin_commands
from runtime.content_http import content_shortcut
from runtime.environment import environment, folder_or_exit, load_or_exit
from runtime.first import answer_first
from runtime.play_http import PLAYING, commit_shortcut
from runtime.services import SERVICES

if TYPE_CHECKING:
    from cursus.datafolder import DataFolder
    from runtime.services import Services

_log = logging.getLogger("cursus.serve")

BACKLOG = 1024


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, help="Port to listen on.")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder [CURSUS_DATA: ./data].")
def serve(host: str, port: int, data: Path | None) -> None:
    """Run the service: API, record, player and content.

    Settings come from the environment; docs/settings.md lists them all.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings, ports = settings_for(host, port, data)
    folder = folder_or_exit(settings)
    try:
        asyncio.run(run(settings, folder, host, ports))
    except FolderHeld as held:
        sys.exit(f"{held}; serve from another with --data, or end that process first.")
    except SchemaIsNewer as newer:
        sys.exit(f"{newer}.")


def settings_for(host: str, port: int, data: Path | None) -> tuple[Settings, list[int]]:
    """Return the settings of a service at an address, and the ports that it listens on."""
    environ = environment(data)
    name = socket.gethostname() if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared
    shown = f"[{name}]" if ":" in name else name
    environ.setdefault("CURSUS_PUBLIC_URL", f"http://{shown}:{port}")
    ports = [port]
    settings = load_or_exit(environ)
    if settings.content_url is None:
        ports.append(port + 1)
        content_url = f"http://{shown}:{port + 1}"
        environ["CURSUS_CONTENT_URL"] = content_url
        _log.warning(
            "CURSUS_CONTENT_URL is not set: all courses share the origin %s and could read each"
            " other's browser storage; docs/operating.md says how to separate them",
            content_url,
        )
        settings = load_or_exit(environ)
    return settings, ports


async def run(settings: Settings, folder: DataFolder, host: str, ports: list[int]) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(folder.locked())
        runner = await stack.enter_async_context(running(settings, folder))
        services = runner.app[SERVICES]
        await ensure_first_key(services)
        assert runner.server is not None
        content, commits = content_shortcut(services.content), commit_shortcut(runner.app[PLAYING])
        answer_first(runner.server, content, commits)
        for port in ports:
            await listen(runner, host, port)
        await stack.enter_async_context(serve_admin(folder, admin_commands(services)))
        spare_collections()
        announce(settings)
        await stop.wait()


async def listen(runner: web.AppRunner, host: str, port: int) -> None:
    """Take requests at an address, or end with why that cannot be."""
    try:
        await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
    except OSError as error:
        sys.exit(
            f"cursus cannot listen at {host}, port {port} ({error.strerror});"
            " choose others with --host and --port."
        )


def spare_collections() -> None:
    """Have Python look for reference cycles less often, and never in what stays.

    A request makes thousands of objects and hardly a cycle, and a full collection walks every
    attempt in memory: at 64 clients it took the slowest hundredth of commits from 40 ms to 60.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def ensure_first_key(services: Services) -> None:
    """Create the key that the settings give, or at the very first start one of our own."""
    settings, keys = services.settings, services.keys
    given, secret = settings.bootstrap_app_id, settings.bootstrap_secret
    if given is None and await keys.any():
        return

    await services.tenants.ensure(FIRST_TENANT)
    if given is not None and secret is not None:
        await keys.ensure(
            FIRST_TENANT, "first key", ALL_SCOPES, id=given, secret=secret.get_secret_value()
        )
        return
    key_id, key_secret = await keys.create(FIRST_TENANT, "first key", ALL_SCOPES)
    click.echo(f"First key, shown once: {key_id}:{key_secret}")


def announce(settings: Settings) -> None:
    """Say where the service is."""
    click.echo(f"cursus serves {settings.public_url} (API /api/v2, record /xapi, docs /docs)")
    if not is_loopback(urlsplit(settings.public_url).hostname or ""):
        click.echo(f"content at {settings.content_url}")
