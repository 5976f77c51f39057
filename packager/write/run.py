"""One run of a command that writes a package: its messages, its bars, its exit code.

Messages go to the standard error, the verdict on what was written to the standard output.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import click

from cursus.texts import Language, Text
from packager.findings import visible
from packager.inspection import inspect
from packager.judgement import Judgement
from packager.limits import ArchiveLimits
from packager.reports.text import TextReport
from packager.rules.mending import ENCODING_UNDECLARED
from packager.write.archives import TOO_LARGE, TooLarge, write_archive
from packager.write.outputs import Exists, output
from packager.write.refusals import Refused
from packager.write.sources import NotPlayable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from packager.findings import Report
    from packager.model import Course
    from packager.write.aicc import Encoding
    from packager.write.archives import Part
    from packager.write.outputs import Output

EXIT_FINDINGS: Final = 1
EXIT_WRONG_USE: Final = 2

_Opened = TypeVar("_Opened")
_LINE_SECONDS: Final = 5.0
_LONGEST: Final = 4_000  # characters of a sentence, of which some may be a path's

_READING: Final = Text("Reading", "Чтение")
_WRITING: Final = Text("Writing", "Запись")
_JUDGING: Final = Text("Checking", "Проверка")
_PAGES: Final = Text("{name}: page {done} of {total}", "{name}: страница {done} из {total}")
_SHARE: Final = Text("{what}: {share} %", "{what}: {share} %")
_NOT_WRITTEN: Final = Text(
    "Nothing is written: the package would not play.",
    "Ничего не записано: пакет не воспроизводился бы.",
)


def asked_for(encoding: Encoding) -> frozenset[str]:
    """Return the rules that an encoding of AICC files breaks: old systems want it all the same."""
    return frozenset() if encoding == "utf-8" else frozenset({ENCODING_UNDECLARED.id})


class Run:
    """A run; used as a context, it says why it ends and ends the process with the right code."""

    def __init__(self, language: Language, source: Path, refusal: Text | None = None) -> None:
        """Take the language, what is read, and what to say when that does not play."""
        self._language = language
        self._source = source
        self._refusal = refusal
        self._text = TextReport(language)
        self._stack = ExitStack()
        self._code = 0
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()
        if isinstance(error, NotPlayable):
            self._show(self._source, error.report, None)
            if self._refusal is not None:
                self._say(self._refusal)
        elif isinstance(error, Refused):
            for text in error.texts:
                self._say(text)
        elif isinstance(error, TooLarge):
            self._say(TOO_LARGE)
        elif isinstance(error, OSError):
            self._say(Text(*[f"{error.filename or self._source}: {error.strerror or error}"] * 2))
        elif error is not None:
            return
        if error is not None:
            wrong_use = isinstance(error, OSError | Exists)
            self._code = EXIT_WRONG_USE if wrong_use else EXIT_FINDINGS
        sys.exit(self._code)

    def enter(self, opened: AbstractContextManager[_Opened]) -> _Opened:
        """Open what is to stay open until the run ends."""
        return self._stack.enter_context(opened)

    @contextmanager
    def writing(self, path: Path, *, force: bool) -> Iterator[Output]:
        """Open the file that is to be written."""
        with output(path, force=force) as opened:
            yield opened

    def reading(self) -> Bar:
        """Return a bar for reading the source."""
        size = self._source.stat().st_size if self._source.is_file() else 0
        return Bar(_READING, size, self._language)

    def write(self, opened: Output, parts: Mapping[str, Part], first: Sequence[str]) -> None:
        """Write an archive, over what is in the file already."""
        opened.file.seek(0)
        opened.file.truncate()
        with Bar(_WRITING, sum(p.plain for p in parts.values()), self._language) as bar:
            write_archive(opened.file, parts, first, bar.bytes)
        opened.file.flush()

    def inspected(self, opened: Output) -> tuple[Report, Course | None]:
        """Judge what has been written."""
        size = opened.path.stat().st_size
        with Bar(_JUDGING, size, self._language) as bar:
            inspection = inspect(opened.path, ArchiveLimits(), progress=bar.bytes)
        return inspection.report, inspection.course

    def notes(self, texts: Sequence[Text]) -> None:
        """Say what was decided or lost."""
        for text in dict.fromkeys(texts):
            self._say(text, "· ")

    def verdict(self, path: Path, report: Report, course: Course) -> None:
        """Say the verdict on a package that is read."""
        self._show(path, report, course)

    def judge(self, opened: Output, path: Path, asked: frozenset[str] = frozenset()) -> None:
        """Judge what has been written, and say it; raises `Refused` when it would not play.

        `asked` are the rules that are broken because somebody asked for it.
        """
        report, course = self.inspected(opened)
        self._show(path, report, course)
        if course is None:
            raise Refused(_NOT_WRITTEN)
        if any(f.severity != "info" and f.rule not in asked for f in report.findings):
            self._code = EXIT_FINDINGS

    def _show(self, path: Path, report: Report, course: Course | None) -> None:
        judgement = Judgement(
            visible(path),
            report,
            standard=course.standard if course else None,
            edition=course.edition if course else None,
            title=course.title if course else None,
            seconds=time.monotonic() - self._began,
        )
        click.echo(self._text.package(judgement))

    def _say(self, text: Text, mark: str = "") -> None:
        """Say a sentence, in which nothing of a package or a path controls the terminal."""
        click.echo(mark + visible(text.say(self._language), _LONGEST), err=True)


class Bar:
    """How far a step is, on the standard error: a bar on a terminal, else a line now and then."""

    def __init__(self, what: Text, total: int, language: Language) -> None:
        self._what = what.say(language)
        self._language = language
        self._total = total
        self._told = time.monotonic()
        self._progress = None
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - takes long, and is seldom needed
            from rich.progress import Progress  # noqa: PLC0415 - as above

            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._task = self._progress.add_task(self._what, total=total or None)

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def bytes(self, done: int) -> None:
        """Show how many bytes are done."""
        self._show(self._what, done, self._total)

    def pages(self, name: str, done: int, total: int) -> None:
        """Show how many pages of a document are done."""
        said = _PAGES.format(name=visible(name), done=done, total=total).say(self._language)
        self._show(said, done, total)

    def _show(self, said: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress.update(self._task, description=said, completed=done, total=total or None)
        elif time.monotonic() - self._told >= _LINE_SECONDS:
            self._told = time.monotonic()
            share = round(done * 100 / total) if total else 0
            click.echo(_SHARE.format(what=said, share=share).say(self._language), err=True)
