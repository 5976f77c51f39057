"""Simple types: what an attribute or the text of an element may be (XML Schema 1.0, part 2).

A type is a value with a judge that says what is wrong with a text, in both languages what is
expected instead, and what it is in XML Schema, for the schemas that cursus writes. Where a type
collapses white space the judge does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from cursus.texts import Text
from packager.structure.name_characters import NCNAME

if TYPE_CHECKING:
    from collections.abc import Callable

Wrong = Literal["type", "vocabulary", "long", "range"]

WHITE = " \t\r\n"  # of XML, and no other

_WORDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Simple:
    """A simple type."""

    base: str  # the type of XML Schema that it is or restricts
    expects: Text
    judge: Callable[[str], Wrong | None] | None = None  # None: every text will do
    facets: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()  # when these are all that it allows
    role: Literal["", "id", "idref"] = ""  # of an identifier within the document
    fixed: str | None = None


def collapse(text: str) -> str:
    """Return a text without white space at its ends and with single spaces in it."""
    return " ".join(text.split()) if text.isascii() else re.sub(f"[{WHITE}]+", " ", text).strip(" ")


# Texts

ANY_TEXT = Simple("string", Text("any text", "любой текст"))


def text(longest: int) -> Simple:
    """Return the type of texts of at most so many characters."""

    def judge(value: str) -> Wrong | None:
        return "long" if len(value) > longest else None

    return Simple(
        "string",
        Text(f"at most {longest} characters", f"не более {longest} символов"),
        judge,
        (("maxLength", str(longest)),),
    )


def words(*allowed: str, collapsed: bool = True) -> Simple:
    """Return the type of a vocabulary; without `collapsed` white space counts."""
    known = frozenset(allowed)

    def judge(value: str) -> Wrong | None:
        return None if value in known or (collapsed and collapse(value) in known) else "vocabulary"

    shown = ", ".join(allowed[:_WORDS_SHOWN]) + (", …" if len(allowed) > _WORDS_SHOWN else "")
    return Simple(
        "token" if collapsed else "string",
        Text(f"one of: {shown}", f"одно из: {shown}"),
        judge,
        tuple(("enumeration", word) for word in allowed),
        words=allowed,
    )


def exactly(value: str) -> Simple:
    """Return the type of an attribute that has one value, said or not."""

    def judge(said: str) -> Wrong | None:
        return None if said == value else "vocabulary"

    return Simple("string", Text(value, value), judge, words=(value,), fixed=value)


def pattern(regex: str, expects: Text) -> Simple:
    """Return the type of texts of a form; the expression is one in both Python and XML Schema."""
    matches = re.compile(regex).fullmatch

    def judge(value: str) -> Wrong | None:
        return None if matches(value) else "type"

    return Simple("string", expects, judge, (("pattern", regex),))


def _of_form(
    base: str, expects: Text, form: re.Pattern[str], role: Literal["", "id", "idref"] = ""
) -> Simple:
    matches = form.fullmatch

    def judge(value: str) -> Wrong | None:
        return None if matches(value) or matches(collapse(value)) else "type"

    return Simple(base, expects, judge, role=role)


# Names

_A_NAME = Text(
    "a name that begins with a letter or _ and has letters, digits, - . _ and no spaces",
    "имя, которое начинается с буквы или _ и состоит из букв, цифр, - . _ без пробелов",
)
ID = _of_form("ID", _A_NAME, NCNAME, "id")
IDREF = _of_form("IDREF", _A_NAME, NCNAME, "idref")
LANGUAGE = _of_form(
    "language",
    Text("a language tag such as ru or en-US", "код языка, например ru или en-US"),
    re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
)

# Addresses: anyURI takes what becomes a URI reference (RFC 3986) once the characters that URIs do
# not have are escaped (XLink 1.0, 5.4); those are stood in for by `_` here.

_UNRESERVED = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_PCHAR = rf"(?:[:@]|{_UNRESERVED})"
_AUTHORITY = (
    rf"(?:(?::|{_UNRESERVED})*@)?(?:\[[0-9A-Fa-fvV:.]+\]|{_UNRESERVED}*)(?::[0-9]*)?(?:/{_PCHAR}*)*"
)
_URI = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.-]*:(?://{_AUTHORITY}|(?!//)(?:/|{_PCHAR})*)"
    rf"|//{_AUTHORITY}|/(?!/)(?:/|{_PCHAR})*|(?:@|{_UNRESERVED})*(?:/(?:/|{_PCHAR})*)?)"
    rf"(?:\?(?:[/?]|{_PCHAR})*)?(?:#(?:[/?\[\]]|{_PCHAR})*)?"
)
_PLAIN_URI = re.compile(r"[A-Za-z0-9_./-]*")
_ESCAPED = re.compile(r"""[^!#-;=?-Z\[\]_a-z~]""")  # printable ASCII but "<>\^`{|} and the space


def _uri(longest: int | None = None, shortest: int = 0) -> Simple:
    def judge(value: str) -> Wrong | None:
        if longest is not None and len(value) > longest and len(collapse(value)) > longest:
            return "long"
        if shortest and len(collapse(value)) < shortest:
            return "type"
        if _PLAIN_URI.fullmatch(value):
            return None
        return None if _URI.fullmatch(_ESCAPED.sub("_", collapse(value))) else "type"

    facets = []
    if longest is not None:
        facets.append(("maxLength", str(longest)))
    if shortest:
        facets.append(("minLength", str(shortest)))
    at_most = (
        ("", "")
        if longest is None
        else (f" of at most {longest} characters", f" не длиннее {longest} символов")
    )
    return Simple(
        "anyURI",
        Text(f"an address (URI){at_most[0]}", f"адрес (URI){at_most[1]}"),
        judge,
        tuple(facets),
    )


URI = _uri()
NOT_EMPTY_URI = _uri(shortest=1)
URI_2000 = _uri(longest=2000)

# Numbers

BOOLEAN = Simple(
    "boolean",
    Text("true or false", "true или false"),
    lambda value: None if value.strip(WHITE) in {"true", "false", "1", "0"} else "type",
)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")


def number(low: int, high: int) -> Simple:
    """Return the type of decimal numbers in a range."""

    def judge(value: str) -> Wrong | None:
        said = value.strip(WHITE)
        if not _DECIMAL.fullmatch(said):
            return "type"
        return None if low <= Decimal(said) <= high else "range"

    return Simple(
        "decimal",
        Text(
            f"a number from {low} to {high} with a decimal point",
            f"число от {low} до {high} с десятичной точкой",
        ),
        judge,
        (("minInclusive", str(low)), ("maxInclusive", str(high))),
    )


def _integer(base: str, expects: Text, low: int, high: int | None) -> Simple:
    def judge(value: str) -> Wrong | None:
        said = value.strip(WHITE)
        if not _INTEGER.fullmatch(said):
            return "type"
        found = Decimal(said)  # a number of any length, and no quadratic conversion
        return None if low <= found and (high is None or found <= high) else "range"

    return Simple(base, expects, judge)


COUNT = _integer(
    "nonNegativeInteger",
    Text("a whole number from 0 on", "целое число от 0"),
    0,
    None,
)
INTEGER = _integer("int", Text("a whole number", "целое число"), -(2**31), 2**31 - 1)

# Times

DURATION = _of_form(
    "duration",
    Text("a duration such as PT1H30M (ISO 8601)", "длительность вида PT1H30M (ISO 8601)"),
    re.compile(
        r"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
        r"(?:T(?=[0-9.])(?:[0-9]+H)?(?:[0-9]+M)?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)S)?)?"
    ),
)
_DATE_TIME = re.compile(
    r"(-?(?:[1-9][0-9]{4,}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
    r"T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
    r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
)
_LONG_MONTHS = frozenset({1, 3, 5, 7, 8, 10, 12})
_FEBRUARY = 2


def _days(year: int, month: int) -> int:
    """Return how many days a month has; years before 1 count as they are written."""
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 31 if month in _LONG_MONTHS else 30


def _judge_date_time(value: str) -> Wrong | None:
    match = _DATE_TIME.fullmatch(collapse(value))
    if not match:
        return "type"
    year, month, day = match.groups()
    of_four_centuries = int(year[-4:])  # leap years repeat; years have any number of digits
    if not year.strip("-0") or not 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        return "range"
    return None if 1 <= int(day) <= _days(of_four_centuries, int(month)) else "range"


DATE_TIME = Simple(
    "dateTime",
    Text(
        "a date and time such as 2024-05-31T09:00:00",
        "дата и время вида 2024-05-31T09:00:00",
    ),
    _judge_date_time,
)
