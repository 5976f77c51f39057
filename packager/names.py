"""Names of archive entries: from bytes to the name that a file is served under.

APPNOTE 4.4.17 wants `/` between parts and neither a drive nor a leading slash; appendix D wants
UTF-8 to be flagged, else code page 437. Real packages without the flag are UTF-8, cp866 or
cp1251 (facts of the Russian tools), and the guess is made once per archive: a name decoded alone
would turn into another alphabet than its neighbour.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from packager.rules import archive as rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.findings import Finding
    from packager.limits import ArchiveLimits

Encoding = Literal["utf-8", "cp866", "cp1251"]

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx"})

# What each code page turns Russian text into: capitals and small letters, not line drawing.
_RUSSIAN_CP866 = re.compile(rb"[\x80-\xaf\xe0-\xf1]")
_RUSSIAN_CP1251 = re.compile(rb"[\xa8\xb8\xc0-\xff]")


class Served(NamedTuple):
    """A name as it is served, and what was wrong with it."""

    name: str | None  # None when it cannot be served
    findings: list[Finding]


def guess_encoding(names: Iterable[bytes]) -> Encoding:
    """Guess how the names of one archive that are not flagged as UTF-8 are encoded."""
    unflagged = [name for name in names if not name.isascii()]
    try:
        for name in unflagged:
            name.decode("utf-8")
    except UnicodeDecodeError:
        joined = b"".join(unflagged)
        dos, windows = (len(p.findall(joined)) for p in (_RUSSIAN_CP866, _RUSSIAN_CP1251))
        return "cp1251" if windows > dos else "cp866"
    return "utf-8"


def decode_name(raw: bytes, encoding: Encoding, *, flagged: bool) -> str:
    """Return an entry's name as text; bytes that fit nothing stay visible and distinct."""
    if flagged or raw.isascii():
        return raw.decode("utf-8", "backslashreplace")
    return raw.decode(encoding, "backslashreplace")


def serve_name(name: str, raw_bytes: int, limits: ArchiveLimits) -> Served:
    """Return the name that an entry is served under, or why it cannot be served at all.

    A name that is plain already, as nearly all are, costs one pass over its parts.
    """
    findings: list[Finding] = []
    served = name
    if raw_bytes > limits.name:
        return Served(None, [rules.NAME_LONG.at(name, count=raw_bytes, limit=limits.name)])
    if _CONTROL.search(name):
        return Served(None, [rules.NAME_CONTROL.at(name)])
    if "\\" in name:
        served = name.replace("\\", "/")
        findings.append(rules.NAME_BACKSLASH.at(name))
    parts = served.split("/")
    if served.startswith("/") or _DRIVE.match(served) or ".." in parts:
        return Served(None, [rules.NAME_ESCAPES.at(name)])
    kept = [part for part in parts if part not in ("", ".")]
    if not kept:
        return Served(None, [rules.NAME_EMPTY.at(name)])
    if len(kept) - 1 > limits.depth:
        return Served(None, [rules.NAME_DEEP.at(name, count=len(kept) - 1, limit=limits.depth)])
    if len(kept) != len(parts):
        served = "/".join(kept)
        findings.append(rules.NAME_UNTIDY.at(name, name=served))
    if any(part[-1] in ". " for part in kept):
        findings.append(rules.NAME_TRAILING.at(name))
    if not name.isascii() and _DIRECTION.search(name):
        findings.append(rules.NAME_DIRECTION.at(name))
    return Served(served, findings)


def is_system_file(name: str) -> bool:
    """Whether an operating system put the file there by itself (`__MACOSX`, `Thumbs.db`, …)."""
    return any(part.lower() in _SYSTEM_NAMES or part.startswith("._") for part in name.split("/"))


def fold(name: str) -> str:
    """Return what two names share when only letter case or composition tells them apart."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).lower()


def check_together(names: Iterable[str]) -> Iterator[Finding]:
    """Yield what is wrong with served names beside one another."""
    files = set()
    folded: dict[str, str] = {}
    for name in names:
        if name in files:
            yield rules.NAME_TWICE.at(name)
            continue
        files.add(name)
        other = folded.setdefault(fold(name), name)
        if other != name:
            yield rules.NAME_TWINS.at(name, other=other)
    # "/" counts as the first of all characters: what lies in a folder follows its name at once.
    in_order = sorted(name.replace("/", "\0") for name in files)
    for name, after in pairwise(in_order):
        if after.startswith(f"{name}\0"):
            yield rules.FILE_AND_FOLDER.at(name.replace("\0", "/"))
