"""Judging packages: reading the structure and the descriptor, without the pass over the data."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import packages
from benchmarks.figures import Figure
from packager.archive import read_structure
from packager.inspection import inspect
from packager.limits import ArchiveLimits
from packager.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LIMITS = ArchiveLimits()
ROUNDS = 3
AIM = 1.0  # second, for a hundred packages
MADE = 20  # packages, when no folder of them is given


class Judged(NamedTuple):
    """Seconds that one package took."""

    path: Path
    whole: float
    data: float  # the pass over its data: inflating and checksums

    @property
    def judging(self) -> float:
        """Everything but the pass over the data."""
        return max(0.0, self.whole - self.data)


def measure(folder: Path, given: Path | None) -> list[Figure]:
    """Judge every package below `given`, or such as are made for it; one core, nothing cached."""
    paths = sorted(given.rglob("*.zip")) if given is not None else list(_made(folder))
    inspect(paths[0], LIMITS)  # modules are loaded and tables made once in a process
    best = [min((_judge(path) for _ in range(ROUNDS)), key=lambda j: j.whole) for path in paths]
    judging = sum(judged.judging for judged in best)
    slowest = max(best, key=lambda judged: judged.judging)
    group = f"judging {len(best)} packages, one core"
    return [
        Figure(
            group,
            "structure, descriptor, rules",
            judging,
            "s",
            sum(judged.data for judged in best),
            "inflate + CRC",
            aim=AIM if given is not None else None,
            less_is_better=True,
        ),
        Figure(
            group,
            "… the slowest of them",
            1000 * slowest.judging,
            "ms",
            less_is_better=True,
            note=slowest.path.name,
        ),
    ]


def data_pass(path: Path) -> float:
    """Return the seconds that inflating and checking every entry of a package takes."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        entries = read_structure(descriptor, path.stat().st_size, LIMITS).entries
        begin = time.perf_counter()
        for _ in verify(descriptor, entries, lambda _: None, lambda _: None):
            pass
        return time.perf_counter() - begin
    finally:
        os.close(descriptor)


def _judge(path: Path) -> Judged:
    data = data_pass(path)
    begin = time.perf_counter()
    inspect(path, LIMITS)
    return Judged(path, time.perf_counter() - begin, data)


def _made(folder: Path) -> Iterable[Path]:
    for number in range(MADE):
        path = folder / f"validation-{number}.zip"
        packages.content_package(path)
        yield path
