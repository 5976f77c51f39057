"""What tells a client that it has reached us, and whom."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from cursus.moments import to_iso
from runtime.api.wire import Route, answer, services

if TYPE_CHECKING:
    from aiohttp import web


async def ping(request: web.Request) -> web.Response:
    """`GET /ping`: the credential is good and the service answers."""
    now = to_iso(services(request).clock.micros())
    return answer({"apiMessage": "API is up", "currentTime": now})


async def about(request: web.Request) -> web.Response:  # noqa: ARG001 - a handler's form
    """`GET /about`: which cursus this is."""
    return answer({"version": version("cursus"), "distribution": "cursus"})


ROUTES = [
    Route("GET", "/ping", "read:ping", ping),
    Route("GET", "/about", "read:about", about),
]
