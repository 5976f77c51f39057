"""Whatever the names in an archive are, what it is gets said; whatever its bytes, in bounds."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.archive import read_structure
from packager.detect import find_descriptor
from packager.foreign import foreign_file
from packager.limits import ArchiveLimits
from tests.spec.packages.fuzzing import check_findings, fuzzed
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from pathlib import Path

PARTS = [
    "imsmanifest.xml",
    "cmi5.xml",
    "tincan.xml",
    "c.crs",
    "c.au",
    "c.cst",
    "a",
    "A",
    "b",
    "..",
    ".",
]
PARTS += [
    "",
    "урок",
    "й",
    "й",
    "C:",
    "\x00",
    "\u202e",
    "__MACOSX",
    "._a",
    "Thumbs.db",
    "a.zip",
    "x ",
]
PARTS += [
    "word",
    "h5p.json",
    "[Content_Types].xml",
    "index.html",
    "moodle_backup.xml",
    "IMSManifest.XML",
]
NAMES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("/".join)
ENCODINGS = ["utf-8", "cp866", "cp1251", "utf-16-le"]
KINDS = st.sampled_from(["plain", "signed", "bare", "zip64", "unicode path", "folder", "shifted"])


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """An archive with names of any kind, its files written in every way that there is."""
    files = []
    for name in draw(st.lists(NAMES, max_size=6)):
        raw = name.encode(draw(st.sampled_from(ENCODINGS)), "replace")
        raw = raw.replace(b"/", b"\\") if draw(st.booleans()) else raw
        match draw(KINDS):
            case "signed" | "bare" | "zip64" as descriptor:
                files.append(File(raw, b"x" * 50, descriptor=descriptor))
            case "unicode path":
                files.append(File(raw, path=name.encode()))
            case "folder":
                files.append(File(raw + b"/", b"", method=0))
            case _:
                files.append(
                    File(raw, draw(st.binary(max_size=20)), method=draw(st.sampled_from([0, 8])))
                )
    before = draw(st.sampled_from([b"", b"\0" * 9, b"GIF89a"]))
    return build_zip(files, before=before, zip64=draw(st.booleans()), shifted=draw(st.booleans()))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archives") / "package.zip"


@given(data=archives())
@fuzzed
def test_any_archive_is_judged_and_its_entries_lie_where_it_is_said(
    data: bytes, path: Path
) -> None:
    path.write_bytes(data)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        structure = read_structure(descriptor, len(data), ArchiveLimits())
    finally:
        os.close(descriptor)
    check_findings(structure.findings)
    if any(finding.severity == "error" for finding in structure.findings):
        assert structure.entries == []
    for entry in structure.entries:
        lies = data[entry.offset : entry.offset + entry.packed]
        plain = zlib.decompress(lies, -15) if entry.method else lies
        assert (len(plain), zlib.crc32(plain)) == (entry.plain, entry.crc)
        assert not entry.name.startswith("/")
        assert ".." not in entry.name.split("/")


@given(names=st.lists(NAMES, max_size=12))
@fuzzed
def test_any_names_have_a_descriptor_or_a_reason(names: list[str]) -> None:
    descriptor, findings = find_descriptor(names)
    check_findings(findings)
    assert (descriptor is None) <= any(finding.severity == "error" for finding in findings)
    if descriptor is not None:
        assert descriptor.name in names
        assert all(name.startswith(descriptor.folder) for name in names)


@given(start=st.binary(max_size=300))
@fuzzed
def test_any_bytes_are_known_or_not(start: bytes) -> None:
    found = foreign_file(start)
    assert found is None or found.severity == "error"
