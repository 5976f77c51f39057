"""Every byte arrives as the package has it: types, forms of Accept-Encoding, kinds of store."""

from __future__ import annotations

import gzip

import pytest

from tests.contract.content.course_site import FILES, LABEL, Site

ACCEPT_ENCODING = {
    None: False,
    "": False,
    "gzip": True,
    "gzip, deflate, br, zstd": True,
    "gzip;q=0, deflate": False,
    "identity;q=1, *;q=0": False,
    "*": True,
    "identity;q=0, gzip;q=0.5": True,
    "br;q=1.0, X-GZip;q=0.1": True,
}


# Field value -> where the part begins and ends in the file
PARTS: dict[str, slice] = {
    "bytes=0-": slice(0, None),
    "bytes=0-0": slice(0, 1),
    "bytes=100-299": slice(100, 300),
    "bytes=10000-": slice(10_000, None),
    "bytes=-700": slice(-700, None),
}


@pytest.mark.clause("RFC1952-2.3")
async def test_every_file_arrives_byte_for_byte(site: Site) -> None:
    for accepted, takes_gzip in ACCEPT_ENCODING.items():
        for name, (plain, deflated) in FILES.items():
            answer = await site.get(site.path(name), Accept_Encoding=accepted)
            if not deflated and accepted == "identity;q=0, gzip;q=0.5":
                assert answer.status == 406
                continue
            assert answer.status == 200
            gzipped = deflated and takes_gzip
            assert answer.fields.get("content-encoding") == ("gzip" if gzipped else None)
            assert (gzip.decompress(answer.body) if gzipped else answer.body) == plain
            assert answer.fields.get("vary") == ("Accept-Encoding" if deflated else None)


@pytest.mark.clause("RFC9110-15.3.7")
@pytest.mark.parametrize("name", ["film.mp4", "font.woff2", "picture.png"])
async def test_a_part_of_a_stored_file_arrives_byte_for_byte(site: Site, name: str) -> None:
    plain = FILES[name][0]
    for field, part in PARTS.items():
        answer = await site.get(site.path(name), Range=field)
        assert answer.status == 206
        assert answer.body == plain[part]
        first, end, _ = part.indices(len(plain))
        assert answer.fields["content-range"] == f"bytes {first}-{end - 1}/{len(plain)}"


async def test_a_small_file_is_read_from_the_store_once(site: Site) -> None:
    first = await site.get(site.path("js/player.js"), Accept_Encoding="gzip")
    upload = site.shelf.versions[LABEL].archive_key
    size = await site.objects.size(upload)
    assert size is not None
    await site.objects.put(upload, bytes(size))
    second = await site.get(site.path("js/player.js"), Accept_Encoding="gzip")
    assert second.body == first.body


async def test_a_file_of_an_upload_that_is_gone_is_not_found(site: Site) -> None:
    version = site.shelf.versions[LABEL]
    await site.get(site.path("index.html"), method="HEAD")
    site.content.forget(version.label)
    for key in (version.archive_key, version.index_key):
        await site.objects.delete(key)
    assert (await site.get(site.path("style/main.css"))).status == 404
