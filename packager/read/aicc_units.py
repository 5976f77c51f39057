"""Assignable units of an AICC course: rows of the `.au` file to activities of the model. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cursus.durations import parse_timespan
from packager.hrefs import external_url, join_parameters, launch_url, resolve
from packager.model import AiccUnit, Limits
from packager.read.aicc_csv import TableKind
from packager.read.values import number
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from packager.findings import Finding, Rule
    from packager.hrefs import Files
    from packager.read.aicc_csv import Cell, Record

AU: Final = TableKind(
    "au",
    (
        "System_ID",
        "Type",
        "Command_Line",
        "File_Name",
        "Max_Score",
        "Mastery_Score",
        "Max_Time_Allowed",
        "Time_Limit_Action",
        "System_Vendor",
        "Core_Vendor",
        "Web_Launch",
        "AU_Password",
    ),
    needed=("System_ID", "File_Name"),
    long=("Core_Vendor",),
)

MASTERY_TOP: Final = 100.0
NO_LIMIT: Final = re.compile(r"0{1,4}:00:00(\.0{1,2})?")  # what tools write for "none"

_BREAK: Final = re.compile(r"<cr>", re.IGNORECASE)  # how Core_Vendor writes the end of a line
_EXITS: Final = {"e": "exit", "c": "continue"}
_MESSAGES: Final = {"m": "message", "n": "no message"}
_WORDS: Final = frozenset({"e", "exit", "c", "continue", "m", "message", "n", "no message"})


class Unit(NamedTuple):
    """What a row says of a unit, as the model has it."""

    href: str | None
    launch_data: str | None
    mastery_score: float | None
    limits: Limits
    au: AiccUnit


class UnitReader:
    """Reads the rows of a file; what is found gathers in `findings`."""

    def __init__(self, file: str, folder: str, files: Files) -> None:
        self._file = file
        self._folder = folder
        self._files = files
        self.aliases: dict[str, str] = {}
        self.findings: list[Finding] = []

    def read(self, identifier: str, record: Record, developer_id: str | None) -> Unit:
        """Return what a row says."""
        return Unit(
            href=self._href(identifier, record),
            launch_data=_BREAK.sub("\r\n", record.text("Core_Vendor")) or None,
            mastery_score=self._mastery_score(record),
            limits=Limits(self._time_allowed(record), self._time_limit_action(record)),
            au=AiccUnit(
                kind=record.text("Type") or None,
                command_line=record.text("Command_Line") or None,
                max_score=record.text("Max_Score") or None,
                system_vendor=record.text("System_Vendor") or None,
                web_launch=record.text("Web_Launch") or None,
                password=record.text("AU_Password") or None,
                developer_id=developer_id,
            ),
        )

    def _say(self, rule: Rule, cell: Cell, **values: object) -> None:
        self.findings.append(rule.at(self._file, cell.line, cell.column, None, **values))

    # Launch addresses

    def _href(self, identifier: str, record: Record) -> str | None:
        """Return the launch address, joined with Web_Launch; None where there is none that works.

        AICC-CMI001-LAUNCH.
        """
        url = self._address(identifier, record)
        if url is None:
            return None
        cell = record.cell("Web_Launch")
        joined = join_parameters(url, cell.text)
        if joined is None:
            self._say(rules.WEB_LAUNCH, cell, id=identifier, value=cell.text)
            return url
        return joined

    def _address(self, identifier: str, record: Record) -> str | None:
        cell = record.cell("File_Name")
        if not cell.text:
            cell = record.cell("Command_Line")
            if not cell.text or self._found(cell.text) is None:
                self._say(rules.FILE_NAME_EMPTY, record.cell("File_Name"), id=identifier)
                return None
            self._say(rules.COMMAND_LINE, cell, id=identifier, value=cell.text)
        reference = resolve((), cell.text)
        if reference.kind == "external":
            self._say(rules.LAUNCH_EXTERNAL, cell, id=identifier, url=cell.text)
            return external_url(reference.path, reference.tail)
        if reference.kind != "local":
            self._say(rules.LAUNCH_INVALID, cell, id=identifier, url=cell.text)
            return None
        match = self._found(cell.text)
        if match is None:
            self._say(rules.LAUNCH_MISSING, cell, id=identifier, url=cell.text)
            return None
        name, path, exact = match
        if reference.untidy:
            self._say(rules.LAUNCH_UNTIDY, cell, url=cell.text)
        if not exact:
            self._say(rules.LAUNCH_CASE, cell, url=cell.text, name=name)
            self.aliases[path] = name
        return launch_url(name, reference.tail)

    def _found(self, address: str) -> tuple[str, str, bool] | None:
        """Return the file that an address means, from the course's folder or from the top."""
        for base in dict.fromkeys((self._folder, "")):
            reference = resolve((base,) if base else (), address)
            match = self._files.meant(reference)
            if match is not None:
                return match.name, reference.path, match.exact
        return None

    # Limits and scores

    def _mastery_score(self, record: Record) -> float | None:
        """Return Mastery_Score, 0..100; a percent sign and a decimal comma are understood."""
        cell = record.cell("Mastery_Score")
        if not cell.text:
            return None
        plain = cell.text.removesuffix("%").strip().replace(",", ".")
        score = number(plain, 0.0, MASTERY_TOP)
        if score is None:
            self._say(rules.MASTERY_WRONG, cell, value=cell.text)
        elif plain != cell.text:
            self._say(rules.MASTERY_WRITTEN, cell, value=cell.text, number=f"{score:g}")
        return score

    def _time_allowed(self, record: Record) -> str | None:
        cell = record.cell("Max_Time_Allowed")
        if not cell.text or NO_LIMIT.fullmatch(cell.text):
            return None
        if parse_timespan(cell.text) is None:
            self._say(rules.TIME_ALLOWED, cell, value=cell.text)
            return None
        return cell.text

    def _time_limit_action(self, record: Record) -> str | None:
        """Return Time_Limit_Action in the words of SCORM, which took it over."""
        cell = record.cell("Time_Limit_Action")
        if not cell.text:
            return None
        words = [" ".join(part.split()).lower() for part in cell.text.split(",", 2)]
        exits = [_EXITS[word[0]] for word in words if word in _WORDS and word[0] in _EXITS]
        messages = [_MESSAGES[w[0]] for w in words if w in _WORDS and w[0] in _MESSAGES]
        if len(words) == len(exits) + len(messages) and len(exits) == len(messages) == 1:
            return f"{exits[0]},{messages[0]}"
        self._say(rules.TIME_LIMIT_ACTION, cell, value=cell.text)
        return None
