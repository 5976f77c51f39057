"""Writing the files of an AICC course from the course model. Pure.

Written for the most literal reader: `.crs`, `.au`, `.des` and `.cst` are always there, all of one
name; each row ends with CR LF and every field stands in quotation marks; a block has a row for each
of its members, because readers that match a whole row by a pattern fail on wide ones. The same
course gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from cursus.durations import format_timespan, parse_interval, parse_timespan
from cursus.texts import Text
from packager.model import AiccCourse, AiccUnit, Limits
from packager.prerequisites import Fault, parse_script
from packager.read.aicc_ini import ends_description
from packager.read.aicc_logic import CMP
from packager.read.aicc_structure import ROOT
from packager.read.aicc_texts import DES
from packager.read.aicc_units import AU
from packager.write import aicc_losses as losses
from packager.write.aicc_ids import Ids, starts
from packager.write.aicc_launch import split_launch
from packager.write.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from packager.model import Activity, Course, Languages

BASE: Final = "course"  # of the names of the files
VERSION: Final = "4.0"  # of CMI001

Encoding = Literal["utf-8", "cp1251"]

_ACTIONS: Final = {"exit": "E", "continue": "C", "message": "M", "no message": "N"}
_NO_UNIT: Final = AiccUnit()
_SHOWN: Final = 20


def aicc_files(course: Course, *, encoding: Encoding = "utf-8") -> Written:
    """Return the files of an AICC course, and what of the course they do not say."""
    writer = _Writer(course)
    texts = writer.write()
    letters = dict.fromkeys(
        letter for text in texts.values() for letter in text if not _fits(letter, encoding)
    )
    if letters:
        shown = " ".join(list(letters)[:_SHOWN])
        writer.losses.append(losses.LETTERS.format(encoding=encoding, letters=shown))
    files = {f"{BASE}.{ending}": text.encode(encoding, "replace") for ending, text in texts.items()}
    return Written(files, writer.losses)


class _Writer:
    """Writes one course; rows and losses gather here."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._root = course.organization.root
        self._ids = Ids(course)
        self._rows: dict[str, list[Sequence[str]]] = {ending: [] for ending in _HEADERS}
        self.losses: list[Text] = []

    def write(self) -> dict[str, str]:
        """Return the text of each file by its ending."""
        root = self._root
        if root.href is not None:
            self._unit(root, ROOT, self._ids.own())
        for child in root.children:
            self._part(child, ROOT)
        self._logic(root, ROOT)
        self._objectives()
        self._tell()
        texts = {"crs": self._crs()}
        for ending, rows in self._rows.items():
            if rows or ending in ("au", "des", "cst"):
                texts[ending] = "".join(map(_line, (_HEADERS[ending], *rows)))
        return texts

    # Parts

    def _part(self, activity: Activity, block: str) -> None:
        if not starts(activity):
            self.losses.append(losses.EMPTY.format(title=activity.title))
            return
        identifier = self._ids.take(activity)
        if activity.children:
            self._block(activity, block, identifier)
        else:
            self._unit(activity, block, identifier)
        self._logic(activity, identifier)

    def _block(self, activity: Activity, block: str, identifier: str) -> None:
        self._rows["cst"].append((block, identifier))
        self._describe(activity, identifier)
        if activity.href is not None:
            self.losses.append(losses.BOTH.format(title=activity.title))
            self._unit(activity, identifier, self._ids.own())
        for child in activity.children:
            self._part(child, identifier)

    def _unit(self, activity: Activity, block: str, identifier: str) -> None:
        if activity.kind == "asset":
            self.losses.append(losses.ASSET.format(title=activity.title))
        self._rows["cst"].append((block, identifier))
        self._describe(activity, identifier)
        au = activity.au or _NO_UNIT
        file_name, web_launch = split_launch(activity.href or "", au.web_launch)
        limits = activity.limits
        action = limits.time_limit_action or ""
        values = {
            "System_ID": identifier,
            "Type": au.kind,
            "Command_Line": au.command_line,
            "File_Name": file_name,
            "Max_Score": au.max_score,
            "Mastery_Score": self._mastery_score(activity),
            "Max_Time_Allowed": _timespan(limits.max_time_allowed),
            "Time_Limit_Action": ",".join(_ACTIONS[w] for w in action.split(",") if w in _ACTIONS),
            "System_Vendor": au.system_vendor,
            "Core_Vendor": activity.launch_data and "<cr>".join(activity.launch_data.splitlines()),
            "Web_Launch": web_launch,
            "AU_Password": au.password,
        }
        self._rows["au"].append([values[name] or "" for name in AU.columns])

    def _describe(self, activity: Activity, identifier: str) -> None:
        developer_id = (activity.au or _NO_UNIT).developer_id or ""
        if not self._ids.kept:
            developer_id = developer_id or activity.identifier
        description = _one(activity.descriptions)
        self._rows["des"].append((identifier, developer_id, activity.title, description))

    def _mastery_score(self, activity: Activity) -> str:
        """Return the score that passes, of 100."""
        score = activity.mastery_score
        if score is None and activity.scaled_passing_score is not None:
            if activity.scaled_passing_score < 0:
                self.losses.append(losses.SCORE.format(title=activity.title))
                return ""
            score = round(activity.scaled_passing_score * 100, 9)
        return "" if score is None else f"{score:.9f}".rstrip("0").rstrip(".")

    # What depends

    def _logic(self, activity: Activity, identifier: str) -> None:
        if activity.prerequisites is not None:
            script = self._script(activity, activity.prerequisites)
            if script is not None:
                self._rows["pre"].append((identifier, script))
        for completion in activity.completions:
            script = self._script(activity, completion.requirement)
            if script is not None:
                following = (completion.next, completion.returning)
                names = [self._ids.by_name(name) or "" if name else "" for name in following]
                self._rows["cmp"].append((identifier, script, completion.result, *names))
        for objective in activity.objectives:
            self._rows["ort"].append((identifier, self._ids.objective(objective)))

    def _script(self, activity: Activity, text: str) -> str | None:
        """Return a condition by the ids that are written, None where it cannot be said."""
        script = parse_script(text)
        if isinstance(script, Fault) or not all(map(self._ids.by_name, script.names())):
            self.losses.append(losses.LOGIC.format(title=activity.title, script=text))
            return None
        return str(script.renamed(lambda name: self._ids.by_name(name) or name))

    def _objectives(self) -> None:
        for objective in self._course.objectives:
            identifier = self._ids.objective(objective.identifier)
            row = (identifier, "", _one(objective.titles), _one(objective.descriptions))
            self._rows["des"].append(row)
        known = {objective.identifier for objective in self._course.objectives}
        for name, identifier in self._ids.objectives.items():
            if name not in known:
                self._rows["des"].append((identifier, "", name, ""))

    # The course

    def _crs(self) -> str:
        """Return the `.crs` file; what the course does not say stands as the tools write it."""
        course, aicc = self._course, self._course.aicc or AiccCourse()
        blocks = {row[0] for row in self._rows["cst"]} - {ROOT}
        logic = any(self._rows[ending] for ending in ("ort", "pre", "cmp"))
        groups = {
            "Course": {
                "Course_Creator": aicc.creator or "unknown",
                "Course_ID": course.identifier or course.organization.identifier,
                "Course_System": aicc.system or "cursus",
                "Course_Title": course.title,
                "Level": aicc.level or ("3" if logic else "1"),
                "Max_Fields_CST": str(len(_HEADERS["cst"])),
                "Total_AUs": str(len(self._rows["au"])),
                "Total_Blocks": str(len(blocks)),
                "Version": aicc.version or VERSION,
            },
            "Course_Behavior": {
                "Max_Normal": "99" if aicc.max_normal is None else str(aicc.max_normal)
            },
        }
        lines = []
        for group, values in groups.items():
            lines.append(f"[{group}]")
            lines += [f"{name}={_value(value)}" for name, value in values.items()]
        lines.append("[Course_Description]")
        # A line that looks like a group would end the text.
        lines += [
            f" {line}" if ends_description(line) else line
            for line in _one(self._root.descriptions).splitlines()
        ]
        return "".join(f"{line}\r\n" for line in lines)

    def _tell(self) -> None:
        """Name what is lost of the course as a whole."""
        if not self._ids.kept:
            self.losses.append(losses.IDENTIFIERS)
        if len(self._course.organizations) > 1:
            self.losses.append(losses.ORGANIZATIONS)
        if self._course.standard != "aicc":
            self.losses.append(losses.SPEECH)
        lost = list(dict.fromkeys(self._unsaid()))
        if lost:
            what = Text(", ".join(t.en for t in lost), ", ".join(t.ru for t in lost))
            self.losses.append(
                Text(losses.LOST.en.format(what=what.en), losses.LOST.ru.format(what=what.ru))
            )

    def _unsaid(self) -> Iterator[Text]:
        if self._course.metadata:
            yield losses.UNSAID["metadata"]
        for activity in self._root.walk():
            for name, text in losses.UNSAID.items():
                if getattr(activity, name) not in (None, (), "NotApplicable"):
                    yield text
            limits = activity.limits
            if limits != Limits(limits.max_time_allowed, limits.time_limit_action):
                yield losses.LIMITS
            if not activity.visible:
                yield losses.INVISIBLE
            if len(activity.titles) > 1 or len(activity.descriptions) > 1:
                yield losses.LANGUAGES


_HEADERS: Final = {
    "au": AU.columns,
    "des": DES.columns,
    "cst": ("Block", "Member"),
    "ort": ("Course_Element", "Member"),
    "pre": ("Structure_Element", "Prerequisite"),
    "cmp": CMP.columns,
}


def _line(fields: Sequence[str]) -> str:
    return ",".join('"' + _flat(field).replace('"', '""') + '"' for field in fields) + "\r\n"


def _flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.splitlines()) if not text.isprintable() else text


def _value(text: str) -> str:
    """Return a value of the `.crs` file; quotation marks around it would be taken off."""
    text = _flat(text).strip()
    return f'"{text}"' if text[:1] == '"' == text[-1:] else text


def _one(texts: Languages) -> str:
    """Return the text of the language that is shown: the first one."""
    return next(iter(texts.values()), "")


def _timespan(text: str | None) -> str:
    """Return a time as AICC writes it; SCORM 2004 has periods of ISO 8601."""
    if text is None or parse_timespan(text) is not None:
        return text or ""
    seconds = parse_interval(text)
    return "" if seconds is None else format_timespan(seconds)


def _fits(letter: str, encoding: Encoding) -> bool:
    if letter.isascii():
        return True
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
