"""Writing package archives: the same parts give the same bytes.

The descriptor comes first, the rest by name; every entry has the same date and rights, names that
are not ASCII have the UTF-8 flag. Media and what is compressed already is stored, so that browsers
can ask for parts of it; what comes packed out of another package is copied as it lies. Sections
are those of PKWARE's APPNOTE.TXT 6.3.10. There is no zip64: no installation takes what needs it.
"""

from __future__ import annotations

import struct
import zlib
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from cursus.texts import Text
from packager.index import DEFLATED, STORED
from packager.types import media_type, needs_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_LOCAL: Final = struct.Struct("<IHHHHHIIIHH")  # 4.3.7
_CENTRAL: Final = struct.Struct("<IHHHHHHIIIHHHHHII")  # 4.3.12
_END: Final = struct.Struct("<IHHHHIIH")  # 4.3.16
_LOCAL_SIGNATURE: Final = 0x04034B50
_CENTRAL_SIGNATURE: Final = 0x02014B50
_END_SIGNATURE: Final = 0x06054B50
_VERSION: Final = 20
_UNIX: Final = 3 << 8
_REGULAR_FILE: Final = 0o100644 << 16
_UTF8: Final = 0x0800
_DATE: Final = 0x0021  # 1980-01-01, the first there is
_LEVEL: Final = 6
_LARGEST: Final = 0xFFFF_FFFE
_MOST_ENTRIES: Final = 0xFFFE
_CHUNK: Final = 1 << 20

_PACKED_TYPES: Final = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/avif",
        "font/woff",
        "font/woff2",
        "application/zip",
        "application/epub+zip",
    }
)

TOO_LARGE: Final = Text(
    "The package would be larger than 4 GB or have more than 65,000 files.",
    "Пакет получился бы больше 4 ГБ или содержал бы больше 65 000 файлов.",
)


class TooLarge(ValueError):
    """What is to be written does not fit in a zip archive without extensions."""


class Part(NamedTuple):
    """What an archive is to hold under one name."""

    plain: int  # bytes
    pieces: Callable[[], Iterable[bytes]]  # called once, when the entry is written
    packed: tuple[int, int] | None = (
        None  # of DEFLATE data: its size, the CRC-32 of the plain bytes
    )


def of_bytes(data: bytes) -> Part:
    """Return a part that is at hand."""
    return Part(len(data), lambda: (data,))


def of_file(path: Path) -> Part:
    """Return a part that is a file."""

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece

    return Part(path.stat().st_size, pieces)


def write_archive(
    file: IO[bytes],
    parts: Mapping[str, Part],
    first: Iterable[str] = (),
    progress: Callable[[int], object] = lambda _: None,
) -> None:
    """Write an archive into an empty file that can be sought in.

    The names of `first` come first, in their order. `progress` hears how many plain bytes are
    written. Raises `TooLarge`.
    """
    names = [name for name in first if name in parts]
    names += sorted(set(parts) - set(names))
    if len(names) > _MOST_ENTRIES:
        raise TooLarge
    writer = _Writer(file)
    done = 0
    for name in names:
        writer.add(name, parts[name])
        done += parts[name].plain
        progress(done)
    writer.end()


class _Entry(NamedTuple):
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    plain: int
    offset: int


class _Writer:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._entries: list[_Entry] = []

    def add(self, name: str, part: Part) -> None:
        """Write an entry: its header again once sizes and checksum are known."""
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8
        stored = part.packed is None and _is_packed(name)
        method = STORED if stored else DEFLATED
        entry = _Entry(encoded, flags, method, 0, 0, 0, self._file.tell())
        if entry.offset > _LARGEST or part.plain > _LARGEST:
            raise TooLarge
        self._local(entry)
        if part.packed is not None:
            packed, crc = part.packed
            self._file.writelines(part.pieces())
            entry = entry._replace(crc=crc, packed=packed, plain=part.plain)
        else:
            entry = self._data(entry, part.pieces())
        end = self._file.tell()
        self._file.seek(entry.offset)
        self._local(entry)
        self._file.seek(end)
        self._entries.append(entry)

    def _data(self, entry: _Entry, pieces: Iterable[bytes]) -> _Entry:
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        crc = packed = plain = 0
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            plain += len(piece)
            data = piece if entry.method == STORED else squeeze.compress(piece)
            packed += self._file.write(data)
        if entry.method == DEFLATED:
            packed += self._file.write(squeeze.flush())
        return entry._replace(crc=crc, packed=packed, plain=plain)

    def _local(self, entry: _Entry) -> None:
        sizes = (entry.crc, entry.packed, entry.plain)
        head = (_LOCAL_SIGNATURE, _VERSION, entry.flags, entry.method, 0, _DATE)
        self._file.write(_LOCAL.pack(*head, *sizes, len(entry.name), 0) + entry.name)

    def end(self) -> None:
        """Write the central directory and the end record."""
        start = self._file.tell()
        for entry in self._entries:
            made = (_CENTRAL_SIGNATURE, _UNIX | _VERSION, _VERSION)
            how = (entry.flags, entry.method, 0, _DATE, entry.crc, entry.packed, entry.plain)
            where = (len(entry.name), 0, 0, 0, 0, _REGULAR_FILE, entry.offset)
            self._file.write(_CENTRAL.pack(*made, *how, *where) + entry.name)
        end = self._file.tell()
        if end > _LARGEST:
            raise TooLarge
        count = len(self._entries)
        self._file.write(_END.pack(_END_SIGNATURE, 0, 0, count, count, end - start, start, 0))


def _is_packed(name: str) -> bool:
    """Whether a file is media that is to be stored, or would not get smaller."""
    return needs_range(name) or media_type(name) in _PACKED_TYPES
