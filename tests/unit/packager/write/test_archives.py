"""Archives that cursus writes (PKWARE APPNOTE 6.3.10)."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.archive import read_structure
from packager.limits import ArchiveLimits
from packager.write import archives
from packager.write.archives import Part, TooLarge, of_bytes, of_file, write_archive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES = st.from_regex(
    r"[a-zа-я]{1,4}(/[a-zа-я ]{1,4}[a-z]){0,2}\.(html|mp4|png|pdf)", fullmatch=True
)


def archive(parts: Mapping[str, bytes], *first: str) -> bytes:
    file = io.BytesIO()
    write_archive(file, {name: of_bytes(data) for name, data in parts.items()}, first)
    return file.getvalue()


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_other_readers_find_every_file_under_its_name(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(parts))) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == parts


def test_the_same_parts_give_the_same_bytes_in_whatever_order_they_come() -> None:
    parts = {"b.html": b"b", "a.html": b"a", "imsmanifest.xml": b"<manifest/>"}
    again = dict(reversed(parts.items()))
    assert archive(parts, "imsmanifest.xml") == archive(again, "imsmanifest.xml")


def test_the_descriptor_comes_first_and_the_rest_by_name() -> None:
    data = archive({"b": b"", "imsmanifest.xml": b"", "a": b""}, "imsmanifest.xml", "absent")
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.namelist() == ["imsmanifest.xml", "a", "b"]


def test_media_is_stored_and_text_is_deflated() -> None:
    data = archive({name: bytes(500) for name in ("a.mp4", "b.pdf", "c.png", "d.html", "e.js")})
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        methods = {info.filename: info.compress_type for info in read.infolist()}
    stored, deflated = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
    assert methods == {
        "a.mp4": stored,
        "b.pdf": stored,
        "c.png": stored,
        "d.html": deflated,
        "e.js": deflated,
    }


def test_names_that_are_not_ascii_have_the_utf_8_flag() -> None:
    with zipfile.ZipFile(io.BytesIO(archive({"урок.html": b"", "a.html": b""}))) as read:
        flags = {info.filename: info.flag_bits for info in read.infolist()}
        dates = {info.date_time for info in read.infolist()}
    assert flags == {"урок.html": 0x800, "a.html": 0}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_packed_data_is_copied_as_it_lies(tmp_path: Path) -> None:
    plain = b"to be or not to be " * 50
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeeze.compress(plain) + squeeze.flush()
    path = tmp_path / "a.zip"
    with path.open("wb") as file:
        part = Part(len(plain), lambda: (packed[:7], packed[7:]), (len(packed), zlib.crc32(plain)))
        write_archive(file, {"a.html": part})
    with path.open("rb") as file:
        structure = read_structure(file.fileno(), path.stat().st_size, ArchiveLimits())
        (entry,) = structure.entries
        file.seek(entry.offset)
        assert file.read(entry.packed) == packed
    assert zipfile.ZipFile(path).read("a.html") == plain


def test_a_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    data = bytes(range(256)) * 10_000
    source.write_bytes(data)
    part = of_file(source)
    assert part.plain == len(data)
    assert max(map(len, part.pieces())) <= 1 << 20
    done: list[int] = []
    target = io.BytesIO()
    write_archive(target, {"film.mp4": part, "a.html": of_bytes(b"a")}, (), done.append)
    assert zipfile.ZipFile(target).read("film.mp4") == data
    assert done == [1, 1 + len(data)]


@pytest.mark.parametrize(
    "parts",
    [
        {"a.mp4": Part(1 << 32, lambda: ())},
        {f"{n}.html": of_bytes(b"") for n in range(0xFFFF)},
    ],
    ids=["a large file", "many files"],
)
def test_what_would_need_zip64_is_refused(parts: dict[str, Part]) -> None:
    with pytest.raises(archives.TooLarge):
        write_archive(io.BytesIO(), parts)
    assert issubclass(TooLarge, ValueError)
