"""The index of a package: what is served under which name, and where its bytes lie.

It is stored beside the upload and is all that a cold node reads before it serves: whatever was
mended about names (a wrapping folder, separators, letter case) is an entry here, the archive's
own directory is never parsed again. The format is MessagePack `[VERSION, {name: entry}]`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

VERSION = 1

UPLOAD: Literal[0] = 0  # the bytes lie in the upload itself
OVERLAY: Literal[1] = 1  # the bytes lie in the overlay

STORED: Literal[0] = 0
DEFLATED: Literal[8] = 8


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where the bytes of one file lie; sizes and offset in bytes."""

    source: Literal[0, 1]
    offset: int  # of the first byte of data
    method: Literal[0, 8]  # stored or raw DEFLATE (RFC 1951)
    packed: int
    plain: int
    crc: int  # CRC-32 of the plain bytes


class UnknownIndex(ValueError):
    """The bytes are no index of a version that this cursus reads."""


class Index:
    """Served names and their entries."""

    __slots__ = ("entries",)

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries

    def encode(self) -> bytes:
        """Return the index as it is stored."""
        return _encoder.encode((VERSION, self.entries))

    @classmethod
    def decode(cls, data: bytes) -> Index:
        """Return a stored index; 20,000 entries take some milliseconds."""
        try:
            version, entries = _decoder.decode(data)
        except msgspec.DecodeError as error:
            raise UnknownIndex(str(error)) from error
        if version != VERSION:
            raise UnknownIndex(f"version {version}")
        return cls(entries)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[int, dict[str, Entry]])
