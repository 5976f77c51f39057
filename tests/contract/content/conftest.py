"""The course of `course_site`, out of every kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cursus.storage.objects import open_objects
from cursus.storage.objects_local import LocalObjects
from cursus.storage.objects_memory import MemoryObjects
from runtime.content_cache import UploadCache
from tests.contract.content.course_site import Site, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from cursus.clock import Clock
    from cursus.storage.ports import ObjectStore


@pytest.fixture
def open_store(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], ObjectStore]:
    """What opens a store of some kind."""

    def open_one(kind: str) -> ObjectStore:
        if kind == "memory":
            return MemoryObjects()
        if kind == "local":
            return LocalObjects(tmp_path / "objects")
        endpoint: Any = request.getfixturevalue("s3_endpoint")
        return open_objects(f"s3://packages/{tmp_path.name}?endpoint={endpoint}")

    return open_one


@pytest.fixture(params=["memory", "local", "s3", "s3 with a disk cache"])
async def site(
    request: pytest.FixtureRequest,
    open_store: Callable[[str], ObjectStore],
    clock: Clock,
    tmp_path: Path,
) -> AsyncIterator[Site]:
    """The course out of every kind of store."""
    kind, _, cached = request.param.partition(" with ")
    objects = open_store(kind)
    cache = UploadCache(objects, tmp_path / "cache", 100 << 20) if cached else None
    async with serving(objects, clock, cache) as started:
        if cache is not None:
            for _ in range(4):
                await started.get(started.path("film.mp4"), method="HEAD")
                await started.get(started.path("film.mp4"), Range="bytes=0-9")
                await started.get(started.path("zeros.bin"))
            await cache.settled()
        yield started


@pytest.fixture
async def local_site(open_store: Callable[[str], ObjectStore], clock: Clock) -> AsyncIterator[Site]:
    """The course out of a local folder."""
    async with serving(open_store("local"), clock) as started:
        yield started
