"""Course structures of cmi5 and tincan.xml for tests, as their specifications write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
TINCAN = "http://projecttincan.com/tincan.xsd"

BASE = "https://example.org/fire-safety"


def texts(title: str = "Lesson", description: str = "What it is about") -> str:
    """Return a title and a description."""
    return (
        f'<title><langstring lang="en-US">{title}</langstring></title>'
        f'<description><langstring lang="en-US">{description}</langstring></description>'
    )


def au(
    identifier: str = f"{BASE}/au",
    url: str = "index.html",
    *,
    attributes: str = "",
    objectives: str = "",
    more: str = "",
) -> str:
    """Return an assignable unit."""
    return (
        f'<au id="{identifier}"{attributes and " " + attributes}>{texts()}{objectives}'
        f"<url>{url}</url>{more}</au>"
    )


def block(content: str, identifier: str = f"{BASE}/block", *, objectives: str = "") -> str:
    """Return a block."""
    return f'<block id="{identifier}">{texts("Part")}{objectives}{content}</block>'


def objective(identifier: str = f"{BASE}/objective") -> str:
    """Return an objective of the course."""
    return f'<objective id="{identifier}">{texts("Knows the exits")}</objective>'


def references(*identifiers: str) -> str:
    """Return references to objectives."""
    found = "".join(f'<objective idref="{identifier}"/>' for identifier in identifiers)
    return f"<objectives>{found}</objectives>"


def structure(
    *parts: str,
    identifier: str = BASE,
    objectives: str = "",
    namespace: str = CMI5,
    more: str = "",
) -> str:
    """Return a course structure; of one AU unless parts are given."""
    held = objectives and f"<objectives>{objectives}</objectives>"
    return (
        f'<courseStructure xmlns="{namespace}"><course id="{identifier}">{texts("Course")}</course>'
        f"{held}{''.join(parts) or au()}{more}</courseStructure>"
    )


def cmi5_package(text: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip of a course structure and the files beside it."""
    held = {"index.html": b"<title>Lesson</title>"} if files is None else files
    return build_zip(
        [File("cmi5.xml", text.encode()), *(File(name, data) for name, data in held.items())]
    )


def activity(
    identifier: str | None = BASE,
    launch: str | None = "index.html",
    *,
    name: str = '<name lang="en-US">Lesson</name>',
    kind: str = "http://adlnet.gov/expapi/activities/course",
    more: str = "",
) -> str:
    """Return an activity of tincan.xml."""
    named = "" if identifier is None else f' id="{identifier}"'
    started = "" if launch is None else f'<launch lang="en-US">{launch}</launch>'
    return (
        f'<activity{named} type="{kind}">{name}'
        f'<description lang="en-US">What it is about</description>{started}{more}</activity>'
    )


def tincan(*activities: str, namespace: str = TINCAN) -> str:
    """Return a tincan.xml; of one activity unless some are given."""
    found = "".join(activities) or activity()
    return f'<tincan xmlns="{namespace}"><activities>{found}</activities></tincan>'


def xapi_package(text: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip of a tincan.xml and the files beside it."""
    held = {"index.html": b"<title>Lesson</title>"} if files is None else files
    return build_zip(
        [File("tincan.xml", text.encode()), *(File(name, data) for name, data in held.items())]
    )
