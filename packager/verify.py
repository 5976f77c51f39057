"""The one pass over an archive's data: every byte is inflated, counted and checksummed.

An entry's data must be exactly what the central directory declares: the CRC-32, the size, and a
DEFLATE stream that ends where the entry ends (it goes to browsers as it lies, framed as gzip).
Inflating stops one byte after the declared size, so what `packager.archive` judged by declared
sizes holds for real ones. On the way, entries that need to be stored (see `packager.overlay`)
are handed to whoever takes them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from isal import igzip_lib, isal_zlib

from packager.index import DEFLATED
from packager.rules import archive as rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from packager.archive import ArchiveEntry
    from packager.findings import Finding

CHUNK = 1 << 20  # bytes read, and at most inflated, at a time
DAMAGED_FILES = 20  # after so many the rest need not be looked at


class Damaged(Exception):
    """An entry is not what the archive declares; the argument is the finding."""

    def __init__(self, finding: Finding) -> None:
        """Take what is to be said about it."""
        super().__init__(finding.rule)
        self.finding = finding


def verify(
    descriptor: int,
    entries: Sequence[ArchiveEntry],
    progress: Callable[[int], object],
    sink_for: Callable[[ArchiveEntry], Callable[[bytes], object] | None],
) -> Iterator[Finding]:
    """Yield what is wrong with the data of entries, which lie in the order of the file.

    `progress` hears how many packed bytes have been looked at. `sink_for` returns what takes an
    entry's plain bytes piece by piece, or None.
    """
    done = damaged = 0
    for entry in entries:
        try:
            sink = sink_for(entry)
            for piece in plain_bytes(descriptor, entry):
                if sink is not None:
                    sink(piece)
        except Damaged as damage:
            yield damage.finding
            damaged += 1
            if damaged == DAMAGED_FILES:
                return
        done += entry.packed
        progress(done)


def plain_bytes(descriptor: int, entry: ArchiveEntry) -> Iterator[bytes]:
    """Yield an entry's bytes in pieces of at most CHUNK; raises `Damaged`, at the latest last."""
    pieces = _inflated if entry.method == DEFLATED else _packed
    crc = plain = 0
    for piece in pieces(descriptor, entry):
        plain += len(piece)
        if plain > entry.plain:
            raise Damaged(rules.SIZE_LIES.at(entry.name, declared=entry.plain))
        crc = isal_zlib.crc32(piece, crc)
        yield piece
    if plain != entry.plain:
        raise Damaged(rules.SIZE_LIES.at(entry.name, declared=entry.plain))
    if crc != entry.crc:
        raise Damaged(rules.CRC.at(entry.name))


def _packed(descriptor: int, entry: ArchiveEntry) -> Iterator[bytes]:
    at, end = entry.offset, entry.offset + entry.packed
    while at < end:
        piece = os.pread(descriptor, min(CHUNK, end - at), at)
        if not piece:
            raise Damaged(rules.DATA_BROKEN.at(entry.name))
        at += len(piece)
        yield piece


def _inflated(descriptor: int, entry: ArchiveEntry) -> Iterator[bytes]:
    """Yield an entry inflated; one byte more than declared shows a lie, the rest stays packed."""
    inflater = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
    room = min(CHUNK, entry.plain + 1)
    ended = False
    for packed in _packed(descriptor, entry):
        if ended:
            break  # data goes on behind the stream's end
        data = packed
        while True:
            try:
                piece = inflater.decompress(data, room)
            except (isal_zlib.error, EOFError) as error:  # type: ignore[misc] # a class, not as its stub says
                raise Damaged(rules.DATA_BROKEN.at(entry.name)) from error
            yield piece
            data = b""
            ended = inflater.eof
            if ended or inflater.needs_input or not piece:
                break
    else:
        if ended and not inflater.unused_data:
            return
    raise Damaged(rules.DATA_BROKEN.at(entry.name))
