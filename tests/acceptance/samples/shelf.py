"""A stand-in for an LMS: serves the sample packages and plays a SCO of them in a frame.

Its API answers from a dictionary and refuses nothing, so that a test sees what the course said;
whether that was right by the standard is then asked of the data model itself (`refused`).
"""

from __future__ import annotations

import html
import json
import mimetypes
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from aiohttp import web

from runtime.cmi.interpreter import apply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.async_api import FrameLocator, Page

    from runtime.cmi.table import Model

LEARNER = {
    "scorm12": {
        "cmi.core.student_id": "anna",
        "cmi.core.student_name": "Petrova, Anna",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.lesson_status": "not attempted",
        "cmi.student_data.mastery_score": "70",
    },
    "scorm2004": {
        "cmi.learner_id": "anna",
        "cmi.learner_name": "Petrova, Anna",
        "cmi.mode": "normal",
        "cmi.completion_status": "unknown",
        "cmi.success_status": "unknown",
        "cmi.scaled_passing_score": "0.7",
    },
}

LMS = """<!doctype html><title>LMS</title><link rel="icon" href="data:,">
<style>html, body, iframe {{ width: 100%; height: 100%; margin: 0; border: 0 }}</style>
<script>
const values = {values}, sets = [], calls = [];
const get = (name) => values[name] ?? (name.endsWith("._count") ? "0" : "");
const set = (name, value) => {{
  values[name] = value;
  sets.push([name, value]);
  for (const found of name.matchAll(/\\.(\\d+)\\./g)) {{
    const count = name.slice(0, found.index) + "._count";
    if (Number(found[1]) >= Number(get(count))) values[count] = String(Number(found[1]) + 1);
  }}
  return "true";
}};
const say = (call) => () => {{ calls.push(call); return "true"; }};
window.API = {{LMSInitialize: say("begin"), LMSFinish: say("end"), LMSCommit: say("commit"),
  LMSGetValue: get, LMSSetValue: set, LMSGetLastError: () => "0"}};
window.API_1484_11 = {{version: "1.0", Initialize: say("begin"), Terminate: say("end"),
  Commit: say("commit"), GetValue: get, SetValue: set, GetLastError: () => "0"}};
delete window["{other}"];
</script><iframe title="SCO" src="{address}"></iframe>"""


class Shelf:
    """The packages by name, and what an LMS keeps for the learner between two visits."""

    def __init__(self, packages: Mapping[str, Path]) -> None:
        self._files = {name: ZipFile(path) for name, path in packages.items()}
        self.values: dict[str, str] = {}
        self.url = ""  # known once the server listens

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/lms", self._lms), web.get("/{package}/{file:.*}", self._file)]

    async def open(self, page: Page, address: str, standard: str, **values: str) -> FrameLocator:
        """Visit a SCO anew with these values kept from an earlier visit."""
        self.values = LEARNER[standard] | values
        await page.goto(f"{self.url}/lms?standard={standard}&address={address}")
        sco = page.frame_locator("iframe")
        await sco.locator("footer").wait_for()
        return sco

    async def _lms(self, request: web.Request) -> web.Response:
        other = "API" if request.query["standard"] == "scorm2004" else "API_1484_11"
        page = LMS.format(
            values=json.dumps(self.values),
            other=other,
            address=html.escape(request.query["address"]),
        )
        return web.Response(text=page, content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        body = self._files[request.match_info["package"]].read(name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return web.Response(body=body, content_type=kind, charset=None)


async def said(page: Page, what: str) -> Any:
    """Return `values`, `sets` or `calls` of the LMS."""
    return await page.evaluate(what)


async def refused(page: Page, model: Model) -> list[str]:
    """Return the elements that a strict LMS would have refused to take from the course."""
    sets = [(name, value) for name, value in await said(page, "sets")]
    return [refusal.element for refusal in apply(model, {}, sets, strict=True)[1]]
