"""Importing packages: from an upload to a course version.

`receive` streams the upload into the spool, hashing on the way, and answers once the file is
synced and the job is written: from then on nothing can lose it. The job looks the package through
in a worker, stores its objects and makes the version in one unit of work, which is the commit
point: whatever dies before leaves a file in the spool and at most objects without a row, and the
job begins again. A package with errors is refused whole and leaves nothing behind but the job's
result.

An import that asks waits once its package is judged, until somebody has looked at the findings
(`packager.acceptance`).

Two imports, or an import and a removal, may touch the same archive at once; `archive_holds` keeps
them apart (`packager.removals`).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from cursus.errors import NotFound, Problem, Unavailable
from cursus.jobs import Waiting, enqueue
from cursus.storage.files import storage_problem
from cursus.storage.ports import Duplicate
from cursus.storage.queries import load_queries
from packager.acceptance import (
    AT_ONCE,
    IMPORT,
    JUDGED,
    WAITING_SECONDS,
    Ended,
    Payload,
    Terms,
    discard_waiting,
    kept,
    result,
    take_place,
)
from packager.courses import Courses, enqueue_removal
from packager.findings import Finding, Report
from packager.object_names import archive_key, index_key, overlay_key
from packager.versions import store_version

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from cursus.clock import Clock, Ids
    from cursus.jobs import Job, Progress, Result
    from cursus.storage.ports import Database, ObjectStore, Tx, Value
    from packager.courses import CourseVersion
    from packager.spool import Spool
    from packager.workers import Inspected, Workers

Q = load_queries("packager")


class UploadLost(Problem):
    """The uploaded file is no longer there; upload it again"""

    slug = "upload-lost"
    title_ru = "Загруженного файла больше нет; загрузите его снова"


class Imports:
    """The use-case of importing; `run` is the handler of jobs of the kind IMPORT."""

    def __init__(
        self,
        database: Database,
        objects: ObjectStore,
        clock: Clock,
        ids: Ids,
        spool: Spool,
        workers: Workers,
        *,
        course_iri: Callable[[str, str], Awaitable[str]],
        wake: Callable[[], object],
    ) -> None:
        """Take its parts.

        The spool lies best on the file system of local objects; `course_iri` gives a (tenant,
        course) its activity IRI; `wake` tells the job runner to look for work.
        """
        self._database = database
        self._objects = objects
        self._clock = clock
        self._ids = ids
        self._spool = spool
        self._workers = workers
        self._course_iri = course_iri
        self._wake = wake
        self._courses = Courses(database, clock)

    async def receive(
        self,
        tenant: str,
        course_id: str,
        chunks: AsyncIterator[bytes],
        *,
        filename: str,
        may_create_new_version: bool,
        tags: Sequence[str] = (),
        terms: Terms = AT_ONCE,
    ) -> str:
        """Take an upload; return the id of the job that imports it.

        An upload through a link takes the place of one that waits there. Raises `CourseExists`
        and `CourseChanged` before anything is read, `TooLarge`, `InsufficientStorage`, and
        whatever `chunks` raises; then nothing is left behind.
        """
        await self._courses.check_room(
            tenant, course_id, terms.expected, may_create=may_create_new_version
        )
        job = str(self._ids.uuid())
        upload = await self._spool.receive(tenant, job, chunks)
        payload = Payload(
            course_id,
            upload.sha256,
            upload.size,
            filename,
            may_create_new_version,
            tuple(tags),
            terms,
        )

        async def unit(tx: Tx) -> None:
            now = self._clock.micros()
            if terms.link is not None:
                await discard_waiting(tx, tenant, terms.link, now)
            await tx.execute(
                Q.hold_insert, tenant=tenant, sha256=upload.sha256, job=job, kind="import"
            )
            await enqueue(
                tx,
                tenant=tenant,
                id=job,
                kind=IMPORT,
                payload=msgspec.to_builtins(payload),
                due_at=now,
                now=now,
            )

        try:
            await self._database.write(unit)
        except Exception:
            await self._spool.remove(tenant, job)
            raise
        self._wake()
        return job

    async def run(self, job: Job, progress: Progress) -> Result:
        """Import the upload of a job; return its result, without a course when it is refused."""
        payload = msgspec.convert(job.payload, Payload)
        if job.result is not None and payload.decision != "accept":
            return await self._drop(job, payload, payload.decision or "expired")
        done = await self._done_before(job, payload)
        if done is not None:
            await self._spool.remove(job.tenant, job.id)
            return done
        try:
            inspected = await self._inspect(job, payload, progress)
            if inspected.report.playable and payload.terms.ask and payload.decision is None:
                if not await self._takes_place(job, payload):
                    return await self._drop(job, payload, "discard")
                return await self._wait(job, payload, inspected, progress)
            course = await self._import(job, payload, inspected, progress)
        except Unavailable:
            raise  # the job begins again
        except Problem:  # it ends here, so nothing may stay
            await self._let_go(job, payload)
            raise
        if course is None:
            await self._let_go(job, payload)
        await self._spool.remove(job.tenant, job.id)
        return result(inspected.report, course)

    async def _wait(
        self, job: Job, payload: Payload, inspected: Inspected, progress: Progress
    ) -> Waiting:
        """Leave what was found for somebody to look at."""
        judged = await asyncio.to_thread(msgspec.msgpack.encode, inspected)  # megabytes
        await self._spool.keep(job.tenant, job.id, judged)
        progress.report(JUDGED, payload.size, payload.size)
        title = {"title": inspected.title}
        until = self._clock.micros() + WAITING_SECONDS * 1_000_000
        return Waiting(result(inspected.report, None) | title, until)

    async def _takes_place(self, job: Job, payload: Payload) -> bool:
        """Return whether an import may wait: behind a link the last one does, and no other."""
        link, now = payload.terms.link, self._clock.micros()
        if link is None:
            return True
        return await self._database.write(lambda tx: take_place(tx, job, link, now))

    async def _drop(self, job: Job, payload: Payload, ended: Ended) -> dict[str, Any]:
        """End an import that was discarded or replaced, or that nobody has said a word about."""
        await self._let_go(job, payload)
        return {**(job.result or {}), "ended": ended}

    async def _import(
        self, job: Job, payload: Payload, inspected: Inspected, progress: Progress
    ) -> dict[str, Any] | None:
        """Return the course, None when the package is refused."""
        if not inspected.report.playable:
            return None
        progress.report("storing", 0, payload.size)
        await self._store(job, payload, inspected)
        course = await self._commit(job, payload, inspected)
        progress.report("storing", payload.size, payload.size)
        return course

    async def _done_before(self, job: Job, payload: Payload) -> dict[str, Any] | None:
        """Return the result when an earlier run died between its commit and its answer."""
        version = await self._courses.by_job(job.tenant, job.id)
        if version is None and not await self._spool.holds(job.tenant, job.id):
            version = await self._same_upload(job.tenant, payload)
        if version is None:
            return None
        report = Report(msgspec.json.decode(version.findings_json, type=tuple[Finding, ...]))
        course = {"id": version.course_id, "version": version.version, "title": version.title}
        return result(report, course)

    async def _same_upload(self, tenant: str, payload: Payload) -> CourseVersion | None:
        """Return the newest version when it is this very upload: then none was to be made."""
        with suppress(NotFound):
            version = await self._courses.get(tenant, payload.course_id)
            if version.archive_key == archive_key(tenant, payload.sha256):
                return version
        return None

    async def _inspect(self, job: Job, payload: Payload, progress: Progress) -> Inspected:
        path = self._spool.path(job.tenant, job.id)
        if not await self._spool.holds(job.tenant, job.id):
            raise UploadLost
        found = await kept(self._spool, job)
        if found is not None:  # once only: a run that dies later may have put its overlay already
            await self._spool.drop_kept(job.tenant, job.id)
            return found
        progress.report("validating", 0, payload.size)
        try:
            return await self._workers.inspect(
                path,
                overlay_path=self._spool.overlay_path(job.tenant, job.id),
                progress=lambda count: progress.report("validating", count, payload.size),
            )
        except OSError as error:  # no room for the overlay, for one
            raise storage_problem(error) from error

    async def _store(self, job: Job, payload: Payload, inspected: Inspected) -> None:
        """Put the objects of the package; repeated by a job that begins again."""
        tenant, sha256 = job.tenant, payload.sha256
        if await self._database.read(
            lambda look: look.value(Q.hold_of_removal, tenant=tenant, sha256=sha256)
        ):
            raise Unavailable  # the same archive is being removed: once more a moment later
        await self._objects.put(index_key(tenant, sha256), inspected.index_bytes)
        if inspected.overlay:
            path = self._spool.overlay_path(tenant, job.id)
            await self._objects.put_file(overlay_key(tenant, sha256), path)
        path = await self._spool.second_name(tenant, job.id)
        await self._objects.put_file(archive_key(tenant, sha256), path)

    async def _commit(self, job: Job, payload: Payload, inspected: Inspected) -> dict[str, Any]:
        """Make the version: from here on the course can be played."""
        tenant, course_id = job.tenant, payload.course_id
        iri = await self._course_iri(tenant, course_id)
        row = _version_row(job, payload, inspected, self._clock.micros())

        async def unit(tx: Tx) -> int:
            await tx.execute(Q.hold_delete, tenant=tenant, sha256=payload.sha256, job=job.id)
            return await store_version(
                tx,
                row,
                iri,
                payload.tags,
                may_create=payload.may_create_new_version,
                expected=payload.terms.expected,
            )

        version = await self._database.write(unit)
        return {"id": course_id, "version": version, "title": inspected.title}

    async def _let_go(self, job: Job, payload: Payload) -> None:
        """Leave nothing behind: the upload, the hold, and objects that no version names."""
        await self._database.write(
            lambda tx: _drop_hold(tx, job.tenant, payload.sha256, job.id, self._clock.micros())
        )
        await self._spool.remove(job.tenant, job.id)
        self._wake()

    async def clean(self, quiet: float = 0) -> None:
        """Remove what killed or given-up imports left.

        At the start, before any upload arrives, all of it; later what has lain untouched for
        `quiet` seconds.
        """
        now = self._clock.micros()

        async def unit(tx: Tx) -> None:
            for row in await tx.rows(Q.holds_left_behind):
                await _drop_hold(tx, row["tenant"], row["sha256"], row["job"], now)

        await self._database.write(unit)
        for tenant, job in await self._spool.left_behind(quiet):
            live = await self._database.read(
                lambda look, tenant=tenant, job=job: look.value(  # type: ignore[misc]
                    Q.import_is_live, tenant=tenant, job=job
                )
            )
            if not live:
                await self._spool.remove(tenant, job)


def _version_row(job: Job, payload: Payload, inspected: Inspected, now: int) -> dict[str, Value]:
    """Return the columns of a new version but its number and its label."""
    return {
        "tenant": job.tenant,
        "course_id": payload.course_id,
        "title": inspected.title,
        "standard": inspected.standard,
        "edition": inspected.edition,
        "sha256": payload.sha256,
        "archive_size": payload.size,
        "has_overlay": int(inspected.overlay),
        "model_json": inspected.model_json,
        "findings_json": msgspec.json.encode(inspected.report.findings).decode(),
        "job": job.id,
        "now": now,
    }


async def _drop_hold(tx: Tx, tenant: str, sha256: str, job: str, now: int) -> None:
    """Let go of an archive; a removal looks whether its objects are now nobody's."""
    if not await tx.execute(Q.hold_delete, tenant=tenant, sha256=sha256, job=job):
        return
    with suppress(Duplicate):
        await enqueue_removal(tx, tenant, sha256, because=job, now=now)
