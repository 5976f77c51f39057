"""cmi5.xml written from courses of other standards: what it says and what is named as lost."""

from __future__ import annotations

from cursus.xml import parse
from packager.hrefs import Files
from packager.model import Activity, Course, Limits, Organization
from packager.read.cmi5 import read_cmi5
from packager.write.cmi5 import cmi5_files
from tests.course_structures import BASE

PACKAGE = Files(["index.html", "урок.html"])


def unit(identifier: str = "ITEM-1", **fields: object) -> Activity:
    values = {"title": "Lesson", "kind": "sco", "href": "index.html"} | fields
    return Activity(identifier=identifier, **values)  # type: ignore[arg-type]


def course(*children: Activity, identifier: str = "fire safety", **fields: object) -> Course:
    root = Activity("ORG", "Fire safety", "cluster", children=children)
    values = {"organizations": (Organization("ORG", root),)} | fields
    return Course(
        standard="scorm12",
        title="Fire safety",
        default_organization="ORG",
        identifier=identifier,
        **values,  # type: ignore[arg-type]
    )


def written(given: Course) -> tuple[Course, list[str]]:
    """What a reader makes of a course once it is written, without a fault; and what was lost."""
    result = cmi5_files(given)
    read = read_cmi5(parse(result.files["cmi5.xml"], limit=10 << 20), PACKAGE)
    assert [f.text.en for f in read.findings if f.severity != "info"] == []
    assert read.course is not None
    return read.course, [loss.en for loss in result.losses]


def test_identifiers_become_iris_below_the_course() -> None:
    read, losses = written(course(unit("урок 1"), unit("a:2")))
    base = "urn:cursus:course:fire%20safety"
    assert [a.identifier for a in read.organization.root.walk()] == [
        base,
        f"{base}:%D1%83%D1%80%D0%BE%D0%BA%201",
        "a:2",
    ]
    assert losses == [f"Identifiers that are no IRIs are written as such below {base}."]


def test_a_title_without_a_language_is_one_of_none() -> None:
    read, _ = written(course(unit("a:1", title="Урок"), identifier=BASE))
    assert read.organization.root.titles == {"und": "Fire safety"}
    assert read.organization.root.children[0].titles == {"und": "Урок"}


def test_what_holds_parts_and_starts_something_becomes_a_block_with_a_unit_in_front() -> None:
    read, losses = written(course(unit("a:1", children=(unit("a:2"),)), identifier=BASE))
    (part,) = read.organization.root.children
    assert [(a.identifier, a.kind) for a in part.walk()] == [
        ("a:1", "cluster"),
        ("a:1#au", "au"),
        ("a:2", "au"),
    ]
    assert losses == [
        (
            "Lesson: holds other parts and starts something itself;"
            " it becomes a block with an AU of its own in front."
        )
    ]


def test_a_course_that_starts_itself_has_a_unit_for_that() -> None:
    root = unit(BASE, kind="activity")
    given = Course("xapi", "Lesson", (Organization(BASE, root),), BASE, identifier=BASE)
    read, losses = written(given)
    assert [a.identifier for a in read.organization.root.walk()] == [BASE, f"{BASE}#au"]
    assert losses == []


def test_parts_that_start_nothing_are_left_out_and_named() -> None:
    empty = Activity("b:1", "Part", "cluster", children=(unit("a:1", title="Gone", href=None),))
    read, losses = written(course(empty, unit("a:2", href=None), unit("a:3"), identifier=BASE))
    assert [a.identifier for a in read.organization.root.children] == ["a:3"]
    assert losses == [
        "Part: holds nothing that can be started, and is left out.",
        "Lesson: holds nothing that can be started, and is left out.",
    ]


def test_scores_are_told_as_cmi5_counts() -> None:
    read, losses = written(
        course(
            unit("a:1", mastery_score=80.0),
            unit("a:2", scaled_passing_score=0.0001),
            unit("a:3", title="Below", scaled_passing_score=-0.5),
            identifier=BASE,
        )
    )
    scores = [a.scaled_passing_score for a in read.organization.root.children]
    assert scores == [0.8, 0.0001, None]
    assert losses == ["Below: a passing score below 0 cannot be said and is left out."]


def test_what_cmi5_has_no_word_for_is_named_once() -> None:
    first = unit("a:1", prerequisites="a:2", hide_ui=("continue",))
    second = unit("a:2", limits=Limits("0010:00:00"), prerequisites="a:1")
    _, losses = written(course(first, second, identifier=BASE, metadata=({"lom": {}},)))
    assert losses == [
        "cmi5 cannot say: prerequisites, limits of time and attempts, hidden controls, metadata."
    ]


def test_only_the_organization_that_is_played_is_written() -> None:
    other = Organization("ORG-2", Activity("ORG-2", "Other", "cluster", children=(unit("a:9"),)))
    given = course(unit("a:1"), identifier=BASE)
    read, losses = written(
        Course(
            "scorm12",
            "Fire safety",
            (*given.organizations, other),
            "ORG",
            identifier=BASE,
        )
    )
    assert [a.identifier for a in read.organization.root.children] == ["a:1"]
    assert losses == ["Only the organization that is played is written."]


def test_characters_that_xml_cannot_have_are_left_out() -> None:
    read, _ = written(course(unit("a:1", title="A\x00B\x0bC\ud800"), identifier=BASE))
    assert read.organization.root.children[0].title == "ABC"


def test_an_address_is_written_as_cmi5_takes_it() -> None:
    href = "%D1%83%D1%80%D0%BE%D0%BA.html?list[]=1&x={y}"
    read, _ = written(course(unit("a:1", href=href), identifier=BASE))
    assert read.organization.root.children[0].href == (
        "%D1%83%D1%80%D0%BE%D0%BA.html?list%5B%5D=1&x=%7By%7D"
    )
