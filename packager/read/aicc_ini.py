"""The `.crs` file of an AICC course: groups of keys, and a description of any length. Pure.

Groups and keys are told apart whatever their case. A line that begins with a semicolon is a
comment. `[Course_Description]` holds free text up to the next group that AICC knows: a text may
well have a line in square brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from packager.findings import FINDINGS_PER_RULE
from packager.limits import ITEMS, TEXT_CHARACTERS, VALUE_CHARACTERS
from packager.read.aicc_csv import key
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from packager.findings import Finding

_GROUP: Final = re.compile(r"\[([^\]\r\n]*+)\][ \t]*")
_LINES: Final = re.compile(r"\r\n|\r|\n")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GROUPS: Final = frozenset({"course", "coursebehavior", "coursedescription"})
_QUOTED: Final = 2


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
    readable: bool = True

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
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    description: list[str] = []
    description_line: int | None = None
    group = "course"
    for number, line in enumerate(_LINES.split(text), 1):
        free = group == "coursedescription"
        match = None if free else _GROUP.fullmatch(line.strip())
        if free and ends_description(line):
            match = _GROUP.fullmatch(line)
        if match is not None:
            group = key(match[1])
        elif free:
            description.append(line.rstrip())
            description_line = description_line or number
        elif line.strip() and not line.lstrip().startswith(";"):
            name, equals, said = line.partition("=")
            if equals and key(name):
                values.setdefault(key(name), Value(_value(said), number))
            elif len(findings) < FINDINGS_PER_RULE:
                findings.append(rules.LINE_UNREAD.at(file, number, 1, text=line.strip()))
    said = _CONTROL.sub("", "\n".join(description)).strip()
    too_long = [
        (value.line, len(value.text), VALUE_CHARACTERS)
        for value in values.values()
        if len(value.text) > VALUE_CHARACTERS
    ]
    if len(said) > TEXT_CHARACTERS:
        too_long.append((description_line or 1, len(said), TEXT_CHARACTERS))
    findings += [
        rules.VALUE_LONG.at(file, line, 1, count=count, limit=limit)
        for line, count, limit in too_long[:FINDINGS_PER_RULE]
    ]
    return CrsFile(
        values, said, description_line, findings, readable=not too_long and len(values) <= ITEMS
    )


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
