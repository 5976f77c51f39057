"""The small values of a statement: identifiers, tags, moments, lengths of time, numbers.

Each check takes a value as JSON gave it and returns the Fault that it has, or None. A Fault is a
value that names the clause it breaks; where it stands is added on the way up (`Fault.under`).
Pure. To add a kind of value: a check here, its accepted and rejected samples in the tests.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from lrs import faults

if TYPE_CHECKING:
    from lrs.faults import Fault

Json: TypeAlias = Any  # whatever JSON gave

# RFC 3987 as far as one may judge without its tables: a scheme, then no character that an IRI
# must have percent-encoded.
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`\x7f]+""").fullmatch
_IRI_KEPT = 256  # characters: verdicts on shorter ones, mostly the same few, are kept
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}").fullmatch
_MBOX = re.compile(r"mailto:[^@\s<>]+@[^@\s<>]+").fullmatch
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}").fullmatch
_SHA2 = re.compile(
    r"(?:[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128})"
).fullmatch
_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"  # noqa: S105 - RFC 9110, 5.6.2
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}(?:\s*;.*)?").fullmatch
_TIMESTAMP = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"|[0-9]{4}T[0-9]{4}(?:[0-9]{2}(?:[.,][0-9]+)?)?)"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
).fullmatch
_NUMBER = r"[0-9]+(?:[.,][0-9]+(?=[A-Z]$))?"  # ISO 8601: only the last one may have a fraction
_DURATION = re.compile(
    rf"P(?=[0-9T])(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)"
).fullmatch

_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language, extlang
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|sgn-(?:be-fr|be-nl|ch-de))",
    re.IGNORECASE | re.ASCII,
).fullmatch
_TAG_LIMIT = 64  # characters: longer ones are legal and never seen, and would fill the cache


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def string(value: Json) -> Fault | None:
    """Check a string of any kind."""
    return None if type(value) is str else faults.NOT_STRING


def boolean(value: Json) -> Fault | None:
    """Check true or false."""
    return None if type(value) is bool else faults.NOT_BOOLEAN


def number(value: Json) -> Fault | None:
    """Check a number that a double holds."""
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return None
    return faults.NOT_NUMBER


def iri(value: Json) -> Fault | None:
    """Check an absolute IRI (RFC 3987)."""
    if type(value) is str and (_is_iri(value) if len(value) <= _IRI_KEPT else _IRI(value)):
        return None
    return faults.NOT_IRI


def uuid_(value: Json) -> Fault | None:
    """Check a UUID (RFC 4122) of any variant."""
    return None if type(value) is str and _UUID(value) else faults.NOT_UUID


def mbox(value: Json) -> Fault | None:
    """Check a mailto IRI."""
    return None if type(value) is str and _MBOX(value) else faults.NOT_MBOX


def sha1(value: Json) -> Fault | None:
    """Check the hex of a SHA-1."""
    return None if type(value) is str and _SHA1(value) else faults.NOT_SHA1


def sha2(value: Json) -> Fault | None:
    """Check the hex of a hash of the SHA-2 family."""
    return None if type(value) is str and _SHA2(value) else faults.NOT_SHA2


def media_type(value: Json) -> Fault | None:
    """Check an Internet media type."""
    return None if type(value) is str and _MEDIA_TYPE(value) else faults.NOT_MEDIA_TYPE


def length(value: Json) -> Fault | None:
    """Check a length in octets."""
    return None if type(value) is int and value >= 0 else faults.NOT_LENGTH


def duration(value: Json) -> Fault | None:
    """Check an ISO 8601 duration, in the format with designators."""
    return None if type(value) is str and _DURATION(value) else faults.NOT_DURATION


@lru_cache(maxsize=4096)
def _is_iri(text: str) -> bool:
    return _IRI(text) is not None


@lru_cache(maxsize=1024)
def _is_tag(tag: str) -> bool:
    return _TAG(tag) is not None


def language(value: Json) -> Fault | None:
    """Check a language tag."""
    if type(value) is not str:
        return faults.NOT_STRING
    if len(value) <= _TAG_LIMIT and _is_tag(value):
        return None
    return faults.NOT_TAG.saying(tag=value[:_TAG_LIMIT])


def timestamp(value: Json) -> Fault | None:
    """Check a date and time."""
    return faults.NOT_TIMESTAMP if parse_timestamp(value) is None else None


def parse_timestamp(value: Json) -> datetime | None:
    """Return the moment of a timestamp, naive when it names no zone; None for anything else.

    ISO 8601 in its extended and basic forms, of which RFC 3339 is a part; an offset of -00:00 is
    refused, as ISO 8601 does. Digits beyond microseconds are cut off.
    """
    if type(value) is not str:
        return None
    match = _TIMESTAMP(value)
    if match is None or match[1] in ("-00", "-0000", "-00:00"):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:  # no such day or hour
        return None


def micros(value: str) -> int | None:
    """Return a timestamp as microseconds since the epoch; one that names no zone is UTC's."""
    moment = parse_timestamp(value)
    if moment is None:
        return None
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // _MICROSECOND


def in_utc(value: str) -> str | None:
    """Return a valid timestamp's text in UTC, or None when it is so already or names no zone.

    The point in time stays, with all digits of its seconds (XAPI-DATA-4.5).
    """
    if value.endswith("Z"):
        return None
    moment = parse_timestamp(value)
    if moment is None or moment.tzinfo is None:
        return None
    try:
        moved = moment.astimezone(UTC)
    except OverflowError:  # within a day of year 1 or 9999
        return None
    fraction = re.search(r"[.,][0-9]+", value)
    digits = fraction[0].replace(",", ".") if fraction else ""
    return moved.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + digits + "Z"
