"""Imports in the management API.

`POST /courses/importJobs/upload` streams the package to disk and answers once it lies there
durably and its job is written; the verdict comes with the job. Beyond SCORM Cloud's
ImportJobResult the job tells `progress` {phase, done, total} and, at its end, `findings` in the
caller's language with `playable` and `conformant`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cursus.errors import NotFound
from cursus.middleware import language_of
from cursus.texts import Text
from packager.findings import Finding
from packager.model import from_json
from runtime.api.courses import course_json
from runtime.api.uploads import file_part
from runtime.api.wire import Route, answer, check_id, flag, names, services, tenant

if TYPE_CHECKING:
    from aiohttp import web

    from cursus.jobs import Job
    from cursus.texts import Language

STATES = {"queued": "RUNNING", "running": "RUNNING", "failed": "ERROR"}


async def upload(request: web.Request) -> web.Response:
    """`POST /courses/importJobs/upload`: take a package, answer 202 with the job's id."""
    job = await services(request).imports.receive(
        tenant(request),
        check_id("courseId", request.query.get("courseId", "")),
        await file_part(request, patience=services(request).patience),
        may_create_new_version=flag(request, "mayCreateNewVersion"),
        tags=names(request, "tags"),
        filename="package.zip",
    )
    return answer({"result": job}, status=202)


async def import_job(request: web.Request) -> web.Response:
    """`GET /courses/importJobs/{importJobId}`: how an import stands, or how it ended."""
    identifier = request.match_info["importJobId"]
    job = await services(request).jobs.get(tenant(request), identifier)
    if job is None or job.kind != "import":
        text = Text("could not find import job id {id}", "нет задания импорта {id}")
        raise NotFound(text.format(id=identifier))
    return answer(await _job_json(request, job))


async def _job_json(request: web.Request, job: Job) -> dict[str, Any]:
    language = language_of(request)
    result = job.result or {}
    found = msgspec.convert(result.get("findings", []), tuple[Finding, ...])
    findings = [finding.as_json(language) for finding in found]
    course = result.get("course")
    status = STATES.get(job.state) or ("COMPLETE" if course else "ERROR")
    body: dict[str, Any] = {
        "jobId": job.id,
        "status": status,
        "message": _job_message(result, findings, language) if status == "ERROR" else None,
        "progress": {"phase": job.phase, "done": job.done_units, "total": job.total_units},
        "findings": findings if job.state == "done" else None,
        "playable": result.get("playable"),
        "conformant": result.get("conformant"),
    }
    if course:
        version = await services(request).courses.get(
            tenant(request), course["id"], course["version"]
        )
        body["importResult"] = {
            "webPathToCourse": f"/courses/{course['id']}",
            "parserWarnings": [f["message"] for f in findings if f["severity"] != "info"],
            "courseLanguages": list(from_json(version.model_json).languages),
            "course": course_json(version),
        }
    return body


def _job_message(result: dict[str, Any], findings: list[Any], language: Language) -> str | None:
    """Say in a sentence why an import ended without a course."""
    if problem := result.get("problem"):
        said: str = problem[language].get("detail") or problem[language]["title"]
        return said
    return next((str(f["message"]) for f in findings if f["severity"] == "error"), None)


ROUTES = [
    Route(
        "POST",
        "/courses/importJobs/upload",
        "write:course",
        upload,
        parameters=("courseId", "mayCreateNewVersion", "tags"),
    ),
    Route("GET", "/courses/importJobs/{importJobId}", "read:course", import_job),
]
