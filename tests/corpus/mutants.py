"""Break packages in thousands of ways and send each through the whole import.

Usage: python -m tests.corpus.mutants DIR [--count N] [--seed N]

Every mutant is received, judged in a worker and stored or refused, as an upload of a stranger is.
Whatever it is: the import ends within SECONDS, it says something by a registered rule, the worker
stays within its memory, and a refusal leaves nothing behind. The same seed makes the same mutants.
Prints a table and, as its last line, `passed / total`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from cursus.clock import RandomIds, SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.objects_memory import MemoryObjects
from packager.rules.register import RULES
from packager.workers import Workers
from tests.corpus.mutations import Seed, mutate
from tests.importing import COMPONENTS, LIMITS, Anything, Packager

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SECONDS = 10
MEMORY = 256 << 20  # bytes of a worker
SHOWN = 20  # faults
COURSE = "course"
LARGEST = 200_000  # bytes of an entry of a seed: what is larger is media, and no parser's


@dataclass
class Outcome:
    """What became of all mutants."""

    total: int = 0
    faults: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    refused_by: Counter[str] = field(default_factory=Counter)
    by_mutation: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    memory: int = 0  # the most that a worker has had, in bytes


def seeds(paths: Iterable[Path]) -> list[Seed]:
    """Return the packages that can be opened, without what is large in them."""
    found = []
    for path in paths:
        with suppress(zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
            found.append(_seed(path))
    return found


def _seed(path: Path) -> Seed:
    with zipfile.ZipFile(path) as package:
        entries = [
            (info.filename, package.read(info) if info.file_size < LARGEST else b"")
            for info in package.infolist()[:500]
            if not info.is_dir()
        ]
    return Seed(path.stem, tuple(entries))


async def run(found: Sequence[Seed], count: int, seed: int, folder: Path) -> Outcome:
    """Send `count` mutants of the seeds through the import, one after the other."""
    outcome = Outcome()
    workers = Workers(1, LIMITS)
    database = SQLiteDatabase(None, SystemClock(), COMPONENTS)
    packager = Packager(database, MemoryObjects(), SystemClock(), RandomIds(), folder, workers)
    try:
        for number in range(count):
            chance = Random(f"{seed}/{number}")
            origin = chance.choice(found)
            name, data = mutate(origin, chance)
            what = f"{seed}/{number} {origin.name} {name}"
            outcome.by_mutation[name] += 1
            await _import(packager, data[: LIMITS.upload], what, outcome)
    finally:
        await workers.close()
        await database.close()
    return outcome


async def _import(packager: Packager, data: bytes, what: str, outcome: Outcome) -> None:
    outcome.total += 1
    begin = time.monotonic()
    try:
        result = await packager.upload(data, COURSE)
    except Exception as error:  # noqa: BLE001 - whatever comes is a fault to be told
        outcome.faults.append(f"{what}: {error!r}")
        return
    seconds = time.monotonic() - begin
    outcome.slowest = max(outcome.slowest, (seconds, what))
    outcome.memory = max(outcome.memory, _memory(packager))
    rules = [finding["rule"] for finding in result["findings"]]
    errors = [f["rule"] for f in result["findings"] if f["severity"] == "error"]
    if seconds > SECONDS:
        outcome.faults.append(f"{what}: took {seconds:.1f} s")
    if unknown := set(rules) - set(RULES):
        outcome.faults.append(f"{what}: unknown rules {unknown}")
    if "inspection.failed" in rules or bool(errors) == result["playable"]:
        outcome.faults.append(f"{what}: {errors} playable={result['playable']}")
    verdict = "conformant" if result["conformant"] else "playable"
    outcome.verdicts[verdict if result["playable"] else "refused"] += 1
    outcome.refused_by.update(errors[:1])
    await _clear(packager, result["playable"], what, outcome)


async def _clear(packager: Packager, there: bool, what: str, outcome: Outcome) -> None:  # noqa: FBT001
    """Delete the course, when there is one, and see that nothing is left of the mutant."""
    if there:
        await packager.database.write(lambda tx: packager.courses.delete_in(tx, "t", COURSE))
    await packager.run_removals()
    await packager.database.write(lambda tx: tx.execute(Anything("DELETE FROM jobs")))
    left = [*packager.spooled(), *await packager.object_keys()]
    for table in ("courses", "course_versions", "archive_holds"):
        left += [table] * len(await packager.rows(table))
    if left:
        outcome.faults.append(f"{what}: left behind {left[:3]}")


def _memory(packager: Packager) -> int:
    """Return the most memory that the worker has had so far, in bytes."""
    process = packager.workers.slots[0].process
    if process is None:
        return 0
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    found = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(found.split()[1]) << 10


def show(outcome: Outcome) -> None:
    """Print what became of the mutants."""
    print("mutations: " + ", ".join(f"{n} ×{c}" for n, c in sorted(outcome.by_mutation.items())))
    print("verdicts:  " + ", ".join(f"{n} ×{c}" for n, c in sorted(outcome.verdicts.items())))
    print("refused by:")
    for rule, count in outcome.refused_by.most_common():
        print(f"  {rule:<40} {count:>6}")
    print(f"slowest: {outcome.slowest[0]:.2f} s ({outcome.slowest[1]})")
    print(f"worker: {outcome.memory >> 20} MB at most")
    for fault in outcome.faults[:SHOWN]:
        print(f"FAULT: {fault[:500]}")
    print(f"{outcome.total - len(outcome.faults)} / {outcome.total}")


def main(arguments: Sequence[str]) -> int:
    """Run by the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.mutants", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = seeds(sorted(options.folder.rglob("*.zip")))
    with tempfile.TemporaryDirectory(prefix="cursus-mutants-") as folder:
        outcome = asyncio.run(run(found, options.count, options.seed, Path(folder)))
    if outcome.memory > MEMORY:
        outcome.faults.append(f"a worker took {outcome.memory >> 20} MB")
    show(outcome)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
