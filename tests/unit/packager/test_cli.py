"""`cursus validate`: verdicts and findings as text, exit codes, the rules explained."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cursus.clauses import CLAUSES
from cursus.texts import Text
from packager.cli import validate
from packager.findings import Finding, Report
from packager.judgement import Judgement
from packager.reports.text import TextReport
from packager.rules.register import RULES
from tests.manifests import manifest_12, manifest_2004, package

if TYPE_CHECKING:
    from pathlib import Path

    from packager.findings import Severity

SOUND = package(manifest_2004().replace("Course", "Курс\x1b[31m".replace("\x1b", "&#x9b;")))
WARNED = package(manifest_12(version=None))
REFUSED = package(manifest_12().replace('href="index.html"', 'href="lost.html"'))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    packages = {"sound": SOUND, "warned": WARNED, "refused": REFUSED, "none": b"x"}
    for name, data in packages.items():
        (tmp_path / f"{name}.zip").write_bytes(data)
    return {name: str(tmp_path / f"{name}.zip") for name in [*packages, "absent"]}


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env={"LC_ALL": "C.UTF-8", **environment}).invoke(validate, arguments)


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


@pytest.mark.parametrize(("name", "code"), [("sound", 0), ("warned", 0), ("refused", 1)])
def test_warnings_may_be_let_pass(name: str, code: int, files: dict[str, str]) -> None:
    assert run("--fail-on", "error", files[name]).exit_code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "pdf"],
        ["--lang", "fr"],
        ["--what"],
        ["--fail-on", "info"],
        ["--jobs", "0"],
        ["--output", "/nowhere/report.txt"],
        ["--explain", "zip.nonsense"],
    ],
)
def test_wrong_use_is_told(arguments: list[str], files: dict[str, str]) -> None:
    assert run(*arguments, files["sound"]).exit_code == 2


def test_a_package_is_judged_by_its_verdict_standard_title_and_time(files: dict[str, str]) -> None:
    first = run(files["warned"]).output.splitlines()[0]
    name, _, said = first.partition(": ")
    assert name == files["warned"]
    *parts, seconds = said.split(" · ")
    assert parts == ["playable, with warnings", "SCORM 1.2", "Course"]
    assert 0 <= float(seconds.removesuffix(" s")) < 10


def test_findings_stand_under_their_severity_with_place_rule_and_hint(
    files: dict[str, str],
) -> None:
    lines = run(files["refused"]).output.splitlines()
    assert lines[1] == "  Errors: 1"
    assert lines[2].startswith("    imsmanifest.xml:1")
    assert "[scorm.launch-file-missing] The item I starts lost.html" in lines[2]
    hint = RULES["scorm.launch-file-missing"].hint.en
    assert f"      → {hint}" in lines


@pytest.mark.parametrize(("locale", "option"), [("C.UTF-8", ["--lang", "ru"]), ("ru_RU.UTF-8", [])])
def test_findings_are_printed_in_russian(
    locale: str, option: list[str], files: dict[str, str]
) -> None:
    output = run(*option, files["refused"], LC_ALL=locale).output
    assert "не принимается" in output
    assert "Ошибки: 1" in output
    assert "[scorm.launch-file-missing] Элемент I запускает lost.html" in output
    assert f"→ {RULES['scorm.launch-file-missing'].hint.ru}" in output


def test_nothing_of_a_package_controls_the_terminal(files: dict[str, str]) -> None:
    output = run(files["sound"]).output
    assert "Курс" in output
    assert all(line.isprintable() for line in output.splitlines())


def test_nothing_of_a_path_controls_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\nb.zip"
    path.write_bytes(b"x")
    output = run(str(path)).output
    assert "a\\u001b[31m\\u000ab.zip" in output
    assert all(line.isprintable() for line in output.splitlines())


def test_several_files_end_with_a_summary(files: dict[str, str]) -> None:
    output = run(files["sound"], files["warned"], files["refused"], files["absent"]).output
    counted, _, findings = output.splitlines()[-1].partition(" · ")
    assert counted == ("Packages: 4, playable: 2, of them conformant: 1, refused: 1, unreadable: 1")
    assert findings.startswith("errors: 1, warnings: 1, notes: ")


def test_one_file_needs_no_summary(files: dict[str, str]) -> None:
    assert "Packages:" not in run(files["sound"]).output


def test_what_cannot_be_read_is_told_on_the_standard_error(files: dict[str, str]) -> None:
    told = run(files["absent"], files["sound"])
    assert "cannot be read: there is no such file" in told.stderr
    assert files["absent"] not in told.stdout
    assert files["sound"] in told.stdout


def test_quiet_leaves_a_line_for_each_package_that_fails(files: dict[str, str]) -> None:
    told = run("--quiet", files["sound"], files["warned"], files["refused"])
    assert [line.partition(": ")[0] for line in told.output.splitlines()] == [
        files["warned"],
        files["refused"],
    ]
    only_errors = run("-q", "--fail-on", "error", files["warned"], files["refused"])
    assert [line.partition(": ")[0] for line in only_errors.output.splitlines()] == [
        files["refused"]
    ]


def test_a_report_goes_to_a_file_and_a_summary_to_the_log(
    files: dict[str, str], tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    told = run("--output", str(report), files["refused"])
    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr.startswith("Packages: 1, playable: 0")
    assert "[scorm.launch-file-missing]" in report.read_text("utf-8")
    assert run("-q", "-o", str(report), files["refused"]).output == ""


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_report_that_cannot_be_written_is_no_finding(form: str, files: dict[str, str]) -> None:
    told = run("--format", form, "-o", "/dev/full", files["sound"])
    assert told.exit_code == 2
    assert told.stderr.startswith("The report cannot be written: No space left on device")


def test_a_path_that_is_named_twice_is_judged_once(files: dict[str, str]) -> None:
    output = run(files["warned"], files["warned"]).output
    assert output.count(files["warned"]) == 1


# A single finding as text


def _said(finding: Finding, **judgement: object) -> list[str]:
    judged = Judgement("c.zip", Report((finding,)), **judgement)  # type: ignore[arg-type]
    return TextReport("en").package(judged).splitlines()[2:]


def _finding(severity: Severity = "warning", **place: object) -> Finding:
    return Finding("x.y", severity, Text("What.", "Что."), Text("Do.", "Так."), **place)  # type: ignore[arg-type]


def test_the_source_line_is_shown_with_a_caret_below_the_column() -> None:
    lines = _said(_finding(file="m.xml", line=12, column=5, source='<a b="c"/>'))
    assert lines[0].startswith("\x1b[1m    m.xml:12:5\x1b") or "m.xml:12:5" in lines[0]
    plain = [line.replace("\x1b[2m", "").replace("\x1b[0m", "") for line in lines]
    assert plain[1] == '      12 │ <a b="c"/>'
    caret = lines[2].replace("\x1b[32m\x1b[1m", "").replace("\x1b[0m", "")
    assert caret == " " * (plain[1].index("<") + 4) + "^"


def test_a_column_beyond_the_source_has_no_caret() -> None:
    lines = _said(_finding(file="m.xml", line=12, column=50, source="<a/>"))
    assert not any("^" in line for line in lines)


def test_a_place_in_an_unpacked_course_is_a_path_that_can_be_opened() -> None:
    lines = _said(_finding(file="m.xml", line=1), folder=True)
    assert "c.zip/m.xml:1" in lines[0]


def test_what_is_to_be_done_is_said_once_for_findings_of_a_kind() -> None:
    report = Report((_finding(file="a"), _finding(file="b"), _finding(file="c")))
    said = TextReport("en").package(Judgement("c.zip", report))
    assert said.count("What.") == 3
    assert said.count("→ Do.") == 1


def test_a_mended_fault_is_marked() -> None:
    assert "(mended)" in _said(_finding(mended=True))[0]
    assert "(mended)" not in _said(_finding())[0]


# Rules


def test_a_rule_is_explained_with_what_it_means_and_the_clause() -> None:
    told = run("--explain", "scorm.type-absent")
    rule = RULES["scorm.type-absent"]
    assert told.exit_code == 0
    assert "scorm.type-absent · warning, mended" in told.output
    for text in (rule.text.en, rule.hint.en, "no completion, score or answer is recorded"):
        assert text in told.output
    assert rule.clause is not None
    assert f"{rule.clause}: {CLAUSES[rule.clause]}" in told.output


def test_a_rule_is_explained_in_russian() -> None:
    told = run("--lang", "ru", "--explain", "scorm.type-absent").output
    assert "замечание, исправляется" in told
    assert RULES["scorm.type-absent"].text.ru in told
    assert "Почему:" in told


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("scorm.type-absnt", "scorm.type-absent"),
        ("launch-file-missing", "scorm.launch-file-missing"),
        ("ZIP.CRC", "zip.crc"),
    ],
)
def test_a_rule_that_is_not_there_is_guessed(asked: str, meant: str) -> None:
    told = run("--explain", asked)
    assert told.exit_code == 2
    assert f"There is no rule {asked}. Did you mean " in told.stderr
    assert meant in told.stderr


def test_a_rule_that_resembles_none_leads_to_the_list() -> None:
    assert "--list-rules" in run("--explain", "qqqq").stderr


def test_all_rules_are_listed_by_family() -> None:
    told = run("--list-rules")
    assert told.exit_code == 0
    listed = {line.split()[0] for line in told.output.splitlines() if line.startswith("  ")}
    assert listed == set(RULES)


# The installed command


def _command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "runtime.main", "validate", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", **environment},
    )


def test_the_command_is_installed(files: dict[str, str]) -> None:
    done = _command(files["warned"])
    assert done.returncode == 1
    assert "playable, with warnings" in done.stdout
    assert done.stderr == ""


def test_colours_are_for_terminals_unless_they_are_asked_for(files: dict[str, str]) -> None:
    assert "\x1b" not in _command(files["refused"]).stdout
    assert "\x1b[31m" in _command("--color", files["refused"]).stdout


def test_what_a_finding_needs_is_not_loaded_for_the_help() -> None:
    code = (
        "import sys, runtime.main\n"
        "runtime.main.main(['validate', '--help'], standalone_mode=False)\n"
        "print([m for m in ('lxml', 'rich', 'aiohttp', 'asyncio', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_validating_loads_neither_server_nor_bar(files: dict[str, str]) -> None:
    code = (
        "import sys, runtime.main\n"
        f"try: runtime.main.main(['validate', {files['sound']!r}], standalone_mode=False)\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rich', 'aiohttp', 'asyncio', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
