r"""Value types of the run-time data models, as rows, and the one function that judges a text.

Lives here: the kinds of type that exist (`Kind`) and how each is checked. May not: a type of one
standard; those are rows in `scorm12.py` and `scorm2004.py`. The browser obeys the same rows
(`player_assets/cmi.js`), so a pattern may use only what Python and JavaScript (flag `u`) read
alike: no `\d`, `\s`, `\w`, and it is matched against the whole text.

A check answers None for a text that is of the type, else the fault's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from runtime.cmi.languages import LANGUAGES

Kind = Literal[
    "text",
    "localized",
    "language",
    "pattern",
    "number",
    "words",
    "time",
    "list",
    "pair",
    "range",
    "either",
    "interaction",
]
Fault = Literal[
    # of the request
    "get-nothing",
    "set-nothing",
    "undefined",
    "unnamed-leaf",
    "no-children",
    "no-count",
    "no-version",
    "keyword",
    "read-only",
    "write-only",
    "beyond",
    "gap",
    "full",
    "fixed-array",
    "too-large",
    # of the state
    "not-set",
    "needs",
    "duplicate",
    "once",
    "one-pattern",
    # of the value
    "form",
    "blank",
    "word",
    "range",
    "length",
    "language",
    "prefix",
    "minimum",
]
Check = Callable[[str], "Fault | None"]

NUMBER: Final = r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})"
"""A decimal number. Forty digits: no float tells more apart, and reading stays cheap."""
LANGUAGE: Final = r"(?:[A-Za-z]{2,3}|[ixIX](?=-))(?:-[A-Za-z0-9]{1,8})*"
"""The form of a language tag of RFC 1766 and RFC 3066."""
PATTERNS: Final[Mapping[str, str]] = {
    "number": NUMBER,
    "whole": r"[+-]?[0-9]{1,40}",
    "language": LANGUAGE,
    "time": (
        r"(19[7-9][0-9]|20[0-2][0-9]|203[0-8])"
        r"(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01])"
        r"(?:T(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,2}"
        r"(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?)?)?)?)?)?)?"
    ),
}
"""What the kinds themselves match by, for both sides."""

_NUMBER = re.compile(NUMBER)
_LANGUAGE = re.compile(LANGUAGE)
_TIME = re.compile(PATTERNS["time"])
_LANGUAGE_PREFIX = re.compile(r"\{lang=([^{}]*)\}")
_FLAG_PREFIX = re.compile(r"\{([a-z_]+)=([^{}]*)\}")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2


@dataclass(frozen=True, slots=True)
class Type:
    """One type. Which fields count depends on the kind; names of types point into the same table.

    text: `longest`, `minimum` · localized: `{lang=tag}` may stand in front, does not count
    language: a language tag, `empty`
    pattern: `pattern`, `longest` · number: `least`, `most`, `whole`, `empty` · words: `words`
    time: a moment of SCORM 2004 · list: `item` (type), `separator`, `empty`, `distinct`, `flags`
    pair: `left`, `right` (types, None = may not be asked), `empty` (a half may be) · range: numbers
    either: `of` (types), the first that fits · interaction: `part` of the format for its type
    """

    kind: Kind
    pattern: str | None = None
    longest: int | None = None  # characters; beyond is a fault
    minimum: int | None = None  # characters every LMS must hold (SPM); beyond is kept, and said
    words: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    whole: bool = False
    empty: bool = False
    item: str | None = None
    separator: str | None = None
    distinct: bool = False
    flags: tuple[str, ...] = ()  # prefixes `{name=true|false}` that may stand at the beginning
    left: str | None = None
    right: str | None = None
    of: tuple[str, ...] = ()
    part: Literal["response", "pattern"] | None = None
    example: str | None = None  # what the diagnostic shows


def compile_types(types: Mapping[str, Type]) -> dict[str, Check]:
    """Return the check of every type of a table; `interaction` has none, its format has."""
    checks: dict[str, Check] = {}

    def compiled(name: str) -> Check:
        if name not in checks:
            checks[name] = _flagged(types[name], _MAKERS[types[name].kind](types[name], compiled))
        return checks[name]

    for name, type_ in types.items():
        if type_.kind != "interaction":
            compiled(name)
    return checks


Compiled = Callable[[str], Check]


def _text(type_: Type, _: Compiled) -> Check:
    longest, minimum = type_.longest, type_.minimum

    def check(text: str) -> Fault | None:
        if longest is not None and len(text) > longest:
            return "length"
        return "minimum" if minimum is not None and len(text) > minimum else None

    return check


def _localized(type_: Type, compiled: Compiled) -> Check:
    check_text = _text(type_, compiled)

    def check(text: str) -> Fault | None:
        if text.startswith("{lang="):
            prefix = _LANGUAGE_PREFIX.match(text)
            if prefix is None or not _is_language(prefix[1]):
                return "language"
            text = text[prefix.end() :]
        return check_text(text)

    return check


def _language(type_: Type, _: Compiled) -> Check:
    empty = type_.empty
    return lambda text: None if _is_language(text) or (empty and not text) else "language"


def _is_language(tag: str) -> bool:
    if not _LANGUAGE.fullmatch(tag):
        return False
    primary = tag.partition("-")[0].lower()
    return primary in LANGUAGES or primary in {"i", "x"}


def _pattern(type_: Type, compiled: Compiled) -> Check:
    matches = re.compile(type_.pattern or "").fullmatch
    check_text = _text(type_, compiled)

    def check(text: str) -> Fault | None:
        # the length first: no pattern is run over a text that is too long anyway
        fault = check_text(text)
        if fault == "length":
            return fault
        if matches(text):
            return fault
        return "form" if text else "blank"

    return check


def _number(type_: Type, _: Compiled) -> Check:
    matches = re.compile(PATTERNS["whole"] if type_.whole else NUMBER).fullmatch
    least, most, empty = type_.least, type_.most, type_.empty

    def check(text: str) -> Fault | None:
        if not matches(text):
            return None if empty and not text else "form"
        number = float(text)
        if least is not None and number < least:
            return "range"
        return "range" if most is not None and number > most else None

    return check


def _words(type_: Type, _: Compiled) -> Check:
    words = frozenset(type_.words)
    return lambda text: None if text in words else "word"


def _time(_: Type, __: Compiled) -> Check:
    return lambda text: None if _is_moment(text) else "form"


def _is_moment(text: str) -> bool:
    parts = _TIME.fullmatch(text)
    if parts is None or parts[3] is None:
        return parts is not None
    year, month, day = int(parts[1]), int(parts[2]), int(parts[3])
    # 1970..2038 holds no century year but 2000, which is a leap year
    return day <= _DAYS[month - 1] - (month == _FEBRUARY and year % 4 != 0)


def _list(type_: Type, compiled: Compiled) -> Check:
    check_item = compiled(type_.item or "")
    separator, empty, distinct = type_.separator or ",", type_.empty, type_.distinct

    def check(text: str) -> Fault | None:
        if not text and empty:
            return None
        items = text.split(separator)
        if distinct and len(set(items)) < len(items):
            return "form"
        for item in items:
            fault = check_item(item)
            if fault and fault != "minimum":
                return fault
        return None

    return check


def _pair(type_: Type, compiled: Compiled) -> Check:
    separator, empty = type_.separator or ".", type_.empty
    check_left, check_right = compiled(type_.left or ""), compiled(type_.right or "")

    def check(text: str) -> Fault | None:
        left, between, right = text.partition(separator)
        if not between or separator in right or not (left or right):
            return "form"
        if not empty or left:
            fault = check_left(left)
            if fault:
                return fault
        return None if empty and not right else check_right(right)

    return check


def _range(type_: Type, _: Compiled) -> Check:
    separator, matches = type_.separator or ":", _NUMBER.fullmatch

    def check(text: str) -> Fault | None:
        low, between, high = text.partition(separator)
        if not between or (low and not matches(low)) or (high and not matches(high)):
            return "form"
        return "form" if low and high and float(low) > float(high) else None

    return check


def _either(type_: Type, compiled: Compiled) -> Check:
    checks = [compiled(name) for name in type_.of]

    def check(text: str) -> Fault | None:
        fault: Fault | None = None
        for one in checks:
            fault = one(text)
            if fault is None:
                break
        return fault

    return check


_MAKERS: Final[Mapping[Kind, Callable[[Type, Compiled], Check]]] = {
    "text": _text,
    "localized": _localized,
    "language": _language,
    "pattern": _pattern,
    "number": _number,
    "words": _words,
    "time": _time,
    "list": _list,
    "pair": _pair,
    "range": _range,
    "either": _either,
}


def without_flags(type_: Type, text: str) -> tuple[str, bool]:
    """Return a pattern without the flags that its type foresees, and whether all were well-formed.

    They stand at the very beginning, in any order, once each. What only looks like one (a name
    not foreseen, or seen already) is text (SCORM2004-RTE-4.2.9.2).
    """
    seen: set[str] = set()
    right = True
    while (prefix := _FLAG_PREFIX.match(text)) and prefix[1] in type_.flags:
        if prefix[1] in seen:
            break
        seen.add(prefix[1])
        right = right and prefix[2] in {"true", "false"}
        text = text[prefix.end() :]
    return text, right


def _flagged(type_: Type, check_rest: Check) -> Check:
    if not type_.flags:
        return check_rest

    def check(text: str) -> Fault | None:
        rest, right = without_flags(type_, text)
        return check_rest(rest) if right else "prefix"

    return check
