"""Changes to stored courses that touch what plays from them.

A course that goes takes its registrations along, and what is held in memory of it must go too:
its files, its tree, its title. On this node that has happened when a call returns; others look
anew within a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cursus.storage.queries import load_queries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cursus.storage.ports import Database, Tx
    from packager.courses import Courses

Q = load_queries("runtime")


class CourseChanges:
    """The use-cases of renaming and deleting courses."""

    def __init__(
        self,
        database: Database,
        courses: Courses,
        *,
        forget_files: Callable[[str], object],
        forget_course: Callable[[str, str], object],
    ) -> None:
        """Take its parts.

        `forget_files` tells delivery that the version of a label is gone, `forget_course` tells
        the player that a (tenant, course) is not what it was.
        """
        self._database = database
        self._courses = courses
        self._forget_files = forget_files
        self._forget_course = forget_course

    async def set_title(self, tenant: str, course_id: str, title: str) -> None:
        """Call a course otherwise than its package does; raises `NotFound`."""
        await self._courses.set_title(tenant, course_id, title)
        self._forget_course(tenant, course_id)

    async def delete(self, tenant: str, course_id: str) -> None:
        """Delete a course with all its versions and registrations; raises `NotFound`."""

        async def unit(tx: Tx) -> frozenset[str]:
            await tx.execute(Q.registrations_delete_of_course, tenant=tenant, course_id=course_id)
            return await self._courses.delete_in(tx, tenant, course_id)

        await self._gone(tenant, course_id, unit)

    async def delete_version(self, tenant: str, course_id: str, version: int) -> None:
        """Delete a version with its registrations, the last one with its course.

        Raises `NotFound`.
        """

        async def unit(tx: Tx) -> frozenset[str]:
            await tx.execute(
                Q.registrations_delete_of_version,
                tenant=tenant,
                course_id=course_id,
                version=version,
            )
            return await self._courses.delete_version_in(tx, tenant, course_id, version)

        await self._gone(tenant, course_id, unit)

    async def _gone(
        self, tenant: str, course_id: str, unit: Callable[[Tx], Awaitable[frozenset[str]]]
    ) -> None:
        for label in await self._database.write(unit):
            self._forget_files(label)
        self._forget_course(tenant, course_id)
