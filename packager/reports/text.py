"""Judgements as text for a terminal: what is wrong, where, and what to do about it.

Nothing of a package controls the terminal: whatever comes from one has been made visible when its
finding was made, and titles are here.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import click

from cursus.texts import Language, Text
from packager.findings import visible
from packager.judgement import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.findings import Finding, Severity
    from packager.judgement import Judgement, Summary, Verdict

_VERDICT_COLOURS: dict[Verdict, str] = {
    "conformant": "green",
    "playable": "yellow",
    "refused": "red",
    "unreadable": "red",
}
_SEVERITIES: dict[Severity, tuple[Text, Text, str]] = {
    "error": (Text("error", "ошибка"), Text("Errors: {n}", "Ошибки: {n}"), "red"),
    "warning": (Text("warning", "замечание"), Text("Warnings: {n}", "Замечания: {n}"), "yellow"),
    "info": (Text("note", "к сведению"), Text("Notes: {n}", "К сведению: {n}"), "cyan"),
}
_MENDED = Text("mended", "исправлено")
_SECONDS = Text("{seconds:.2f} s", "{seconds:.2f} с")
_SUMMARY = Text(
    "Packages: {s.packages}, playable: {s.playable}, of them conformant: {s.conformant},"
    " refused: {s.refused}, unreadable: {s.unreadable} · errors: {s.errors}, warnings:"
    " {s.warnings}, notes: {s.notes} · {s.seconds:.2f} s",
    "Пакетов: {s.packages}, воспроизводятся: {s.playable}, из них соответствуют стандарту:"
    " {s.conformant}, не принимаются: {s.refused}, не прочитаны: {s.unreadable} · ошибок:"
    " {s.errors}, замечаний: {s.warnings}, к сведению: {s.notes} · {s.seconds:.2f} с",
)


class TextReport(NamedTuple):
    """How a terminal is written to."""

    language: Language
    quiet: bool = False  # a line for each package and nothing else

    def package(self, judgement: Judgement) -> str:
        """Return a verdict and the findings below it."""
        lines = [self._verdict(judgement)]
        if not self.quiet:
            for severity, (_, heading, colour) in _SEVERITIES.items():
                findings = judgement.of_severity(severity)
                if findings:
                    said = heading.format(n=len(findings)).say(self.language)
                    lines.append("  " + click.style(said, fg=colour, bold=True))
                    within = f"{judgement.name}/" if judgement.folder else ""
                    lines += self._findings(findings, within)
        return "\n".join(lines)

    def summary(self, summary: Summary) -> str:
        """Return the line that a run of several packages ends with."""
        return _SUMMARY.format(s=summary).say(self.language)

    def finding(self, finding: Finding) -> str:
        """Return a finding that stands alone, with its severity."""
        name, _, colour = _SEVERITIES[finding.severity]
        head = click.style(name.say(self.language), fg=colour) + " "
        return "\n".join([*self._what(finding, "", head), self._hint(finding)])

    def _verdict(self, judgement: Judgement) -> str:
        verdict = VERDICTS[judgement.verdict].say(self.language)
        if judgement.unreadable is not None:
            verdict += f": {judgement.unreadable.say(self.language)}"
        said = click.style(verdict, fg=_VERDICT_COLOURS[judgement.verdict], bold=True)
        parts = [said, judgement.standard_name, visible(judgement.title or "")]
        parts.append(_SECONDS.format(seconds=judgement.seconds).say(self.language))
        name = click.style(judgement.name, bold=True)
        return f"{name}: {' · '.join(part for part in parts if part)}"

    def _findings(self, findings: list[Finding], within: str) -> Iterator[str]:
        """Yield the lines of findings; what is to be done is said once for several of a kind."""
        for _, of_a_kind in groupby(findings, lambda finding: (finding.rule, finding.hint)):
            for finding in of_a_kind:
                yield from self._what(finding, within, "")
            yield self._hint(finding)

    def _what(self, finding: Finding, within: str, head: str) -> Iterator[str]:
        place = ":".join(str(p) for p in (finding.line, finding.column) if p is not None)
        where = ""
        if finding.file is not None:
            where = f"{within}{finding.file}" + (f":{place}" if place else "")
            where = click.style(where, bold=True) + " "
        mended = f" ({_MENDED.say(self.language)})" if finding.mended else ""
        rule = click.style(f"[{finding.rule}]", dim=True)
        yield f"    {where}{head}{rule}{mended} {finding.text.say(self.language)}"
        if finding.source is not None and finding.line is not None:
            yield from _source(finding.source, finding.line, finding.caret)

    def _hint(self, finding: Finding) -> str:
        return click.style(f"      → {finding.hint.say(self.language)}", dim=True)


def _source(source: str, line: int, caret: int | None) -> Iterator[str]:
    """Yield the line of the descriptor and a caret below the column."""
    yield click.style(f"      {line} │ ", dim=True) + source
    if caret is not None:
        margin = " " * (len(f"      {line} │ ") + caret)
        yield margin + click.style("^", fg="green", bold=True)
