"""Keys of the objects that make up a stored package: `<tenant>/<content hash>`."""

from __future__ import annotations


def archive_key(tenant: str, sha256: str) -> str:
    """Return the key of an upload, byte for byte as it came."""
    return f"{tenant}/{sha256}.zip"


def index_key(tenant: str, sha256: str) -> str:
    """Return the key of its index (`packager.index`)."""
    return f"{tenant}/{sha256}.index"


def overlay_key(tenant: str, sha256: str) -> str:
    """Return the key of its overlay (`packager.overlay`)."""
    return f"{tenant}/{sha256}.overlay.zip"
