"""Identifiers of an AICC course: A and a number for units, B for blocks, J for objectives. Pure.

A course that has fitting ones keeps them: learners' bookmarks hang on them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from packager.read.aicc_structure import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.model import Activity, Course

_UNIT: Final = re.compile(r"[Aa]\d{1,9}", re.ASCII)
_BLOCK: Final = re.compile(r"[Bb]\d{1,9}", re.ASCII)
_OBJECTIVE: Final = re.compile(r"[Jj]\d{1,9}", re.ASCII)
_OWN: Final = re.compile(r"[^\s\",;'&|~!=<>(){}*]{1,255}")  # of a course that is one of AICC


class Ids:
    """The id of each part of one course that is written."""

    def __init__(self, course: Course) -> None:
        root = course.organization.root
        parts = [part for part in root.walk() if part is not root and starts(part)]
        names = [part.identifier for part in parts]
        names += [objective.identifier for objective in course.objectives]
        folded = {name.casefold() for name in names} | {ROOT.casefold()}
        self.kept = len(folded) == len(names) + 1 and _fit(course, parts, names)
        self._taken = folded if self.kept else set()
        self._numbers = {"A": 0, "B": 0, "J": 0}
        self._by_name: dict[str, str] = {ROOT: ROOT, root.identifier: ROOT}
        self._waiting: dict[str, list[str]] = {}
        self.objectives: dict[str, str] = {}
        for part in parts:
            name = part.identifier
            identifier = name if self.kept else self._next("B" if part.children else "A")
            self._waiting.setdefault(name, []).append(identifier)
            self._by_name.setdefault(name, identifier)
        for objective in course.objectives:
            name = objective.identifier
            self.objectives[name] = name if self.kept else self._next("J")

    def _next(self, letter: str) -> str:
        while True:
            self._numbers[letter] += 1
            name = f"{letter}{self._numbers[letter]}"
            if name.casefold() not in self._taken:
                return name

    def take(self, activity: Activity) -> str:
        """Return the id of a part; of parts that are called the same each gets its own."""
        waiting = self._waiting[activity.identifier]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def own(self) -> str:
        """Return a new id, for the unit of a part that is a block or the course too."""
        return self._next("A")

    def objective(self, name: str) -> str:
        """Return the id of an objective, a new one where the course does not list it."""
        if name not in self.objectives:
            self.objectives[name] = self._next("J")
        return self.objectives[name]

    def by_name(self, name: str) -> str | None:
        """Return the id of a part or objective by what the course calls it."""
        return self._by_name.get(name) or self.objectives.get(name)


def starts(activity: Activity) -> bool:
    """Return whether a part, or one below it, can be started."""
    return any(below.href is not None for below in activity.walk())


def _fit(course: Course, parts: Sequence[Activity], names: Sequence[str]) -> bool:
    """Return whether the identifiers may stand in an AICC course as they are."""
    if course.standard == "aicc":
        return all(_OWN.fullmatch(name) and name.isprintable() for name in names)
    return all(
        (_BLOCK if part.children else _UNIT).fullmatch(part.identifier) for part in parts
    ) and all(_OBJECTIVE.fullmatch(objective.identifier) for objective in course.objectives)
