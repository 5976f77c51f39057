"""Time and identifiers as arguments: nothing else in cursus asks the machine for either."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Protocol

import uuid_utils.compat as uuid_utils

if TYPE_CHECKING:
    import uuid


class Clock(Protocol):
    """Where the present moment comes from."""

    def micros(self) -> int:
        """Return microseconds since 1970-01-01T00:00:00Z."""
        ...


class Ids(Protocol):
    """Where new identifiers and secrets come from."""

    def uuid(self) -> uuid.UUID:
        """Return a new UUID, version 7 (RFC 9562, 5.7): later ones sort later."""
        ...

    def token(self) -> str:
        """Return a new secret of 256 bits, safe in a URL's path."""
        ...


class SystemClock:
    """The machine's clock."""

    def micros(self) -> int:
        """Return microseconds since 1970-01-01T00:00:00Z."""
        return time.time_ns() // 1000


class RandomIds:
    """Identifiers and secrets from the machine's source of randomness."""

    def uuid(self) -> uuid.UUID:
        """Return a new UUID, version 7."""
        return uuid_utils.uuid7()

    def token(self) -> str:
        """Return a new secret of 256 bits, safe in a URL's path."""
        return secrets.token_urlsafe(32)
