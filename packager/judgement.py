"""What the command line finds out about one package, and what a run of many comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from cursus.texts import Text
from packager.findings import Finding, Report, Severity
from packager.model import Edition, Standard  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterable

Verdict = Literal["conformant", "playable", "refused", "unreadable"]

STANDARDS: dict[Standard, str] = {
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "aicc": "AICC",
    "cmi5": "cmi5",
    "xapi": "xAPI",
}
VERDICTS: dict[Verdict, Text] = {
    "conformant": Text("conformant", "соответствует стандарту"),
    "playable": Text("playable, with warnings", "воспроизводится, есть замечания"),
    "refused": Text("refused", "не принимается"),
    "unreadable": Text("cannot be read", "не прочитать"),
}


class Judgement(msgspec.Struct, frozen=True):
    """One package and what is to be said about it."""

    name: str  # the path as it was given or found, fit to be shown
    report: Report = Report()
    standard: Standard | None = None  # None unless the package is playable
    edition: Edition | None = None
    title: str | None = None
    seconds: float = 0.0
    folder: bool = False  # an unpacked course
    unreadable: Text | None = None  # why nothing could be found out
    trace: str | None = None  # of an exception that no package should be able to raise

    @property
    def verdict(self) -> Verdict:
        """The worst that is true of it."""
        if self.unreadable is not None:
            return "unreadable"
        if not self.report.playable:
            return "refused"
        return "conformant" if self.report.conformant else "playable"

    @property
    def standard_name(self) -> str | None:
        """The standard in the words of its own name."""
        if self.standard is None:
            return None
        edition = f" {self.edition} Edition" if self.edition else ""
        return STANDARDS[self.standard] + edition

    def fails(self, fail_on: Severity) -> bool:
        """Whether there is a finding of a severity, or a worse one."""
        return self.verdict == "refused" or (fail_on == "warning" and self.verdict == "playable")

    def of_severity(self, severity: Severity) -> list[Finding]:
        """Return the findings of one severity."""
        return [finding for finding in self.report.findings if finding.severity == severity]


class Summary(msgspec.Struct, frozen=True):
    """How many packages and findings of each kind there are."""

    packages: int
    playable: int
    conformant: int  # of the playable ones
    refused: int
    unreadable: int
    errors: int
    warnings: int
    notes: int
    seconds: float

    @classmethod
    def of(cls, judgements: Iterable[Judgement], seconds: float) -> Summary:
        """Count the judgements of a run that took some seconds."""
        judged = list(judgements)
        verdicts = [judgement.verdict for judgement in judged]
        severities = [f.severity for judgement in judged for f in judgement.report.findings]
        return cls(
            packages=len(judged),
            playable=verdicts.count("playable") + verdicts.count("conformant"),
            conformant=verdicts.count("conformant"),
            refused=verdicts.count("refused"),
            unreadable=verdicts.count("unreadable"),
            errors=severities.count("error"),
            warnings=severities.count("warning"),
            notes=severities.count("info"),
            seconds=seconds,
        )
