"""Imports in the management API.

`POST /courses/importJobs/upload` streams the package to disk and answers once it lies there
durably and its job is written; the verdict comes with the job. Beyond SCORM Cloud's
ImportJobResult the job tells `progress` {phase, done, total} and, once the package is judged,
`findings` in the caller's language with `playable` and `conformant`.

With `accept=ask` the job goes on RUNNING in the phase `judged` until somebody says a word: POST
`…/accept` makes the version, DELETE removes the upload. So a package is also judged without being
imported.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from cursus.errors import NotFound
from cursus.middleware import language_of
from cursus.texts import Text
from packager.acceptance import IMPORT, Terms
from packager.findings import Finding
from packager.model import from_json
from runtime.api.courses import course_json
from runtime.api.uploads import file_part
from runtime.api.versions import comparison_json
from runtime.api.wire import (
    Route,
    answer,
    answer_apart,
    check_id,
    flag,
    names,
    no_content,
    one_of,
    services,
    tenant,
)

if TYPE_CHECKING:
    from aiohttp import web

    from cursus.jobs import Job
    from cursus.texts import Language
    from packager.courses import CourseVersion

STATES = {"queued": "RUNNING", "running": "RUNNING", "failed": "ERROR"}
ENDED = {
    "discard": Text(
        "The package was looked at and not accepted; no course was made of it.",
        "Пакет посмотрели и не приняли; курс из него не создан.",
    ),
    "expired": Text(
        "Nobody accepted the package in time; upload it again.",
        "Пакет никто не принял вовремя; загрузите его снова.",
    ),
}
NOTHING_SAID = Text("The package was not accepted.", "Пакет не принят.")


async def upload(request: web.Request) -> web.Response:
    """`POST /courses/importJobs/upload`: take a package, answer 202 with the job's id."""
    ask = one_of(request, "accept", ("auto", "ask"), "auto") == "ask"
    job = await services(request).imports.receive(
        tenant(request),
        check_id("courseId", request.query.get("courseId", "")),
        await file_part(request, patience=services(request).patience),
        may_create_new_version=flag(request, "mayCreateNewVersion"),
        tags=names(request, "tags"),
        filename="package.zip",
        terms=Terms(ask=ask),
    )
    return answer({"result": job}, status=202)


async def import_job(request: web.Request) -> web.Response:
    """`GET /courses/importJobs/{importJobId}`: how an import stands, or how it ended."""
    job, language = await _job(request), language_of(request)
    course = (job.result or {}).get("course")
    version = None
    if course:
        with suppress(NotFound):  # it has been deleted since
            version = await services(request).courses.get(
                job.tenant, course["id"], course["version"]
            )
    return await answer_apart(lambda: _job_json(job, version, language))


async def accept(request: web.Request) -> web.Response:
    """`POST /courses/importJobs/{importJobId}/accept`: make a version of a judged package."""
    await services(request).decisions.accept(await _job(request))
    return no_content()


async def discard(request: web.Request) -> web.Response:
    """`DELETE /courses/importJobs/{importJobId}`: remove a judged package."""
    await services(request).decisions.discard(await _job(request))
    return no_content()


async def difference(request: web.Request) -> web.Response:
    """`GET /courses/importJobs/{importJobId}/diff`: what a judged package would change."""
    job = await _job(request)
    judged = await services(request).decisions.judged(job)
    comparison = await services(request).comparisons.of_judged(
        job.tenant, job.payload["course_id"], judged
    )
    language = language_of(request)
    return await answer_apart(lambda: comparison_json(comparison, language))


async def _job(request: web.Request) -> Job:
    identifier = request.match_info["importJobId"]
    job = await services(request).jobs.get(tenant(request), identifier)
    if job is None or job.kind != IMPORT:
        text = Text("could not find import job id {id}", "нет задания импорта {id}")
        raise NotFound(text.format(id=identifier))
    return job


def _job_json(job: Job, version: CourseVersion | None, language: Language) -> dict[str, Any]:
    status = status_of(job)
    body: dict[str, Any] = {
        "jobId": job.id,
        "status": status,
        "message": message_of(job, language) if status == "ERROR" else None,
        "progress": {"phase": job.phase, "done": job.done_units, "total": job.total_units},
    } | judgement_json(job, language)
    if version is not None:
        body["importResult"] = {
            "webPathToCourse": f"/courses/{version.course_id}",
            "parserWarnings": [f["message"] for f in body["findings"] if f["severity"] != "info"],
            "courseLanguages": list(from_json(version.model_json).languages),
            "course": course_json(version),
        }
    return body


def status_of(job: Job) -> str:
    """Return how an import stands, in SCORM Cloud's words."""
    accepted = (job.result or {}).get("course") is not None
    return STATES.get(job.state) or ("COMPLETE" if accepted else "ERROR")


def judgement_json(job: Job, language: Language) -> dict[str, Any]:
    """Return what was found in a package, once it is judged."""
    result = job.result or {}
    if "findings" not in result:
        return {}
    found = msgspec.convert(result["findings"], tuple[Finding, ...])
    return {
        "findings": [finding.as_json(language) for finding in found],
        "playable": result["playable"],
        "conformant": result["conformant"],
    }


def message_of(job: Job, language: Language) -> str:
    """Say in a sentence why an import ended without a course."""
    result = job.result or {}
    if problem := result.get("problem"):
        said: str = problem[language].get("detail") or problem[language]["title"]
        return said
    if ended := ENDED.get(result.get("ended", "")):
        return ended.say(language)
    found = msgspec.convert(result.get("findings", []), tuple[Finding, ...])
    errors = (finding.text for finding in found if finding.severity == "error")
    return next(errors, NOTHING_SAID).say(language)


ROUTES = [
    Route(
        "POST",
        "/courses/importJobs/upload",
        "write:course",
        upload,
        parameters=("courseId", "mayCreateNewVersion", "tags", "accept"),
    ),
    Route("GET", "/courses/importJobs/{importJobId}", "read:course", import_job),
    Route("GET", "/courses/importJobs/{importJobId}/diff", "read:course", difference),
    Route("POST", "/courses/importJobs/{importJobId}/accept", "write:course", accept),
    Route("DELETE", "/courses/importJobs/{importJobId}", "write:course", discard),
]
