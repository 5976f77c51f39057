"""The versions of a course: each an upload that learners play and that never changes.

Beyond SCORM Cloud's operations: what was found in a version's package, and what is different from
an earlier version, for whoever decides about publishing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cursus.middleware import language_of
from cursus.texts import Text
from runtime.api.courses import course_json, course_with_tree, verdicts_json
from runtime.api.wire import (
    InvalidParameter,
    Route,
    answer,
    answer_apart,
    flag,
    moment,
    no_content,
    services,
    tenant,
    whole_number,
)

if TYPE_CHECKING:
    from aiohttp import web

    from cursus.texts import Language
    from packager.courses import CourseVersion
    from runtime.comparisons import Comparison

NO_EARLIER = Text(
    "Version {version} is the first one; there is nothing to compare it with.",
    "Версия {version} первая; сравнивать её не с чем.",
)


async def list_versions(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}/versions`: every version of a course, oldest first."""
    course_id = request.match_info["courseId"]
    found = await services(request).courses.versions(tenant(request), course_id)
    since, until = moment(request, "since"), moment(request, "until")
    told = [
        version
        for version in found
        if (since is None or version.created_at >= since)
        and (until is None or version.created_at <= until)
    ]
    if not flag(request, "includeRegistrationCount"):
        return answer({"courses": [course_json(version) for version in told]})
    counts = await services(request).registrations.counts(tenant(request), [course_id])
    return answer(
        {
            "courses": [
                course_json(version) | {"registrationCount": counts[course_id, version.version]}
                for version in told
            ]
        }
    )


async def get_version(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}/versions/{versionId}`: a version with its activity tree."""
    version = await _version(request)
    more: dict[str, Any] = {}
    if flag(request, "includeRegistrationCount"):
        counts = await services(request).registrations.counts(tenant(request), [version.course_id])
        more = {"registrationCount": counts[version.course_id, version.version]}
    return await answer_apart(lambda: course_with_tree(version) | more)


async def delete_version(request: web.Request) -> web.Response:
    """`DELETE /courses/{courseId}/versions/{versionId}`: a version and its registrations.

    The last version takes its course along.
    """
    await services(request).course_changes.delete_version(
        tenant(request),
        request.match_info["courseId"],
        whole_number("versionId", request.match_info["versionId"]),
    )
    return no_content()


async def findings(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}/versions/{versionId}/findings`: what was found in its package."""
    version = await _version(request)
    language = language_of(request)
    key = {"courseId": version.course_id, "version": version.version}
    return await answer_apart(lambda: key | verdicts_json(version.findings_json, language))


async def difference(request: web.Request) -> web.Response:
    """`GET /courses/{courseId}/versions/{versionId}/diff`: what is different since a version."""
    newer = await _version(request)
    since = request.query.get("from")
    older = whole_number("from", since) if since else await _before(request, newer)
    comparison = await services(request).comparisons.of_versions(newer, older)
    language = language_of(request)
    key = {"courseId": newer.course_id, "to": newer.version}
    return await answer_apart(lambda: key | comparison_json(comparison, language))


async def _version(request: web.Request) -> CourseVersion:
    return await services(request).courses.get(
        tenant(request),
        request.match_info["courseId"],
        whole_number("versionId", request.match_info["versionId"]),
    )


async def _before(request: web.Request, newer: CourseVersion) -> int:
    """Return the number of the version before one."""
    all_of = await services(request).courses.versions(tenant(request), newer.course_id)
    numbers = [v.version for v in all_of if v.version < newer.version]
    if not numbers:
        raise InvalidParameter(NO_EARLIER.format(version=newer.version))
    return numbers[-1]


def comparison_json(comparison: Comparison, language: Language) -> dict[str, Any]:
    """Return what is different, in a sentence and in full, and how many learners it concerns."""
    body: dict[str, Any] = msgspec.to_builtins(comparison.diff)
    bookmarks = comparison.bookmarks
    return body | {
        "from": comparison.older,
        "verdict": comparison.diff.verdict().say(language),
        "learners": {"underWay": bookmarks.under_way, "losing": bookmarks.holding},
    }


ONE = "/courses/{courseId}/versions"
VERSION = f"{ONE}/{{versionId}}"
ROUTES = [
    Route(
        "GET",
        ONE,
        "read:course",
        list_versions,
        parameters=("since", "until", "includeRegistrationCount"),
    ),
    Route("GET", VERSION, "read:course", get_version, parameters=("includeRegistrationCount",)),
    Route("DELETE", VERSION, "delete:course", delete_version),
    Route("GET", f"{VERSION}/findings", "read:course", findings),
    Route("GET", f"{VERSION}/diff", "read:course", difference, parameters=("from",)),
]
