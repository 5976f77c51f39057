"""Delivery on the wire: connections that stay, that end, that stall."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from cursus.storage.objects_memory import MemoryObjects
from cursus.storage.ports import StorageUnavailable
from runtime.content_bytes import LocalFile
from runtime.content_response import FromFile
from tests.contract.content.course_site import FILES, LABEL, Site, read_answer, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from cursus.clock import Clock
    from cursus.storage.ports import ObjectStore

HOST = f"Host: {LABEL}.cursus.localhost\r\n"


def request_of(path: str, version: str = "1.1", fields: str = "") -> bytes:
    return f"GET {path} HTTP/{version}\r\n{HOST}{fields}\r\n".encode()


async def read_one(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    return head + await reader.readexactly(length)


@pytest.mark.parametrize("accepted", ["", "Accept-Encoding: gzip\r\n"])
async def test_one_connection_serves_any_number_of_files(site: Site, accepted: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    for name, (plain, deflated) in [*FILES.items()] * 2:
        writer.write(request_of(site.path(name), fields=accepted))
        async with asyncio.timeout(10):
            answer = read_answer(await read_one(reader))
        assert answer.status == 200
        assert "connection" not in answer.fields
        if not (accepted and deflated):
            assert answer.body == plain
    writer.close()
    await writer.wait_closed()


async def test_requests_sent_together_are_answered_in_their_order(local_site: Site) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", local_site.port)
    names = [*FILES] * 3
    writer.write(b"".join(request_of(local_site.path(name)) for name in names))
    for name in names:
        async with asyncio.timeout(10):
            assert read_answer(await read_one(reader)).body == FILES[name][0]
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("name", ["index.html", "film.mp4", "zeros.bin"])
async def test_an_old_client_is_answered_and_let_go(local_site: Site, name: str) -> None:
    raw = await local_site.send(request_of(local_site.path(name), version="1.0"))
    assert read_answer(raw).body == FILES[name][0]


async def test_an_old_client_may_stay(local_site: Site) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", local_site.port)
    for _ in range(2):
        fields = "Connection: keep-alive\r\n"
        writer.write(request_of(local_site.path("picture.png"), version="1.0", fields=fields))
        answer = read_answer(await read_one(reader))
        assert answer.fields["connection"] == "keep-alive"
    writer.close()
    await writer.wait_closed()


async def test_a_client_that_asks_to_close_is_told_so(local_site: Site) -> None:
    answer = await local_site.get(local_site.path("picture.png"))
    assert answer.fields["connection"] == "close"


@pytest.mark.parametrize("name", ["film.mp4", "zeros.bin", "data/course.json"])
async def test_a_client_that_leaves_in_the_middle_harms_nobody(
    site: Site, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=1024)
        writer.write(request_of(site.path(name)))
        await reader.readexactly(100)
        writer.transport.abort()
    assert (await site.get(site.path(name))).body == FILES[name][0]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_client_that_does_not_read_holds_up_nobody(local_site: Site) -> None:
    _, stalled = await asyncio.open_connection("127.0.0.1", local_site.port, limit=1024)
    stalled.write(request_of(local_site.path("film.mp4")) * 10)
    for name in FILES:
        assert (await local_site.get(local_site.path(name))).body == FILES[name][0]
    stalled.transport.abort()


async def test_answers_are_not_piled_up_for_a_client_that_does_not_read(local_site: Site) -> None:
    asked = 400
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(0)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(connection, ("127.0.0.1", local_site.port))
        await loop.sock_sendall(connection, request_of(local_site.path("index.html")) * asked)
        for _ in range(asked):
            await local_site.get(local_site.path("empty.txt"))
    # The kernel's own buffers take the first ones: some 4 MB of 50 KB each.
    assert local_site.server.requests_count - asked < asked / 2


class BreakingObjects(MemoryObjects):
    """A store whose connection breaks in the middle of a large file."""

    @asynccontextmanager
    async def stream(
        self, key: str, offset: int, length: int
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        async def chunks() -> AsyncIterator[bytes]:
            yield await self.read(key, offset, length // 2)
            raise StorageUnavailable

        yield chunks()


@pytest.mark.parametrize("name", ["film.mp4", "data/course.json"])
async def test_an_answer_that_cannot_be_finished_is_cut_off(clock: Clock, name: str) -> None:
    async with serving(BreakingObjects(), clock) as site:
        raw = await site.send(request_of(site.path(name)))
        head, _, body = raw.partition(b"\r\n\r\n")
        plain = FILES[name][0]
        assert f"Content-Length: {len(plain)}".encode() in head
        assert plain.startswith(body)
        assert len(body) < len(plain)


class OnNoSendfile(LocalFile):
    """A file of a file system that knows no sendfile: its descriptor is a pipe's."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.pipe = os.pipe()

    def fileno(self) -> int:
        return self.pipe[0]


async def test_a_file_that_the_kernel_cannot_send_is_sent_by_hand(tmp_path: Path) -> None:
    data = FILES["film.mp4"][0]
    (tmp_path / "upload").write_bytes(data)
    file = OnNoSendfile(tmp_path / "upload")
    fields = f"Content-Length: {len(data) - 8}\r\n".encode()

    async def handle(_: web.BaseRequest) -> web.StreamResponse:
        return FromFile(200, fields, file, 10, len(data) - 20, before=b"before", after=b"end.  ")

    async with TestServer(web.Application()) as server:
        assert server.runner is not None
        assert server.runner.server is not None
        server.runner.server.request_handler = handle
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = read_answer(await reader.read(-1))
        writer.close()
        await writer.wait_closed()
    for end in file.pipe:
        os.close(end)
    assert answer.body == b"before" + data[10:-10] + b"end.  "


async def test_other_addresses_are_the_applications(local_site: Site) -> None:
    answer = await local_site.get("/contents/of/the/application")
    assert answer.body == b"the application at /contents/of/the/application"


async def test_the_ordinary_way_answers_the_same(
    open_store: Callable[[str], ObjectStore], clock: Clock, local_site: Site
) -> None:
    async with serving(open_store("memory"), clock, first=False) as ordinary:
        for name in (*FILES, "unknown"):
            for fields in ({}, {"Accept_Encoding": "gzip"}, {"Range": "bytes=5-9"}):
                path = local_site.path(name)
                first = await local_site.get(path, **fields)
                second = await ordinary.get(path, **fields)
                assert first.status == second.status
                assert first.body == second.body
                assert first.fields | {"date": ""} == second.fields | {"date": ""}
