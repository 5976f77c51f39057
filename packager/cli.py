"""`cursus validate`: what is wrong with package files, for people and for scripts.

Exit codes: 0 nothing but notes, 1 errors or warnings, 2 wrong use or a file that cannot be read.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cursus.texts import LANGUAGES, Language, Text, terminal_language
from packager.findings import visible
from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.findings import Finding

EXIT_FINDINGS = 1
EXIT_WRONG_USE = 2

_VERDICTS = {
    (True, True): (Text("conformant", "соответствует стандарту"), "green"),
    (True, False): (Text("playable, with warnings", "воспроизводится, есть замечания"), "yellow"),
    (False, False): (Text("refused", "не принимается"), "red"),
}
_SEVERITIES = {
    "error": (Text("error", "ошибка"), "red"),
    "warning": (Text("warning", "замечание"), "yellow"),
    "info": (Text("note", "к сведению"), "cyan"),
}
_STANDARDS = {
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "aicc": "AICC",
    "cmi5": "cmi5",
    "xapi": "xAPI",
}
_MENDED = Text("mended", "исправлено")
_UNREADABLE = Text("cannot be read: {reason}", "не прочитать: {reason}")
_SUMMARY = Text(
    "{count} packages: {playable} playable, {conformant} of them conformant",
    "пакетов: {count}, воспроизводятся: {playable}, из них соответствуют стандарту: {conformant}",
)
_CHECKING = Text("Checking", "Проверка")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for scripts.",
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the findings [the terminal's]."
)
def validate(files: tuple[Path, ...], form: str, lang: Language | None) -> None:
    """Say what is wrong with packages and whether they play.

    Exit code 0: nothing but notes; 1: errors or warnings; 2: wrong use, or a file cannot be read.
    """
    language = lang or terminal_language(os.environ)
    code = 0
    results: list[dict[str, Any]] = []
    inspections = list(_inspected(files, language))  # a bar and text do not share a terminal
    for path, inspection in inspections:
        if isinstance(inspection, OSError):
            code = EXIT_WRONG_USE
            reason = _UNREADABLE.format(reason=inspection.strerror).say(language)
            click.echo(f"{path}: {reason}", err=True)
            continue
        if not inspection.report.conformant:
            code = max(code, EXIT_FINDINGS)
        if form == "json":
            results.append(_as_json(path, inspection, language))
        else:
            _print(path, inspection, language)
    if form == "json":
        click.echo(orjson.dumps({"packages": results}, option=orjson.OPT_INDENT_2))
    elif len(files) > 1:
        click.echo(_summary([i for _, i in inspections if isinstance(i, Inspection)], language))
    sys.exit(code)


def _inspected(
    files: Iterable[Path], language: Language
) -> Iterator[tuple[Path, Inspection | OSError]]:
    """Yield each file's inspection, with a progress bar for several on a terminal."""
    paths = list(files)
    limits = ArchiveLimits()
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=len(paths) == 1 or not console.is_terminal,
    ) as progress:
        task = progress.add_task(_CHECKING.say(language), total=len(paths))
        for path in paths:
            try:
                yield path, inspect(path, limits)
            except OSError as error:
                yield path, error
            progress.advance(task)


def _summary(inspections: list[Inspection], language: Language) -> str:
    playable = sum(inspection.report.playable for inspection in inspections)
    conformant = sum(inspection.report.conformant for inspection in inspections)
    count = len(inspections)
    return _SUMMARY.format(count=count, playable=playable, conformant=conformant).say(language)


def _as_json(path: Path, inspection: Inspection, language: Language) -> dict[str, Any]:
    report, course = inspection.report, inspection.course
    return {
        "file": str(path),
        "playable": report.playable,
        "conformant": report.conformant,
        "standard": course.standard if course else None,
        "edition": course.edition if course else None,
        "title": course.title if course else None,
        "findings": [finding.as_json(language) for finding in report.findings],
    }


def _print(path: Path, inspection: Inspection, language: Language) -> None:
    """Print a verdict line and, below it, the findings with what to do about them."""
    report, course = inspection.report, inspection.course
    verdict, colour = _VERDICTS[report.playable, report.conformant]
    said = verdict.say(language)
    if course is not None:
        edition = f" {course.edition} Edition" if course.edition else ""
        said += f" · {_STANDARDS[course.standard]}{edition} · {visible(course.title)}"
    click.echo(f"{click.style(str(path), bold=True)}: {click.style(said, fg=colour)}")
    for finding in report.findings:
        print_finding(finding, language)


def print_finding(finding: Finding, language: Language) -> None:
    """Print a finding: its place, what it is, and below what to do about it."""
    severity, colour = _SEVERITIES[finding.severity]
    place = ":".join(str(p) for p in (finding.file, finding.line, finding.column) if p is not None)
    tail = f" ({_MENDED.say(language)})" if finding.mended else ""
    head = click.style(severity.say(language), fg=colour)
    where = f"{place}: " if place else ""
    click.echo(f"  {where}{head} [{finding.rule}]{tail} {finding.text.say(language)}")
    click.echo(click.style(f"      → {finding.hint.say(language)}", dim=True))
