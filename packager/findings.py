"""Findings: what is to be said about a package, each by a registered rule.

A rule (`packager.rules`) has an id that never changes its meaning, a severity and its texts; a
finding is a rule at a place. Names, titles and values in a finding come from the package, which
is hostile: `Rule.at` cuts them and makes control characters visible, so that no surface needs to.

A package has two verdicts: it is *playable* when no finding is an error, and *conformant* when
none is an error or a warning.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from cursus.texts import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "info"]

VALUE_CHARACTERS = 200  # of a value out of the package, in a message
ELEMENT_CHARACTERS = 2_000  # of an element's path
FINDINGS_PER_RULE = 50  # the rest is counted
SOURCE_CHARACTERS = 200  # of a line of the package that a finding is about
SOURCE_WHOLE = 120  # columns up to which the line is shown from its beginning
SOURCE_BEFORE = 60  # characters before a column that lies further on

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule at one place of a package."""

    rule: str
    severity: Severity
    text: Text
    hint: Text
    file: str | None = None  # as the package names it
    line: int | None = None  # from 1
    column: int | None = None  # from 1
    # Path by local names from the root, counted from 1 among those of the same name:
    # `/manifest/organizations/organization/item[2]`, an attribute of it `…/item[2]/@identifier`.
    element: str | None = None
    clause: str | None = None  # id in cursus/clauses.toml
    also: tuple[str, ...] = ()  # clauses of further standards that the same fault breaks
    mended: bool = False  # the fault is there and cursus plays the package as if it were not
    source: str | None = None  # the line itself, cut around the column

    @property
    def caret(self) -> int | None:
        """Where in `source` the column is, from 0; None where nothing can be marked."""
        if self.source is None or self.column is None:
            return None
        caret = self.column - 1 if self.column <= SOURCE_WHOLE else SOURCE_BEFORE + len("…")
        return caret if caret <= len(self.source) else None

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the finding for one reader."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.text.say(language),
            "hint": self.hint.say(language),
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "element": self.element,
            "clause": self.clause,
            "also": list(self.also),
            "mended": self.mended,
            "source": self.source,
            "caret": self.caret,
        }


class Rule(msgspec.Struct, frozen=True):
    """What may be found: `text` and `hint` may hold `{names}` that `at` fills in."""

    id: str
    severity: Severity
    text: Text
    hint: Text
    clause: str | None = None
    also: tuple[str, ...] = ()
    mended: bool = False

    def at(
        self,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        element: str | None = None,
        **values: object,
    ) -> Finding:
        """Return the finding of this rule at a place, its texts filled in."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            text=_filled(self.text, values),
            hint=_filled(self.hint, values),
            file=None if file is None else visible(file),
            line=line,
            column=column,
            element=None if element is None else visible(element, ELEMENT_CHARACTERS),
            clause=self.clause,
            also=self.also,
            mended=self.mended,
        )


class Report(msgspec.Struct, frozen=True):
    """All findings of a package and the verdicts that follow from them."""

    findings: tuple[Finding, ...] = ()

    @property
    def playable(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    @property
    def conformant(self) -> bool:
        """Whether no finding is an error or a warning."""
        return all(finding.severity == "info" for finding in self.findings)


def _filled(text: Text, values: dict[str, object]) -> Text:
    """Fill a text in: a value that is itself a Text in each language, an empty one as a dash."""
    english = {k: visible(v.en if isinstance(v, Text) else v) or "—" for k, v in values.items()}
    russian = {k: visible(v.ru if isinstance(v, Text) else v) or "—" for k, v in values.items()}
    return Text(text.en.format(**english), text.ru.format(**russian))


def visible(value: object, characters: int = VALUE_CHARACTERS) -> str:
    """Return a value from a package fit to be shown: of bounded length, nothing hidden in it."""
    text = str(value)
    if len(text) > characters:
        text = text[: characters - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"\\u{ord(character):04x}" if hidden(character) else character for character in text
    )


def hidden(character: str) -> bool:
    """Whether a character is not seen, or changes how others are."""
    return unicodedata.category(character) in _HIDDEN_CATEGORIES


def bounded(findings: Iterable[Finding], rest: Rule) -> list[Finding]:
    """Keep the first of each rule's findings and count the others in one finding of `rest`."""
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.rule] += 1
        if seen[finding.rule] <= FINDINGS_PER_RULE:
            kept.append(finding)
    return kept + [
        rest.at(rule=rule, count=count - FINDINGS_PER_RULE)
        for rule, count in seen.items()
        if count > FINDINGS_PER_RULE
    ]
