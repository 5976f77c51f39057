"""The tables of an AICC course: rows of comma-separated fields under a row of names. Pure.

CMI001 wants CRLF after each row and text in quotation marks. Real files end rows by LF, leave
fields unquoted or quotation marks open, order the columns as they like and spell their names in
any case; they are read all the same, in one pass that takes time by the length of the text alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from packager.findings import FINDINGS_PER_RULE
from packager.limits import ITEMS, TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.findings import Finding, Rule

CELLS: Final = 20 * ITEMS  # of a table
NAME_CHARACTERS: Final = 100  # of the name of a column or key

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LONE_END: Final = re.compile(r"(?<!\r)\n|\r(?!\n)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANK: Final = re.compile(r"[ \t]*+")


class Cell(NamedTuple):
    """A field and where it begins."""

    text: str
    line: int
    column: int
    quoted: bool = True


class TableKind(NamedTuple):
    """What the columns of a file are called; `key` compares the names."""

    ending: str
    columns: tuple[str, ...]
    order: tuple[str, ...] = ()  # what columns without known names are, where that can be said
    needed: tuple[str, ...] = ()  # without them the file says nothing
    long: tuple[str, ...] = ()  # whose fields are texts rather than values
    members: bool = False  # whether what is in no column of a known name are members


class Record:
    """A row, its fields by the names of their columns."""

    __slots__ = ("_cells", "_columns", "_others")

    def __init__(
        self, columns: dict[str, int], cells: list[Cell], others: frozenset[int] = frozenset()
    ) -> None:
        self._columns = columns
        self._cells = cells
        self._others = others  # places that hold no members

    def cell(self, name: str) -> Cell:
        """Return a field; where the row has none, an empty one at the row's beginning."""
        at = self._columns.get(key(name))
        if at is None or at >= len(self._cells):
            return Cell("", self._cells[0].line, self._cells[0].column)
        return self._cells[at]

    def text(self, name: str) -> str:
        """Return the text of a field, empty where there is none."""
        return self.cell(name).text

    @property
    def cells(self) -> list[Cell]:
        """All fields of the row."""
        return self._cells

    @property
    def members(self) -> list[Cell]:
        """The fields that are members of the row's element, without empty ones."""
        return [c for at, c in enumerate(self._cells) if c.text and at not in self._others]


class Table(NamedTuple):
    """A file: what it says, and what is to be said about it."""

    file: str
    columns: frozenset[str]  # as `key` has them
    records: list[Record]
    findings: list[Finding]
    readable: bool = True


def key(name: str) -> str:
    """Return the name of a column or key as it is compared: small letters and digits."""
    return "".join(c for c in name[:NAME_CHARACTERS].lower() if c.isascii() and c.isalnum())


def read_table(text: str, file: str, kind: TableKind) -> Table:
    """Return the rows of a file."""
    findings: list[Finding] = []
    if (lone := _LONE_END.search(text)) is not None:
        line = len(_LINE_END.findall(text, 0, lone.start())) + 1
        column = lone.start() - _line_start(text, lone.start()) + 1
        findings.append(rules.LINE_ENDS.at(file, line, column))
    separator = _separator(text, kind)
    rows: list[list[Cell]] = []
    cells = 0
    for row, opened in _rows(text, separator):
        if opened is not None and len(findings) <= FINDINGS_PER_RULE:
            findings.append(rules.QUOTE_OPEN.at(file, opened.line, opened.column))
        cells += len(row)
        if len(row) > 1 or row[0].text:
            rows.append(row)
        if len(rows) > ITEMS + 1 or cells > CELLS:
            findings.append(rules.TOO_MANY.at(file, row[0].line, limit=ITEMS))
            return Table(file, frozenset(), [], findings, readable=False)
    if separator != "," and rows:
        findings.append(rules.SEPARATOR.at(file, rows[0][0].line, separator=separator))
    reader = _Columns(file, kind, rows, findings)
    return reader.table()


def by_id(table: Table, findings: list[Finding]) -> dict[str, Record]:
    """Return the rows of a table by System_ID whatever its case; an id names one row."""
    records: dict[str, Record] = {}
    for record in table.records:
        cell = record.cell("System_ID")
        if not cell.text:
            findings.append(rules.ID_MISSING.at(table.file, cell.line, cell.column))
        elif records.setdefault(cell.text.casefold(), record) is not record:
            place = (table.file, cell.line, cell.column)
            findings.append(rules.ID_TWICE.at(*place, id=cell.text))
    return records


class _Columns:
    """Tells the columns of a table, and judges its rows by them."""

    def __init__(
        self, file: str, kind: TableKind, rows: list[list[Cell]], findings: list[Finding]
    ) -> None:
        self._file = file
        self._kind = kind
        self._rows = rows
        self._findings = findings

    def table(self) -> Table:
        kind = self._kind
        names = [key(cell.text) for cell in self._rows[0]] if self._rows else []
        width = len(names)
        known = {key(name) for name in kind.columns}
        body = self._rows[1:]
        if kind.order and not known & set(names):
            first = self._rows[0][0] if self._rows else None
            self._say(rules.HEADER, first, columns=", ".join(kind.order))
            names = [key(name) for name in kind.order]
            body = self._rows if self._is_data() else body
        missing = [name for name in kind.needed if key(name) not in names]
        if missing:
            cell = self._rows[0][0] if self._rows else None
            rule = rules.COLUMNS_MISSING if kind.ending == "au" else rules.TABLE_UNUSABLE
            self._say(rule, cell, columns=", ".join(missing))
            return Table(self._file, frozenset(names), [], self._findings, readable=False)
        columns: dict[str, int] = {}
        others = set()
        for at, name in enumerate(names):
            if name in known:
                columns.setdefault(name, at)
            elif name and not (kind.members and name.startswith("member")):
                self._say(rules.COLUMN_UNKNOWN, self._rows[0][at], name=self._rows[0][at].text)
                others.add(at)
        self._judge(body, width, columns)
        no_members = frozenset(others | set(columns.values()))
        records = [Record(columns, row, no_members) for row in body]
        return Table(self._file, frozenset(columns), records, self._findings)

    def _is_data(self) -> bool:
        """Return whether the first row is one of fields: names of columns hold no digits."""
        first = self._rows[0][0].text if self._rows else ""
        return first.lower() == "root" or any(c.isdigit() for c in first[:NAME_CHARACTERS])

    def _say(self, rule: Rule, cell: Cell | None, **values: object) -> None:
        line, column = (None, None) if cell is None else (cell.line, cell.column)
        self._findings.append(rule.at(self._file, line, column, None, **values))

    def _judge(self, rows: list[list[Cell]], width: int, columns: dict[str, int]) -> None:
        bare = next((cell for row in rows for cell in row if not cell.quoted), None)
        if bare is not None:
            self._say(rules.UNQUOTED, bare)
        long = {columns[key(name)] for name in self._kind.long if key(name) in columns}
        for row in rows:
            if len(row) != width and not self._kind.members:
                self._say(rules.ROW_LENGTH, row[0], count=len(row), expected=width)
            for at, cell in enumerate(row):
                limit = TEXT_CHARACTERS if at in long else VALUE_CHARACTERS
                if len(cell.text) > limit:
                    self._say(rules.VALUE_LONG, cell, count=len(cell.text), limit=limit)


def _line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def _separator(text: str, kind: TableKind) -> str:
    """Return what stands between fields: spreadsheets of some countries write semicolons."""
    first = next((line for line in _first_lines(text) if line.strip()), "")
    known = {key(name) for name in (*kind.columns, "Member")}
    return max(",;\t", key=lambda mark: sum(key(name) in known for name in first.split(mark)))


def _first_lines(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        end = _LINE_END.search(text, position)
        stop = end.start() if end else len(text)
        yield text[position : min(stop, position + VALUE_CHARACTERS)]
        position = end.end() if end else len(text)


class _Patterns:
    """How fields look between the separators of one table.

    A field in quotation marks ends with one before a separator or the end of a row; in between they
    are doubled, and it may go on over several lines. Failing that it ends within its line.
    """

    def __init__(self, separator: str) -> None:
        end = rf"[ \t]*+(?=[{separator}\r\n]|\Z)" if separator != "\t" else r"(?=[\t\r\n]|\Z)"
        self.strict = re.compile(rf'"((?:[^"]++|"")*+)"{end}')
        self.loose = re.compile(rf'"([^\r\n]*?)"{end}')
        self.open = re.compile(r'"([^\r\n]*+)')
        self.bare = re.compile(rf"[^{separator}\r\n]*+")


def _rows(text: str, separator: str) -> Iterator[tuple[list[Cell], Cell | None]]:
    """Yield the rows, each with the first of its fields whose quotation mark is never closed."""
    patterns = _Patterns(separator)
    position, line, line_start = 0, 1, 0
    row: list[Cell] = []
    opened: Cell | None = None
    size = len(text)
    while position < size:
        start = position
        if separator != "\t" and (blank := _BLANK.match(text, position)):
            start = blank.end()
        quoted = text.startswith('"', start)
        match = None
        if quoted:
            match = patterns.strict.match(text, start) or patterns.loose.match(text, start)
            closed = match is not None
            match = match or patterns.open.match(text, start)
        else:
            match = patterns.bare.match(text, position)
            closed = True
        assert match is not None
        said = match[1] if quoted else match[0]
        cell = Cell(_clean(said, quoted=quoted), line, start - line_start + 1, quoted)
        row.append(cell)
        if not closed and opened is None:
            opened = cell
        for end in _LINE_END.finditer(text, match.start(), match.end()):
            line, line_start = line + 1, end.end()
        position = match.end()
        if text.startswith(separator, position):
            position += 1
            if position < size and len(row) <= CELLS:
                continue
            row.append(Cell("", line, position - line_start + 1, quoted=False))
        yield row, opened
        row, opened = [], None
        if ended := _LINE_END.match(text, position):
            position = ended.end()
            line, line_start = line + 1, position


def _clean(text: str, *, quoted: bool) -> str:
    if quoted and '""' in text:
        text = text.replace('""', '"')
    return _CONTROL.sub("", text).strip()
