"""Judge every package below a folder and hold what must be true of any of them.

Usage: python -m tests.corpus DIR

Whatever a file is, inspecting it ends within SECONDS, raises nothing and says something. Where the
folder has an index.tsv (name, standard, authoring_tool, …) its SCORM packages by well-known tools
must be playable. Prints a table and, as its last line, `passed / total`.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path

from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits

SECONDS = 10
PLAYABLE_TOOLS = ("Rustici golf sample", "Articulate Rise 360")


def main(folder: Path) -> int:
    """Judge all; return how many did not hold."""
    packages = sorted(folder.rglob("*.zip"))
    must_play = _must_play(folder / "index.tsv")
    faults = 0
    for package in packages:
        started = time.monotonic()
        inspection = inspect(package, ArchiveLimits())
        seconds = time.monotonic() - started
        fault = _fault(inspection, seconds, must_play=package.stem in must_play)
        faults += bool(fault)
        name = str(package.relative_to(folder))
        print(f"{name:<70} {_verdict(inspection):<22} {_rules(inspection)} {fault}")
    print(f"{len(packages) - faults} / {len(packages)}")
    return faults


def _must_play(index: Path) -> set[str]:
    if not index.exists():
        return set()
    with index.open(encoding="utf-8", newline="") as rows:
        return {
            row["name"]
            for row in csv.DictReader(rows, delimiter="\t")
            if row["authoring_tool"] in PLAYABLE_TOOLS and row["standard"].startswith("scorm")
        }


def _fault(inspection: Inspection, seconds: float, *, must_play: bool) -> str:
    report = inspection.report
    if seconds > SECONDS:
        return f"FAULT: took {seconds:.1f} s"
    if must_play and not report.playable:
        return "FAULT: refused"
    if not report.playable and not report.findings:
        return "FAULT: refused without a word"
    if report.playable and (inspection.course is None or inspection.index is None):
        return "FAULT: playable without a course"
    return ""


def _verdict(inspection: Inspection) -> str:
    if not inspection.report.playable:
        return "refused"
    return "conformant" if inspection.report.conformant else "playable"


def _rules(inspection: Inspection) -> str:
    counts = Counter(finding.rule for finding in inspection.report.findings)
    return ", ".join(f"{rule} ×{n}" if n > 1 else rule for rule, n in counts.items())


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
