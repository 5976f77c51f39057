"""What a request for a file asks for: coding, freshness, a part (RFC 9110, sections 8, 13, 14).

Pure: field values in, decisions out. A field that breaks its grammar is as good as absent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Coding = Literal["gzip", "identity"]

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_RANGE = re.compile(r"(\d*)\s*-\s*(\d*)")
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_MANY_DIGITS: Final = 19  # no file is longer; int() of a longer text would cost time


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a representation, in bytes."""

    start: int
    length: int


class Unsatisfiable(Exception):
    """No range of a well-formed Range field lies within the representation"""


@lru_cache(1024)
def choose_coding(accept_encoding: str | None, *, gzipped: bool) -> Coding | None:
    """Choose the coding to send by an Accept-Encoding field (RFC 9110, 12.5.3).

    `gzipped` says whether the file can be sent as gzip. None: the client takes nothing we have.
    A request without the field is answered as it is, because what sends none rarely inflates.
    """
    if accept_encoding is None:
        return "identity"
    weights = _weights(accept_encoding)
    others = weights.get("*")
    gzip = weights.get("gzip", weights.get("x-gzip", 0.0 if others is None else others))
    listed = weights.get("identity", others)  # None: acceptable, and worse than what is listed
    if gzipped and gzip > 0 and (listed is None or gzip >= listed):
        return "gzip"
    return None if listed == 0 else "identity"


def _weights(accept_encoding: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for element in accept_encoding.split(","):
        coding, _, parameter = element.partition(";")
        name, _, value = parameter.strip().partition("=")
        if not parameter.strip():
            value = "1"
        elif name.strip().lower() != "q" or not _QUALITY.fullmatch(value.strip()):
            continue
        if coding.strip():
            weights.setdefault(coding.strip().lower(), float(value))
    return weights


def matches(etags: str, etag: str, *, weakly: bool) -> bool:
    """Return whether an If-Match or If-None-Match field names an entity tag (RFC 9110, 8.8.3.2).

    Strong comparison takes no weak tag for equal; `*` names every tag.
    """
    if etags.strip() == "*":
        return True
    listed = _ETAG.findall(etags)
    return etag in listed or (weakly and f"W/{etag}" in listed)


def parse_range(field: str, size: int) -> Part | None:
    """Return the part that a Range field asks for (RFC 9110, 14.1.2); None: send the whole.

    Several ranges are answered with the whole, as 14.2 permits. Raises Unsatisfiable when no range
    lies within `size` bytes.
    """
    unit, equals, ranges = field.partition("=")
    if not equals or unit.strip().lower() != "bytes":
        return None
    specs = [spec.strip() for spec in ranges.split(",")]
    specs = [spec for spec in specs if spec]
    read = [_RANGE.fullmatch(spec) for spec in specs]
    if not read or any(match is None or not _sensible(match[1], match[2]) for match in read):
        return None
    parts = [_part(match[1], match[2], size) for match in read if match]
    if not any(parts):
        raise Unsatisfiable
    return parts[0] if len(parts) == 1 else None


def _sensible(first: str, last: str) -> bool:
    if not first and not last:
        return False
    if max(len(first), len(last)) > _MANY_DIGITS:
        return False
    return not (first and last) or int(first) <= int(last)


def _part(first: str, last: str, size: int) -> Part | None:
    if not first:
        length = min(int(last), size)
        return Part(size - length, length) if length else None
    start = int(first)
    if start >= size:
        return None
    end = min(int(last), size - 1) if last else size - 1
    return Part(start, end - start + 1)
