"""The contract of the ObjectStore port, held by every store."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import pytest

from cursus.storage.objects import open_objects
from cursus.storage.objects_memory import MemoryObjects
from cursus.storage.ports import ObjectStore, ShortObject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

BYTES = hashlib.shake_256(b"an object").digest(700_000)


@pytest.fixture(params=["memory", "local", "s3"])
async def objects(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ObjectStore]:
    if request.param == "memory":
        store: ObjectStore = MemoryObjects()
    elif request.param == "local":
        store = open_objects((tmp_path / "objects").as_uri())
    else:
        endpoint = request.getfixturevalue("s3_endpoint")
        store = open_objects(f"s3://packages/{tmp_path.name}?endpoint={endpoint}")
    yield store
    await store.close()


async def _streamed(objects: ObjectStore, key: str, offset: int, length: int) -> list[bytes]:
    async with objects.stream(key, offset, length) as chunks:
        return [chunk async for chunk in chunks]


async def test_what_was_put_is_there_byte_for_byte(objects: ObjectStore) -> None:
    await objects.put("t/a.zip", BYTES)
    assert await objects.get("t/a.zip") == BYTES
    assert await objects.size("t/a.zip") == len(BYTES)


async def test_an_empty_object_is_an_object(objects: ObjectStore) -> None:
    await objects.put("t/empty", b"")
    assert await objects.get("t/empty") == b""
    assert await objects.size("t/empty") == 0
    assert await objects.read("t/empty", 0, 0) == b""


async def test_the_same_key_again_replaces_the_object(objects: ObjectStore) -> None:
    await objects.put("t/a", b"the longer one")
    await objects.put("t/a", b"short")
    assert await objects.get("t/a") == b"short"


async def test_a_file_is_taken_over_whole(objects: ObjectStore, tmp_path: Path) -> None:
    upload = tmp_path / "upload"
    content = BYTES * 30  # more than one part of a multipart upload
    upload.write_bytes(content)
    await objects.put_file("t/big.zip", upload)
    assert not upload.exists()
    assert await objects.size("t/big.zip") == len(content)
    copy = tmp_path / "copy"
    await objects.fetch("t/big.zip", copy)
    assert hashlib.sha256(copy.read_bytes()).digest() == hashlib.sha256(content).digest()


@pytest.mark.parametrize(
    ("offset", "length"),
    [(0, 1), (0, 700_000), (1, 65_536), (333_333, 300_000), (699_999, 1), (9, 0)],
)
async def test_a_read_gives_exactly_the_range(
    objects: ObjectStore, offset: int, length: int
) -> None:
    await objects.put("t/a", BYTES)
    assert await objects.read("t/a", offset, length) == BYTES[offset : offset + length]


@pytest.mark.parametrize(("offset", "length"), [(699_999, 2), (700_000, 1), (0, 700_001)])
async def test_a_range_beyond_the_end_is_refused_rather_than_cut(
    objects: ObjectStore, offset: int, length: int
) -> None:
    await objects.put("t/a", BYTES)
    with pytest.raises(ShortObject):
        await objects.read("t/a", offset, length)
    with pytest.raises(ShortObject):
        await _streamed(objects, "t/a", offset, length)


@pytest.mark.parametrize(("offset", "length"), [(0, 700_000), (5, 600_000), (7, 0)])
async def test_a_stream_gives_the_range_in_bounded_chunks(
    objects: ObjectStore, offset: int, length: int
) -> None:
    await objects.put("t/a", BYTES)
    received = await _streamed(objects, "t/a", offset, length)
    assert b"".join(received) == BYTES[offset : offset + length]
    assert all(0 < len(chunk) <= 256 * 1024 for chunk in received)


async def test_a_stream_may_be_left_early(objects: ObjectStore) -> None:
    await objects.put("t/a", BYTES)
    for _ in range(40):  # more often than there are connections or threads
        async with objects.stream("t/a", 0, len(BYTES)) as chunks:
            assert await anext(chunks)
    assert await objects.get("t/a") == BYTES


async def test_many_may_read_at_once(objects: ObjectStore) -> None:
    await objects.put("t/a", BYTES)
    reads = [objects.read("t/a", offset * 1000, 1000) for offset in range(100)]
    parts = await asyncio.gather(*reads)
    assert b"".join(parts) == BYTES[:100_000]


async def test_an_absent_object_is_a_key_error_and_leaves_nothing(
    objects: ObjectStore, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "copy"
    copy.parent.mkdir()
    with pytest.raises(KeyError):
        await objects.get("t/none")
    with pytest.raises(KeyError):
        await objects.read("t/none", 0, 10)
    with pytest.raises(KeyError):
        await objects.read("t/none", 0, 0)
    with pytest.raises(KeyError):
        async with objects.stream("t/none", 0, 10):
            pass
    with pytest.raises(KeyError):
        await objects.fetch("t/none", copy)
    assert list(copy.parent.iterdir()) == []
    assert await objects.size("t/none") is None


async def test_a_deleted_object_is_absent_and_may_be_deleted_again(objects: ObjectStore) -> None:
    await objects.put("t/a", b"a")
    await objects.delete("t/a")
    await objects.delete("t/a")
    assert await objects.size("t/a") is None


async def test_the_keys_are_listed_in_order_by_prefix(objects: ObjectStore) -> None:
    for key in ("t2/b", "t1/b.zip", "t1/a", "t1/b-c", "t1-x/a"):
        await objects.put(key, b"x")
    assert [key async for key in objects.keys("")] == [
        "t1-x/a",
        "t1/a",
        "t1/b-c",
        "t1/b.zip",
        "t2/b",
    ]
    assert [key async for key in objects.keys("t1/")] == ["t1/a", "t1/b-c", "t1/b.zip"]
    assert [key async for key in objects.keys("t1/b")] == ["t1/b-c", "t1/b.zip"]
    assert [key async for key in objects.keys("none/")] == []


async def test_more_keys_than_a_page_holds_are_all_listed(objects: ObjectStore) -> None:
    wanted = [f"t/{number:04}" for number in range(1100)]
    await asyncio.gather(*(objects.put(key, b"x") for key in wanted))
    assert [key async for key in objects.keys("t/")] == wanted


async def test_puts_of_one_key_at_the_same_time_leave_one_whole(objects: ObjectStore) -> None:
    contents = [bytes([number]) * 100_000 for number in range(8)]
    await asyncio.gather(*(objects.put("t/a", content) for content in contents))
    assert await objects.get("t/a") in contents


@pytest.mark.parametrize(
    "key",
    [
        "",
        "t",
        "t/",
        "/t/a",
        "t//a",
        "t/a/b",
        "../a",
        "t/..",
        "t/.hidden",
        ".incoming/a",
        "t/a\0",
        "t/a\n",
        "t\\..\\a",
        "t/é",
        "t/" + "a" * 201,
    ],
)
async def test_what_is_no_key_is_refused_everywhere(
    objects: ObjectStore, key: str, tmp_path: Path
) -> None:
    upload = tmp_path / "upload"
    upload.write_bytes(b"x")
    with pytest.raises(ValueError, match="not an object key"):
        await objects.put(key, b"x")
    with pytest.raises(ValueError, match="not an object key"):
        await objects.put_file(key, upload)
    with pytest.raises(ValueError, match="not an object key"):
        await objects.get(key)
    with pytest.raises(ValueError, match="not an object key"):
        await objects.read(key, 0, 1)
    with pytest.raises(ValueError, match="not an object key"):
        await objects.size(key)
    with pytest.raises(ValueError, match="not an object key"):
        await objects.delete(key)
    assert upload.exists()


async def test_a_local_path_holds_the_object_where_there_is_one(objects: ObjectStore) -> None:
    await objects.put("t/a", b"content")
    path = objects.local_path("t/a")
    assert path is None or path.read_bytes() == b"content"
