"""Content of one standard in an LMS of another: bridge pages in a real browser.

SCORM 1.2 and 2004 are played by cursus itself; for AICC a stand-in for an LMS answers HACP.
"""

from __future__ import annotations

import asyncio
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner

from packager.types import media_type
from packager.write_cli import build, convert
from tests.manifests import manifest_12, manifest_2004, organization, organizations, package
from tests.pdf_builder import build_pdf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Frame, Page

    from tests.acceptance.conftest import Service

CONTENT = b"""<!doctype html><title>Lesson</title><p id="ready">ready</p><script>
const name = "%s";
let w = window;
while (!w[name] && w !== w.parent) w = w.parent;
const api = w[name];
const calls = (...list) => list.map(([call, ...args]) => api[call](...args));
calls([name === "API" ? "LMSInitialize" : "Initialize", ""]);
</script>"""


def of_12(path: Path) -> Path:
    item = (
        '<item identifier="I" identifierref="R"><title>Lesson</title>'
        "<adlcp:datafromlms>given</adlcp:datafromlms><adlcp:masteryscore>70</adlcp:masteryscore>"
        "</item>"
    )
    files = {"index.html": CONTENT.replace(b"%s", b"API")}
    path.write_bytes(package(manifest_12(organizations(organization(item))), files))
    return path


def of_2004(path: Path) -> Path:
    item = (
        '<item identifier="I" identifierref="R"><title>Lesson</title>'
        "<adlcp:dataFromLMS>given</adlcp:dataFromLMS>"
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>'
        "<imsss:sequencing><imsss:objectives>"
        '<imsss:primaryObjective satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective>"
        '<imsss:objective objectiveID="second"/></imsss:objectives></imsss:sequencing></item>'
    )
    files = {"index.html": CONTENT.replace(b"%s", b"API_1484_11")}
    path.write_bytes(package(manifest_2004(organizations(organization(item))), files))
    return path


def converted(source: Path, standard: str) -> Path:
    target = source.with_name(f"{standard}.zip")
    result = CliRunner().invoke(convert, [str(source), "--to", standard, "-o", str(target)])
    assert result.exit_code == 0, result.output
    return target


async def inner(page: Page) -> Frame:
    """The frame of the content itself, once it has found its API."""
    async with asyncio.timeout(20):
        while True:
            for frame in page.frames:
                if frame.url.endswith("/index.html"):
                    await frame.locator("#ready").wait_for()
                    return frame
            await page.wait_for_timeout(20)


async def call(frame: Frame, *calls: list[str]) -> list[str]:
    answers: list[str] = await frame.evaluate("list => calls(...list)", list(calls))
    return answers


async def opened(browser: Browser, link: str) -> Page:
    page = await (await browser.new_context()).new_page()
    await page.goto(link)
    return page


async def said_in_the_end(service: Service, registration: str, completion: str) -> Any:
    for _ in range(100):
        found = await service.api("GET", f"/registrations/{registration}")
        if found["registrationCompletion"] == completion:
            return found
        await service._pause()  # noqa: SLF001 - what polling a process waits by
    raise AssertionError(found)


async def test_content_of_12_is_played_by_an_lms_of_2004(
    service: Service, chromium: Browser, tmp_path: Path
) -> None:
    course = converted(of_12(tmp_path / "a.zip"), "scorm2004-4th")
    assert (await service.upload(course, "c"))["status"] == "COMPLETE"
    page = await opened(chromium, await service.launch("c", "r"))
    frame = await inner(page)
    asked = await call(
        frame,
        ["LMSGetValue", "cmi.core.lesson_status"],
        ["LMSGetValue", "cmi.core.student_name"],
        ["LMSGetValue", "cmi.launch_data"],
        ["LMSGetValue", "cmi.student_data.mastery_score"],
        ["LMSGetValue", "cmi.core.entry"],
        ["LMSGetValue", "cmi.core.total_time"],
        ["LMSGetValue", "cmi.objectives._count"],
        ["LMSGetValue", "cmi.core._children"],
    )
    assert asked[:7] == [
        "not attempted",
        "Ли, Анна",
        "given",
        "70",
        "ab-initio",
        "0000:00:00.00",
        "0",
    ]
    assert "lesson_status" in asked[7].split(",")
    done = await call(
        frame,
        ["LMSSetValue", "cmi.core.lesson_location", "page 3"],
        ["LMSSetValue", "cmi.suspend_data", "мои данные"],
        ["LMSSetValue", "cmi.core.score.raw", "85"],
        ["LMSSetValue", "cmi.core.lesson_status", "passed"],
        ["LMSSetValue", "cmi.core.session_time", "00:01:30"],
        ["LMSSetValue", "cmi.objectives.0.id", "an objective"],
        ["LMSSetValue", "cmi.objectives.0.status", "completed"],
        ["LMSSetValue", "cmi.interactions.0.id", "q 1"],
        ["LMSSetValue", "cmi.interactions.0.student_response", "a,c"],
        ["LMSSetValue", "cmi.interactions.0.type", "choice"],
        ["LMSSetValue", "cmi.interactions.0.result", "wrong"],
        ["LMSSetValue", "cmi.interactions.0.latency", "00:00:05"],
        ["LMSCommit", ""],
    )
    assert set(done) == {"true"}
    wrong = await call(
        frame,
        ["LMSSetValue", "cmi.core.student_id", "x"],
        ["LMSGetLastError"],
        ["LMSSetValue", "cmi.core.lesson_status", "done"],
        ["LMSGetLastError"],
        ["LMSGetValue", "cmi.bogus"],
        ["LMSGetLastError"],
        ["LMSGetValue", "cmi.core.exit"],
        ["LMSGetLastError"],
    )
    assert wrong == ["false", "403", "false", "405", "", "401", "", "404"]
    assert await call(frame, ["LMSFinish", ""]) == ["true"]
    found = await said_in_the_end(service, "r", "COMPLETED")
    assert found["registrationSuccess"] == "PASSED"
    assert found["score"]["scaled"] == 85
    await page.close()

    page = await opened(chromium, await service.relaunch("r"))
    frame = await inner(page)
    assert await call(
        frame,
        ["LMSGetValue", "cmi.core.entry"],
        ["LMSGetValue", "cmi.core.lesson_location"],
        ["LMSGetValue", "cmi.suspend_data"],
        ["LMSGetValue", "cmi.core.lesson_status"],
        ["LMSGetValue", "cmi.core.score.raw"],
        ["LMSGetValue", "cmi.core.total_time"],
        ["LMSGetValue", "cmi.objectives.0.id"],
        ["LMSGetValue", "cmi.objectives.0.status"],
        ["LMSGetValue", "cmi.interactions._count"],
    ) == [
        "resume",
        "page 3",
        "мои данные",
        "passed",
        "85",
        "0000:01:30.00",
        "an objective",
        "completed",
        "1",
    ]


async def test_content_of_2004_is_played_by_an_lms_of_12(
    service: Service, chromium: Browser, tmp_path: Path
) -> None:
    course = converted(of_2004(tmp_path / "a.zip"), "scorm12")
    assert (await service.upload(course, "c"))["status"] == "COMPLETE"
    page = await opened(chromium, await service.launch("c", "r"))
    frame = await inner(page)
    assert await call(
        frame,
        ["GetValue", "cmi.completion_status"],
        ["GetValue", "cmi.learner_name"],
        ["GetValue", "cmi.launch_data"],
        ["GetValue", "cmi.scaled_passing_score"],
        ["GetValue", "cmi.completion_threshold"],
        ["GetValue", "cmi.entry"],
        ["GetValue", "cmi.objectives.0.id"],
        ["GetValue", "cmi.location"],
        ["GetLastError"],
    ) == ["unknown", "Ли, Анна", "given", "0.7", "0.5", "ab-initio", "second", "", "403"]
    done = await call(
        frame,
        ["SetValue", "cmi.location", "page 3"],
        ["SetValue", "cmi.suspend_data", "мои данные"],
        ["SetValue", "cmi.score.scaled", "0.85"],
        ["SetValue", "cmi.progress_measure", "0.6"],
        ["SetValue", "cmi.session_time", "PT1M30S"],
        ["SetValue", "cmi.exit", "suspend"],
        ["SetValue", "cmi.objectives.0.success_status", "passed"],
        ["SetValue", "cmi.interactions.0.id", "urn:q:1"],
        ["SetValue", "cmi.interactions.0.type", "choice"],
        ["SetValue", "cmi.interactions.0.learner_response", "a[,]c"],
        ["SetValue", "cmi.interactions.0.result", "incorrect"],
        ["SetValue", "adl.nav.request", "continue"],
        ["Commit", ""],
    )
    assert set(done) == {"true"}
    assert await call(
        frame,
        ["GetValue", "cmi.completion_status"],
        ["GetValue", "cmi.success_status"],
        ["SetValue", "cmi.score.scaled", "2"],
        ["GetLastError"],
        ["SetValue", "cmi.objectives.5.id", "x"],
        ["GetLastError"],
        ["SetValue", "cmi.interactions.1.type", "choice"],
        ["GetLastError"],
        ["SetValue", "cmi.completion_status", "done"],
        ["GetLastError"],
        ["SetValue", "cmi.learner_id", "x"],
        ["GetLastError"],
        ["GetValue", "cmi.bogus"],
        ["GetLastError"],
    ) == [
        "completed",
        "passed",
        *("false", "407"),
        *("false", "351"),
        *("false", "408"),
        *("false", "406"),
        *("false", "404"),
        *("", "401"),
    ]
    assert await call(frame, ["Terminate", ""], ["Terminate", ""], ["GetLastError"]) == [
        "true",
        "false",
        "113",
    ]
    found = await said_in_the_end(service, "r", "COMPLETED")
    assert found["registrationSuccess"] == "PASSED"
    assert found["score"]["scaled"] == 85
    await page.close()

    page = await opened(chromium, await service.relaunch("r"))
    frame = await inner(page)
    assert await call(
        frame,
        ["GetValue", "cmi.entry"],
        ["GetValue", "cmi.location"],
        ["GetValue", "cmi.suspend_data"],
        ["GetValue", "cmi.score.scaled"],
        ["GetValue", "cmi.total_time"],
        ["GetValue", "cmi.objectives.0.success_status"],
        ["GetValue", "cmi.interactions._count"],
    ) == ["resume", "page 3", "мои данные", "0.85", "PT0H1M30S", "passed", "1"]


@dataclass
class AiccLms:
    """A stand-in for an LMS: serves a package, answers GetParam, notes what is put."""

    files: zipfile.ZipFile
    core: str = "Lesson_Status=n,a\r\nScore=\r\nLesson_Location=\r\nTime=00:00:00\r\n"
    lesson: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def hacp(self, request: web.Request) -> web.Response:
        form = {key.lower(): str(value) for key, value in (await request.post()).items()}
        if form["session_id"] != "s-1":
            return web.Response(text="error=3\r\nerror_text=Invalid session\r\n")
        async with self.news:
            self.said.append((form["command"].lower(), form["aicc_data"]))
            self.news.notify_all()
        answer = "error=0\r\nerror_text=Successful\r\nversion=4.0\r\n"
        if form["command"].lower() == "getparam":
            answer += (
                "aicc_data=[core]\r\nStudent_ID=anna\r\nStudent_Name=Ли, Анна\r\nCredit=C\r\n"
                f"Lesson_Mode=normal\r\n{self.core}[core_lesson]\r\n{self.lesson}\r\n"
                "[core_vendor]\r\ngiven\r\n[student_data]\r\nMastery_Score=70\r\n"
            )
        return web.Response(text=answer)

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.Response(body=self.files.read(name), headers={"Content-Type": media_type(name)})

    def last_put(self) -> dict[str, str]:
        """The last PutParam: keys of [Core], and `lesson`."""
        data = next(data for command, data in reversed(self.said) if command == "putparam")
        core, _, rest = data.partition("[Core_Lesson]\r\n")
        found = dict(line.split("=", 1) for line in core.splitlines() if "=" in line)
        return found | {"lesson": rest.split("\r\n")[0]}

    async def until(self, command: str) -> None:
        async with asyncio.timeout(10), self.news:
            await self.news.wait_for(lambda: any(said == command for said, _ in self.said))


@pytest.fixture
async def aicc(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[AiccLms, str]]:
    """An LMS over a package of AICC, and the address it launches the only unit at."""
    lms = AiccLms(zipfile.ZipFile(request.param(tmp_path / "a.zip")))
    app = web.Application()
    app.router.add_post("/hacp", lms.hacp)
    app.router.add_get("/c/{name:.*}", lms.file)
    async with TestServer(app) as server:
        table = lms.files.read("course.au").decode()
        start = table.splitlines()[1].split(",")[3].strip('"')
        query = f"AICC_SID=s-1&AICC_URL={server.make_url('/hacp')}"
        yield lms, str(server.make_url(f"/c/{start}").with_query(query))


def aicc_of_12(path: Path) -> Path:
    return converted(of_12(path), "aicc")


def aicc_of_2004(path: Path) -> Path:
    return converted(of_2004(path), "aicc")


def aicc_of_pdf(path: Path) -> Path:
    source = path.with_suffix(".pdf")
    source.write_bytes(build_pdf("one"))
    target = path.with_name("aicc.zip")
    arguments = [str(source), "--standard", "aicc", "-o", str(target)]
    assert CliRunner().invoke(build, arguments).exit_code == 0
    return target


@pytest.mark.parametrize("aicc", [aicc_of_12], indirect=True)
async def test_content_of_12_is_played_by_an_lms_of_aicc(
    aicc: tuple[AiccLms, str], chromium: Browser
) -> None:
    lms, link = aicc
    lms.core = "lesson_status=i,r\r\nscore=10,100\r\nlesson_location=p2\r\ntime=01:00:00\r\n"
    lms.lesson = "earlier"
    page = await opened(chromium, link)
    frame = await inner(page)
    assert await call(
        frame,
        ["LMSGetValue", "cmi.core.student_name"],
        ["LMSGetValue", "cmi.core.lesson_status"],
        ["LMSGetValue", "cmi.core.entry"],
        ["LMSGetValue", "cmi.core.score.raw"],
        ["LMSGetValue", "cmi.core.lesson_location"],
        ["LMSGetValue", "cmi.suspend_data"],
        ["LMSGetValue", "cmi.launch_data"],
        ["LMSGetValue", "cmi.student_data.mastery_score"],
        ["LMSGetValue", "cmi.core.total_time"],
    ) == ["Ли, Анна", "incomplete", "resume", "10", "p2", "earlier", "given", "70", "01:00:00"]
    await call(
        frame,
        ["LMSSetValue", "cmi.suspend_data", "строка\n[Core]\nещё"],
        ["LMSSetValue", "cmi.core.score.raw", "85"],
        ["LMSSetValue", "cmi.core.lesson_status", "passed"],
        ["LMSSetValue", "cmi.core.session_time", "0000:01:30.25"],
        ["LMSFinish", ""],
    )
    await lms.until("exitau")
    put = lms.last_put()
    assert (put["Lesson_Status"], put["Score"], put["Time"]) == ("passed", "85,100", "0000:01:30")
    assert [command for command, _ in lms.said] == ["getparam", "putparam", "exitau"]
    lms.lesson, lms.said = put["lesson"], []
    frame = await inner(await opened(chromium, link))
    assert await call(frame, ["LMSGetValue", "cmi.suspend_data"]) == ["строка\n[Core]\nещё"]


@pytest.mark.parametrize("aicc", [aicc_of_2004], indirect=True)
async def test_content_of_2004_is_played_by_an_lms_of_aicc(
    aicc: tuple[AiccLms, str], chromium: Browser
) -> None:
    lms, link = aicc
    frame = await inner(await opened(chromium, link))
    assert await call(
        frame,
        ["GetValue", "cmi.entry"],
        ["SetValue", "cmi.suspend_data", "мои данные"],
        ["SetValue", "cmi.score.scaled", "0.5"],
        ["SetValue", "cmi.progress_measure", "1"],
        ["SetValue", "cmi.exit", "suspend"],
        ["Terminate", ""],
    ) == ["ab-initio", "true", "true", "true", "true", "true"]
    await lms.until("exitau")
    put = lms.last_put()
    assert (put["Lesson_Status"], put["Score"]) == ("failed,suspend", "50,100,0")
    lms.lesson = put["lesson"]
    frame = await inner(await opened(chromium, link))
    assert await call(frame, ["GetValue", "cmi.entry"], ["GetValue", "cmi.suspend_data"]) == [
        "resume",
        "мои данные",
    ]


@pytest.mark.parametrize("aicc", [aicc_of_pdf], indirect=True)
async def test_a_wrapped_pdf_reports_by_hacp(aicc: tuple[AiccLms, str], chromium: Browser) -> None:
    lms, link = aicc
    page = await opened(chromium, link)
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.locator("#done").wait_for()
    await lms.until("putparam")
    assert lms.last_put()["Lesson_Status"] == "completed"
    await page.close(run_before_unload=False)
    await lms.until("exitau")
    assert lms.last_put()["lesson"].startswith("d1-")
