"""Manifests that cursus writes: read again they say the same, and literal readers take them.

Clauses: SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3.4 and 5.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from cursus.xml import parse
from packager.detect import SCHEMAVERSIONS, Version
from packager.hrefs import Files
from packager.model import Activity, Course, Organization, Resource
from packager.read.scorm import read_scorm
from packager.sequencing import (
    ObjectiveMap,
    RollupRule,
    Sequencing,
    SequencingObjective,
)
from packager.structure import check, tables_for
from packager.write.targets import descriptor_of
from tests.spec.packages.courses import FILES, courses

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.write.written import Written

LIMIT = 10 << 20
MANIFEST = "imsmanifest.xml"
VERSIONS = list(SCHEMAVERSIONS)
TREES = {
    Version("scorm12", None): "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    Version("scorm2004", "3rd"): "http://www.imsglobal.org/xsd/imscp_v1p1",
}


def root_of(written: Written) -> _Element:
    return parse(written.files[MANIFEST], limit=LIMIT)


def small(version: Version, **more: object) -> Course:
    """A course with one SCO."""
    item = Activity("I", "Урок", "sco", "index.html", "R")
    root = Activity("O", "Курс", "cluster", children=(item,))
    course = Course(
        standard=version.standard,
        edition=version.edition,
        title="Курс",
        identifier="M",
        organizations=(Organization("O", root),),
        default_organization="O",
        resources=(Resource("R", "sco", "index.html", ("index.html",)),),
    )
    return replace(course, **more)


def with_item(version: Version, **more: object) -> Course:
    course = small(version)
    root = course.organization.root
    changed = replace(root, children=(replace(root.children[0], **more),))
    return replace(course, organizations=(Organization("O", changed),))


@pytest.mark.parametrize("version", VERSIONS, ids=str)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_was_written_is_read_the_same(version: Version, data: st.DataObject) -> None:
    course = data.draw(courses(version))
    written = descriptor_of(course)
    assert written.losses == []
    root = root_of(written)
    read = read_scorm(root, Files(FILES), {})
    assert read.course is not None
    assert replace(read.course, languages=()) == course
    assert check(root, tables_for(version.standard, version.edition), MANIFEST) == []


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_the_same_course_gives_the_same_bytes(version: Version) -> None:
    assert descriptor_of(small(version)) == descriptor_of(small(version))


@pytest.mark.parametrize("version", VERSIONS, ids=str)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_the_schemas_in_the_package_take_the_manifest(
    version: Version, data: st.DataObject
) -> None:
    written = descriptor_of(data.draw(courses(version)))
    root = root_of(written)
    located = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "").split()
    assert set(located[1::2]) <= set(written.files)
    assert set(located[::2]) >= {uri for uri in root.nsmap.values() if "Schema" not in uri}


@pytest.mark.parametrize(("version", "namespace"), TREES.items(), ids=str)
def test_the_most_literal_readers_find_what_they_look_for_as_text(
    version: Version, namespace: str
) -> None:
    data = descriptor_of(with_item(version, sequencing=Sequencing())).files[MANIFEST]
    text = data.decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="' + namespace)
    assert f"<schemaversion>{SCHEMAVERSIONS[version]}</schemaversion>" in text
    assert '<organizations default="O">\n    <organization identifier="O">' in text
    spelling = "scormtype" if version.standard == "scorm12" else "scormType"
    assert f'type="webcontent" href="index.html" adlcp:{spelling}="sco"' in text
    assert text.count('<file href="index.html"/>') == 1
    assert "xml:base" not in text
    assert ("<imsss:sequencing/>" in text) == (version.standard == "scorm2004")


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        ("1517", "item-1517"),
        ("Урок [1] (новый)", "Урок_1_новый"),
        ("a b", "a_b"),
        ("O", "O-2"),
        ("???", "item"),
    ],
)
def test_identifiers_that_are_no_names_are_mapped_and_told(wanted: str, written: str) -> None:
    result = descriptor_of(with_item(Version("scorm12", None), identifier=wanted))
    root = root_of(result)
    assert [item.get("identifier") for item in root.iter("{*}item")] == [written]
    assert len(result.losses) == 1
    assert f"{wanted} → {written}" in result.losses[0].en
    assert f"{wanted} → {written}" in result.losses[0].ru


def test_references_follow_a_mapped_identifier() -> None:
    course = small(Version("scorm12", None))
    names = ("1 a", "2 b")
    resources = (
        Resource(names[0], "sco", "index.html", ("index.html",), (names[1],)),
        Resource(names[1], "asset"),
    )
    root = course.organization.root
    item = replace(root.children[0], resource=names[0])
    organization = Organization("O", replace(root, children=(item,)))
    tree = root_of(
        descriptor_of(replace(course, resources=resources, organizations=(organization,)))
    )
    first, second = (resource.get("identifier") for resource in tree.iter("{*}resource"))
    assert [item.get("identifierref") for item in tree.iter("{*}item")] == [first]
    assert [d.get("identifierref") for d in tree.iter("{*}dependency")] == [second]


def test_the_item_keeps_its_identifier_before_the_resource_of_the_same_name() -> None:
    course = small(Version("scorm2004", "4th"))
    root = course.organization.root
    item = replace(root.children[0], identifier="same", resource="same")
    resource = replace(course.resources[0], identifier="same")
    organization = Organization("O", replace(root, children=(item,)))
    changed = replace(course, organizations=(organization,), resources=(resource,))
    tree = root_of(descriptor_of(changed))
    assert [i.get("identifier") for i in tree.iter("{*}item")] == ["same"]
    assert [r.get("identifier") for r in tree.iter("{*}resource")] == ["same-2"]


def test_the_file_that_a_resource_starts_is_listed_unless_a_dependency_lists_it() -> None:
    course = small(Version("scorm12", None))
    sco = Resource("R", "sco", "index.html?x=1")
    alone = descriptor_of(replace(course, resources=(sco,))).files[MANIFEST]
    assert alone.count(b"<file ") == 1
    shared = Resource("S", "asset", None, ("index.html",))
    depending = replace(sco, dependencies=("S",))
    together = descriptor_of(replace(course, resources=(depending, shared))).files[MANIFEST]
    assert together.count(b"<file ") == 1


MAPS = (ObjectiveMap("G", read_raw_score=True),)
LOSSES = [
    ("3rd", {"data": ("D",)}, "shared data"),
    ("3rd", {"progress_weight": 0.5}, "weights of progress"),
    ("2nd", {"hide_ui": ("exitAll",)}, "hiding of suspendAll"),
    (
        "3rd",
        {"sequencing": Sequencing(primary_objective=SequencingObjective("P", maps=MAPS))},
        "scores and progress of global objectives",
    ),
    (
        "4th",
        {"sequencing": Sequencing(rollup_rules=(RollupRule("satisfied"),))},
        "rollup rules without conditions",
    ),
    ("4th", {"prerequisites": "A"}, "prerequisites"),
]


@pytest.mark.parametrize(("edition", "more", "said"), LOSSES)
def test_what_an_edition_cannot_say_is_left_out_and_told(
    edition: str, more: dict[str, object], said: str
) -> None:
    version = next(v for v in VERSIONS if v.edition == edition)
    written = descriptor_of(with_item(version, **more))
    assert [said in loss.en for loss in written.losses] == [True]
    root = root_of(written)
    assert check(root, tables_for("scorm2004", version.edition), MANIFEST) == []


def test_scorm_12_leaves_sequencing_out_and_tells() -> None:
    written = descriptor_of(with_item(Version("scorm12", None), sequencing=Sequencing()))
    assert [loss.ru for loss in written.losses] == [
        "В SCORM 1.2 нельзя выразить: правила прохождения."
    ]


def test_a_course_of_no_edition_is_written_as_the_4th_and_told() -> None:
    written = descriptor_of(small(Version("scorm2004", None)))
    assert b"<schemaversion>2004 4th Edition</schemaversion>" in written.files[MANIFEST]
    assert len(written.losses) == 1


def test_characters_that_xml_cannot_have_are_left_out() -> None:
    written = descriptor_of(with_item(Version("scorm12", None), title="a\x00b\x0bc\ud800"))
    assert [t.text for t in root_of(written).iter("{*}title")] == ["Курс", "abc"]


def test_metadata_that_is_out_of_order_is_put_in_order_where_order_matters() -> None:
    general = {"description": {"langstring": "о чём"}, "title": {"langstring": "Курс"}}
    record = {"lom": {"technical": {"format": "text/html"}, "general": general}}
    root = root_of(descriptor_of(small(Version("scorm12", None), metadata=(record,))))
    lom = next(root.iter("{*}lom"))
    assert [etree.QName(e).localname for e in lom.iter()] == [
        "lom",
        "general",
        "title",
        "langstring",
        "description",
        "langstring",
        "technical",
        "format",
    ]


STRANGE = [
    {"dc": {"title": "x"}},
    {"lom": {"technical": {"format": "text/html", "EngineProperties": {"width": "750"}}}},
]


@pytest.mark.parametrize("record", STRANGE, ids=["another record", "an element of a vendor"])
@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_metadata_that_is_no_lom_is_left_out_and_told(
    version: Version, record: dict[str, object]
) -> None:
    written = descriptor_of(small(version, metadata=(record,)))
    assert ["What is not LOM in the metadata" in loss.en for loss in written.losses] == [True]
    assert check(root_of(written), tables_for(version.standard, version.edition), MANIFEST) == []
