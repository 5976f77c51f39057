"""cmi5 course structures: each requirement on importing, what must pass and what must not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cursus.xml import parse
from packager.hrefs import Files
from packager.model import Activity, from_json, to_json
from packager.read.cmi5 import read_cmi5
from tests.course_structures import (
    BASE,
    au,
    block,
    objective,
    references,
    structure,
    texts,
)

if TYPE_CHECKING:
    from packager.model import Course
    from packager.read.course import ReadCourse

PACKAGE = Files(["cmi5.xml", "index.html", "media/page one.html", "media/Тест.html"])
LIMIT = 10 << 20


def read(text: str, files: Files | None = PACKAGE) -> ReadCourse:
    return read_cmi5(parse(text.encode(), limit=LIMIT), files)


def course_of(text: str, files: Files | None = PACKAGE) -> Course:
    course = read(text, files).course
    assert course is not None
    return course


def first_au(text: str, files: Files | None = PACKAGE) -> Activity:
    root = course_of(text, files).organization.root
    return next(activity for activity in root.walk() if activity.kind == "au")


def errors(text: str, files: Files | None = PACKAGE) -> list[tuple[str | None, str | None]]:
    """Clause and place of each error."""
    return [
        (finding.clause, finding.element)
        for finding in read(text, files).findings
        if finding.severity == "error"
    ]


AU = "/courseStructure/au[1]"

#: requirement, what is done to a sound course structure, where it is said
REFUSED = [
    ("CMI5-3.0.0.0-1", structure(identifier="fire-safety"), "/courseStructure/course[1]/@id"),
    ("CMI5-3.0.0.0-1", structure(identifier="/fire-safety"), "/courseStructure/course[1]/@id"),
    ("CMI5-3.0.0.0-1", structure(identifier="//a.org/x"), "/courseStructure/course[1]/@id"),
    ("CMI5-3.0.0.0-1", structure(identifier="https://a.org/a b"), "/courseStructure/course[1]/@id"),
    ("CMI5-3.0.0.0-1", structure(au("lesson-1")), f"{AU}/@id"),
    ("CMI5-3.0.0.0-1", structure(block(au(), "part-1")), "/courseStructure/block[1]/@id"),
    (
        "CMI5-3.0.0.0-1",
        structure(objectives=objective("exits")),
        "/courseStructure/objectives[1]/objective[1]/@id",
    ),
    ("CMI5-3.0.0.0-1", structure(au(attributes='activityType="lesson"')), f"{AU}/@activityType"),
    (
        "CMI5-3.0.0.0-1",
        structure(au(objectives=references("exits"))),
        f"{AU}/objectives[1]/objective[1]/@idref",
    ),
    ("CMI5-13.1.4.0-1", structure(au(), au()), "/courseStructure/au[2]/@id"),
    (
        "CMI5-13.1.4.0-1",
        structure(au(), block(au(f" {BASE}/au\n"))),
        "/courseStructure/block[1]/au[1]/@id",
    ),
    ("CMI5-13.1.2.0-1", structure(block(au()), block(au("a:2"))), "/courseStructure/block[2]/@id"),
    (
        "CMI5-13.1.2.0-1",
        structure(block(block(au()))),
        "/courseStructure/block[1]/block[1]/@id",
    ),
    (
        "CMI5-13.1.3.0-1",
        structure(objectives=objective() + objective()),
        "/courseStructure/objectives[1]/objective[2]/@id",
    ),
    ("CMI5-13.2.0.0-1", structure(namespace="urn:other"), "/courseStructure"),
    ("CMI5-13.2.0.0-1", structure(namespace=""), "/courseStructure"),
    (
        "CMI5-13.2.0.0-1",
        structure(namespace="http://www.adlnet.gov/cmi5/CourseStructure.xsd"),
        "/courseStructure",
    ),
    ("CMI5-13.2.0.0-1", "<manifest/>", "/manifest"),
    ("CMI5-13.2.0.0-1", structure(" "), "/courseStructure"),
    ("CMI5-13.2.0.0-1", structure(block("")), "/courseStructure/block[1]"),
    ("CMI5-13.2.0.0-1", structure().replace(f' id="{BASE}"', ""), "/courseStructure/course[1]"),
    ("CMI5-13.2.0.0-1", structure(au().replace("<url>index.html</url>", "")), AU),
    ("CMI5-13.2.0.0-1", structure(au(url="")), f"{AU}/url[1]"),
    ("CMI5-13.2.0.0-1", structure(au(url=" \n ")), f"{AU}/url[1]"),
    ("CMI5-13.2.0.0-1", structure(au(attributes='moveOn="passed"')), f"{AU}/@moveOn"),
    ("CMI5-13.2.0.0-1", structure(au(attributes='masteryScore="1.01"')), f"{AU}/@masteryScore"),
    ("CMI5-13.2.0.0-1", structure(au(attributes='masteryScore="80%"')), f"{AU}/@masteryScore"),
    ("CMI5-13.2.0.0-1", structure(au(attributes='masteryScore="1e-1"')), f"{AU}/@masteryScore"),
    ("CMI5-13.2.0.0-1", structure(au(attributes='launchMethod="popup"')), f"{AU}/@launchMethod"),
    ("CMI5-13.2.0.0-1", structure(au(attributes='window="own"')), f"{AU}/@window"),
    ("CMI5-13.2.0.0-1", structure(au(more="<window/>")), f"{AU}/window[1]"),
    (
        "CMI5-13.1.5.0-2",
        structure('<k:note xmlns:k="urn:k"/>', au()),
        "/courseStructure/note[1]",
    ),
    (
        "CMI5-13.1.5.0-2",
        structure(block('<k:note xmlns:k="urn:k"/>' + au())),
        "/courseStructure/block[1]/note[1]",
    ),
    (
        "CMI5-13.2.0.0-1",
        structure(au(more="<launchMethod>OwnWindow</launchMethod>")),
        f"{AU}/launchMethod[1]",
    ),
]


@pytest.mark.parametrize(("clause", "text", "place"), REFUSED)
def test_a_course_structure_that_breaks_a_requirement_is_refused_at_its_place(
    clause: str, text: str, place: str
) -> None:
    assert (clause, place) in errors(text)


#: requirement, the url of an AU in a package
URLS_REFUSED = [
    ("CMI5-13.1.4.0-2", "media/page one.html"),
    ("CMI5-13.1.4.0-2", "https://example.org/page one.html"),
    ("CMI5-13.1.4.0-2", "https://example.org/a&lt;b"),
    ("CMI5-13.1.4.0-2", "https://example.org/a%2"),
    ("CMI5-13.1.4.0-2", "https://example.org/a\\b"),
    ("CMI5-13.1.4.0-2", "https://example.org/урок"),
    ("CMI5-13.1.4.0-2", "app://start now"),
    ("CMI5-13.1.4.0-2", "https:///index.html"),
    ("CMI5-13.1.4.0-2", "https:index.html"),
    ("CMI5-13.1.4.0-2", "https://example.org:port/"),
    ("CMI5-13.1.4.0-2", "index.html#a#b"),
    ("CMI5-13.1.4.0-2", "javascript:alert(1)"),
    ("CMI5-13.1.4.0-2", "javascript://%0aalert(1)"),
    ("CMI5-13.1.4.0-2", "data:text/html,x"),
    ("CMI5-13.1.4.0-2", "file:///C:/course/index.html"),
    ("CMI5-13.1.4.0-2", "C:/course/index.html"),
    ("CMI5-8.1.0.0-6", "index.html?endpoint=x"),
    ("CMI5-8.1.0.0-6", "index.html?a=1&amp;fetch"),
    ("CMI5-8.1.0.0-6", "https://example.org/?actor=x"),
    ("CMI5-8.1.0.0-6", "https://example.org/?x=y&amp;registration=1#top"),
    ("CMI5-8.1.0.0-6", "index.html?activity%49d=1"),
    ("CMI5-14.1.0.0-4", "lost.html"),
    ("CMI5-14.1.0.0-4", "lost.html?a=b"),
    ("CMI5-14.1.0.0-4", "../index.html"),
    ("CMI5-14.1.0.0-4", "//example.org/index.html"),
    ("CMI5-14.1.0.0-4", "?a=b"),
    ("CMI5-14.1.0.0-4", "media/"),
]


@pytest.mark.parametrize(("clause", "url"), URLS_REFUSED)
def test_an_address_that_breaks_a_requirement_is_refused(clause: str, url: str) -> None:
    assert (clause, f"{AU}/url[1]") in errors(structure(au(url=url)))


#: the url of an AU in a package, what it starts there
URLS_TAKEN = [
    ("index.html", "index.html"),
    ("./index.html", "index.html"),
    ("media/../index.html", "index.html"),
    ("index.html?page=1&amp;lang=ru", "index.html?page=1&lang=ru"),
    (
        "index.html?Endpoint=x&amp;activityid=y&amp;x=fetch",
        "index.html?Endpoint=x&activityid=y&x=fetch",
    ),
    ("index.html#/?endpoint=x", "index.html#/?endpoint=x"),
    ("<![CDATA[\n   index.html?a=1&b=2\n  ]]>", "index.html?a=1&b=2"),
    ("media/page%20one.html", "media/page%20one.html"),
    ("media/%D0%A2%D0%B5%D1%81%D1%82.html", "media/%D0%A2%D0%B5%D1%81%D1%82.html"),
    ("https://example.org/~ann/a.html?x=(1)", "https://example.org/~ann/a.html?x=(1)"),
    ("http://localhost:8000", "http://localhost:8000"),
    ("HTTPS://EXAMPLE.ORG/", "HTTPS://EXAMPLE.ORG/"),
    ("https://-nchSVz_rise/start", "https://-nchSVz_rise/start"),
    ("simulator://example.org/flight?level=3", "simulator://example.org/flight?level=3"),
]


@pytest.mark.parametrize(("url", "href"), URLS_TAKEN)
def test_an_address_of_rfc_1738_is_taken_with_its_query(url: str, href: str) -> None:
    """CMI5-13.1.4.0-3 - the query stays."""
    text = structure(au(url=url))
    assert errors(text) == []
    assert first_au(text).href == href


@pytest.mark.parametrize(
    "url",
    ["index.html", "/index.html", "path/1/..", "index.html?a=b", "//example.org/a", "?a=b", "#a"],
)
def test_a_course_structure_alone_takes_full_addresses_only(url: str) -> None:
    assert ("CMI5-14.2.0.0-1", f"{AU}/url[1]") in errors(structure(au(url=url)), files=None)


@pytest.mark.parametrize("url", ["https://example.org/a", "app://a", "http://a?b=c"])
def test_a_course_structure_alone_is_a_course(url: str) -> None:
    assert errors(structure(au(url=url)), files=None) == []
    assert first_au(structure(au(url=url)), files=None).href == url


@pytest.mark.parametrize(
    ("url", "rule"),
    [("INDEX.html", "cmi5.url-case"), ("/index.html", "cmi5.url-leading-slash")],
)
def test_a_file_that_is_found_though_called_otherwise_is_a_warning(url: str, rule: str) -> None:
    found = read(structure(au(url=url))).findings
    assert [(f.rule, f.severity, f.mended) for f in found] == [(rule, "warning", True)]
    assert first_au(structure(au(url=url))).href == "index.html"


@pytest.mark.parametrize(
    "identifier",
    [
        "http://-nchSVz_rise/course",
        "urn:uuid:0b8a1c8e-7d6d-4b7a-9d6c-0a1b2c3d4e5f",
        "https://пример.рф/курс",
        "tag:example.org,2024:course",
        "course:1",
    ],
)
def test_an_iri_needs_a_scheme_and_nothing_else(identifier: str) -> None:
    assert errors(structure(identifier=identifier)) == []


def test_white_space_around_every_value_is_removed() -> None:
    """CMI5-13.1.0.0-1."""
    text = structure(
        f'<au id="\n {BASE}/au\t" moveOn=" Passed " masteryScore=" 0.5 " launchMethod=" OwnWindow "'
        ' activityType=" http://a.org/t ">'
        '<title>\n<langstring lang=" ru-RU ">\n  Урок\n  первый </langstring></title>'
        "<description><langstring>\n About \n</langstring></description>"
        f'<objectives><objective idref=" {BASE}/objective "/></objectives>'
        "<url>\n  index.html \n</url><launchParameters> a=1\n</launchParameters>"
        "<entitlementKey>\tkey </entitlementKey></au>",
        objectives=objective(f" {BASE}/objective "),
    )
    assert first_au(text) == Activity(
        identifier=f"{BASE}/au",
        title="Урок первый",
        kind="au",
        href="index.html",
        scaled_passing_score=0.5,
        launch_data="a=1",
        objectives=(f"{BASE}/objective",),
        titles={"ru-RU": "Урок\n  первый"},
        descriptions={"und": "About"},
        move_on="Passed",
        launch_method="OwnWindow",
        entitlement_key="key",
        activity_type="http://a.org/t",
    )
    assert course_of(text).objectives[0].identifier == f"{BASE}/objective"


def test_what_is_not_said_is_as_the_specification_says() -> None:
    """CMI5-13.1.4."""
    unit = first_au(structure())
    assert unit.move_on == "NotApplicable"
    assert unit.launch_method == "AnyWindow"
    assert unit.scaled_passing_score is None
    assert unit.launch_data is None
    assert unit.entitlement_key is None
    assert unit.activity_type is None


@pytest.mark.parametrize(
    ("score", "number"), [("0", 0.0), ("1", 1.0), ("0.85", 0.85), (".5", 0.5), ("0.1234", 0.1234)]
)
def test_a_mastery_score_is_a_decimal_of_up_to_four_places(score: str, number: float) -> None:
    text = structure(au(attributes=f'masteryScore="{score}"'))
    assert read(text).findings == []
    assert first_au(text).scaled_passing_score == number


def test_more_decimals_of_a_mastery_score_are_a_warning() -> None:
    found = read(structure(au(attributes='masteryScore="0.12345"'))).findings
    assert [(f.rule, f.severity) for f in found] == [("cmi5.mastery-score-digits", "warning")]


def test_blocks_nest_and_keep_their_order() -> None:
    text = structure(
        au("a:1"),
        block(au("a:2") + block(au("a:3") + au("a:4"), "b:2") + au("a:5"), "b:1"),
        au("a:6"),
    )
    walked = [activity.identifier for activity in course_of(text).organization.root.walk()]
    assert walked == [BASE, "a:1", "b:1", "a:2", "b:2", "a:3", "a:4", "a:5", "a:6"]
    assert read(text).findings == []


def test_more_than_a_thousand_units_are_a_course() -> None:
    """CMI5-6.1.0.0-2."""
    text = structure(*(au(f"a:{number}") for number in range(1500)))
    course = course_of(text)
    assert len(course.organization.root.children) == 1500
    assert from_json(to_json(course)) == course


def test_all_languages_are_kept() -> None:
    texts_of_two = (
        '<title><langstring lang="en">Lesson</langstring><langstring lang="ru">Урок</langstring>'
        '<langstring lang="en">Again</langstring></title>'
        '<description><langstring lang="de"></langstring></description>'
    )
    course = course_of(structure(f'<au id="a:1">{texts_of_two}<url>index.html</url></au>'))
    unit = course.organization.root.children[0]
    assert unit.titles == {"en": "Lesson", "ru": "Урок"}
    assert unit.title == "Lesson"
    assert unit.descriptions == {}
    assert set(course.languages) == {"en-US", "en", "ru"}


def test_objectives_belong_to_the_course_and_are_referred_to() -> None:
    text = structure(
        block(au(objectives=references("o:1", "o:2")), objectives=references("o:2")),
        objectives=objective("o:1") + objective("o:2"),
    )
    course = course_of(text)
    assert [o.identifier for o in course.objectives] == ["o:1", "o:2"]
    assert course.objectives[0].titles == {"en-US": "Knows the exits"}
    part = course.organization.root.children[0]
    assert part.objectives == ("o:2",)
    assert part.children[0].objectives == ("o:1", "o:2")


def test_extensions_are_passed_over() -> None:
    """CMI5-13.1.5.0-1: the example of the specification has no schemaLocation."""
    text = structure(
        au(
            more='<k:au xmlns:k="urn:k" id="k"><k:url>lost.html</k:url></k:au>'
            '<k:title xmlns:k="urn:k"/>'
        ),
        more='<k:block xmlns:k="urn:k" id="k"/><j:x xmlns:j="urn:j"/>',
    )
    found = read(text).findings
    assert [(f.rule, f.severity, f.element) for f in found] == [
        ("cmi5.extension", "info", "/courseStructure/au[1]/au[1]"),
        ("cmi5.extension", "info", "/courseStructure/x[1]"),
    ]
    assert len(course_of(text).organization.root.children) == 1


def test_a_place_counts_namesakes_of_other_namespaces_too() -> None:
    text = structure(au(), '<k:au xmlns:k="urn:k"/>', au("lesson"))
    assert ("CMI5-3.0.0.0-1", "/courseStructure/au[3]/@id") in errors(text)


def test_a_fault_of_the_structure_is_said_once() -> None:
    text = structure(au(more="<launchMethod>OwnWindow</launchMethod>"))
    assert [f.rule for f in read(text).findings] == ["cmi5.attribute-as-element"]


def test_a_structure_in_another_namespace_is_told_of_that_alone() -> None:
    text = structure(au(attributes='moveOn="often"'), namespace="urn:other")
    assert [f.rule for f in read(text).findings] == ["cmi5.namespace"]


def test_an_id_of_a_unit_may_be_that_of_the_course_but_is_warned_of() -> None:
    found = read(structure(au(BASE))).findings
    assert [(f.rule, f.severity) for f in found] == [("cmi5.id-shared", "warning")]


def test_the_draft_of_cmi5_is_read_all_the_same_so_that_it_can_be_repaired() -> None:
    text = structure(
        au(more="<launchMethod>OwnWindow</launchMethod><moveOn>Completed</moveOn>"),
        namespace="http://www.adlnet.gov/cmi5/CourseStructure.xsd",
    )
    unit = first_au(text)
    assert (unit.launch_method, unit.move_on) == ("OwnWindow", "Completed")


def test_a_unit_without_a_title_goes_by_its_id() -> None:
    text = structure(au().replace(texts(), texts("", "")))
    assert first_au(text).title == f"{BASE}/au"
    assert [f.rule for f in read(text).findings] == ["cmi5.title-empty"]


@pytest.mark.parametrize("title", ["", "<title/>"])
def test_a_title_that_breaks_the_schema_is_told_once(title: str) -> None:
    written = re.sub("<title>.*?</title>", title, au())
    assert [f.rule for f in read(structure(written)).findings] == ["cmi5.not-valid"]
