"""What is answered before the router: files of courses, and commits.

Router and middlewares cost more than either answer itself (docs/decisions/content-fast-path.md).
So short cuts are asked first, between aiohttp's server and the application. What a short cut
cannot answer goes the ordinary way, where the same handler says why through the same middlewares
as everywhere; so an application without short cuts behaves the same, only slower.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

#: Begins to answer a request that is its own; None leaves it to others.
Shortcut = Callable[[web.BaseRequest], Awaitable[web.StreamResponse] | None]


def answer_first(server: web.Server, *shortcuts: Shortcut) -> None:
    """Let a server ask short cuts before its application, from the next connection on.

    `server` is what an `AppRunner` made in `setup()`; call this before a site is started.
    """
    application = server.request_handler

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        for shortcut in shortcuts:
            answer = shortcut(request)
            if answer is not None:
                try:
                    return await answer
                except Exception:  # noqa: BLE001 - the ordinary way says what is wrong
                    break
        return await application(request)

    server.request_handler = handle
