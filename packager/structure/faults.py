"""Faults as they are gathered: each kind up to a bound, their paths found at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.findings import FINDINGS_PER_RULE
from packager.rules.archive import MORE
from packager.structure.paths import local_name, paths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from cursus.texts import Text
    from packager.findings import Finding, Rule


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a descriptor that is not as the standard has it."""

    rule: Rule
    values: Mapping[str, object]
    element: str | None = None  # path, as `Finding.element`
    line: int | None = None
    tag: str = ""  # of the element, with its namespace

    @property
    def text(self) -> Text:
        """What is wrong, as a sentence."""
        return self.rule.at(**self.values).text  # type: ignore[arg-type] # no place among them

    def finding(self, file: str) -> Finding:
        """Return it as a finding about a file."""
        return self.rule.at(file, self.line, None, self.element, **self.values)


class Faults:
    """Gathers faults; paths are made for those that are kept, all at once."""

    def __init__(self) -> None:
        self._kept: list[tuple[Rule, _Element, str | None, Mapping[str, object]]] = []
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._counts)

    def has_room(self, rule: Rule) -> bool:
        """Whether another fault of a rule would be kept: so much may be spent on its words."""
        return self._counts[rule.id] < FINDINGS_PER_RULE

    def add(
        self, rule: Rule, element: _Element, attribute: str | None = None, **values: object
    ) -> None:
        """Add a fault of an element, or of an attribute of it."""
        if self.has_room(rule):
            self._kept.append((rule, element, attribute, values))
        self._counts[rule.id] += 1

    def count(self, rule: Rule, how_many: int = 1) -> None:
        """Count faults that there is no room for."""
        if how_many:
            self._counts[rule.id] += how_many

    def all(self) -> list[Fault]:
        """Return the faults, and for each rule with more of them how many."""
        places = paths(element for _, element, _, _ in self._kept)
        found = []
        for rule, element, attribute, values in self._kept:
            path = places[element]
            line: object = element.sourceline
            found.append(
                Fault(
                    rule,
                    values,
                    f"{path}/@{local_name(attribute)}" if attribute else path,
                    line if isinstance(line, int) else None,
                    str(element.tag),
                )
            )
        return found + [
            Fault(MORE, {"rule": rule, "count": count - FINDINGS_PER_RULE})
            for rule, count in self._counts.items()
            if count > FINDINGS_PER_RULE
        ]
