"""One fault of an author is told once, with words, and many are bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from cursus.xml import parse
from packager.findings import FINDINGS_PER_RULE
from packager.structure import check, faults, tables_for
from tests.manifests_full import FULL
from tests.spec.packages.structure.judged import ADLCP, CP, CP_12, LOM, judged, told

if TYPE_CHECKING:
    from packager.model import Edition

OUTSIDE = 'xmlns:v="https://example.org/vendor"'

#: Pieces of the full manifest of SCORM 1.2, what they become, and what alone is told of that.
ONCE = (
    # what stands in what does not belong there follows from that
    ([("<organizations default", ("<orgs><organizations><b c='d'/></organizations></orgs>"
       "<organizations default"))], "unexpected-element"),
    # a wrong name is not a missing element as well, nor are references to what is in it dangling
    ([("<resources xml", "<Resources xml"), ("</resources>", "</Resources>")], "misnamed-element"),
    ([("<organizations def", "<organisations def"), ("</organizations>", "</organisations>")],
     "misnamed-element"),
    ([("<resources xml", "<pages xml"), ("</resources>", "</pages>")], "misnamed-element"),
    # nor is a wrong attribute a missing one
    ([('identifier="O1"', 'Identifier="O1"')], "unknown-attribute"),
    ([('identifier="O1"', f'{OUTSIDE} v:identifier="O1"')], "unknown-attribute"),
    ([('href="c.js"', 'src="c.js"')], "unknown-attribute"),
    # an identifier that is no name is not an unknown one as well
    ([('organization identifier="O1"', 'organization identifier="1 O"')], "wrong-type"),
    # a copy has the identifiers of what is in it
    ([("</organizations>", ('<organization identifier="O3"><item identifier="I1">'
       '<item identifier="I2"/></item></organization></organizations>'))], "duplicate-id"),
    # what stands too often is not judged: copies of identifiers follow from that
    (
        [("<organizations/><resources/>", ("<organizations/><organizations><b/></organizations>"
          "<resources/>"))],
        "too-many",
    ),
    # a namespace that nothing knows is one fault, wherever it is used
    ([('xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
       'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p2"')], "foreign-namespace"),
    ([("<item ", f'<v:a {OUTSIDE} v:b="c"/><item ')], "foreign-namespace"),
    # a root that is not known says nothing of what is in it
    ([('xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"', "")], "wrong-root"),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "rule"), ONCE)
def test_one_fault_is_told_once(changes: list[tuple[str, str]], rule: str) -> None:
    changed = FULL["scorm12", None]
    for before, after in changes:
        assert before in changed
        changed = changed.replace(before, after, 1)
    assert [found for found, _ in told("scorm12", None, changed)] == [rule]


def test_a_list_out_of_order_is_told_once() -> None:
    files = '<dependency identifierref="D"/><file href="a"/>' * 20
    xml = f'<resource xmlns="{CP_12}" identifier="R" type="w">{files}</resource>'
    assert told("scorm12", None, xml) == [("out-of-order", "/resource/file[1]")]


def test_what_stands_beside_faults_is_judged_all_the_same() -> None:
    xml = (
        f'<item xmlns="{CP_12}" identifier="I"><remark/><item identifier="1"/>'
        '<metadata/><metadata/><title a="b"/></item>'
    )
    assert sorted(told("scorm12", None, xml)) == [
        ("out-of-order", "/item/title[1]"),
        ("too-many", "/item/metadata[2]"),
        ("unexpected-element", "/item/remark[1]"),
        ("unknown-attribute", "/item/title[1]/@a"),
        ("wrong-type", "/item/item[1]/@identifier"),
    ]


def test_a_place_counts_namesakes_of_every_namespace() -> None:
    xml = (
        f'<item xmlns="{CP}" xmlns:a="{ADLCP}" identifier="I"><item identifier="J"/>'
        f'<item identifier="K"/><metadata/><a:data/><v:data {OUTSIDE}/><a:data/></item>'
    )
    assert told("scorm2004", "4th", xml) == [
        ("missing-element", "/item/data[1]"),
        ("missing-element", "/item/data[3]"),
    ]


def test_a_fault_knows_its_line() -> None:
    (fault,) = judged("scorm12", None, f'<item xmlns="{CP_12}" identifier="I">\n<b/>\n</item>')
    assert fault.line == 2


#: A fragment and what has to be in the words about it, in either language.
WORDS = (
    (f'<lom xmlns="{LOM}"><general><Title/></general></lom>', ("Title", "general", "title")),
    (f'<lom xmlns="{LOM}"><technical><size>big</size></technical></lom>', ("size", "big")),
    (f'<lom xmlns="{LOM}"><rights><cost><value>free</value></cost></rights></lom>',
     ("value", "free", "yes, no")),
    (f'<lom xmlns="{LOM}"><rights><cost/><cost/><cost/></rights></lom>', ("cost", "3")),
    (f'<file xmlns="{CP}"/>', ("file", "href")),
    (f'<file xmlns="{CP}" href="a"><title>T</title></file>', ("title", "file", "metadata")),
    (f'<resources xmlns="{CP}">note</resources>', ("resources", "note")),
    (f'<resources xmlns="{CP}">&#160;</resources>', ("resources", "U+00A0")),
    (f'<dependency xmlns="{CP}" identifierref="R"> <resource xmlns=""/></dependency>',
     ("resource", "dependency")),
)  # fmt: skip


@pytest.mark.parametrize(("xml", "words"), WORDS)
def test_a_fault_names_what_it_is_about(xml: str, words: tuple[str, ...]) -> None:
    (fault,) = judged("scorm2004", "4th", xml)
    for text in (fault.text.en, fault.text.ru):
        assert all(word in text for word in words), text
    assert re.search("[а-я]", fault.text.ru)
    assert not re.search("[а-я]", fault.text.en)


MANY = 3000


@pytest.mark.parametrize(
    "inside",
    [
        "<remark/>" * MANY,
        "<file/>" * MANY,
        "<title>T</title>" * MANY,
        "text <file href='a'/>" * MANY,
        "".join(f'<file href="a" a{number}="b"/>' for number in range(MANY)),
        "".join(f'<v:a xmlns:v="u:{number}"/>' for number in range(MANY)),
        '<file href="%"/>' * MANY,
    ],
)
def test_many_faults_are_bounded_and_counted(inside: str) -> None:
    xml = f'<resource xmlns="{CP_12}" identifier="R" type="w">{inside}</resource>'
    found = judged("scorm12", None, xml)
    assert 0 < len(found) <= 2 * (FINDINGS_PER_RULE + 1)
    if len(found) > 1:
        assert str(MANY - FINDINGS_PER_RULE) in found[-1].text.en


def test_hostile_names_and_values_are_made_visible() -> None:
    xml = f'<item xmlns="{CP_12}" identifier="&#x202e;{"x" * 5000}"/>'
    (finding,) = check(parse(xml.encode(), limit=20_000), tables_for("scorm12"), "imsmanifest.xml")
    assert "\u202e" not in finding.text.en
    assert len(finding.text.en) < 500


def test_comments_are_no_content() -> None:
    full = FULL["scorm12", None].replace("><", "><!-- note --><").encode()
    assert faults(etree.fromstring(full), tables_for("scorm12")) == []


@pytest.mark.clause("SCORM2004-CAM-3.4.1-SCHEMAVERSION")
@pytest.mark.parametrize("edition", ["2nd", "3rd"])
def test_what_follows_the_fourth_edition_under_another_name_is_told_so(edition: Edition) -> None:
    fourth = parse(FULL["scorm2004", "4th"].encode(), limit=1 << 20)
    found = check(fourth, tables_for("scorm2004", edition), "imsmanifest.xml")
    assert [finding.rule for finding in found if finding.severity == "info"] == [
        "structure.newer-edition"
    ]
    assert edition in found[-1].text.en


def test_what_breaks_the_fourth_edition_too_is_not() -> None:
    broken = FULL["scorm2004", "4th"].replace("<adlcp:data>", "<adlcp:data>x").encode()
    found = check(parse(broken, limit=1 << 20), tables_for("scorm2004", "3rd"), "imsmanifest.xml")
    assert found
    assert "structure.newer-edition" not in {finding.rule for finding in found}


def test_findings_about_scorm_are_warnings_that_name_the_file() -> None:
    root = parse(f'<file xmlns="{CP_12}"/>'.encode(), limit=1000)
    (finding,) = check(root, tables_for("scorm12"), "imsmanifest.xml")
    assert (finding.severity, finding.file) == ("warning", "imsmanifest.xml")
    assert (finding.element, finding.clause) == ("/file", "SCORM2004-CAM-3.4")


@pytest.mark.parametrize("standard", ["aicc", "xapi"])
def test_standards_without_schemas_have_no_tables(standard: str) -> None:
    with pytest.raises(ValueError, match=standard):
        tables_for(standard)  # type: ignore[arg-type]
