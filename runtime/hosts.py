"""Which origin a request is meant for, by its Host.

Lives here: the one reading of a Host field and the addresses made from the same settings, so that
what cursus hands out is what it recognises. No I/O. A Host that is neither the API's nor a
content host's is nobody's and answered 421: else another name pointed at our address would get an
origin of its own with our pages on it (rebinding, poisoned caches).

Two origins are told apart by name. Where API and content share a name they are told apart by port;
else the port does not count, because proxies often pass the name alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import urlsplit

LABEL: Final = "{label}"
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LOOPBACK_NAMES: Final = frozenset(("localhost", "127.0.0.1", "::1"))

_LABEL = re.compile(r"[a-z][a-z0-9-]{0,62}")
_HOST = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::(?P<port>\d{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a request is meant for.

    `label` names the course version of a content host; None on a content host that all versions
    share, and on the API's.
    """

    kind: Literal["api", "content"]
    label: str | None = None


API: Final = Origin("api")


class Hosts:
    """The hosts of one installation.

    `public_url` is the API's address; `content_url` the content's, with `{label}` as the first
    label of its host (`https://{label}.content.example.org`), or without it when all versions
    share one host.
    """

    def __init__(self, public_url: str, content_url: str) -> None:
        self._template = content_url
        self._api, self._api_port = _host_of(public_url)
        content, self._content_port = _host_of(content_url)
        self._shared = LABEL not in content_url
        self._content = content.removeprefix(f"{LABEL}.")
        if LABEL in self._content:
            raise ValueError("{label} must be the whole first label of the content URL's host")
        self._default_port = DEFAULT_PORTS[urlsplit(content_url).scheme]
        self._by_port = self._shared and self._content == self._api
        if self._by_port and self._content_port == self._api_port:
            raise ValueError("content must not have the API's origin")
        self.of = lru_cache(4096)(self._of)

    def content_origin(self, label: str) -> str:
        """Return the origin of a course version, scheme to port, without a slash at its end."""
        return self._template.replace(LABEL, label)

    def _of(self, host: str | None) -> Origin | None:
        """Return whom a Host field names (RFC 9110, 7.2); None for a host that is not served."""
        name, port = _read(host)
        if name is None:
            return None
        if self._by_port and name == self._content:
            port = port or self._default_port
            return Origin("content") if port == self._content_port else API
        if name == self._api:
            return API
        if self._shared:
            if name == self._content:
                return Origin("content")
        elif name.endswith(f".{self._content}"):
            label = name.removesuffix(f".{self._content}")
            return Origin("content", label) if _LABEL.fullmatch(label) else None
        return API if self._api in LOOPBACK_NAMES and name in LOOPBACK_NAMES else None


def _host_of(url: str) -> tuple[str, int]:
    # `{label}` is no host name to urlsplit's port, but it is to its netloc.
    parts = urlsplit(url)
    name, _, port = parts.netloc.rpartition(":")
    if not name or not port.isdigit():
        name, port = parts.netloc, ""
    return _same(name.strip("[]")), int(port) if port else DEFAULT_PORTS[parts.scheme]


def _read(host: str | None) -> tuple[str | None, int]:
    match = _HOST.fullmatch(host or "")
    if match is None:
        return None, 0
    name, port = match["v6"] or match["name"], match["port"]
    return _same(name), int(port or 0)


def _same(name: str) -> str:
    """Return the one spelling of a host name or address."""
    lowered = name.lower().removesuffix(".")
    if ":" not in lowered:
        return lowered
    try:
        return ip_address(lowered).compressed
    except ValueError:
        return ""
