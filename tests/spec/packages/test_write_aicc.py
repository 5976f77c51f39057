"""Written AICC courses: read back the same, conformant, and plain enough for literal readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from packager.hrefs import Files, join_parameters
from packager.model import (
    Activity,
    AiccCourse,
    AiccUnit,
    CompletionRequirement,
    Course,
    DataMap,
    Limits,
    Objective,
    Organization,
)
from packager.prerequisites import AllOf, AnyOf, AtLeast, Element, HasStatus, Not, Script
from packager.read.aicc import read_aicc
from packager.read.aicc_texts import is_lost
from packager.sequencing import Sequencing
from packager.write.aicc import aicc_files

if TYPE_CHECKING:
    from packager.model import Languages
    from packager.prerequisites import Status
    from packager.read.course import ReadCourse
    from packager.write.aicc import Encoding
    from packager.write.written import Written

PAGES = ("index.html", "pages/one.html", "урок/страница 2.html", "100%.html")
HREFS = (
    "index.html",
    "pages/one.html?part=2",
    "%D1%83%D1%80%D0%BE%D0%BA/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0%202.html",
    "100%25.html",
)


def back(written: Written) -> ReadCourse:
    """What our own reader makes of written files."""
    files = dict.fromkeys(PAGES, b"") | written.files
    return read_aicc("course.crs", Files(files), files)


# Any course that AICC can express

_WORDS = (
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text) and not is_lost(text) and "<cr>" not in text.lower())
)
_MAYBE = st.one_of(st.none(), _WORDS)
_TITLED: st.SearchStrategy[Languages] = _MAYBE.map(lambda text: {"und": text} if text else {})
_STATUS: st.SearchStrategy[Status] = st.sampled_from(
    ("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
)
_LIMITS = st.builds(
    Limits,
    st.sampled_from([None, "00:20:00", "9999:59:59", "01:00:00.50"]),
    st.sampled_from(
        [None, "exit,message", "exit,no message", "continue,message", "continue,no message"]
    ),
)
_UNIT = st.builds(AiccUnit, _MAYBE, _MAYBE, _MAYBE, _MAYBE, st.none(), _MAYBE, _MAYBE)
_CRS = st.builds(AiccCourse, _WORDS, _WORDS, _WORDS, _WORDS, st.integers(0, 999_999_999))


def _scripts(names: list[str]) -> st.SearchStrategy[Script]:
    some = st.sampled_from(names)
    leaves = st.one_of(st.builds(Element, some), st.builds(HasStatus, some, _STATUS, st.booleans()))

    def nested(parts: st.SearchStrategy[Script]) -> st.SearchStrategy[Script]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Not, parts),
            st.builds(AllOf, several),
            st.builds(AnyOf, several),
            st.builds(AtLeast, st.integers(1, 3), several),
        )

    return st.recursive(leaves, nested, max_leaves=4)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Courses of AICC with everything that its files can say."""
    units = [f"A{n}" for n in range(1, draw(st.integers(1, 5)) + 1)]
    blocks = [f"B{n}" for n in range(1, draw(st.integers(0, 3)) + 1)]
    objectives = [f"J{n}" for n in range(1, draw(st.integers(0, 2)) + 1)]
    scripts = _scripts(["ROOT", *units, *blocks, *objectives])
    following = st.one_of(st.none(), st.sampled_from(units))
    completions = st.builds(CompletionRequirement, scripts.map(str), _STATUS, following, following)

    def common(identifier: str, kind: str, **more: object) -> Activity:
        related = st.lists(st.sampled_from(objectives), unique=True) if objectives else st.just([])
        return Activity(
            identifier=identifier,
            title=draw(_WORDS),
            kind=kind,  # type: ignore[arg-type]
            descriptions=draw(_TITLED),
            prerequisites=draw(st.one_of(st.none(), scripts.map(str))),
            completions=tuple(draw(st.lists(completions, max_size=2))),
            objectives=tuple(draw(related)),
            **more,  # type: ignore[arg-type]
        )

    def unit(identifier: str) -> Activity:
        web_launch = draw(st.one_of(st.none(), st.sampled_from(["a=1", "a=1&b=2", "x"])))
        href = join_parameters(draw(st.sampled_from(HREFS)), web_launch)
        launch_data = "\r\n".join(draw(st.lists(_WORDS, max_size=3)))
        return common(
            identifier,
            "au",
            href=href,
            mastery_score=draw(st.one_of(st.none(), st.sampled_from([0.0, 7.5, 80.0, 100.0]))),
            limits=draw(_LIMITS),
            launch_data=launch_data or None,
            au=replace(draw(_UNIT), web_launch=web_launch),
        )

    def block(identifier: str, children: list[Activity]) -> Activity:
        developer_id = draw(_MAYBE)
        au = None if developer_id is None else AiccUnit(developer_id=developer_id)
        return common(identifier, "cluster", children=tuple(children), au=au)

    level = [unit(identifier) for identifier in units]
    for identifier in blocks:
        level = [block(identifier, level)] if draw(st.booleans()) else [
            block(identifier, level[:1]), *level[1:]
        ]  # fmt: skip
    description = "\n".join(draw(st.lists(_WORDS, max_size=3)))
    root = replace(
        common("ROOT", "cluster", children=tuple(level)),
        descriptions={"und": description} if description else {},
    )
    described = tuple(
        Objective(identifier, draw(_TITLED), draw(_TITLED)) for identifier in objectives
    )
    return Course(
        standard="aicc",
        title=root.title,
        organizations=(Organization("ROOT", root),),
        default_organization="ROOT",
        identifier=draw(_WORDS),
        objectives=described,
        aicc=draw(_CRS),
    )


@settings(max_examples=60, deadline=None)
@given(courses())
def test_what_is_written_is_read_back_the_same_and_conformant(course: Course) -> None:
    written = aicc_files(course)
    assert written.losses == []
    found = back(written)
    assert found.course == course
    assert [finding.rule for finding in found.findings] == []
    assert aicc_files(course) == written


FIELD = r'"(?:[^"]|"")*"'
LITERAL = re.compile(rf"{FIELD}(,{FIELD})*")


@settings(max_examples=30, deadline=None)
@given(courses(), st.sampled_from(["utf-8", "cp1251"]))
def test_every_row_is_quoted_ends_with_crlf_and_is_as_wide_as_its_names(
    course: Course, encoding: Encoding
) -> None:
    written = aicc_files(course, encoding=encoding)
    assert {"course.crs", "course.au", "course.des", "course.cst"} <= set(written.files)
    for name, data in written.files.items():
        text = data.decode(encoding)
        assert text.endswith("\r\n")
        assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
        if name != "course.crs":
            rows = text.removesuffix("\r\n").split("\r\n")
            assert all(LITERAL.fullmatch(row) for row in rows)
            assert len({len(re.findall(FIELD, row)) for row in rows}) == 1


# Courses of other standards


def activity(identifier: str, href: str | None = "index.html", **more: object) -> Activity:
    kind = "sco" if href else "cluster"
    return Activity(identifier, f"Title of {identifier}", kind, href, **more)  # type: ignore[arg-type]


def of_scorm(*children: Activity, **root: object) -> Course:
    top = Activity("ORG", "Fire safety", "cluster", children=children, **root)  # type: ignore[arg-type]
    return Course(
        standard="scorm12",
        title="Fire safety",
        organizations=(Organization("ORG", top),),
        default_organization="ORG",
        identifier="M1",
    )


def losses(course: Course) -> str:
    return " / ".join(text.en for text in aicc_files(course).losses)


def test_a_course_of_scorm_gets_the_ids_of_aicc_and_its_conditions_follow() -> None:
    course = of_scorm(
        activity("intro"),
        activity(
            "part-1",
            None,
            prerequisites="intro",
            children=(activity("lesson-1"), activity("test", prerequisites='"lesson-1"=passed')),
        ),
    )
    written = aicc_files(course)
    found = back(written)
    assert found.findings == []
    assert found.course is not None
    root = found.course.organization.root
    assert [(a.identifier, a.title, a.prerequisites) for a in root.walk()] == [
        ("ROOT", "Fire safety", None),
        ("A1", "Title of intro", None),
        ("B1", "Title of part-1", "A1"),
        ("A2", "Title of lesson-1", None),
        ("A3", "Title of test", 'A2="passed"'),
    ]
    assert [a.au and a.au.developer_id for a in root.children[1].walk()] == [
        "part-1", "lesson-1", "test",
    ]  # fmt: skip
    assert "Identifiers are replaced" in losses(course)


def test_limits_and_scores_of_scorm_2004_are_said_in_the_units_of_aicc() -> None:
    limits = Limits("PT1H30M", "exit,message", attempt_limit=2)
    course = of_scorm(activity("A1", scaled_passing_score=0.8, limits=limits))
    found = back(aicc_files(course))
    assert found.course is not None
    unit = found.course.organization.root.children[0]
    assert unit.mastery_score == 80.0
    assert unit.limits == Limits("0001:30:00.00", "exit,message")
    assert "limits of attempts" in losses(course)


def test_a_part_that_starts_and_holds_becomes_a_block_with_a_unit() -> None:
    course = of_scorm(activity("part", "index.html", children=(activity("A1"),)))
    found = back(aicc_files(course))
    assert found.findings == []
    assert found.course is not None
    (block,) = found.course.organization.root.children
    assert block.href is None
    assert [child.href for child in block.children] == ["index.html", "index.html"]
    assert len({a.identifier for a in block.walk()}) == 3
    assert "becomes a block" in losses(course)


#: what AICC cannot say, by a word of how it is told
LOST = [
    (activity("A1", sequencing=Sequencing()), "sequencing"),
    (activity("A1", hide_ui=("continue",)), "hidden controls"),
    (activity("A1", data=(DataMap("store"),)), "shared data"),
    (activity("A1", completion_threshold=0.5), "completion threshold"),
    (activity("A1", metadata=({"lom": {}},)), "metadata"),
    (activity("A1", visible=False), "not shown"),
    (activity("A1", descriptions={"en": "x", "ru": "й"}), "further languages"),
    (activity("A1", move_on="Passed"), "moving on"),
    (activity("A1", prerequisites="A1 &"), "condition A1 &"),
    (activity("A1", prerequisites="nowhere"), "condition nowhere"),
    (activity("A1", scaled_passing_score=-0.5), "below 0"),
    (replace(activity("A1"), kind="asset"), "reports nothing"),
]


@pytest.mark.parametrize(("part", "told"), LOST)
def test_what_aicc_cannot_say_is_named_in_both_languages(part: Activity, told: str) -> None:
    written = aicc_files(of_scorm(part, activity("A2")))
    assert told in " / ".join(text.en for text in written.losses)
    assert all(text.ru != text.en for text in written.losses)
    assert back(written).findings == []


def test_a_part_of_nothing_is_left_out_with_what_depends_on_it() -> None:
    course = of_scorm(activity("empty", None), activity("A1", prerequisites="empty"))
    found = back(aicc_files(course))
    assert found.findings == []
    assert found.course is not None
    assert [a.identifier for a in found.course.organization.root.walk()] == ["ROOT", "A1"]
    assert "holds nothing" in losses(course)
    assert "condition empty" in losses(course)


def test_in_windows_1251_russian_is_kept_and_other_letters_are_told() -> None:
    course = of_scorm(replace(activity("A1"), title="Охрана труда – 日本"))
    written = aicc_files(course, encoding="cp1251")
    assert "Охрана труда – ??" in written.files["course.des"].decode("cp1251")
    assert "日 本" in " ".join(text.en for text in written.losses)
    assert "日" not in losses(course)


def test_ids_that_differ_in_case_only_are_replaced() -> None:
    course = of_scorm(activity("a1"), activity("A1"))
    found = back(aicc_files(course))
    assert found.course is not None
    assert [a.identifier for a in found.course.organization.root.children] == ["A1", "A2"]
