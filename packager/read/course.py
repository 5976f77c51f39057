"""What reading a descriptor gives, whatever the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from packager.findings import Finding
    from packager.model import Course


class ReadCourse(NamedTuple):
    """A course, as far as there is one, and what was found on the way."""

    course: Course | None
    aliases: dict[str, str]  # further names to serve files under -> the served names they stand for
    findings: list[Finding]
