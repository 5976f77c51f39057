"""The demo portal: a small learning portal that embeds cursus.

    python samples/portal/server.py --api http://127.0.0.1:8080 --app-id ID --secret SECRET

or with PORTAL_API, PORTAL_APP_ID and PORTAL_SECRET in the environment; then open
http://cursus.localhost:8090. The browser talks to this server only, and this server to the
public management API: the secret stays here, and what the learner reached is read from the API,
never taken from the browser. It keeps nothing of its own but the learners added since it
started. It is a demonstration for one machine and so listens on 127.0.0.1 only and knows no
sign-in.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from cursus_api import Cursus, Refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

STATIC = Path(__file__).parent / "static"
CURSUS = web.AppKey("cursus", Cursus)
LEARNERS = web.AppKey("learners", dict[str, dict[str, str]])
HOST_NAMES = frozenset({"cursus.localhost", "localhost", "127.0.0.1"})
NAME_LIMIT = 100

DEMO_LEARNERS = (
    {"id": "anna.petrova", "firstName": "Анна", "lastName": "Петрова"},
    {"id": "timur.akhmetov", "firstName": "Тимур", "lastName": "Ахметов"},
    {"id": "maria.silva", "firstName": "Maria", "lastName": "Silva"},
    {"id": "john.smith", "firstName": "John", "lastName": "Smith"},
)

NO_LEARNER = {
    "en": "This learner is not known any more: reload the page and pick one.",
    "ru": "Этот слушатель больше не известен: обновите страницу и выберите другого.",
}

HEADERS = {
    # Scripts and styles are our own files and nothing else. Where players live is the service's
    # to say (each course version has its own origin), hence frame-src.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-src http: https:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

routes = web.RouteTableDef()


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer only to this portal's own pages.

    Another site open in the same browser can send requests here: it may not change anything
    (Origin), nor reach us under a name that it has pointed to this address (Host).
    """
    if request.url.host not in HOST_NAMES:
        raise web.HTTPMisdirectedRequest
    if request.method not in {"GET", "HEAD"} and request.headers.get("Origin") != origin(request):
        raise web.HTTPForbidden(text="Not from a page of this portal")
    try:
        response = await handler(request)
    except Refused as refused:  # the service's own words, for the page to show
        response = web.json_response(refused.problem, status=refused.status)
    response.headers.update(HEADERS)
    return response


def origin(request: web.Request) -> str:
    """Return the origin under which this portal was asked for."""
    return f"{request.scheme}://{request.host}"


def language(request: web.Request) -> str:
    """Return the language of the page, as it says with every request."""
    return "ru" if request.headers.get("Accept-Language", "").startswith("ru") else "en"


@routes.get("/")
async def index(_request: web.Request) -> web.FileResponse:
    """Answer the one page; its addresses are after the hash."""
    return web.FileResponse(STATIC / "index.html")


@routes.get("/api/courses")
async def list_courses(request: web.Request) -> web.Response:
    """Answer every course."""
    courses = request.app[CURSUS].courses(language(request))
    return web.json_response([course async for course in courses])


@routes.post("/api/imports")
async def import_link(request: web.Request) -> web.Response:
    """Answer the address of the page that takes a package, to put into a frame.

    A course in the body gets a new version, else there will be a new course.
    """
    wanted = await request.json()
    link = await request.app[CURSUS].import_link(
        wanted.get("course"), origin(request), language(request)
    )
    return web.json_response({"url": link})


@routes.get("/api/courses/{course}")
async def course(request: web.Request) -> web.Response:
    """Answer one course, with what was found in its package."""
    found = await request.app[CURSUS].course(request.match_info["course"], language(request))
    return web.json_response(found)


@routes.delete("/api/courses/{course}")
async def delete_course(request: web.Request) -> web.Response:
    """Delete a course."""
    await request.app[CURSUS].delete_course(request.match_info["course"], language(request))
    return web.Response(status=204)


@routes.get("/api/learners")
async def list_learners(request: web.Request) -> web.Response:
    """Answer the learners: ours, and those whom the service knows from earlier days."""
    learners = request.app[LEARNERS]
    async for registration in request.app[CURSUS].registrations(language(request)):
        learners.setdefault(registration["learner"]["id"], registration["learner"])
    return web.json_response(list(learners.values()))


@routes.post("/api/learners")
async def add_learner(request: web.Request) -> web.Response:
    """Add a learner by name."""
    given = await request.json()
    names = {key: str(given[key]).strip()[:NAME_LIMIT] for key in ("firstName", "lastName")}
    key = hashlib.sha256(" ".join(names.values()).encode()).hexdigest()[:12]
    learner = {"id": f"learner-{key}", **names}
    request.app[LEARNERS][learner["id"]] = learner
    return web.json_response(learner, status=201)


@routes.post("/api/launches")
async def launch(request: web.Request) -> web.Response:
    """Enrol the learner if need be and answer the address to put into the frame.

    The registration's id is made of both ids: whoever comes back goes on where they were.
    """
    wanted = await request.json()
    course_id, learner = str(wanted["course"]), request.app[LEARNERS].get(str(wanted["learner"]))
    if learner is None:  # added before this server was started anew
        raise Refused(404, {"message": NO_LEARNER[language(request)]})
    registration = f"{course_id}/{learner['id']}"
    cursus = request.app[CURSUS]
    await cursus.register(registration, course_id, learner, language(request))
    link = await cursus.launch_link(registration, origin(request), language(request))
    return web.json_response({"registration": registration, "url": link})


@routes.get("/api/results")
async def list_results(request: web.Request) -> web.Response:
    """Answer every registration in short, for the table."""
    results = request.app[CURSUS].registrations(language(request))
    return web.json_response([result async for result in results])


@routes.get("/api/results/{registration}")
async def result(request: web.Request) -> web.Response:
    """Answer one registration in full."""
    registration = request.match_info["registration"]
    return web.json_response(
        await request.app[CURSUS].registration(registration, language(request))
    )


@routes.get("/api/results/{registration}/statements")
async def statements(request: web.Request) -> web.Response:
    """Answer a page of a registration's xAPI statements."""
    page = await request.app[CURSUS].statements(
        request.match_info["registration"], language(request), request.query.get("more")
    )
    return web.json_response(page)


def make_app(api: str, app_id: str, secret: str) -> web.Application:
    """Put the portal together."""

    async def connection(app: web.Application) -> AsyncIterator[None]:
        app[CURSUS] = Cursus(api, app_id, secret)
        yield
        await app[CURSUS].close()

    app = web.Application(middlewares=[guard])
    app[LEARNERS] = {learner["id"]: learner for learner in DEMO_LEARNERS}
    app.cleanup_ctx.append(connection)
    app.add_routes(routes)
    app.router.add_static("/static", STATIC)
    return app


def main() -> None:
    """Serve until stopped."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, variable, default in (
        ("--api", "PORTAL_API", "http://127.0.0.1:8080"),
        ("--app-id", "PORTAL_APP_ID", None),
        ("--secret", "PORTAL_SECRET", None),
    ):
        value = os.environ.get(variable, default)
        arguments.add_argument(name, default=value, required=value is None, help=f"or {variable}")
    arguments.add_argument("--port", type=int, default=8090)
    given = arguments.parse_args()
    print(f"Portal: http://cursus.localhost:{given.port}", flush=True)
    app = make_app(given.api, given.app_id, given.secret)
    web.run_app(app, host="127.0.0.1", port=given.port, print=None)


if __name__ == "__main__":
    main()
