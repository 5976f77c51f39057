"""Signed texts: what cursus hands out and must recognise when it comes back.

Launch links, content prefixes and paging tokens are all the same thing: a payload with a MAC
over it and over the purpose it was made for, so that a token made for one purpose is worth
nothing for another. A signed text is not secret; its holder can read it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

MAC_BYTES = 16  # 128 bits: enough against forging, short enough for a path


class Signer:
    """Signs and recognises texts for one purpose."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        """Derive this purpose's key from the installation's secret."""
        self._key = hashlib.blake2b(purpose.encode(), key=secret[:64], digest_size=32).digest()

    def mac(self, data: bytes) -> bytes:
        """Return the MAC of some bytes."""
        return hmac.digest(self._key, data, "sha256")[:MAC_BYTES]

    def sign(self, payload: bytes) -> str:
        """Return a text for a URL or a JSON body that carries the payload and proves it ours."""
        return base64.urlsafe_b64encode(self.mac(payload) + payload).rstrip(b"=").decode()

    def verify(self, text: str) -> bytes | None:
        """Return the payload of a text that we signed for this purpose, else None."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
            return None  # one spelling only: a token is also a key in logs and caches
        mac, payload = raw[:MAC_BYTES], raw[MAC_BYTES:]
        return payload if hmac.compare_digest(mac, self.mac(payload)) else None
