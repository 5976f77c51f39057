"""Every byte of a package is looked at once: counted, checksummed, and never more than declared."""

from __future__ import annotations

import io
import resource
import time
import zipfile
import zlib
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from packager.archive import ArchiveEntry
from packager.index import OVERLAY, UPLOAD, Index
from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits
from packager.verify import Damaged, plain_bytes
from tests.course_structures import activity, au, structure, tincan
from tests.manifests import manifest_12, package
from tests.spec.packages.samples_mending import AICC_FILES
from tests.zip_builder import File, build_zip, deflate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.spec.packages.conftest import Look

LIMITS = ArchiveLimits()

MANIFEST = File("imsmanifest.xml", manifest_12().encode())
PAGE = File("index.html", b"<title>Lesson</title>")


def errors(inspection: Inspection) -> list[tuple[str, str | None]]:
    return [(f.rule, f.file) for f in inspection.report.findings if f.severity == "error"]


def with_file(file: File) -> bytes:
    return build_zip([MANIFEST, PAGE, file])


DAMAGED = {
    "wrong checksum": (File("a", b"abc", local={"crc": 1}, central={"crc": 1}), "zip.crc"),
    "wrong checksum, stored": (
        File("a", b"abc", method=0, local={"crc": 1}, central={"crc": 1}),
        "zip.crc",
    ),
    "shorter than declared": (
        File("a", b"abc", local={"plain": 9}, central={"plain": 9}),
        "zip.size-lies",
    ),
    "longer than declared": (
        File("a", b"x" * 900, local={"plain": 9}, central={"plain": 9}),
        "zip.size-lies",
    ),
    "empty but declared": (
        File("a", b"", packed=b"", local={"plain": 9}, central={"plain": 9}),
        "zip.size-lies",
    ),
    "no deflate": (File("a", b"abc", packed=b"\x07\xff\xff\xff"), "zip.data-broken"),
    "cut off": (
        File("a", bytes(range(256)), packed=deflate(bytes(range(256)))[:-40]),
        "zip.data-broken",
    ),
    "data behind the stream": (
        File("a", b"abc", packed=deflate(b"abc") + b"GIF89a"),
        "zip.data-broken",
    ),
    "two streams": (File("a", b"abc", packed=deflate(b"abc") * 2), "zip.data-broken"),
}


@pytest.mark.clause("ZIP-4.4.7")
@pytest.mark.clause("ZIP-4.4.9")
@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_file_is_refused_by_name(how: str, look: Look) -> None:
    file, rule = DAMAGED[how]
    inspection = look(with_file(file))
    assert errors(inspection) == [(rule, "a")]
    assert inspection.index is None


def test_a_damaged_manifest_is_told_and_not_parsed(look: Look) -> None:
    broken = File("imsmanifest.xml", MANIFEST.data, local={"crc": 1}, central={"crc": 1})
    assert errors(look(build_zip([broken, PAGE]))) == [("zip.crc", "imsmanifest.xml")]


def test_a_file_that_lies_about_its_size_is_stopped_at_what_it_declares(
    look: Look,
) -> None:
    real = 100 << 20
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(compressor.compress(bytes(1 << 20)) for _ in range(real >> 20))
    packed += compressor.flush()
    lie = File("a", b"x" * 1000, packed=packed)
    data = with_file(lie)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    inspection = look(data)
    assert time.perf_counter() - begun < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB
    assert errors(inspection) == [("zip.size-lies", "a")]


def test_no_more_is_inflated_than_declared(tmp_path: Path) -> None:
    packed = deflate(bytes(50 << 20))
    path = tmp_path / "data"
    path.write_bytes(packed)
    entry = ArchiveEntry("a", 0, 8, len(packed), 3 << 20, 0)
    inflated: list[int] = []
    with path.open("rb") as file, pytest.raises(Damaged):
        inflated.extend(len(piece) for piece in plain_bytes(file.fileno(), entry))
    assert sum(inflated) <= entry.plain


def test_looking_stops_after_many_damaged_files(look: Look) -> None:
    wrong = {"crc": 1}
    files = [File(f"{n}", b"abc", local=wrong, central=wrong) for n in range(500)]
    assert len(errors(look(build_zip([MANIFEST, PAGE, *files])))) == 20


def test_progress_ends_at_the_packed_bytes_of_all_files(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(package(manifest_12()))
    heard: list[int] = []
    inspect(path, LIMITS, progress=heard.append)
    with zipfile.ZipFile(path) as archive:
        assert heard[-1] == sum(info.compress_size for info in archive.infolist())
    assert heard == sorted(heard)


FILMS = {
    "media/film.mp4": Random(1).randbytes(900) * 30,
    "sound.mp3": b"ID3" * 90,
    "план.pdf": b"%PDF" * 50,
}


def test_media_that_were_deflated_lie_stored_in_the_overlay(
    look: Look,
) -> None:
    inspection = look(package(manifest_12(), {"index.html": b"x", **FILMS}))
    assert inspection.index is not None
    assert inspection.overlay is not None
    overlay = inspection.overlay.read_bytes()
    for name, content in FILMS.items():
        entry = inspection.index.entries[name]
        assert (entry.source, entry.method) == (OVERLAY, 0)
        assert entry.packed == entry.plain == len(content)
        assert overlay[entry.offset : entry.offset + entry.plain] == content
        assert entry.crc == zlib.crc32(content)
    with zipfile.ZipFile(io.BytesIO(overlay)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == set(FILMS)
    assert inspection.index.entries["index.html"].source == UPLOAD


def test_media_that_lie_stored_already_stay_where_they_are(
    look: Look,
) -> None:
    inspection = look(with_file(File("film.mp4", FILMS["media/film.mp4"], method=0)))
    assert inspection.overlay is None
    assert inspection.index is not None
    assert inspection.index.entries["film.mp4"].source == UPLOAD


MENDED = {
    "encoding": manifest_12().replace("Lesson", "Урок").encode("cp1251"),
    "ampersand": manifest_12().replace("Lesson", "Fire & water").encode(),
    "declaration": b"\n<?xml version='1.0'?>" + manifest_12().encode(),
}


@pytest.mark.parametrize("what", MENDED)
@pytest.mark.parametrize("name", ["imsmanifest.xml", "course/IMSManifest.xml"])
def test_a_mended_manifest_is_served_from_the_overlay_and_the_upload_stays(
    what: str, name: str, look: Look
) -> None:
    folder = name.rpartition("/")[0] and "course/"
    data = build_zip([File(name, MENDED[what]), File(f"{folder}index.html", PAGE.data)])
    inspection = look(data)
    assert inspection.index is not None, inspection.report.findings
    assert inspection.overlay is not None
    overlay = inspection.overlay.read_bytes()
    entry = inspection.index.entries["imsmanifest.xml"]
    served = overlay[entry.offset :][: entry.plain]
    assert (entry.source, entry.crc) == (OVERLAY, zlib.crc32(served))
    again = look(package(served.decode()))
    assert again.report.findings == ()
    assert again.course == inspection.course
    with zipfile.ZipFile(io.BytesIO(overlay)) as archive:
        assert archive.testzip() is None


def test_a_manifest_that_is_in_another_encoding_and_says_so_stays_as_it_is(look: Look) -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>' + manifest_12().replace("Lesson", "Урок")
    inspection = look(build_zip([File("imsmanifest.xml", text.encode("cp1251")), PAGE]))
    assert inspection.overlay is None
    assert inspection.course is not None
    assert inspection.course.organization.root.children[0].title == "Урок"


def test_a_refused_package_leaves_no_overlay(look: Look, tmp_path: Path) -> None:
    wrong = {"crc": 1}
    film = File("film.mp4", b"film" * 1000)
    look(build_zip([MANIFEST, PAGE, film, File("z", b"abc", local=wrong, central=wrong)]))
    assert not (tmp_path / "overlay.zip").exists()


def test_a_file_under_a_name_that_the_manifest_writes_otherwise_is_served_under_both(
    look: Look,
) -> None:
    manifest = manifest_12().replace('href="index.html"/>', 'href="Images/Logo.PNG"/>')
    inspection = look(package(manifest, {"index.html": b"x", "images/logo.png": b"png"}))
    assert inspection.index is not None
    entries = inspection.index.entries
    assert entries["Images/Logo.PNG"] == entries["images/logo.png"]


def test_a_wrapping_folder_is_taken_off_in_the_index_alone(
    look: Look,
) -> None:
    files = [
        File("Курс 1/IMSMANIFEST.XML", MANIFEST.data),
        File("Курс 1/index.html", PAGE.data),
        File("__MACOSX/Курс 1/._index.html"),
    ]
    inspection = look(build_zip(files))
    assert inspection.index is not None
    assert set(inspection.index.entries) == {"imsmanifest.xml", "index.html"}


@pytest.mark.clause("ZIP-D.1")
@pytest.mark.parametrize("name", ["план.html", "Тест", "ёж.html", "УРОК.html"])
@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
@pytest.mark.parametrize("folder", ["", "Курс/"])
def test_a_russian_launch_file_is_found_in_whichever_encoding_its_name_is(
    name: str, encoding: str, folder: str, look: Look
) -> None:
    manifest = manifest_12().replace("index.html", name).encode()
    files = [
        File(f"{folder}imsmanifest.xml".encode(encoding), manifest),
        File(f"{folder}{name}".encode(encoding), b"x"),
    ]
    inspection = look(build_zip(files))
    assert inspection.index is not None, [f.rule for f in inspection.report.findings]
    assert set(inspection.index.entries) == {"imsmanifest.xml", name}
    assert "zip.name-encoding" in {f.rule for f in inspection.report.findings}


def described(standard: str, name: str) -> dict[str, bytes]:
    """The descriptor files of a course that starts a file of this name."""
    if standard == "cmi5":
        return {"cmi5.xml": structure(au(url=quote(name))).encode()}
    if standard == "xapi":
        return {"tincan.xml": tincan(activity(launch=name)).encode()}
    return AICC_FILES | {"c.au": AICC_FILES["c.au"].replace(b"index.html", name.encode())}


@pytest.mark.parametrize("name", ["план.html", "Тест", "ёж.html", "УРОК.html"])
@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
@pytest.mark.parametrize("standard", ["cmi5", "xapi", "aicc"])
def test_names_are_decoded_as_the_descriptor_of_any_standard_has_them(
    name: str, encoding: str, standard: str, look: Look
) -> None:
    files = [File(n, data) for n, data in described(standard, name).items()]
    inspection = look(build_zip([*files, File(name.encode(encoding))]))
    assert inspection.index is not None, [f.rule for f in inspection.report.findings]
    assert name in inspection.index.entries


@pytest.mark.parametrize("encoding", ["cp866", "cp1251"])
def test_a_course_of_aicc_may_be_in_one_code_page_altogether(encoding: str, look: Look) -> None:
    texts = {"index.html": "начало урока.html", "Lesson": "Пожарная безопасность"}
    files = [File("начало урока.html".encode(encoding))]
    for name, data in AICC_FILES.items():
        text = data.decode()
        for old, new in texts.items():
            text = text.replace(old, new)
        files.append(File(f"курс{name[1:]}".encode(encoding), text.encode(encoding)))
    inspection = look(build_zip(files))
    assert inspection.course is not None, [f.rule for f in inspection.report.findings]
    unit = next(a for a in inspection.course.organization.root.walk() if a.kind == "au")
    assert unit.title == "Пожарная безопасность"
    assert inspection.index is not None
    assert {"курс.crs", "начало урока.html"} <= set(inspection.index.entries)


def test_an_index_is_the_same_after_it_was_stored(look: Look) -> None:
    index = look(package(manifest_12(), {"index.html": b"x", **FILMS})).index
    assert index is not None
    assert Index.decode(index.encode()).entries == index.entries
