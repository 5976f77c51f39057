"""Imports that ask: what a job knows, and the word of whoever looks at its findings.

An import with `Terms.ask` waits once its package is judged (`packager.imports`). Nothing is
stored so far: the upload lies in the spool with what was found beside it. `accept` lets the job
make its version; `discard` removes it all, and so does the end of WAITING_SECONDS. The first word
counts, so that what was accepted is not lost to whoever speaks next. Behind a link one import
waits, the last one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from cursus.errors import Conflict
from cursus.jobs import resume
from cursus.storage.queries import load_queries
from packager.index import Index
from packager.model import from_json
from packager.workers import Inspected

if TYPE_CHECKING:
    from collections.abc import Callable

    from cursus.clock import Clock
    from cursus.jobs import Job
    from cursus.storage.ports import Database, Tx
    from packager.courses import Courses
    from packager.findings import Report
    from packager.model import Course
    from packager.spool import Spool

Q = load_queries("packager")

IMPORT: Final = "import"  # kind of the job
JUDGED: Final = "judged"  # phase of a job that waits for somebody's word
WAITING_SECONDS: Final = 86_400

Decision = Literal["accept", "discard"]
Ended = Literal["discard", "expired"]  # how an import ended that was judged and not accepted


class NotWaiting(Conflict):
    """This import does not wait for an answer, or no longer"""

    slug = "not-waiting"
    title_ru = "Этот импорт не ждёт ответа или уже не ждёт"


class Terms(msgspec.Struct, frozen=True):
    """On which terms a package is taken, beyond those of SCORM Cloud."""

    ask: bool = False  # whether somebody is to look at the findings first
    link: str | None = None  # the import link that it comes through
    expected: int | None = None  # the course's newest version (NO_VERSION: none), lest two make one


AT_ONCE: Final = Terms()  # a package without errors becomes a version, nobody is asked


class Payload(msgspec.Struct, frozen=True):
    """What an import job knows."""

    course_id: str
    sha256: str
    size: int
    filename: str
    may_create_new_version: bool
    tags: tuple[str, ...] = ()
    terms: Terms = Terms()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judged package would make of its course."""

    course: Course
    index: Index


class Decisions:
    """The use-cases of those who look at what was found before a version is made."""

    def __init__(
        self,
        database: Database,
        courses: Courses,
        clock: Clock,
        spool: Spool,
        *,
        wake: Callable[[], object],
    ) -> None:
        """Take its parts; `wake` tells the job runner to look for work."""
        self._database = database
        self._courses = courses
        self._clock = clock
        self._spool = spool
        self._wake = wake

    async def judged(self, job: Job) -> Judged:
        """Return what an import that waits would make of its course; raises `NotWaiting`."""
        inspected = await kept(self._spool, job)
        if inspected is None:
            raise NotWaiting
        return await asyncio.to_thread(
            lambda: Judged(from_json(inspected.model_json), Index.decode(inspected.index_bytes))
        )

    async def accept(self, job: Job) -> None:
        """Let a judged import make its version.

        Raises `NotWaiting` when it does not wait, and `CourseExists` or `CourseChanged` when no
        version could be made of it any more.
        """
        payload = msgspec.convert(job.payload, Payload)
        await self._courses.check_room(
            job.tenant,
            payload.course_id,
            payload.terms.expected,
            may_create=payload.may_create_new_version,
        )
        await self._decide(job, "accept")

    async def discard(self, job: Job) -> None:
        """Remove a judged import; raises `NotWaiting` when it does not wait."""
        await self._decide(job, "discard")

    async def _decide(self, job: Job, decision: Decision) -> None:
        change, now = {"decision": decision}, self._clock.micros()
        if not await self._database.write(
            lambda tx: resume(tx, tenant=job.tenant, id=job.id, change=change, now=now)
        ):
            raise NotWaiting
        self._wake()


def is_waiting(job: Job) -> bool:
    """Return whether an import waits for somebody's word."""
    return job.state == "queued" and job.result is not None and not job.payload.get("decision")


async def kept(spool: Spool, job: Job) -> Inspected | None:
    """Return what was found in the package of a job that waits or waited."""
    data = await spool.kept(job.tenant, job.id)
    if data is None:
        return None
    return await asyncio.to_thread(msgspec.msgpack.decode, data, type=Inspected)  # megabytes


async def take_place(tx: Tx, job: Job, link: str, now: int) -> bool:
    """Let an import be the one that waits behind a link; return whether none came after it."""
    tenant = job.tenant
    if await tx.value(
        Q.import_is_superseded, tenant=tenant, link=link, job=job.id, created_at=job.created_at
    ):
        return False
    await discard_waiting(tx, tenant, link, now)
    return True


async def discard_waiting(tx: Tx, tenant: str, link: str, now: int) -> None:
    """Remove what waits for a word behind a link: another upload takes its place."""
    change = {"decision": "discard"}
    for row in await tx.rows(Q.imports_waiting, tenant=tenant, link=link):
        await resume(tx, tenant=tenant, id=row["id"], change=change, now=now)


def result(report: Report, course: dict[str, Any] | None) -> dict[str, Any]:
    """Return the result of an import job; `course` is absent when the package is refused."""
    return {
        "findings": msgspec.to_builtins(report.findings),
        "playable": report.playable,
        "conformant": report.conformant,
        "course": course,
    }
