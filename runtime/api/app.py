"""The management API as an application of its own, to be mounted at `/api/v2`."""

from __future__ import annotations

from aiohttp import web

from cursus.errors import NotOffered
from cursus.middleware import PROBLEM_SHAPE
from cursus.texts import Text
from runtime.api.routes import ROUTES
from runtime.api.wire import BODY_LIMIT, Route, shape

NOT_OFFERED = Text(
    "cursus does not offer {method} {path}; /docs lists what it does.",
    "cursus не предлагает {method} {path}; что есть, перечислено в /docs.",
)


async def not_offered(request: web.Request) -> web.StreamResponse:
    """Say of any other operation that it is not offered, rather than that nothing is there."""
    path = request.path.partition("/api/v2")[2].replace("//", "/")
    raise NotOffered(NOT_OFFERED.format(method=request.method, path=path))


def make_api_app() -> web.Application:
    """Return the application of all operations; it finds the use-cases in its parent."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[PROBLEM_SHAPE] = shape
    app.add_routes(route.definition() for route in ROUTES)
    app.add_routes([Route("*", "/{rest:.*}", "read:ping", not_offered).definition()])
    return app
