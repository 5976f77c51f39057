"""What was used recently, kept in memory up to a bound.

Only for what can be looked up again: the database decides, this saves the look. Weights are
whatever the user of a `Recent` bounds: entries by default, or characters.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A bounded mapping that lets go of what was used longest ago."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._total = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()  # the latest is the last

    def get(self, key: K) -> V | None:
        """Return the value of a key, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value, in place of the key's former one; one above the limit is not kept."""
        self.drop(key)
        if weight > self._limit:
            return
        self._entries[key] = (value, weight)
        self._total += weight
        while self._total > self._limit:
            _, (_, gone) = self._entries.popitem(last=False)
            self._total -= gone

    def drop_all(self, wanted: Callable[[K], bool]) -> None:
        """Forget every key of which something holds."""
        for key in [key for key in self._entries if wanted(key)]:
            self.drop(key)

    def drop(self, key: K) -> None:
        """Forget a key."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._total -= entry[1]
