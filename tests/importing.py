"""The packager as one thing that tests run by hand: a real database, objects, spool and workers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cursus.jobs import Jobs, Progress, Waiting
from cursus.storage.migrations import Component
from packager.acceptance import IMPORT, Decisions, is_waiting
from packager.courses import REMOVE, Courses
from packager.imports import Imports
from packager.limits import ArchiveLimits
from packager.removals import Removals
from packager.spool import Spool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from cursus.clock import Clock, Ids
    from cursus.jobs import Job
    from cursus.storage.ports import Database, ObjectStore
    from packager.workers import Workers

COMPONENTS = [Component("cursus"), Component("packager")]
LIMITS = ArchiveLimits(upload=5_000_000)


async def pieces(data: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    """Bytes as they arrive from a network."""
    for at in range(0, len(data), size):
        yield data[at : at + size]


async def course_iri(tenant: str, course: str) -> str:
    return f"https://{tenant}.example/{course}"


@dataclass
class Packager:
    """All of the packager, its jobs run by hand."""

    database: Database
    objects: ObjectStore
    clock: Clock
    ids: Ids
    folder: Path
    workers: Workers

    def __post_init__(self) -> None:
        self.restart(self.objects)

    def restart(self, objects: ObjectStore) -> None:
        """Begin anew over what is stored, as after a crash; `objects` may be made to fail."""
        self.wakes = 0
        self.courses = Courses(self.database, self.clock)
        spool = Spool(self.folder, LIMITS.upload)
        self.decisions = Decisions(self.database, self.courses, self.clock, spool, wake=self._wake)
        self.imports = Imports(
            self.database,
            objects,
            self.clock,
            self.ids,
            spool,
            self.workers,
            course_iri=course_iri,
            wake=self._wake,
        )
        self.handlers = {IMPORT: self.imports.run, REMOVE: Removals(self.database, objects).run}
        self.jobs = Jobs(self.database, self.clock, self.ids, self.handlers, 1)

    def _wake(self) -> None:
        self.wakes += 1

    async def receive(
        self, data: bytes, course: str = "course", tenant: str = "t", **more: Any
    ) -> str:
        more.setdefault("may_create_new_version", False)
        return await self.imports.receive(
            tenant, course, pieces(data), filename="package.zip", **more
        )

    async def run(self, job: str, tenant: str = "t") -> dict[str, Any]:
        """Run a job to its end, without its end being stored."""
        found = await self.jobs.get(tenant, job)
        assert found is not None
        result = await self.handlers[found.kind](found, Progress())
        assert not isinstance(result, Waiting), "it waits for somebody's word"
        return result

    async def settled(self, job: str, tenant: str = "t") -> Job:
        """Have the runner do what is due; return a job once it has ended or waits."""
        await self.jobs.start()
        self.jobs.wake()
        try:
            async with asyncio.timeout(30):
                while True:
                    found = await self.jobs.get(tenant, job)
                    assert found is not None
                    if found.state in ("done", "failed") or is_waiting(found):
                        return found
        finally:
            await self.jobs.stop()

    async def upload(
        self, data: bytes, course: str = "course", tenant: str = "t", **more: Any
    ) -> dict[str, Any]:
        return await self.run(await self.receive(data, course, tenant, **more), tenant)

    async def delete(self, tenant: str, course: str) -> None:
        await self.database.write(lambda tx: self.courses.delete_in(tx, tenant, course))

    async def run_removals(self, tenant: str = "t") -> list[dict[str, Any]]:
        """Run the removals that wait, oldest first."""
        return [await self.run(row["id"], tenant) for row in await self.rows("jobs", REMOVE)]

    async def rows(self, table: str, kind: str | None = None) -> list[Any]:
        """All rows of a table."""
        query = Anything(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
        found = await self.database.read(lambda look: look.rows(query))
        return [row for row in found if kind is None or row["kind"] == kind]

    async def object_keys(self) -> list[str]:
        return [key async for key in self.objects.keys("")]

    def spooled(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@dataclass
class Anything:
    """A statement of a test's own."""

    sql: str
    name: str = "anything"

    def text(self, dialect: str) -> str:  # noqa: ARG002
        return self.sql
