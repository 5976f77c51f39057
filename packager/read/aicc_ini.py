"""The `.crs` file of an AICC course: groups of keys, and a description of any length. Pure.

Groups and keys are told apart whatever their case. A line that begins with a semicolon is a
comment. `[Course_Description]` holds free text up to the next group that AICC knows: a text may
well have a line in square brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from packager.findings import FINDINGS_PER_RULE
from packager.limits import TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.read.aicc_csv import key
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from packager.findings import Finding

_GROUP: Final = re.compile(r"\[([^\]\r\n]*+)\][ \t]*")
_LINES: Final = re.compile(r"\r\n|\r|\n")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GROUPS: Final = frozenset({"course", "coursebehavior", "coursedescription"})
_QUOTED: Final = 2

LENGTH: Final = 4 * TEXT_CHARACTERS  # of the file: a description and room for comments


class Value(NamedTuple):
    """A value of the file and where its line begins."""

    text: str
    line: int


class CrsFile(NamedTuple):
    """What a `.crs` file says."""

    values: dict[str, Value]  # by the key in small letters and digits, of all groups
    description: str
    description_line: int | None
    findings: list[Finding]

    def text(self, name: str) -> str | None:
        """Return what a key says, None where it is absent or empty."""
        value = self.values.get(key(name))
        return value.text if value is not None and value.text else None

    def line(self, name: str) -> int | None:
        """Return the line of a key."""
        value = self.values.get(key(name))
        return None if value is None else value.line


def read_crs(text: str, file: str) -> CrsFile:
    """Return the keys and the description of a `.crs` file."""
    reader = _Reader(file)
    for number, line in enumerate(_LINES.split(text[:LENGTH]), 1):
        reader.take(line, number)
    if len(text) > LENGTH:
        reader.say_long(1, len(text), LENGTH)
    return reader.crs()


class _Reader:
    """Takes the lines of one file; what is found gathers here."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._group = "course"
        self._values: dict[str, Value] = {}
        self._description: list[str] = []
        self._description_line: int | None = None
        self._findings: list[Finding] = []

    def take(self, line: str, number: int) -> None:
        """Take the next line."""
        free = self._group == "coursedescription"
        if free and not ends_description(line):
            self._description.append(line.rstrip())
            self._description_line = self._description_line or number
            return
        match = _GROUP.fullmatch(line.strip())
        if match is not None:
            self._group = key(match[1])
        elif line.strip() and not line.lstrip().startswith(";"):
            self._pair(line, number)

    def _pair(self, line: str, number: int) -> None:
        name, equals, said = line.partition("=")
        if equals and key(name):
            value = Value(_value(said), number)
            self._values.setdefault(key(name), value)
            if len(value.text) > VALUE_CHARACTERS:
                self.say_long(number, len(value.text), VALUE_CHARACTERS)
        elif len(self._findings) <= FINDINGS_PER_RULE:
            self._findings.append(rules.LINE_UNREAD.at(self._file, number, 1, text=line.strip()))

    def say_long(self, number: int, count: int, limit: int) -> None:
        """Say that a value, the description or the file is too long."""
        self._findings.append(rules.VALUE_LONG.at(self._file, number, 1, count=count, limit=limit))

    def crs(self) -> CrsFile:
        """Return what the lines say."""
        said = _CONTROL.sub("", "\n".join(self._description)).strip()
        if len(said) > TEXT_CHARACTERS:
            self.say_long(self._description_line or 1, len(said), TEXT_CHARACTERS)
        return CrsFile(self._values, said, self._description_line, self._findings)


def ends_description(line: str) -> bool:
    """Return whether a line within the description begins another group."""
    match = _GROUP.fullmatch(line)
    return match is not None and key(match[1]) in _GROUPS


def _value(text: str) -> str:
    """Return a value; some tools put it in quotation marks."""
    text = _CONTROL.sub("", text).strip()
    if len(text) >= _QUOTED and text[0] == text[-1] == '"':
        return text[1:-1].strip()
    return text
