"""Whatever the bytes are, a package is judged, soon, and what is served is what was checked."""

from __future__ import annotations

import time
import zlib
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.index import UPLOAD
from packager.inspection import inspect
from packager.limits import ArchiveLimits
from tests.manifests import manifest_12, manifest_2004, package
from tests.spec.packages.rule_samples import SAMPLES
from tests.zip_builder import File

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = ArchiveLimits()
SECONDS = 5.0

_STREAMED = File("b.js", b"var a = 1;" * 40, descriptor="signed")
_LARGE = File("c.js", b"var c = 3;" * 40, zip64=True)
SEEDS = [
    package(manifest_12(), None, _STREAMED, _LARGE),
    package(manifest_2004(), {"index.html": b"<p>" * 99, "урок.html": b"x"}, _STREAMED),
    *[sample.data for sample in SAMPLES.values() if len(sample.data) < 5000],
]
_RECORDS = [b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04", b"PK\x06\x06", b"PK\x06\x07", b"\xff" * 4]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A package with bytes changed, cut, doubled, or records put where none belong."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["flip", "field", "cut", "double", "record", "end"])):
            case "flip" if data:
                data[at] = draw(st.integers(0, 255))
            case "field":
                data[at : at + 4] = draw(st.integers(0, 2**32 - 1)).to_bytes(4, "little")
            case "cut":
                del data[at : at + draw(st.integers(1, 200))]
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 400))]
            case "record":
                data[at : at + 4] = draw(st.sampled_from(_RECORDS))
            case _:
                data += draw(st.binary(max_size=60))
    return bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packages")


def judge(data: bytes, folder: Path) -> None:
    """Inspect a package and hold what must be true of every one."""
    path = folder / "package.zip"
    path.write_bytes(data)
    begun = time.perf_counter()
    inspection = inspect(path, LIMITS, overlay_path=folder / "overlay.zip")
    assert time.perf_counter() - begun < SECONDS
    assert inspection.report.playable == (inspection.course is not None)
    assert inspection.report.playable == (inspection.index is not None)
    for finding in inspection.report.findings:
        assert len(finding.text.ru) < 2000
        assert finding.text.ru.isprintable()
        assert finding.file is None or finding.file.isprintable()
    if inspection.index is None:
        return
    overlay = b"" if inspection.overlay is None else inspection.overlay.read_bytes()
    for entry in inspection.index.entries.values():
        source = data if entry.source == UPLOAD else overlay
        packed = source[entry.offset : entry.offset + entry.packed]
        plain = zlib.decompress(packed, -15) if entry.method else packed
        assert (len(plain), zlib.crc32(plain)) == (entry.plain, entry.crc)


@given(data=st.binary(max_size=400))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_judged(data: bytes, folder: Path) -> None:
    judge(data, folder)


@given(data=mutated())
@settings(max_examples=700, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_package_changed_at_random_is_judged_and_served_as_checked(
    data: bytes, folder: Path
) -> None:
    judge(data, folder)


_WORDS = [
    "manifest",
    "organizations",
    "organization",
    "item",
    "title",
    "resources",
    "resource",
    "file",
    "dependency",
    "sequencing",
    "objectives",
    "primaryObjective",
    "masteryscore",
    "schemaversion",
    "presentation",
]
_NAMES = [
    "identifier",
    "identifierref",
    "href",
    "default",
    "parameters",
    "isvisible",
    "IDRef",
    "attemptLimit",
    "satisfiedByMeasure",
    "scormtype",
    "xml:base",
]
_VALUES = ["A", "B", "index.html", "../..", "?a=1", "#x", "true", "-1", "", "//evil", "http://["]
_VALUES += [
    "%zz",
    "%D1%80",
    "C:\\x",
    "\\\\host",
    "javascript:a",
    "é я",
    "a&amp;b",
    " ",
    "1e9",
    "a b",
]


def disorder(chance: Random, depth: int = 0) -> str:
    """An element of a manifest, of known names in any order and depth."""
    name = chance.choice(_WORDS)
    attributes = {chance.choice(_NAMES): chance.choice(_VALUES) for _ in range(chance.randrange(4))}
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    children = 0 if depth > 6 else chance.randrange(4)
    inside = "".join(disorder(chance, depth + 1) for _ in range(children))
    return f"<{name}{written}>{chance.choice(_VALUES)}{inside}</{name}>"


@pytest.mark.parametrize("seed", range(20))
def test_a_manifest_of_known_elements_in_any_disorder_is_judged(seed: int, folder: Path) -> None:
    chance = Random(seed)
    for _ in range(20):
        content = "".join(disorder(chance) for _ in range(3))
        judge(package(f"<manifest>{content}</manifest>"), folder)
