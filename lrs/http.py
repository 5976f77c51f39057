"""The LRS's HTTP surface: /statements and /about of xAPI 1.0.3 and 2.0.0.

`make_lrs_app` returns an application to mount at `/xapi`, and again with another default version
at `/xapi/1.0.3`. Every answer says the version it speaks and, of the statement resource, through
when the store is consistent: the newest commit, never "now".
"""

from __future__ import annotations

import asyncio
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import msgspec
import orjson
from aiohttp import web

from cursus.access import Principal
from cursus.bodies import PATIENCE, read_body
from cursus.errors import BadRequest, NotFound, NotOffered
from cursus.moments import to_datetime
from cursus.texts import Text
from lrs import values
from lrs.faults import Fault
from lrs.format import ids_only
from lrs.prepared import account_authority, stored_text
from lrs.query import ManyStatements, OneStatement, StatementQuery, read_query
from lrs.service import refused
from lrs.statement import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cursus.access import Keys
    from cursus.signing import Signer
    from lrs.prepared import Prepared
    from lrs.service import Lrs
    from lrs.shapes import Version

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

READ = "xapi:read"
WRITE = "xapi:write"

BODY_LIMIT = 16 << 20  # bytes of a request
AT_ONCE = 32 << 10  # bytes that are checked within a millisecond, on the event loop

_SPOKEN: dict[str, Version] = {"1.0": "1.0.3", "2.0": "2.0.0"}
_VERSIONS_1 = ("1.0.0", "1.0.1", "1.0.2", "1.0.3")
VERSION_HEADER = "X-Experience-API-Version"
THROUGH_HEADER = "X-Experience-API-Consistent-Through"

NO_VERSION = Text(
    "The header X-Experience-API-Version must name a version that /about lists.",
    "Заголовок X-Experience-API-Version должен называть версию из списка /about.",
)
NOT_JSON_TYPE = Text(
    "Statements are sent as application/json.",
    "Высказывания передаются как application/json.",
)
LATER = Text(
    "This part of xAPI is not offered yet: {part}.", "Эта часть xAPI пока не предлагается: {part}."
)
NO_STATEMENT = Text("There is no statement {id}.", "Высказывания {id} нет.")
NOT_OUR_MORE = Text(
    "This more link is not one that this store gave to this tenant.",
    "Эта ссылка more выдана не этим хранилищем или не этому владельцу.",
)
NO_PARAMETERS = Text("There is no parameter {name} here.", "Параметра {name} здесь нет.")
NO_STATEMENT_ID = Text(
    "The parameter statementId must be a UUID.", "Параметр statementId должен быть UUID."
)

LRS: Final = web.AppKey["Lrs"]("lrs")
KEYS: Final = web.AppKey["Keys"]("keys")
SIGNER: Final = web.AppKey["Signer"]("more_signer")
HOME_PAGE: Final = web.AppKey("home_page", str)
PATIENCE_KEY: Final = web.AppKey("patience", float)
DEFAULT_VERSION: Final = web.AppKey["Version"]("default_version")

_PRINCIPAL: Final = web.RequestKey("principal", Principal)
_VERSION: Final = web.RequestKey["Version"]("version")
_THROUGH: Final = web.RequestKey("consistent_through", int)

_LATER = ("/activities", "/activities/state", "/activities/profile", "/agents", "/agents/profile")


def make_lrs_app(
    lrs: Lrs,
    keys: Keys,
    *,
    public_url: str,
    more_signer: Signer,
    default_version: Version = "2.0.0",
    patience: float = PATIENCE,
) -> web.Application:
    """Return the application of the LRS.

    `public_url` is the home page of the accounts by which credentials vouch for statements.
    `default_version` is what a request without a version header is refused in; an application
    for 1.0.3 speaks nothing newer, since its clients choke on versions that they do not know.
    `patience` is for how many seconds a body is waited for.
    """
    app = web.Application(middlewares=[_protocol])
    app[LRS] = lrs
    app[KEYS] = keys
    app[SIGNER] = more_signer
    app[HOME_PAGE] = public_url
    app[DEFAULT_VERSION] = default_version
    app[PATIENCE_KEY] = patience
    app.on_response_prepare.append(_say_version)
    app.add_routes(
        [
            web.get("/about", about),
            web.get("/statements", get_statements),
            web.post("/statements", post_statements),
            web.put("/statements", put_statement),
            *(web.route("*", path, later) for path in _LATER),
        ]
    )
    return app


async def about(request: web.Request) -> web.Response:
    """`GET /about`: which versions there are; open to everybody (XAPI-COM-2.8)."""
    newer = request.app[DEFAULT_VERSION] == "2.0.0"
    return _json(orjson.dumps({"version": [*_VERSIONS_1, "2.0.0"] if newer else _VERSIONS_1}))


async def later(request: web.Request) -> web.Response:
    """Answer for the resources that are not there yet."""
    raise NotOffered(LATER.format(part=request.path.rpartition("xapi/")[2]))


async def get_statements(request: web.Request) -> web.Response:
    """`GET /statements`: one by its id, or a page of those that match."""
    principal = request[_PRINCIPAL]
    principal.require(READ)
    wanted = _wanted(request)
    if isinstance(wanted, OneStatement):
        return await _one(request, wanted)
    page = await request.app[LRS].statements(principal.tenant, wanted.query)
    request[_THROUGH] = page.consistent_through
    shown = page.statements
    if wanted.query.format == "ids":
        shown = await asyncio.to_thread(lambda: [ids_only(each) for each in page.statements])
    more = _more_link(request, page.more) if page.more else ""
    return _json(b'{"statements":[%s],"more":%s}' % (b",".join(shown), orjson.dumps(more)))


async def post_statements(request: web.Request) -> web.Response:
    """`POST /statements`: store one or several, all or none; answer with their ids."""
    request[_PRINCIPAL].require(WRITE)
    _no_parameters(request, allowed=())
    prepared = await _prepared(request)
    await _store(request, prepared)
    ids = [str(uuid.UUID(bytes=each.id)) for each in prepared]
    return _json(orjson.dumps(ids))


async def put_statement(request: web.Request) -> web.Response:
    """`PUT /statements?statementId=…`: store one under that id."""
    request[_PRINCIPAL].require(WRITE)
    _no_parameters(request, allowed=("statementId",))
    put_id = request.query.get("statementId")
    if values.uuid_(put_id):
        raise BadRequest(NO_STATEMENT_ID)
    await _store(request, await _prepared(request, put_id))
    return web.Response(status=204)


@web.middleware
async def _protocol(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Settle the version and the caller of every request but /about."""
    if request.match_info.handler is about:
        return await handler(request)
    version = _version(request.headers.get(VERSION_HEADER))
    if version is None or version > request.app[DEFAULT_VERSION]:
        raise BadRequest(NO_VERSION)
    request[_VERSION] = version
    keys = request.app[KEYS]
    request[_PRINCIPAL] = await keys.verify_basic(request.headers.get("Authorization"))
    return await handler(request)


async def _say_version(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that every answer has, errors too (XAPI-COM-3.3, XAPI-COM-2.1.3)."""
    app = next(app for app in request.match_info.apps if LRS in app)
    response.headers[VERSION_HEADER] = request.get(_VERSION, app[DEFAULT_VERSION])
    if _PRINCIPAL in request and request.path.endswith("/statements"):
        through = request.get(_THROUGH)
        if through is None:
            if response.status == HTTPStatus.SERVICE_UNAVAILABLE:
                return  # whoever would know does not answer
            through = await app[LRS].consistent_through(request[_PRINCIPAL].tenant)
        response.headers[THROUGH_HEADER] = stored_text(through).decode()


def _version(header: str | None) -> Version | None:
    """Return the version that a header asks for; any patch of it will do (XAPI-COM-3.3)."""
    numbers = (header or "").strip().split(".")
    if len(numbers) not in (2, 3) or not all(n.isascii() and n.isdigit() for n in numbers):
        return None
    return _SPOKEN.get(".".join(numbers[:2]))


def _no_parameters(request: web.Request, allowed: tuple[str, ...]) -> None:
    for name in request.query:
        if name == "method" and request[_VERSION] == "1.0.3":
            raise NotOffered(LATER.format(part="alternate request syntax"))
        if name not in allowed or len(request.query.getall(name)) > 1:
            raise BadRequest(NO_PARAMETERS.format(name=name[:64]))


def _wanted(request: web.Request) -> OneStatement | ManyStatements:
    """Read what a GET asks for, from its parameters or from a `more` link."""
    if "more" in request.query:
        return ManyStatements(_from_more(request, request.query["more"]), attachments=False)
    wanted = read_query(request.query.items())
    if isinstance(wanted, Fault):
        raise refused(Refusal(wanted))
    if wanted.attachments:
        raise NotOffered(LATER.format(part="attachments=true"))
    if (wanted.format if isinstance(wanted, OneStatement) else wanted.query.format) == "canonical":
        raise NotOffered(LATER.format(part="format=canonical"))
    return wanted


async def _one(request: web.Request, wanted: OneStatement) -> web.Response:
    tenant = request[_PRINCIPAL].tenant
    found = await request.app[LRS].one(tenant, wanted.id, voided=wanted.voided)
    if found is None:
        raise NotFound(NO_STATEMENT.format(id=wanted.id))
    response = _json(ids_only(found.json) if wanted.format == "ids" else found.json)
    response.last_modified = to_datetime(found.stored).replace(microsecond=0)  # aiohttp rounds up
    return response


def _more_link(request: web.Request, query: StatementQuery) -> str:
    payload = request[_PRINCIPAL].tenant.encode() + b"\0" + msgspec.json.encode(query)
    return f"{request.raw_path.partition('?')[0]}?more={request.app[SIGNER].sign(payload)}"


def _from_more(request: web.Request, token: str) -> StatementQuery:
    payload = request.app[SIGNER].verify(token)
    tenant, _, query = (payload or b"").partition(b"\0")
    if payload is None or tenant != request[_PRINCIPAL].tenant.encode() or len(request.query) > 1:
        raise BadRequest(NOT_OUR_MORE)
    return msgspec.json.decode(query, type=StatementQuery)


async def _prepared(request: web.Request, put_id: str | None = None) -> list[Prepared]:
    if request.content_type == "multipart/mixed":
        raise NotOffered(LATER.format(part="multipart/mixed"))
    if request.content_type != "application/json":
        raise BadRequest(NOT_JSON_TYPE)
    body = await read_body(request, BODY_LIMIT, request.app[PATIENCE_KEY])

    def prepare() -> list[Prepared]:
        authority = account_authority(request.app[HOME_PAGE], request[_PRINCIPAL].credential)
        return request.app[LRS].prepare(
            body, authority=authority, version=request[_VERSION], put_id=put_id
        )

    return prepare() if len(body) <= AT_ONCE else await asyncio.to_thread(prepare)


async def _store(request: web.Request, prepared: list[Prepared]) -> None:
    tenant = request[_PRINCIPAL].tenant
    request[_THROUGH] = await request.app[LRS].store(tenant, prepared)


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json")
