from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.errors import NotFound
from cursus.storage.database_sqlite import SQLiteDatabase
from packager.courses import Courses, CourseVersion
from packager.versions import store_version
from runtime.app import COMPONENTS
from runtime.course_changes import CourseChanges
from runtime.registrations import Learner, Registrations

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.clock import Ids
    from cursus.storage.ports import Tx, Value
    from tests.conftest import ManualClock

VERSION: dict[str, Value] = {
    "tenant": "t",
    "course_id": "c",
    "title": "Course",
    "standard": "scorm12",
    "edition": None,
    "archive_size": 1,
    "has_overlay": 0,
    "model_json": "{}",
    "findings_json": "[]",
    "job": "j",
    "now": 1,
}


@pytest.fixture
async def database(clock: ManualClock) -> AsyncIterator[SQLiteDatabase]:
    opened = SQLiteDatabase(None, clock, COMPONENTS)
    yield opened
    await opened.close()


class CoursesDeletedMeanwhile(Courses):
    """Courses of which each is deleted as soon as somebody has looked at it."""

    async def get(self, tenant: str, course_id: str, version: int | None = None) -> CourseVersion:
        found = await super().get(tenant, course_id, version)
        await self._database.write(lambda tx: self.delete_in(tx, tenant, course_id))
        return found


async def import_version(database: SQLiteDatabase, sha256: str) -> None:
    async def unit(tx: Tx) -> int:
        row = VERSION | {"sha256": sha256}
        return await store_version(tx, row, "https://t.example/c", (), may_create=True)

    await database.write(unit)


async def test_nobody_is_registered_for_a_course_that_is_deleted_meanwhile(
    database: SQLiteDatabase, clock: ManualClock, ids: Ids
) -> None:
    await import_version(database, "a")
    courses = CoursesDeletedMeanwhile(database, clock)
    registrations = Registrations(database, courses, clock, ids)
    with pytest.raises(NotFound):
        await registrations.create("t", "r", "c", Learner("l"))
    with pytest.raises(NotFound):
        await registrations.get("t", "r")


class Forgetting:
    """What is held in memory of courses, as far as it is told to forget."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.courses: list[tuple[str, str]] = []

    def course(self, tenant: str, course_id: str) -> None:
        self.courses.append((tenant, course_id))


async def test_delivery_and_player_forget_every_version_of_a_deleted_course(
    database: SQLiteDatabase, clock: ManualClock
) -> None:
    for sha256 in ("a", "b", "c"):
        await import_version(database, sha256)
    courses = Courses(database, clock)
    labels = [version.label for version in await courses.versions("t", "c")]
    memory = Forgetting()
    changes = CourseChanges(
        database, courses, forget_files=memory.labels.append, forget_course=memory.course
    )
    await changes.delete_version("t", "c", 1)
    assert memory.labels == [labels[1]]
    await changes.delete("t", "c")
    assert sorted(memory.labels) == sorted(labels)
    assert memory.courses == [("t", "c")] * 2
