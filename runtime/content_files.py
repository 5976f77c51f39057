"""A file of a course as HTTP sees it: its representations, their fields and their bytes.

An entry of an archive has one or two representations. What the archive holds deflated goes out as
it lies, framed as gzip (RFC 1952), or inflated for a client that does not take gzip. What it holds
stored goes out as it is. Nothing here touches the network or decides what a client may have.
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from isal import isal_zlib

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from packager.index import Entry
    from runtime.content_request import Coding, Part

DEFLATED: Final = 8  # compression method (APPNOTE 6.3.10, 4.4.5)
SMALL: Final = 65_536  # bytes that are read, inflated and sent in one piece
CHUNK: Final = 262_144  # bytes that a larger file is inflated by

GZIP_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952, 2.3: no time, no name
GZIP_TAIL_LENGTH: Final = 8

_RAW_DEFLATE: Final = -15  # window bits: no zlib frame

# What every file of a course carries; docs/decisions/content-fast-path.md says why each.
COMMON_FIELDS: Final = (
    b"X-Content-Type-Options: nosniff\r\n"
    b"Referrer-Policy: same-origin\r\n"
    b"Cross-Origin-Resource-Policy: same-origin\r\n"
    b"Origin-Agent-Cluster: ?1\r\n"
    b"Permissions-Policy: unload=*, camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    b"\r\n"
)
FRESHNESS: Final = b"Cache-Control: public, max-age=31536000, immutable\r\n"


@dataclass(frozen=True, slots=True)
class Representation:
    """An entry in one coding, with the fields of its answers made beforehand."""

    entry: Entry
    coding: Coding
    etag: str
    length: int
    fields: bytes  # of the answers with the whole
    fields_unchanged: bytes  # of 304 (RFC 9110, 15.4.5)

    @property
    def inflates(self) -> bool:
        """Whether its bytes are not the archive's own."""
        return self.deflated and self.coding == "identity"

    @property
    def deflated(self) -> bool:
        """Whether the archive holds it deflated; parts are served of what it does not."""
        method: int = self.entry.method
        return method == DEFLATED

    def fields_of(self, part: Part) -> bytes:
        """Return the fields of the answer with a part (RFC 9110, 15.3.7)."""
        place = f"bytes {part.start}-{part.start + part.length - 1}/{self.length}"
        whole = f"Content-Length: {self.length}\r\n".encode()
        fields = f"Content-Range: {place}\r\nContent-Length: {part.length}\r\n".encode()
        return self.fields.replace(whole, fields, 1)


def represent(entry: Entry, coding: Coding, media_type: str) -> Representation:
    """Return an entry's representation in one coding."""
    gzip = coding == "gzip"
    length = len(GZIP_HEAD) + entry.packed + GZIP_TAIL_LENGTH if gzip else entry.plain
    etag = f'"{entry.crc:08x}-{entry.plain:x}{"-gzip" if gzip else ""}"'
    vary = b"Vary: Accept-Encoding\r\n" if entry.method == DEFLATED else b""
    encoding = b"Content-Encoding: gzip\r\n" if gzip else b""
    ranges = b"Accept-Ranges: none\r\n" if entry.method == DEFLATED else b"Accept-Ranges: bytes\r\n"
    tag = f"ETag: {etag}\r\n".encode()
    about = f"Content-Type: {media_type}\r\nContent-Length: {length}\r\n".encode()
    shared = tag + vary + FRESHNESS + COMMON_FIELDS
    return Representation(entry, coding, etag, length, about + encoding + ranges + shared, shared)


def gzip_tail(entry: Entry) -> bytes:
    """Return the end of a gzip member: CRC-32 and length modulo 2**32 (RFC 1952, 2.3.1)."""
    return struct.pack("<II", entry.crc, entry.plain & 0xFFFF_FFFF)


def inflate(packed: bytes | bytearray, plain: int) -> bytes:
    """Return a small deflated text whole; `plain` is its length, which it cannot exceed."""
    inflater = isal_zlib.decompressobj(wbits=_RAW_DEFLATE)
    inflated: bytes = inflater.decompress(packed, max_length=plain) if plain else b""
    return inflated


async def inflated(chunks: AsyncIterator[bytes | bytearray]) -> AsyncIterator[bytes]:
    """Inflate a stream, a bounded piece at a time, off the event loop."""
    inflater = isal_zlib.decompressobj(wbits=_RAW_DEFLATE)
    async for packed in chunks:
        rest = packed
        while rest and not inflater.eof:
            piece: bytes = await asyncio.to_thread(inflater.decompress, rest, CHUNK)
            rest = inflater.unconsumed_tail
            if piece:
                yield piece
    while not inflater.eof:
        piece = await asyncio.to_thread(inflater.decompress, b"", CHUNK)
        if not piece:
            return
        yield piece
