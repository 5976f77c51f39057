"""What a node keeps near on disk: whole uploads of a store that lies elsewhere.

The cache is bounded by bytes and lets go of what was not used for longest. A file of it is
complete as soon as it has its name: it is copied under another one, flushed and renamed; what a
crash left half done is removed at the next start.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from cursus.storage.ports import StorageUnavailable
from runtime.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable
    from pathlib import Path

    from cursus.storage.ports import ObjectStore

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")

HOT_AFTER: Final = 4  # reads of an object from afar before it is copied whole
REMEMBERED: Final = 10_000  # objects whose reads from afar are counted

_NAME = re.compile(r"[0-9a-f]{40}")
_log = logging.getLogger("cursus.content")


class OnceAtATime(Generic[K, V]):
    """Runs work by key: those who ask while it runs wait for the same result."""

    def __init__(self) -> None:
        self._running: dict[K, asyncio.Task[V]] = {}

    async def do(self, key: K, work: Callable[[], Coroutine[None, None, V]]) -> V:
        """Return the result of the work, or raise what it raised."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(work())
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        # One who gives up waiting takes nothing from the others.
        return await asyncio.shield(task)


class UploadCache:
    """Local copies of whole uploads of a store whose objects are not local files.

    What an earlier process left whole in the folder is taken over.
    """

    def __init__(self, objects: ObjectStore, folder: Path, limit: int) -> None:
        """Take the store, a folder of the cache's own and the most bytes to keep there."""
        self._objects = objects
        self._folder = folder
        self._limit = limit
        self._held = 0  # bytes on disk, those being copied included
        self._sizes: OrderedDict[str, int] = OrderedDict()  # file name -> bytes, oldest use first
        self._copying: dict[str, asyncio.Task[None]] = {}
        self._asked: Recent[str, int] = Recent(REMEMBERED)  # file name -> reads from afar
        self.dropped: Callable[[str], None] = lambda _: None  # told the name of each file let go
        self._take_over()

    async def close(self) -> None:
        """Give up copies that are under way."""
        tasks = list(self._copying.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def path(self, key: str, size: int) -> Path | None:
        """Return an object's local copy; None while there is none, and soon there may be one.

        `size` is the object's in bytes. Copying begins when an object has been asked for a few
        times, once however many ask.
        """
        name = _file_name(key)
        if name in self._sizes:
            self._sizes.move_to_end(name)
            return self._folder / name
        if size <= self._limit and name not in self._copying and self._is_hot(name):
            task = asyncio.get_running_loop().create_task(self._copy(key, name, size))
            self._copying[name] = task
            task.add_done_callback(lambda _: self._copying.pop(name, None))
        return None

    async def settled(self) -> None:
        """Wait until no copy is under way."""
        while self._copying:
            await asyncio.wait(self._copying.values())

    def _take_over(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        found = []
        for path in self._folder.iterdir():
            if _NAME.fullmatch(path.name):
                status = path.stat()
                found.append((status.st_mtime_ns, path.name, status.st_size))
            else:
                path.unlink()
        for _, name, size in sorted(found):
            self._sizes[name] = size
            self._held += size
        self._remove(self._excess())

    def _is_hot(self, name: str) -> bool:
        asked = (self._asked.get(name) or 0) + 1
        self._asked.put(name, asked, 1)
        return asked >= HOT_AFTER

    async def _copy(self, key: str, name: str, size: int) -> None:
        half = self._folder / f"{name}.part"
        self._held += size
        try:
            await asyncio.to_thread(self._remove, self._excess())
            await self._objects.fetch(key, half)
            await asyncio.to_thread(_complete, half, self._folder / name, size)
            self._sizes[name] = size
        except (OSError, KeyError, StorageUnavailable) as error:
            # Readers go on reading from afar; the copy is tried again when they have asked enough.
            _log.warning("no local copy of %s: %r", key, error)
        finally:
            self._asked.drop(name)
            if name not in self._sizes:
                self._held -= size
                half.unlink(missing_ok=True)

    def _excess(self) -> list[str]:
        """Forget what was not used for longest until the limit holds; return its names."""
        gone: list[str] = []
        while self._sizes and self._held > self._limit:
            name, freed = self._sizes.popitem(last=False)
            self._held -= freed
            self.dropped(name)
            gone.append(name)
        return gone

    def _remove(self, names: list[str]) -> None:
        for name in names:
            (self._folder / name).unlink(missing_ok=True)  # its readers keep it open


def _file_name(key: str) -> str:
    """Return the name of an object's copy: keys have slashes and any length."""
    return hashlib.blake2b(key.encode(), digest_size=20).hexdigest()


def _complete(half: Path, whole: Path, size: int) -> None:
    """Give a copy its name, once it is on the disk."""
    if half.stat().st_size != size:
        raise OSError(f"{half.name} has {half.stat().st_size} bytes of {size}")
    with half.open("rb") as file:
        os.fsync(file.fileno())  # else a power cut may leave a whole name on empty blocks
    half.rename(whole)
