"""Import links in the management API: the page that takes a package, for a portal to embed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from cursus.moments import to_iso
from runtime.api.wire import Body, Route, answer, check_id, read_body, services, tenant
from runtime.import_links import DEFAULT_EXPIRY, LinkRequest

if TYPE_CHECKING:
    from aiohttp import web

Tag = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class ImportLinkBody(Body):
    """The body of `POST /courses/importLinks`."""

    course_id: str | None = None  # without it a new course gets an id of ours
    may_create_new_version: bool = False
    tags: list[Tag] = Field(default_factory=list, max_length=100)
    expiry: int = DEFAULT_EXPIRY  # seconds
    accept: Literal["auto", "ask"] = "ask"
    embed_origin: str | None = None
    redirect_url: str | None = None
    culture: str | None = None


async def make(request: web.Request) -> web.Response:
    """`POST /courses/importLinks`: a link to the page that takes a package for one course."""
    body = await read_body(request, ImportLinkBody)
    made = await services(request).import_links.make(
        tenant(request),
        LinkRequest(
            course_id=None if body.course_id is None else check_id("courseId", body.course_id),
            may_create_new_version=body.may_create_new_version,
            tags=tuple(body.tags),
            expiry=body.expiry,
            ask=body.accept == "ask",
            embed_origin=body.embed_origin,
            redirect_url=body.redirect_url,
            culture=body.culture,
        ),
    )
    return answer(
        {
            "importLink": services(request).settings.public_url + made.path,
            "courseId": made.course_id,
            "expires": to_iso(made.expires_at),
        }
    )


ROUTES = [Route("POST", "/courses/importLinks", "write:course", make, ImportLinkBody)]
