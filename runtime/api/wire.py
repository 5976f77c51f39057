"""How the management API reads requests and writes answers (SCORM Cloud API v2).

Lives here: what every resource shares. A route names the scope that it needs; paths are matched
with any number of slashes after `/api/v2`, because official clients send `/api/v2//courses`; ids
arrive percent-encoded and are matched on the raw path. Query parameters may be repeated or
comma-separated, booleans are spelt in any case, and unknown ones are ignored, as clients send
more than an operation takes. Errors are problems (RFC 9457) with the member `message` that
clients read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from cursus import bodies
from cursus.errors import BadRequest, Problem, Unauthorized
from cursus.moments import from_datetime
from cursus.texts import Text
from runtime.middleware import refuse_foreign
from runtime.services import SERVICES, Services

if TYPE_CHECKING:
    from cursus.access import Principal
    from cursus.texts import Language

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
BODY_LIMIT = 1024 * 1024  # of a JSON request; uploads stream
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
ID_LIMIT = 255  # characters of an id that a caller chooses
NUMBER_DIGITS = 9

PRINCIPAL: web.RequestKey[Principal] = web.RequestKey("principal", object)  # type: ignore[arg-type]


class Body(BaseModel):
    """A JSON request: camelCase names, unknown members ignored."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True
    )


class InvalidBody(BadRequest):
    """The request's body does not have the form that this operation takes"""

    slug = "invalid-body"
    title_ru = "Тело запроса не той формы, которую принимает эта операция"


class InvalidParameter(BadRequest):
    """A parameter of the request has a value that this operation does not take"""

    slug = "invalid-parameter"
    title_ru = "Параметр запроса имеет недопустимое значение"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: its method, its path below `/api/v2` and the scope it needs."""

    method: str
    path: str
    scope: str
    handler: Handler
    body: type[Body] | None = None
    parameters: tuple[str, ...] = ()  # of the query

    def definition(self) -> web.RouteDef:
        """Return the route for aiohttp, with authorization in front."""
        handler, scope = self.handler, self.scope

        async def authorized(request: web.Request) -> web.StreamResponse:
            # A browser that once asked for the key sends it along, whoever's page makes the
            # request; and bodies are read whatever type they claim, so no preflight stops it.
            if request.method not in SAFE_METHODS:
                refuse_foreign(request)
            keys = request.config_dict[SERVICES].keys
            principal = await keys.verify_basic(request.headers.get("Authorization"))
            principal.require(scope)
            request[PRINCIPAL] = principal
            return await handler(request)

        return web.route(self.method, "/{_:/*}" + self.path.lstrip("/"), authorized)


def services(request: web.Request) -> Services:
    """Return the use-cases."""
    return request.config_dict[SERVICES]


def tenant(request: web.Request) -> str:
    """Return the tenant that the caller's credential belongs to."""
    return request[PRINCIPAL].tenant


BodyT = TypeVar("BodyT", bound=Body)


async def read_body(request: web.Request, form: type[BodyT]) -> BodyT:
    """Read a JSON body in the form of an operation, whatever content type it claims."""
    raw = await bodies.read_body(request, BODY_LIMIT, services(request).patience)
    try:
        return form.model_validate_json(raw or b"{}")
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        places = [{"at": ".".join(map(str, f["loc"])), "fault": f["msg"]} for f in faults[:20]]
        detail = Text("{n} fault(s): {first}", "Ошибок: {n}. {first}")
        first = f"{places[0]['at'] or 'body'}: {places[0]['fault']}"
        raise InvalidBody(detail.format(n=len(faults), first=first), faults=places) from None


def flag(request: web.Request, name: str, *, default: bool = False) -> bool:
    """Read a boolean query parameter."""
    value = request.query.get(name)
    if value is None or value == "":
        return default
    if value.lower() not in ("true", "false"):
        raise InvalidParameter(
            Text("{name} is true or false.", "{name} — это true или false.").format(name=name)
        )
    return value.lower() == "true"


def names(request: web.Request, name: str) -> list[str]:
    """Read a list of names, repeated or comma-separated."""
    return [part for value in request.query.getall(name, []) for part in value.split(",") if part]


def whole_number(name: str, value: str) -> int:
    """Read a number that counts something, such as a version."""
    if not value.isascii() or not value.isdigit() or len(value) > NUMBER_DIGITS:
        text = Text("{name} is a whole number.", "{name} — целое число.")
        raise InvalidParameter(text.format(name=name))
    return int(value)


def one_of(request: web.Request, name: str, values: tuple[str, ...], default: str) -> str:
    """Read a query parameter that has a vocabulary."""
    value = request.query.get(name) or default
    if value not in values:
        text = Text("{name} is one of {values}.", "{name} — одно из {values}.")
        raise InvalidParameter(text.format(name=name, values=", ".join(values)))
    return value


def moment(request: web.Request, name: str) -> int | None:
    """Read an ISO 8601 moment as microseconds since the epoch; without a zone it is UTC."""
    value = request.query.get(name)
    if not value:
        return None
    try:
        parsed = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError:
        text = Text(
            "{name} is a moment such as 2026-01-31T12:00:00Z.",
            "{name} — это момент времени, например 2026-01-31T12:00:00Z.",
        )
        raise InvalidParameter(text.format(name=name)) from None
    return from_datetime(parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC))


def check_id(name: str, value: str) -> str:
    """Return an id that a caller chose, when it can be one."""
    if not value or len(value) > ID_LIMIT or not value.isprintable() or value != value.strip():
        text = Text(
            "{name} is 1 to {limit} printable characters without blanks around them.",
            "{name} — от 1 до {limit} печатных символов без пробелов по краям.",
        )
        raise InvalidParameter(text.format(name=name, limit=ID_LIMIT))
    return value


def answer(body: Any, *, status: int = 200) -> web.Response:  # noqa: ANN401
    """Answer with JSON; members without a value are left out, as clients want them."""
    return web.Response(
        body=orjson.dumps(without_absent(body)), status=status, content_type="application/json"
    )


async def answer_apart(make: Callable[[], Any]) -> web.Response:
    """Answer with JSON that may be long, made and written outside the event loop.

    What there is in a course or a record is for their owner to decide, and one tenant's size must
    not be another's waiting.
    """
    return await asyncio.to_thread(lambda: answer(make()))


def without_absent(value: Any) -> Any:  # noqa: ANN401
    """Drop the members of objects that have no value."""
    if isinstance(value, dict):
        return {k: without_absent(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_absent(v) for v in value]
    return value


def no_content() -> web.Response:
    """Answer a call that has nothing to say."""
    return web.Response(status=204)


def shape(problem: Problem, language: Language) -> web.Response:
    """Write a problem so that clients of SCORM Cloud's API find what they look for."""
    body = problem.as_json(language)
    body["message"] = body.get("detail", body["title"])
    if isinstance(problem, Unauthorized):
        body["error"] = "Authorization Required."
    return web.Response(
        body=orjson.dumps(body),
        status=problem.status,
        content_type="application/problem+json",
    )
