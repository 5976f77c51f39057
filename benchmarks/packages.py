"""Packages made for measuring: the same bytes in every run."""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEXT_NAME = "text.html"
MEDIA_NAME = "film.mp4"
TEXT_SIZE = 50 * 1024
MEDIA_SIZE = 5 << 20

IMPORT_FILES = 2_000
IMPORT_SIZE = 100_000_000
PAGES = 1_200  # of IMPORT_FILES; they deflate, the pictures do not
PAGE_SIZE = 20_000

WIDE_FILES = 20_000
HUGE_SIZE = 2_000 << 20  # just below what is taken by default
HUGE_FILMS = 4

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="bench" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
 <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
 <organizations default="org"><organization identifier="org"><title>Benchmark</title>
  <item identifier="item" identifierref="sco"><title>Benchmark</title></item>
 </organization></organizations>
 <resources><resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">
  <file href="index.html"/></resource></resources>
</manifest>
"""
_PAGE = b"<!doctype html><meta charset=utf-8><title>Benchmark</title>"


def content_package(path: Path) -> None:
    """Write a SCORM 1.2 package with a page of 50 KB and a film of 5 MB."""
    chance = random.Random(1)
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as package:
        package.writestr("imsmanifest.xml", _MANIFEST)
        package.writestr("index.html", _PAGE)
        package.writestr(TEXT_NAME, _text(chance, TEXT_SIZE))
        package.writestr(MEDIA_NAME, chance.randbytes(MEDIA_SIZE), zipfile.ZIP_STORED)


def import_package(path: Path, number: int) -> None:
    """Write a SCORM 1.2 package of 2,000 files and 100 MB; each number gives other bytes."""
    chance = random.Random(number)
    pictures = IMPORT_FILES - PAGES - 2
    size = (IMPORT_SIZE - PAGES * PAGE_SIZE) // pictures
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as package:
        package.writestr("imsmanifest.xml", _MANIFEST)
        package.writestr("index.html", _PAGE)
        for page in range(PAGES):
            package.writestr(f"pages/{page // 50}/{page}.html", _text(chance, PAGE_SIZE))
        for picture in range(pictures):
            name = f"pictures/{picture // 50}/{picture}.jpg"
            package.writestr(name, chance.randbytes(size), zipfile.ZIP_STORED)


def wide_package(path: Path) -> None:
    """Write a SCORM 1.2 package of WIDE_FILES files, which its manifest all declares."""
    chance = random.Random(4)
    page = _text(chance, 2_000)
    names = [f"pages/{number // 100}/{number}.html" for number in range(WIDE_FILES - 2)]
    declared = "".join(f'<file href="{name}"/>' for name in names)
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "imsmanifest.xml", _MANIFEST.replace("</resource>", f"{declared}</resource>")
        )
        package.writestr("index.html", _PAGE)
        for number, name in enumerate(names):
            package.writestr(name, page + b"%d" % number)


def huge_package(path: Path, number: int) -> None:
    """Write a SCORM 1.2 package of HUGE_SIZE bytes; each number gives other bytes."""
    block = random.Random(number).randbytes(1 << 20)
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as package:
        package.writestr("imsmanifest.xml", _MANIFEST)
        package.writestr("index.html", _PAGE)
        for film in range(HUGE_FILMS):
            with package.open(zipfile.ZipInfo(f"film-{film}.mp4"), "w", force_zip64=True) as entry:
                for _ in range(HUGE_SIZE // HUGE_FILMS // len(block)):
                    entry.write(block)


def _text(chance: random.Random, size: int) -> bytes:
    """Return text that deflates to a third, as pages do."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(800)]
    text = _PAGE + " ".join(chance.choices(words, k=size // 4)).encode()
    return text[:size].ljust(size)
