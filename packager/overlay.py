"""The overlay: a small zip with the entries of an upload whose bytes must be served otherwise.

Audio, video and PDF that the package had deflated, because browsers ask for ranges of them and a
range of plain bytes cannot be cut out of a DEFLATE stream; and the descriptor where its text had
to be mended. They lie stored here. The upload itself is never changed.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from packager.index import DEFLATED, OVERLAY, STORED, Entry
from packager.types import needs_range

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from packager.archive import ArchiveEntry

_MADE = (1980, 1, 1, 0, 0, 0)  # the same upload gives the same overlay, byte for byte


class OverlayWriter:
    """Writes an overlay while the upload is verified; no file when nothing needs one."""

    def __init__(self, path: Path) -> None:
        """Take where the overlay is to be written."""
        self.path = path
        self.entries: dict[str, Entry] = {}  # by name in the upload
        self._file: IO[bytes] | None = None
        self._zip: zipfile.ZipFile | None = None
        self._open: IO[bytes] | None = None

    def sink_for(self, entry: ArchiveEntry) -> Callable[[bytes], object] | None:
        """Return what takes the plain bytes of the next entry, None when it may stay as it is."""
        self._end_entry()
        if entry.method != DEFLATED or not needs_range(entry.name):
            return None
        return self._begin(entry.name, entry.name, entry.plain, entry.crc).write

    def put(self, name: str, served: str, data: bytes) -> None:
        """Write what is to be served instead of an entry, called `name` in the upload."""
        self._end_entry()
        self._begin(name, served, len(data), zlib.crc32(data)).write(data)

    def _begin(self, name: str, written: str, size: int, crc: int) -> IO[bytes]:
        if self._zip is None or self._file is None:
            self._file = self.path.open("wb")
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
        info = zipfile.ZipInfo(written, _MADE)
        info.file_size = size
        self._open = self._zip.open(info, "w")
        self.entries[name] = Entry(OVERLAY, self._file.tell(), STORED, size, size, crc)
        return self._open

    def close(self) -> Path | None:
        """Finish the file; return where it is, None when there was no need for one."""
        self._end_entry()
        if self._zip is None or self._file is None:
            return None
        self._zip.close()
        self._file.close()
        self._zip = self._file = None
        return self.path

    def _end_entry(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
