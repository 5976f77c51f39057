"""The records of a zip archive as bytes: layouts and nothing of what they mean for us.

Sections are those of PKWARE's APPNOTE.TXT 6.3.10. A record that is not what it should be is
`Broken`, with what is wrong in words for a finding.
"""

from __future__ import annotations

import os
import struct
import zlib
from typing import NamedTuple

from cursus.texts import Text

END_SIGNATURE = b"PK\x05\x06"
LOCATOR_SIGNATURE = b"PK\x06\x07"
END64_SIGNATURE = b"PK\x06\x06"
CENTRAL_SIGNATURE = b"PK\x01\x02"
LOCAL_SIGNATURE = b"PK\x03\x04"
DESCRIPTOR_SIGNATURE = b"PK\x07\x08"

END_BYTES = 22
LOCATOR_BYTES = 20
END64_BYTES = 56
CENTRAL_BYTES = 46
LOCAL_BYTES = 30
COMMENT_BYTES = 0xFFFF

ZIP64_EXTRA = 0x0001
PATH_EXTRA = 0x7075
FULL16 = 0xFFFF  # "look into the zip64 record"
FULL32 = 0xFFFFFFFF

FLAG_ENCRYPTED = 0x0001
FLAG_DESCRIPTOR = 0x0008
FLAG_STRONG_ENCRYPTION = 0x0040
FLAG_UTF8 = 0x0800
FLAG_MASKED = 0x2000

_END = struct.Struct("<4H2LH")
_LOCATOR = struct.Struct("<LQL")
_END64 = struct.Struct("<Q2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H")


class Broken(Exception):
    """A record is not what it should be."""

    def __init__(self, what: Text) -> None:
        """Take what is wrong, as a phrase for a finding."""
        super().__init__(what.en)
        self.what = what


class Reader:
    """Positioned reads of a file of known size."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self.size = size

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes from an offset, fewer only at the end of the file."""
        data = os.pread(self._descriptor, length, offset)
        while len(data) < length and (more := self._more(offset + len(data), length - len(data))):
            data += more
        return data

    def _more(self, offset: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, offset) if offset < self.size else b""


class End(NamedTuple):
    """The end record (4.3.16), with what zip64 (4.3.14) says in its place."""

    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    directory_bytes: int
    directory_offset: int
    position: int  # where the records of the end begin: the directory ends here
    after: int  # bytes behind the comment


class Central(NamedTuple):
    """One header of the central directory (4.3.12)."""

    system: int  # on which the entry was made (4.4.2)
    flags: int
    method: int
    crc: int
    packed: int
    plain: int
    disk: int
    attributes: int  # external file attributes
    offset: int  # of the local header, from the archive's start
    name: bytes
    path: bytes = b""  # the name in UTF-8, where an extra field says it (4.6.9)

    @property
    def utf8_name(self) -> bytes | None:
        """The name where it is known to be UTF-8: by its flag (4.4.4) or by the extra field."""
        return self.path or (self.name if self.flags & FLAG_UTF8 else None)


class Local(NamedTuple):
    """The header before an entry's data (4.3.7)."""

    flags: int
    method: int
    crc: int
    packed: int
    plain: int
    name: bytes
    bytes: int  # of the whole header


def parse_end(tail: bytes, at: int, tail_offset: int, reader: Reader) -> End:
    """Return the end record that begins at `tail[at]`; `tail` is the end of the file."""
    disk, directory_disk, here, entries, size, offset, comment = _END.unpack_from(tail, at + 4)
    position = tail_offset + at
    after = reader.size - position - END_BYTES - comment
    plain = End(disk, directory_disk, here, entries, size, offset, position, after)
    if position < LOCATOR_BYTES + END64_BYTES:
        return plain
    locator = reader.read(position - LOCATOR_BYTES, LOCATOR_BYTES)
    if not locator.startswith(LOCATOR_SIGNATURE):
        return plain
    return _with_zip64(plain, locator, reader)


def _with_zip64(plain: End, locator: bytes, reader: Reader) -> End:
    """Return the end record as its zip64 record says; both must agree where both speak."""
    disk, where, disks = _LOCATOR.unpack_from(locator, 4)
    if disk or disks > 1:
        return plain._replace(disk=1)
    locator_at = plain.position - LOCATOR_BYTES
    # Bytes before the archive shift everything; the record then stands right before its locator.
    for candidate in (where, locator_at - END64_BYTES):
        record = reader.read(candidate, END64_BYTES) if candidate <= locator_at else b""
        if record.startswith(END64_SIGNATURE) and len(record) == END64_BYTES:
            break
    else:
        raise Broken(
            Text(
                "the zip64 end record is not where its locator says",
                "запись zip64 не там, где указано",
            )
        )
    size, _, _, disk, directory_disk, here, entries, length, offset = _END64.unpack_from(record, 4)
    if candidate + 12 + size != locator_at:
        raise Broken(
            Text("the zip64 end record has a false length", "у записи zip64 неверная длина")
        )
    for said, full, real in (
        (plain.disk, FULL16, disk),
        (plain.directory_disk, FULL16, directory_disk),
        (plain.entries_here, FULL16, here),
        (plain.entries, FULL16, entries),
        (plain.directory_bytes, FULL32, length),
        (plain.directory_offset, FULL32, offset),
    ):
        if said not in (full, real):
            raise Broken(
                Text(
                    "the end record and its zip64 record disagree",
                    "конечная запись и её запись zip64 расходятся",
                )
            )
    return End(disk, directory_disk, here, entries, length, offset, candidate, plain.after)


def parse_central(directory: bytes, at: int) -> tuple[Central, int]:
    """Return the header at `directory[at]` and where the next one begins."""
    if at + CENTRAL_BYTES > len(directory):
        raise Broken(Text("it ends in the middle of a header", "он обрывается на середине записи"))
    (
        signature, made_by, _, flags, method, _, _, crc, packed, plain,
        name_bytes, extra_bytes, comment_bytes, disk, _, attributes, offset,
    ) = _CENTRAL.unpack_from(directory, at)  # fmt: skip
    if signature != CENTRAL_SIGNATURE:
        raise Broken(Text("a header has no signature", "у записи нет сигнатуры"))
    name_end = at + CENTRAL_BYTES + name_bytes
    extra_end = name_end + extra_bytes
    if extra_end + comment_bytes > len(directory):
        raise Broken(Text("it ends in the middle of a header", "он обрывается на середине записи"))
    if FULL32 in (packed, plain, offset) or disk == FULL16:
        plain, packed, offset, disk = _zip64_extra(
            directory[name_end:extra_end], plain, packed, offset, disk
        )
    name = directory[at + CENTRAL_BYTES : name_end]
    path = b"" if name.isascii() else _unicode_path(directory[name_end:extra_end], name)
    header = Central(
        made_by >> 8, flags, method, crc, packed, plain, disk, attributes, offset, name, path
    )
    return header, extra_end + comment_bytes


def parse_local(data: bytes, reader: Reader, at: int) -> Local:
    """Return the local header that begins at `at`; `data` is at least its fixed part."""
    if len(data) < LOCAL_BYTES:
        raise Broken(Text("the archive ends in its header", "архив обрывается на заголовке"))
    (
        signature, _, flags, method, _, _, crc, packed, plain, name_bytes, extra_bytes,
    ) = _LOCAL.unpack_from(data)  # fmt: skip
    if signature != LOCAL_SIGNATURE:
        raise Broken(Text("there is no header", "заголовка нет"))
    size = LOCAL_BYTES + name_bytes + extra_bytes
    if len(data) < size:
        data = reader.read(at, size)
        if len(data) < size:
            raise Broken(Text("the archive ends in its header", "архив обрывается на заголовке"))
    name = data[LOCAL_BYTES : LOCAL_BYTES + name_bytes]
    if FULL32 in (packed, plain):
        extra = data[LOCAL_BYTES + name_bytes : size]
        plain, packed, _, _ = _zip64_extra(extra, plain, packed, 0, 0)
    return Local(flags, method, crc, packed, plain, name, size)


def _zip64_extra(
    extra: bytes, plain: int, packed: int, offset: int, disk: int
) -> tuple[int, int, int, int]:
    """Return the fields with those that are full replaced from the zip64 extra field (4.5.3)."""
    field = _extra_field(extra, ZIP64_EXTRA)
    if field is None:
        raise Broken(Text("a zip64 field is missing", "нет поля zip64"))
    return _fill(field, plain, packed, offset, disk)


def _unicode_path(extra: bytes, name: bytes) -> bytes:
    """Return the name in UTF-8 that the extra field says for this very name (4.6.9), or nothing."""
    field = _extra_field(extra, PATH_EXTRA) or b""
    said = int.from_bytes(field[1:5], "little")
    return field[5:] if field[:1] == b"\x01" and said == zlib.crc32(name) else b""


def _extra_field(extra: bytes, wanted: int) -> bytes | None:
    """Return the first extra field of a kind (4.5.1)."""
    at = 0
    while at + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size
        if kind == wanted:
            return extra[at : at + length]
        at += length
    return None


def _fill(
    field: bytes, plain: int, packed: int, offset: int, disk: int
) -> tuple[int, int, int, int]:
    at = 0
    values = [plain, packed, offset]
    for index, value in enumerate(values):
        if value == FULL32:
            if at + 8 > len(field):
                raise Broken(Text("a zip64 field is cut off", "поле zip64 обрезано"))
            values[index] = int.from_bytes(field[at : at + 8], "little")
            at += 8
    if disk == FULL16:
        if at + 4 > len(field):
            raise Broken(Text("a zip64 field is cut off", "поле zip64 обрезано"))
        disk = int.from_bytes(field[at : at + 4], "little")
    return values[0], values[1], values[2], disk


def descriptor_length(data: bytes, crc: int, packed: int, plain: int) -> int:
    """Return the length of the data descriptor (4.3.9) that data begins with; 0 for none.

    It must say the given values; its signature is optional and its sizes have 4 or 8 bytes.
    """
    records = [struct.pack("<L2Q", crc, packed, plain)]
    if max(packed, plain) <= FULL32:
        records.insert(0, struct.pack("<3L", crc, packed, plain))
    for record in records:
        for descriptor in (DESCRIPTOR_SIGNATURE + record, record):
            if data.startswith(descriptor):
                return len(descriptor)
    return 0
