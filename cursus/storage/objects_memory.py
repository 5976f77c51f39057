"""The ObjectStore port in memory: for tests, and for what need not outlive the process."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from cursus.storage.object_keys import check_key
from cursus.storage.ports import ShortObject

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CHUNK = 256 * 1024


class MemoryObjects:
    """Objects in a dictionary."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    async def put(self, key: str, data: bytes) -> None:
        """Store bytes; the same key again replaces them."""
        self._objects[check_key(key)] = bytes(data)

    async def put_file(self, key: str, path: Path) -> None:
        """Store a file and take it."""
        check_key(key)
        self._objects[key] = path.read_bytes()  # noqa: ASYNC240 - tests' files are small
        path.unlink()  # noqa: ASYNC240

    async def get(self, key: str) -> bytes:
        """Return a whole object."""
        return self._objects[check_key(key)]

    async def read(self, key: str, offset: int, length: int) -> bytes:
        """Return exactly `length` bytes from `offset`."""
        data = self._objects[check_key(key)][offset : offset + length]
        if len(data) != length:
            raise ShortObject
        return data

    @asynccontextmanager
    async def stream(
        self, key: str, offset: int, length: int
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open a range of an object as chunks of bounded size."""
        data = await self.read(key, offset, length)

        async def chunks() -> AsyncIterator[bytes]:
            for start in range(0, length, CHUNK):
                yield data[start : start + CHUNK]

        yield chunks()

    async def fetch(self, key: str, path: Path) -> None:
        """Copy a whole object into a local file."""
        path.write_bytes(await self.get(key))  # noqa: ASYNC240

    def local_path(self, key: str) -> Path | None:  # noqa: ARG002
        """Return None: nothing here is a file."""
        return None

    async def size(self, key: str) -> int | None:
        """Return an object's size in bytes, or None when there is none."""
        data = self._objects.get(check_key(key))
        return None if data is None else len(data)

    async def delete(self, key: str) -> None:
        """Remove an object; removing an absent one is no error."""
        self._objects.pop(check_key(key), None)

    async def keys(self, prefix: str) -> AsyncIterator[str]:
        """List the keys that begin with a prefix, in order."""
        for key in sorted(self._objects):
            if key.startswith(prefix):
                yield key

    async def close(self) -> None:
        """Let go of everything."""
        self._objects.clear()
