"""The structure of archives: what must be read, what must be refused, and at what cost.

Sections are those of PKWARE's APPNOTE.TXT 6.3.10; archives are built byte by byte.
"""

from __future__ import annotations

import os
import resource
import time
import unicodedata
import zlib
from typing import TYPE_CHECKING

import pytest

from packager.archive import Structure, read_structure
from packager.limits import ArchiveLimits
from tests.zip_builder import (
    DEVICE,
    ENCRYPTED,
    REGULAR,
    SYMLINK,
    UNIX,
    UTF8,
    File,
    build_zip,
    deflate,
)

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = ArchiveLimits()
PAGE = File("index.html", b"<title>Lesson</title>" * 9)


class Archives:
    """Reads the structure of bytes, by way of a file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "package.zip"

    def read(self, data: bytes, limits: ArchiveLimits = LIMITS) -> Structure:
        self._path.write_bytes(data)
        return self.read_file(self._path, limits)

    def read_file(self, path: Path, limits: ArchiveLimits = LIMITS) -> Structure:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            return read_structure(descriptor, path.stat().st_size, limits)
        finally:
            os.close(descriptor)

    def rules(self, data: bytes, limits: ArchiveLimits = LIMITS) -> list[str]:
        return [finding.rule for finding in self.read(data, limits).findings]


@pytest.fixture
def archives(tmp_path: Path) -> Archives:
    return Archives(tmp_path)


def plain_of(data: bytes, structure: Structure, name: str) -> bytes:
    """The bytes of an entry by its place alone."""
    entry = next(entry for entry in structure.entries if entry.name == name)
    lies = data[entry.offset : entry.offset + entry.packed]
    plain = zlib.decompress(lies, -15) if entry.method == 8 else lies
    assert len(plain) == entry.plain
    assert zlib.crc32(plain) == entry.crc
    return plain


READABLE = {
    "deflated": build_zip([PAGE]),
    "stored": build_zip([File("index.html", PAGE.data, method=0)]),
    "streamed": build_zip([File("index.html", PAGE.data, descriptor="signed")]),
    "streamed without signature": build_zip([File("index.html", PAGE.data, descriptor="bare")]),
    "streamed with sizes of 8 bytes": build_zip(
        [File("index.html", PAGE.data, descriptor="zip64"), File("b")]
    ),
    "streamed and stored": build_zip(
        [File("index.html", PAGE.data, method=0, descriptor="signed")]
    ),
    "zip64 fields": build_zip([File("index.html", PAGE.data, zip64=True)]),
    "zip64 end": build_zip([PAGE], zip64=True),
    "zip64 all through": build_zip([File("index.html", PAGE.data, zip64=True)], zip64=True),
    "extra field": build_zip([File("index.html", PAGE.data, extra=b"UT\x05\x00" + bytes(5))]),
    "long extra field": build_zip(
        [File("index.html", PAGE.data, extra=b"XX\xe0\x2e" + bytes(12_000))]
    ),
    "longest comment": build_zip([PAGE], comment=b"c" * 0xFFFF),
    "comment with half a record": build_zip([PAGE], comment=b"PK\x05\x06" + bytes(30)),
    "regular file of Unix": build_zip(
        [File("index.html", PAGE.data, system=UNIX, attributes=REGULAR)]
    ),
    "nested archive at the end": build_zip(
        [PAGE, File("inner.zip", build_zip([File("a")]), method=0)]
    ),
}


@pytest.mark.clause("ZIP-4.3.6")
@pytest.mark.clause("ZIP-4.3.9")
@pytest.mark.parametrize("kind", READABLE)
def test_whatever_the_standard_allows_is_read_and_found(kind: str, archives: Archives) -> None:
    data = READABLE[kind]
    structure = archives.read(data)
    assert structure.findings == []
    assert plain_of(data, structure, "index.html") == PAGE.data


def test_an_empty_deflated_file_without_any_data_is_an_empty_file(archives: Archives) -> None:
    structure = archives.read(build_zip([File("empty.txt", b"", packed=b""), File("a", b"")]))
    assert [(e.method, e.packed, e.plain) for e in structure.entries] == [(0, 0, 0), (8, 2, 0)]


def test_folders_are_no_files_however_they_are_marked(archives: Archives) -> None:
    folders = [
        File("img/", b"", method=0),
        File("js\\", b"", method=0),
        File("css", b"", method=0, attributes=0x10),
        File("/", b"", method=0),
        File("img/", b"", method=0),
    ]
    structure = archives.read(build_zip([*folders, PAGE]))
    assert [entry.name for entry in structure.entries] == ["index.html"]
    assert structure.findings == []


def test_an_archive_may_be_empty(archives: Archives) -> None:
    structure = archives.read(build_zip([]))
    assert (structure.entries, structure.findings) == ([], [])


@pytest.mark.parametrize("front", [b"\0" * 100, b"Content-Type: application/zip\r\n\r\n"])
@pytest.mark.parametrize("shifted", [True, False])
def test_bytes_in_front_are_told_and_stepped_over(
    front: bytes, *, shifted: bool, archives: Archives
) -> None:
    data = build_zip([PAGE], before=front, shifted=shifted)
    structure = archives.read(data)
    assert [finding.rule for finding in structure.findings] == ["zip.junk-before"]
    assert str(len(front)) in structure.findings[0].text.en
    assert plain_of(data, structure, "index.html") == PAGE.data


def test_bytes_in_front_of_a_zip64_archive_are_stepped_over(archives: Archives) -> None:
    data = build_zip([File("index.html", PAGE.data, zip64=True)], before=b"x" * 99, zip64=True)
    assert plain_of(data, archives.read(data), "index.html") == PAGE.data


def test_bytes_behind_are_told(archives: Archives) -> None:
    data = build_zip([PAGE], after=b"\0" * 500)
    assert archives.rules(data) == ["zip.junk-after"]


NOT_ZIPS = {
    b"": "zip.empty-file",
    b"# LMS Test\n": "zip.not-a-zip",
    b"P": "zip.not-a-zip",
    b"PK\x05\x06": "zip.not-a-zip",
    b"Rar!\x1a\x07\x00" + bytes(50): "zip.other-format",
    b"7z\xbc\xaf\x27\x1c" + bytes(50): "zip.other-format",
    b"\x1f\x8b\x08" + bytes(50): "zip.other-format",
    build_zip([PAGE])[:-30]: "zip.truncated",
    build_zip([PAGE])[:40]: "zip.truncated",
}


@pytest.mark.parametrize(("data", "rule"), NOT_ZIPS.items(), ids=range(len(NOT_ZIPS)))
def test_what_is_no_zip_is_told_by_what_it_is(data: bytes, rule: str, archives: Archives) -> None:
    assert archives.rules(data) == [rule]


def test_the_name_of_another_archive_format_is_said(archives: Archives) -> None:
    assert "RAR" in archives.read(b"Rar!\x1a\x07\x00").findings[0].text.en


ESCAPES = ["../evil", "a/../../evil", "/abs", "C:\\evil", "c:evil", "..\\x", "a\\..\\..\\b"]
ESCAPES += ["\\\\server\\share", "a/..", ".."]


@pytest.mark.clause("ZIP-4.4.17")
@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_leads_out_is_refused(name: str, archives: Archives) -> None:
    structure = archives.read(build_zip([PAGE, File(name)]))
    assert structure.entries == []
    assert "zip.name-escapes" in [finding.rule for finding in structure.findings]


@pytest.mark.parametrize("name", ["nul\0.html", "imsmanifest.xml\n", "a\x1b[31m.html", "a\x7f"])
def test_a_name_with_a_control_character_is_refused_and_shown_harmless(
    name: str, archives: Archives
) -> None:
    findings = archives.read(build_zip([PAGE, File(name)])).findings
    assert [finding.rule for finding in findings] == ["zip.name-control"]
    assert findings[0].file is not None
    assert findings[0].file.isprintable()


@pytest.mark.parametrize("name", ["%2e%2e/evil", "%2e%2e%2fevil", "a%00.html", "a~+#'! ().html"])
def test_a_name_is_never_decoded_as_if_it_were_a_url(name: str, archives: Archives) -> None:
    structure = archives.read(build_zip([File(name)]))
    assert [entry.name for entry in structure.entries] == [name]
    assert structure.findings == []


MENDED = {
    "a\\b\\c.html": ("a/b/c.html", "zip.name-backslash"),
    "a//b": ("a/b", "zip.name-untidy"),
    "./a": ("a", "zip.name-untidy"),
    "a/./b": ("a/b", "zip.name-untidy"),
    "a.": ("a.", "zip.name-trailing"),
    "a /b": ("a /b", "zip.name-trailing"),
    "a\u202egnp.exe": ("a\u202egnp.exe", "zip.name-direction"),
}


@pytest.mark.parametrize("name", MENDED)
def test_an_odd_name_is_told_and_served(name: str, archives: Archives) -> None:
    structure = archives.read(build_zip([File(name)]))
    served, rule = MENDED[name]
    assert [entry.name for entry in structure.entries] == [served]
    assert [finding.rule for finding in structure.findings] == [rule]


TWICE = [
    [File("a.html"), File("a.html", b"other")],
    [File("a/b"), File("a\\b")],
    [File("a"), File("./a")],
    [File("урок"), File("урок".encode(), flags=UTF8)],
]


@pytest.mark.parametrize("files", TWICE, ids=range(len(TWICE)))
def test_two_files_of_one_name_are_refused(files: list[File], archives: Archives) -> None:
    assert "zip.name-twice" in archives.rules(build_zip(files))


TWINS = [
    ("a.html", "A.HTML"),
    ("урок.html", "УРОК.html"),
    (unicodedata.normalize("NFC", "й.html"), unicodedata.normalize("NFD", "й.html")),
]


@pytest.mark.parametrize("names", TWINS)
def test_twins_by_case_or_composition_are_told_and_both_served(
    names: tuple[str, str], archives: Archives
) -> None:
    structure = archives.read(build_zip([File(name) for name in names]))
    assert [finding.rule for finding in structure.findings] == ["zip.name-twins"]
    assert {entry.name for entry in structure.entries} == set(names)


def test_a_name_of_sixty_thousand_bytes_is_refused(archives: Archives) -> None:
    assert archives.rules(build_zip([File("a" * 60_000)])) == ["zip.name-long"]


def test_names_may_be_just_as_long_and_deep_as_the_limits_say(archives: Archives) -> None:
    names = ["a" * 512, "d/" * 32 + "b"]
    assert archives.rules(build_zip([File(name) for name in names])) == []


def test_a_file_that_is_a_folder_too_is_refused(archives: Archives) -> None:
    assert archives.rules(build_zip([File("a/b"), File("a")])) == ["zip.file-and-folder"]


@pytest.mark.clause("ZIP-4.4.15")
@pytest.mark.parametrize("attributes", [SYMLINK, DEVICE])
def test_links_and_devices_are_refused(attributes: int, archives: Archives) -> None:
    data = build_zip([File("a", b"/etc/passwd", system=UNIX, attributes=attributes)])
    assert archives.rules(data) == ["zip.special-file"]


def test_attributes_of_another_system_are_no_links(archives: Archives) -> None:
    assert archives.rules(build_zip([File("a", attributes=SYMLINK)])) == []


@pytest.mark.clause("ZIP-4.4.4")
@pytest.mark.parametrize("flags", [ENCRYPTED, 0x0040, 0x2000, ENCRYPTED | UTF8])
def test_every_kind_of_encryption_is_refused(flags: int, archives: Archives) -> None:
    assert archives.rules(build_zip([File("a", flags=flags)])) == ["zip.encrypted"]


@pytest.mark.clause("ZIP-4.4.5")
@pytest.mark.parametrize("method", [1, 6, 12, 14, 93, 95, 98])
def test_methods_that_browsers_cannot_read_are_refused(method: int, archives: Archives) -> None:
    findings = archives.read(build_zip([File("a", method=method)])).findings
    assert [finding.rule for finding in findings] == ["zip.method"]
    assert str(method) in findings[0].text.en


def test_deflate64_has_a_message_of_its_own(archives: Archives) -> None:
    assert archives.rules(build_zip([File("a", method=9)])) == ["zip.deflate64"]


DIFFERING = {
    "name": File("a.html", local_name=b"b.html"),
    "shorter name": File("a.html", local_name=b"a"),
    "method": File("a.html", local={"method": 0}),
    "encryption": File("a.html", local={"flags": ENCRYPTED}),
    "plain size": File("a.html", local={"plain": 10}),
    "packed size": File("a.html", local={"packed": 1}),
    "checksum": File("a.html", local={"crc": 1}),
    "nothing behind the data": File("a.html", local={"flags": 8, "crc": 0, "packed": 0}),
}


@pytest.mark.clause("ZIP-4.3.7")
@pytest.mark.parametrize("what", DIFFERING)
def test_a_local_header_that_says_otherwise_is_refused(what: str, archives: Archives) -> None:
    assert archives.rules(build_zip([DIFFERING[what], PAGE])) == ["zip.local-differs"]


def test_a_descriptor_that_says_otherwise_is_refused(archives: Archives) -> None:
    data = build_zip([File("a.html", b"xyz", descriptor="signed"), PAGE])
    right = b"PK\x07\x08" + zlib.crc32(b"xyz").to_bytes(4, "little")
    assert archives.rules(data.replace(right, b"PK\x07\x08" + bytes(4))) == ["zip.local-differs"]


def bomb_of_one_kernel(count: int) -> bytes:
    """An archive all of whose entries are one and the same run of bytes."""
    kernel = File("a", bytes(1 << 20))
    rest = [
        File(f"{number}", b"", packed=b"", central={"offset": 0, **kernel.fields()})
        for number in range(count)
    ]
    return build_zip([kernel, *rest])


@pytest.mark.clause("ZIP-4.3.6")
def test_entries_that_share_their_data_are_refused(archives: Archives) -> None:
    wide = ArchiveLimits(ratio=10**9)
    assert "zip.overlap" in archives.rules(bomb_of_one_kernel(50), wide)


def test_an_entry_that_quotes_the_headers_of_the_next_is_refused(archives: Archives) -> None:
    inner = build_zip([PAGE])[: 30 + len("index.html") + len(PAGE.lies_as)]
    quoting = File("a", inner, method=0)
    start = 30 + 1
    data = build_zip(
        [quoting, File("index.html", b"", packed=b"", central={"offset": start, **PAGE.fields()})]
    )
    assert archives.rules(data) == ["zip.overlap"]


def test_data_that_runs_into_the_directory_is_refused(archives: Archives) -> None:
    size = {"packed": 5000, "plain": 5000}
    data = build_zip([File("a", bytes(10), method=0, local=size, central=size)])
    wide = ArchiveLimits(ratio=10**9)
    assert archives.rules(data, wide) == ["zip.overlap"]


def test_a_local_header_that_pushes_data_into_the_directory_is_refused(
    archives: Archives,
) -> None:
    data = bytearray(build_zip([File("a", bytes(10), method=0)]))
    data[28:30] = (40).to_bytes(2, "little")  # length of the local extra field (4.3.7)
    assert archives.rules(bytes(data)) == ["zip.local-differs"]


END_LIES = {
    "directory further in front": {"end": {"offset": 10_000}},
    "directory larger than the file": {"end": {"bytes": 10_000}},
    "directory smaller than its headers": {"end": {"bytes": 20}},
    "no directory for a file": {"end": {"bytes": 0}},
    "zip64 contradicts": {"zip64": True, "end": {"here": 7, "entries": 7}},
    "zip64 elsewhere": {"zip64": True, "locator": {"offset": 3}, "end64": {"size": 40}},
    "zip64 of a false length": {"zip64": True, "end64": {"size": 400}},
    "zip64 directory elsewhere": {"zip64": True, "end64": {"offset": 1 << 60}},
    "zip64 directory of a false size": {"zip64": True, "end64": {"bytes": 1 << 60}},
}


@pytest.mark.clause("ZIP-4.3.14")
@pytest.mark.clause("ZIP-4.3.16")
@pytest.mark.parametrize("lie", END_LIES)
def test_an_end_record_that_lies_is_refused(lie: str, archives: Archives) -> None:
    rules = archives.rules(build_zip([PAGE], **END_LIES[lie]))  # type: ignore[arg-type]
    assert rules == ["zip.end-lies"]


@pytest.mark.clause("ZIP-4.3.12")
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_count_that_is_not_the_directorys_is_refused(count: int, archives: Archives) -> None:
    files = [PAGE, File("a"), File("b" * 200)]
    rules = archives.rules(build_zip(files, end={"here": count, "entries": count}))
    assert rules == ["zip.directory-broken"]


def test_two_ends_that_both_fit_are_refused(archives: Archives) -> None:
    assert archives.rules(build_zip([PAGE], comment=build_zip([File("other")]))) == [
        "zip.ambiguous-end"
    ]


@pytest.mark.clause("ZIP-4.4.19")
@pytest.mark.parametrize("end", [{"disk": 1}, {"directory_disk": 2}, {"here": 2}])
def test_a_volume_of_several_is_refused(end: dict[str, int], archives: Archives) -> None:
    assert archives.rules(build_zip([PAGE], end=end)) == ["zip.multi-disk"]


def test_a_million_entries_are_refused_before_they_are_read(
    tmp_path: Path, archives: Archives
) -> None:
    path = tmp_path / "million.zip"
    count, size = 1_000_000, 53_000_000
    tail = build_zip(
        [], zip64=True, end64={"here": count, "entries": count, "bytes": size},
        locator={"offset": size},
    )  # fmt: skip
    with path.open("wb") as file:
        file.write(b"PK\x01\x02")
        file.truncate(size)
        file.seek(size)
        file.write(tail)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    structure = archives.read_file(path)
    assert time.perf_counter() - begun < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2_000  # KiB
    assert [finding.rule for finding in structure.findings] == ["zip.too-many-files"]


def test_sixty_five_thousand_false_ends_cost_no_time(archives: Archives) -> None:
    data = build_zip([PAGE], comment=b"PK\x05\x06" * 16_383)
    begun = time.perf_counter()
    archives.read(data)
    assert time.perf_counter() - begun < 2


LIMITED = {
    "zip.too-many-files": (build_zip([PAGE] * 3), ArchiveLimits(entries=2)),
    "zip.unpacked-size": (build_zip([File("a", bytes(100))]), ArchiveLimits(unpacked=99)),
    "zip.ratio": (build_zip([File("a", bytes(6 << 20)), File("b", bytes(6 << 20))]), LIMITS),
    "zip.entry-ratio": (build_zip([File("a", bytes(11 << 20))]), ArchiveLimits(ratio=10**9)),
}


@pytest.mark.parametrize("rule", LIMITED)
def test_what_exceeds_a_limit_is_refused(rule: str, archives: Archives) -> None:
    data, limits = LIMITED[rule]
    assert archives.rules(data, limits) == [rule]


def test_a_small_archive_may_deflate_as_well_as_it_likes(archives: Archives) -> None:
    """Twenty pages of one template, say; ten megabytes hurt nobody."""
    assert archives.rules(build_zip([File("a", bytes(9 << 20))])) == []
    assert archives.rules(build_zip([File(f"{n}", b"<p>" * 90_000) for n in range(20)])) == []


ENCODED = {"utf-8": "Урок 1/Ёж.html", "cp866": "Урок 1/Ёж.html", "cp1251": "Урок 1/Ёж.html"}


@pytest.mark.clause("ZIP-D.1")
@pytest.mark.parametrize("encoding", ENCODED)
def test_russian_names_without_a_flag_are_read_by_their_encoding(
    encoding: str, archives: Archives
) -> None:
    structure = archives.read(build_zip([File("Урок 1/Ёж.html".encode(encoding))]))
    assert [entry.name for entry in structure.entries] == ["Урок 1/Ёж.html"]
    assert [finding.rule for finding in structure.findings] == ["zip.name-encoding"]
    assert encoding in structure.findings[0].text.en


@pytest.mark.clause("ZIP-4.6.9")
@pytest.mark.parametrize("encoding", ["cp866", "cp1251"])
def test_a_name_that_an_extra_field_says_in_utf8_is_not_guessed(
    encoding: str, archives: Archives
) -> None:
    names = ["Тест.html", "план/ёж.png"]
    files = [File(name.encode(encoding), path=name.encode()) for name in names]
    structure = archives.read(build_zip(files))
    assert [entry.name for entry in structure.entries] == names
    assert structure.findings == []


@pytest.mark.parametrize("wrong", [{"path_of": b"another"}, {"path": b""}])
def test_an_extra_field_for_another_name_is_not_believed(
    wrong: dict[str, bytes], archives: Archives
) -> None:
    file = File("Урок.html".encode("cp866"), **({"path": b"../evil"} | wrong))  # type: ignore[arg-type]
    structure = archives.read(build_zip([file]))
    assert [entry.name for entry in structure.entries] == ["Урок.html"]


def test_a_name_of_an_extra_field_is_judged_as_any_other(archives: Archives) -> None:
    for path, rule in ((b"../evil.html", "zip.name-escapes"), (b"a" * 600, "zip.name-long")):
        file = File("Урок.html".encode("cp866"), path=path)
        assert archives.rules(build_zip([file])) == [rule]


def test_a_flagged_name_that_is_no_utf8_is_served_under_visible_bytes(archives: Archives) -> None:
    structure = archives.read(build_zip([File(b"a\xff.html", flags=UTF8)]))
    assert [entry.name for entry in structure.entries] == ["a\\xff.html"] or structure.findings


def test_files_of_the_operating_system_are_left_out(archives: Archives) -> None:
    names = ["__MACOSX/._a.html", "a/.DS_Store", "Thumbs.db", "._imsmanifest.xml", "a.html"]
    structure = archives.read(build_zip([File(name) for name in names]))
    assert [entry.name for entry in structure.entries] == ["a.html"]
    assert [finding.rule for finding in structure.findings] == ["zip.system-files"]


def test_deflate_of_the_builder_is_raw() -> None:
    assert zlib.decompress(deflate(b"abc"), -15) == b"abc"
