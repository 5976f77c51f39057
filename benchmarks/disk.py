"""What the disk can do: the limit of everything durable, measured in the same folder and minute."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, percentile

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Flushes:
    """Appends of 4 KiB, each followed by fdatasync."""

    per_second: float
    p50: float  # milliseconds
    p99: float


def flushes(folder: Path, seconds: float) -> Flushes:
    """Append and flush one after the other for a while."""
    path = folder / "flushes"
    times = []
    with path.open("wb", buffering=0) as file:
        end = time.perf_counter() + seconds
        before = time.perf_counter()
        while before < end:
            file.write(bytes(BLOCK))
            os.fdatasync(file.fileno())
            after = time.perf_counter()
            times.append((after - before) * 1000)
            before = after
    path.unlink()
    times.sort()
    return Flushes(1000 * len(times) / sum(times), percentile(times, 0.5), percentile(times, 0.99))


def write_and_flush(source: Path, folder: Path) -> float:
    """Return the seconds that copying a file and flushing the copy takes."""
    copy = folder / "copy"
    data = source.read_bytes()
    begin = time.perf_counter()
    with copy.open("wb", buffering=0) as file:
        file.write(data)
        os.fdatasync(file.fileno())
    seconds = time.perf_counter() - begin
    copy.unlink()
    return seconds


def figures(measured: Flushes) -> list[Figure]:
    return [
        Figure("disk", "4 KiB + fdatasync, one after the other", measured.per_second, "/s"),
        Figure("disk", "… p50", measured.p50, "ms", less_is_better=True),
        Figure("disk", "… p99", measured.p99, "ms", less_is_better=True),
    ]
