"""Hostile packages through the front door: refused with a reason, nothing left, nobody harmed."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.packages import MANIFEST_12, scorm12
from tests.zip_builder import ENCRYPTED, SYMLINK, UNIX, File, build_zip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.http.api.conftest import Caller

MANIFEST = MANIFEST_12.format(title="A course")
LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(20))
SHELL = "<?php system($_GET['c']);"


def package(*files: File, manifest: str = MANIFEST) -> bytes:
    """A package that would play but for the files that are added."""
    return build_zip(
        [File("imsmanifest.xml", manifest.encode()), File("index.html", b"<p>"), *files]
    )


def shared_kernel(count: int) -> bytes:
    """Files that all claim the same bytes."""
    kernel = random.Random(1).randbytes(1 << 10)
    files = [File("imsmanifest.xml", MANIFEST.encode()), File("index.html", kernel)]
    first = len(build_zip(files[:1])) - 22 - 46 - len("imsmanifest.xml")
    return build_zip(
        [*files, *(File(f"{n}", kernel, central={"offset": first}) for n in range(count))]
    )


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        pytest.param(package(File("../../evil.sh", b"x")), "zip.name-escapes", id="zip slip"),
        pytest.param(package(File("..\\evil.php", b"x")), "zip.name-escapes", id="backslashes"),
        pytest.param(package(File("/etc/cron.d/x", b"x")), "zip.name-escapes", id="absolute"),
        pytest.param(package(File("C:\\evil", b"x")), "zip.name-escapes", id="drive"),
        pytest.param(package(File(b"a.html\0.png", b"x")), "zip.name-control", id="NUL"),
        pytest.param(
            package(File("link", b"/etc/passwd", system=UNIX, attributes=SYMLINK)),
            "zip.special-file",
            id="link",
        ),
        pytest.param(package(File("a", flags=ENCRYPTED)), "zip.encrypted", id="encrypted"),
        pytest.param(
            package(File("bomb.bin", bytes(64 << 20))), "zip.ratio", id="one file of a bomb"
        ),
        pytest.param(shared_kernel(40), "zip.overlap", id="files that share their data"),
        pytest.param(
            package(
                File(
                    "liar",
                    bytes(1 << 20),
                    local={"plain": 10, "crc": zlib.crc32(b"x")},
                    central={"plain": 10, "crc": zlib.crc32(b"x")},
                )
            ),
            "zip.size-lies",
            id="a size that lies",
        ),
        pytest.param(
            package(
                manifest=MANIFEST.replace(
                    "<manifest", f'<!DOCTYPE m [<!ENTITY e0 "l">{LAUGHS}]><manifest', 1
                ).replace("A course", "&e20;")
            ),
            "manifest.doctype",
            id="billion laughs",
        ),
        pytest.param(
            package(
                manifest=MANIFEST.replace(
                    "<manifest",
                    '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest',
                    1,
                ).replace("A course", "&x;")
            ),
            "manifest.doctype",
            id="an entity from outside",
        ),
        pytest.param(
            package(manifest=MANIFEST.replace('href="index.html"', 'href="javascript:alert(1)"')),
            None,
            id="a script for an address",
        ),
        pytest.param(
            package(manifest=MANIFEST.replace('href="index.html"', 'href="../../../etc/passwd"')),
            None,
            id="an address that leads out",
        ),
        pytest.param(SHELL.encode() + b"\n", None, id="a script in place of a package"),
    ],
)
async def test_a_hostile_package_is_refused_and_leaves_nothing(
    portal: Caller, tmp_path: Path, data: bytes, rule: str | None
) -> None:
    job = await portal.upload(data, "c")
    assert job["status"] == "ERROR"
    errors = [found["rule"] for found in job["findings"] if found["severity"] == "error"]
    assert errors
    assert rule is None or rule in errors, errors
    assert (await portal("GET", "/courses"))["courses"] == []
    data_folder = tmp_path / "data"
    assert list((data_folder / "spool").iterdir()) == []
    assert [path for path in (data_folder / "objects").rglob("*") if path.is_file()] == []
    assert (await portal.upload(scorm12(), "c"))["status"] == "COMPLETE"


async def test_files_of_any_kind_are_only_ever_data(portal: Caller, tmp_path: Path) -> None:
    data = package(File("shell.php", SHELL.encode()), File("x.sh", b"#!/bin/sh"))
    assert (await portal.upload(data, "c"))["status"] == "COMPLETE"
    kept = [path for path in (tmp_path / "data" / "objects").rglob("*") if path.is_file()]
    assert sorted({path.suffix for path in kept}) == [".index", ".zip"]  # nothing is unpacked
