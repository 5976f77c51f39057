"""Registrations: a learner's enrolment in a course, as a portal creates and reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from cursus.errors import Conflict, NotFound
from cursus.storage.lists import PagedList
from cursus.storage.ports import Duplicate
from cursus.storage.queries import load_queries
from cursus.texts import Text
from lrs.identifiers import xapi_uuid
from runtime.sequencing.state import State, from_json

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping, Sequence

    from cursus.clock import Clock, Ids
    from cursus.storage.lists import Conditions, Order
    from cursus.storage.ports import Database, Reading, Row, Tx, Value
    from packager.courses import Courses

Q = load_queries("runtime")

REGISTRATIONS = PagedList(
    Q,
    "registrations",
    conditions={
        "course": "course_id",
        "learner": "learner_id",
        "tagged": "tags",
        "updated_since": "since",
        "updated_until": "until",
        "created_since": "since",
        "created_until": "until",
    },
)


class RegistrationExists(Conflict):
    """The registration already exists"""

    status = 400  # what SCORM Cloud answers and its integrators test for, with the text
    slug = "registration-exists"
    title_ru = "Такая регистрация уже есть"


@dataclass(frozen=True, slots=True)
class Learner:
    """Who learns, as the portal says it."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration's summary; moments in microseconds since the epoch."""

    id: str
    instance: int
    course_id: str
    version: int
    learner: Learner
    xapi_registration: str
    tags: tuple[str, ...]
    created_at: int
    updated_at: int
    first_access_at: int | None
    last_access_at: int | None
    completed_at: int | None
    completion: str
    success: str
    score: float | None  # -1..1
    seconds: float
    amount: float | None  # 0..1


@dataclass(frozen=True, slots=True)
class Attempt:
    """What stands behind a summary: tracking of each activity and the run-time data."""

    state: State
    values: Mapping[str, dict[str, str]]  # activity -> element -> value


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """Learners whom another version of a course concerns."""

    under_way: int  # have begun the version and not completed it
    holding: int  # those of them who have run-time data of certain activities


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """Some registrations of a list and the place of the last one, when there are more."""

    items: list[Registration]
    last: tuple[int, str] | None
    total: int | None


class Registrations:
    """The use-cases of registrations."""

    def __init__(
        self,
        database: Database,
        courses: Courses,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._database = database
        self._courses = courses
        self._clock = clock
        self._ids = ids

    async def create(
        self,
        tenant: str,
        identifier: str,
        course_id: str,
        learner: Learner,
        *,
        version: int | None = None,
        xapi_registration: uuid.UUID | None = None,
        tags: tuple[str, ...] = (),
    ) -> None:
        """Register a learner for a course, its newest version unless another is named.

        Raises `NotFound` for an unknown course and `RegistrationExists` for a taken id.
        """
        course = await self._courses.get(tenant, course_id, version)
        now = self._clock.micros()
        statement = str(xapi_registration or xapi_uuid(self._ids.uuid()))

        async def unit(tx: Tx) -> None:
            await self._courses.check_in(tx, tenant, course_id, course.version)
            await tx.execute(
                Q.registration_insert,
                tenant=tenant,
                id=identifier,
                course_id=course_id,
                version=course.version,
                learner_id=learner.id,
                learner_email=learner.email,
                first_name=learner.first_name,
                last_name=learner.last_name,
                xapi_registration=statement,
                tags=orjson.dumps(tags).decode(),
                now=now,
            )

        try:
            await self._database.write(unit)
        except Duplicate:
            text = Text(
                "Registration {id} already exists.", "Регистрация {id} уже есть (already exists)."
            )
            raise RegistrationExists(text.format(id=identifier)) from None

    async def get(self, tenant: str, identifier: str) -> Registration:
        """Return a registration; raises `NotFound`."""

        async def look(tx: Reading) -> Row | None:
            return await tx.row(Q.registration_get, tenant=tenant, id=identifier)

        return _registration(_found(await self._database.read(look), identifier))

    async def get_whole(self, tenant: str, identifier: str) -> tuple[Registration, Attempt]:
        """Return a registration with its attempt; raises `NotFound`."""

        async def look(tx: Reading) -> tuple[Row | None, list[Row]]:
            row = await tx.row(Q.registration_get, tenant=tenant, id=identifier)
            data = await tx.rows(
                Q.activity_data_of_registration, tenant=tenant, registration=identifier
            )
            return row, data

        row, data = await self._database.read(look)
        row = _found(row, identifier)
        values = {r["activity"]: orjson.loads(r["values_json"]) for r in data}
        return _registration(row), Attempt(from_json(row["state"]), values)

    async def list(
        self,
        tenant: str,
        order: Order,
        conditions: Conditions,
        *,
        after: tuple[int, str] | None,
        limit: int,
        count: bool = False,
    ) -> RegistrationPage:
        """Return a page of registrations; `conditions` are those of REGISTRATIONS."""
        page = await REGISTRATIONS.page(
            self._database, tenant, order, conditions, after=after, limit=limit, count=count
        )
        return RegistrationPage([_registration(row) for row in page.rows], page.last, page.total)

    async def delete(self, tenant: str, identifier: str) -> None:
        """Delete a registration with its attempt; its statements stay in the record."""

        async def unit(tx: Tx) -> int:
            return await tx.execute(Q.registration_delete, tenant=tenant, id=identifier)

        if not await self._database.write(unit):
            raise unknown_registration(identifier)

    async def counts(self, tenant: str, courses: Iterable[str]) -> Counter[tuple[str, int]]:
        """Return how many registrations each version of some courses has."""
        named = orjson.dumps(sorted(set(courses))).decode()

        async def look(tx: Reading) -> list[Row]:
            return await tx.rows(Q.registrations_per_version, tenant=tenant, courses=named)

        rows = await self._database.read(look)
        return Counter({(row["course_id"], row["version"]): row["count"] for row in rows})

    async def bookmarks(
        self, tenant: str, course_id: str, version: int, activities: Sequence[str]
    ) -> Bookmarks:
        """Return how many learners are in the middle of a version, and how many have data there.

        `activities` are the identifiers whose data is asked after.
        """
        key: dict[str, Value] = {"tenant": tenant, "course_id": course_id, "version": version}
        named = orjson.dumps(activities).decode()

        async def look(tx: Reading) -> Bookmarks:
            under_way = await tx.value(Q.registrations_under_way, **key)
            holding = await tx.value(Q.registrations_holding, **key, activities=named)
            return Bookmarks(int(under_way), int(holding))

        return await self._database.read(look)


def _found(row: Row | None, identifier: str) -> Row:
    if row is None:
        raise unknown_registration(identifier)
    return row


def unknown_registration(identifier: str) -> NotFound:
    """Return the refusal of a registration that is not there."""
    text = Text("could not find registration id {id}", "нет регистрации {id}")
    return NotFound(text.format(id=identifier))


def _registration(row: Row) -> Registration:
    return Registration(
        id=row["id"],
        instance=row["instance"],
        course_id=row["course_id"],
        version=row["version"],
        learner=Learner(
            row["learner_id"], row["first_name"], row["last_name"], row["learner_email"]
        ),
        xapi_registration=row["xapi_registration"],
        tags=tuple(orjson.loads(row["tags"])),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        first_access_at=row["first_access_at"],
        last_access_at=row["last_access_at"],
        completed_at=row["completed_at"],
        completion=row["completion"],
        success=row["success"],
        score=row["score"],
        seconds=row["seconds"],
        amount=row["amount"],
    )
