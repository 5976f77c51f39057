"""`cursus repair`: what is mended is mended in the file, and nothing else is touched."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits
from packager.write_cli import repair
from tests.course_structures import structure
from tests.manifests import (
    RESOURCE_12,
    manifest_12,
    manifest_2004,
    organization,
    organizations,
    package,
)
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PAGE = b"<title>Lesson</title>"


def run(tmp_path: Path, data: bytes, *, lang: str = "en") -> Result:
    source = tmp_path / "a.zip"
    source.write_bytes(data)
    arguments = [str(source), "-o", str(tmp_path / "b.zip"), "--lang", lang]
    return CliRunner().invoke(repair, arguments)


def repaired(tmp_path: Path, data: bytes) -> tuple[Inspection, dict[str, bytes], str]:
    """Repair a package: the verdict on it, its files, what was said."""
    result = run(tmp_path, data)
    assert result.exit_code == 0, result.output
    inspection = inspect(tmp_path / "b.zip", ArchiveLimits())
    with zipfile.ZipFile(tmp_path / "b.zip") as read:
        return inspection, {name: read.read(name) for name in read.namelist()}, result.output


def test_a_sound_descriptor_is_copied_as_it_is(tmp_path: Path) -> None:
    manifest = manifest_12()
    inspection, files, said = repaired(tmp_path, package(manifest))
    assert inspection.report.conformant
    assert files == {"imsmanifest.xml": manifest.encode(), "index.html": PAGE}
    assert "The descriptor is the package's own." in said


def test_a_wrapping_folder_and_what_systems_leave_are_taken_off(tmp_path: Path) -> None:
    manifest = manifest_2004()
    data = build_zip(
        [
            File("My course/imsmanifest.xml", manifest.encode()),
            File("My course/index.html", PAGE),
            File("__MACOSX/My course/._index.html", b"junk"),
            File("My course/.DS_Store", b"junk"),
        ]
    )
    inspection, files, _ = repaired(tmp_path, data)
    assert inspection.report.conformant
    assert files == {"imsmanifest.xml": manifest.encode(), "index.html": PAGE}


def test_names_come_out_readable(tmp_path: Path) -> None:
    resource = RESOURCE_12.replace("index.html", "урок/страница.html")
    data = build_zip(
        [
            File("imsmanifest.xml", manifest_12(resources=resource).encode()),
            File("урок\\страница.html".encode("cp866"), PAGE),
        ]
    )
    _, files, _ = repaired(tmp_path, data)
    assert set(files) == {"imsmanifest.xml", "урок/страница.html"}


FAULTY = {
    "a wrong default organization": manifest_12(organizations(default="nothing")),
    "an identifier that is no name": manifest_12(
        organizations(
            organization('<item identifier="1 a" identifierref="R"><title>L</title></item>')
        )
    ),
    "a bare ampersand": manifest_12(
        organizations(
            organization('<item identifier="I" identifierref="R"><title>A & B</title></item>')
        )
    ),
    "a missing file": manifest_12(
        resources=RESOURCE_12.replace("</resource>", '<file href="gone.png"/></resource>')
    ),
    "another letter case": manifest_12(resources=RESOURCE_12.replace("index.html", "Index.HTML")),
    "a version of another standard": manifest_12(version="2004 4th Edition"),
}


@pytest.mark.parametrize("manifest", FAULTY.values(), ids=FAULTY)
def test_a_descriptor_with_faults_is_mended_or_written_anew(tmp_path: Path, manifest: str) -> None:
    data = package(manifest)
    (tmp_path / "faulty.zip").write_bytes(data)
    assert not inspect(tmp_path / "faulty.zip", ArchiveLimits()).report.conformant
    inspection, files, said = repaired(tmp_path, data)
    assert inspection.report.conformant
    mended = "bare" if "&" in manifest else "anew"
    said_of = {"bare": "The text of the descriptor is mended.", "anew": "is written anew"}
    assert said_of[mended] in said
    assert files["index.html"] == PAGE
    assert inspection.course is not None
    assert inspection.course.standard == "scorm12"


def test_the_verdict_before_and_after_is_said(tmp_path: Path) -> None:
    _, _, said = repaired(tmp_path, package(FAULTY["a wrong default organization"]))
    lines = [line for line in said.splitlines() if ".zip:" in line]
    assert ["a.zip: playable, with warnings" in lines[0], "b.zip: conformant" in lines[-1]] == [
        True,
        True,
    ]


def test_the_package_keeps_schemas_of_its_own(tmp_path: Path) -> None:
    manifest = FAULTY["a wrong default organization"]
    data = package(manifest, {"index.html": PAGE, "adlcp_rootv1p2.xsd": b"<own/>"})
    _, files, _ = repaired(tmp_path, data)
    assert files["adlcp_rootv1p2.xsd"] == b"<own/>"
    assert "imscp_rootv1p1p2.xsd" in files


def test_media_that_was_deflated_is_stored(tmp_path: Path) -> None:
    film = bytes(5000)
    data = package(manifest_12(), None, File("film.mp4", film))
    repaired(tmp_path, data)
    with zipfile.ZipFile(tmp_path / "b.zip") as read:
        assert read.getinfo("film.mp4").compress_type == zipfile.ZIP_STORED
        assert read.read("film.mp4") == film


def test_cmi5_is_taken_out_of_a_wrapping_folder(tmp_path: Path) -> None:
    data = build_zip([File("c/cmi5.xml", structure().encode()), File("c/index.html", PAGE)])
    inspection, files, _ = repaired(tmp_path, data)
    assert inspection.report.conformant
    assert files == {"cmi5.xml": structure().encode(), "index.html": PAGE}


UNPLAYABLE = {
    "no package": build_zip([File("a.html", PAGE)]),
    "nothing to start": package(manifest_12(), {}),
    "no zip": b"Rar!\x1a\x07\x01\x00",
}


@pytest.mark.parametrize("data", UNPLAYABLE.values(), ids=UNPLAYABLE)
def test_what_does_not_play_is_refused_with_its_findings(tmp_path: Path, data: bytes) -> None:
    result = run(tmp_path, data)
    assert result.exit_code == 1
    assert "refused" in result.output
    assert "The package cannot be repaired" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_messages_are_in_russian_too(tmp_path: Path) -> None:
    result = run(tmp_path, UNPLAYABLE["no package"], lang="ru")
    assert "Пакет не исправить" in result.output


def test_a_fault_that_cannot_be_mended_stays_and_is_told(tmp_path: Path) -> None:
    tree = organizations(
        organization(
            '<item identifier="I" identifierref="R"><title>L</title></item>'
            '<item identifier="E"><title>Nothing</title></item>'
        )
    )
    result = run(tmp_path, package(manifest_12(tree)))
    assert result.exit_code == 1
    assert "scorm.item-empty" in result.output
    assert (tmp_path / "b.zip").exists()


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    data = package(FAULTY["a bare ampersand"])
    run(tmp_path, data)
    first = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").unlink()
    run(tmp_path, data)
    assert (tmp_path / "b.zip").read_bytes() == first
