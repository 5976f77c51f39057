"""Typed values of a descriptor's attributes: a value that is none of its type is told and replaced.

What is absent is the standard's default without a word. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from packager.detect import MANIFEST
from packager.findings import FINDINGS_PER_RULE
from packager.rules import sequencing as rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.findings import Finding, Rule
    from packager.read.parts import Part

_Token = TypeVar("_Token", bound=str)

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_DECIMAL = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_WHOLE = re.compile(r"\+?\d{1,9}", re.ASCII)


def say(rule: Rule, part: Part, attribute: str | None = None, **values: object) -> Finding:
    """Return the finding of a rule at an element of the manifest or at an attribute of it."""
    path = part.path if attribute is None else f"{part.path}/@{attribute}"
    return rule.at(MANIFEST, part.line, None, path, **values)


def number(text: str, low: float, high: float) -> float | None:
    """Return a decimal number (XML Schema 3.2.3) within its range, None for everything else."""
    if not _DECIMAL.fullmatch(text):
        return None
    value = float(text)
    return value if low <= value <= high else None


class Values:
    """Reads values; what was wrong with them gathers in `findings`."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._told: Counter[str] = Counter()
        self._last: dict[str, Finding] = {}

    def say(self, rule: Rule, part: Part, attribute: str | None = None, **values: object) -> None:
        """Note a finding at an element or at an attribute of it.

        Of those of one rule that are only counted in the end, not each is made anew: a hostile
        manifest has two hundred thousand of them.
        """
        self._told[rule.id] += 1
        if self._told[rule.id] <= FINDINGS_PER_RULE + 1:
            self._last[rule.id] = say(rule, part, attribute, **values)
        self.findings.append(self._last[rule.id])

    def boolean(self, part: Part, name: str, *, default: bool) -> bool:
        """Return an xs:boolean."""
        text = _local(part, name)
        if text is None:
            return default
        value = _BOOLEANS.get(text)
        if value is not None:
            return value
        value = _BOOLEANS.get(text.lower(), default)
        used = "true" if value else "false"
        self.say(rules.TOKEN, part, name, name=name, value=text, tokens="true, false", used=used)
        return value

    def token(self, part: Part, name: str, tokens: Sequence[_Token], *, default: _Token) -> _Token:
        """Return one of the tokens."""
        text = _local(part, name)
        if text is None:
            return default
        found = _among(text, tokens)
        if found != text:
            used = default if found is None else found
            said = ", ".join(tokens)
            self.say(rules.TOKEN, part, name, name=name, value=text, tokens=said, used=used)
        return default if found is None else found

    def required(
        self, part: Part, name: str, tokens: Sequence[_Token], *, what: str
    ) -> _Token | None:
        """Return one of the tokens; without it `what` says nothing, and None comes back."""
        text = _local(part, name)
        found = None if text is None else _among(text, tokens)
        if found is None:
            self.say(
                rules.UNUSABLE,
                part,
                name,
                what=what,
                name=name,
                value=text or "",
                tokens=", ".join(tokens),
            )
        elif found != text:
            said = ", ".join(tokens)
            self.say(rules.TOKEN, part, name, name=name, value=text, tokens=said, used=found)
        return found

    def measure(self, part: Part, name: str, low: float, high: float, *, default: float) -> float:
        """Return a number within its range."""
        value = self.optional_measure(part, name, low, high)
        return default if value is None else value

    def optional_measure(self, part: Part, name: str, low: float, high: float) -> float | None:
        """Return a number within its range, None where it is absent or none."""
        text = _local(part, name)
        return None if text is None else self.in_range(part, name, text, low, high)

    def in_range(
        self, part: Part, name: str, text: str, low: float, high: float, *, own: bool = False
    ) -> float | None:
        """Return a text as a number; `own` says that it is the element's text, not an attribute."""
        value = number(text, low, high)
        if value is None:
            at = None if own else name
            said = {"low": f"{low:g}", "high": f"{high:g}"}
            self.say(rules.MEASURE_RANGE, part, at, name=name, value=text, **said)
        return value

    def count(self, part: Part, name: str) -> int | None:
        """Return a whole number from 0, None where it is absent or none."""
        text = _local(part, name)
        if text is None:
            return None
        if _WHOLE.fullmatch(text):
            return int(text)
        self.say(rules.COUNT_WRONG, part, name, name=name, value=text)
        return None


def _among(text: str, tokens: Sequence[_Token]) -> _Token | None:
    """Return the token that a text is, whatever the case of its letters."""
    for token in tokens:
        if token == text:
            return token
    return next((token for token in tokens if token.lower() == text.lower()), None)


def _local(part: Part, name: str) -> str | None:
    """Return an attribute by its local name: real manifests prefix some that have no namespace."""
    value: object = part.element.get(name)
    if value is None:
        value = next(
            (v for n, v in part.element.attrib.items() if str(n).rpartition("}")[2] == name), None
        )
    return None if value is None else " ".join(str(value).split())
