"""Attacks below HTTP's polite forms: targets, hosts, codings, half requests."""

from __future__ import annotations

import gzip
import logging
from typing import TYPE_CHECKING

import pytest

from runtime.connections import SERVER_OPTIONS
from tests.http.api.wire import CONTENT_HOST, asked, first_line, raw

if TYPE_CHECKING:
    from tests.http.api.conftest import Caller, Client

UPLOAD = "/api/v2/courses/importJobs/upload?courseId=c"
FORM = "multipart/form-data; boundary=B"


@pytest.mark.parametrize(("method", "target"), [("OPTIONS", "*"), ("CONNECT", "a:1")])
async def test_a_target_that_is_no_path_is_the_callers_fault(
    client: Client, method: str, target: str
) -> None:
    status, _ = await asked(client, target, method=method)
    assert 400 <= status < 500


@pytest.mark.parametrize(
    "target",
    [
        "/%61pi/v2/ping",
        "//api/v2/ping",
        "/./api/v2/ping",
        "/launch/../api/v2/ping",
        "/launch/%2e%2e/api/v2/ping",
        "/launch%2f..%2fapi/v2/ping",
        "/content/../api/v2/ping",
        "/content/%2e%2e/%2e%2e/api/v2/ping",
        "http://127.0.0.1/api/v2/ping",
    ],
)
async def test_no_spelling_of_the_apis_address_is_answered_on_a_content_host(
    client: Client, portal: Caller, target: str
) -> None:
    status, body = await asked(
        client, target, f"Authorization: {portal.headers['Authorization']}", host=CONTENT_HOST
    )
    assert status in (403, 404, 421)
    assert b"API is up" not in body


@pytest.mark.parametrize(
    "target",
    [
        "/%63ontent/x/y/z",
        "//content/x/y/z",
        "/api/../content/x/y/z",
        f"http://{CONTENT_HOST}/content/x/y/z",
        f"http://{CONTENT_HOST}/player/x",
    ],
)
async def test_no_spelling_of_contents_address_is_answered_on_the_apis_host(
    client: Client, target: str
) -> None:
    status, _ = await asked(client, target)
    assert status in (404, 421)


async def test_two_hosts_are_none(client: Client) -> None:
    status, _ = await asked(client, "/docs", f"Host: {CONTENT_HOST}")
    assert status == 400


@pytest.mark.parametrize(
    "host", ["127.0.0.1, evil", "evil@127.0.0.1", "127.0.0.1#evil", "evil/127.0.0.1", "127.0.0.1 x"]
)
async def test_a_host_with_more_in_it_is_not_served(client: Client, host: str) -> None:
    status, _ = await asked(client, "/docs", host=host)
    assert status in (400, 421)


async def test_a_length_beside_chunks_is_refused(client: Client) -> None:
    fields = ("Content-Length: 5", "Transfer-Encoding: chunked")
    status, _ = await asked(client, "/api/v2/registrations", *fields, method="POST")
    assert status == 400


@pytest.mark.parametrize("path", ["/player-assets/x/player.js", "/launch/x", "/content/x/y/z"])
async def test_nothing_on_a_content_host_is_a_service_worker(client: Client, path: str) -> None:
    status, body = await asked(client, path, "Service-Worker: script", host=CONTENT_HOST)
    assert status in (403, 421)
    assert b"// @ts-check" not in body


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("127.0.0.1", "/api/v2/registrations"),
        ("127.0.0.1", "/api/v2/courses/importJobs/upload?courseId=c"),
        ("127.0.0.1", "/xapi/statements"),
        (CONTENT_HOST, "/launch/x"),
        (CONTENT_HOST, "/rte/x/commit"),
    ],
)
async def test_a_compressed_body_is_refused_and_never_inflated(
    client: Client, host: str, path: str
) -> None:
    bomb = gzip.compress(bytes(8 << 20), 9)
    status, _ = await raw(
        client,
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode(),
        bomb,
    )
    assert status == 415
    assert SERVER_OPTIONS["auto_decompress"] is False  # the client's server runs with these


async def test_the_log_quotes_no_request_that_cannot_be_read(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        status, _ = await raw(
            client, b"GET /player/SECRETTOKEN\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        )
    assert status == 400
    assert "SECRETTOKEN" not in caplog.text
    assert "Traceback" not in caplog.text


def test_a_head_that_does_not_end_is_given_up_soon() -> None:
    assert 60 < SERVER_OPTIONS["keepalive_timeout"] < 120


@pytest.mark.parametrize("patience", [0.1])
@pytest.mark.parametrize(
    ("path", "kind", "begun"),
    [
        ("/api/v2/registrations", "application/json", b"{"),
        ("/xapi/statements", "application/json", b"{"),
        (UPLOAD, FORM, b"--B"),
        (UPLOAD, FORM, b'--B\r\nContent-Disposition: form-data; name="other"\r\n\r\na'),
        (UPLOAD, FORM, b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\na'),
    ],
)
async def test_a_body_that_stands_still_is_given_up(
    client: Client, portal: Caller, path: str, kind: str, begun: bytes
) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Authorization: {portal.headers['Authorization']}\r\nContent-Type: {kind}\r\n"
        "X-Experience-API-Version: 2.0.0\r\nContent-Length: 1000\r\n\r\n"
    )
    status, _ = await first_line(client, head.encode() + begun)
    assert status == 408


@pytest.mark.parametrize("patience", [0.1])
async def test_a_body_whose_framing_breaks_in_the_middle_is_given_up(
    client: Client, portal: Caller
) -> None:
    head = (
        "POST /api/v2/registrations HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Authorization: {portal.headers['Authorization']}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    status, _ = await first_line(client, head.encode() + b"1\r\n{\r\n", b"not a length\r\n")
    assert 400 <= status < 500
