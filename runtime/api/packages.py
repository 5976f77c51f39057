"""Downloading a version's package: the upload, byte for byte as it came.

The one place where bytes of a package leave the API's own origin. They go to whoever holds the
key and as a file to be saved: a browser that is led here shows nothing and runs nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import hdrs, web

from cursus.errors import NotFound
from runtime.api.wire import Route, services, tenant, whole_number

if TYPE_CHECKING:
    from packager.courses import CourseVersion

ZIP_MAGIC = b"PK"
NAME_CHARACTERS = 60
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


async def course_zip(request: web.Request) -> web.StreamResponse:
    """`GET /courses/{courseId}/zip`: the newest version's package, or that of `version`."""
    version = request.query.get("version")
    number = whole_number("version", version) if version else None
    return await _send(request, number)


async def version_zip(request: web.Request) -> web.StreamResponse:
    """`GET /courses/{courseId}/versions/{versionId}/zip`: a version's package."""
    return await _send(request, whole_number("versionId", request.match_info["versionId"]))


async def _send(request: web.Request, number: int | None) -> web.StreamResponse:
    course_id = request.match_info["courseId"]
    version = await services(request).courses.get(tenant(request), course_id, number)
    objects = services(request).objects
    try:
        is_zip = await objects.read(version.archive_key, 0, len(ZIP_MAGIC)) == ZIP_MAGIC
    except KeyError:  # deleted at this moment
        raise NotFound from None
    headers = HEADERS | _naming(version, is_zip=is_zip)
    path = objects.local_path(version.archive_key)
    if path is not None:
        return web.FileResponse(path, headers=headers)
    response = web.StreamResponse(headers=headers)
    response.content_length = version.archive_size
    async with objects.stream(version.archive_key, 0, version.archive_size) as chunks:
        await response.prepare(request)
        async for chunk in chunks:
            await response.write(chunk)
    return response


def _naming(version: CourseVersion, *, is_zip: bool) -> dict[str, str]:
    """Return what the file is: a zip, or the XML of a course structure that came alone.

    The plain name comes first and is ASCII without blanks: SCORM Cloud's Python client takes it
    by a simple pattern and crashes without it.
    """
    suffix, kind = (".zip", "application/zip") if is_zip else (".xml", "application/xml")
    end = f"-v{version.version}{suffix}"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", version.course_id)[:NAME_CHARACTERS].strip("-.")
    whole = quote(version.title[:NAME_CHARACTERS] + end, safe="")
    return {
        hdrs.CONTENT_TYPE: kind,
        hdrs.CONTENT_DISPOSITION: (
            f"attachment; filename=\"{plain or 'course'}{end}\"; filename*=UTF-8''{whole}"
        ),
    }


ROUTES = [
    Route("GET", "/courses/{courseId}/zip", "read:course", course_zip, parameters=("version",)),
    Route("GET", "/courses/{courseId}/versions/{versionId}/zip", "read:course", version_zip),
]
