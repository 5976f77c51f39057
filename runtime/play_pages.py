"""The pages that people see while playing: what goes into them and which headers guard them.

Course content shares the player's origin and can read its page: nothing stands in it that the
learner may not know, and no right but that of this session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from runtime.launches import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cursus.errors import Problem
    from cursus.texts import Language
    from runtime.play import Opened
    from runtime.player_assets_http import PlayerAssets
    from runtime.sessions import Session

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'"
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": "unload=*",
}


def page_headers() -> dict[str, str]:
    """Return the headers of a page that shows nothing but itself."""
    return {**_HEADERS, "Content-Security-Policy": f"{_POLICY}; frame-src 'none'"}


def player_headers(external: Iterable[str], portals: Iterable[str]) -> dict[str, str]:
    """Return the headers of the player's page.

    `external` are addresses of content that lies elsewhere: their origins may be framed.
    `portals` are the origins that may frame the player; none named: any.
    """
    inside = sorted({origin for href in external if (origin := origin_of(href))})
    frames = " ".join(("'self'", *inside))
    policy = f"{_POLICY}; frame-src {frames}"
    around = " ".join(portals)
    if around:
        policy += f"; frame-ancestors {around}"
    return {**_HEADERS, "Content-Security-Policy": policy}


def player_preload(
    token: str, session: Session, opened: Opened, language: Language
) -> dict[str, Any]:
    """Return what the player's script begins with (`Preload` in player_assets/protocol.js)."""
    course, attempt = opened.stage.course, opened.stage.attempt
    only_portal = opened.portals[0] if len(opened.portals) == 1 else None
    return {
        "session": token,
        "attempt": attempt.xapi_registration,
        "registration": session.registration,
        "epoch": attempt.epoch,
        "seq": attempt.seq,
        "language": language,
        "course": {
            "title": course.title,
            "standard": course.tree.standard,
            "edition": course.tree.edition,
        },
        "learner": {"id": attempt.learner.id, "name": attempt.learner.name},
        "toc": course.contents,
        "embedOrigin": session.embed_origin or only_portal,
        "exitWay": session.exit_way,
        "exitUrl": session.exit_url,
        "view": opened.view,
    }


def problem_page(assets: PlayerAssets) -> Callable[[Problem, Language], web.Response]:
    """Return what shows a problem to the learner."""

    def page(problem: Problem, language: Language) -> web.Response:
        marks = {
            "title": problem.title().say(language),
            "detail": problem.detail.say(language) if problem.detail else "",
        }
        text = assets.page("error.html", language, marks)
        return web.Response(
            status=problem.status, text=text, content_type="text/html", headers=page_headers()
        )

    return page
