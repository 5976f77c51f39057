from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cursus.storage.objects_memory import MemoryObjects
from runtime.content_cache import HOT_AFTER, OnceAtATime, UploadCache

if TYPE_CHECKING:
    from pathlib import Path


async def test_work_on_one_key_runs_once_however_many_ask() -> None:
    once: OnceAtATime[str, int] = OnceAtATime()
    runs = 0

    async def work() -> int:
        nonlocal runs
        runs += 1
        await asyncio.sleep(0)
        return runs

    assert await asyncio.gather(*(once.do("key", work) for _ in range(10))) == [1] * 10
    assert await once.do("key", work) == 2


async def test_a_failure_reaches_all_who_wait_and_is_not_remembered() -> None:
    once: OnceAtATime[str, int] = OnceAtATime()

    async def fail() -> int:
        await asyncio.sleep(0)
        raise KeyError

    async def succeed() -> int:
        return 1

    results = await asyncio.gather(*(once.do("k", fail) for _ in range(3)), return_exceptions=True)
    assert [type(result) for result in results] == [KeyError] * 3
    assert await once.do("k", succeed) == 1


@pytest.fixture
async def objects() -> MemoryObjects:
    objects = MemoryObjects()
    for name in "abc":
        await objects.put(f"tenant/{name}.zip", name.encode() * 1000)
    return objects


async def local_copy(cache: UploadCache, key: str, size: int = 1000) -> Path | None:
    for _ in range(HOT_AFTER):
        cache.path(key, size)
    await cache.settled()
    return cache.path(key, size)


async def test_an_upload_that_is_asked_for_often_is_copied_whole(
    objects: MemoryObjects, tmp_path: Path
) -> None:
    cache = UploadCache(objects, tmp_path / "cache", 10_000)
    assert cache.path("tenant/a.zip", 1000) is None
    await cache.settled()
    assert list((tmp_path / "cache").iterdir()) == []
    path = await local_copy(cache, "tenant/a.zip")
    assert path is not None
    assert path.read_bytes() == b"a" * 1000


async def test_the_disk_cache_holds_its_limit_and_what_was_used_last(
    objects: MemoryObjects, tmp_path: Path
) -> None:
    cache = UploadCache(objects, tmp_path, 2500)
    dropped: list[str] = []
    cache.dropped = dropped.append
    first = await local_copy(cache, "tenant/a.zip")
    second = await local_copy(cache, "tenant/b.zip")
    assert cache.path("tenant/a.zip", 1000) == first
    await local_copy(cache, "tenant/c.zip")
    assert second is not None
    assert dropped == [second.name]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 2000
    assert cache.path("tenant/a.zip", 1000) == first


async def test_an_upload_larger_than_the_disk_cache_is_never_copied(
    objects: MemoryObjects, tmp_path: Path
) -> None:
    cache = UploadCache(objects, tmp_path, 999)
    assert await local_copy(cache, "tenant/a.zip") is None


async def test_the_next_process_takes_over_whole_copies_and_removes_halves(
    objects: MemoryObjects, tmp_path: Path
) -> None:
    earlier = UploadCache(objects, tmp_path, 10_000)
    path = await local_copy(earlier, "tenant/a.zip")
    assert path is not None
    path.with_name(path.name + ".part").write_bytes(b"half of it")
    later = UploadCache(objects, tmp_path, 10_000)
    assert later.path("tenant/a.zip", 1000) == path
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("key", "size"), [("tenant/gone.zip", 1000), ("tenant/a.zip", 1001)])
async def test_a_copy_that_fails_leaves_nothing_and_is_tried_again(
    key: str, size: int, objects: MemoryObjects, tmp_path: Path
) -> None:
    cache = UploadCache(objects, tmp_path, 2000)
    assert await local_copy(cache, key, size) is None
    assert list(tmp_path.iterdir()) == []
    await objects.put(key, b"x" * size)
    path = await local_copy(cache, key, size)
    assert path is not None
    assert path.read_bytes() == b"x" * size
