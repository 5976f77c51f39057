"""Playing over HTTP: launch links, the player's page, and the requests it makes.

All of it lives on content hosts. Two surfaces: pages, whose errors are pages for people, and
`/rte`, whose requests are the player's own and answered in JSON. A session's token in the path is
the only credential; there are no cookies, and a request that a browser says came from another
site is refused. docs/player.md describes both.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from aiohttp import hdrs, web

from cursus.bodies import PATIENCE, SlowBody
from cursus.errors import TooLarge, UnsupportedMediaType
from cursus.middleware import PROBLEM_SHAPE, language_of
from cursus.texts import Text, choose_language
from runtime.change_sets import BODY_LIMIT, parse_commit, parse_recovery
from runtime.content_response import Prebuilt
from runtime.middleware import refuse_foreign
from runtime.play_pages import page_headers, player_headers, player_preload, problem_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cursus.texts import Language
    from runtime.change_sets import Body
    from runtime.first import Shortcut
    from runtime.hosts import Hosts
    from runtime.launches import Launches
    from runtime.play import Plays
    from runtime.player_assets_http import PlayerAssets
    from runtime.sessions import Sessions

LARGE_BODY: Final = 65_536  # bytes; decoding more would keep the event loop for too long
BODY_TYPES: Final = frozenset(("application/json", "text/plain"))  # a beacon can send no other
JSON_FIELDS: Final = (
    b"Content-Type: application/json\r\n"
    b"Cache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"Content-Length: %d\r\n"
)
OPENING = Text("Opening the course", "Открываем курс")


@dataclass(frozen=True, slots=True)
class Playing:
    """The use-cases that these handlers call."""

    launches: Launches
    sessions: Sessions
    plays: Plays
    assets: PlayerAssets
    hosts: Hosts
    body_seconds: float = PATIENCE  # for the body of a request: 1 MiB at 17 KB/s


PLAYING: Final = web.AppKey("playing", Playing)
RTE: Final = "/rte/"
COMMIT: Final = "/commit"
BODY: Final = web.RequestKey["bytes | None"]("body")  # read already, past the router


def add_play_apps(app: web.Application, playing: Playing) -> None:
    """Add `/launch`, `/player`, `/player-assets` and `/rte` to an application."""
    pages = {
        "/launch": [web.get("/{token}", show_launch), web.post("/{token}", exchange)],
        "/player": [web.get("/{session}", show_player, allow_head=False)],  # it takes over
    }
    for prefix, routes in pages.items():
        page = web.Application()
        page[PROBLEM_SHAPE] = problem_page(playing.assets)
        page.add_routes(routes)
        _mount(app, prefix, page, playing)
    rte = web.Application()
    rte.add_routes(
        [
            web.post("/{session}/commit", commit),
            web.post("/{session}/terminate", move),
            web.post("/{session}/navigate", move),
            web.post("/{session}/recover", recover),
        ]
    )
    _mount(app, "/rte", rte, playing)
    app.add_routes([web.get(playing.assets.route, playing.assets.handle)])


def _mount(app: web.Application, prefix: str, sub: web.Application, playing: Playing) -> None:
    sub[PLAYING] = playing
    app.add_subapp(prefix, sub)


async def show_launch(request: web.Request) -> web.Response:
    """`GET /launch/{token}`: a page that exchanges the link by itself; looking does nothing."""
    playing = request.app[PLAYING]
    launch = playing.launches.read(request.match_info["token"])
    language = _language(request, launch.culture)
    text = playing.assets.page("launch.html", language, {"title": OPENING.say(language)})
    return web.Response(text=text, content_type="text/html", headers=page_headers())


async def exchange(request: web.Request) -> web.Response:
    """`POST /launch/{token}`: exchange a link for a session; 303 to its player."""
    playing = request.app[PLAYING]
    launch = playing.launches.read(request.match_info["token"])
    session = await playing.sessions.open(launch)
    return web.Response(
        status=303, headers={"Location": f"/player/{session}", "Cache-Control": "no-store"}
    )


async def show_player(request: web.Request) -> web.Response:
    """`GET /player/{session}`: the player's page; it takes the attempt over."""
    playing = request.app[PLAYING]
    token = request.match_info["session"]
    session = await playing.sessions.get(token)
    opened = await playing.plays.open(session, _label(playing, request))
    language = _language(request, session.culture)
    preload = player_preload(token, session, opened, language)
    title = opened.stage.course.title
    text = playing.assets.preloaded("player.html", language, title, preload)
    headers = player_headers(opened.stage.course.external, opened.portals)
    return web.Response(text=text, content_type="text/html", headers=headers)


async def commit(request: web.Request) -> web.StreamResponse:
    """`POST /rte/{session}/commit`: apply change sets."""
    return await committed(request.app[PLAYING], request, request.match_info["session"])


async def committed(playing: Playing, request: web.Request, token: str) -> web.StreamResponse:
    """Apply the change sets of a request; also called past the router (`commit_shortcut`)."""
    body = await _body(playing, request)
    session = await playing.sessions.get(token)
    asked = await _parsed(parse_commit, body)
    return _answer(await playing.plays.commit(session, _label(playing, request), asked))


def commit_shortcut(playing: Playing) -> Shortcut:
    """Return the way to commits past the router.

    One that goes both ways is harmless: each change set counts once, by its number.
    """

    def shortcut(request: web.BaseRequest) -> Awaitable[web.StreamResponse] | None:
        path = request.raw_path
        if not (path.startswith(RTE) and path.endswith(COMMIT)):
            return None
        origin = playing.hosts.of(request.headers.get(hdrs.HOST))
        if request.method != hdrs.METH_POST or origin is None or origin.kind != "content":
            return None
        return committed(playing, cast("web.Request", request), path[len(RTE) : -len(COMMIT)])

    return shortcut


async def move(request: web.Request) -> web.StreamResponse:
    """`POST /rte/{session}/terminate|navigate`: apply change sets, then say what to deliver."""
    playing = request.app[PLAYING]
    body = await _body(playing, request)
    session = await playing.sessions.get(request.match_info["session"])
    asked = await _parsed(parse_commit, body)
    return _answer(await playing.plays.move(session, _label(playing, request), asked))


async def recover(request: web.Request) -> web.StreamResponse:
    """`POST /rte/{session}/recover`: take in what an earlier player could not send."""
    playing = request.app[PLAYING]
    body = await _body(playing, request)
    session = await playing.sessions.get(request.match_info["session"])
    asked = await _parsed(parse_recovery, body)
    return _answer(await playing.plays.recover(session, _label(playing, request), asked))


async def _body(playing: Playing, request: web.Request) -> bytes:
    """Return the body of a request that the player's page can have made.

    It is read once, whichever ways the request goes, and judged each time alike.
    """
    refuse_foreign(request)
    if request.content_type not in BODY_TYPES:
        raise UnsupportedMediaType
    if (request.content_length or 0) > BODY_LIMIT:
        raise TooLarge(limit=BODY_LIMIT)
    if BODY not in request:
        request[BODY] = await _read(playing, request)
    body = request[BODY]
    if body is None:
        raise SlowBody
    if len(body) > BODY_LIMIT:
        raise TooLarge(limit=BODY_LIMIT)
    return body


async def _read(playing: Playing, request: web.Request) -> bytes | None:
    """Return a body, no more of it than shows that it is too large; None when it stalls."""
    if request.content.is_eof():  # it came with its head, as small ones do: nothing to wait for
        return request.content.read_nowait()
    body = bytearray()
    try:
        async with asyncio.timeout(playing.body_seconds):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > BODY_LIMIT:
                    break
    except TimeoutError:
        return None
    return bytes(body)


async def _parsed(parse: Callable[[bytes], Body], body: bytes) -> Body:
    if len(body) <= LARGE_BODY:
        return parse(body)
    return await asyncio.to_thread(parse, body)


def _answer(body: dict[str, Any]) -> web.StreamResponse:
    text = orjson.dumps(body)
    return Prebuilt(200, JSON_FIELDS % len(text), text)


def _label(playing: Playing, request: web.Request) -> str | None:
    """Return the label of the content host that a request came to."""
    origin = playing.hosts.of(request.headers.get(hdrs.HOST))
    return origin.label if origin else None


def _language(request: web.Request, culture: str | None) -> Language:
    """Return the language of a page: as the portal asked, else as the browser asks."""
    return choose_language(culture) if culture else language_of(request)
