"""Comparing versions of a course, also with a package that is none yet, and whom it concerns."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cursus.errors import NotFound
from packager.diff import bookmarks_lost, diff
from packager.index import Index
from packager.model import from_json

if TYPE_CHECKING:
    from cursus.storage.ports import ObjectStore
    from packager.acceptance import Judged
    from packager.courses import Courses, CourseVersion
    from packager.diff import Diff
    from packager.model import Course
    from runtime.registrations import Bookmarks, Registrations


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different from an older version, and the learners who have begun that."""

    older: int
    diff: Diff
    bookmarks: Bookmarks


class Comparisons:
    """The use-cases of comparing."""

    def __init__(
        self, courses: Courses, objects: ObjectStore, registrations: Registrations
    ) -> None:
        self._courses = courses
        self._objects = objects
        self._registrations = registrations

    async def of_versions(self, newer: CourseVersion, older: int) -> Comparison:
        """Compare a version with another of its course; raises `NotFound`."""
        before = await self._courses.get(newer.tenant, newer.course_id, older)
        index = await self._index(newer)
        course = await asyncio.to_thread(from_json, newer.model_json)
        return await self._compare(before, course, index)

    async def of_judged(self, tenant: str, course_id: str, judged: Judged) -> Comparison:
        """Compare a judged package with its course's newest version; raises `NotFound`."""
        before = await self._courses.get(tenant, course_id)
        return await self._compare(before, judged.course, judged.index)

    async def _compare(self, before: CourseVersion, course: Course, index: Index) -> Comparison:
        old_index = await self._index(before)

        def work() -> tuple[Diff, list[str]]:
            old = from_json(before.model_json)
            return diff(old, course, old_index, index), bookmarks_lost(old, course)

        found, lost = await asyncio.to_thread(work)
        bookmarks = await self._registrations.bookmarks(
            before.tenant, before.course_id, before.version, lost
        )
        return Comparison(before.version, found, bookmarks)

    async def _index(self, version: CourseVersion) -> Index:
        try:
            data = await self._objects.get(version.index_key)
        except KeyError:  # deleted at this moment
            raise NotFound from None
        return await asyncio.to_thread(Index.decode, data)
