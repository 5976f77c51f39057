"""Prerequisites, completion requirements and objectives of an AICC course: `.pre`, `.cmp`, `.ort`.

Pure. Ids are compared whatever their case; the model has them as the course spells them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from packager.model import CompletionRequirement
from packager.prerequisites import (
    LENGTH,
    TOO_LONG,
    AllOf,
    Fault,
    Script,
    Scripts,
    status_of,
)
from packager.read.aicc_csv import TableKind
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.findings import Finding, Rule
    from packager.read.aicc_csv import Cell, Record, Table

PRE: Final = TableKind(
    "pre",
    ("Structure_Element", "Prerequisite"),
    order=("Structure_Element", "Prerequisite"),
    long=("Prerequisite",),
)
CMP: Final = TableKind(
    "cmp",
    ("Structure_Element", "Requirement", "Result", "Next", "Return"),
    order=("Structure_Element", "Requirement", "Result", "Next", "Return"),
    needed=("Structure_Element", "Requirement"),
    long=("Requirement",),
)
ORT: Final = TableKind(
    "ort",
    ("Course_Element", "Structure_Element", "Objective_ID", "AU_System_ID"),
    order=("Course_Element",),
    members=True,
)


class LogicReader:
    """Reads the tables that refer to elements of the course; what is found gathers here.

    `elements` are the identifiers of blocks, units and the root by their folded forms.
    """

    def __init__(self, elements: Mapping[str, str], objectives: Mapping[str, str]) -> None:
        self._elements = elements
        self._objectives = dict(objectives)
        self._scripts = Scripts()
        self.findings: list[Finding] = []

    def _say(self, table: Table, rule: Rule, cell: Cell, **values: object) -> None:
        self.findings.append(rule.at(table.file, cell.line, cell.column, None, **values))

    def prerequisites(self, table: Table) -> dict[str, str]:
        """Return what has to hold before an element: identifier -> aicc_script."""
        scripts: dict[str, list[Script]] = {}
        lengths: Counter[str] = Counter()  # of the scripts of an element, joined
        for record in table.records:
            element, logic = self._pair(record)
            identifier = self._element(table, element)
            if identifier is None or logic is None or not logic.text:
                continue
            script = self._script(table, logic)
            if script is None:
                continue
            length = lengths[identifier] + len(f"({script}) & ")
            if self._fits(table, logic, length):
                lengths[identifier] = length
                scripts.setdefault(identifier, []).append(script)
        return {
            identifier: str(AllOf(tuple(parts)) if len(parts) > 1 else parts[0])
            for identifier, parts in scripts.items()
        }

    def _pair(self, record: Record) -> tuple[Cell, Cell | None]:
        """Return the element and its prerequisite: the first two columns, whatever their names."""
        element, logic = record.cell("Structure_Element"), record.cell("Prerequisite")
        if element.text and logic.text:
            return element, logic
        cells = record.cells
        return cells[0], cells[1] if len(cells) > 1 else None

    def completions(self, table: Table) -> dict[str, tuple[CompletionRequirement, ...]]:
        """Return when an element gets which status: identifier -> requirements in order."""
        found: dict[str, list[CompletionRequirement]] = {}
        for record in table.records:
            identifier = self._element(table, record.cell("Structure_Element"))
            logic = record.cell("Requirement")
            if identifier is None or not logic.text:
                continue
            script = self._script(table, logic)
            if script is None or not self._fits(table, logic, len(str(script))):
                continue
            found.setdefault(identifier, []).append(
                CompletionRequirement(
                    requirement=str(script),
                    result=self._result(table, record.cell("Result")),
                    next=self._optional(table, record.cell("Next")),
                    returning=self._optional(table, record.cell("Return")),
                )
            )
        return {identifier: tuple(rows) for identifier, rows in found.items()}

    def _result(self, table: Table, cell: Cell) -> str:
        """Return the status that a requirement gives; unless said the element is completed."""
        status = status_of(cell.text)
        if status is None and cell.text:
            self._say(table, rules.STATUS_UNKNOWN, cell, value=cell.text)
        return status or "completed"

    def _optional(self, table: Table, cell: Cell) -> str | None:
        return self._element(table, cell) if cell.text else None

    def objectives(self, table: Table) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        """Return the objectives of each element, and all objectives by their folded forms."""
        found: dict[str, dict[str, None]] = {}
        for record in table.records:
            for element, objective in self._relations(record):
                identifier = self._element(table, element)
                if identifier is not None:
                    fold = objective.text.casefold()
                    name = self._objectives.setdefault(fold, objective.text)
                    found.setdefault(identifier, {})[name] = None
        return {identifier: tuple(names) for identifier, names in found.items()}, self._objectives

    def _relations(self, record: Record) -> list[tuple[Cell, Cell]]:
        """Return pairs of element and objective.

        A row is of one element and its objectives, or of one objective and its elements; some
        tools write a column for either.
        """
        objective = record.cell("Objective_ID")
        if objective.text:
            unit = record.cell("AU_System_ID")
            return [(unit if unit.text else record.cell("Course_Element"), objective)]
        first = record.cell("Course_Element")
        if not first.text:
            first = record.cell("Structure_Element")
        if first.text.casefold() in self._objectives:
            return [(member, first) for member in record.members]
        return [(first, member) for member in record.members]

    def _element(self, table: Table, cell: Cell) -> str | None:
        identifier = self._elements.get(cell.text.casefold())
        if identifier is None:
            self._say(table, rules.ELEMENT_UNKNOWN, cell, id=cell.text)
        return identifier

    def _script(self, table: Table, cell: Cell) -> Script | None:
        """Return the logic with the names that the course has, None where it cannot be."""
        script = self._scripts.parse(cell.text)
        if isinstance(script, Fault):
            at = cell.column + script.position + (1 if cell.quoted else 0)
            self.findings.append(
                rules.SCRIPT_WRONG.at(table.file, cell.line, at, text=cell.text, what=script.text)
            )
            return None
        unknown = [name for name in script.names() if self._known(name) is None]
        if unknown:
            self._say(table, rules.SCRIPT_UNKNOWN, cell, names=", ".join(unknown))
        return script.renamed(lambda name: self._known(name) or name)

    def _fits(self, table: Table, cell: Cell, length: int) -> bool:
        """Return whether a script in its canonical form can be read again."""
        if length > LENGTH:
            what = TOO_LONG.format(limit=LENGTH)
            self._say(table, rules.SCRIPT_WRONG, cell, text=cell.text, what=what)
        return length <= LENGTH

    def _known(self, name: str) -> str | None:
        """Return an element or objective as the course spells it."""
        fold = name.casefold()
        return self._elements.get(fold) or self._objectives.get(fold)
