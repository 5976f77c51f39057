"""The address of a file of a course: `/content/<label>/<signature>/<served name>`.

Lives here: making such addresses, taking them apart, and the signature. A signature opens one
course version for reading and nothing else. It is the same for everyone during a window of time,
so browsers and caches keep what they have; it stays good for a week after its window, so it never
ends in the middle of a session. Where windows begin differs from version to version: caches do
not go cold all at once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

from cursus.errors import Forbidden, NotFound
from cursus.texts import Text
from runtime.recent import Recent

if TYPE_CHECKING:
    from cursus.signing import Signer

PREFIX: Final = "/content/"
WINDOW: Final = 7 * 86_400  # seconds
GRACE: Final = 7 * 86_400  # seconds that a signature stays good after its window
REMEMBERED: Final = 10_000  # good signatures that need not be computed again

_MICROS = 1_000_000
_NUMBER_CHARACTERS = 4  # base64 of the three bytes of a window's number
_PARTS = 3  # label, signature, name

UNKNOWN = Text("The address was not made here.", "Этот адрес выдан не здесь.")
EXPIRED = Text(
    "The address is too old; launch the course again.",
    "Адрес устарел; запустите курс заново.",
)


class ContentAddressRefused(Forbidden):
    """This address of course content is not valid, or no longer"""

    slug = "content-address-refused"
    title_ru = "Этот адрес материалов курса недействителен или устарел"


@dataclass(frozen=True, slots=True)
class Address:
    """A file's address, taken apart; `name` is decoded."""

    label: str
    signature: str
    name: str


def parse(target: str) -> Address:
    """Take a request target apart (RFC 9112, 3.2.1 and 3.2.2); the query does not count.

    The name is percent-decoded exactly once and is UTF-8. Raises NotFound for anything else.
    """
    path = target if target.startswith("/") else urlsplit(target).path
    path = path.partition("?")[0]
    parts = path.removeprefix(PREFIX).split("/", _PARTS - 1)
    if not path.startswith(PREFIX) or len(parts) < _PARTS:
        raise NotFound
    label, signature, name = parts
    if "%" in name:
        try:
            name = unquote_to_bytes(name).decode()
        except UnicodeDecodeError:
            raise NotFound from None
    return Address(label, signature, name)


def quote_name(name: str) -> str:
    """Return a served name as it stands in a URL's path, percent-encoded once."""
    return quote(name, safe="/-._~!$&'()*+,;=:@")


class Prefixes:
    """Makes and recognises signed prefixes."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        # Until when signatures that were found good stay so, in microseconds since the epoch. Only
        # those are held, so that looking one up tells nobody anything about another.
        self._good: Recent[tuple[str, str], int] = Recent(REMEMBERED)

    def prefix(self, label: str, now: int) -> str:
        """Return the path under which a course version's files are served, with a slash at its end.

        `now` is in microseconds since the epoch.
        """
        return f"{PREFIX}{label}/{self._signature(label, _window(label, now))}/"

    def check(self, label: str, signature: str, now: int) -> None:
        """Raise ContentAddressRefused unless the signature is ours, for this label and in time."""
        good_until = self._good.get((label, signature))
        if good_until is None:
            window = _number(signature)
            if window is None or not hmac.compare_digest(
                signature.encode(), self._signature(label, window).encode()
            ):
                raise ContentAddressRefused(UNKNOWN)
            good_until = _end(label, window) + GRACE * _MICROS
            self._good.put((label, signature), good_until, 1)
        if now >= good_until:
            raise ContentAddressRefused(EXPIRED)

    def _signature(self, label: str, window: int) -> str:
        number = window.to_bytes(3, "big")
        mac = self._signer.mac(number + label.encode())
        return base64.urlsafe_b64encode(number + mac).rstrip(b"=").decode()


def _number(signature: str) -> int | None:
    try:
        raw = base64.b64decode(signature[:_NUMBER_CHARACTERS], b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return int.from_bytes(raw, "big")


@lru_cache(4096)
def _stagger(label: str) -> int:
    """Return by how many seconds a version's windows begin early."""
    return int.from_bytes(hashlib.sha256(label.encode()).digest()[:8], "big") % WINDOW


def _window(label: str, now: int) -> int:
    return (now // _MICROS + _stagger(label)) // WINDOW


def _end(label: str, window: int) -> int:
    """Return when a window ends, in microseconds since the epoch."""
    return ((window + 1) * WINDOW - _stagger(label)) * _MICROS
