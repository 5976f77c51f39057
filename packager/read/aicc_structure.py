"""The tree of an AICC course: blocks and their members, from the `.cst` file. Pure.

Every element stands in one place; the block called ROOT is the course. What the file says twice,
in a circle or of nothing is told and left out; a unit that no block holds is no part of the course.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from packager.limits import ITEMS
from packager.read.aicc_csv import Cell, TableKind
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packager.findings import Finding, Rule
    from packager.read.aicc_csv import Record, Table

CST: Final = TableKind("cst", ("Block",), order=("Block",), needed=("Block",), members=True)
ROOT: Final = "ROOT"
DEPTH: Final = 64  # of blocks within blocks


class Units(NamedTuple):
    """The assignable units that a tree is made of."""

    file: str
    cells: Mapping[str, Cell]  # their System_IDs by folded id


class Node(NamedTuple):
    """An element of the course in its place."""

    identifier: str
    children: tuple[Node, ...]


class Structure(NamedTuple):
    """The tree, as far as there is one."""

    root: Node | None
    blocks: dict[str, Cell]  # by folded id; ROOT is none of them
    widest: int  # the most fields that a row has
    findings: list[Finding]


def flat(units: Units) -> Structure:
    """Return the tree of a course whose units follow each other."""
    children = tuple(Node(cell.text, ()) for cell in units.cells.values())
    return Structure(Node(ROOT, children), {}, 2, [])


def read_structure(table: Table, units: Units, titled: frozenset[str]) -> Structure:
    """Return the tree that a `.cst` file describes.

    `titled` are the folded ids that the `.des` file describes.
    """
    builder = _Builder(table, units, titled)
    root = builder.build()
    widest = max((len(record.cells) for record in table.records), default=0)
    return Structure(root, builder.blocks, widest, builder.findings)


class _Builder:
    """Builds one tree; what is found gathers here."""

    def __init__(self, table: Table, units: Units, titled: frozenset[str]) -> None:
        self._table = table
        self._file = units.file
        self._units = units.cells
        self._titled = titled
        self._placed: set[str] = set()
        self._above: list[str] = []
        self._too_deep = False
        self.blocks: dict[str, Cell] = {}
        self._members: dict[str, list[Cell]] = {}
        self.findings: list[Finding] = []
        for record in table.records:
            self._take(record)

    def _take(self, record: Record) -> None:
        """Take a row: a block and members of it; a block may have several rows."""
        block = record.cell("Block")
        if not block.text:
            self._say(rules.ID_MISSING, block)
            return
        fold = block.text.casefold()
        if fold != ROOT.casefold():
            self.blocks.setdefault(fold, block)
        self._members.setdefault(fold, []).extend(record.members)

    def _say(self, rule: Rule, cell: Cell, **values: object) -> None:
        self.findings.append(rule.at(self._table.file, cell.line, cell.column, None, **values))

    def build(self) -> Node | None:
        if sum(map(len, self._members.values())) > 2 * ITEMS:
            self.findings.append(rules.TOO_MANY.at(self._table.file, limit=ITEMS))
            return None
        root = ROOT.casefold()
        if root in self._members:
            members = self._members[root]
        else:
            members = list(self._topmost())
            self.findings.append(rules.ROOT_MISSING.at(self._table.file))
        self._placed.add(root)
        self._above.append(root)
        children = tuple(self._children(members))
        if self._too_deep:
            return None
        self._tell_orphans()
        return Node(ROOT, children)

    def _topmost(self) -> Iterator[Cell]:
        """Yield the blocks that no other block holds, then the units."""
        held = {cell.text.casefold() for members in self._members.values() for cell in members}
        for fold, cell in self.blocks.items():
            if fold not in held:
                yield cell
        for fold, cell in self._units.items():
            if fold not in held and fold not in self.blocks:
                yield cell

    def _children(self, members: list[Cell]) -> Iterator[Node]:
        for cell in members:
            fold = cell.text.casefold()
            if fold in self._above:
                self._say(rules.BLOCK_LOOP, cell, id=cell.text)
            elif fold in self._placed:
                self._say(rules.MEMBER_TWICE, cell, id=cell.text)
            elif fold not in self._units and fold not in self.blocks:
                rule = rules.BLOCK_EMPTY if fold in self._titled else rules.MEMBER_UNKNOWN
                self._say(rule, cell, id=cell.text)
            else:
                yield from self._node(fold, cell)

    def _node(self, fold: str, cell: Cell) -> Iterator[Node]:
        self._placed.add(fold)
        if fold not in self.blocks:
            yield Node(self._units[fold].text, ())
            return
        if len(self._above) > DEPTH:
            if not self._too_deep:
                self._say(rules.TOO_DEEP, cell, limit=DEPTH)
            self._too_deep = True
            return
        self._above.append(fold)
        children = tuple(self._children(self._members[fold]))
        self._above.pop()
        if fold in self._units:
            self._say(rules.UNIT_AS_BLOCK, self.blocks[fold], id=cell.text)
            yield Node(self._units[fold].text, children)
        elif children:
            yield Node(self.blocks[fold].text, children)
        elif not self._too_deep:
            self._say(rules.BLOCK_EMPTY, self.blocks[fold], id=cell.text)

    def _tell_orphans(self) -> None:
        """Say which blocks and units have no place."""
        for fold, cell in self._units.items():
            if fold not in self._placed:
                place = (self._file, cell.line, cell.column)
                self.findings.append(rules.ORPHAN.at(*place, id=cell.text))
        for fold, cell in self.blocks.items():
            if fold not in self._placed and fold not in self._units:
                self._say(rules.ORPHAN, cell, id=cell.text)
