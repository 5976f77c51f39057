"""The ObjectStore port on a folder of this machine.

An object is written beside its place, synced, and renamed into it; so it is there whole or not
at all, and once `put` returns it survives a power cut (file, name and folder are synced). What a
killed process left half written lies in `.incoming` and is removed at the next start a day later.
"""

from __future__ import annotations

import asyncio
import errno
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cursus.storage.files import copy_whole, make_folder, storage_problem, sync
from cursus.storage.object_keys import check_key
from cursus.storage.ports import ShortObject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from io import FileIO
    from pathlib import Path

T = TypeVar("T")

CHUNK = 256 * 1024
THREADS = 8
INCOMING = ".incoming"
STALE_SECONDS = 86_400


class LocalObjects:
    """Objects as files under a folder, each at its key."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, made if need be."""
        self._folder = folder.absolute()
        self._incoming = self._folder / INCOMING
        self._threads = ThreadPoolExecutor(THREADS, "objects")
        make_folder(self._incoming)
        self._remove_stale()

    async def put(self, key: str, data: bytes) -> None:
        """Store bytes durably; the same key again replaces them."""
        await self._run(self._put, check_key(key), data)

    async def put_file(self, key: str, path: Path) -> None:
        """Store a file durably and take it: afterwards the path belongs to the store."""
        await self._run(self._put_file, check_key(key), path)

    async def get(self, key: str) -> bytes:
        """Return a whole object; meant for small ones."""
        return await self._run(self._path(key).read_bytes)

    async def read(self, key: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`."""
        return await self._run(_read, self._path(key), offset, length)

    @asynccontextmanager
    async def stream(
        self, key: str, offset: int, length: int
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open a range of an object as chunks of bounded size."""
        file = await self._run(partial(self._path(key).open, "rb", buffering=0))

        async def chunks() -> AsyncIterator[bytes]:
            position, end = offset, offset + length
            while position < end:
                size = min(CHUNK, end - position)
                yield await self._run(_read_exactly, file, position, size)
                position += size

        with file:
            yield chunks()

    async def fetch(self, key: str, path: Path) -> None:
        """Copy a whole object into a local file, never leaving half of one there."""
        await self._run(copy_whole, self._path(key), path)

    def local_path(self, key: str) -> Path | None:
        """Return where the object lies."""
        return self._path(key)

    async def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""
        try:
            return (await self._run(self._path(key).stat)).st_size
        except KeyError:
            return None

    async def delete(self, key: str) -> None:
        """Remove an object; removing an absent one is no error."""
        with suppress(KeyError):
            await self._run(self._path(key).unlink)

    async def keys(self, prefix: str) -> AsyncIterator[str]:
        """List the keys that begin with a prefix, in order."""
        for key in await self._run(self._list, prefix):
            yield key

    async def close(self) -> None:
        """Finish what is under way."""
        await asyncio.to_thread(self._threads.shutdown)

    def _path(self, key: str) -> Path:
        return self._folder / check_key(key)

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        with _translated():
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, *arguments)

    def _put(self, key: str, data: bytes) -> None:
        temporary = self._incoming / uuid.uuid4().hex
        try:
            temporary.write_bytes(data)
            self._take(temporary, key)
        finally:
            temporary.unlink(missing_ok=True)

    def _put_file(self, key: str, path: Path) -> None:
        try:
            self._take(path, key)
        except OSError as error:
            if error.errno != errno.EXDEV:  # another file system cannot be renamed from
                raise
            temporary = self._incoming / uuid.uuid4().hex
            copy_whole(path, temporary)
            self._take(temporary, key)
            path.unlink()

    def _take(self, path: Path, key: str) -> None:
        """Sync a file and rename it to its place."""
        target = self._folder / key
        make_folder(target.parent)
        sync(path)
        path.replace(target)
        sync(target.parent)

    def _list(self, prefix: str) -> list[str]:
        found = []
        for folder, folders, names in os.walk(self._folder):
            folders[:] = [name for name in folders if name != INCOMING]
            relative = os.path.relpath(folder, self._folder)
            found += [key for name in names if (key := f"{relative}/{name}").startswith(prefix)]
        return sorted(found)

    def _remove_stale(self) -> None:
        before = time.time() - STALE_SECONDS
        for path in self._incoming.iterdir():
            with suppress(FileNotFoundError):  # another process may be at it too
                if path.stat().st_mtime < before:
                    path.unlink()


def _read(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb", buffering=0) as file:
        return _read_exactly(file, offset, length)


def _read_exactly(file: FileIO, offset: int, length: int) -> bytes:
    parts = []
    while length:
        part = os.pread(file.fileno(), length, offset)
        if not part:
            raise ShortObject
        parts.append(part)
        offset, length = offset + len(part), length - len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


@contextmanager
def _translated() -> Iterator[None]:
    """Say in the port's words what the file system says."""
    try:
        yield
    except FileNotFoundError as error:
        raise KeyError(str(error.filename)) from error
    except OSError as error:
        raise storage_problem(error) from error
