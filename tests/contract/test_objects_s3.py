"""The S3 store on servers that are weak, slow to answer, or away."""

from __future__ import annotations

import asyncio
import hashlib
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from cursus.storage.objects_s3 import AWAY_SECONDS, FAILURES, S3Objects
from cursus.storage.ports import ShortObject, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BYTES = hashlib.shake_256(b"an object").digest(900_000)

pytestmark = pytest.mark.usefixtures("credentials")


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key-of-a-test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-of-a-test")


@asynccontextmanager
async def against(handler: Handler) -> AsyncIterator[S3Objects]:
    """A store on a server that answers everything by one handler."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    store = S3Objects("b", endpoint=f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield store
    await store.close()
    await runner.cleanup()


def _wanted(request: web.Request) -> tuple[int, int]:
    first, last = request.headers["Range"].removeprefix("bytes=").split("-")
    return int(first), int(last) + 1


async def test_a_server_that_answers_a_range_with_the_whole_is_understood() -> None:
    async def whole(_: web.Request) -> web.Response:
        return web.Response(body=BYTES)

    async with against(whole) as store:
        assert await store.read("t/a", 600_000, 1000) == BYTES[600_000:601_000]
        async with store.stream("t/a", 300_001, 300_000) as chunks:
            assert b"".join([chunk async for chunk in chunks]) == BYTES[300_001:600_001]
        with pytest.raises(ShortObject):
            await store.read("t/a", 900_000, 1)


async def test_a_body_that_breaks_off_is_read_on_from_there() -> None:
    asked: list[tuple[int, int]] = []

    async def breaking(request: web.Request) -> web.StreamResponse:
        first, end = _wanted(request)
        asked.append((first, end))
        response = web.StreamResponse(status=206)
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(BYTES)}"
        response.content_length = end - first
        await response.prepare(request)
        if len(asked) == 1:
            await response.write(BYTES[first : first + 300_000])
            assert request.transport is not None
            request.transport.close()
        else:
            await response.write(BYTES[first:end])
        return response

    async with against(breaking) as store, store.stream("t/a", 0, len(BYTES)) as chunks:
        assert b"".join([chunk async for chunk in chunks]) == BYTES
    assert asked == [(0, 900_000), (262_144, 900_000)]  # from the end of the last whole chunk


async def test_errors_of_the_server_are_tried_twice_and_then_told() -> None:
    asked = []

    async def failing(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=500)

    async with against(failing) as store:
        with pytest.raises(StorageUnavailable):
            await store.read("t/a", 0, 1)
    assert asked == ["/b/t/a"] * 2


async def test_one_error_in_between_is_not_noticed() -> None:
    asked = []

    async def failing_once(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=503) if len(asked) == 1 else web.Response(body=BYTES)

    async with against(failing_once) as store:
        assert await store.get("t/a") == BYTES


async def test_a_refused_credential_is_no_absent_object() -> None:
    async def refusing(_: web.Request) -> web.Response:
        return web.Response(status=403)

    async with against(refusing) as store:
        with pytest.raises(StorageUnavailable):
            await store.size("t/a")
        with pytest.raises(StorageUnavailable):
            await store.get("t/a")


async def test_a_server_that_is_away_holds_nobody_up_for_long(unused_tcp_port: int) -> None:
    store = S3Objects("b", endpoint=f"http://127.0.0.1:{unused_tcp_port}")
    for _ in range(FAILURES):
        with pytest.raises(StorageUnavailable):
            await store.get("t/a")
    started = time.perf_counter()
    outcomes = await asyncio.gather(
        *(store.get("t/a") for _ in range(1000)), return_exceptions=True
    )
    assert all(isinstance(outcome, StorageUnavailable) for outcome in outcomes)
    assert time.perf_counter() - started < AWAY_SECONDS / 5  # refused without asking
    await store.close()


async def test_a_failed_upload_leaves_the_file_with_its_owner(
    unused_tcp_port: int, tmp_path: Path
) -> None:
    store = S3Objects("b", endpoint=f"http://127.0.0.1:{unused_tcp_port}")
    upload = tmp_path / "upload"
    upload.write_bytes(BYTES)
    with pytest.raises(StorageUnavailable):
        await store.put_file("t/a", upload)
    assert upload.read_bytes() == BYTES
    await store.close()
