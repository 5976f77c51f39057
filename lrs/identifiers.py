"""Identifiers that we make and xAPI clients read. Pure."""

from __future__ import annotations

import uuid

_VERSION = 0xF << 76
_FOUR = 4 << 76


def xapi_uuid(made: uuid.UUID) -> uuid.UUID:
    """Return a UUID of version 7 as one that calls itself version 4.

    RFC 4122, which xAPI refers to (XAPI-DATA-4.4), knows versions 1 to 5, and clients check for
    them: tincan cannot even read a statement with another version in its id, its registration
    or a reference. The bits stay, so later ids still sort later, which keeps the index compact.
    """
    return uuid.UUID(int=(made.int & ~_VERSION) | _FOUR)
