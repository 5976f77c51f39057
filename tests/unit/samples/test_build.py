"""The sample packages are what their sources say, and what each is meant to show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree

from packager.inspection import inspect
from packager.limits import ArchiveLimits
from samples.build import build, build_all, sample_names

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = [name for name in sample_names() if name != "broken"]
UTF8_FLAG = 0x800


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.stem: path for path in build_all(tmp_path_factory.mktemp("built"))}


def test_there_is_a_sample_of_each_kind(built: dict[str, Path]) -> None:
    assert {"quiz-scorm12", "course-scorm2004", "kurs-kirillica", "broken"} <= built.keys()


@pytest.mark.parametrize("name", sample_names())
def test_building_again_gives_the_same_bytes(
    name: str, built: dict[str, Path], tmp_path: Path
) -> None:
    assert build(name, tmp_path).read_bytes() == built[name].read_bytes()


def test_names_beyond_ascii_are_marked_as_utf8(built: dict[str, Path]) -> None:
    with ZipFile(built["kurs-kirillica"]) as package:
        cyrillic = [entry for entry in package.infolist() if not entry.filename.isascii()]
    assert "урок/начало.html" in {entry.filename for entry in cyrillic}
    assert all(entry.flag_bits & UTF8_FLAG for entry in cyrillic)


def test_media_is_stored_so_that_it_can_be_seeked(built: dict[str, Path]) -> None:
    with ZipFile(built["kurs-kirillica"]) as package:
        assert package.getinfo("звук/дыхание.wav").compress_type == ZIP_STORED


@pytest.mark.parametrize("name", WHOLE)
def test_a_sample_declares_exactly_the_files_that_it_has(name: str, built: dict[str, Path]) -> None:
    with ZipFile(built[name]) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        files = [str(file.get("href")) for file in manifest.iter("{*}file")]
        assert sorted([*files, "imsmanifest.xml"]) == sorted(package.namelist())


@pytest.mark.parametrize("name", WHOLE)
def test_a_sample_is_playable_and_conformant(
    name: str, built: dict[str, Path], tmp_path: Path
) -> None:
    seen = inspect(built[name], ArchiveLimits(), overlay_path=tmp_path / "overlay.zip")
    assert [finding.rule for finding in seen.report.findings if finding.severity != "info"] == []
    assert seen.report.playable
    assert seen.report.conformant


@pytest.mark.parametrize(
    ("rule", "severity", "place"),
    [
        ("scorm.launch-file-missing", "error", 'href="lesson-1.html"'),
        (
            "scorm.resource-twice",
            "error",
            'identifier="lesson-2" type="webcontent" adlcp:scormtype="asset"',
        ),
        ("scorm.item-twice", "warning", 'identifier="first" identifierref="lesson-2"'),
        ("scorm.reference-dangling", "warning", 'identifierref="lesson-3"'),
        ("scorm.default-organization-wrong", "warning", 'default="the-course"'),
        ("scorm12.mastery-score-written", "warning", "masteryscore>80%"),
        ("scorm.file-missing", "warning", "pictures/plan.png"),
        ("scorm.dependency-dangling", "warning", 'identifierref="styles"'),
    ],
)
def test_the_broken_sample_shows_each_of_its_faults_at_its_line(
    rule: str, severity: str, place: str, built: dict[str, Path]
) -> None:
    found = inspect(built["broken"], ArchiveLimits()).report.findings
    with ZipFile(built["broken"]) as package:
        lines = package.read("imsmanifest.xml").decode().splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if place in text)
    assert (rule, severity, line) in [(f.rule, f.severity, f.line) for f in found]
