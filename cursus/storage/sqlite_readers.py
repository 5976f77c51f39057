"""The threads that read from a SQLite database.

A look runs to its end on one of them, on one snapshot, and never waits for the writer: one hop
per look, however many statements it has. Their connections can neither write nor checkpoint.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from cursus.storage.sqlite_statements import SQLiteReading, translated
from cursus.storage.units import Outcome, Waiting, drive, hand_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


class Readers:
    """Runs looks on connections that nothing else uses, a thread for each."""

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        """Begin to take looks."""
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._connections = connections
        self._threads = [
            threading.Thread(target=self._read_for_ever, args=(connection,), daemon=True)
            for connection in connections
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, waiting: Waiting) -> None:
        """Queue a look."""
        self._queue.put(waiting)

    def finish(self) -> None:
        """Run the looks that were accepted and end; blocks."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        for connection in self._connections:
            connection.close()

    def _read_for_ever(self, connection: sqlite3.Connection) -> None:
        reading = SQLiteReading(connection)
        while (waiting := self._queue.get()) is not None:
            hand_out((waiting,), (_look(connection, reading, waiting),))


def _look(connection: sqlite3.Connection, reading: SQLiteReading, waiting: Waiting) -> Outcome:
    try:
        connection.execute("BEGIN")
        try:
            return drive(waiting.unit(reading)), None
        finally:
            connection.execute("ROLLBACK")
    except BaseException as error:  # noqa: BLE001 - it is the caller's to see
        return None, translated(error)
