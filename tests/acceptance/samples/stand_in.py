"""A stand-in for the management API, with a hostile author and a hostile learner among its data.

It shares no code with the service.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from aiohttp import web

Json = dict[str, Any]
HOSTILE = '<img src="x" onerror="alert(1)">'
APP_ID, SECRET = "portal", "the portal's secret"
CREDENTIALS = "Basic " + b64encode(f"{APP_ID}:{SECRET}".encode()).decode()

COURSES: list[Json] = [
    {
        "id": "безопасность/1",
        "title": "Безопасность в сети",
        "version": 2,
        "courseLearningStandard": "SCORM20043RDEDITION",
        "registrationCount": 1,
    },
    {"id": HOSTILE, "title": HOSTILE, "version": 1, "courseLearningStandard": "SCORM12"},
]
FINDINGS: list[Json] = [
    {
        "rule": "scorm.launch-file-missing",
        "severity": "error",
        "file": "imsmanifest.xml",
        "line": 14,
        "column": None,
        "element": "resource",
        "clause": "SCORM12-CAM-2.3-FILE",
        "mended": False,
        "message": "The item first starts lesson-1.html, and there is no such file.",
        "hint": "Put the file into the package or correct the address.",
    },
    {
        "rule": "scorm.files-undeclared",
        "severity": "info",
        "file": f"{'a-long-folder-name/' * 6}{HOSTILE}.html",
        "line": None,
        "column": None,
        "element": None,
        "clause": None,
        "mended": True,
        "message": HOSTILE,
        "hint": None,
    },
]
INTERACTIONS: list[Json] = [
    {
        "id": "q1",
        "type": "Matching",
        "description": "{lang=ru}Подберите пару",
        "learnerResponse": "1[.]b[,]2[.]a",
        "correctResponses": ["1[.]a[,]2[.]b"],
        "result": "incorrect",
    },
    {
        "id": "q2",
        "type": "FillIn",
        "learnerResponse": HOSTILE,
        "correctResponses": ["{case_matters=false}yes"],
        "result": "correct",
    },
]


def registration(course: Json, learner: Json, **facts: Any) -> Json:
    """A registration as it is listed."""
    return {
        "id": f"{course['id']}/{learner['id']}",
        "course": {"id": course["id"], "title": course["title"], "version": 1},
        "learner": learner,
        "registrationCompletion": "UNKNOWN",
        "registrationSuccess": "UNKNOWN",
        "totalSecondsTracked": 0.0,
    } | facts


class StandIn:
    """The service; a test reads and changes what it holds."""

    def __init__(self) -> None:
        self.courses = list(COURSES)
        self.registrations: dict[str, Json] = {}
        self.launches: list[Json] = []
        self.import_links: list[Json] = []
        self.languages: set[str] = set()
        hostile = {"id": HOSTILE, "firstName": HOSTILE, "lastName": HOSTILE}
        self.keep(
            registration(
                COURSES[0],
                hostile,
                registrationCompletion="COMPLETED",
                registrationSuccess="PASSED",
                score={"scaled": 87.5},
                totalSecondsTracked=3725.0,
                firstAccessDate="2026-03-01T08:00:00Z",
                lastAccessDate="2026-03-01T09:02:05Z",
            )
        )

    def keep(self, kept: Json) -> None:
        self.registrations[kept["id"]] = kept

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._only_with_the_key])
        one = "/api/v2/registrations/{registration}"
        app.add_routes(
            [
                web.get("/player", self._player),
                web.get("/importer", self._importer),
                web.get("/api/v2/courses", self._courses),
                web.get("/api/v2/courses/{course}", self._course),
                web.delete("/api/v2/courses/{course}", self._delete),
                web.post("/api/v2/courses/importLinks", self._import_link),
                web.get("/api/v2/registrations", self._registrations, allow_head=False),
                web.post("/api/v2/registrations", self._register),
                web.get(one, self._registration),
                web.post(f"{one}/launchLink", self._launch),
                web.get(f"{one}/xAPIStatements", self._statements),
            ]
        )
        return app

    @web.middleware
    async def _only_with_the_key(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path.startswith("/api/"):
            if request.headers.get("Authorization") != CREDENTIALS:
                return web.json_response({"error": "Authorization Required."}, status=401)
            self.languages.add(request.headers["Accept-Language"])
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _courses(self, request: web.Request) -> web.Response:
        """One course to a page, so that `more` has to be followed."""
        at = int(request.query.get("more", "0"))
        rest = {"more": str(at + 1)} if at + 1 < len(self.courses) else {}
        return web.json_response({"courses": self.courses[at : at + 1]} | rest)

    async def _course(self, request: web.Request) -> web.Response:
        found = next(c for c in self.courses if c["id"] == request.match_info["course"])
        return web.json_response(found | {"findings": FINDINGS[1:]})

    async def _delete(self, request: web.Request) -> web.Response:
        self.courses = [c for c in self.courses if c["id"] != request.match_info["course"]]
        return web.Response(status=204)

    async def _import_link(self, request: web.Request) -> web.Response:
        self.import_links.append(await request.json())
        return web.json_response({"importLink": f"{request.url.origin()}/importer"})

    async def _importer(self, _request: web.Request) -> web.Response:
        page = """<!doctype html><title>Importer</title><h1>Importer</h1>
            <button id="accept" onclick="tell('imported', {title: 'New course'})">Accept</button>
            <button id="close" onclick="tell('close')">Close</button>
            <script>const tell = (type, more) =>
              parent.postMessage({source: "cursus", type, ...more}, "*");
            tell("resize", {height: 321});</script>"""
        return web.Response(text=page, content_type="text/html")

    async def _registrations(self, _request: web.Request) -> web.Response:
        return web.json_response({"registrations": list(self.registrations.values())})

    async def _register(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["registrationId"] in self.registrations:
            return web.json_response({"message": "registration already exists"}, status=400)
        course = next(c for c in self.courses if c["id"] == asked["courseId"])
        self.keep(registration(course, asked["learner"]))
        return web.Response(status=204)

    async def _registration(self, request: web.Request) -> web.Response:
        found = self.registrations[request.match_info["registration"]]
        part = {
            "id": "lesson",
            "title": HOSTILE,
            "attempts": 1,
            "activityCompletion": "COMPLETED",
            "activitySuccess": "PASSED",
            "children": [],
            "runtime": {
                "runtimeInteractions": INTERACTIONS,
                "runtimeObjectives": [{"id": "people", "scoreScaled": "0.5"}],
            },
        }
        details = {"id": "course", "title": found["course"]["title"], "children": [part]}
        return web.json_response(found | {"activityDetails": details})

    async def _launch(self, request: web.Request) -> web.Response:
        self.launches.append(await request.json())
        return web.json_response({"launchLink": f"{request.url.origin()}/player"})

    async def _player(self, _request: web.Request) -> web.Response:
        page = """<!doctype html><title>Player</title><h1>Player</h1>
            <button onclick="tell('exit')">Exit</button>
            <script>const tell = (type, more) =>
              parent.postMessage({source: "cursus", type, ...more}, "*");
            tell("progress", {completed: 1, total: 3}); tell("save", {state: "saved"});</script>"""
        return web.Response(text=page, content_type="text/html")

    async def _statements(self, request: web.Request) -> web.Response:
        statement = {
            "id": "0f1e2d3c-0000-7000-8000-000000000001",
            "actor": {"objectType": "Agent", "name": HOSTILE},
            "verb": {
                "id": "http://adlnet.gov/expapi/verbs/passed",
                "display": {"en": "passed", "ru": "сдал(а)"},
            },
            "objectActivity": {
                "objectType": "Activity",
                "id": "https://example.org/course",
                "definition": {"name": {"en": "Course"}},
            },
            "result": {"score": {"scaled": 0.875}, "success": True},
            "timestamp": "2026-03-01T09:02:05Z",
        }
        more = {} if "more" in request.query else {"more": "next"}
        return web.json_response({"statements": [statement]} | more)
