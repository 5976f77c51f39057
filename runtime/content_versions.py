"""The course versions whose files are being asked for, with their indexes.

A version never changes, but it may be deleted, here or on another node: so what is held in memory
is asked after once a minute, and goes on being served when the database does not answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from cursus.errors import NotFound
from cursus.storage.ports import StorageUnavailable
from packager.index import OVERLAY, Index
from runtime.content_cache import OnceAtATime
from runtime.recent import Recent

if TYPE_CHECKING:
    from cursus.storage.ports import ObjectStore
    from packager.index import Entry

TRUST: Final = 60 * 1_000_000  # microseconds that a version is taken for still there

_ENTRY_COST: Final = 400  # bytes of memory that an entry of an index takes, about


class Version(Protocol):
    """What delivery needs to know of a course version (`packager.courses.CourseVersion`)."""

    @property
    def label(self) -> str:
        """The name of its origin."""
        ...

    @property
    def archive_key(self) -> str:
        """The object that is the upload."""
        ...

    @property
    def archive_size(self) -> int:
        """The upload's bytes."""
        ...

    @property
    def index_key(self) -> str:
        """The object that is the index."""
        ...

    @property
    def overlay_key(self) -> str | None:
        """The object that is the overlay, where there is one."""
        ...


class Versions(Protocol):
    """Where course versions are found by the label of their origin."""

    async def by_label(self, label: str) -> Version:
        """Return a course version; raises NotFound."""
        ...


@dataclass(slots=True)
class Served:
    """A course version in use."""

    version: Version
    index: Index
    overlay_size: int  # bytes
    checked_at: int  # microseconds since the epoch

    def holder(self, entry: Entry) -> tuple[str, int]:
        """Return the key and the size of the object that holds an entry's bytes."""
        if entry.source == OVERLAY and self.version.overlay_key is not None:
            return self.version.overlay_key, self.overlay_size
        return self.version.archive_key, self.version.archive_size


class VersionsInUse:
    """Course versions by the label of their origin, the ones in use held in memory."""

    def __init__(self, versions: Versions, objects: ObjectStore, *, memory: int) -> None:
        """Take where versions and indexes are found; `memory` is the most bytes to hold."""
        self._versions = versions
        self._objects = objects
        self._held: Recent[str, Served] = Recent(memory)
        self._looking: OnceAtATime[str, Served] = OnceAtATime()

    async def get(self, label: str, now: int) -> Served:
        """Return a course version at a moment (microseconds since the epoch); raises NotFound."""
        held = self._held.get(label)
        if held is not None and now - held.checked_at < TRUST:
            return held
        return await self._looking.do(label, lambda: self._look(label, held, now))

    def forget(self, label: str) -> list[str]:
        """Let go of a version; return the keys of the objects that held its bytes."""
        held = self._held.get(label)
        if held is None:
            return []
        self._held.drop(label)
        keys = (held.version.archive_key, held.version.overlay_key)
        return [key for key in keys if key is not None]

    async def _look(self, label: str, held: Served | None, now: int) -> Served:
        try:
            version = await self._versions.by_label(label)
        except NotFound:
            self._held.drop(label)
            raise
        except StorageUnavailable:
            if held is None:
                raise
            held.checked_at = now
            return held
        if held is not None:
            held.checked_at = now
            return held
        return await self._load(version, now)

    async def _load(self, version: Version, now: int) -> Served:
        try:
            encoded = await self._objects.get(version.index_key)
        except KeyError:
            raise NotFound from None
        index = await asyncio.to_thread(Index.decode, encoded)
        overlay_size = 0
        if version.overlay_key is not None:
            overlay_size = await self._objects.size(version.overlay_key) or 0
        served = Served(version, index, overlay_size, now)
        self._held.put(version.label, served, len(index.entries) * _ENTRY_COST)
        return served
