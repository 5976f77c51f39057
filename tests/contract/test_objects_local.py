"""What the store on a folder must prove beyond the contract."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from cursus.errors import InsufficientStorage
from cursus.storage.objects import open_objects
from cursus.storage.objects_local import STALE_SECONDS, LocalObjects

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[LocalObjects]:
    opened = LocalObjects(tmp_path / "objects")
    yield opened
    await opened.close()


async def test_an_object_lies_at_its_key_and_nothing_beside_it(
    store: LocalObjects, tmp_path: Path
) -> None:
    await store.put("t/a.zip", b"content")
    assert store.local_path("t/a.zip") == tmp_path / "objects" / "t" / "a.zip"
    files = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert files == [tmp_path / "objects" / "t" / "a.zip"]


async def test_what_a_killed_process_left_is_removed_a_day_later(tmp_path: Path) -> None:
    incoming = tmp_path / ".incoming"
    incoming.mkdir()
    old, young = incoming / "old", incoming / "young"
    old.write_bytes(b"half of a")
    young.write_bytes(b"half of a")
    before = time.time() - STALE_SECONDS - 1
    os.utime(old, (before, before))
    store = LocalObjects(tmp_path)
    assert [path.name for path in incoming.iterdir()] == ["young"]
    assert [key async for key in store.keys("")] == []
    await store.close()


async def test_a_refused_write_leaves_nothing(store: LocalObjects, tmp_path: Path) -> None:
    (tmp_path / "objects" / "t").write_bytes(b"a file where the folder would be")
    with pytest.raises(Exception, match="storage does not answer"):
        await store.put("t/a", b"content")
    assert list((tmp_path / "objects" / ".incoming").iterdir()) == []


async def test_a_folder_without_room_is_said_to_be_full() -> None:
    full = open("/dev/full", "wb", buffering=0)  # noqa: ASYNC230, PTH123, SIM115 - a real ENOSPC
    with full, pytest.raises(OSError, match="No space left") as refused:
        full.write(b"x")
    from cursus.storage.files import storage_problem  # noqa: PLC0415

    assert isinstance(storage_problem(refused.value), InsufficientStorage)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///",
        "file://host/folder",
        "folder",
        "s3://",
        "s3://bucket?endpoin=http://127.0.0.1",
        "gs://bucket",
        "http://127.0.0.1/bucket",
    ],
)
def test_a_url_of_no_known_form_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no storage is at"):
        open_objects(url)


async def test_a_folder_with_letters_of_any_alphabet_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "учебные курсы"
    store = open_objects(folder.as_uri())
    await store.put("t/a", b"content")
    assert (folder / "t" / "a").read_bytes() == b"content"
    await store.close()
