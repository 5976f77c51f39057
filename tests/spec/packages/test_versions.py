"""Which version of SCORM a manifest means: namespaces first, then spelling, then text."""

from __future__ import annotations

import pytest

from packager.detect import Evidence, decide_version, find_descriptor

OLD = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
OLD_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
NEW = "http://www.adlnet.org/xsd/adlcp_v1p3"
NEW_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"

TEXTS = [
    ("1.2", {OLD}, "scorm12", None, None),
    ("SCORM 1.2", {OLD}, "scorm12", None, "scorm.version-spelling"),
    ("CAM 1.3", {NEW}, "scorm2004", "2nd", None),
    ("1.3", {NEW}, "scorm2004", "2nd", "scorm.version-spelling"),
    ("2004 2nd Edition", {NEW}, "scorm2004", "2nd", "scorm.version-spelling"),
    ("2004 3rd Edition", {NEW}, "scorm2004", "3rd", None),
    (" 2004 3rd Edition ", {NEW}, "scorm2004", "3rd", None),
    ("2004 4th Edition", {NEW}, "scorm2004", "4th", None),
    ("SCORM 2004 4th Edition", {NEW}, "scorm2004", "4th", "scorm.version-spelling"),
    ("2004", {NEW}, "scorm2004", None, "scorm.version-unclear"),
    ("SCORM 2004", {NEW}, "scorm2004", None, "scorm.version-unclear"),
    ("2004 5th Edition", {NEW}, "scorm2004", None, "scorm.version-unclear"),
    (None, {NEW}, "scorm2004", None, "scorm.version-absent"),
    ("", {OLD}, "scorm12", None, "scorm.version-absent"),
    ("9.9", {NEW}, "scorm2004", None, "scorm.version-unclear"),
    ("1.2", {NEW, NEW_CP}, "scorm2004", None, "scorm.version-conflict"),
    ("2004 3rd Edition", {OLD, OLD_CP}, "scorm12", None, "scorm.version-conflict"),
]


@pytest.mark.clause("SCORM2004-CAM-3.4.1-SCHEMAVERSION")
@pytest.mark.clause("SCORM12-CAM-2.3-SCHEMAVERSION")
@pytest.mark.parametrize(("text", "names", "standard", "edition", "rule"), TEXTS)
def test_a_manifest_means_a_version(
    text: str | None, names: set[str], standard: str, edition: str | None, rule: str | None
) -> None:
    evidence = Evidence(frozenset(names), None, text)
    version, findings = decide_version(evidence, "imsmanifest.xml")
    assert version == (standard, edition)
    assert [finding.rule for finding in findings] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("spelling", "standard"), [("scormType", "scorm2004"), ("scormtype", "scorm12")]
)
def test_where_namespaces_are_silent_the_spelling_decides(spelling: str, standard: str) -> None:
    evidence = Evidence(frozenset({OLD, NEW}), spelling, None)
    assert decide_version(evidence, "imsmanifest.xml")[0].standard == standard


def test_where_all_else_is_silent_the_text_decides() -> None:
    evidence = Evidence(frozenset(), None, "2004 4th Edition")
    assert decide_version(evidence, "imsmanifest.xml") == (("scorm2004", "4th"), [])


FOUND = [
    (["imsmanifest.xml", "a/imsmanifest.xml"], ("imsmanifest.xml", "")),
    (["c/imsmanifest.xml", "c/a.html"], ("c/imsmanifest.xml", "c/")),
    (["c/d/imsmanifest.xml", "c/d/a.html"], ("c/d/imsmanifest.xml", "c/d/")),
    (["c/imsmanifest.xml", "a.html"], None),
    (["a/imsmanifest.xml", "b/imsmanifest.xml"], None),
    (["imsmanifest.xml", "IMSMANIFEST.XML"], None),
    (["ImsManifest.Xml"], ("ImsManifest.Xml", "")),
    (["imsmanifest.xml", "tincan.xml", "cmi5.xml"], ("imsmanifest.xml", "")),
    (["my-imsmanifest.xml"], None),
    ([], None),
]


@pytest.mark.clause("SCORM12-CAM-2.3-MANIFEST")
@pytest.mark.parametrize(("names", "found"), FOUND)
def test_the_manifest_of_a_package_is_the_shallowest(
    names: list[str], found: tuple[str, str] | None
) -> None:
    descriptor, findings = find_descriptor(names)
    assert (descriptor and (descriptor.name, descriptor.folder)) == found
    assert found is not None or findings[-1].severity == "error"


def test_a_package_without_a_manifest_lists_what_lies_at_its_top() -> None:
    _, (finding,) = find_descriptor(["story.txt", "img/a.png", "img/b.png"])
    assert "img, story.txt" in finding.text.en
