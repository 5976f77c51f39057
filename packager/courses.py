"""Courses and their versions, as stored.

A course is what a portal names; its versions are uploads. A version never changes. Objects of
deleted versions go by a job that the deletion leaves behind (`packager.removals`).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from cursus.errors import Conflict, NotFound
from cursus.jobs import enqueue
from cursus.storage.lists import PagedList
from cursus.storage.queries import load_queries
from cursus.texts import Text
from packager.object_names import archive_key, index_key, overlay_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cursus.clock import Clock
    from cursus.storage.lists import Conditions, Order
    from cursus.storage.ports import Database, Query, Reading, Row, Tx, Value

Q = load_queries("packager")

COURSES = PagedList(
    Q,
    "courses",
    conditions={
        "tagged": "tags",
        "updated_since": "since",
        "updated_until": "until",
        "created_since": "since",
        "created_until": "until",
    },
    id_column="course_id",
)

NO_VERSION = -1  # the newest version of a course that is not there
REMOVE = "package.remove"  # kind of the job that removes an archive's objects

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LABEL_CHARACTERS = 20


class CourseExists(Conflict):
    """The course already exists"""

    status = 400  # what SCORM Cloud answers and its integrators test for, with the text
    slug = "course-exists"
    title_ru = "Такой курс уже есть"

    @classmethod
    def of(cls, course_id: str) -> CourseExists:
        """Return the refusal for a course id."""
        text = Text(
            "Course {id} already exists; say mayCreateNewVersion=true to add a version.",
            "Курс {id} уже есть (already exists); чтобы добавить версию, укажите"
            " mayCreateNewVersion=true.",
        )
        return cls(text.format(id=course_id))


class CourseChanged(Conflict):
    """The course has got another version in the meantime"""

    slug = "course-changed"
    title_ru = "У курса тем временем появилась другая версия"


@dataclass(frozen=True, slots=True)
class CourseSummary:
    """A version of a course without what is large; moments in microseconds since the epoch."""

    tenant: str
    course_id: str
    version: int
    label: str
    title: str
    standard: str
    edition: str | None
    archive_key: str
    archive_size: int  # bytes
    index_key: str
    overlay_key: str | None
    activity_iri: str
    created_at: int  # of this version; in lists of courses, of the course
    updated_at: int  # of the course
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourseVersion(CourseSummary):
    """A version of a course with everything."""

    model_json: str  # packager.model.from_json
    findings_json: str  # list of findings in all languages


@dataclass(frozen=True, slots=True)
class CoursePage:
    """Some courses of a list, each by its newest version."""

    items: list[CourseSummary]
    last: tuple[int, str] | None  # place of the last one, when there are more
    total: int | None


class Courses:
    """The use-cases of stored courses."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, tenant: str, course_id: str, version: int | None = None) -> CourseVersion:
        """Return a version of a course, the newest unless one is named; raises `NotFound`."""
        params: dict[str, Value] = {"tenant": tenant, "course_id": course_id}
        query: Query = Q.version_get_latest
        if version is not None:
            query = Q.version_get
            params["version"] = version
        row = await self._database.read(lambda look: look.row(query, **params))
        if row is None:
            raise _unknown(course_id, version)
        return _version(row)

    async def by_label(self, label: str) -> CourseVersion:
        """Return the version whose content origin has a name; raises `NotFound`."""
        row = await self._database.read(lambda look: look.row(Q.version_get_by_label, label=label))
        if row is None:
            raise NotFound
        return _version(row)

    async def by_job(self, tenant: str, job: str) -> CourseVersion | None:
        """Return the version that an import made, if it has come so far."""
        row = await self._database.read(
            lambda look: look.row(Q.version_get_by_job, tenant=tenant, job=job)
        )
        return None if row is None else _version(row)

    async def check_room(
        self, tenant: str, course_id: str, expected: int | None, *, may_create: bool
    ) -> None:
        """Refuse at once what the commit of an import would refuse in the end.

        Raises `CourseChanged` when the newest version is not the expected one, and `CourseExists`
        when there is one and no other may be made.
        """
        newest = await self.newest(tenant, course_id)
        if expected is not None and newest != expected:
            raise CourseChanged
        if newest != NO_VERSION and not may_create:
            raise CourseExists.of(course_id)

    async def newest(self, tenant: str, course_id: str) -> int:
        """Return the number of a course's newest version, NO_VERSION when there is no course."""
        row = await self._database.read(
            lambda look: look.row(Q.course_latest, tenant=tenant, id=course_id)
        )
        return NO_VERSION if row is None else int(row["version"])

    async def versions(self, tenant: str, course_id: str) -> list[CourseSummary]:
        """Return every version of a course, oldest first; raises `NotFound`."""
        rows = await self._database.read(
            lambda look: look.rows(Q.versions_of_course, tenant=tenant, course_id=course_id)
        )
        if not rows:
            raise _unknown(course_id)
        return [_summary(row) for row in rows]

    async def get_many(
        self, tenant: str, versions: Iterable[tuple[str, int]]
    ) -> dict[tuple[str, int], CourseSummary]:
        """Return those of the named (course, version) that are there."""
        named = orjson.dumps(sorted(set(versions))).decode()
        rows = await self._database.read(
            lambda look: look.rows(Q.versions_named, tenant=tenant, versions=named)
        )
        return {(row["course_id"], row["version"]): _summary(row) for row in rows}

    async def list(
        self,
        tenant: str,
        order: Order,
        conditions: Conditions,
        *,
        after: tuple[int, str] | None,
        limit: int,
        count: bool = False,
    ) -> CoursePage:
        """Return a page of courses; `conditions` are those of COURSES."""
        page = await COURSES.page(
            self._database, tenant, order, conditions, after=after, limit=limit, count=count
        )
        return CoursePage([_summary(row) for row in page.rows], page.last, page.total)

    async def set_title(self, tenant: str, course_id: str, title: str) -> None:
        """Call a course otherwise than its package does; raises `NotFound`."""
        now = self._clock.micros()
        touched = await self._database.write(
            lambda tx: tx.execute(
                Q.course_set_title, tenant=tenant, id=course_id, title=title, now=now
            )
        )
        if not touched:
            raise _unknown(course_id)

    async def delete_in(self, tx: Tx, tenant: str, course_id: str) -> frozenset[str]:
        """Delete a course within a unit of work; return its versions' labels. Raises `NotFound`.

        Its objects are removed afterwards by jobs, those that other versions share excepted.
        """
        origins = await tx.rows(Q.origins_of_course, tenant=tenant, course_id=course_id)
        if not await tx.execute(Q.course_delete, tenant=tenant, id=course_id):
            raise _unknown(course_id)
        now = self._clock.micros()
        for sha256 in sorted({row["sha256"] for row in origins}):
            await enqueue_removal(tx, tenant, sha256, because=course_id, now=now)
        return frozenset(row["label"] for row in origins)

    async def delete_version_in(
        self, tx: Tx, tenant: str, course_id: str, version: int
    ) -> frozenset[str]:
        """Delete a version within a unit of work, as `delete_in` does a course.

        The newest that is left becomes the newest; the last one takes the course along. Raises
        `NotFound`.
        """
        key: dict[str, Value] = {"tenant": tenant, "course_id": course_id, "version": version}
        origin = await tx.row(Q.version_origin, **key)
        if origin is None:
            raise _unknown(course_id, version)
        newest = await tx.value(Q.version_newest_beside, **key)
        if newest is None:
            return await self.delete_in(tx, tenant, course_id)
        now = self._clock.micros()
        await tx.execute(Q.version_delete, **key)
        await tx.execute(Q.course_advance, tenant=tenant, id=course_id, latest=newest, now=now)
        await enqueue_removal(
            tx, tenant, origin["sha256"], because=f"{course_id} {version}", now=now
        )
        return frozenset((origin["label"],))

    async def check_in(self, tx: Reading, tenant: str, course_id: str, version: int) -> None:
        """Make sure, within a unit of work, that a version is still there; raises `NotFound`."""
        if not await tx.value(
            Q.version_exists, tenant=tenant, course_id=course_id, version=version
        ):
            raise _unknown(course_id, version)


async def enqueue_removal(tx: Tx, tenant: str, sha256: str, *, because: str, now: int) -> None:
    """Leave behind the removal of an archive's objects, unless they are in use by then."""
    await enqueue(
        tx,
        tenant=tenant,
        id=f"{REMOVE} {sha256} {because} {now}",
        kind=REMOVE,
        payload={"sha256": sha256},
        due_at=now,
        now=now,
    )


def label_of(tenant: str, course_id: str, version: int, sha256: str) -> str:
    """Return the name of a version's content origin: a DNS label that says nothing.

    The package's hash is in it: a course that is deleted and imported anew under its old name has
    other files, and browsers keep those of an origin for a year.
    """
    digest = hashlib.sha256(f"{tenant}\0{course_id}\0{version}\0{sha256}".encode()).digest()
    tail = base64.b32encode(digest[1:]).decode().lower()[: _LABEL_CHARACTERS - 1]
    return _LETTERS[digest[0] % len(_LETTERS)] + tail


def _unknown(course_id: str, version: int | None = None) -> NotFound:
    if version is None:
        text = Text("could not find course id {id}", "нет курса {id}")
    else:
        text = Text(
            "could not find course id {id} in version {version}",
            "нет курса {id} в версии {version}",
        )
    return NotFound(text.format(id=course_id, version=version))


def _fields(row: Row) -> dict[str, Any]:
    tenant, sha256 = row["tenant"], row["sha256"]
    return {
        "tenant": tenant,
        "course_id": row["course_id"],
        "version": row["version"],
        "label": row["label"],
        "title": row["own_title"] or row["title"],
        "standard": row["standard"],
        "edition": row["edition"],
        "archive_key": archive_key(tenant, sha256),
        "archive_size": row["archive_size"],
        "index_key": index_key(tenant, sha256),
        "overlay_key": overlay_key(tenant, sha256) if row["has_overlay"] else None,
        "activity_iri": row["activity_iri"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "tags": tuple(orjson.loads(row["tags"])),
    }


def _summary(row: Row) -> CourseSummary:
    return CourseSummary(**_fields(row))


def _version(row: Row) -> CourseVersion:
    return CourseVersion(
        **_fields(row), model_json=row["model_json"], findings_json=row["findings_json"]
    )
