"""The standards that packages are written in, as commands and files name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from packager.write import scorm12, scorm2004
from packager.write.aicc import aicc_files
from packager.write.cmi5 import cmi5_files

if TYPE_CHECKING:
    from packager.model import Course, Edition, Standard
    from packager.write.aicc import Encoding
    from packager.write.written import Written


class Target(NamedTuple):
    """A standard and its edition."""

    standard: Standard
    edition: Edition | None = None

    @property
    def scorm(self) -> bool:
        """Whether its packages have a manifest."""
        return self.standard in ("scorm12", "scorm2004")


TARGETS: Final[dict[str, Target]] = {
    "scorm12": Target("scorm12"),
    "scorm2004-2nd": Target("scorm2004", "2nd"),
    "scorm2004-3rd": Target("scorm2004", "3rd"),
    "scorm2004-4th": Target("scorm2004", "4th"),
    "aicc": Target("aicc"),
    "cmi5": Target("cmi5"),
}


def descriptor_of(course: Course, encoding: Encoding = "utf-8") -> Written:
    """Return the descriptor files of a course in its own standard.

    Raises ValueError for xAPI, which has no descriptor that anybody could require.
    """
    if course.standard == "scorm12":
        return scorm12.manifest_files(course)
    if course.standard == "scorm2004":
        return scorm2004.manifest_files(course)
    if course.standard == "aicc":
        return aicc_files(course, encoding=encoding)
    if course.standard == "cmi5":
        return cmi5_files(course)
    raise ValueError(course.standard)
