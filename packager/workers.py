"""Worker processes that look through packages: kept warm, bounded, and killed when they must be.

A package may make any parser burn memory or time, so it is never looked at in the service's own
process. A worker has a bounded address space and, for each package, bounded CPU seconds; one that
is killed for it costs a finding, and another takes its place.

Every slot is an executor of one process, not one executor of many: when a process dies, the
executor breaks as a whole, and only so is it certain which package killed it and no other package
is lost with it. Processes come from a fork server, which stays small and has no threads.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import resource
import signal
import threading
import traceback
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import connection
from typing import TYPE_CHECKING, NamedTuple

from packager.bounds import CPU_SECONDS, bound_time, cpu_seconds
from packager.findings import Report
from packager.inspection import inspect
from packager.model import to_json
from packager.rules.archive import EXHAUSTED, FAILED

if TYPE_CHECKING:
    from collections.abc import Callable
    from ctypes import c_ulonglong
    from pathlib import Path

    from packager.limits import ArchiveLimits

ADDRESS_SPACE = 512 << 20  # bytes; a worker at rest takes some 120 MB of it
PROGRESS_SECONDS = 0.2
NICE = 5  # learners' requests come before somebody's upload

_log = logging.getLogger("packager.workers")

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["packager.inspection"])


class Inspected(NamedTuple):
    """What a worker says about a package; everything but the report is absent when refused."""

    report: Report
    title: str = ""
    standard: str = ""
    edition: str | None = None
    model_json: str = ""
    index_bytes: bytes = b""
    overlay: bool = False
    trace: str = ""  # of an exception that no package should be able to raise


class Workers:
    """Looks through packages, as many at a time as there are processes."""

    def __init__(
        self,
        count: int,
        limits: ArchiveLimits,
        *,
        address_space: int = ADDRESS_SPACE,
        cpu_seconds: int = CPU_SECONDS,
    ) -> None:
        """Take how many processes; bounds are bytes, and CPU seconds beside the size's."""
        self._limits = limits
        self._cpu_seconds = cpu_seconds
        self.slots = [Slot(address_space) for _ in range(count)]
        self._free: asyncio.Queue[Slot] = asyncio.Queue()
        for slot in self.slots:
            self._free.put_nowait(slot)

    async def start(self) -> None:
        """Start the processes, so that the first package need not wait for them."""
        await asyncio.gather(*(slot.warm() for slot in self.slots))

    async def close(self) -> None:
        """End the processes, whatever they do."""
        await asyncio.gather(*(asyncio.to_thread(slot.end) for slot in self.slots))

    async def inspect(
        self,
        path: Path,
        *,
        overlay_path: Path,
        progress: Callable[[int], object],
    ) -> Inspected:
        """Look through a package file; `progress` hears how many of its bytes are done."""
        size = (await asyncio.to_thread(path.stat)).st_size
        seconds = cpu_seconds(size, self._cpu_seconds)
        slot = await self._free.get()
        try:
            return await slot.inspect(path, self._limits, overlay_path, seconds, progress)
        finally:
            self._free.put_nowait(slot)


class Slot:
    """One process at a time, replaced when it dies."""

    def __init__(self, address_space: int) -> None:
        self._address_space = address_space
        self._counter: c_ulonglong = _CONTEXT.RawValue("Q")
        self._executor: ProcessPoolExecutor | None = None
        self._handle: int | None = None  # pidfd: a number of a dead process may be another's soon
        self.process: int | None = None

    async def warm(self) -> ProcessPoolExecutor:
        """Have the process running; return what runs it."""
        if self._executor is not None:
            try:  # one that died at rest must not be blamed on the next package
                await asyncio.wrap_future(self._executor.submit(os.getpid))
            except BrokenExecutor:
                await asyncio.to_thread(self.end)
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                1, _CONTEXT, _begin, (self._address_space, self._counter)
            )
            self.process = await asyncio.wrap_future(self._executor.submit(os.getpid))
            self._handle = os.pidfd_open(self.process)
        return self._executor

    async def inspect(
        self,
        path: Path,
        limits: ArchiveLimits,
        overlay_path: Path,
        seconds: int,
        progress: Callable[[int], object],
    ) -> Inspected:
        """Look through a package, in the process that is there or a new one."""
        executor = await self.warm()
        self._counter.value = 0
        whole = False
        try:
            running = asyncio.wrap_future(
                executor.submit(_inspect, path, limits, overlay_path, seconds)
            )
            while not (await asyncio.wait([running], timeout=PROGRESS_SECONDS))[0]:
                progress(self._counter.value)
            inspected = running.result()
            whole = True
            if inspected.trace:
                _log.error("inspecting %s failed: %s", path.name, inspected.trace)
        except (BrokenExecutor, MemoryError):
            return Inspected(Report((EXHAUSTED.at(),)))
        else:
            return inspected
        finally:
            if not whole:  # it died, or nobody waits for it any more
                await asyncio.shield(asyncio.to_thread(self.end))

    def end(self) -> None:
        """Kill the process and let go of it."""
        executor, handle = self._executor, self._handle
        self._executor = self._handle = self.process = None
        if handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
        if executor is not None:
            executor.shutdown()


_progress: c_ulonglong


def _begin(address_space: int, counter: c_ulonglong) -> None:
    """Make this process a worker: bounded, and ending with the service whatever ends that."""
    global _progress  # noqa: PLW0603 - a process is a worker once and for all
    _progress = counter
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the service's to hear
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _inspect(path: Path, limits: ArchiveLimits, overlay_path: Path, seconds: int) -> Inspected:
    """Look through a package in this worker, within CPU seconds."""
    bound_time(seconds)
    try:
        inspection = inspect(path, limits, overlay_path=overlay_path, progress=_report)
    except (MemoryError, OSError):
        raise  # the machine's limits, not the package's doing or not ours
    except Exception:  # noqa: BLE001 - a fault of ours must not keep an upload waiting for ever
        return Inspected(Report((FAILED.at(),)), trace=traceback.format_exc())
    if inspection.course is None or inspection.index is None:
        return Inspected(inspection.report)
    course = inspection.course
    return Inspected(
        inspection.report,
        course.title,
        course.standard,
        course.edition,
        to_json(course),
        inspection.index.encode(),
        inspection.overlay is not None,
    )


def _report(done: int) -> None:
    _progress.value = done
