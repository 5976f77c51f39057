"""Reading an AICC course structure to the course model: files of one base name. Pure.

CMI001 describes a course by a `.crs` file and tables: units (`.au`), texts (`.des`), blocks
(`.cst`), and where they are wanted objectives (`.ort`), prerequisites (`.pre`) and completion
requirements (`.cmp`). Authoring tools write them with few cares; what can be understood is, and
what of it is not as it should be is told by line and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from packager.limits import TITLE_CHARACTERS
from packager.model import (
    Activity,
    AiccCourse,
    AiccUnit,
    CompletionRequirement,
    Course,
    Objective,
    Organization,
)
from packager.read.aicc_csv import Cell, by_id
from packager.read.aicc_files import Sources, find_course
from packager.read.aicc_logic import CMP, ORT, PRE, LogicReader
from packager.read.aicc_structure import CST, ROOT, Units, flat, read_structure
from packager.read.aicc_texts import DES, is_lost, languages, read_descriptions
from packager.read.aicc_units import AU, UnitReader
from packager.read.course import ReadCourse
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packager.findings import Finding, Rule
    from packager.hrefs import Files
    from packager.read.aicc_csv import Record, Table
    from packager.read.aicc_ini import CrsFile
    from packager.read.aicc_structure import Node, Structure
    from packager.read.aicc_texts import Described

_KEYS: Final = (
    "Course_Creator",
    "Course_ID",
    "Course_System",
    "Course_Title",
    "Level",
    "Max_Fields_CST",
    "Total_AUs",
    "Total_Blocks",
    "Version",
    "Max_Normal",
)
_DIGITS: Final = 9
_ROOT: Final = ROOT.casefold()


class _Logic(NamedTuple):
    """What the optional files say, by identifier."""

    prerequisites: dict[str, str]
    completions: dict[str, tuple[CompletionRequirement, ...]]
    objectives: dict[str, tuple[str, ...]]


def read_aicc(crs: str, files: Files, texts: Mapping[str, bytes]) -> ReadCourse:
    """Return the course that a file of AICC and those beside it describe.

    `crs` is the served name of the `.crs` file, or of the `.au` or `.cst` where there is none.
    """
    reader = _Reader(crs, files, texts)
    course = reader.read()
    return ReadCourse(course, reader.aliases, reader.findings)


class _Reader:
    """Reads one course; what is found gathers here."""

    def __init__(self, crs: str, files: Files, texts: Mapping[str, bytes]) -> None:
        found = find_course(crs, files)
        self._base = found.base
        self._place = found.names.get("crs") or found.names.get("au") or crs
        self.findings: list[Finding] = list(found.findings)
        self._sources = Sources(found.names, texts, self.findings)
        self._crs: CrsFile = self._sources.crs()
        self._units: dict[str, Record] = {}  # by folded id, as the following
        self._described: dict[str, Described] = {}
        self._titled = False  # whether elements are expected to have titles
        self._unit_reader = UnitReader(found.names.get("au", ""), found.folder, files)
        self.aliases = self._unit_reader.aliases

    def read(self) -> Course | None:
        """Return the course, None when there is nothing in it that can be played."""
        table = self._sources.table(AU)
        if table is None or not table.readable:
            if table is None and "au" not in self._sources.names:
                self.findings.append(rules.NO_UNITS.at(self._place))
            return None
        self._units = by_id(table, self.findings)
        if (course := self._units.pop(_ROOT, None)) is not None:
            self._say(rules.ID_TWICE, table.file, course.cell("System_ID"), id=ROOT)
        if not self._units:
            self.findings.append(rules.NO_UNITS.at(table.file))
            return None
        des = self._sources.table(DES)
        self._titled = des is not None and des.readable
        self._described = {} if des is None else read_descriptions(des, self.findings)
        structure = self._structure()
        if structure is None or structure.root is None:
            return None
        elements, objectives = self._names(structure)
        logic, objectives = self._logic(elements, objectives)
        root = self._root(structure.root, logic, structure)
        self._judge_crs(structure)
        self._judge_descriptions(des, elements, objectives)
        self.findings += self._unit_reader.findings
        if not any(activity.kind == "au" for activity in root.walk()):
            self.findings.append(rules.NOTHING_TO_PLAY.at(table.file))
            return None
        return self._course(root, objectives)

    def _say(self, rule: Rule, file: str, cell: Cell, **values: object) -> None:
        self.findings.append(rule.at(file, cell.line, cell.column, None, **values))

    def _course(self, root: Activity, objectives: Mapping[str, str]) -> Course:
        crs = self._crs
        return Course(
            standard="aicc",
            title=root.title,
            identifier=crs.text("Course_ID") or "",
            organizations=(Organization(ROOT, root),),
            default_organization=ROOT,
            objectives=tuple(self._objectives(objectives)),
            aicc=AiccCourse(
                creator=crs.text("Course_Creator"),
                system=crs.text("Course_System"),
                level=crs.text("Level"),
                version=crs.text("Version"),
                max_normal=_whole(crs.text("Max_Normal") or ""),
            ),
        )

    def _structure(self) -> Structure | None:
        """Return the tree of the course: that of the `.cst`, else all units in a row."""
        cells = {fold: record.cell("System_ID") for fold, record in self._units.items()}
        units = Units(self._sources.names["au"], cells)
        table = self._sources.table(CST)
        if table is None:
            return None if "cst" in self._sources.names else flat(units)
        if not table.readable:
            return None
        structure = read_structure(table, units, frozenset(self._described))
        self.findings += structure.findings
        return structure

    def _names(self, structure: Structure) -> tuple[dict[str, str], dict[str, str]]:
        """Return the identifiers of elements and of described objectives by their folded forms."""
        elements = {fold: cell.text for fold, cell in structure.blocks.items()}
        elements |= {fold: record.text("System_ID") for fold, record in self._units.items()}
        elements[_ROOT] = ROOT
        objectives = {
            fold: described.identifier.text
            for fold, described in self._described.items()
            if fold not in elements and fold.startswith("j")
        }
        return elements, objectives

    def _logic(
        self, elements: Mapping[str, str], objectives: Mapping[str, str]
    ) -> tuple[_Logic, dict[str, str]]:
        reader = LogicReader(elements, objectives)
        ort, pre, cmp = (self._sources.table(kind) for kind in (ORT, PRE, CMP))
        related, every = ({}, dict(objectives)) if ort is None else reader.objectives(ort)
        prerequisites = {} if pre is None else reader.prerequisites(pre)
        completions = {} if cmp is None else reader.completions(cmp)
        self.findings += reader.findings
        return _Logic(prerequisites, completions, related), every

    def _objectives(self, names: Mapping[str, str]) -> Iterator[Objective]:
        for fold, identifier in names.items():
            described = self._described.get(fold)
            if described is None:
                yield Objective(identifier)
            else:
                title, description = described.title.text, described.description.text
                yield Objective(identifier, languages(title), languages(description))

    # The tree

    def _root(self, node: Node, logic: _Logic, structure: Structure) -> Activity:
        """Return the activity of the course itself."""
        title = self._crs.text("Course_Title")
        if title is not None and is_lost(title):
            line = self._crs.line("Course_Title")
            self.findings.append(rules.TEXT_LOST.at(self._place, line, 1, text=title))
        if is_lost(self._crs.description):
            line = self._crs.description_line
            said = self._crs.description
            self.findings.append(rules.TEXT_LOST.at(self._place, line, 1, text=said))
        described = self._described.get(_ROOT)
        if title is None and described is not None:
            title = described.title.text
        return Activity(
            identifier=ROOT,
            title=self._cut(
                title or self._crs.text("Course_ID") or self._base or ROOT, self._place
            ),
            kind="cluster",
            children=tuple(self._activity(child, logic, structure) for child in node.children),
            descriptions=languages(self._crs.description),
            prerequisites=logic.prerequisites.get(ROOT),
            completions=logic.completions.get(ROOT, ()),
            objectives=logic.objectives.get(ROOT, ()),
        )

    def _activity(self, node: Node, logic: _Logic, structure: Structure) -> Activity:
        identifier, fold = node.identifier, node.identifier.casefold()
        described = self._described.get(fold)
        record = self._units.get(fold)
        children = tuple(self._activity(child, logic, structure) for child in node.children)
        developer_id = None if described is None else described.developer_id
        place = structure.blocks.get(fold) if record is None else record.cell("System_ID")
        common = Activity(
            identifier=identifier,
            title=self._title(identifier, described, place, "cst" if record is None else "au"),
            kind="cluster",
            children=children,
            descriptions={} if described is None else languages(described.description.text),
            prerequisites=logic.prerequisites.get(identifier),
            completions=logic.completions.get(identifier, ()),
            objectives=logic.objectives.get(identifier, ()),
            au=None if developer_id is None else AiccUnit(developer_id=developer_id),
        )
        if record is None:
            return common
        unit = self._unit_reader.read(identifier, record, developer_id)
        return replace(
            common,
            kind="au",
            href=unit.href,
            launch_data=unit.launch_data,
            mastery_score=unit.mastery_score,
            limits=unit.limits,
            au=unit.au,
        )

    def _title(
        self, identifier: str, described: Described | None, place: Cell | None, ending: str
    ) -> str:
        """Return the title of an element; without one it is called by its id."""
        if described is not None and described.title.text:
            return self._cut(described.title.text, self._sources.names["des"], described.title)
        if self._titled and place is not None:
            self._say(rules.TITLE_MISSING, self._sources.names[ending], place, id=identifier)
        return identifier[:TITLE_CHARACTERS]

    def _cut(self, text: str, file: str, cell: Cell | None = None) -> str:
        title = " ".join(text.split())
        if len(title) > TITLE_CHARACTERS:
            place = cell or Cell("", self._crs.line("Course_Title") or 1, 1)
            self._say(rules.TITLE_LONG, file, place, count=len(title), limit=TITLE_CHARACTERS)
        return title[:TITLE_CHARACTERS]

    # What contradicts

    def _judge_crs(self, structure: Structure) -> None:
        """Say what the `.crs` file leaves out, and which of its numbers are not so."""
        if "crs" not in self._sources.names:
            return
        missing = [name for name in _KEYS if self._crs.text(name) is None]
        if missing:
            self.findings.append(rules.KEY_MISSING.at(self._place, names=", ".join(missing)))
        units, blocks, widest = len(self._units), len(structure.blocks), structure.widest
        self._judge_total("Total_AUs", units, range(units, units + 1))
        self._judge_total("Total_Blocks", blocks, range(blocks, blocks + 2))  # some count ROOT
        self._judge_total("Max_Fields_CST", widest, range(widest, 10**_DIGITS))

    def _judge_total(self, name: str, count: int, right: range) -> None:
        said = self._crs.text(name)
        if said is not None and _whole(said) not in right:
            line = self._crs.line(name)
            self.findings.append(
                rules.TOTAL_WRONG.at(self._place, line, 1, name=name, said=said, count=count)
            )

    def _judge_descriptions(
        self, table: Table | None, elements: Mapping[str, str], objectives: Mapping[str, str]
    ) -> None:
        if table is None:
            return
        for fold, described in self._described.items():
            if fold not in elements and fold not in objectives:
                cell = described.identifier
                self._say(rules.ELEMENT_UNKNOWN, table.file, cell, id=cell.text)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
