"""Exact places of findings: from the path of an element to line and column, and the line itself.

Readers name elements; where those begin in the file is looked up afterwards, for the findings that
are kept, in one pass of expat over the text as it was parsed. Lines of a mended text are those of
the file, columns are counted back (`XmlSource.column`). Pure.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

import msgspec

from packager.encodings import last_line, line_ends
from packager.findings import SOURCE_BEFORE, SOURCE_CHARACTERS, SOURCE_WHOLE, hidden
from packager.mend import XmlSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from packager.findings import Finding

_STEP: Final = re.compile(r"([^\[\]]+)(?:\[(\d{1,9})\])?")
_TAG: Final = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_LINE: Final = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")


class Place(NamedTuple):
    """Where something begins; both from 1."""

    line: int
    column: int


def placed(
    findings: Sequence[Finding], source_of: Callable[[str], XmlSource | str | None]
) -> list[Finding]:
    """Return findings with line and column of their elements, and the line that they are about.

    `source_of` gives the text of a file that a finding names, None where there is none.
    """
    files = {finding.file for finding in findings if finding.line or finding.element}
    looks = {file: _Look.of(source_of(file), findings, file) for file in files if file is not None}
    return [
        finding if (look := looks.get(finding.file or "")) is None else look.placed(finding)
        for finding in findings
    ]


class _Look(NamedTuple):
    """What was looked up in one file."""

    places: dict[str, Place]  # by path
    lines: dict[int, str]

    @classmethod
    def of(
        cls, source: XmlSource | str | None, findings: Iterable[Finding], file: str
    ) -> _Look | None:
        if source is None:
            return None
        here = [finding for finding in findings if finding.file == file]
        places = {}
        if isinstance(source, XmlSource):
            places = _places(source, {finding.element for finding in here if finding.element})
        wanted = {place.line for place in places.values()} | {f.line for f in here if f.line}
        text = source.text if isinstance(source, XmlSource) else source
        return cls(places, dict(_lines(text, wanted)))

    def placed(self, finding: Finding) -> Finding:
        line, column = self.places.get(finding.element or "") or (finding.line, finding.column)
        if line is None or line not in self.lines:
            return finding
        source = excerpt(self.lines[line], column)
        return msgspec.structs.replace(finding, line=line, column=column, source=source)


def excerpt(line: str, column: int | None) -> str:
    """Return what is shown of a line: all of it, or what is around the column; nothing hidden.

    Every character keeps its width, so that a mark can stand below it (`Finding.caret`).
    """
    start = 0 if column is None or column <= SOURCE_WHOLE else column - 1 - SOURCE_BEFORE
    shown = line[start : start + SOURCE_CHARACTERS]
    if start:
        shown = f"…{shown}"
    if start + SOURCE_CHARACTERS < len(line):
        shown = f"{shown}…"
    return "".join(" " if c == "\t" else "\ufffd" if hidden(c) else c for c in shown).rstrip()


def _lines(text: str, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Yield the wanted lines of a text, counted from 1, without their ends."""
    done, at = 1, 0
    for line in sorted(wanted):
        while done < line:
            found = _LINE.match(text, at)
            if found is None or not found[1]:
                return
            done, at = done + 1, found.end()
        whole = _LINE.match(text, at)
        if whole is not None:
            yield line, text[at : whole.start(1)]


class _Wanted:
    """An element on the way to others that are looked for, or one of them."""

    def __init__(self) -> None:
        self.children: dict[tuple[str, int], _Wanted] = {}
        self.paths: list[tuple[str, str]] = []  # path, and the attribute that it ends in
        self.counts: dict[str, int] = {}  # of children met, by local name


def _places(source: XmlSource, paths: set[str]) -> dict[str, Place]:
    """Return where elements, or attributes of theirs, begin in a file."""
    if not paths:
        return {}
    finder = _Finder(source, _tree(paths))
    return finder.places


def _tree(paths: Iterable[str]) -> _Wanted:
    root = _Wanted()
    for path in paths:
        node, attribute = root, ""
        for step in path.split("/")[1:]:
            found = _STEP.fullmatch(step)
            if step.startswith("@"):
                attribute = step[1:].rpartition(":")[2]
            elif found is not None:
                key = (found[1], int(found[2] or 1))
                node = node.children.setdefault(key, _Wanted())
        node.paths.append((path, attribute))
    return root


class _Finder:
    """One pass over a text."""

    def __init__(self, source: XmlSource, root: _Wanted) -> None:
        self.places: dict[str, Place] = {}
        self._source = source
        self._open: list[_Wanted] = [root]
        self._inside = 0  # how deep in an element that nobody asked for
        self._parser = expat.ParserCreate("utf-8")  # whatever the text declares
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        with suppress(expat.ExpatError):  # refused already; what stands before it was found
            self._parser.Parse(source.parsed, True)  # noqa: FBT003 - it has no name

    def _start(self, name: str, _: dict[str, str]) -> None:
        if self._inside:
            self._inside += 1
            return
        above = self._open[-1]
        local = name.rpartition(":")[2]
        above.counts[local] = count = above.counts.get(local, 0) + 1
        node = above.children.get((local, count))
        if node is None:
            self._inside = 1
            return
        self._open.append(node)
        for path, attribute in node.paths:
            self.places[path] = self._place(attribute)

    def _end(self, _: str) -> None:
        if self._inside:
            self._inside -= 1
        else:
            self._open.pop()

    def _place(self, attribute: str) -> Place:
        """Return where the current tag, or an attribute in it, begins."""
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        start = self._parser.CurrentByteIndex
        at = self._attribute(attribute, start) if attribute else None
        if at is not None:
            between = self._source.parsed[start:at].decode()
            ends = line_ends(between, 0, len(between))
            column = len(between) - last_line(between, 0, len(between)) + (1 if ends else column)
            line += ends
        return Place(line, self._source.column(line, column))

    def _attribute(self, name: str, start: int) -> int | None:
        """Return where an attribute of the tag that begins at `start` begins."""
        data = self._source.parsed
        found = _TAG.match(data, start)
        while found is not None and (found := _ATTRIBUTE.match(data, found.end())):
            if found[1].rpartition(b":")[2] == name.encode():
                return found.start(1)
        return None
