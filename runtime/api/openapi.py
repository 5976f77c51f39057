"""What the management API offers, told by itself: `/openapi.json` and the page `/docs`.

Both come from the route tables, so they cannot say what is not there: a route's summary is its
handler's docstring, its body the pydantic model that reads it.
"""

from __future__ import annotations

import html
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from aiohttp import web
from pydantic.json_schema import models_json_schema

from runtime.api.routes import ROUTES
from runtime.api.wire import answer

if TYPE_CHECKING:
    from runtime.api.wire import Route

PROBLEM = {
    "description": "A problem (RFC 9457); `message` says the same for clients of SCORM Cloud's API",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "message"],
    "properties": {
        "type": {"type": "string", "description": "stable: urn:cursus:problem:<slug>"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "in the caller's language, en or ru"},
        "message": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the management API."""
    bodies = sorted({r.body for r in ROUTES if r.body}, key=lambda body: body.__name__)
    _, schemas = models_json_schema(
        [(body, "validation") for body in bodies], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cursus management API",
            "version": version("cursus"),
            "description": "In the paths and JSON of SCORM Cloud API v2.",
        },
        "servers": [{"url": "/api/v2"}],
        "security": [{"basic": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}},
            "schemas": {**schemas.get("$defs", {}), "Problem": PROBLEM_SCHEMA},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.handler.__module__.rpartition('.')[2]}.{route.handler.__name__}",
        "summary": _summary(route),
        "description": f"Needs the scope `{route.scope}`.",
        "tags": [route.path.split("/")[1]],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", route.path)
        ]
        + [
            {"name": name, "in": "query", "schema": {"type": "string"}} for name in route.parameters
        ],
        "responses": {"2XX": {"description": "Done"}, "4XX": PROBLEM},
    }
    if route.body:
        schema = {"$ref": f"#/components/schemas/{route.body.__name__}"}
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return operation


def _summary(route: Route) -> str:
    """Return what a handler does: its docstring's first line after the operation's address."""
    line = (route.handler.__doc__ or "").split("\n")[0]
    return line.rpartition("`: ")[2].rstrip(".").capitalize()


async def openapi_json(request: web.Request) -> web.Response:  # noqa: ARG001 - a handler's form
    """Answer the OpenAPI document."""
    return answer(document())


async def docs_page(request: web.Request) -> web.Response:  # noqa: ARG001 - a handler's form
    """Answer a page that lists the operations, readable without scripts."""
    rows = "".join(
        f"<tr><td><code>{route.method}</code><td><code>/api/v2{html.escape(route.path)}</code>"
        f"<td>{html.escape(_summary(route))}<td><code>{route.scope}</code></tr>"
        for route in ROUTES
    )
    return web.Response(
        text=PAGE.replace("<!--rows-->", rows),
        content_type="text/html",
        headers={
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            "X-Content-Type-Options": "nosniff",
        },
    )


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>cursus: API</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #8886;padding:.4rem .5rem;text-align:left;vertical-align:top}
code{overflow-wrap:anywhere}
.wide{overflow-x:auto}
</style>
<h1>cursus</h1>
<p>The management API speaks the paths and JSON of SCORM Cloud API v2: HTTP Basic with a key's id
and secret. The machine-readable form is <a href="/openapi.json">/openapi.json</a>. The learning
record store answers at <code>/xapi</code> with the same keys.</p>
<div class="wide"><table><thead><tr><th>method<th>path<th>what it does<th>scope</tr></thead>
<tbody><!--rows--></tbody></table></div>
<p>A mistake is answered with a problem (RFC 9457) in English or Russian, by
<code>Accept-Language</code>.</p>
"""
