"""The table of expected verdicts, verdicts.tsv: what each package of a folder has to come to.

A row is a package (its path below the folder), a verdict, the standard and edition that it is
played as (empty where it is refused) and the rules of its findings, sorted. What comes out has to
be the same, rule for rule: a rule that begins to fire is looked at before it is written down.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.inspection import Inspection

TABLE = Path(__file__).with_name("verdicts.tsv")
HEADER = ("package", "verdict", "standard", "edition", "rules")


class Expected(NamedTuple):
    """What a package comes to."""

    verdict: str
    standard: str
    edition: str
    rules: tuple[str, ...]

    @classmethod
    def of(cls, inspection: Inspection) -> Expected:
        """Return what an inspection came to."""
        report, course = inspection.report, inspection.course
        verdict = "refused"
        if report.playable:
            verdict = "conformant" if report.conformant else "playable"
        return cls(
            verdict,
            course.standard if course else "",
            (course.edition or "") if course else "",
            tuple(sorted({finding.rule for finding in report.findings})),
        )

    def differences(self, found: Expected) -> list[str]:
        """Return what is otherwise in what was found, in words."""
        said = [
            f"{name} is {got or 'none'}, not {wanted or 'none'}"
            for name, wanted, got in zip(HEADER[1:4], self[:3], found[:3], strict=True)
            if wanted != got
        ]
        said += [f"without {rule}" for rule in self.rules if rule not in found.rules]
        said += [f"also {rule}" for rule in found.rules if rule not in self.rules]
        return said


def read_table(path: Path = TABLE) -> dict[str, Expected]:
    """Return the rows by package."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {
            row["package"]: Expected(
                row["verdict"], row["standard"], row["edition"], tuple(row["rules"].split())
            )
            for row in csv.DictReader(rows, delimiter="\t")
        }


def write_table(rows: Mapping[str, Expected], path: Path = TABLE) -> None:
    """Write the rows, sorted by package."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(HEADER)
        for package, row in sorted(rows.items()):
            writer.writerow([package, *row[:3], " ".join(row.rules)])
