"""Removing the objects of archives that no version plays from any more.

A row is deleted first and its objects by this job afterwards. An import of the same bytes may run
at the same time: the table `archive_holds` keeps the two apart, whichever process they are in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cursus.storage.queries import load_queries
from packager.object_names import archive_key, index_key, overlay_key

if TYPE_CHECKING:
    from cursus.jobs import Job, Progress
    from cursus.storage.ports import Database, ObjectStore, Tx

Q = load_queries("packager")


class Removals:
    """The handler of jobs of the kind `packager.courses.REMOVE`."""

    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self._database = database
        self._objects = objects

    async def run(self, job: Job, progress: Progress) -> dict[str, Any]:  # noqa: ARG002
        """Remove the objects of the archive that the job names, unless they are in use."""
        tenant, sha256 = job.tenant, str(job.payload["sha256"])

        async def begin(tx: Tx) -> bool:
            if await tx.value(Q.archive_in_use, tenant=tenant, sha256=sha256):
                # An earlier run may have died with its hold; an import waits for that to go.
                await tx.execute(Q.hold_delete, tenant=tenant, sha256=sha256, job=job.id)
                return False
            await tx.execute(Q.hold_insert, tenant=tenant, sha256=sha256, job=job.id, kind="remove")
            return True

        if not await self._database.write(begin):
            return {"removed": False}
        for key_of in (index_key, overlay_key, archive_key):
            await self._objects.delete(key_of(tenant, sha256))
        await self._database.write(
            lambda tx: tx.execute(Q.hold_delete, tenant=tenant, sha256=sha256, job=job.id)
        )
        return {"removed": True}
