"""What changed between two versions, and what it means for those who are in the middle."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.diff import LISTED, NAMED, Diff, bookmarks_lost, diff
from packager.findings import VALUE_CHARACTERS
from packager.index import UPLOAD, Entry, Index
from packager.model import Activity, Course, Organization
from packager.sequencing import ControlMode, Sequencing, SequencingObjective

NO_FILES = Index({})


def course(*items: Activity, title: str = "Course", identifier: str = "O", **more: Any) -> Course:
    root = Activity(identifier, title, "cluster", children=items)
    return Course("scorm2004", title, (Organization(identifier, root),), identifier, **more)


def lesson(
    identifier: str, title: str | None = None, href: str | None = None, **m: Any
) -> Activity:
    return Activity(
        identifier, title or f"Lesson {identifier}", "sco", href or f"{identifier}/", **m
    )


def module(identifier: str, *children: Activity, title: str | None = None) -> Activity:
    return Activity(identifier, title or f"Module {identifier}", "cluster", children=children)


def files(**content: str) -> Index:
    return Index(
        {
            name: Entry(UPLOAD, 0, 0, len(text), len(text), sum(text.encode()))
            for name, text in content.items()
        }
    )


def compared(older: Course, newer: Course) -> Diff:
    return diff(older, newer, NO_FILES, NO_FILES)


def said(found: Diff) -> dict[str, list[str]]:
    """The kinds of changes that there are, each with the identifiers or settings it names."""
    lists: dict[str, list[str]] = {}
    for kind in ("added", "removed", "renamed", "moved", "relaunched", "reidentified", "settings"):
        listed = getattr(found, kind)
        names = [
            getattr(item, "setting", None) or getattr(item, "identifier", None) or item.after
            for item in listed.items
        ]
        if listed.count:
            lists[kind] = names
    return lists


A, B, C = lesson("a"), lesson("b"), lesson("c")


@pytest.mark.parametrize(
    ("older", "newer", "expected", "kept", "lost"),
    [
        pytest.param(course(A, B), course(A, B), {}, 2, 0, id="nothing"),
        pytest.param(course(A), course(A, B), {"added": ["b"]}, 1, 0, id="an item more"),
        pytest.param(course(A, B), course(B), {"removed": ["a"]}, 1, 1, id="an item less"),
        pytest.param(
            course(A), course(lesson("a", "Other")), {"renamed": ["a"]}, 1, 0, id="a new title"
        ),
        pytest.param(
            course(A),
            course(lesson("a", href="new.html")),
            {"relaunched": ["a"]},
            1,
            0,
            id="a new address",
        ),
        pytest.param(
            course(A),
            course(lesson("a", "Other", "new.html")),
            {"renamed": ["a"], "relaunched": ["a"]},
            1,
            0,
            id="the identifier alone has stayed",
        ),
        pytest.param(
            course(A, B),
            course(lesson("x", "Other", "a/"), B),
            {"renamed": ["x"], "reidentified": ["x"]},
            1,
            1,
            id="known by its address",
        ),
        pytest.param(
            course(A, B),
            course(lesson("x", "LESSON A ", "new.html"), B),
            {"renamed": ["x"], "relaunched": ["x"], "reidentified": ["x"]},
            1,
            1,
            id="known by its title in whichever case",
        ),
        pytest.param(
            course(lesson("i1", "Test", "one/"), lesson("i2", "Test", "two/")),
            course(
                *(
                    lesson(f"i{n}", "Test", href)
                    for n, href in enumerate(("new/", "one/", "two/"), 1)
                )
            ),
            {"added": ["i1"], "reidentified": ["i2", "i3"]},
            0,
            2,
            id="items of one title that were numbered anew",
        ),
        pytest.param(
            course(lesson("i1", "One", "one/"), lesson("i2", "Two", "two/")),
            course(
                lesson("i1", "One", "one/"),
                lesson("i2", "New", "new/"),
                lesson("i3", "Two", "two/"),
            ),
            {"added": ["i2"], "reidentified": ["i3"]},
            1,
            1,
            id="a tool that numbers its items",
        ),
        pytest.param(
            course(module("m", A), module("n", B)),
            course(module("m"), module("n", B, A)),
            {"moved": ["a"]},
            2,
            0,
            id="into another module",
        ),
        pytest.param(
            course(A, B, C), course(C, A, B), {"moved": ["c"]}, 3, 0, id="only what had to move"
        ),
        pytest.param(
            course(module("m", A, B)),
            course(A, B),
            {"removed": ["m"], "moved": ["a", "b"]},
            2,
            0,
            id="a module dissolved",
        ),
        pytest.param(
            course(A, identifier="O1"), course(A, identifier="O2"), {}, 1, 0, id="the course's own"
        ),
        pytest.param(
            course(A), course(A, title="New"), {"settings": ["title"]}, 1, 0, id="the course's name"
        ),
        pytest.param(
            course(module("m", title="Test"), lesson("a", "Test")),
            course(lesson("b", "Test", "b/")),
            {"removed": ["m"], "relaunched": ["b"], "reidentified": ["b"]},
            0,
            1,
            id="a heading is not the lesson of its name",
        ),
        pytest.param(
            course(lesson("a", "Same", "x"), lesson("b", "Same", "y")),
            course(lesson("c", "Same", "v"), lesson("d", "Same", "w")),
            {"removed": ["a", "b"], "added": ["c", "d"]},
            0,
            2,
            id="nothing tells them apart",
        ),
    ],
)
def test_what_changed_is_told_and_whose_bookmarks_it_costs(
    older: Course, newer: Course, expected: dict[str, list[str]], kept: int, lost: int
) -> None:
    found = compared(older, newer)
    assert said(found) == expected
    assert (found.kept, found.lost) == (kept, lost)


def test_an_item_that_is_no_longer_started_keeps_no_bookmark() -> None:
    found = compared(course(A), course(module("a", title=A.title)))
    assert found.lost == 1


def test_the_identifiers_that_cost_bookmarks_are_named() -> None:
    older = course(lesson("i1", "One"), lesson("i2", "Two", "two/"), lesson("i3", "Three"))
    newer = course(lesson("i1", "One"), lesson("i2", "New"), lesson("i4", "Two", "two/"))
    assert bookmarks_lost(older, newer) == ["i2", "i3"]


@pytest.mark.parametrize(
    ("items", "before", "after"),
    [
        ((A, B), "Course › 1", "Course › 2"),
        ((module("m"), A), "Course › 1", "Course › 2"),
    ],
)
def test_a_place_is_said_as_people_find_it(
    items: tuple[Activity, ...], before: str, after: str
) -> None:
    found = compared(course(*items), course(*items[::-1]))
    moved = found.moved.items[0]
    assert {moved.before, moved.after} == {before, after}


def test_settings_are_told_by_their_path() -> None:
    flow = Sequencing(control_mode=ControlMode(flow=True))
    passing = Sequencing(primary_objective=SequencingObjective("p", satisfied_by_measure=True))
    older = course(lesson("a", mastery_score=80.0, hide_ui=("exit",)), lesson("b", sequencing=flow))
    newer = course(lesson("a", mastery_score=60.5, visible=False), lesson("b", sequencing=passing))
    changes = {
        (one.identifier, one.setting): (one.before, one.after)
        for one in compared(older, newer).settings.items
    }
    assert changes == {
        ("a", "visible"): ("true", "false"),
        ("a", "hideUi"): ("exit", None),
        ("a", "masteryScore"): ("80", "60.5"),
        ("b", "sequencing.controlMode.flow"): ("true", "false"),
        ("b", "sequencing.primaryObjective.identifier"): (None, "p"),
        ("b", "sequencing.primaryObjective.satisfiedByMeasure"): (None, "true"),
        ("b", "sequencing.primaryObjective.minNormalizedMeasure"): (None, "1"),
    }


def test_files_are_told_by_name_and_checksum() -> None:
    found = diff(
        course(A),
        course(A),
        files(same="1", changed="1", gone="1"),
        files(same="1", changed="2", new="1", newer="1"),
    ).files
    assert found.added.items == ("new", "newer")
    assert found.removed.items == ("gone",)
    assert found.changed.items == ("changed",)
    assert found.unchanged == 1


@pytest.mark.parametrize(
    ("newer", "english", "russian"),
    [
        (course(A, B), "in all items (2)", "во всех разделах (2)"),
        (course(A), "in 1 of 2 items and lose them in 1", "в 1 из 2 разделов, потеряются в 1"),
    ],
)
def test_the_verdict_is_a_sentence(newer: Course, english: str, russian: str) -> None:
    verdict = compared(course(A, B), newer).verdict()
    assert english in verdict.en
    assert russian in verdict.ru


def test_a_hostile_course_is_told_in_bounded_words_and_time() -> None:
    evil = "\x00\u202e" * 5_000
    older = course(*(lesson(f"{n}", evil, f"{n}", launch_data=evil) for n in range(5_000)))
    newer = course(*(lesson(f"{n}", evil, f"{n}", launch_data="") for n in range(5_000, 0, -1)))
    many = Index({f"{n}{evil}": Entry(UPLOAD, 0, 0, 1, 1, n) for n in range(20_000)})
    began = time.monotonic()
    found = diff(older, newer, many, NO_FILES)
    assert time.monotonic() - began < 5
    assert found.moved.count == 4_998
    assert len(found.moved.items) == len(found.settings.items) == LISTED
    assert (found.files.removed.count, len(found.files.removed.items)) == (20_000, NAMED)
    assert "\u202e" not in found.settings.items[0].title  # type: ignore[operator]
    assert max(len(name) for name in found.files.removed.items) <= 6 * VALUE_CHARACTERS


NAMES = st.sampled_from("abcdef")
LESSONS = st.builds(lesson, NAMES, NAMES, NAMES)
ITEMS = st.recursive(
    LESSONS, lambda below: st.builds(module, NAMES, below, below, title=NAMES), max_leaves=12
)
COURSES = st.lists(ITEMS, max_size=5).map(lambda items: course(*items))


@settings(max_examples=300)
@given(COURSES, COURSES)
def test_every_item_is_either_paired_or_only_in_one(older: Course, newer: Course) -> None:
    found = compared(older, newer)
    sizes = [sum(1 for _ in c.organization.root.walk()) for c in (older, newer)]
    assert sizes[0] - found.removed.count == sizes[1] - found.added.count
    assert found.lost == len(bookmarks_lost(older, newer))
    assert found.kept + found.lost == sum(
        one.href is not None for one in older.organization.root.walk()
    )


@given(COURSES)
def test_a_course_differs_in_nothing_from_itself_but_where_nothing_tells_items_apart(
    one: Course,
) -> None:
    identifiers = [item.identifier for item in one.organization.root.walk()]
    found = compared(one, one)
    if len(set(identifiers)) == len(identifiers):
        assert said(found) == {}
        assert found.lost == 0
    assert said(found).keys() <= {"added", "removed", "moved", "reidentified"}
