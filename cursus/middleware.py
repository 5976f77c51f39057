"""The one place where an error becomes a response.

Handlers raise problems and never catch them. What comes out here is problem details (RFC 9457)
in the caller's language, or the shape of the surface that was called: an application may set
`app[PROBLEM_SHAPE]` to its own, and `app[PROBLEM_PAGE]` to what is shown where a browser opens
an address as a page.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import hdrs, web

from cursus import errors
from cursus.clock import RandomIds
from cursus.errors import Problem
from cursus.texts import Language, Text, choose_language

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
    ProblemShape = Callable[[Problem, Language], web.Response]

_log = logging.getLogger("cursus.http")
_ids = RandomIds()

PROBLEM_SHAPE: Final = web.AppKey["ProblemShape"]("problem_shape")
PROBLEM_PAGE: Final = web.AppKey["ProblemShape"]("problem_page")

LOGGED = Text(
    "The operator finds the cause in the log under {id}.",
    "Причина записана в журнале службы под номером {id}.",
)

# The statuses that aiohttp itself may answer with, as our problems.
_PROBLEMS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        errors.BadRequest,
        errors.Unauthorized,
        errors.Forbidden,
        errors.NotFound,
        errors.MethodNotAllowed,
        errors.TooLarge,
        errors.UnsupportedMediaType,
    )
}


class Refused(Problem):
    """The request cannot be taken"""

    status = 400  # an instance has the status that HTTP gave
    slug = "refused"
    title_ru = "Запрос не может быть принят"


def language_of(request: web.BaseRequest) -> Language:
    """Return the language that the caller wants (Accept-Language)."""
    return choose_language(request.headers.get("Accept-Language"))


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error in the shape of the surface that was called."""
    try:
        return await handler(request)
    except Problem as problem:
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("%s %s: %s", request.method, _place(request), problem.detail or problem)
        return _answer(request, problem, problem)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:  # a redirect is an answer
            raise
        return _answer(request, _from_http(error), error)
    except web.RequestPayloadError as error:  # a body that breaks its own framing
        return _answer(request, errors.BadRequest(), error)
    except ConnectionResetError:  # the caller has gone
        raise
    except Exception as error:  # noqa: BLE001 - the one place that answers for all
        return _answer(request, unexpected(f"{request.method} {_place(request)}", error), error)


def unexpected(place: str, error: Exception) -> Problem:
    """Log an error that nobody foresaw; return the problem that gives away its log id alone."""
    error_id = _ids.uuid().hex
    _log.error("%s: unexpected, %s", error_id, place, exc_info=error)
    return Problem(LOGGED.format(id=error_id), id=error_id)


def problem_response(problem: Problem, language: Language) -> web.Response:
    """Return problem details as application/problem+json (RFC 9457, 3)."""
    return web.Response(
        status=problem.status,
        body=orjson.dumps(problem.as_json(language)),
        content_type="application/problem+json",
    )


def _answer(request: web.Request, problem: Problem, cause: Exception) -> web.StreamResponse:
    if request.writer.output_size > 0:  # a part of the answer is out: only cutting it off is honest
        raise cause
    language = language_of(request)
    response = _shape(request)(problem, language)
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _shape(request: web.Request) -> ProblemShape:
    opens_page = "text/html" in request.headers.get(hdrs.ACCEPT, "")
    for app in reversed(request.match_info.apps):
        page, shape = app.get(PROBLEM_PAGE), app.get(PROBLEM_SHAPE)
        if opens_page and page is not None:
            return page
        if shape is not None:
            return shape
    return problem_response


def _from_http(error: web.HTTPException) -> Problem:
    kind = _PROBLEMS.get(error.status)
    if kind is None:
        problem: Problem = Refused(Text(error.reason, error.reason))
        problem.status = error.status
    else:
        problem = kind()
    if "Allow" in error.headers:
        problem.headers["Allow"] = error.headers["Allow"]
    return problem


def _place(request: web.Request) -> str:
    """Return the route rather than the path: paths carry tokens, which no log may hold."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "(no route)"
