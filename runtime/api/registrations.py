"""Registrations in the management API: enrolling, launching, reading results."""

from __future__ import annotations

import uuid  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from pydantic import Field

from cursus.moments import to_iso
from lrs.query import StatementQuery
from packager.model import from_json
from runtime.api.activity_results import activity_details, percentage
from runtime.api.cloud_statements import cloud_statement
from runtime.api.paging import PAGE, continuation, continued, more, page_of
from runtime.api.wire import (
    Body,
    Route,
    answer,
    answer_apart,
    check_id,
    flag,
    moment,
    no_content,
    read_body,
    services,
    tenant,
    whole_number,
)
from runtime.launches import LaunchRequest
from runtime.registrations import Learner

if TYPE_CHECKING:
    from aiohttp import web

    from packager.courses import CourseVersion
    from runtime.registrations import Attempt, Registration

Name = Annotated[str, Field(max_length=255)]
Tag = Annotated[str, Field(min_length=1, max_length=255)]


class LearnerBody(Body):
    """A learner, as the portal says it."""

    id: Annotated[str, Field(min_length=1, max_length=255)]
    email: Name | None = None
    first_name: Name = ""
    last_name: Name = ""


class CreateRegistration(Body):
    """The body of `POST /registrations`."""

    course_id: str
    learner: LearnerBody
    registration_id: str
    xapi_registration_id: uuid.UUID | None = None
    registration_tags: list[Tag] = Field(default_factory=list, max_length=100)


class AdditionalValue(Body):
    """A name and a value that the launch carries."""

    item: str
    value: str


class LaunchLinkBody(Body):
    """The body of `POST /registrations/{registrationId}/launchLink`."""

    expiry: Annotated[int, Field(ge=10, le=300)] = 120  # seconds
    redirect_on_exit_url: str = ""
    tracking: bool = True
    start_sco: str | None = None
    culture: str | None = None
    additionalvalues: list[AdditionalValue] = Field(default_factory=list)


async def create(request: web.Request) -> web.Response:
    """`POST /registrations`: register a learner for a course; 400 when the id exists."""
    body = await read_body(request, CreateRegistration)
    learner = body.learner
    await services(request).registrations.create(
        tenant(request),
        check_id("registrationId", body.registration_id),
        body.course_id,
        Learner(
            check_id("learner.id", learner.id),
            learner.first_name,
            learner.last_name,
            learner.email or None,
        ),
        version=_version(request),
        xapi_registration=body.xapi_registration_id,
        tags=tuple(body.registration_tags),
    )
    return no_content()


def _version(request: web.Request) -> int | None:
    version = request.query.get("courseVersion")
    return whole_number("courseVersion", version) if version else None


async def get(request: web.Request) -> web.Response:
    """`GET /registrations/{registrationId}`: results, with as much detail as is asked for.

    HEAD tells by its status whether there is such a registration.
    """
    registration, attempt = await services(request).registrations.get_whole(
        tenant(request), request.match_info["registrationId"]
    )
    course = await services(request).courses.get(
        tenant(request), registration.course_id, registration.version
    )
    body = registration_json(registration, course.title)
    if not any(flag(request, name) for name in _DETAILS):
        return answer(body)
    return await answer_apart(
        lambda: body | {"activityDetails": _details(request, course, attempt)}
    )


_DETAILS = ("includeChildResults", "includeInteractionsAndObjectives", "includeRuntime")


def _details(request: web.Request, course: CourseVersion, attempt: Attempt) -> dict[str, Any]:
    model = from_json(course.model_json)
    return activity_details(
        model,
        attempt,
        children=flag(request, "includeChildResults"),
        journal=flag(request, "includeInteractionsAndObjectives"),
        runtime=flag(request, "includeRuntime"),
    )


async def list_(request: web.Request) -> web.Response:
    """`GET /registrations`: registrations in pages, by course, learner, tags and time."""
    page = page_of(request, equal={"courseId": "course", "learnerId": "learner"})
    listing = page.listing
    found = await services(request).registrations.list(
        tenant(request),
        listing.order,
        listing.conditions,
        after=listing.after,
        limit=PAGE,
        count=page.wants_total,
    )
    versions = {(r.course_id, r.version) for r in found.items}
    courses = await services(request).courses.get_many(tenant(request), versions)
    body = {
        "registrations": [
            registration_json(r, courses[r.course_id, r.version].title) for r in found.items
        ],
        "more": more(request, listing, found.last),
    }
    response = answer(body)
    if found.total is not None:
        response.headers["X-Total-Count"] = str(found.total)
    return response


async def delete(request: web.Request) -> web.Response:
    """`DELETE /registrations/{registrationId}`: forget a registration and its attempt."""
    await services(request).registrations.delete(
        tenant(request), request.match_info["registrationId"]
    )
    return no_content()


async def launch_link(request: web.Request) -> web.Response:
    """`POST /registrations/{registrationId}/launchLink`: a short-lived link to the player."""
    body = await read_body(request, LaunchLinkBody)
    registration = await services(request).registrations.get(
        tenant(request), request.match_info["registrationId"]
    )
    extra = {value.item: value.value for value in body.additionalvalues}
    link = await services(request).launches.link(
        tenant(request),
        registration.id,
        LaunchRequest(
            expiry=body.expiry,
            redirect_on_exit=body.redirect_on_exit_url,
            embed_origin=extra.get("embedOrigin"),
            culture=body.culture,
            start_sco=body.start_sco,
            tracking=body.tracking,
        ),
    )
    return answer({"launchLink": link})


async def statements(request: web.Request) -> web.Response:
    """`GET /registrations/{registrationId}/xAPIStatements`: what the record says of it."""
    registration = await services(request).registrations.get(
        tenant(request), request.match_info["registrationId"]
    )
    query = continued(request, StatementQuery) or StatementQuery(
        registration=registration.xapi_registration,
        since=moment(request, "since"),
        until=moment(request, "until"),
    )
    page = await services(request).lrs.statements(tenant(request), query)
    following = continuation(request, page.more)
    return await answer_apart(
        lambda: {
            "statements": [cloud_statement(orjson.loads(text)) for text in page.statements],
            "more": following,
        }
    )


def registration_json(registration: Registration, course_title: str) -> dict[str, Any]:
    """Return a Registration of SCORM Cloud's API; its score counts from 0 to 100."""
    r = registration
    return {
        "id": r.id,
        "instance": r.instance,
        "xapiRegistrationId": r.xapi_registration,
        "updated": to_iso(r.updated_at),
        "registrationCompletion": r.completion,
        "registrationCompletionAmount": r.amount,
        "registrationSuccess": r.success,
        "score": None if r.score is None else {"scaled": percentage(r.score)},
        "totalSecondsTracked": r.seconds,
        "firstAccessDate": _iso(r.first_access_at),
        "lastAccessDate": _iso(r.last_access_at),
        "completedDate": _iso(r.completed_at),
        "createdDate": to_iso(r.created_at),
        "course": {"id": r.course_id, "title": course_title, "version": r.version},
        "learner": {
            "id": r.learner.id,
            "email": r.learner.email,
            "firstName": r.learner.first_name,
            "lastName": r.learner.last_name,
        },
        "tags": list(r.tags),
    }


def _iso(micros: int | None) -> str | None:
    return None if micros is None else to_iso(micros)


LISTED = (
    "courseId",
    "learnerId",
    "since",
    "until",
    "datetimeFilter",
    "tags",
    "orderBy",
    "more",
    "includeTotalCount",
)
ONE = "/registrations/{registrationId}"
ROUTES = [
    Route("POST", "/registrations", "write:registration", create, CreateRegistration),
    Route("GET", "/registrations", "read:registration", list_, parameters=LISTED),
    Route("GET", ONE, "read:registration", get, parameters=_DETAILS),
    Route("DELETE", ONE, "delete:registration", delete),
    Route("POST", f"{ONE}/launchLink", "read:registration", launch_link, LaunchLinkBody),
    Route(
        "GET",
        f"{ONE}/xAPIStatements",
        "read:registration",
        statements,
        parameters=("since", "until", "more"),
    ),
]
