"""Whatever a course structure holds, it is read; and what was read and written is read the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from cursus.xml import parse
from lrs.values import iri
from packager.hrefs import Files
from packager.limits import ITEMS
from packager.model import Activity, Course, Objective, Organization, from_json, to_json
from packager.read.cmi5 import read_cmi5
from packager.read.cmi5_urls import is_iri
from packager.read.tincan import read_tincan
from packager.write.cmi5 import cmi5_files
from tests.course_structures import CMI5, TINCAN, au, structure, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy
    from lxml.etree import _Element

    from packager.model import Languages
    from packager.read.course import ReadCourse

PACKAGE = Files(["index.html", "a b.html", "Тест.html", "media/x.html", "100%.html"])
LIMIT = 10 << 20

NAMES = [
    "courseStructure",
    "course",
    "objectives",
    "objective",
    "au",
    "block",
    "title",
    "description",
    "langstring",
    "url",
    "launchParameters",
    "entitlementKey",
    "launchMethod",
    "tincan",
    "activities",
    "activity",
    "name",
    "launch",
]
ATTRIBUTES = ["id", "idref", "moveOn", "masteryScore", "activityType", "lang", "type"]
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "a:1",
            "https://example.org/x",
            "index.html",
            "Index.html?a=b",
            "//x",
            "?",
            "#",
            "%",
            "1e400",
            "0.5",
            "-1",
            "NaN",
            "9" * 400,
            "Passed",
            "OwnWindow",
            "ru",
            "http://[::1",
            "a://",
            "../../x",
            "http://a:99999999/?actor",
            "\u202e",
            "С",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12),
)


URLS = st.sampled_from(
    [
        "index.html",
        "index.html?a=1&b=2#c",
        "a%20b.html",
        "%D0%A2%D0%B5%D1%81%D1%82.html",
        "100%25.html",
        "https://example.org/?a=%20",
        "app://start",
    ]
)


def elements(namespace: str) -> SearchStrategy[_Element]:
    """Any tree of the names above, mostly of the namespace."""
    tags = st.tuples(
        st.sampled_from([namespace, namespace, "", "urn:other"]), st.sampled_from(NAMES)
    )

    def build(
        tag: tuple[str, str], attributes: dict[str, str], text: str, children: list[_Element]
    ) -> _Element:
        element = etree.Element(f"{{{tag[0]}}}{tag[1]}" if tag[0] else tag[1], attributes)
        element.text = text
        element.extend(children)
        return element

    attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES, max_size=4)
    return st.recursive(
        st.builds(build, tags, attributes, VALUES, st.just([])),
        lambda inner: st.builds(build, tags, attributes, VALUES, st.lists(inner, max_size=6)),
        max_leaves=25,
    )


def _read_any(
    reader: Callable[[_Element, Files], ReadCourse], root: _Element, name: str, namespace: str
) -> None:
    root.tag = f"{{{namespace}}}{name}"
    read = reader(parse(etree.tostring(root), limit=LIMIT), PACKAGE)
    for finding in read.findings:
        assert finding.element is not None
        assert finding.element.startswith(f"/{name}")
    if read.course is not None:
        assert from_json(to_json(read.course)) == read.course
        assert read.course.organization.root.title
    if all(finding.severity != "error" for finding in read.findings):
        assert read.course is not None
        walked = read.course.organization.root.walk()
        assert all(a.href for a in walked if a.kind in {"au", "activity"})


@given(elements(CMI5), st.sampled_from([CMI5, CMI5, "http://www.adlnet.gov/cmi5/x"]))
def test_any_course_structure_is_read(root: _Element, namespace: str) -> None:
    _read_any(read_cmi5, root, "courseStructure", namespace)


@given(elements(CMI5))
def test_any_course_structure_alone_is_read(root: _Element) -> None:
    _read_any(lambda r, _: read_cmi5(r, None), root, "courseStructure", CMI5)


@given(VALUES | st.text(max_size=8) | st.from_regex(r"[a-z:]{1,4}:.{0,4}", fullmatch=True))
def test_an_id_that_passes_here_is_never_refused_by_the_record(text: str) -> None:
    assert is_iri(text) == (iri(text) is None)


@given(VALUES | URLS, st.sampled_from(["", "\xa0", "\n"]), st.sampled_from([PACKAGE, None]))
def test_what_is_not_refused_can_be_started(url: str, around: str, files: Files | None) -> None:
    text = structure(au(url=escape(around + url + around)))
    read = read_cmi5(parse(text.encode(), limit=LIMIT), files)
    assert read.course is not None
    href = read.course.organization.root.children[0].href
    refused = any(finding.severity == "error" for finding in read.findings)
    assert refused or href


@given(elements(TINCAN))
def test_any_tincan_xml_is_read(root: _Element) -> None:
    _read_any(read_tincan, root, "tincan", TINCAN)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"])
    | st.just("\r"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text)
LANGUAGES: SearchStrategy[Languages] = st.dictionaries(
    st.sampled_from(["und", "en", "ru-RU", "zh-Hant-TW"]), WORDS, max_size=3
)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Any course that cmi5 can say."""
    numbers = iter(range(10_000))
    objectives = tuple(
        Objective(f"o:{number}", draw(LANGUAGES), draw(LANGUAGES))
        for number in range(draw(st.integers(0, 3)))
    )
    used: list[Languages] = [o.titles for o in objectives] + [o.descriptions for o in objectives]

    def texts(identifier: str) -> tuple[str, Languages, Languages]:
        titles, descriptions = draw(LANGUAGES), draw(LANGUAGES)
        used.extend([titles, descriptions])
        title = next((" ".join(text.split()) for text in titles.values()), identifier)
        return title, titles, descriptions

    def references() -> tuple[str, ...]:
        known = [o.identifier for o in objectives]
        return tuple(draw(st.lists(st.sampled_from(known), max_size=2))) if known else ()

    def unit() -> Activity:
        identifier = f"a:{next(numbers)}"
        title, titles, descriptions = texts(identifier)
        return Activity(
            identifier=identifier,
            title=title,
            kind="au",
            titles=titles,
            descriptions=descriptions,
            href=draw(URLS),
            objectives=references(),
            launch_data=draw(st.none() | WORDS),
            entitlement_key=draw(st.none() | WORDS),
            scaled_passing_score=draw(st.none() | st.integers(0, 10_000).map(lambda n: n / 10_000)),
            move_on=draw(st.sampled_from(["Passed", "CompletedOrPassed", "NotApplicable"])),
            launch_method=draw(st.sampled_from(["AnyWindow", "OwnWindow"])),
            activity_type=draw(st.none() | st.just("http://adlnet.gov/expapi/activities/lesson")),
        )

    def parts(depth: int) -> tuple[Activity, ...]:
        return tuple(
            block(depth - 1) if depth and draw(st.booleans()) else unit()
            for _ in range(draw(st.integers(1, 3)))
        )

    def block(depth: int) -> Activity:
        identifier = f"b:{next(numbers)}"
        title, titles, descriptions = texts(identifier)
        return Activity(
            identifier=identifier,
            title=title,
            kind="cluster",
            titles=titles,
            descriptions=descriptions,
            objectives=references(),
            children=parts(depth),
        )

    title, titles, descriptions = texts("c:0")
    root = Activity(
        identifier="c:0",
        title=title,
        kind="cluster",
        titles=titles,
        descriptions=descriptions,
        children=parts(3),
    )
    languages = {language for said in used for language in said} - {"und"}
    return Course(
        standard="cmi5",
        title=title,
        identifier="c:0",
        organizations=(Organization("c:0", root),),
        default_organization="c:0",
        languages=tuple(sorted(languages)),
        objectives=objectives,
    )


@given(courses())
def test_what_is_written_is_read_the_same(course: Course) -> None:
    written = cmi5_files(course)
    read = read_cmi5(parse(written.files["cmi5.xml"], limit=LIMIT), PACKAGE)
    assert read.course is not None
    assert written.losses == []
    assert {f.rule for f in read.findings} <= {"cmi5.title-empty", "cmi5.url-external"}
    languages = tuple(sorted(read.course.languages))
    assert replace(read.course, languages=languages) == course


@given(courses())
def test_the_same_course_is_written_in_the_same_bytes(course: Course) -> None:
    assert cmi5_files(course) == cmi5_files(from_json(to_json(course)))


def test_blocks_may_nest_as_deeply_as_xml_is_read() -> None:
    depth = 240
    text = structure(
        "".join(f'<block id="b:{n}">{texts()}' for n in range(depth)) + au() + "</block>" * depth
    )
    course = read_cmi5(parse(text.encode(), limit=LIMIT), PACKAGE).course
    assert course is not None
    assert sum(1 for _ in course.organization.root.walk()) == depth + 2
    written = cmi5_files(course).files["cmi5.xml"]
    assert read_cmi5(parse(written, limit=LIMIT), PACKAGE).course == course


def test_a_course_of_too_many_parts_is_refused() -> None:
    text = structure(*(au(f"a:{number}") for number in range(ITEMS + 1)))
    read = read_cmi5(parse(text.encode(), limit=LIMIT), PACKAGE)
    assert read.course is None
    assert [f.rule for f in read.findings] == ["cmi5.too-many-parts"]
