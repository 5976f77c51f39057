"""How requests for content reach `Content` by the router; `runtime.first` is the way past it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from runtime.content_address import PREFIX

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from runtime.content import Content
    from runtime.first import Shortcut


def content_routes(content: Content) -> list[web.RouteDef]:
    """Return the ordinary way to content."""
    return [web.route("*", PREFIX + "{address:.*}", content.handle)]


def content_shortcut(content: Content) -> Shortcut:
    """Return the way to content past the router."""

    def shortcut(request: web.BaseRequest) -> Awaitable[web.StreamResponse] | None:
        return content.handle(request) if request.raw_path.startswith(PREFIX) else None

    return shortcut
