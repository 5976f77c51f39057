"""Which file describes a package: of whichever standard, the shallowest, told where it is odd."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from packager.archive import read_structure
from packager.detect import find_descriptor
from packager.entry_texts import FILES, EntryTexts
from packager.limits import TEXTS_BYTES, ArchiveLimits
from tests.course_structures import activity, au, structure, tincan
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.spec.packages.conftest import Look

#: Names, the descriptor's kind and what it is served as, and what is said.
FOUND = [
    (["imsmanifest.xml", "cmi5.xml", "tincan.xml"], "imsmanifest", "imsmanifest.xml", ["also"] * 2),
    (["cmi5.xml", "tincan.xml", "c.crs"], "cmi5", "cmi5.xml", ["also"] * 2),
    (["tincan.xml", "c.crs", "c.au"], "tincan", "tincan.xml", ["also"]),
    (["cmi5.xml", "a/imsmanifest.xml"], "cmi5", "cmi5.xml", ["also"]),
    (["c.crs", "a/imsmanifest.xml", "a/cmi5.xml"], "aicc", "c.crs", ["also"] * 2),
    (["cmi5.xml", "a/cmi5.xml"], "cmi5", "cmi5.xml", ["nested"]),
    (["C.CRS", "C.AU"], "aicc", "C.CRS", []),
    (["c.au", "c.cst", "c.des"], "aicc", "c.au", []),
    (["w/c.crs", "w/c.au", "w/a.htm"], "aicc", "c.crs", ["wrapped"]),
    (["w/c.crs", "w/c.au", "a.htm"], "aicc", "w/c.crs", []),
    (["a.crs", "b.crs"], "aicc", "a.crs", []),
    (["w/cmi5.xml", "w/a.htm"], "cmi5", "cmi5.xml", ["wrapped"]),
    (["CMI5.xml"], "cmi5", "cmi5.xml", ["name-case"]),
    (["w/TinCan.XML", "w/a.htm"], "tincan", "tincan.xml", ["wrapped", "name-case"]),
    (["w/x/IMSManifest.xml"], "imsmanifest", "imsmanifest.xml", ["wrapped", "name-case"]),
]


@pytest.mark.parametrize(("names", "kind", "served", "said"), FOUND, ids=range(len(FOUND)))
def test_the_shallowest_descriptor_describes_the_package(
    names: list[str], kind: str, served: str, said: list[str]
) -> None:
    descriptor, findings = find_descriptor(names)
    assert descriptor is not None
    assert (descriptor.kind, descriptor.served) == (kind, served)
    assert [finding.rule.partition(".")[2] for finding in findings] == said


NONE: dict[tuple[str, ...], str] = {
    ("a/cmi5.xml", "b/cmi5.xml"): "manifest.several",
    ("cmi5.xml", "CMI5.XML"): "manifest.several",
    ("tincan.xml", "TinCan.xml"): "manifest.several",
    ("a/cmi5.xml", "b.htm"): "cmi5.not-at-root",
    ("a/tincan.xml", "b.htm"): "xapi.not-at-root",
    ("a/imsmanifest.xml", "b.htm"): "manifest.not-at-root",
    ("a/c.au", "b/c.cst"): "package.aicc-incomplete",
}


@pytest.mark.parametrize("names", NONE)
def test_where_it_is_unclear_what_describes_a_package_it_is_refused(names: tuple[str, ...]) -> None:
    descriptor, (finding,) = find_descriptor(names)
    assert descriptor is None
    assert (finding.rule, finding.severity) == (NONE[names], "error")


def test_many_descriptors_are_looked_through_once() -> None:
    names = [f"{n}/c{n}.{ending}" for n in range(10_000) for ending in ("au", "cst", "crs")]
    descriptor, _ = find_descriptor(names)
    assert descriptor is not None
    assert descriptor.name == "0/c0.crs"


ALONE = {
    "course structure": (structure(au(url="https://example.org/a")), "cmi5"),
    "course structure in UTF-16": (structure(au(url="https://example.org/a")), "cmi5"),
    "tincan.xml": (tincan(activity(launch="https://example.org/a")), "xapi"),
}


@pytest.mark.clause("CMI5-14.2.0.0-1")
@pytest.mark.clause("TINCAN-PACKAGE")
@pytest.mark.parametrize("what", ALONE)
def test_a_descriptor_whose_course_lies_elsewhere_may_come_alone(what: str, look: Look) -> None:
    text, standard = ALONE[what]
    inspection = look(text.encode("utf-16" if "UTF-16" in what else "utf-8"))
    assert inspection.course is not None, inspection.report.findings
    assert inspection.course.standard == standard
    assert inspection.index is not None
    assert (inspection.index.entries, inspection.overlay) == ({}, None)


@pytest.mark.parametrize("text", [structure(au(url="a.html")), tincan(activity(launch="a.html"))])
def test_a_descriptor_alone_has_no_files_to_start(text: str, look: Look) -> None:
    inspection = look(text.encode())
    assert inspection.course is None
    assert [f.line for f in inspection.report.findings if f.severity == "error"] == [1]


def test_a_mended_descriptor_alone_has_no_overlay(look: Look) -> None:
    inspection = look(b"\n" + structure(au(url="https://example.org/?a=1&b=2")).encode())
    assert inspection.course is not None
    assert {f.rule for f in inspection.report.findings} >= {"xml.bare-ampersand"}
    assert inspection.overlay is None


def texts_of(path: Path, files: list[File], limit: int = 1 << 20) -> Iterator[EntryTexts]:
    """The texts of an archive, open as long as the test runs."""
    path.write_bytes(build_zip(files))
    descriptor = os.open(path, os.O_RDONLY)
    try:
        found = read_structure(descriptor, path.stat().st_size, ArchiveLimits(entries=5_000))
        entries = {entry.name: entry for entry in found.entries}
        yield EntryTexts(descriptor, entries, limit)
    finally:
        os.close(descriptor)


def test_texts_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    broken = File("broken", b"abc", packed=b"\x07\xff\xff\xff")
    for texts in texts_of(
        tmp_path / "a", [File("a", b"one"), File("large", bytes(99)), broken], 98
    ):
        assert texts["a"] is texts["a"]
        assert texts["a"] == b"one"
        for name in ("absent", "large", "broken"):
            with pytest.raises(KeyError):
                texts[name]
        assert set(texts) == {"a", "large", "broken"}
        assert len(texts) == 3


def test_texts_are_bounded_in_sum_and_count(tmp_path: Path) -> None:
    half = TEXTS_BYTES // 2 + 1
    for texts in texts_of(tmp_path / "a", [File("a", bytes(half)), File("b", bytes(half))], half):
        assert "a" in texts
        assert "b" not in texts
    for texts in texts_of(tmp_path / "b", [File(f"{n}") for n in range(FILES + 5)]):
        assert sum(name in texts for name in texts) == FILES
