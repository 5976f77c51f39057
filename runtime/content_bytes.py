"""Where the bytes of a stored upload come from: an open local file, or the store from afar.

The rest of delivery asks for a position and a length. A local file (the store's own, or the copy
in the upload cache) is read on the event loop when the page cache has the bytes and in a thread
when it does not; the loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

from cursus.errors import NotFound
from cursus.storage.ports import ShortObject
from runtime.recent import Recent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from cursus.storage.ports import ObjectStore
    from runtime.content_cache import UploadCache

OPEN_FILES: Final = 256
CHUNK: Final = 262_144  # bytes

_log = logging.getLogger("cursus.content")

_NOWAIT: Final = getattr(os, "RWF_NOWAIT", None)  # Linux; elsewhere every read goes to a thread


class LocalFile:
    """An open upload; closed when nobody holds it, so letting go of it never harms a reader."""

    __slots__ = ("_descriptor", "_nowait")

    def __init__(self, path: Path) -> None:
        self._nowait = _NOWAIT
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def __del__(self) -> None:
        # Not set when the file could not be opened.
        descriptor = getattr(self, "_descriptor", None)
        if descriptor is not None:
            os.close(descriptor)

    def fileno(self) -> int:
        """Return the descriptor; its file position means nothing."""
        return self._descriptor

    async def read(self, offset: int, length: int) -> bytes | bytearray:
        """Return exactly `length` bytes; raises ShortObject when the file ends before."""
        if self._nowait is not None:
            buffer = bytearray(length)
            try:
                if os.preadv(self._descriptor, [buffer], offset, self._nowait) == length:
                    return buffer
            except BlockingIOError:
                pass  # the page cache has not all of it
            except OSError as error:
                if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL):
                    raise
                self._nowait = None  # this file system cannot say
        return await asyncio.to_thread(self._read, offset, length)

    async def chunks(self, offset: int, length: int) -> AsyncIterator[bytes | bytearray]:
        """Yield `length` bytes in pieces of bounded size; raises as `read`."""
        end = offset + length
        for start in range(offset, end, CHUNK):
            yield await self.read(start, min(CHUNK, end - start))

    def _read(self, offset: int, length: int) -> bytes:
        chunks: list[bytes] = []
        while length:
            chunk = os.pread(self._descriptor, length, offset)
            if not chunk:
                raise ShortObject
            chunks.append(chunk)
            offset += len(chunk)
            length -= len(chunk)
        return b"".join(chunks)


class Uploads:
    """The stored uploads of an installation, by object key."""

    def __init__(
        self, objects: ObjectStore, cache: UploadCache | None, *, open_files: int = OPEN_FILES
    ) -> None:
        """Take the store, and the upload cache when the store's objects are not local files."""
        self._objects = objects
        self._cache = cache
        self._open: Recent[str, LocalFile] = Recent(open_files)
        if cache is not None:
            cache.dropped = self._open.drop  # an open file keeps its blocks on the disk

    async def local(self, key: str, size: int) -> LocalFile | None:
        """Return an upload of `size` bytes as an open file, or None when it is not at hand."""
        if self._cache is None:
            return self._open.get(key) or await self._opened(key, self._objects.local_path(key))
        path = self._cache.path(key, size)
        if path is None:
            return None
        return self._open.get(path.name) or await self._opened(path.name, path)

    async def _opened(self, name: str, path: Path | None) -> LocalFile | None:
        if path is None:
            return None
        try:
            file = await asyncio.to_thread(LocalFile, path)
        except FileNotFoundError:
            return None
        self._open.put(name, file, 1)
        return file

    async def read(self, key: str, size: int, offset: int, length: int) -> bytes | bytearray:
        """Return exactly `length` bytes of an upload of `size` bytes.

        Raises NotFound when there is no such object, StorageUnavailable when it cannot be read.
        """
        file = await self.local(key, size)
        if file is not None:
            return await file.read(offset, length)
        with _found():
            return await self._objects.read(key, offset, length)

    @asynccontextmanager
    async def chunks(
        self, key: str, size: int, offset: int, length: int
    ) -> AsyncIterator[AsyncIterator[bytes | bytearray]]:
        """Open a part of an upload of `size` bytes as chunks of bounded size; raises as `read`."""
        file = await self.local(key, size)
        if file is not None:
            yield file.chunks(offset, length)
            return
        async with AsyncExitStack() as opened:
            with _found():
                stream = self._objects.stream(key, offset, length)
                chunks = await opened.enter_async_context(stream)
            yield chunks

    async def close(self) -> None:
        """Give up what is under way in the background."""
        if self._cache is not None:
            await self._cache.close()

    def forget(self, key: str) -> None:
        """Let go of an upload's open file."""
        self._open.drop(key)


@contextmanager
def _found() -> Iterator[None]:
    """Say that an object is gone: its course was deleted while it was being served."""
    try:
        yield
    except KeyError as error:
        _log.warning("an object that a course names is not there: %s", error)
        raise NotFound from error
