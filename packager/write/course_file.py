"""course.toml: what an author says about a course that is to be built.

Lives here: the keys and what they may be, and the sentences about what is wrong with a file. What
becomes of the keys in each standard is `packager.write.courses`. docs/building.md describes them
for authors; a test holds both to the same names.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

NAME: Final = "course.toml"
LARGEST: Final = 1 << 20  # bytes

Order = Literal["free", "linear"]
TimeLimitAction = Literal[
    "exit,message", "exit,no message", "continue,message", "continue,no message"
]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
_Id = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^\s\[\]()&|~=*,<>{}\"]{1,200}$")
]
_Time = Annotated[str, StringConstraints(pattern=r"^\d{1,4}:[0-5]\d:[0-5]\d$")]
_Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
_LaunchData = Annotated[str, Field(max_length=4000)]
_Description = Annotated[str, Field(max_length=10_000)]
_Score = Annotated[float, Field(ge=0, le=100)]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Item(_Keys):
    """`[[items]]`: a part of the course, or a chapter of parts."""

    title: _Line | None = None
    id: _Id | None = None
    href: _Line | None = None
    parameters: _Line | None = None
    kind: Literal["sco", "asset"] = "sco"
    wrap: bool | None = None  # None: what cannot report by itself is wrapped
    visible: bool = True
    mastery_score: _Score | None = None
    time_limit: _Time | None = None
    time_limit_action: TimeLimitAction | None = None
    launch_data: _LaunchData | None = None
    prerequisites: list[_Id] = []
    items: list[Item] = []


class Aicc(_Keys):
    """`[aicc]`: what only AICC knows."""

    encoding: Literal["utf-8", "cp1251"] = "utf-8"
    creator: _Line | None = None


class CourseFile(_Keys):
    """A whole course.toml."""

    title: _Line | None = None
    identifier: _Line | None = None
    language: _Language | None = None
    languages: list[_Language] = []
    description: _Description | None = None
    order: Order = "free"
    mastery_score: _Score | None = None
    single_resource: bool = False
    exclude: list[_Line] = []
    aicc: Aicc = Aicc()
    items: list[Item] = []


class WrongCourseFile(Exception):
    """A course.toml cannot be used; the argument says all that is wrong with it."""

    def __init__(self, faults: Sequence[Text]) -> None:
        """Take what is wrong, each with its place."""
        super().__init__("; ".join(fault.en for fault in faults))
        self.faults = faults


_SYNTAX: Final = Text(
    "{file}, line {line}: this is not TOML: {reason}",
    "{file}, строка {line}: это не TOML: {reason}",
)
_NOT_UTF8: Final = Text(
    "{file} is not in UTF-8: save it in that encoding.",
    "{file} не в кодировке UTF-8: сохраните его в ней.",
)
_TOO_LARGE: Final = Text("{file} is larger than {limit} bytes.", "{file} больше {limit} байт.")
_TOO_DEEP: Final = Text("{file} is nested too deeply.", "{file}: слишком глубокая вложенность.")
_FAULT: Final = Text("{file}{line}, {key}: {what}", "{file}{line}, {key}: {what}")
_LINE: Final = Text(", line {line}", ", строка {line}")
_WHAT: Final[dict[str, Text]] = {
    "extra_forbidden": Text("there is no such key.", "такого ключа нет."),
    "missing": Text("this key is required.", "этот ключ обязателен."),
    "bool_type": Text("must be true or false.", "должно быть true или false."),
    "string_type": Text("must be a text in quotes.", "должен быть текст в кавычках."),
    "list_type": Text("must be a list.", "должен быть список."),
    "model_type": Text("must be a table.", "должна быть таблица."),
    "float_type": Text("must be a number.", "должно быть число."),
    "greater_than_equal": Text("must be {ge:g} or more.", "должно быть не меньше {ge:g}."),
    "less_than_equal": Text("must be {le:g} or less.", "должно быть не больше {le:g}."),
    "literal_error": Text("must be one of {expected}.", "должно быть одно из: {expected}."),
    "string_too_short": Text("must not be empty.", "не должно быть пустым."),
    "string_too_long": Text(
        "must have {max_length} characters at most.",
        "должно быть не длиннее {max_length} символов.",
    ),
}
_PATTERNS: Final[dict[str, Text]] = {
    "time_limit": Text(
        "must be hours, minutes and seconds, as in 01:30:00.",
        "должны быть часы, минуты и секунды, например 01:30:00.",
    ),
    "language": Text(
        "must be a language tag, as ru or en-US.", "должен быть код языка: ru, en-US."
    ),
    "languages": Text(
        "must be language tags, as ru or en-US.", "должны быть коды языков: ru, en-US."
    ),
    "id": Text(
        'must be a name without spaces, brackets and & | ~ = * , ".',
        'должно быть имя без пробелов, скобок и знаков & | ~ = * , ".',
    ),
}
_OTHERWISE: Final = Text("has a value that does not fit.", "неподходящее значение.")


def read_course_file(data: bytes) -> CourseFile:
    """Return what a course.toml says; raises `WrongCourseFile`."""
    if len(data) > LARGEST:
        raise WrongCourseFile([_TOO_LARGE.format(file=NAME, limit=LARGEST)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongCourseFile([_NOT_UTF8.format(file=NAME)]) from error
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongCourseFile([_syntax(str(error), text)]) from error
    except RecursionError as error:
        raise WrongCourseFile([_TOO_DEEP.format(file=NAME)]) from error
    try:
        return CourseFile.model_validate(said)
    except ValidationError as error:
        lines = _lines(text)
        faults = [_fault(each, lines) for each in error.errors(include_url=False)]
        raise WrongCourseFile(faults) from error


def fault(key: str, what: Text, line: int | None = None) -> Text:
    """Return a sentence about a key of the file."""
    where = Text("", "") if line is None else _LINE.format(line=line)
    return Text(
        _FAULT.en.format(file=NAME, line=where.en, key=key, what=what.en),
        _FAULT.ru.format(file=NAME, line=where.ru, key=key, what=what.ru),
    )


def _syntax(message: str, text: str) -> Text:
    found = re.search(r"at line (\d+)", message)
    line = found[1] if found else text.count("\n") + 1
    return _SYNTAX.format(file=NAME, line=line, reason=message.partition(" (at")[0])


def _fault(error: ErrorDetails, lines: dict[tuple[str | int, ...], int]) -> Text:
    place = error["loc"]
    kind = error["type"]
    what = _WHAT.get(kind, _OTHERWISE)
    names = [str(step) for step in place if isinstance(step, str)]
    if kind == "string_pattern_mismatch":
        what = _PATTERNS.get("id" if names[-1] == "prerequisites" else names[-1], _OTHERWISE)
    values = error.get("ctx", {})
    if "expected" in values:  # pydantic joins words in English
        values = values | {"expected": values["expected"].replace(" or ", ", ")}
    what = what.format(**values)
    line = next((lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines), None)
    return fault(_shown(place), what, line)


def _shown(place: Sequence[str | int]) -> str:
    """Return the path of a key as authors count: items[1] is the first."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


_TABLE: Final = re.compile(r"\s*(\[\[?)\s*([\w.\s\"'-]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*([\w-]+|\"[^\"]*\")\s*=")


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the line of each table and key, as far as a look at the lines tells.

    Keys inside of inline tables and arrays have none; their table's is close enough.
    """
    found: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = ()
            names = [name.strip().strip("\"'") for name in match[2].split(".")]
            for place, name in enumerate(names, 1):
                table = (*table, name)
                if place == len(names) and match[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                if table in counts:
                    table = (*table, counts[table])
            found.setdefault(table, number)
        elif match := _KEY.match(line):
            found.setdefault((*table, match[1].strip('"')), number)
    return found
