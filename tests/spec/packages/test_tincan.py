"""tincan.xml: what real ones look like, and what is wrong with some."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from cursus.xml import parse
from packager.hrefs import Files
from packager.read.tincan import read_tincan
from tests.course_structures import BASE, activity, tincan

if TYPE_CHECKING:
    from packager.model import Course
    from packager.read.course import ReadCourse

PACKAGE = Files(["tincan.xml", "index.html", "ru/Урок 1.html"])
ACTIVITY = "/tincan/activities[1]/activity[1]"


def read(text: str | bytes) -> ReadCourse:
    data = text if isinstance(text, bytes) else text.encode()
    return read_tincan(parse(data, limit=10 << 20), PACKAGE)


def course_of(text: str | bytes) -> Course:
    course = read(text).course
    assert course is not None
    return course


def said(text: str) -> list[tuple[str, str, str | None]]:
    """Rule, severity and place of each finding."""
    return [(f.rule, f.severity, f.element) for f in read(text).findings]


def test_the_activity_with_a_launch_is_the_course() -> None:
    course = course_of(tincan())
    root = course.organization.root
    assert (course.standard, course.identifier, course.title) == ("xapi", BASE, "Lesson")
    assert (root.identifier, root.kind, root.href) == (BASE, "activity", "index.html")
    assert root.activity_type == "http://adlnet.gov/expapi/activities/course"
    assert root.titles == {"en-US": "Lesson"}
    assert root.descriptions == {"en-US": "What it is about"}
    assert course.languages == ("en-US",)
    assert said(tincan()) == []


def test_a_byte_order_mark_and_a_declaration_are_taken() -> None:
    text = '<?xml version="1.0" encoding="utf-8" ?>' + tincan()
    assert course_of(codecs.BOM_UTF8 + text.encode()).title == "Lesson"


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("<name>Golf</name>", {"und": "Golf"}),
        ('<name lang="und"><![CDATA[Гольф & Co]]></name>', {"und": "Гольф & Co"}),
        (
            '<name lang="ru-RU">\n  Гольф\n</name><name lang="en-US">Golf</name>',
            {"ru-RU": "Гольф", "en-US": "Golf"},
        ),
        ('<name lang="en">Golf</name><name lang="en">Again</name>', {"en": "Golf"}),
    ],
)
def test_a_name_is_kept_in_every_language(name: str, titles: dict[str, str]) -> None:
    course = course_of(tincan(activity(name=name)))
    assert course.organization.root.titles == titles
    assert course.title == next(iter(titles.values()))
    assert said(tincan(activity(name=name))) == []


def test_activities_without_a_launch_are_no_part_of_the_structure() -> None:
    text = tincan(activity(f"{BASE}/quiz", None), activity(), activity(f"{BASE}/q1", None))
    assert course_of(text).organization.root.identifier == BASE
    assert said(text) == [("xapi.activities-without-launch", "info", "/tincan")]


def test_several_launches_make_a_course_of_several_activities() -> None:
    text = tincan(activity("a:1"), activity("a:2", "ru/%D0%A3%D1%80%D0%BE%D0%BA%201.html"))
    course = course_of(text)
    root = course.organization.root
    assert (course.identifier, root.kind, root.href) == ("a:1", "cluster", None)
    assert [(a.identifier, a.href) for a in root.children] == [
        ("a:1", "index.html"),
        ("a:2", "ru/%D0%A3%D1%80%D0%BE%D0%BA%201.html"),
    ]
    assert said(text) == [("xapi.several-launches", "info", "/tincan")]


@pytest.mark.parametrize(
    ("launch", "href"),
    [
        ("index.html?a=1&amp;b=2", "index.html?a=1&b=2"),
        (" \n index.html ", "index.html"),
        ("ru/Урок 1.html", "ru/%D0%A3%D1%80%D0%BE%D0%BA%201.html"),
        ("<![CDATA[index.html#top]]>", "index.html#top"),
    ],
)
def test_a_launch_is_found_in_the_package(launch: str, href: str) -> None:
    text = tincan(activity(launch=launch))
    assert course_of(text).organization.root.href == href
    assert said(text) == []


LAUNCH = f"{ACTIVITY}/launch[1]"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (tincan(activity(launch="lost.html")), ("xapi.launch-file-missing", "error", LAUNCH)),
        (tincan(activity(launch="")), ("xapi.launch-file-missing", "error", LAUNCH)),
        (tincan(activity(launch="../index.html")), ("xapi.launch-file-missing", "error", LAUNCH)),
        (tincan(activity(launch="javascript:x()")), ("xapi.launch-scheme", "error", LAUNCH)),
        (tincan(activity(launch="http://[::1")), ("xapi.launch-invalid", "error", LAUNCH)),
        (
            tincan(activity(launch="https://example.org/")),
            ("xapi.launch-external", "info", LAUNCH),
        ),
        (tincan(activity(launch="Index.HTML")), ("xapi.launch-case", "warning", LAUNCH)),
        (tincan(activity(launch="/index.html")), ("xapi.launch-normalised", "warning", LAUNCH)),
        (tincan(activity(launch="ru\\Урок 1.html")), ("xapi.launch-normalised", "warning", LAUNCH)),
        (
            tincan(activity(more='<launch lang="ru">ru/Урок 1.html</launch>')),
            ("xapi.launch-languages", "info", LAUNCH),
        ),
        (tincan(activity(launch=None)), ("xapi.nothing-to-launch", "error", "/tincan")),
        (tincan(activity("TETRIS")), ("xapi.id-not-an-iri", "warning", f"{ACTIVITY}/@id")),
        (tincan(activity(None)), ("xapi.id-missing", "warning", ACTIVITY)),
        (tincan(activity(kind="course")), ("xapi.type-not-an-iri", "warning", f"{ACTIVITY}/@type")),
        (tincan(activity(name="")), ("xapi.name-missing", "warning", ACTIVITY)),
        (tincan(activity(name="<name/>")), ("xapi.name-missing", "warning", ACTIVITY)),
        (
            tincan(activity(name=f"<name>{'T' * 1001}</name>")),
            ("xapi.name-long", "warning", ACTIVITY),
        ),
        (tincan(namespace=""), ("xapi.namespace", "warning", "/tincan")),
        ("<manifest/>", ("xapi.wrong-root", "error", "/manifest")),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, found: tuple[str, str, str]) -> None:
    assert said(text) == [found]


def test_every_launch_of_an_activity_has_to_be_there() -> None:
    text = tincan(activity(more='<launch lang="ru">lost.html</launch>'))
    assert ("xapi.launch-file-missing", "error", f"{ACTIVITY}/launch[2]") in said(text)


def test_activities_of_one_id_are_told_apart() -> None:
    course = course_of(tincan(activity(), activity(), activity(f"{BASE}#2")))
    assert [a.identifier for a in course.organization.root.children] == [
        BASE,
        f"{BASE}#2",
        f"{BASE}#2#2",
    ]
