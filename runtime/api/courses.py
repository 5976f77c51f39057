"""Courses and their imports in the management API.

`POST /courses/importJobs/upload` streams the package to disk and answers once it lies there
durably and its job is written; the verdict comes with the job. Beyond SCORM Cloud's
ImportJobResult the job tells `progress` {phase, done, total} and, at its end, `findings` in the
caller's language with `playable` and `conformant`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from pydantic import Field

from cursus.errors import NotFound
from cursus.middleware import language_of
from cursus.moments import to_iso
from cursus.texts import Text
from packager.findings import Finding
from packager.limits import TITLE_CHARACTERS
from packager.model import from_json
from runtime.api.paging import PAGE, more, page_of
from runtime.api.uploads import file_part
from runtime.api.wire import (
    Body,
    Route,
    answer,
    answer_apart,
    check_id,
    flag,
    names,
    no_content,
    read_body,
    services,
    tenant,
)

if TYPE_CHECKING:
    from aiohttp import web

    from cursus.jobs import Job
    from cursus.texts import Language
    from packager.courses import CourseSummary, CourseVersion
    from packager.model import Activity

STANDARDS = {
    ("scorm12", None): "SCORM12",
    ("scorm2004", "2nd"): "SCORM20042NDEDITION",
    ("scorm2004", "3rd"): "SCORM20043RDEDITION",
    ("scorm2004", "4th"): "SCORM20044THEDITION",
    ("aicc", None): "AICC",
    ("xapi", None): "XAPI",
    ("cmi5", None): "CMI5",
}
ACTIVITY_TYPES = {"cluster": "AGGREGATION", "sco": "SCO", "asset": "ASSET", "au": "SCO"}
STATES = {"queued": "RUNNING", "running": "RUNNING", "failed": "ERROR"}


class Title(Body):
    """The body of `PUT /courses/{courseId}/title`."""

    title: Annotated[str, Field(min_length=1, max_length=TITLE_CHARACTERS)]


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


async def list_courses(request: web.Request) -> web.Response:
    """`GET /courses`: the newest version of each course, in pages."""
    page = page_of(request, equal={})
    found = await services(request).courses.list(
        tenant(request),
        page.listing.order,
        page.listing.conditions,
        after=page.listing.after,
        limit=PAGE,
        count=page.wants_total,
    )
    body = {
        "courses": [course_json(version) for version in found.items],
        "more": more(request, page.listing, found.last),
    }
    response = answer(body)
    if found.total is not None:
        response.headers["X-Total-Count"] = str(found.total)
    return response


async def get_course(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}`: the newest version with its activity tree and its findings."""
    version = await services(request).courses.get(tenant(request), request.match_info["courseId"])
    language = language_of(request)

    def tell() -> dict[str, Any]:
        found = msgspec.json.decode(version.findings_json, type=tuple[Finding, ...])
        findings = [finding.as_json(language) for finding in found]
        return course_with_tree(version) | {"findings": findings}

    return await answer_apart(tell)


async def list_versions(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}/versions`: every version of a course, oldest first."""
    found = await services(request).courses.versions(
        tenant(request), request.match_info["courseId"]
    )
    return answer({"courses": [course_json(version) for version in found]})


async def delete_course(request: web.Request) -> web.Response:
    """`DELETE /courses/{courseId}`: the course, its versions, registrations and attempts."""
    await services(request).registrations.delete_course(
        tenant(request), request.match_info["courseId"]
    )
    return no_content()


async def set_title(request: web.Request) -> web.Response:
    """`PUT /courses/{courseId}/title`: what the course is called from now on."""
    body = await read_body(request, Title)
    await services(request).courses.set_title(
        tenant(request), request.match_info["courseId"], body.title
    )
    return no_content()


def course_json(version: CourseSummary) -> dict[str, Any]:
    """Return a Course of SCORM Cloud's API, without its activity tree."""
    return {
        "id": version.course_id,
        "title": version.title,
        "xapiActivityId": version.activity_iri,
        "activityId": version.activity_iri,
        "created": to_iso(version.created_at),
        "updated": to_iso(version.updated_at),
        "version": version.version,
        "courseLearningStandard": STANDARDS.get((version.standard, version.edition), "UNKNOWN"),
        "tags": list(version.tags),
    }


def course_with_tree(version: CourseVersion) -> dict[str, Any]:
    """Return a Course of SCORM Cloud's API with the tree of its activities."""
    root = from_json(version.model_json).organization.root
    return course_json(version) | {"rootActivity": _activity_json(root)}


def _activity_json(activity: Activity) -> dict[str, Any]:
    passing = activity.scaled_passing_score
    if passing is None and activity.mastery_score is not None:
        passing = activity.mastery_score / 100
    return {
        "externalIdentifier": activity.identifier,
        "itemIdentifier": activity.identifier,
        "resourceIdentifier": activity.resource,
        "activityType": ACTIVITY_TYPES.get(activity.kind, "UNKNOWN"),
        "href": activity.href,
        "scaledPassingScore": None if passing is None else f"{passing:g}",
        "title": activity.title,
        "children": [_activity_json(child) for child in activity.children],
    }


ONE = "/courses/{courseId}"
ROUTES = [
    Route(
        "POST",
        "/courses/importJobs/upload",
        "write:course",
        upload,
        parameters=("courseId", "mayCreateNewVersion", "tags"),
    ),
    Route("GET", "/courses/importJobs/{importJobId}", "read:course", import_job),
    Route(
        "GET",
        "/courses",
        "read:course",
        list_courses,
        parameters=("since", "until", "datetimeFilter", "tags", "orderBy", "more"),
    ),
    Route("GET", ONE, "read:course", get_course),
    Route("GET", f"{ONE}/versions", "read:course", list_versions),
    Route("PUT", f"{ONE}/title", "write:course", set_title, Title),
    Route("DELETE", ONE, "delete:course", delete_course),
]
