"""Texts of a package beside its descriptor: read on demand, by served name, within bounds.

Records of metadata and the tables of AICC are files of their own, and a hostile descriptor may
name thousands of them. What cannot be had (absent, damaged, too large, a budget spent) is not
there; the pass over the data tells damage by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from packager.limits import TEXTS_BYTES
from packager.verify import Damaged, plain_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.archive import ArchiveEntry

FILES = 2_000  # read from one package


class EntryTexts(Mapping[str, bytes]):
    """The plain bytes of served files; each is read once."""

    def __init__(self, descriptor: int, entries: Mapping[str, ArchiveEntry], limit: int) -> None:
        """Take the open archive, its entries by served name, and the most bytes of one text."""
        self._descriptor = descriptor
        self._entries = entries
        self._limit = limit
        self._budget = TEXTS_BYTES
        self._read: dict[str, bytes | None] = {}

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file; raises KeyError for what cannot be had."""
        if name not in self._read:
            if len(self._read) >= FILES:
                raise KeyError(name)
            self._read[name] = self._bytes(self._entries[name])
        data = self._read[name]
        if data is None:
            raise KeyError(name)
        return data

    def _bytes(self, entry: ArchiveEntry) -> bytes | None:
        if entry.plain > min(self._limit, self._budget):
            return None
        self._budget -= entry.plain
        try:
            return b"".join(plain_bytes(self._descriptor, entry))
        except Damaged:
            return None

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all files, whether they can be had or not."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._entries)
