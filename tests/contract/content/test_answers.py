"""What delivery answers besides the bytes: fields, freshness, and every refusal."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cursus.storage.ports import StorageUnavailable
from cursus.texts import Text
from tests.contract.content.course_site import FILES, LABEL, OTHER_LABEL, Shelf, Site, StoredVersion

if TYPE_CHECKING:
    from tests.conftest import ManualClock

MINUTE = 61


async def test_content_carries_the_fields_that_keep_it_apart(local_site: Site) -> None:
    fields = (await local_site.get(local_site.path("index.html"), Accept_Encoding="gzip")).fields
    assert fields["content-type"] == "text/html"
    assert fields["x-content-type-options"] == "nosniff"
    assert fields["referrer-policy"] == "same-origin"
    assert fields["cross-origin-resource-policy"] == "same-origin"
    assert fields["origin-agent-cluster"] == "?1"
    assert "unload=*" in fields["permissions-policy"]
    assert "camera=()" in fields["permissions-policy"]
    assert fields["cache-control"] == "public, max-age=31536000, immutable"
    assert "date" in fields
    assert not {"set-cookie", "access-control-allow-origin", "last-modified"} & fields.keys()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("film.mp4", "video/mp4"), ("урок 1/план+схема 100%.svg", "image/svg+xml")],
)
async def test_types_come_from_the_table(local_site: Site, name: str, media_type: str) -> None:
    answer = await local_site.get(local_site.path(name))
    assert answer.fields["content-type"] == media_type


@pytest.mark.clause("RFC9110-9.3.2")
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_head_says_what_get_says_and_sends_nothing(site: Site, accepted: str) -> None:
    for name in FILES:
        path = site.path(name)
        got = await site.get(path, Accept_Encoding=accepted)
        head = await site.get(path, method="HEAD", Accept_Encoding=accepted)
        assert head.status == got.status
        assert head.fields | {"date": ""} == got.fields | {"date": ""}


@pytest.mark.clause("RFC9110-14.2")
async def test_head_takes_no_range(local_site: Site) -> None:
    path = local_site.path("film.mp4")
    assert (await local_site.get(path, method="HEAD", Range="bytes=0-9")).status == 200


@pytest.mark.clause("RFC9110-13.1.2")
@pytest.mark.parametrize("name", ["index.html", "data/course.json", "film.mp4", "picture.png"])
async def test_what_the_client_has_is_not_sent_again(local_site: Site, name: str) -> None:
    path = local_site.path(name)
    full = await local_site.get(path, Accept_Encoding="gzip")
    etag = full.fields["etag"]
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = await local_site.get(path, Accept_Encoding="gzip", If_None_Match=held)
        assert answer.status == 304
        for field in ("etag", "cache-control", "vary"):
            assert answer.fields.get(field) == full.fields.get(field)
    assert (await local_site.get(path, If_None_Match='"other"')).status == 200


async def test_codings_of_a_file_have_different_tags(local_site: Site) -> None:
    path = local_site.path("index.html")
    gzipped = await local_site.get(path, Accept_Encoding="gzip")
    plain = await local_site.get(path)
    assert gzipped.fields["etag"] != plain.fields["etag"]
    answer = await local_site.get(path, If_None_Match=gzipped.fields["etag"])
    assert answer.status == 200


async def test_a_precondition_that_does_not_hold_is_said(local_site: Site) -> None:
    path = local_site.path("film.mp4")
    etag = (await local_site.get(path)).fields["etag"]
    assert (await local_site.get(path, If_Match=etag)).status == 200
    assert (await local_site.get(path, If_Match='"other"')).status == 412


@pytest.mark.clause("RFC9110-13.1.5")
async def test_a_range_counts_only_for_the_bytes_that_the_client_knows(local_site: Site) -> None:
    path = local_site.path("film.mp4")
    etag = (await local_site.get(path)).fields["etag"]
    held = {etag: 206, f"W/{etag}": 200, '"other"': 200, "Wed, 21 Oct 2026 07:28:00 GMT": 200}
    for condition, status in held.items():
        answer = await local_site.get(path, Range="bytes=0-9", If_Range=condition)
        assert answer.status == status


@pytest.mark.clause("RFC9110-14.2")
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_a_deflated_file_is_only_served_whole(local_site: Site, accepted: str) -> None:
    path = local_site.path("index.html")
    answer = await local_site.get(path, Range="bytes=0-9", Accept_Encoding=accepted)
    assert answer.status == 200
    assert answer.fields["accept-ranges"] == "none"


@pytest.mark.clause("RFC9110-15.5.17")
async def test_a_range_outside_of_the_file_is_told_its_length(local_site: Site) -> None:
    answer = await local_site.get(local_site.path("picture.png"), Range="bytes=20000-")
    assert answer.status == 416
    assert answer.fields["content-range"] == "bytes */20000"


@pytest.mark.parametrize("name", ["", "style", "style/", "Index.html", "../index.html", "a\0b"])
async def test_only_listed_names_are_found(local_site: Site, name: str) -> None:
    assert (await local_site.get(local_site.path(name))).status == 404


@pytest.mark.parametrize(
    "tail", ["%69ndex.html", "style%2Fmain.css", "index.html?v=1", "index.html?../../x"]
)
async def test_spellings_of_a_listed_name_are_found(local_site: Site, tail: str) -> None:
    assert (await local_site.get(local_site.path("") + tail)).status == 200


@pytest.mark.parametrize(
    "tail", ["%2569ndex.html", "style/../index.html", "./index.html", "/index.html", "%ff"]
)
async def test_other_spellings_are_not(local_site: Site, tail: str) -> None:
    assert (await local_site.get(local_site.path("") + tail)).status == 404


async def test_an_address_works_a_week_after_its_window_and_then_is_refused(
    local_site: Site, clock: ManualClock
) -> None:
    path = local_site.path("index.html")
    clock.forward(timedelta(days=7).total_seconds())
    assert (await local_site.get(path)).status == 200
    clock.forward(timedelta(days=7).total_seconds())
    answer = await local_site.get(path, Accept_Language="ru")
    assert answer.status == 403
    assert answer.fields["content-type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem["type"] == "urn:cursus:problem:content-address-refused"
    assert "устарел" in problem["detail"]


async def test_a_forged_address_is_refused(local_site: Site) -> None:
    path = local_site.path("index.html").replace(f"/{LABEL}/", f"/{LABEL}/x")
    assert (await local_site.get(path)).status == 403


@pytest.mark.clause("RFC9110-15.5.20")
@pytest.mark.parametrize(
    "host",
    [
        f"{OTHER_LABEL}.cursus.localhost",
        "127.0.0.1",
        "localhost",
        "example.org",
        f"{LABEL}.cursus.localhost@example.org",
    ],
)
async def test_content_is_served_on_its_own_host_only(local_site: Site, host: str) -> None:
    answer = await local_site.get(local_site.path("index.html"), Host=host)
    assert answer.status == 421
    assert json.loads(answer.body)["type"] == "urn:cursus:problem:misdirected"


async def test_one_course_does_not_open_another(local_site: Site) -> None:
    own = await local_site.get(local_site.path("mark.txt"))
    assert own.body == b"one"
    stolen = local_site.path("mark.txt").replace(LABEL, OTHER_LABEL)
    answer = await local_site.get(stolen, Host=f"{OTHER_LABEL}.cursus.localhost")
    assert answer.status == 403


async def test_a_service_worker_is_refused(local_site: Site) -> None:
    answer = await local_site.get(local_site.path("js/player.js"), Service_Worker="script")
    assert answer.status == 403
    assert json.loads(answer.body)["type"] == "urn:cursus:problem:service-worker-refused"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_content_is_only_read(local_site: Site, method: str) -> None:
    answer = await local_site.get(local_site.path("index.html"), method=method)
    assert answer.status == 405
    assert answer.fields["allow"] == "GET, HEAD"


async def test_a_deleted_course_is_gone_at_once_here_and_soon_elsewhere(
    local_site: Site, clock: ManualClock
) -> None:
    path = local_site.path("index.html")
    assert (await local_site.get(path)).status == 200
    del local_site.shelf.versions[LABEL]
    assert (await local_site.get(path)).status == 200
    clock.forward(MINUTE)
    assert (await local_site.get(path)).status == 404
    other = local_site.path("index.html", OTHER_LABEL)
    host = f"{OTHER_LABEL}.cursus.localhost"
    assert (await local_site.get(other, Host=host)).status == 200
    del local_site.shelf.versions[OTHER_LABEL]
    local_site.content.forget(OTHER_LABEL)
    assert (await local_site.get(other, Host=host)).status == 404


class Unreachable(Shelf):
    async def by_label(self, label: str) -> StoredVersion:
        raise StorageUnavailable(Text(label, label))


async def test_a_course_in_use_is_served_while_the_database_is_away(
    local_site: Site, clock: ManualClock
) -> None:
    path = local_site.path("film.mp4")
    assert (await local_site.get(path)).status == 200
    local_site.shelf.by_label = Unreachable().by_label  # type: ignore[method-assign]
    clock.forward(MINUTE)
    assert (await local_site.get(path)).status == 200
    other = local_site.path("film.mp4", OTHER_LABEL)
    answer = await local_site.get(other, Host=f"{OTHER_LABEL}.cursus.localhost")
    assert answer.status == 503
    assert "retry-after" in answer.fields


async def test_versions_are_looked_up_once_a_minute(local_site: Site) -> None:
    for name in FILES:
        await local_site.get(local_site.path(name))
    assert local_site.shelf.lookups == 1
