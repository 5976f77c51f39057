"""Writing a new version of a course: the commit point of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from cursus.storage.queries import load_queries
from packager.courses import NO_VERSION, CourseChanged, CourseExists, label_of

if TYPE_CHECKING:
    from cursus.storage.ports import Tx, Value

Q = load_queries("packager")


async def store_version(
    tx: Tx,
    row: dict[str, Value],
    iri: str,
    tags: tuple[str, ...],
    *,
    may_create: bool,
    expected: int | None = None,
) -> int:
    """Store an upload as a version of its course, within a unit of work; return its number.

    `row` holds the columns of the version but its number and its label. The course is made when
    there is none; the newest version's own upload makes no other. Raises `CourseExists` where a
    new version was not asked for, and `CourseChanged` when the newest is not the `expected` one
    (NO_VERSION: no course).
    """
    course_id = str(row["course_id"])
    latest = await tx.row(Q.course_latest, tenant=row["tenant"], id=course_id)
    newest = NO_VERSION if latest is None else latest["version"]
    same = latest is not None and latest["sha256"] == row["sha256"]
    if expected is not None and expected != newest and not same:
        raise CourseChanged
    if latest is None:
        await _insert_course(tx, row, iri, tags)
        return 0
    if latest["sha256"] == row["sha256"]:
        return int(latest["version"])
    if not may_create:
        raise CourseExists.of(course_id)
    version = int(latest["version"]) + 1
    await _add_version(tx, row, version, tags)
    return version


async def _insert_course(tx: Tx, row: dict[str, Value], iri: str, tags: tuple[str, ...]) -> None:
    await tx.execute(
        Q.course_insert,
        tenant=row["tenant"],
        id=row["course_id"],
        activity_iri=iri,
        tags=orjson.dumps(tags).decode(),
        now=row["now"],
    )
    await _insert_version(tx, row, 0)


async def _add_version(tx: Tx, row: dict[str, Value], version: int, tags: tuple[str, ...]) -> None:
    key = {"tenant": row["tenant"], "id": row["course_id"]}
    await _insert_version(tx, row, version)
    await tx.execute(Q.course_advance, **key, latest=version, now=row["now"])
    if tags:
        await tx.execute(Q.course_set_tags, **key, tags=orjson.dumps(tags).decode())


async def _insert_version(tx: Tx, row: dict[str, Value], version: int) -> None:
    label = label_of(str(row["tenant"]), str(row["course_id"]), version, str(row["sha256"]))
    await tx.execute(Q.version_insert, **row, version=version, label=label)
