"""A course version made ready to be played, kept in memory while it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from cursus.errors import NotOffered
from cursus.texts import Text
from packager.model import from_json
from runtime.cmi.scorm12 import SCORM12
from runtime.cmi.scorm2004 import scorm2004
from runtime.recent import Recent
from runtime.sequencing.tree import ActivityTree, build_tree

if TYPE_CHECKING:
    from packager.courses import CourseSummary, CourseVersion
    from packager.model import Course
    from runtime.cmi.table import Model

LAUNCHABLE: Final = frozenset({"scorm12", "scorm2004"})  # standards
_NAMES: Final = {"aicc": "AICC", "cmi5": "cmi5", "xapi": "xAPI"}
_NOT_YET: Final = Text(
    "This is a course of {standard}. Such courses are judged, stored and listed, and learners can"
    " be registered for them, but they cannot be launched yet. Export the course as SCORM 1.2 or"
    " SCORM 2004 to play it now.",
    "Это курс {standard}. Такие курсы проверяются, хранятся и видны в списках, на них можно"
    " записывать учащихся, но запускать их пока нельзя. Чтобы открыть курс уже сейчас,"
    " экспортируйте его в SCORM 1.2 или SCORM 2004.",
)

REMEMBERED: Final = 500  # course versions; a tree of a hundred activities takes some 50 kB


class NotLaunchable(NotOffered):
    """Courses of this standard cannot be launched yet"""

    slug = "standard-not-launchable"
    title_ru = "Курсы этого стандарта пока нельзя запускать"


class CourseSource(Protocol):
    """Where stored course versions come from (`packager.courses.Courses`)."""

    async def get(self, tenant: str, course_id: str, version: int) -> CourseVersion:
        """Return a version of a course; raises `NotFound`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Playable:
    """What playing needs of a course version."""

    course_id: str
    version: int
    label: str
    title: str
    iri: str  # the course as an xAPI activity
    tree: ActivityTree
    model: Model
    external: tuple[str, ...]  # addresses of content that lies elsewhere
    contents: list[dict[str, Any]] = field(repr=False)  # the table of contents


class Playables:
    """The course versions in use."""

    def __init__(self, courses: CourseSource) -> None:
        self._courses = courses
        self._recent: Recent[tuple[str, str, int], Playable] = Recent(REMEMBERED)

    async def get(self, tenant: str, course_id: str, version: int) -> Playable:
        """Return a course version ready to be played; raises `NotFound` and `NotLaunchable`."""
        key = tenant, course_id, version
        playable = self._recent.get(key)
        if playable is None:
            playable = playable_of(await self._courses.get(tenant, course_id, version))
            self._recent.put(key, playable)
        return playable

    def forget(self, tenant: str, course_id: str) -> None:
        """Look at the versions of a course anew: it was renamed, or is another one now."""
        self._recent.drop_all(lambda key: key[:2] == (tenant, course_id))


def check_launchable(version: CourseSummary) -> None:
    """Raise `NotLaunchable` for a course of a standard that the player does not speak."""
    if version.standard not in LAUNCHABLE:
        name = _NAMES.get(version.standard, version.standard)
        raise NotLaunchable(_NOT_YET.format(standard=name))


def playable_of(version: CourseVersion) -> Playable:
    """Make a stored course version ready to be played; raises `NotLaunchable`."""
    check_launchable(version)
    course = from_json(version.model_json)
    return Playable(
        course_id=version.course_id,
        version=version.version,
        label=version.label,
        title=version.title,
        iri=version.activity_iri,
        tree=(tree := build_tree(course)),
        model=model_of(course),
        external=tuple(
            leaf.activity.href
            for leaf in tree.leaves
            if leaf.activity.href and is_external(leaf.activity.href)
        ),
        contents=tree.contents(),
    )


def model_of(course: Course) -> Model:
    """Return the data model that a course's content speaks."""
    return SCORM12 if course.standard == "scorm12" else scorm2004(course.edition)


def is_external(href: str) -> bool:
    """Return whether a launch address leads out of the package."""
    return href.startswith(("http://", "https://"))
