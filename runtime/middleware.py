"""What every request passes before it reaches a handler.

First that it can be read: bodies are taken as they are, not compressed (`runtime.connections`).
Then the right origin for its path.

Course content is untrusted and may share an origin only with the player. So the API and the
record are never answered on a content host, and nothing of a package on the API's; a Host that is
neither gets 421 (RFC 9110, 15.5.20), lest another name pointed at our address become an origin
with our pages on it. Nothing on a content host is a service worker: one would answer for the
player.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import hdrs, web

from cursus.errors import Forbidden, Misdirected, UnsupportedMediaType
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Middleware

    from runtime.hosts import Hosts

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: First path segments that belong to content hosts; all others are the API's.
CONTENT_PATHS: Final = frozenset(("launch", "player", "player-assets", "rte", "content"))
#: Asked by load balancers, which name the machine and not a host.
HEALTH_PATHS: Final = frozenset(("healthz", "readyz"))

ELSEWHERE = Text(
    "This address is served under another host name; see CURSUS_PUBLIC_URL and CURSUS_CONTENT_URL.",
    "Этот адрес обслуживается под другим именем узла; см. CURSUS_PUBLIC_URL и CURSUS_CONTENT_URL.",
)

CODED = Text(
    "A body is taken as it is, without Content-Encoding.",
    "Тело запроса принимается как есть, без Content-Encoding.",
)


class ServiceWorkerRefused(Forbidden):
    """Course content may not register a service worker"""

    slug = "service-worker-refused"
    title_ru = "Материалам курса нельзя регистрировать service worker"


class ForeignRequest(Forbidden):
    """This request was made by a page of another site"""

    slug = "foreign-request"
    title_ru = "Этот запрос сделан страницей другого сайта"


def refuse_foreign(request: web.BaseRequest) -> None:
    """Raise `ForeignRequest` when a browser says that a page of elsewhere makes the request."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise ForeignRequest


@web.middleware
async def plain_bodies(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a body in a coding (RFC 9110, 15.5.16)."""
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise UnsupportedMediaType(CODED)
    return await handler(request)


def right_origin(hosts: Hosts) -> Middleware:
    """Return the middleware that refuses a path on an origin that it does not belong to."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        first = request.path.removeprefix("/").partition("/")[0]  # `*` has no slash
        if first not in HEALTH_PATHS:
            origin = hosts.of(request.headers.get(hdrs.HOST))
            wanted = "content" if first in CONTENT_PATHS else "api"
            if origin is None or origin.kind != wanted:
                raise Misdirected(ELSEWHERE)
            if wanted == "content" and "Service-Worker" in request.headers:
                raise ServiceWorkerRefused
        return await handler(request)

    return middleware
