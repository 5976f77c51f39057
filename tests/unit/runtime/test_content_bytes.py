from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from cursus.errors import NotFound
from cursus.storage.objects_local import LocalObjects
from cursus.storage.objects_memory import MemoryObjects
from cursus.storage.ports import ShortObject
from runtime.content_bytes import CHUNK, LocalFile, Uploads
from runtime.content_cache import HOT_AFTER, UploadCache

DATA = bytes(range(256)) * 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(DATA)
    return path


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def becomes(descriptors: int) -> bool:
    """Whether so many are open, as soon as the thread that opened them lets go of its result."""
    async with asyncio.timeout(5):
        while open_descriptors() != descriptors:
            await asyncio.to_thread(bool)
    return True


async def test_a_position_is_read_exactly(path: Path) -> None:
    file = LocalFile(path)
    assert await file.read(1000, 300) == DATA[1000:1300]
    assert await file.read(0, len(DATA)) == DATA
    assert await file.read(5, 0) == b""


async def test_what_is_not_in_the_page_cache_is_read_all_the_same(path: Path) -> None:
    file = LocalFile(path)
    os.fsync(file.fileno())
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    assert await file.read(70_000, 500_000) == DATA[70_000:570_000]


async def test_a_file_that_ends_too_early_is_said(path: Path) -> None:
    with pytest.raises(ShortObject):
        await LocalFile(path).read(len(DATA) - 10, 11)


async def test_a_file_is_read_in_pieces_of_bounded_size(path: Path) -> None:
    pieces = [piece async for piece in LocalFile(path).chunks(10, len(DATA) - 20)]
    assert b"".join(pieces) == DATA[10:-10]
    assert max(len(piece) for piece in pieces) == CHUNK


async def test_open_files_are_bounded_and_those_in_use_stay_open(tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path)
    for number in range(10):
        await objects.put(f"tenant/{number}", DATA)
    uploads = Uploads(objects, None, open_files=3)
    before = open_descriptors()
    in_use = await uploads.local("tenant/0", len(DATA))
    for number in range(1, 10):
        await uploads.read(f"tenant/{number}", len(DATA), 0, 10)
    assert await becomes(before + 4)
    assert in_use is not None
    assert await in_use.read(0, 10) == DATA[:10]
    del in_use
    assert await becomes(before + 3)
    await objects.close()


async def test_a_forgotten_upload_is_closed(tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path)
    await objects.put("tenant/a", DATA)
    uploads = Uploads(objects, None)
    before = open_descriptors()
    await uploads.read("tenant/a", len(DATA), 0, 10)
    uploads.forget("tenant/a")
    assert await becomes(before)
    await objects.close()


@pytest.mark.parametrize("kind", ["local", "memory"])
async def test_an_upload_that_is_not_there_is_not_found(kind: str, tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path) if kind == "local" else MemoryObjects()
    uploads = Uploads(objects, None)
    with pytest.raises(NotFound):
        await uploads.read("tenant/gone", 10, 0, 10)
    with pytest.raises(NotFound):
        async with uploads.chunks("tenant/gone", 10, 0, 10):
            pass
    await objects.close()


async def test_a_copy_that_leaves_the_disk_cache_is_closed(tmp_path: Path) -> None:
    objects = MemoryObjects()
    for name in "ab":
        await objects.put(f"tenant/{name}", DATA)
    cache = UploadCache(objects, tmp_path, len(DATA) + 1)
    uploads = Uploads(objects, cache)
    before = open_descriptors()
    for name in "ab":
        for _ in range(HOT_AFTER):
            assert await uploads.read(f"tenant/{name}", len(DATA), 7, 9) == DATA[7:16]
        await cache.settled()
        assert await uploads.local(f"tenant/{name}", len(DATA)) is not None
        assert await becomes(before + 1)
    assert await uploads.local("tenant/a", len(DATA)) is None
