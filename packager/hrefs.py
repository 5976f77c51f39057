"""Addresses in a manifest: from what is written to a file of the package, and to a launch URL.

An href is a URI reference (RFC 3986, 4.1) resolved against xml:base on three levels (XML Base, 4).
Real ones hold backslashes, a leading slash, spaces, percent-encoded Cyrillic over a plain name;
all are understood, what is not as it should be is told. Pure.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from packager.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal["local", "external", "scheme", "escapes", "invalid"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB_SCHEMES = frozenset({"http", "https"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CHARACTERS = 2_048  # of an address without query and fragment; names of files are shorter
# What may stand in a query or fragment as it is; a % begins an octet that is encoded already.
_TAIL_SAFE = "%?#&=/:;@!$'()*+,~-._[]"
_PATH_SAFE = "/!$&'()*+,;=:@~-._"


class Reference(NamedTuple):
    """What an href means."""

    kind: Kind
    path: str  # local: normalised, as written (maybe percent-encoded); external: the whole address
    tail: str = ""  # query and fragment with their `?` and `#`
    untidy: bool = False  # had backslashes or a leading slash


class Match(NamedTuple):
    """A file that an address means."""

    name: str  # served name
    exact: bool  # False: found by letter case or composition only
    encoded: str | None = None  # encoding of the octets behind %, where only they name the file


class Files:
    """The files of a package, found by what a manifest calls them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self._folded: dict[str, str | None] = {}
        for name in self.names:
            folded = fold(name)
            self._folded[folded] = None if folded in self._folded else name

    def find(self, path: str) -> Match | None:
        """Return the file that a path means: as it is written, unquoted, then whatever its case."""
        readings: list[tuple[str, str | None]] = [(path, None)]
        if "%" in path:
            folder, slash, last = path.rpartition("/")
            octets = _folder_octets(folder + slash) + unquote_to_bytes(last)
            readings += [(octets.decode(e, "replace"), e) for e in ("utf-8", "cp1251")]
        for reading, encoding in readings:
            if reading in self.names:
                return Match(reading, exact=True, encoded=encoding)
        for reading, encoding in readings:
            name = self._folded.get(fold(reading))
            if name is not None:
                return Match(name, exact=False, encoded=encoding)
        return None

    def meant(self, reference: Reference) -> Match | None:
        """Return the file that a reference means, None where it means none of the package."""
        return self.find(reference.path) if reference.kind == "local" and reference.path else None


@lru_cache(maxsize=64)
def _folder_octets(folder: str) -> bytes:
    """Return a folder unquoted, which many files have in common."""
    return unquote_to_bytes(folder)


def resolve(bases: Sequence[str], href: str) -> Reference:
    """Return what an href means below the given xml:base values, outermost first."""
    try:
        return _resolve(bases, href)
    except ValueError:  # urlsplit: brackets that hold no IPv6 address
        return Reference("invalid", href)


def _resolve(bases: Sequence[str], href: str) -> Reference:
    href = href.strip()
    if _CONTROL.search(href):
        return Reference("invalid", href)
    address, tail = split_tail(href)
    if sum(map(len, (*bases, address))) > _CHARACTERS:
        return Reference("invalid", href)
    joined = ""
    for part in (*bases, address):
        part = part.strip()  # noqa: PLW2901 - white space around an anyURI collapses
        joined = _joined(joined, part.replace("\\", "/") if not _SCHEME.match(part) else part)
    scheme = _SCHEME.match(joined)
    if joined.startswith("//") or (scheme and scheme[1].lower() in _WEB_SCHEMES):
        return Reference("external" if urlsplit(joined).hostname else "invalid", joined, tail)
    if scheme:
        return Reference("scheme", scheme[1].lower())
    path = posixpath.normpath(joined.lstrip("/"))
    if path == ".." or path.startswith("../"):
        return Reference("escapes", href)
    untidy = "\\" in address or address.startswith("/")
    return Reference("local", "" if path == "." else path, tail, untidy)


def _joined(base: str, part: str) -> str:
    if not part:
        return base
    if part.startswith("//") or _SCHEME.match(part):
        return part
    if base.startswith("//") or _SCHEME.match(base):
        return urljoin(base, part)
    if part.startswith("/"):
        return part.lstrip("/")
    return base[: base.rfind("/") + 1] + part


def split_tail(href: str) -> tuple[str, str]:
    """Split an address into its path and its query and fragment (RFC 3986, 3)."""
    cut = min((at for at in (href.find("?"), href.find("#")) if at >= 0), default=len(href))
    return href[:cut], href[cut:]


def launch_url(name: str, tail: str) -> str:
    """Return the address of a served file, ready to be put behind the content prefix."""
    return quote(name, safe=_PATH_SAFE) + quote(tail, safe=_TAIL_SAFE)


def external_url(address: str, tail: str) -> str:
    """Return an address outside the package as browsers take it, its scheme said."""
    if address.startswith("//"):
        address = f"https:{address}"
    return quote(address, safe=_TAIL_SAFE) + quote(tail, safe=_TAIL_SAFE)


def join_parameters(url: str, parameters: str | None) -> str | None:
    """Return a launch address with an item's parameters, None where they cannot be joined.

    The rule of IMS Content Packaging that SCORM repeats (CAM, `item`, parameters): leading `?` and
    `&` go; a fragment follows only an address without query and fragment; else the rest is joined
    by `&` or `?`. A fragment of the address stays last, where it works.
    """
    rest = (parameters or "").strip().lstrip("?&")
    if not rest:
        return url
    rest = quote(_CONTROL.sub("", rest), safe=_TAIL_SAFE)
    if rest.startswith("#"):
        return None if "#" in url or "?" in url else url + rest
    address, hash_, fragment = url.partition("#")
    glue = "&" if "?" in address else "?"
    return f"{address}{glue}{rest}{hash_}{fragment}"
