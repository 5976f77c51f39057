"""A stand-in for the server's side of the player's protocol, small enough to be read at once.

It plays a list of parts in order, keeps what it is sent, and can be told to be down, slow or
forgetful. It shares no code with the server, so that a mistake on one side is not repeated here.
"""

from __future__ import annotations

import asyncio
import html
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

ASSETS = Path(__file__).parents[3] / "player_assets"
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
Json = dict[str, Any]


@dataclass
class Part:
    """One activity of the course."""

    id: str
    title: str
    page: str = "sco.html"
    kind: str = "sco"
    table: str = "scorm12"
    values: dict[str, str] = field(default_factory=dict)
    status: str = "not attempted"


@dataclass
class Attempt:
    """What the server knows of one attempt."""

    id: str
    parts: list[Part]
    toc: list[Json] = field(default_factory=list)
    title: str = "Охрана труда"
    language: str = "ru"
    hidden: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    exit_url: str | None = None
    embed_origin: str | None = None
    epoch: int = 0
    seq: int = 0
    number: int = 0
    current: int | None = 0
    visit: int = 1
    ended: str | None = None
    result: Json = field(default_factory=dict)
    sets: list[Json] = field(default_factory=list)
    aside: list[Json] = field(default_factory=list)
    failing: int | None = None  # what this attempt's own requests are answered
    tokens: int = 0

    def part(self, activity: str) -> Part:
        return next(part for part in self.parts if part.id == activity)

    def begin(self) -> None:
        """A new page of the player: the earlier one has lost its right to write."""
        self.epoch += 1
        self.seq = self.number = 0
        self.ended = None
        if self.current is None:
            self.current = 0
        self.visit += 1

    def apply(self, change_set: Json) -> None:
        part = self.part(change_set["activity"])
        self.sets.append(change_set)
        for element, value in change_set["changes"]:
            joined = part.values.get(element, "") if element == "cmi.comments" else ""
            part.values[element] = joined + value
        for element, (start, deleted, text) in change_set.get("splices", {}).items():
            old = part.values[element]
            part.values[element] = old[:start] + text + old[start + deleted :]
        said = part.values.get("cmi.core.lesson_status") or part.values.get("cmi.completion_status")
        part.status = said or "incomplete"

    def move(self, request: Json) -> None:
        """Go where the learner asks."""
        kind = request["type"]
        if kind in ("continue", "previous") and self.current is not None:
            self.current += 1 if kind == "continue" else -1
        elif kind == "choice":
            self.current = [part.id for part in self.parts].index(request["target"])
        elif kind in ("exit", "abandon"):
            self.current = None
        else:
            ends = {"suspendAll": "suspend", "exitAll": "exit", "abandonAll": "abandon"}
            self.current, self.ended = None, ends[kind]
        self.visit += 1

    def view(self, prefix: str = "/course") -> Json:
        last = len(self.parts) - 1
        here = self.current
        inside = here is not None
        return {
            "deliver": self._delivery(self.parts[here], prefix) if here is not None else None,
            "status": {part.id: part.status for part in self.parts},
            "controls": {
                "continue": here is not None and here < last,
                "previous": here is not None and here > 0,
                **dict.fromkeys(("exit", "exitAll", "suspendAll", "abandon", "abandonAll"), inside),
            },
            "hidden": self.hidden,
            "choices": [
                part.id for part in self.parts if not self.ended and part.id not in self.closed
            ],
            "ended": self.ended,
            "result": self.result,
            "seq": self.seq,
        }

    def _delivery(self, part: Part, prefix: str) -> Json:
        told = {"activity": part.id, "title": part.title, "kind": part.kind, "visit": self.visit}
        delivery = told | {"url": f"{prefix}/{part.page}?part={part.id}"}
        if part.kind == "sco":
            delivery |= {"values": dict(part.values), "strict": False, "table": part.table}
        return delivery


class PlayerService:
    """The pages and the calls of one or more attempts, by token."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.attempts: dict[str, Attempt] = {}
        self.calls: list[tuple[str, Json]] = []
        self.failing: int | None = None
        self.stranger: str | None = None  # what somebody else answers in the server's place
        self.lose_answers = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.called = asyncio.Condition()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 20)
        app.router.add_get("/player/{token}", self.page)
        app.router.add_post("/rte/{token}/{call}", self.call)
        app.router.add_get("/assets/{name}", self.asset)
        app.router.add_get("/course/{name}", self.content)
        app.router.add_post("/course/launch.html", self.launch)
        app.router.add_get("/portal/{token}", self.portal)
        return app

    async def page(self, request: web.Request) -> web.Response:
        attempt = self.attempts[request.match_info["token"]]
        attempt.begin()
        toc = attempt.toc or [
            {"id": part.id, "title": part.title, "href": True, "children": []}
            for part in attempt.parts
        ]
        preload = {
            "session": request.match_info["token"],
            "attempt": attempt.id,
            "registration": attempt.id,
            "epoch": attempt.epoch,
            "seq": 0,
            "language": attempt.language,
            "course": {"title": attempt.title, "standard": "scorm12", "edition": None},
            "learner": {"id": "anna", "name": "Ли, Анна"},
            "toc": toc,
            "embedOrigin": attempt.embed_origin,
            "exitWay": "url" if attempt.exit_url else "message",
            "exitUrl": attempt.exit_url,
            "view": attempt.view(),
        }
        text = json.dumps(preload, ensure_ascii=False).replace("<", "\\u003c")
        page = (
            (ASSETS / "player.html")
            .read_text("utf-8")
            .replace("{{assets}}", "/assets")
            .replace("{{lang}}", attempt.language)
            .replace("{{title}}", html.escape(attempt.title))
            .replace(
                "<!--preload-->", f'<script type="application/json" id="preload">{text}</script>'
            )
        )
        headers = {"Content-Security-Policy": CONTENT_SECURITY}
        return web.Response(text=page, content_type="text/html", headers=headers)

    async def call(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        name = request.match_info["call"]
        await self.gate.wait()
        async with self.called:
            self.calls.append((name, body))
            self.called.notify_all()
        if self.stranger is not None:
            return web.Response(text=self.stranger, content_type="text/html")
        attempt = self.attempts[request.match_info["token"]]
        if failing := self.failing or attempt.failing:
            return web.json_response({"type": "urn:cursus:problem:test"}, status=failing)
        answer = self._answer(name, attempt, body)
        if self.lose_answers > 0:
            self.lose_answers -= 1
            assert request.transport is not None
            request.transport.abort()
        return answer

    def _answer(self, name: str, attempt: Attempt, body: Json) -> web.Response:
        if body["epoch"] != attempt.epoch:
            attempt.aside.extend(body["sets"])
            return problem("taken-over", 409)
        if name == "recover":
            attempt.aside.extend(body["from"]["sets"])
            for change_set in body["from"]["sets"]:
                attempt.apply(change_set)
            return web.json_response({"applied": True, "view": attempt.view()})
        for change_set in body["sets"]:
            if change_set["seq"] <= attempt.seq:
                continue
            if change_set["seq"] > attempt.seq + 1:
                return problem("gap", 409, seq=attempt.seq)
            attempt.apply(change_set)
            attempt.seq += 1
        if name == "commit":
            statuses = {part.id: part.status for part in attempt.parts}
            receipt = {"seq": attempt.seq, "status": statuses, "result": attempt.result}
            return web.json_response(receipt | {"saved": True})
        asked = body.get("request")
        if asked and asked["number"] > attempt.number:
            attempt.number = asked["number"]
            attempt.move(asked)
        if name == "terminate":
            attempt.current = None
        return web.json_response(attempt.view())

    async def asset(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(ASSETS / request.match_info["name"])

    async def content(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        kind = "text/javascript" if name.endswith(".js") else "text/html"
        return web.Response(text=self.pages.get(name, name), content_type=kind)

    async def launch(self, _: web.Request) -> web.Response:
        """Take the form of the launch page."""
        return web.Response(status=303, headers={"Location": "/course/launched"})

    async def portal(self, request: web.Request) -> web.Response:
        """A page of another site that embeds the player as the documentation says."""
        token = request.match_info["token"]
        text = self.pages["portal.html"].replace("{{token}}", token)
        return web.Response(text=text, content_type="text/html")


def problem(slug: str, status: int, **members: Any) -> web.Response:
    body = {"type": f"urn:cursus:problem:{slug}", "title": slug, "status": status} | members
    return web.json_response(body, status=status, content_type="application/problem+json")
