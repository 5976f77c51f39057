"""An upload becomes a course version, or leaves nothing behind: whatever dies in between."""

from __future__ import annotations

import asyncio
import hashlib
import os
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from cursus.errors import InsufficientStorage, TooLarge, Unavailable
from cursus.storage.ports import StorageUnavailable
from packager.acceptance import IMPORT
from packager.courses import REMOVE, CourseExists, label_of
from packager.imports import UploadLost
from packager.index import OVERLAY, Index
from packager.model import from_json
from tests.course_structures import au, structure
from tests.importing import LIMITS, Anything
from tests.manifests import manifest_12, manifest_2004, package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.storage.ports import ObjectStore
    from tests.importing import Packager

FILM = Random(3).randbytes(500) * 20
PACKAGE = package(manifest_12(), {"index.html": b"<p>one</p>", "film.mp4": FILM})
OTHER = package(manifest_2004().replace("Course", "Other course"))
BROKEN = package(manifest_12().replace('href="index.html"', 'href="lost.html"'))
SHA256 = hashlib.sha256(PACKAGE).hexdigest()


async def assert_nothing_is_left(packager: Packager) -> None:
    assert packager.spooled() == []
    assert await packager.object_keys() == []
    assert await packager.rows("courses") == []
    assert await packager.rows("course_versions") == []
    assert await packager.rows("archive_holds") == []


async def assert_the_course_is_there(packager: Packager) -> None:
    version = await packager.courses.get("t", "course")
    assert version.version == 0
    assert packager.spooled() == []
    assert await packager.rows("archive_holds") == []
    assert len(await packager.rows("course_versions")) == 1
    index = Index.decode(await packager.objects.get(version.index_key))
    assert await packager.objects.get(version.archive_key) == PACKAGE
    assert version.overlay_key is not None
    film = index.entries["film.mp4"]
    assert film.source == OVERLAY
    overlay = await packager.objects.get(version.overlay_key)
    assert overlay[film.offset : film.offset + film.plain] == FILM


async def test_a_course_structure_alone_is_a_course_without_files(packager: Packager) -> None:
    alone = structure(au(url="https://example.org/a")).encode()
    assert (await packager.upload(alone))["course"] is not None
    version = await packager.courses.get("t", "course")
    assert (version.standard, version.overlay_key) == ("cmi5", None)
    assert Index.decode(await packager.objects.get(version.index_key)).entries == {}
    assert await packager.objects.get(version.archive_key) == alone
    assert packager.spooled() == []


async def test_a_mended_manifest_is_stored_beside_the_upload(packager: Packager) -> None:
    odd = package(manifest_12().replace("Lesson", "Fire & water"))
    assert (await packager.upload(odd))["course"] is not None
    version = await packager.courses.get("t", "course")
    assert await packager.objects.get(version.archive_key) == odd
    assert version.overlay_key is not None
    entry = Index.decode(await packager.objects.get(version.index_key)).entries["imsmanifest.xml"]
    overlay = await packager.objects.get(version.overlay_key)
    assert b"Fire &amp; water" in overlay[entry.offset : entry.offset + entry.plain]


async def test_an_upload_becomes_a_course(packager: Packager) -> None:
    job = await packager.receive(PACKAGE, tags=["safety", "2025"])
    assert packager.wakes == 1
    assert packager.spooled() == [f"t~{job}.zip"]
    result = await packager.run(job)
    assert result["course"] == {"id": "course", "version": 0, "title": "Course"}
    assert result["playable"]
    assert not any(finding["severity"] == "error" for finding in result["findings"])
    await assert_the_course_is_there(packager)
    version = await packager.courses.get("t", "course")
    assert (version.title, version.standard, version.edition) == ("Course", "scorm12", None)
    assert version.archive_key == f"t/{SHA256}.zip"
    assert version.archive_size == len(PACKAGE)
    assert version.activity_iri == "https://t.example/course"
    assert version.tags == ("safety", "2025")
    assert version.label == label_of("t", "course", 0, SHA256)
    assert from_json(version.model_json).organization.root.children[0].href == "index.html"
    assert await packager.courses.by_label(version.label) == version


async def test_findings_come_in_both_languages(packager: Packager) -> None:
    result = await packager.upload(BROKEN)
    (finding,) = (f for f in result["findings"] if f["rule"] == "scorm.launch-file-missing")
    assert set(finding["text"]) == set(finding["hint"]) == {"en", "ru"}
    assert "lost.html" in finding["text"]["ru"]
    assert finding["line"] == 1


@pytest.mark.parametrize("data", [BROKEN, b"", b"no zip", PACKAGE[:-100]])
async def test_a_package_with_errors_leaves_nothing_behind(data: bytes, packager: Packager) -> None:
    result = await packager.upload(data)
    assert (result["course"], result["playable"], result["conformant"]) == (None, False, False)
    assert all(r == {"removed": True} for r in await packager.run_removals())
    await assert_nothing_is_left(packager)


async def test_the_same_upload_again_makes_no_version(packager: Packager) -> None:
    await packager.upload(PACKAGE)
    result = await packager.upload(PACKAGE, may_create_new_version=True)
    assert result["course"] == {"id": "course", "version": 0, "title": "Course"}
    await assert_the_course_is_there(packager)


async def test_another_upload_makes_a_version_where_that_is_wanted(packager: Packager) -> None:
    await packager.upload(PACKAGE, tags=["a"])
    result = await packager.upload(OTHER, may_create_new_version=True, tags=["b"])
    assert result["course"] == {"id": "course", "version": 1, "title": "Other course"}
    first = await packager.courses.get("t", "course", 0)
    second = await packager.courses.get("t", "course", 1)
    assert first.label != second.label
    assert first.activity_iri == second.activity_iri
    assert (await packager.courses.get("t", "course")).version == 1
    assert second.tags == ("b",)
    assert await packager.objects.get(first.archive_key) == PACKAGE
    assert await packager.objects.get(second.archive_key) == OTHER


async def test_an_existing_course_is_refused_before_anything_is_read(packager: Packager) -> None:
    await packager.upload(PACKAGE)

    read: list[str] = []

    async def never() -> AsyncIterator[bytes]:
        if read:
            yield b""
        read.append("the upload")

    with pytest.raises(CourseExists) as refusal:
        await packager.imports.receive(
            "t", "course", never(), filename="x.zip", may_create_new_version=False
        )
    assert "already exists" in str(refusal.value)
    assert refusal.value.status == 400
    assert read == []


async def test_of_two_uploads_for_a_new_course_one_is_refused_whole(packager: Packager) -> None:
    first, second = await packager.receive(PACKAGE), await packager.receive(OTHER)
    await packager.run(first)
    with pytest.raises(CourseExists):
        await packager.run(second)
    assert all(r == {"removed": True} for r in await packager.run_removals())
    await assert_the_course_is_there(packager)
    assert len(await packager.object_keys()) == 3


async def test_an_upload_sent_twice_because_the_answer_was_late_is_taken_once(
    packager: Packager,
) -> None:
    first, second = await packager.receive(PACKAGE), await packager.receive(PACKAGE)
    results = [await packager.run(first), await packager.run(second)]
    assert results[0]["course"] == results[1]["course"]
    await assert_the_course_is_there(packager)


async def test_an_upload_that_is_too_large_is_refused_and_gone(packager: Packager) -> None:
    with pytest.raises(TooLarge):
        await packager.receive(bytes(LIMITS.upload + 1))
    await assert_nothing_is_left(packager)
    assert await packager.rows("jobs") == []


async def test_an_upload_that_breaks_off_is_gone(packager: Packager) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield bytes(3_000_000)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await packager.imports.receive(
            "t", "course", breaking(), filename="x.zip", may_create_new_version=False
        )
    await assert_nothing_is_left(packager)
    assert await packager.rows("jobs") == []


async def test_an_upload_whose_request_is_cancelled_is_gone(packager: Packager) -> None:
    sent = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield bytes(2_000_000)
        sent.set()
        await asyncio.Event().wait()

    receiving = asyncio.create_task(
        packager.imports.receive(
            "t", "course", endless(), filename="x.zip", may_create_new_version=False
        )
    )
    await sent.wait()
    receiving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await receiving
    await assert_nothing_is_left(packager)


class Killed(BaseException):
    """The process died here."""


class DyingObjects:
    """Objects whose n-th writing call dies, before or after it is done."""

    fault: BaseException = Killed()

    def __init__(self, objects: ObjectStore, call: int, *, after: bool) -> None:
        self._objects = objects
        self._left = call
        self._after = after

    def __getattr__(self, name: str) -> Any:
        work = getattr(self._objects, name)
        if name not in ("put", "put_file"):
            return work

        async def dying(*arguments: object) -> None:
            self._left -= 1
            last = self._left == 0
            if last and not self._after:
                raise self.fault
            await work(*arguments)
            if last:
                raise self.fault

        return dying


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", [1, 2, 3])
async def test_an_import_that_is_killed_while_storing_begins_again(
    call: int, *, after: bool, packager: Packager
) -> None:
    job = await packager.receive(PACKAGE)
    packager.restart(DyingObjects(packager.objects, call, after=after))
    with pytest.raises(Killed):
        await packager.run(job)
    assert await packager.rows("courses") == []
    packager.restart(packager.objects)
    await packager.imports.clean()
    result = await packager.run(job)
    assert result["course"] == {"id": "course", "version": 0, "title": "Course"}
    await assert_the_course_is_there(packager)


async def test_an_import_that_died_before_its_answer_answers_the_same_again(
    packager: Packager,
) -> None:
    job = await packager.receive(PACKAGE)
    first = await packager.run(job)
    packager.restart(packager.objects)
    assert await packager.run(job) == first
    await assert_the_course_is_there(packager)


async def test_the_same_upload_that_died_before_its_answer_answers_again(
    packager: Packager,
) -> None:
    await packager.upload(PACKAGE)
    job = await packager.receive(PACKAGE, may_create_new_version=True)
    first = await packager.run(job)
    assert await packager.run(job) == first
    await assert_the_course_is_there(packager)


class FullObjects(DyingObjects):
    """Objects for which there is no room."""

    fault: BaseException = InsufficientStorage()


class AbsentObjects(DyingObjects):
    """Objects that cannot be reached at the moment."""

    fault: BaseException = StorageUnavailable()


async def test_an_import_without_room_for_its_objects_ends_and_leaves_nothing(
    packager: Packager,
) -> None:
    job = await packager.receive(PACKAGE)
    packager.restart(FullObjects(packager.objects, 2, after=False))
    with pytest.raises(InsufficientStorage):
        await packager.run(job)
    packager.restart(packager.objects)
    await packager.run_removals()
    await assert_nothing_is_left(packager)


async def test_an_import_whose_objects_cannot_be_reached_keeps_its_upload(
    packager: Packager,
) -> None:
    job = await packager.receive(PACKAGE)
    packager.restart(AbsentObjects(packager.objects, 2, after=False))
    with pytest.raises(StorageUnavailable):
        await packager.run(job)
    packager.restart(packager.objects)
    await packager.run(job)
    await assert_the_course_is_there(packager)


async def test_an_upload_that_is_lost_is_told(packager: Packager) -> None:
    job = await packager.receive(PACKAGE)
    for path in packager.folder.iterdir():
        path.unlink()
    with pytest.raises(UploadLost):
        await packager.run(job)
    await packager.run_removals()
    await assert_nothing_is_left(packager)


async def end_job(packager: Packager, job: str, state: str) -> None:
    """Store that a job ended, as the runner does."""
    query = Anything("UPDATE jobs SET state = :state WHERE id = :id")
    await packager.database.write(lambda tx: tx.execute(query, state=state, id=job))


async def test_an_import_that_was_given_up_is_cleaned_away_at_the_next_start(
    packager: Packager,
) -> None:
    job = await packager.receive(PACKAGE)
    packager.restart(DyingObjects(packager.objects, 3, after=True))
    with pytest.raises(Killed):
        await packager.run(job)
    assert await packager.object_keys() != []
    await end_job(packager, job, "failed")
    (packager.folder / "t~half.part").write_bytes(b"half")
    packager.restart(packager.objects)
    await packager.imports.clean()
    assert packager.spooled() == []
    assert await packager.run_removals() == [{"removed": True}]
    await assert_nothing_is_left(packager)


async def test_what_was_given_up_is_cleaned_away_while_uploads_arrive(packager: Packager) -> None:
    job = await packager.receive(PACKAGE)
    await end_job(packager, job, "failed")
    long_ago = packager.folder / "t~half.part"
    long_ago.write_bytes(b"half")
    for path in (long_ago, packager.folder / f"t~{job}.zip"):
        os.utime(path, (0, 0))
    arriving = [packager.folder / "t~arriving.part", packager.folder / "t~new.zip"]
    for path in arriving:
        path.write_bytes(b"half")
    await packager.imports.clean(3600)
    assert packager.spooled() == sorted(path.name for path in arriving)
    assert await packager.rows("archive_holds") == []


async def test_what_waits_is_not_cleaned_away(packager: Packager) -> None:
    job = await packager.receive(PACKAGE)
    packager.restart(packager.objects)
    await packager.imports.clean()
    assert packager.spooled() == [f"t~{job}.zip"]
    await packager.run(job)
    await assert_the_course_is_there(packager)


async def test_a_deleted_courses_objects_are_removed(packager: Packager) -> None:
    await packager.upload(PACKAGE)
    await packager.upload(OTHER, may_create_new_version=True)
    await packager.delete("t", "course")
    assert await packager.run_removals() == [{"removed": True}] * 2
    await assert_nothing_is_left(packager)


async def test_objects_stay_while_another_course_plays_from_them(packager: Packager) -> None:
    await packager.upload(PACKAGE, "one")
    await packager.upload(PACKAGE, "course")
    await packager.delete("t", "one")
    assert await packager.run_removals() == [{"removed": False}]
    await assert_the_course_is_there(packager)


async def test_objects_stay_while_an_import_of_the_same_bytes_is_under_way(
    packager: Packager,
) -> None:
    await packager.upload(PACKAGE, "one")
    await packager.delete("t", "one")
    job = await packager.receive(PACKAGE)
    assert await packager.run_removals() == [{"removed": False}]
    await packager.run(job)
    await assert_the_course_is_there(packager)


async def test_an_import_waits_for_a_removal_of_the_same_bytes(packager: Packager) -> None:
    await packager.upload(PACKAGE, "one")
    await packager.delete("t", "one")
    packager.restart(DyingDeletes(packager.objects))
    with pytest.raises(Killed):
        await packager.run_removals()
    packager.restart(packager.objects)
    job = await packager.receive(PACKAGE)
    with pytest.raises(Unavailable):
        await packager.run(job)
    assert await packager.rows("courses") == []
    assert len(await packager.rows("jobs", IMPORT)) == 2
    await packager.run_removals()
    await packager.run(job)
    await assert_the_course_is_there(packager)


class DyingDeletes:
    """Objects of which the first deletion dies when it is done."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)

    async def delete(self, key: str) -> None:
        await self._objects.delete(key)
        raise Killed


async def test_tenants_neither_see_nor_touch_one_another(packager: Packager) -> None:
    await packager.upload(PACKAGE, tenant="t")
    await packager.upload(PACKAGE, tenant="u")
    mine = await packager.courses.get("t", "course")
    theirs = await packager.courses.get("u", "course")
    assert mine.label != theirs.label
    assert mine.archive_key != theirs.archive_key
    await packager.delete("u", "course")
    assert [row["tenant"] for row in await packager.rows("jobs", REMOVE)] == ["u"]
    await packager.run_removals("u")
    assert await packager.objects.get(mine.archive_key) == PACKAGE
