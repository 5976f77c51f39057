"""`cursus validate`: verdicts and findings for people and for scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from packager.cli import validate
from tests.manifests import manifest_12, manifest_2004, package

if TYPE_CHECKING:
    from pathlib import Path

SOUND = package(manifest_2004().replace("Course", "Курс\x1b[31m".replace("\x1b", "&#x9b;")))
WARNED = package(manifest_12(version=None))
REFUSED = package(manifest_12().replace('href="index.html"', 'href="lost.html"'))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    packages = {"sound": SOUND, "warned": WARNED, "refused": REFUSED, "none": b"x"}
    for name, data in packages.items():
        (tmp_path / f"{name}.zip").write_bytes(data)
    return {name: str(tmp_path / f"{name}.zip") for name in [*packages, "absent"]}


def run(*arguments: str) -> Result:
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(validate, arguments)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["sound"], 0),
        (["warned"], 1),
        (["refused"], 1),
        (["none"], 1),
        (["sound", "refused"], 1),
        (["absent"], 2),
        (["absent", "refused"], 2),
        ([], 2),
    ],
)
def test_the_exit_code_says_what_was_found(
    names: list[str], code: int, files: dict[str, str]
) -> None:
    assert run(*(files[name] for name in names)).exit_code == code


@pytest.mark.parametrize("arguments", [["--format", "pdf"], ["--lang", "fr"], ["--what"]])
def test_wrong_use_is_told(arguments: list[str], files: dict[str, str]) -> None:
    assert run(*arguments, files["sound"]).exit_code == 2


def test_a_finding_is_printed_with_its_place_rule_message_and_hint(files: dict[str, str]) -> None:
    lines = run(files["refused"]).output.splitlines()
    assert lines[0] == f"{files['refused']}: refused"
    assert lines[1].startswith("  imsmanifest.xml:1: error [scorm.launch-file-missing] The item I")
    assert lines[2].strip().startswith("→ Put the file into the package")


@pytest.mark.parametrize(("locale", "option"), [("C.UTF-8", ["--lang", "ru"]), ("ru_RU.UTF-8", [])])
def test_findings_are_printed_in_russian(
    locale: str, option: list[str], files: dict[str, str]
) -> None:
    runner = CliRunner(env={"LC_ALL": locale})
    output = runner.invoke(validate, [*option, files["refused"]]).output
    assert "не принимается" in output
    assert "ошибка [scorm.launch-file-missing] Элемент I запускает lost.html" in output
    assert "→ Положите файл в пакет" in output


def test_a_verdict_names_the_standard_and_the_title(files: dict[str, str]) -> None:
    output = run(files["warned"]).output
    assert "playable, with warnings · SCORM 1.2 · Course" in output
    assert "(mended)" not in output


def test_nothing_of_a_package_controls_the_terminal(files: dict[str, str]) -> None:
    output = run(files["sound"]).output
    assert "Курс" in output
    assert all(line.isprintable() for line in output.splitlines())


def test_several_files_end_with_a_count(files: dict[str, str]) -> None:
    output = run(files["sound"], files["warned"], files["refused"]).output
    assert output.splitlines()[-1] == "3 packages: 2 playable, 1 of them conformant"


def test_json_says_the_same_for_scripts(files: dict[str, str]) -> None:
    result = run("--format", "json", files["sound"], files["refused"])
    sound, refused = json.loads(result.output)["packages"]
    assert sound["file"] == files["sound"]
    assert (sound["playable"], sound["conformant"]) == (True, True)
    assert (sound["standard"], sound["edition"]) == ("scorm2004", "4th")
    assert (refused["playable"], refused["title"]) == (False, None)
    finding: dict[str, Any] = refused["findings"][0]
    assert finding["rule"] == "scorm.launch-file-missing"
    assert finding["severity"] == "error"
    assert (finding["file"], finding["line"]) == ("imsmanifest.xml", 1)
    assert finding["message"].endswith("there is no such file.")
    assert finding["clause"] == "SCORM12-CAM-2.3-RESOURCE"


def test_the_command_is_installed(files: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "runtime.main", "validate", files["warned"]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "playable, with warnings" in done.stdout
    assert done.stderr == ""
