"""`cursus validate`: what is wrong with packages, for people and for machines.

Exit codes: 0 nothing that `--fail-on` names, 1 findings, 2 wrong use or something that cannot be
read or written, 130 ended by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Literal, NamedTuple

import click

from cursus.texts import LANGUAGES, Language, Text, terminal_language
from packager.judgement import Judgement, Summary
from packager.reports.text import TextReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from packager.chosen import Chosen

EXIT_FINDINGS = 1
EXIT_WRONG_USE = 2
EXIT_INTERRUPTED = 130  # as shells say it of SIGINT

Form = Literal["text", "json", "sarif", "junit"]

_STOPPED = Text(
    "Stopped: {done} of {total} packages were looked at.",
    "Остановлено: проверено пакетов {done} из {total}.",
)
_NOT_WRITTEN = Text("The report cannot be written: {why}", "Отчёт не записать: {why}")
_NO_FILE = Text(
    "Name a package file, a folder or a pattern.", "Укажите файл пакета, папку или шаблон."
)


class Options(NamedTuple):
    """How a run is reported."""

    form: Form
    language: Language
    fail_on: Literal["error", "warning"]
    quiet: bool
    colour: bool | None  # None: where a terminal reads
    output: IO[bytes] | None
    rules_url: str | None


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="For people, scripts, code scanning or test reports.",
)
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=False),
    metavar="FILE",
    help="Write the report to a file instead of the standard output.",
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the findings [the terminal's]."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="warning",
    show_default=True,
    help="The least severity that gives exit code 1.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only a line for each package that fails.")
@click.option(
    "--color/--no-color",
    "colour",
    default=None,
    help="Colours [on a terminal, unless NO_COLOR is set].",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="How many packages to look at at a time [one for each core].",
)
@click.option(
    "--rules-url",
    metavar="URL",
    help="Where you publish docs/rules.md; SARIF then links to it.",
)
@click.option("--explain", metavar="RULE", help="Say what a rule is about and how to mend it.")
@click.option("--list-rules", is_flag=True, help="List all rules.")
def validate(  # noqa: PLR0913 - click hands over each option as an argument
    paths: tuple[str, ...],
    form: Form,
    output: IO[bytes] | None,
    lang: Language | None,
    fail_on: Literal["error", "warning"],
    *,
    quiet: bool,
    colour: bool | None,
    jobs: int | None,
    rules_url: str | None,
    explain: str | None,
    list_rules: bool,
) -> None:
    """Say what is wrong with packages and whether they play.

    PATH is a package file, a folder (an unpacked course, or every package below it) or a quoted
    pattern such as 'courses/**/*.zip'.

    Exit code 0: nothing but notes; 1: errors or warnings (--fail-on error: errors); 2: wrong use,
    or something cannot be read.
    """
    language = lang or terminal_language(os.environ)
    if colour is None and os.environ.get("NO_COLOR"):
        colour = False
    if explain is not None or list_rules:
        _tell_of_rules(explain, language, colour=colour)
    elif not paths:
        raise click.UsageError(_NO_FILE.say(language))
    else:
        options = Options(form, language, fail_on, quiet, colour, output, rules_url)
        sys.exit(_run(paths, options, jobs or len(os.sched_getaffinity(0))))


def _tell_of_rules(rule: str | None, language: Language, *, colour: bool | None) -> None:
    from packager.reports.rules import UnknownRule, explained, listed  # noqa: PLC0415 - seldom

    try:
        click.echo(listed(language) if rule is None else explained(rule, language), color=colour)
    except UnknownRule as unknown:
        click.echo(unknown.text.say(language), err=True)
        sys.exit(EXIT_WRONG_USE)


def _run(paths: Sequence[str], options: Options, jobs: int) -> int:
    """Judge, report, and return the exit code."""
    from packager.chosen import choose  # noqa: PLC0415 - not for --help

    began = time.monotonic()
    chosen = choose(paths)
    report = _Report(options, several=len(chosen) > 1)
    try:
        for judgement in _in_order(chosen, options, jobs):
            report.take(judgement)
        report.end(time.monotonic() - began)
    except KeyboardInterrupt:
        said = _STOPPED.format(done=len(report.judgements), total=len(chosen))
        click.echo(said.say(options.language), err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # whoever reads has had enough: click ends quietly
        raise
    except OSError as error:
        report.give_up()
        click.echo(_NOT_WRITTEN.format(why=error.strerror or error).say(options.language), err=True)
        return EXIT_WRONG_USE
    if any(judgement.verdict == "unreadable" for judgement in report.judgements):
        return EXIT_WRONG_USE
    return EXIT_FINDINGS if any(j.fails(options.fail_on) for j in report.judgements) else 0


def _in_order(chosen: Sequence[Chosen], options: Options, jobs: int) -> Iterator[Judgement]:
    """Yield the judgements in the order of the packages, showing how far the run is."""
    from packager.crew import judge_all  # noqa: PLC0415 - not for --help
    from packager.limits import ArchiveLimits  # noqa: PLC0415 - as above
    from packager.reports.progress import progress  # noqa: PLC0415 - as above

    ready: dict[int, Judgement] = {}
    told = 0
    with progress(len(chosen), options.language, quiet=options.quiet) as shown:
        judged = judge_all(
            chosen,
            ArchiveLimits(),
            processes=jobs,
            waiting=lambda: shown.show(told + len(ready)),
        )
        for place, judgement in judged:
            ready[place] = judgement
            while told in ready:
                yield ready.pop(told)
                told += 1


class _Report:
    """Says what comes: text at once where nothing stands in its way, everything else at the end."""

    def __init__(self, options: Options, *, several: bool) -> None:
        self._options = options
        self._several = several
        self._text = TextReport(options.language, quiet=options.quiet)
        # A bar and text do not share a terminal.
        self._at_once = not (several and sys.stderr.isatty() and sys.stdout.isatty())
        self.judgements: list[Judgement] = []

    def take(self, judgement: Judgement) -> None:
        """Take a judgement, the next in order."""
        self.judgements.append(judgement)
        if self._at_once:
            self._say(judgement)

    def end(self, seconds: float) -> None:
        """Say what has not been said."""
        options = self._options
        if not self._at_once:
            for judgement in self.judgements:
                self._say(judgement)
        summary = Summary.of(self.judgements, seconds)
        if options.form != "text":
            self._write(_made(options, self.judgements, summary))
        elif self._several and not options.quiet:
            self._write(self._text.summary(summary) + "\n")
        if options.output is not None:
            options.output.flush()
            if not options.quiet:
                click.echo(self._text.summary(summary), err=True)

    def give_up(self) -> None:
        """Write no more: what is still to be written would fail again when the file is closed."""
        if self._options.output is not None:
            with suppress(OSError):
                self._options.output.close()

    def _say(self, judgement: Judgement) -> None:
        if judgement.trace is not None:
            click.echo(judgement.trace, err=True)
        if judgement.verdict == "unreadable":
            click.echo(self._text.package(judgement), err=True, color=self._options.colour)
        elif self._options.form == "text" and (
            not self._options.quiet or judgement.fails(self._options.fail_on)
        ):
            self._write(self._text.package(judgement) + "\n")

    def _write(self, said: str | bytes) -> None:
        options = self._options
        if options.output is None:
            click.echo(said, nl=False, color=options.colour)
        elif isinstance(said, bytes):
            options.output.write(said)
        else:
            options.output.write((said if options.colour else click.unstyle(said)).encode())


def _made(options: Options, judgements: Sequence[Judgement], summary: Summary) -> bytes:
    """Return the report that a machine reads."""
    if options.form == "json":
        from packager.reports.json import json_report  # noqa: PLC0415 - one form of several

        return json_report(judgements, summary, options.language)
    if options.form == "sarif":
        from packager.reports.sarif import sarif_report  # noqa: PLC0415 - as above

        return sarif_report(judgements, options.language, options.rules_url)
    from packager.reports.junit import junit_report  # noqa: PLC0415 - as above

    return junit_report(judgements, summary, options.language)
