"""Zip archives for tests, byte by byte: what the standard writes, and every way to break it.

Layouts are those of PKWARE's APPNOTE.TXT 6.3.10, section 4.3; nothing here comes from the code
under test. `build_zip` writes an archive that is right; a `File` and the keywords of `build_zip`
make single fields say something else.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UTF8 = 0x0800
WITH_DESCRIPTOR = 0x0008
ENCRYPTED = 0x0001

FULL16 = 0xFFFF
FULL32 = 0xFFFFFFFF

SYMLINK = 0o120777 << 16
REGULAR = 0o100644 << 16
DEVICE = 0o020666 << 16
UNIX = 3


def deflate(data: bytes) -> bytes:
    """Return data as a raw DEFLATE stream."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


@dataclass
class File:
    """One entry; `local` and `central` replace fields of its two headers."""

    name: str | bytes
    data: bytes = b"x"
    method: int = 8
    flags: int = 0
    packed: bytes | None = None  # the data as it lies there, when it is not what it should be
    extra: bytes = b""  # of the local header
    system: int = 0
    attributes: int = 0
    descriptor: Literal["signed", "bare", "zip64"] | None = None
    local: Mapping[str, int] = field(default_factory=dict)
    central: Mapping[str, int] = field(default_factory=dict)
    local_name: bytes | None = None
    zip64: bool = False  # sizes and offset in extra fields
    path: bytes | None = None  # of the Unicode path extra field (4.6.9)
    path_of: bytes | None = None  # the name that the field is for, when it is not this file's

    @property
    def name_bytes(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode()

    @property
    def lies_as(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflate(self.data) if self.method == 8 else self.data

    def fields(self) -> dict[str, int]:
        flags = self.flags
        if isinstance(self.name, str) and not self.name.isascii():
            flags |= UTF8
        if self.descriptor:
            flags |= WITH_DESCRIPTOR
        return {
            "flags": flags,
            "method": self.method,
            "crc": zlib.crc32(self.data),
            "packed": len(self.lies_as),
            "plain": len(self.data),
        }


def _local(file: File) -> bytes:
    fields = file.fields()
    if file.descriptor:
        fields |= {"crc": 0, "packed": 0, "plain": 0}
    extra = file.extra
    if file.zip64:
        extra += struct.pack("<2H2Q", 1, 16, fields["plain"], fields["packed"])
        fields |= {"packed": FULL32, "plain": FULL32}
    fields |= file.local
    name = file.name_bytes if file.local_name is None else file.local_name
    header = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, fields["flags"], fields["method"], 0, 0x21,
        fields["crc"], fields["packed"], fields["plain"], len(name), len(extra),
    )  # fmt: skip
    return header + name + extra


def _descriptor(file: File) -> bytes:
    fields = file.fields() | dict(file.central)
    layout = "<L2Q" if file.descriptor == "zip64" else "<3L"
    record = struct.pack(layout, fields["crc"], fields["packed"], fields["plain"])
    if file.descriptor is None:
        return b""
    return record if file.descriptor == "bare" else b"PK\x07\x08" + record


def _central(file: File, offset: int) -> bytes:
    fields = file.fields() | {"offset": offset, "disk": 0} | dict(file.central)
    extra = b""
    if file.zip64:
        extra = struct.pack("<2H3Q", 1, 24, fields["plain"], fields["packed"], fields["offset"])
        fields |= {"packed": FULL32, "plain": FULL32, "offset": FULL32}
    name = file.name_bytes
    if file.path is not None:
        field = b"\x01" + zlib.crc32(file.path_of or name).to_bytes(4, "little") + file.path
        extra += struct.pack("<2H", 0x7075, len(field)) + field
    header = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", file.system << 8 | 20, 20, fields["flags"],
        fields["method"], 0, 0x21, fields["crc"], fields["packed"], fields["plain"], len(name),
        len(extra), 0, fields["disk"], 0, file.attributes, fields["offset"],
    )  # fmt: skip
    return header + name + extra


def build_zip(  # noqa: PLR0913 - every way to break an archive
    files: Sequence[File],
    *,
    before: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    shifted: bool = True,
    zip64: bool = False,
    end: Mapping[str, int] | None = None,
    end64: Mapping[str, int] | None = None,
    locator: Mapping[str, int] | None = None,
) -> bytes:
    """Return an archive.

    `before` stands in front of everything; with `shifted` offsets know nothing of it, as when it
    was put there afterwards. `zip64` adds the zip64 end records and fills the plain one. `end`,
    `end64` and `locator` replace fields of those records.
    """
    body = bytearray(before)
    start = len(before) if shifted else 0
    directory = b""
    for file in files:
        directory += _central(file, len(body) - start)
        body += _local(file) + file.lies_as + _descriptor(file)
    offset = len(body) - start
    body += directory
    fields = {
        "disk": 0,
        "directory_disk": 0,
        "here": len(files),
        "entries": len(files),
        "bytes": len(directory),
        "offset": offset,
    }
    if zip64:
        at = len(body) - start
        real = fields | dict(end64 or {})
        body += struct.pack(
            "<4sQ2H2L4Q", b"PK\x06\x06", real.get("size", 44), 45, 45, real["disk"],
            real["directory_disk"], real["here"], real["entries"], real["bytes"], real["offset"],
        )  # fmt: skip
        place = {"disk": 0, "offset": at, "disks": 1} | dict(locator or {})
        body += struct.pack("<4sLQL", b"PK\x06\x07", place["disk"], place["offset"], place["disks"])
        fields |= {"here": FULL16, "entries": FULL16, "bytes": FULL32, "offset": FULL32}
    fields |= dict(end or {})
    body += struct.pack(
        "<4s4H2LH", b"PK\x05\x06", fields["disk"], fields["directory_disk"], fields["here"],
        fields["entries"], fields["bytes"], fields["offset"], len(comment),
    )  # fmt: skip
    return bytes(body) + comment + after
