"""Processes that judge packages for the command line, one for each core.

Unlike the service's workers (`packager.workers`) they are forked from a process that has no
threads and everything imported, which costs milliseconds. Each has bounded memory and, for each
package, bounded CPU time; one that dies costs its package a finding, and another takes its place.
They hear no Ctrl-C: who runs the command ends them.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
from contextlib import contextmanager, suppress
from multiprocessing import connection
from typing import TYPE_CHECKING

from packager.bounds import bound_memory, bound_time, cpu_seconds
from packager.chosen import Chosen, why
from packager.findings import Report
from packager.inspection import Inspection, inspect
from packager.judgement import Judgement
from packager.rules.archive import EXHAUSTED, FAILED, TOO_MANY_FILES, UNPACKED_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    from packager.limits import ArchiveLimits

ROOM = 384 << 20  # bytes of memory that a process may take for itself
WAITING_SECONDS = 0.1

_CONTEXT = multiprocessing.get_context("fork")


def judge_all(
    chosen: Sequence[Chosen],
    limits: ArchiveLimits,
    *,
    processes: int,
    waiting: Callable[[], object] = lambda: None,
) -> Iterator[tuple[int, Judgement]]:
    """Judge packages; yield the place of each in the sequence and what it is, as they get ready.

    `waiting` is called between judgements and at least every WAITING_SECONDS.
    """
    readable = []
    for place, candidate in enumerate(chosen):
        if candidate.problem is None:
            readable.append(place)
        else:
            yield place, Judgement(candidate.name, unreadable=candidate.problem)
    queue = iter(readable)
    workers: list[_Worker] = []
    try:
        for _ in range(min(processes, len(readable))):
            workers.append(_Worker(limits))
            workers[-1].take(next(queue), chosen)
        while workers:
            waiting()
            ready = connection.wait([w.connection for w in workers], WAITING_SECONDS)
            for worker in [w for w in workers if w.connection in ready]:
                judgement = worker.answer(chosen)
                yield worker.place, judgement
                workers.remove(worker)
                following = next(queue, None)
                if following is None or not worker.alive:
                    worker.end()
                if following is not None:
                    workers.append(worker if worker.alive else _Worker(limits))
                    workers[-1].take(following, chosen)
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process and the package that it looks at."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process: ForkProcess = _CONTEXT.Process(
            target=_work, args=(theirs, self.connection, limits), daemon=True
        )
        with _without_interrupts():
            self._process.start()
        theirs.close()  # so that the end of the process ends the connection
        self.place = -1
        self._began = 0.0
        self.alive = True

    def take(self, place: int, chosen: Sequence[Chosen]) -> None:
        """Begin with a package."""
        self.place = place
        self._began = time.monotonic()
        with suppress(OSError):  # it died at rest: `answer` finds that out
            self.connection.send(chosen[place])

    def answer(self, chosen: Sequence[Chosen]) -> Judgement:
        """Return what it says of the package, or that the package was too much for it."""
        try:
            judgement: Judgement = self.connection.recv()
        except (EOFError, OSError):
            self.alive = False
            name, folder = chosen[self.place].name, chosen[self.place].folder
            seconds = time.monotonic() - self._began
            return Judgement(name, Report((EXHAUSTED.at(),)), seconds=seconds, folder=folder)
        return judgement

    def end(self) -> None:
        """End the process, whatever it does."""
        self.alive = False
        self._process.kill()
        self._process.join()
        self.connection.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C for later; a process that is started meanwhile inherits that for good."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(theirs: Connection, ours: Connection, limits: ArchiveLimits) -> None:
    """Judge what comes, until nothing comes any more."""
    ours.close()  # held open here, it would hide that the command has ended
    bound_memory(ROOM)
    with suppress(EOFError, OSError):  # the command has ended
        while True:
            theirs.send(judge(theirs.recv(), limits))


def judge(chosen: Chosen, limits: ArchiveLimits) -> Judgement:
    """Judge a package, within the CPU time that its size allows."""
    began = time.monotonic()
    trace = unreadable = None
    inspection = Inspection(Report())
    try:
        inspection = _inspected(chosen, limits)
    except OSError as error:
        unreadable = why(error)
    except MemoryError:
        inspection = Inspection(Report((EXHAUSTED.at(),)))
    except Exception:  # noqa: BLE001 - a fault of ours must not cost the other packages
        inspection = Inspection(Report((FAILED.at(),)))
        trace = traceback.format_exc()
    course = inspection.course
    return Judgement(
        chosen.name,
        inspection.report,
        course.standard if course else None,
        course.edition if course else None,
        course.title if course else None,
        time.monotonic() - began,
        chosen.folder,
        unreadable,
        trace,
    )


def _inspected(chosen: Chosen, limits: ArchiveLimits) -> Inspection:
    if not chosen.folder:
        bound_time(cpu_seconds(chosen.path.stat().st_size))
        return inspect(chosen.path, limits)
    from packager.unpacked import look_through, packed  # noqa: PLC0415 - seldom, and takes long

    files, size, entries = look_through(chosen.path, limits.entries)
    if entries > limits.entries:
        found = TOO_MANY_FILES.at(count=entries, limit=limits.entries)
        return Inspection(Report((found,)))
    if size > limits.unpacked:
        found = UNPACKED_SIZE.at(size=size, limit=limits.unpacked)
        return Inspection(Report((found,)))
    bound_time(cpu_seconds(2 * size))  # packing is work too
    with packed(chosen.path, files) as archive:
        return inspect(archive, limits)
