"""The import page: an author gives a package and learns what is wrong with it.

It lives on the API's origin, for it shows nothing of the package but names and findings. The
link's token in the path is the only credential; there are no cookies, and a change is taken from
the page itself alone. docs/importing.md describes page, links and messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from cursus.bodies import PATIENCE
from cursus.middleware import PROBLEM_PAGE, language_of
from cursus.texts import Text, choose_language
from packager.acceptance import is_waiting
from packager.courses import NO_VERSION
from runtime.api.imports import judgement_json, message_of
from runtime.api.uploads import file_part
from runtime.api.versions import comparison_json
from runtime.api.wire import answer, answer_apart
from runtime.middleware import refuse_foreign
from runtime.play_pages import problem_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cursus.jobs import Job
    from cursus.texts import Language
    from packager.acceptance import Decisions
    from packager.courses import Courses
    from runtime.comparisons import Comparisons
    from runtime.import_links import ImportLink, ImportLinks
    from runtime.player_assets_http import PlayerAssets

TITLE = Text("Upload a course", "Загрузка курса")
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'"
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address is the right to upload
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Importing:
    """The use-cases that these handlers call."""

    links: ImportLinks
    courses: Courses
    decisions: Decisions
    comparisons: Comparisons
    assets: PlayerAssets
    upload_limit: int  # bytes
    patience: float = PATIENCE  # seconds for the next piece of an upload


IMPORTING: Final = web.AppKey("importing", Importing)


def add_import_app(app: web.Application, importing: Importing) -> None:
    """Add `/import` and the files of its page to an application."""
    page = web.Application()
    page[IMPORTING] = importing
    page[PROBLEM_PAGE] = problem_page(importing.assets)
    page.add_routes(
        [
            web.get("/{link}", show),
            web.post("/{link}/uploads", upload),
            web.get("/{link}/jobs/{job}", job),
            web.get("/{link}/jobs/{job}/diff", difference),
            web.post("/{link}/jobs/{job}/accept", accept),
            web.post("/{link}/jobs/{job}/discard", discard),
        ]
    )
    app.add_subapp("/import", page)
    app.add_routes([web.get(importing.assets.route, importing.assets.handle)])


async def show(request: web.Request) -> web.Response:
    """`GET /import/{link}`: the page."""
    importing = request.app[IMPORTING]
    link = importing.links.read(request.match_info["link"])
    language = choose_language(link.culture) if link.culture else language_of(request)
    portals = await importing.links.portals(link)
    preload = {
        "base": f"/import/{request.match_info['link']}",
        "language": language,
        "course": await _course(importing, link),
        "ask": link.ask,
        "used": await importing.links.is_used(link),
        "limit": importing.upload_limit,
        "embedOrigin": link.embed_origin or (portals[0] if len(portals) == 1 else None),
        "redirectUrl": link.redirect_url,
    }
    text = importing.assets.preloaded("import.html", language, TITLE.say(language), preload)
    return web.Response(text=text, content_type="text/html", headers=_page_headers(portals))


async def _course(importing: Importing, link: ImportLink) -> dict[str, Any]:
    """Return what the page may know of the course: it is the link's, and the link says no more."""
    body: dict[str, Any] = {"id": link.course_id, "title": None, "version": None}
    if link.expected != NO_VERSION:
        version = await importing.courses.get(link.tenant, link.course_id)
        body |= {"title": version.title, "version": version.version}
    return body


def _page_headers(portals: Iterable[str]) -> dict[str, str]:
    """Return the page's headers; only the portals may frame it, without any nobody."""
    around = " ".join(portals) or "'none'"
    return {**_HEADERS, "Content-Security-Policy": f"{_POLICY}; frame-ancestors {around}"}


async def upload(request: web.Request) -> web.Response:
    """`POST /import/{link}/uploads`: take a package; answer 202 with the job's id."""
    refuse_foreign(request)
    importing = request.app[IMPORTING]
    link = importing.links.read(request.match_info["link"])
    chunks = await file_part(request, patience=importing.patience)
    return answer({"job": await importing.links.upload(link, chunks)}, status=202)


async def job(request: web.Request) -> web.Response:
    """`GET /import/{link}/jobs/{job}`: how an import stands, what was found, how it ended."""
    found, language = await _job(request), language_of(request)
    return await answer_apart(lambda: _job_json(found, language))


async def difference(request: web.Request) -> web.Response:
    """`GET /import/{link}/jobs/{job}/diff`: what a judged package would change in its course."""
    importing, found = request.app[IMPORTING], await _job(request)
    link = importing.links.read(request.match_info["link"], later=True)
    judged = await importing.decisions.judged(found)
    comparison = await importing.comparisons.of_judged(link.tenant, link.course_id, judged)
    language = language_of(request)
    return await answer_apart(lambda: comparison_json(comparison, language))


async def accept(request: web.Request) -> web.Response:
    """`POST /import/{link}/jobs/{job}/accept`: make a version of a judged package."""
    refuse_foreign(request)
    await request.app[IMPORTING].decisions.accept(await _job(request))
    return web.Response(status=204)


async def discard(request: web.Request) -> web.Response:
    """`POST /import/{link}/jobs/{job}/discard`: remove a judged package."""
    refuse_foreign(request)
    await request.app[IMPORTING].decisions.discard(await _job(request))
    return web.Response(status=204)


async def _job(request: web.Request) -> Job:
    links = request.app[IMPORTING].links
    link = links.read(request.match_info["link"], later=True)
    return await links.job(link, request.match_info["job"])


def _job_json(found: Job, language: Language) -> dict[str, Any]:
    """Return an import as the page tells it (`Job` in player_assets/import_protocol.js)."""
    state, result = _state(found), found.result or {}
    body = {
        "state": state,
        "phase": found.phase,
        "done": found.done_units,
        "total": found.total_units,
        "title": result.get("title"),
        "course": result.get("course"),
        "message": message_of(found, language) if state in ("refused", "ended", "failed") else None,
    }
    return body | judgement_json(found, language)


def _state(found: Job) -> str:
    result = found.result or {}
    if found.state == "failed":
        return "failed"
    if found.state == "done":
        if result.get("course"):
            return "imported"
        return "ended" if result.get("ended") else "refused"
    return "judged" if is_waiting(found) else "running"
