"""What machines read: JSON for scripts, SARIF for code scanning, JUnit XML for test reports."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cursus.texts import LANGUAGES, Text
from packager.chosen import Chosen
from packager.cli import validate
from packager.findings import Finding, Report
from packager.judgement import Judgement, Summary
from packager.reports.json import json_report
from packager.reports.junit import junit_report
from packager.reports.sarif import sarif_report
from packager.reports.text import TextReport
from packager.rules.register import RULES
from tests.manifests import manifest_12, manifest_2004, package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cursus.texts import Language

_FORMAT = Formatter()

SOUND = package(manifest_2004())
WARNED = package(manifest_12(version=None))
REFUSED = package(manifest_12().replace('href="index.html"', 'href="lost.html"'))

MISSING = RULES["scorm.launch-file-missing"].at(
    "imsmanifest.xml", 7, 3, "/manifest/resources/resource", item="I", href="урок.html"
)
UNDECLARED = RULES["scorm.type-absent"].at("imsmanifest.xml", name="R", kind="sco")
NOWHERE = RULES["zip.crc"].at()

JUDGEMENTS = [
    Judgement("курсы/a b.zip", Report((MISSING, UNDECLARED)), seconds=0.25),
    Judgement("src/course", Report((MISSING,)), folder=True),
    Judgement("ok.zip", Report((UNDECLARED,)), "scorm12", None, "A & B", 0.5),
    Judgement("/abs/c.zip", Report((NOWHERE,))),
    Judgement("../up.zip"),
    Judgement("gone.zip", unreadable=Text("gone", "нет")),
]
SUMMARY = Summary.of(JUDGEMENTS, 1.5)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in {"sound": SOUND, "warned": WARNED, "refused": REFUSED}.items():
        (tmp_path / f"{name}.zip").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(validate, arguments)


# Every form


@given(
    name=st.text(st.characters(exclude_characters="\0"), min_size=1),  # surrogates are among them
    title=st.text(st.characters(exclude_categories=["Cs"])),
    value=st.text(),
    rule=st.sampled_from(sorted(RULES)),
    language=st.sampled_from(LANGUAGES),
    folder=st.booleans(),
)
def test_no_package_breaks_a_report(
    name: str, title: str, value: str, rule: str, language: Language, *, folder: bool
) -> None:
    fields = {field: value for _, field, _, _ in _FORMAT.parse(RULES[rule].text.en) if field}
    fields |= {field: value for _, field, _, _ in _FORMAT.parse(RULES[rule].hint.en) if field}
    finding = RULES[rule].at(value, 3, 2, value, **fields)
    shown = Chosen(Path(name)).name
    judged = [Judgement(shown, Report((finding,)), "cmi5", None, title, folder=folder)]
    summary = Summary.of(judged, 1)
    text = click.unstyle(TextReport(language).package(judged[0]))
    categories = {unicodedata.category(character) for character in text.replace("\n", "")}
    assert {"Cc", "Cf", "Cs", "Zl", "Zp"}.isdisjoint(categories)
    for data in (json_report(judged, summary, language), sarif_report(judged, language, None)):
        json.loads(data)
    etree.fromstring(junit_report(judged, summary, language))


# JSON


@pytest.mark.usefixtures("files")
def test_json_says_what_was_found() -> None:
    told = run("--format", "json", "sound.zip", "refused.zip", "absent.zip")
    assert told.exit_code == 2
    said = json.loads(told.stdout)
    sound, refused, absent = said["packages"]
    assert (sound["file"], sound["verdict"]) == ("sound.zip", "conformant")
    assert (sound["playable"], sound["conformant"]) == (True, True)
    assert (sound["standard"], sound["edition"], sound["title"]) == ("scorm2004", "4th", "Course")
    assert (refused["verdict"], refused["playable"], refused["title"]) == ("refused", False, None)
    finding: dict[str, Any] = refused["findings"][0]
    assert finding["rule"] == "scorm.launch-file-missing"
    assert finding["severity"] == "error"
    assert (finding["file"], finding["line"]) == ("imsmanifest.xml", 1)
    assert finding["message"].endswith("there is no such file.")
    assert finding["clause"] == "SCORM12-CAM-2.3-RESOURCE"
    assert (absent["verdict"], absent["problem"]) == (
        "unreadable",
        "there is no such file or folder",
    )
    assert said["summary"]["packages"] == 3
    assert said["summary"]["refused"] == 1
    assert said["summary"]["unreadable"] == 1


def test_json_counts_what_the_judgements_hold() -> None:
    said = json.loads(json_report(JUDGEMENTS, SUMMARY, "ru"))
    assert said["summary"] == {
        "packages": 6,
        "playable": 2,
        "conformant": 1,
        "refused": 3,
        "unreadable": 1,
        "errors": 3,
        "warnings": 2,
        "notes": 0,
        "seconds": 1.5,
    }
    assert said["packages"][0]["findings"][0]["message"] == MISSING.text.ru


# SARIF 2.1.0. What is required is from the text of the standard (OASIS, 27 March 2020).

REQUIRED = {
    "log": {"version", "runs"},  # 3.13
    "run": {"tool"},  # 3.14
    "result": {"message"},  # 3.27
    "rule": {"id"},  # 3.49
}
LEVELS = {"none", "note", "warning", "error"}  # 3.27.10


@pytest.fixture(params=["en", "ru"])
def log(request: pytest.FixtureRequest) -> dict[str, Any]:
    language: Language = request.param
    loaded: dict[str, Any] = json.loads(sarif_report(JUDGEMENTS, language, None))
    return loaded


def test_sarif_has_what_the_standard_requires(log: dict[str, Any]) -> None:
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert set(log) >= REQUIRED["log"]
    assert log["version"] == "2.1.0"
    assert set(run) >= REQUIRED["run"]
    assert driver["name"] == "cursus"  # 3.19.8
    assert all(set(result) >= REQUIRED["result"] for result in run["results"])
    assert all(result["message"]["text"] for result in run["results"])  # 3.11.8
    assert all(result["level"] in LEVELS for result in run["results"])
    assert all(set(rule) >= REQUIRED["rule"] for rule in driver["rules"])
    assert isinstance(run["invocations"][0]["executionSuccessful"], bool)  # 3.20.14
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}  # 3.14.17


def test_sarif_indices_lead_where_they_say(log: dict[str, Any]) -> None:
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
    for location in _artifact_locations(run["results"]):
        if "index" in location:  # 3.4.5
            assert run["artifacts"][location["index"]]["location"]["uri"] == location["uri"]
    for artifact in run["artifacts"]:
        parent = artifact.get("parentIndex")
        if parent is not None:  # 3.24.3: the address is rooted in the container
            assert artifact["location"]["uri"].startswith("/")
            assert "parentIndex" not in run["artifacts"][parent]


def _artifact_locations(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "artifactLocation":
                yield inner
            yield from _artifact_locations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _artifact_locations(inner)


def test_sarif_has_what_code_scanning_shows(log: dict[str, Any]) -> None:
    """GitHub: descriptions, help and a default level for each rule; a fingerprint for a result."""
    (run,) = log["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert "{" not in rule["shortDescription"]["text"]
        assert rule["properties"]["tags"]
    prints = [result["partialFingerprints"]["cursusFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_points_at_files_that_are_there() -> None:
    (run,) = json.loads(sarif_report(JUDGEMENTS, "en", None))["runs"]
    packed, other, unpacked, *_, nowhere = run["results"]
    physical = packed["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == (
        "%D0%BA%D1%83%D1%80%D1%81%D1%8B/a%20b.zip"  # RFC 3986, 2.5: UTF-8, percent-encoded
    )
    assert physical["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    assert "region" not in physical  # an archive has no lines
    related = packed["relatedLocations"][0]["physicalLocation"]
    assert related["region"] == {"startLine": 7, "startColumn": 3}
    assert related["artifactLocation"]["uri"] == "/imsmanifest.xml"
    assert packed["message"]["text"].startswith("imsmanifest.xml:7:3: The item I starts")
    assert "region" not in other["relatedLocations"][0]["physicalLocation"]
    inside = unpacked["locations"][0]["physicalLocation"]
    assert inside["artifactLocation"]["uri"] == "src/course/imsmanifest.xml"
    assert inside["region"]["startLine"] == 7
    assert unpacked["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "/manifest/resources/resource", "kind": "element"}
    ]
    far = nowhere["locations"][0]["physicalLocation"]["artifactLocation"]
    assert far["uri"] == "file:///abs/c.zip"
    assert "uriBaseId" not in far


def test_a_fingerprint_outlives_language_and_lines() -> None:
    def prints(finding: Finding, language: Language) -> str:
        judged = [Judgement("a.zip", Report((finding,)))]
        result = json.loads(sarif_report(judged, language, None))["runs"][0]["results"][0]
        return str(result["partialFingerprints"]["cursusFinding/v1"])

    moved = RULES["scorm.launch-file-missing"].at(
        "imsmanifest.xml", 70, 1, "/manifest/resources/resource", item="I", href="урок.html"
    )
    other = RULES["scorm.launch-file-missing"].at("imsmanifest.xml", 7, item="I", href="b.html")
    assert prints(MISSING, "en") == prints(moved, "ru")
    assert prints(MISSING, "en") != prints(other, "en")


def test_sarif_says_that_something_could_not_be_read() -> None:
    invocation = json.loads(sarif_report(JUDGEMENTS, "ru", None))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "gone.zip: нет"
    fine = json.loads(sarif_report(JUDGEMENTS[:1], "en", None))["runs"][0]["invocations"][0]
    assert fine["executionSuccessful"] is True


@pytest.mark.parametrize(
    ("language", "page"), [("en", "rules.md#zip.crc"), ("ru", "rules.ru.md#zip.crc")]
)
def test_rules_link_to_their_pages_where_those_are_published(language: Language, page: str) -> None:
    """3.49.12 wants an absolute address, so there is none unless somebody says it."""
    judged = [Judgement("c.zip", Report((NOWHERE,)))]

    def rule(url: str | None) -> dict[str, Any]:
        log: dict[str, Any] = json.loads(sarif_report(judged, language, url))
        found: dict[str, Any] = log["runs"][0]["tool"]["driver"]["rules"][0]
        return found

    assert "helpUri" not in rule(None)
    assert rule("https://docs.example.org/cursus/")["helpUri"] == (
        f"https://docs.example.org/cursus/{page}"
    )


@pytest.mark.usefixtures("files")
def test_the_address_of_the_pages_is_an_option() -> None:
    told = run("--format", "sarif", "--rules-url", "https://e.org", "warned.zip")
    assert told.exit_code == 1
    rules = json.loads(told.stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert rules
    assert all(rule["helpUri"] == f"https://e.org/rules.md#{rule['id']}" for rule in rules)


# JUnit XML


def _suite(*arguments: str) -> etree._Element:
    return etree.fromstring(run("--format", "junit", *arguments).stdout_bytes)[0]


@pytest.mark.usefixtures("files")
def test_junit_has_a_case_for_each_package() -> None:
    suite = _suite("sound.zip", "warned.zip", "refused.zip", "absent.zip")
    sound, warned, refused, absent = suite
    counts = ("tests", "failures", "errors", "skipped")
    assert [suite.get(name) for name in counts] == ["4", "1", "1", "0"]
    assert [case.get("name") for case in suite] == [
        "sound.zip",
        "warned.zip",
        "refused.zip",
        "absent.zip",
    ]
    assert [child.tag for child in warned] == ["system-out"]
    assert "scorm.version-absent" in (warned[0].text or "")
    assert refused[0].tag == "failure"
    assert (refused[0].get("message") or "").startswith("scorm.launch-file-missing: The item I")
    assert "lost.html" in (refused[0].text or "")
    assert absent[0].tag == "error"
    assert all(case.get("classname") == "cursus.validate" for case in suite)
    assert all(float(case.get("time") or "x") >= 0 for case in suite)
    assert "failure" not in {child.tag for child in sound}


def test_junit_holds_only_what_xml_has() -> None:
    """XML 1.0, 2.2: control characters are not characters, not even escaped."""
    text = Text("a\x00b\x1b[31m\ufffe]]>", "я\x08")
    finding = Finding("x.y", "error", text, text, file="f\x01")
    judged = [Judgement("n", Report((finding,)), unreadable=text)]
    root = etree.fromstring(junit_report(judged, Summary.of(judged, 1), "en"))
    said = root.findtext(".//failure") or ""
    assert "a\ufffdb" in said
    assert "]]>" in said


def test_junit_says_all_errors_in_one_failure() -> None:
    judged = [Judgement("a.zip", Report((MISSING, NOWHERE, UNDECLARED)))]
    root = etree.fromstring(junit_report(judged, Summary.of(judged, 1), "ru"))
    failures = root.findall(".//failure")
    assert len(failures) == 1
    assert (failures[0].get("message") or "").endswith("(+1)")
    assert NOWHERE.text.ru in (failures[0].text or "")
    assert UNDECLARED.text.ru in (root.findtext(".//system-out") or "")
