"""How requests for content reach `Content`: by the router, and past it.

The router and the middlewares cost more than the answer itself. So content is asked before them:
`answer_content_first` stands between aiohttp's server and the application. What it cannot answer
goes the ordinary way, where the same handler says why through the same middlewares as everywhere;
so an application without the short cut behaves the same, only slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from runtime.content_address import PREFIX

if TYPE_CHECKING:
    from runtime.content import Content


def content_routes(content: Content) -> list[web.RouteDef]:
    """Return the ordinary way to content."""
    return [web.route("*", PREFIX + "{address:.*}", content.handle)]


def answer_content_first(server: web.Server, content: Content) -> None:
    """Let a server ask `content` before its application, from the next connection on.

    `server` is what an `AppRunner` made in `setup()`; call this before a site is started.
    """
    application = server.request_handler

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if request.raw_path.startswith(PREFIX):
            try:
                return await content.handle(request)
            except Exception:  # noqa: BLE001, S110 - the ordinary way says what is wrong
                pass
        return await application(request)

    server.request_handler = handle
