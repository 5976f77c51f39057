"""Addresses of assignable units: what cmi5 lets stand in the url of an AU. Pure.

RFC 1738 is the measure (CMI5-13.1.4.0-2), with two indulgences that it itself leads to: a
fragment, which it knows as what follows an address, and the tilde, which every later standard
takes. What is not in its alphabet is to be percent-encoded, Cyrillic too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, unquote_plus

from cursus.texts import Text
from packager.hrefs import Files, launch_url, resolve, split_tail
from packager.rules import cmi5 as rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.findings import Rule

# Names of the launch parameters (CMI5-8.1.0.0-6), told apart by case.
RESERVED: Final = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})

# Schemes whose addresses carry their content or a script, or name a file of one computer.
_BARRED: Final = frozenset(
    {"javascript", "vbscript", "data", "blob", "file", "about", "filesystem"}
)
_WEB: Final = frozenset({"http", "https"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST: Final = re.compile(r"(?:[^@/?#]*@)?[^@/?#:]+(?::[0-9]*)?(?=[/?#]|$)")
_FOREIGN: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9$\-_.+!*'(),;/?:@&=%#~]")

_SPACE: Final = Text("a space", "пробел")
_NO_SERVER: Final = Text("the name of the server", "имя сервера")
_SECOND_HASH: Final = Text("a second #", "второй #")

# RFC 3987 as far as it can be judged without its tables, as the record judges it too.
_IRI: Final = re.compile(r"""[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`\x7f]+""")


class Said(NamedTuple):
    """A rule that a url fires, and the values that fill it in."""

    rule: Rule
    values: dict[str, Any]


class Launch(NamedTuple):
    """What a url starts."""

    href: str | None  # as Activity.href; None when it cannot be started
    said: list[Said]
    alias: tuple[str, str] | None = None  # a further name of a file, and its served name


def read_url(url: str, files: Files | None) -> Launch:
    """Return what the url of an AU starts in a package of these files, or without one."""
    said: list[Said] = []
    part = fault_of(url)
    if part is not None:
        said.append(Said(rules.URL_INVALID, {"url": url, "part": part}))
    said += [Said(rules.URL_RESERVED, {"name": n}) for n in dict.fromkeys(reserved_names(url))]
    scheme = scheme_of(url)
    if leads_nowhere(url):
        said.append(Said(rules.URL_SCHEME, {"scheme": scheme}))
        return Launch(None, said)
    if scheme is not None:
        said.append(_outside(url, files))
        return Launch(url, said)
    if files is None:
        said.append(Said(rules.URL_RELATIVE, {"url": url}))
        return Launch(None, said)
    return _inside(url, files, said)


def _outside(url: str, files: Files | None) -> Said:
    """Return what is to be said of a full address: it may be that of a file in the package."""
    path = split_tail(url)[0].partition("://")[2].partition("/")[2]
    name = unquote(path)
    if files is not None and name in files.names:
        return Said(rules.URL_ABSOLUTE, {"url": url, "name": name})
    return Said(rules.URL_EXTERNAL, {"url": url})


def _inside(url: str, files: Files, said: list[Said]) -> Launch:
    reference = resolve((), url)
    match = files.meant(reference)
    if match is None:
        said.append(Said(rules.URL_MISSING, {"url": url}))
        return Launch(None, said)
    if url.startswith("/"):
        said.append(Said(rules.URL_SLASH, {"url": url}))
    href = launch_url(match.name, reference.tail)
    if match.exact:
        return Launch(href, said)
    said.append(Said(rules.URL_CASE, {"url": url, "name": match.name}))
    return Launch(href, said, (reference.path, match.name))


def is_iri(text: str) -> bool:
    """Return whether a text is an IRI and no reference to one: it has a scheme (CMI5-3.0.0.0-1)."""
    return _IRI.fullmatch(text) is not None


def scheme_of(url: str) -> str | None:
    """Return the scheme of a url in small letters, None for a relative one."""
    scheme = _SCHEME.match(url)
    return None if scheme is None else scheme[1].lower()


def leads_nowhere(url: str) -> bool:
    """Return whether a url with a scheme is none that content could lie at."""
    scheme = scheme_of(url)
    if scheme is None:
        return False
    return scheme in _BARRED or (scheme not in _WEB and not url[len(scheme) + 1 :].startswith("//"))


def fault_of(url: str) -> str | Text | None:
    """Return what in a url breaks RFC 1738, None when nothing does (CMI5-13.1.4.0-2)."""
    foreign = _FOREIGN.search(url)
    if foreign is not None:
        return _SPACE if foreign[0].isspace() else foreign[0]
    if url.count("#") > 1:
        return _SECOND_HASH
    scheme = scheme_of(url)
    rest = url[len(scheme or "") + 1 :]
    if scheme in _WEB and not (rest.startswith("//") and _HOST.match(rest, 2)):
        return _NO_SERVER
    return None


def reserved_names(url: str) -> Iterator[str]:
    """Yield the names of launch parameters that a url's own query uses (CMI5-8.1.0.0-6)."""
    _, tail = split_tail(url)
    query = tail.partition("#")[0].removeprefix("?")
    for pair in query.split("&"):
        name = unquote_plus(pair.partition("=")[0])
        if name in RESERVED:
            yield name
