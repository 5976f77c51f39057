"""What a key of an object may look like: the same for every store, safe as a path and in a URL."""

from __future__ import annotations

import re

# Segments never begin with a dot: no `..`, and no clash with what a store keeps for itself.
_SEGMENT = r"[A-Za-z0-9_-][A-Za-z0-9._~-]{0,199}"
_KEY = re.compile(f"{_SEGMENT}/{_SEGMENT}")


def check_key(key: str) -> str:
    """Return a key of the form `<tenant>/<name>`; raise ValueError for any other string."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not an object key: {key[:80]!r}")
    return key
