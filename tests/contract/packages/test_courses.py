"""Stored courses: found, listed in pages, renamed, and fenced by their tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.errors import NotFound
from packager.courses import label_of
from tests.manifests import manifest_12, package

if TYPE_CHECKING:
    from cursus.storage.lists import Order
    from tests.conftest import ManualClock
    from tests.importing import Packager


async def courses(packager: Packager, clock: ManualClock, count: int) -> list[str]:
    """Import courses a second apart, tagged odd and even."""
    names = [f"c{number}" for number in range(count)]
    for number, name in enumerate(names):
        clock.forward(1)
        manifest = manifest_12().replace("Course", f"Course {name}")
        await packager.upload(package(manifest), name, tags=["odd" if number % 2 else "even"])
    return names


async def test_a_course_that_is_not_there_is_not_found(packager: Packager) -> None:
    await packager.upload(package(manifest_12()))
    for look in (
        packager.courses.get("t", "other"),
        packager.courses.get("other", "course"),
        packager.courses.get("t", "course", 1),
        packager.courses.versions("t", "other"),
        packager.courses.by_label("z" * 20),
        packager.courses.set_title("t", "other", "x"),
        packager.delete("t", "other"),
    ):
        with pytest.raises(NotFound):
            await look
    with pytest.raises(NotFound, match="could not find course id other"):
        await packager.courses.get("t", "other")


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("created_asc", ["c0", "c1", "c2", "c3", "c4"]),
        ("created_desc", ["c4", "c3", "c2", "c1", "c0"]),
        ("updated_asc", ["c0", "c2", "c3", "c4", "c1"]),
        ("updated_desc", ["c1", "c4", "c3", "c2", "c0"]),
    ],
)
async def test_a_list_goes_on_where_its_last_page_ended(
    order: Order, names: list[str], packager: Packager, clock: ManualClock
) -> None:
    await courses(packager, clock, 5)
    clock.forward(1)
    await packager.courses.set_title("t", "c1", "Renamed")
    seen: list[str] = []
    after = None
    while True:
        page = await packager.courses.list("t", order, {}, after=after, limit=2)
        seen += [course.course_id for course in page.items]
        after = page.last
        if after is None:
            break
    assert seen == names


async def test_a_list_holds_only_what_its_conditions_name(
    packager: Packager, clock: ManualClock
) -> None:
    names = await courses(packager, clock, 4)
    all_of = await packager.courses.list("t", "created_asc", {}, after=None, limit=10, count=True)
    assert [course.course_id for course in all_of.items] == names
    assert (all_of.total, all_of.last) == (4, None)
    middle: dict[str, str | int] = {
        "created_since": all_of.items[1].created_at,
        "created_until": clock.now - 1_000_000,
    }
    asked: list[tuple[dict[str, str | int], list[str]]] = [
        ({"tagged": '["odd"]'}, ["c1", "c3"]),
        ({"tagged": '["odd", "even"]'}, names),
        ({"tagged": '["other"]'}, []),
        (middle, ["c1", "c2"]),
        ({**middle, "tagged": '["odd"]'}, ["c1"]),
    ]
    for conditions, expected in asked:
        page = await packager.courses.list(
            "t", "created_asc", conditions, after=None, limit=10, count=True
        )
        assert [course.course_id for course in page.items] == expected
        assert page.total == len(expected)
    other = await packager.courses.list("other", "created_asc", {}, after=None, limit=10)
    assert other.items == []


async def test_versions_are_found_by_number_and_together(
    packager: Packager, clock: ManualClock
) -> None:
    await courses(packager, clock, 2)
    newer = package(manifest_12().replace("Course", "Newer"))
    await packager.upload(newer, "c0", may_create_new_version=True)
    assert [v.title for v in await packager.courses.versions("t", "c0")] == ["Course c0", "Newer"]
    wanted = {("c0", 0), ("c0", 1), ("c1", 0), ("c1", 9), ("none", 0)}
    found = await packager.courses.get_many("t", wanted)
    assert {key: course.title for key, course in found.items()} == {
        ("c0", 0): "Course c0",
        ("c0", 1): "Newer",
        ("c1", 0): "Course c1",
    }
    assert await packager.courses.get_many("other", wanted) == {}


async def test_a_portals_own_title_goes_before_the_packages(packager: Packager) -> None:
    await packager.upload(package(manifest_12()))
    await packager.courses.set_title("t", "course", "Курс портала")
    assert (await packager.courses.get("t", "course")).title == "Курс портала"


def test_a_label_is_a_dns_label_that_says_nothing() -> None:
    labels = {
        label_of("t", "c", 0, "h"),
        label_of("t", "c", 1, "h"),
        label_of("u", "c", 0, "h"),
        label_of("t", "d", 0, "h"),
        label_of("t", "c", 0, "i"),
        label_of("tc", "", 0, "h"),
    }
    assert len(labels) == 6
    for label in labels:
        assert len(label) == 20
        assert label[0].isalpha()
        assert label.isalnum()
        assert label == label.lower()
