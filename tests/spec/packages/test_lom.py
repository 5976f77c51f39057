"""Metadata records become JSON with their languages, wherever they stand, and are bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from cursus.xml import parse
from packager.hrefs import Files
from packager.limits import METADATA_BYTES
from packager.read.scorm import read_scorm
from tests.manifests import RESOURCE_12, manifest_12, manifest_2004, organization, organizations

if TYPE_CHECKING:
    from packager.model import Course
    from packager.read.course import ReadCourse

IMSMD = 'xmlns:md="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"'
LOM = 'xmlns:lom="http://ltsc.ieee.org/xsd/LOM"'
PAGE = {"index.html": b"x"}


def read(manifest: str, files: dict[str, bytes] | None = None) -> ReadCourse:
    names = PAGE | (files or {})
    return read_scorm(parse(manifest.encode(), limit=1 << 22), Files(names), names)


def course_of(manifest: str, files: dict[str, bytes] | None = None) -> Course:
    found = read(manifest, files).course
    assert found is not None
    return found


def rules_of(manifest: str, files: dict[str, bytes] | None = None) -> list[str]:
    return [finding.rule for finding in read(manifest, files).findings]


def described(record: str) -> str:
    """A manifest of SCORM 1.2 with a record in its metadata."""
    return manifest_12().replace("</schemaversion>", f"</schemaversion>{record}", 1)


RUSSIAN = (
    f'<md:lom {IMSMD}><md:general><md:title><md:langstring xml:lang="ru">Курс</md:langstring>'
    '<md:langstring xml:lang="en-GB">Course</md:langstring></md:title>'
    "<md:language>ru</md:language></md:general></md:lom>"
)
RUSSIAN_JSON = {
    "lom": {
        "general": {
            "title": {
                "langstring": [
                    {"@xml:lang": "ru", "#text": "Курс"},
                    {"@xml:lang": "en-GB", "#text": "Course"},
                ]
            },
            "language": "ru",
        }
    }
}


@pytest.mark.clause("SCORM12-CAM-2.3-METADATA")
def test_a_record_in_line_is_kept_without_prefixes_and_with_its_languages() -> None:
    course = course_of(described(RUSSIAN))
    assert course.metadata == (RUSSIAN_JSON,)
    assert course.languages == ("ru", "en-GB")
    assert rules_of(described(RUSSIAN)) == []


@pytest.mark.clause("SCORM2004-CAM-3.4.1-METADATA")
def test_the_languages_of_ieee_lom_are_attributes_of_strings() -> None:
    record = (
        f'<lom:lom {LOM}><lom:general><lom:title><lom:string language="de">Kurs</lom:string>'
        "</lom:title><lom:language>fr</lom:language></lom:general></lom:lom>"
    )
    manifest = manifest_2004().replace("</schemaversion>", f"</schemaversion>{record}", 1)
    course = course_of(manifest.replace("<manifest ", '<manifest xml:lang="uk" '))
    assert course.languages == ("uk", "fr", "de")
    assert course.metadata == (
        {
            "lom": {
                "general": {
                    "title": {"string": {"@language": "de", "#text": "Kurs"}},
                    "language": "fr",
                }
            }
        },
    )


def test_extensions_of_a_record_are_not_taken_for_lom() -> None:
    extended = RUSSIAN.replace("</md:general>", "<x:title xmlns:x='urn:x'>X</x:title></md:general>")
    assert course_of(described(extended)).metadata == (RUSSIAN_JSON,)


TAGS = [
    ("ru", ("ru",)),
    ("ru-RU", ("ru-RU",)),
    ("en_US", ("en-US",)),
    ("x-none", ()),
    ("", ()),
    ("русский", ()),
    ("a" * 100, ()),
]


@pytest.mark.parametrize(("tag", "languages"), TAGS)
def test_a_language_is_a_tag(tag: str, languages: tuple[str, ...]) -> None:
    manifest = manifest_12().replace("<manifest ", f'<manifest xml:lang="{tag}" ')
    assert course_of(manifest).languages == languages


def test_records_stand_with_what_they_describe() -> None:
    def record(text: str) -> str:
        general = f"<md:general><md:language>{text}</md:language></md:general>"
        return f"<metadata><md:lom {IMSMD}>{general}</md:lom></metadata>"

    item = f'<item identifier="I" identifierref="R"><title>T</title>{record("it")}</item>'
    tree = organizations(organization(item, more=record("og")))
    resource = RESOURCE_12.replace("<file", f"{record('rs')}<file", 1).replace(
        '<file href="index.html"/>', f'<file href="index.html">{record("fl")}</file>'
    )
    course = course_of(manifest_12(tree, resource))
    root = course.organization.root

    def language(records: tuple[dict[str, object], ...]) -> object:
        return [msgspec.to_builtins(r["lom"])["general"]["language"] for r in records]

    assert language(root.metadata) == ["og"]
    assert language(root.children[0].metadata) == ["it"]
    assert language(course.resources[0].metadata) == ["rs"]  # those of single files are not kept
    assert course.metadata == ()


LOCATED = described("<adlcp:location>md/lom.xml</adlcp:location>")
FILES = {
    "ru": (RUSSIAN.encode(), [], True),
    "windows-1251": (
        b'<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN.encode("cp1251"),
        [],
        True,
    ),
    "a bare ampersand": (
        RUSSIAN.replace("Course", "A & B").encode(),
        ["xml.bare-ampersand"],
        True,
    ),
    "cut off": (RUSSIAN[:100].encode(), ["metadata.not-well-formed"], False),
    "a doctype": (b"<!DOCTYPE lom>" + RUSSIAN.encode(), ["metadata.not-well-formed"], False),
    "a page": (b"<html/>", ["metadata.not-lom"], False),
    "empty": (b"", ["metadata.not-well-formed"], False),
    "out of order": (
        f"<md:lom {IMSMD}><md:rights/><md:general/></md:lom>".encode(),
        ["structure.out-of-order"],
        True,
    ),
    "extended by the tool's own": (
        f"<md:lom {IMSMD}><md:technical><x:y xmlns:x='urn:x'/></md:technical></md:lom>".encode(),
        [],
        True,
    ),
    "large": (b"<lom>" + b"x" * METADATA_BYTES + b"</lom>", ["metadata.too-large"], False),
}


@pytest.mark.clause("SCORM12-CAM-2.3-METADATA")
@pytest.mark.parametrize("case", FILES)
def test_a_record_in_a_file_is_read_from_there(case: str) -> None:
    data, rules, kept = FILES[case]
    files = {"md/lom.xml": data}
    assert rules_of(LOCATED, files) == rules
    assert bool(course_of(LOCATED, files).metadata) == kept
    for finding in read(LOCATED, files).findings:
        assert finding.severity != "error"
        assert finding.file == ("imsmanifest.xml" if case == "large" else "md/lom.xml")


PLACES = [
    ("md/lom.xml", []),
    ("md\\lom.xml", []),
    ("md/%6Com.xml", []),
    ("MD/LOM.xml", []),
    ("lost.xml", ["metadata.file-missing", "scorm.files-undeclared"]),
    ("../lom.xml", ["metadata.file-missing", "scorm.files-undeclared"]),
    ("", ["metadata.file-missing", "scorm.files-undeclared"]),
    ("http://example.org/lom.xml", ["metadata.elsewhere", "scorm.files-undeclared"]),
    ("file:///etc/passwd", ["metadata.elsewhere", "scorm.files-undeclared"]),
]


@pytest.mark.parametrize(("location", "rules"), PLACES)
def test_a_location_is_an_address_of_the_package(location: str, rules: list[str]) -> None:
    manifest = described(f"<adlcp:location>{location}</adlcp:location>")
    assert rules_of(manifest, {"md/lom.xml": RUSSIAN.encode()}) == rules


def test_records_are_bounded_together_and_the_rest_is_told() -> None:
    text = "Текст " * 9_000
    record = (
        f'<md:lom {IMSMD}><md:general><md:description><md:langstring xml:lang="ru">{text}'
        "</md:langstring></md:description></md:general></md:lom>"
    )
    found = read(described(record * 5))
    assert found.course is not None
    assert [f.rule for f in found.findings if f.rule.startswith("metadata")] == [
        "metadata.too-large"
    ] * 3
    assert len(msgspec.json.encode(found.course.metadata)) <= METADATA_BYTES


def test_one_file_named_by_many_items_is_read_once_and_bounded() -> None:
    text = "x" * 60_000
    data = f"<lom><general><description>{text}</description></general></lom>".encode()
    items = "".join(
        f'<item identifier="I{n}" identifierref="R"><title>T</title><metadata>'
        "<adlcp:location>lom.xml</adlcp:location></metadata></item>"
        for n in range(200)
    )
    found = read(manifest_12(organizations(organization(items))), {"lom.xml": data})
    assert found.course is not None
    kept = [a.metadata for a in found.course.organization.root.walk() if a.metadata]
    assert len(kept) == 4


def test_deep_records_are_kept_or_left_out_without_harm() -> None:
    deep = "<a>" * 200 + "</a>" * 200
    assert len(course_of(described(f"<lom>{deep}</lom>")).metadata) == 1


@pytest.mark.parametrize("name", ["\U00010000", "\u0132", "a\u203f"])
def test_names_that_only_newer_editions_of_xml_know_break_nothing(name: str) -> None:
    manifest = described(f"<lom><{name}/></lom>")
    assert course_of(manifest).metadata in ((), ({"lom": {name: None}},))
    course = course_of(described(RUSSIAN + f"<lom><{name}/></lom>"))
    assert course.metadata[0] == RUSSIAN_JSON


SCHEMAS = [
    ("<schema>ADL SCORM</schema>", []),
    ("<schema> ADL\n SCORM </schema>", []),
    ("<schema>IMS Content</schema>", ["scorm.schema-wrong"]),
    ("", ["scorm.schema-wrong"]),
]


@pytest.mark.clause("SCORM12-CAM-2.3-SCHEMAVERSION")
@pytest.mark.clause("SCORM2004-CAM-3.4.1-SCHEMAVERSION")
@pytest.mark.parametrize(("schema", "rules"), SCHEMAS)
@pytest.mark.parametrize("manifest", [manifest_12(), manifest_2004()])
def test_the_schema_is_adl_scorm(manifest: str, schema: str, rules: list[str]) -> None:
    found = rules_of(manifest.replace("<schema>ADL SCORM</schema>", schema))
    assert [rule for rule in found if not rule.startswith("structure.")] == rules
