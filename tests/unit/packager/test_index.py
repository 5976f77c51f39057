"""The index that is stored beside an upload, and the types that files are served with."""

from __future__ import annotations

import msgspec
import pytest

from packager.index import OVERLAY, UPLOAD, Entry, Index, UnknownIndex
from packager.types import MEDIA_TYPES, media_type, needs_range

ENTRIES = {
    "index.html": Entry(UPLOAD, 40, 8, 120, 400, 0xFFFFFFFF),
    "урок 1/film.mp4": Entry(OVERLAY, 1 << 33, 0, 5 << 30, 5 << 30, 0),
}


def test_an_index_comes_back_as_it_was_stored() -> None:
    assert Index.decode(Index(ENTRIES).encode()).entries == ENTRIES


@pytest.mark.parametrize(
    "data", [b"", b"{}", msgspec.msgpack.encode((2, {})), Index(ENTRIES).encode()[:-3]]
)
def test_what_is_no_index_of_this_version_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownIndex):
        Index.decode(data)


TYPES = {
    "index.html": "text/html",
    "A/B.HTM": "text/html",
    "app.js": "text/javascript",
    "app.mjs": "text/javascript; charset=utf-8",
    "data.json": "application/json",
    "font.woff2": "font/woff2",
    "logo.svg": "image/svg+xml",
    "module.wasm": "application/wasm",
    "titles.vtt": "text/vtt",
    "imsmanifest.xml": "text/xml",
    "film.mp4": "video/mp4",
    "урок.pdf": "application/pdf",
    "archive.tar.zip": "application/zip",
    "report.php": "application/octet-stream",
    "html": "application/octet-stream",
    "folder.html/README": "application/octet-stream",
    "name.": "application/octet-stream",
}


@pytest.mark.parametrize("name", TYPES)
def test_a_file_is_served_with_the_type_of_its_ending(name: str) -> None:
    assert media_type(name) == TYPES[name]


def test_media_and_documents_are_asked_for_in_parts() -> None:
    asked = [name for name in TYPES if needs_range(name)]
    assert asked == ["film.mp4", "урок.pdf"]


def test_no_text_type_says_a_charset_that_a_page_in_another_encoding_could_not_override() -> None:
    assert [MEDIA_TYPES[e] for e in ("html", "htm", "css", "js")] == [
        "text/html",
        "text/html",
        "text/css",
        "text/javascript",
    ]
