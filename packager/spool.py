"""The spool: uploads on their way from the network to an object.

Names are `<tenant>~<job>` and what the file is: `.part` while it is received, `.zip` once it is
whole and synced, `.put.zip` a second name of it for the object store to take, `.overlay.zip` what
the worker wrote, `.judged` what it found while somebody looks at that. Reading and writing happen
in threads, one after another, while the next bytes arrive; the hash is done when the last byte is.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cursus.errors import TooLarge
from cursus.storage.files import copy_whole, storage_problem, sync
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from io import FileIO
    from pathlib import Path

T = TypeVar("T")

BATCH = 256 << 10  # bytes handed to a thread at a time; more was no faster and took memory
SYNC_EVERY = 16 << 20  # bytes after which the disk is told to begin: the last sync is short then

_TOO_LARGE = Text(
    "The package is larger than the {limit} bytes that this installation takes.",
    "Пакет больше {limit} байт, которые принимает эта установка.",
)


class Upload(NamedTuple):
    """A file in the spool."""

    sha256: str  # hexadecimal digits
    size: int  # bytes


class Spool:
    """A folder of uploads."""

    def __init__(self, folder: Path, limit: int) -> None:
        """Take the folder, which exists, and the most bytes of an upload."""
        self._folder = folder
        self._limit = limit

    def path(self, tenant: str, job: str) -> Path:
        """Return where the upload of a job lies."""
        return self._folder / f"{tenant}~{job}.zip"

    async def holds(self, tenant: str, job: str) -> bool:
        """Return whether the upload of a job is here."""
        return await asyncio.to_thread(self.path(tenant, job).exists)

    def overlay_path(self, tenant: str, job: str) -> Path:
        """Return where the overlay of an upload is to be written."""
        return self._folder / f"{tenant}~{job}.overlay.zip"

    async def receive(self, tenant: str, job: str, chunks: AsyncIterator[bytes]) -> Upload:
        """Take an upload; it is durable when this returns.

        Raises `TooLarge`, `InsufficientStorage`, `StorageUnavailable` and whatever `chunks`
        raises, and then leaves nothing behind.
        """
        part = self._folder / f"{tenant}~{job}.part"
        try:
            with await _in_thread(_create, part) as file:
                upload = await self._write(file, chunks)
            await _in_thread(_rename_durably, part, self.path(tenant, job))
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        return upload

    async def second_name(self, tenant: str, job: str) -> Path:
        """Return another name of an upload, for an object store to take; the first one stays."""
        return await _in_thread(self._second_name, tenant, job)

    def _second_name(self, tenant: str, job: str) -> Path:
        path, second = self.path(tenant, job), self._put_path(tenant, job)
        second.unlink(missing_ok=True)
        try:
            second.hardlink_to(path)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS):
                raise
            copy_whole(path, second)  # a file system without hard links
        return second

    async def keep(self, tenant: str, job: str, judged: bytes) -> None:
        """Keep what was found in an upload beside it."""
        await _in_thread(_write_whole, self._judged_path(tenant, job), judged)

    async def kept(self, tenant: str, job: str) -> bytes | None:
        """Return what was found in an upload, when it was kept."""
        return await _in_thread(_read_if_there, self._judged_path(tenant, job))

    async def drop_kept(self, tenant: str, job: str) -> None:
        """Forget what was found in an upload, which stays."""
        await asyncio.to_thread(self._judged_path(tenant, job).unlink, missing_ok=True)

    async def remove(self, tenant: str, job: str) -> None:
        """Remove an upload and all that belongs to it."""
        await asyncio.to_thread(self._remove, tenant, job)

    def _remove(self, tenant: str, job: str) -> None:
        for path in (
            self._put_path(tenant, job),
            self.overlay_path(tenant, job),
            self._judged_path(tenant, job),
            self.path(tenant, job),
        ):
            path.unlink(missing_ok=True)

    async def left_behind(self, quiet: float = 0) -> list[tuple[str, str]]:
        """Return (tenant, job) of all that lies here; half-received uploads are removed.

        What was written to within the last `quiet` seconds is passed over: it may be arriving.
        """
        return await asyncio.to_thread(lambda: sorted(set(self._left_behind(quiet))))

    def _left_behind(self, quiet: float) -> Iterator[tuple[str, str]]:
        until = time.time() - quiet
        for path in self._folder.iterdir():
            try:
                if quiet and path.stat().st_mtime > until:
                    continue
            except FileNotFoundError:
                continue  # its job has just ended
            if path.suffix == ".part":
                path.unlink(missing_ok=True)
                continue
            tenant, tilde, rest = path.name.rpartition("~")
            if tilde:
                yield tenant, rest.partition(".")[0]

    def _judged_path(self, tenant: str, job: str) -> Path:
        return self._folder / f"{tenant}~{job}.judged"

    def _put_path(self, tenant: str, job: str) -> Path:
        return self._folder / f"{tenant}~{job}.put.zip"

    async def _write(self, file: FileIO, chunks: AsyncIterator[bytes]) -> Upload:
        """Write and hash what arrives, while more arrives."""
        writing = _Writing(file)
        waiting: list[bytes] = []
        size = waiting_size = 0
        work: asyncio.Future[None] | None = None
        try:
            async for chunk in chunks:
                size += len(chunk)
                waiting_size += len(chunk)
                if size > self._limit:
                    raise TooLarge(_TOO_LARGE.format(limit=self._limit))
                waiting.append(chunk)
                if waiting_size >= BATCH:
                    if work is not None:
                        await asyncio.shield(work)
                    work = asyncio.ensure_future(_in_thread(writing.add, waiting))
                    waiting, waiting_size = [], 0
            if work is not None:
                await asyncio.shield(work)
            work = asyncio.ensure_future(_in_thread(writing.end, waiting))
            await asyncio.shield(work)
        finally:
            if work is not None:  # a thread cannot be cancelled, and the file is open for it
                await asyncio.wait([work])
        return Upload(writing.digest.hexdigest(), size)


class _Writing:
    """A file that is written and hashed, in whichever thread."""

    def __init__(self, file: FileIO) -> None:
        self.digest = hashlib.sha256()
        self._file = file
        self._unsynced = 0

    def add(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self.digest.update(piece)
            rest = memoryview(piece)
            while rest:
                rest = rest[self._file.write(rest) :]
            self._unsynced += len(piece)
        if self._unsynced >= SYNC_EVERY:
            os.fdatasync(self._file.fileno())
            self._unsynced = 0

    def end(self, pieces: list[bytes]) -> None:
        self.add(pieces)
        os.fsync(self._file.fileno())


async def _in_thread(work: Callable[..., T], *arguments: object) -> T:
    """Do file work in a thread; what the file system refuses is a problem of storage."""
    try:
        return await asyncio.to_thread(work, *arguments)
    except OSError as error:
        raise storage_problem(error) from error


def _create(path: Path) -> FileIO:
    return path.open("xb", buffering=0)


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    try:
        part.write_bytes(data)
        sync(part)
        _rename_durably(part, path)
    finally:
        part.unlink(missing_ok=True)


def _read_if_there(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _rename_durably(path: Path, target: Path) -> None:
    path.replace(target)
    sync(target.parent)
