"""Answers with a file's bytes: one head made beforehand, one write.

aiohttp's own responses gather headers in a multidict, render them for every request and know
nothing of positions in a file. These hold the head as bytes and put head and body out together;
only `Date` and `Connection` are added per request. They go through aiohttp's public way of
answering (`prepare`, then `write_eof`), so keep-alive, flow control, the access log and graceful
shutdown stay aiohttp's. Middlewares cannot add headers to them; that is the price.
"""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import HttpVersion11, hdrs, web

from cursus.storage.ports import ShortObject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AsyncExitStack

    from aiohttp.abc import AbstractStreamWriter

    from runtime.content_bytes import LocalFile

_STATUS_LINES: Final = {
    status: f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()
    for status in (200, 206, 304)
}


Head = tuple[bytes, ...]


class _Dates:
    """The Date field of this second."""

    second = 0
    line = b""

    def now(self) -> bytes:
        second = int(time.time())
        if second != self.second:
            self.second = second
            self.line = f"Date: {formatdate(second, usegmt=True)}\r\n".encode()
        return self.line


_dates = _Dates()


class Prebuilt(web.StreamResponse):
    """An answer whose head is made: its fields as bytes, each line with its CRLF.

    `length` is the length of the body; for HEAD and 304 none is sent.
    """

    def __init__(self, status: int, fields: bytes, body: bytes | bytearray = b"") -> None:
        super().__init__(status=status)
        self._fields = fields
        self._content = body
        self._persistent: bool | None = None
        self._sent = 0

    @property
    def keep_alive(self) -> bool | None:
        """Whether the connection stays open after this answer."""
        return self._persistent

    @property
    def body_length(self) -> int:
        """How many bytes of body went out (for the access log)."""
        return self._sent

    def force_close(self) -> None:
        """Close the connection after this answer."""
        self._persistent = False

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        """Send the answer."""
        if self._persistent is None:
            self._persistent = request.keep_alive
        head = self._head(request, persistent=self._persistent)
        if request.method == hdrs.METH_HEAD:
            await request.writer.write(b"".join(head))
        else:
            await self._send(request, head)
        # What the client does not take is not piled up: the next request waits.
        await request.writer.drain()
        return request.writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Do nothing: the whole answer is out."""

    async def _send(self, request: web.BaseRequest, head: Head) -> None:
        await request.writer.write(b"".join((*head, self._content)))
        self._sent = len(self._content)

    def _head(self, request: web.BaseRequest, *, persistent: bool) -> Head:
        connection = b""
        if request.version < HttpVersion11:
            connection = b"Connection: keep-alive\r\n" if persistent else b""
        elif not persistent:
            connection = b"Connection: close\r\n"
        return (_STATUS_LINES[self.status], self._fields, _dates.now(), connection, b"\r\n")


class FromFile(Prebuilt):
    """An answer whose body is a part of a local file, between two short texts.

    The kernel copies the part from the page cache to the socket.
    """

    def __init__(
        self,
        status: int,
        fields: bytes,
        file: LocalFile,
        offset: int,
        length: int,
        *,
        before: bytes = b"",
        after: bytes = b"",
    ) -> None:
        super().__init__(status, fields)
        self._file = file
        self._offset = offset
        self._length = length
        self._before = before
        self._after = after

    async def _send(self, request: web.BaseRequest, head: Head) -> None:
        writer = request.writer
        await writer.write(b"".join((*head, self._before)))
        await self._send_part(request)
        if self._after:
            await writer.write(self._after)
        self._sent = len(self._before) + self._length + len(self._after)

    async def _send_part(self, request: web.BaseRequest) -> None:
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("the client has gone")
        loop = asyncio.get_running_loop()
        try:
            sent = await loop.sendfile(
                transport,
                self._file,  # type: ignore[arg-type] # fileno() is all that is asked of it
                self._offset,
                self._length,
                fallback=False,
            )
        except asyncio.SendfileNotAvailableError:
            # A file system that cannot, or a client that left before the first byte: asyncio does
            # not say which. Writing works for the one and says that the other is gone.
            async for chunk in self._file.chunks(self._offset, self._length):
                await request.writer.write(chunk)
            return
        if sent != self._length:
            raise ShortObject


class Streamed(Prebuilt):
    """An answer whose body comes in chunks, between two short texts.

    `opened` holds what the chunks come from and is closed when the answer is over.
    """

    def __init__(
        self,
        status: int,
        fields: bytes,
        chunks: AsyncIterator[bytes | bytearray],
        opened: AsyncExitStack,
        *,
        before: bytes = b"",
        after: bytes = b"",
    ) -> None:
        super().__init__(status, fields)
        self._chunks = chunks
        self._opened = opened
        self._before = before
        self._after = after

    async def _send(self, request: web.BaseRequest, head: Head) -> None:
        writer = request.writer
        async with self._opened:
            await writer.write(b"".join((*head, self._before)))
            async for chunk in self._chunks:
                await writer.write(chunk)
                self._sent += len(chunk)
            if self._after:
                await writer.write(self._after)
        self._sent += len(self._before) + len(self._after)
