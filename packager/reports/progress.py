"""How far a run is, on the standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Protocol

from cursus.texts import Language, Text

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

LINE_SECONDS = 5.0

_CHECKING = Text("Checking", "Проверка")
_LINE = Text("{done} of {total} packages looked at", "проверено пакетов: {done} из {total}")


class Progress(Protocol):
    """Told how many packages are done; asked to show itself as often as one likes."""

    def __enter__(self) -> Self:
        """Begin to show."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cease to show."""

    def show(self, done: int) -> None:
        """Show how many are done."""


def progress(total: int, language: Language, *, quiet: bool) -> Progress:
    """Return what shows the progress of a run over `total` packages."""
    if quiet or total == 1:
        return Silent()
    return Bar(total, language) if sys.stderr.isatty() else Lines(total, language)


class Silent:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, done: int) -> None:
        """Show nothing."""


class Lines(Silent):
    """Says a line when some time has passed, so that a log shows that something happens."""

    def __init__(self, total: int, language: Language) -> None:
        self._total = total
        self._language = language
        self._said = time.monotonic()

    def show(self, done: int) -> None:
        """Say a line when it is time for one."""
        if time.monotonic() - self._said >= LINE_SECONDS:
            self._said = time.monotonic()
            line = _LINE.format(done=done, total=self._total).say(self._language)
            print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress is output


class Bar:
    """A bar of rich that has no thread of its own: processes are forked while it is shown."""

    def __init__(self, total: int, language: Language) -> None:
        from rich.console import Console  # noqa: PLC0415 - takes long, and a bar is seldom shown
        from rich.progress import (  # noqa: PLC0415 - as above
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.progress import Progress as RichProgress  # noqa: PLC0415 - as above

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task(_CHECKING.say(language), total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, done: int) -> None:
        """Draw the bar anew."""
        self._bar.update(self._task, completed=done)
        self._bar.refresh()
