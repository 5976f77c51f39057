"""Judge every package below a folder and hold what must be true of any of them.

Usage: python -m tests.corpus DIR [--update]

Whatever a file is, inspecting it ends within SECONDS, raises nothing and says something. Where the
folder has an index.tsv (name, standard, authoring_tool, …) its SCORM packages by well-known tools
must be playable. Packages of verdicts.tsv must come to what stands there; `--update` writes what
they come to now. The tables of structure are held against the official schemas that lie in the
packages. Prints a table and, as its last line, `passed / total`.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits
from tests.corpus import schemas
from tests.corpus.verdicts import Expected, read_table, write_table

SECONDS = 10
PLAYABLE_TOOLS = ("Rustici golf sample", "Articulate Rise 360")


class Judged(NamedTuple):
    """A package of the folder and what it came to."""

    name: str
    inspection: Inspection
    seconds: float


def main(folder: Path, *, update: bool) -> int:
    """Judge all; return how many did not hold."""
    table = read_table()
    must_play = _must_play(folder / "index.tsv")
    judged = [_judged(package, folder) for package in sorted(folder.rglob("*.zip"))]
    if update:
        table |= {one.name: Expected.of(one.inspection) for one in judged}
        write_table(table)
    faults = 0
    for one in judged:
        fault = _fault(one, must_play=Path(one.name).stem in must_play)
        fault = fault or _difference(one, table)
        faults += bool(fault)
        print(_line(one, fault))
    missing = sorted(set(table) - {one.name for one in judged})
    if missing:
        print(f"not in this folder, though expected: {', '.join(missing)}")
    print(f"{sum(one.seconds for one in judged):.2f} s for {len(judged)} packages\n")
    different = schemas.main(folder)
    if different:
        print(f"FAULT: the official schemas judge {different} manifests otherwise")
    print(f"{len(judged) - faults} / {len(judged)}")
    return faults + different


def _judged(package: Path, folder: Path) -> Judged:
    started = time.monotonic()
    inspection = inspect(package, ArchiveLimits())
    return Judged(str(package.relative_to(folder)), inspection, time.monotonic() - started)


def _must_play(index: Path) -> set[str]:
    if not index.exists():
        return set()
    with index.open(encoding="utf-8", newline="") as rows:
        return {
            row["name"]
            for row in csv.DictReader(rows, delimiter="\t")
            if row["authoring_tool"] in PLAYABLE_TOOLS and row["standard"].startswith("scorm")
        }


def _fault(one: Judged, *, must_play: bool) -> str:
    """Return which promise about any package does not hold."""
    inspection = one.inspection
    if one.seconds > SECONDS:
        return f"FAULT: took {one.seconds:.1f} s"
    if must_play and not inspection.report.playable:
        return "FAULT: refused"
    if not inspection.report.playable and not inspection.report.findings:
        return "FAULT: refused without a word"
    if inspection.report.playable and (inspection.course is None or inspection.index is None):
        return "FAULT: playable without a course"
    return ""


def _difference(one: Judged, table: dict[str, Expected]) -> str:
    """Return how a package differs from its row."""
    row = table.get(one.name)
    differences = row.differences(Expected.of(one.inspection)) if row else []
    return f"FAULT: {'; '.join(differences)}" if differences else ""


def _line(one: Judged, fault: str) -> str:
    found = Expected.of(one.inspection)
    rules = Counter(finding.rule for finding in one.inspection.report.findings)
    said = ", ".join(f"{rule} ×{n}" if n > 1 else rule for rule, n in rules.items())
    standard = f"{found.standard} {found.edition}".strip() or "-"
    milliseconds = f"{one.seconds * 1000:6.1f} ms"
    return f"{one.name:<70} {found.verdict:<10} {standard:<13} {milliseconds}  {said} {fault}"


if __name__ == "__main__":
    folders = [argument for argument in sys.argv[1:] if argument != "--update"]
    sys.exit(1 if main(Path(folders[0]), update="--update" in sys.argv) else 0)
