"""Courses in the management API: each by its newest version."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from pydantic import StringConstraints

from cursus.middleware import language_of
from cursus.moments import to_iso
from packager.findings import Finding, Report
from packager.limits import TITLE_CHARACTERS
from packager.model import from_json
from runtime.api.paging import PAGE, more, page_of
from runtime.api.wire import (
    Body,
    Route,
    answer,
    answer_apart,
    flag,
    no_content,
    read_body,
    services,
    tenant,
)

if TYPE_CHECKING:
    from aiohttp import web

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

#: One line that can be shown: no control character, and more than blanks.
TitleText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=TITLE_CHARACTERS,
        pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$",
    ),
]


class Title(Body):
    """The body of `PUT /courses/{courseId}/title`."""

    title: TitleText


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
    counted = flag(request, "includeRegistrationCount")
    counts = await _counts(request, found.items) if counted else {}
    body = {
        "courses": [
            course_json(version) | {"registrationCount": counts.get(version.course_id)}
            for version in found.items
        ],
        "more": more(request, page.listing, found.last),
    }
    response = answer(body)
    if found.total is not None:
        response.headers["X-Total-Count"] = str(found.total)
    return response


async def _counts(request: web.Request, courses: list[CourseSummary]) -> Counter[str]:
    """Return how many registrations each course has, in all its versions."""
    named = {course.course_id for course in courses}
    by_version = await services(request).registrations.counts(tenant(request), named)
    counts: Counter[str] = Counter(dict.fromkeys(named, 0))
    for (course, _), count in by_version.items():
        counts[course] += count
    return counts


async def get_course(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}`: the newest version with its activity tree and its findings."""
    version = await services(request).courses.get(tenant(request), request.match_info["courseId"])
    language = language_of(request)
    more: dict[str, Any] = {}
    if flag(request, "includeRegistrationCount"):
        more = {"registrationCount": (await _counts(request, [version]))[version.course_id]}

    def tell() -> dict[str, Any]:
        return course_with_tree(version) | more | verdicts_json(version.findings_json, language)

    return await answer_apart(tell)


async def delete_course(request: web.Request) -> web.Response:
    """`DELETE /courses/{courseId}`: the course, its versions, registrations and attempts."""
    await services(request).course_changes.delete(tenant(request), request.match_info["courseId"])
    return no_content()


async def set_title(request: web.Request) -> web.Response:
    """`PUT /courses/{courseId}/title`: what the course is called from now on."""
    body = await read_body(request, Title)
    await services(request).course_changes.set_title(
        tenant(request), request.match_info["courseId"], body.title
    )
    return no_content()


def verdicts_json(findings_json: str, language: Language) -> dict[str, Any]:
    """Return what was found in a package and what follows from it."""
    report = Report(msgspec.json.decode(findings_json, type=tuple[Finding, ...]))
    return {
        "playable": report.playable,
        "conformant": report.conformant,
        "findings": [finding.as_json(language) for finding in report.findings],
    }


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
        "GET",
        "/courses",
        "read:course",
        list_courses,
        parameters=(
            "since",
            "until",
            "datetimeFilter",
            "tags",
            "orderBy",
            "more",
            "includeTotalCount",
            "includeRegistrationCount",
        ),
    ),
    Route("GET", ONE, "read:course", get_course, parameters=("includeRegistrationCount",)),
    Route("PUT", f"{ONE}/title", "write:course", set_title, Title),
    Route("DELETE", ONE, "delete:course", delete_course),
]
