"""How requests for content reach `Content` by the router; `runtime.first` is the way past it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from cursus.middleware import PROBLEM_PAGE
from runtime.content_address import PREFIX

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from cursus.middleware import ProblemShape
    from runtime.content import Content
    from runtime.first import Shortcut


def make_content_app(content: Content, page: ProblemShape | None = None) -> web.Application:
    """Return the ordinary way to content; to be mounted at `/content`.

    `page` shows a problem to a learner whose course leads to a page that is not there.
    """
    app = web.Application()
    if page is not None:
        app[PROBLEM_PAGE] = page
    app.add_routes([web.route("*", "/{address:.*}", content.handle)])
    return app


def content_shortcut(content: Content) -> Shortcut:
    """Return the way to content past the router."""

    def shortcut(request: web.BaseRequest) -> Awaitable[web.StreamResponse] | None:
        return content.handle(request) if request.raw_path.startswith(PREFIX) else None

    return shortcut
