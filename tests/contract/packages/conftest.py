"""The packager over a real database, real objects and real workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.objects_local import LocalObjects
from cursus.storage.objects_memory import MemoryObjects
from packager.workers import Workers
from tests.importing import COMPONENTS, LIMITS, Packager

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from cursus.clock import Clock, Ids
    from cursus.storage.ports import ObjectStore


@pytest.fixture(params=["memory", "local"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return MemoryObjects() if request.param == "memory" else LocalObjects(tmp_path / "objects")


@pytest.fixture
async def packager(
    objects: ObjectStore, tmp_path: Path, clock: Clock, ids: Ids
) -> AsyncIterator[Packager]:
    folder = tmp_path / "spool"
    folder.mkdir()
    database = SQLiteDatabase(None, clock, COMPONENTS)
    workers = Workers(1, LIMITS)
    yield Packager(database, objects, clock, ids, folder, workers)
    await workers.close()
    await database.close()
    await objects.close()
