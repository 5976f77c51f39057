"""The one thread that writes to a SQLite database.

It takes all units that wait, runs them in one transaction with a savepoint each, commits once
(WAL, synchronous=FULL: one fsync) and only then answers their callers. A unit that fails is
rolled back to its savepoint and harms no neighbour. When SQLite itself gives up a transaction (it
does so when the disk is full), each unit of the group gets a transaction of its own.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from cursus.storage.ports import WentOn
from cursus.storage.sqlite_statements import SQLiteTx, is_full, translated
from cursus.storage.units import Outcome, Waiting, drive, hand_out

if TYPE_CHECKING:
    from cursus.clock import Clock

_log = logging.getLogger("cursus.storage")

COMPLAINT_SECONDS = 10.0
GROUP_LIMIT = 512  # units in one transaction: bounds how long the first of them waits


class _GroupLost(Exception):
    """SQLite rolled the whole transaction back by itself, because of one unit's statement."""


class Writer:
    """Runs units of work on a connection that nothing else writes with."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        """Begin to take units; stamps go on from the last one that the database has."""
        self._connection = connection
        last = connection.execute("SELECT last FROM stamps").fetchone()
        self._tx = SQLiteTx(connection, clock, last[0] if last else 0)
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._complained_at = -COMPLAINT_SECONDS
        self._thread = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._thread.start()

    def submit(self, waiting: Waiting) -> None:
        """Queue a unit."""
        self._queue.put(waiting)

    def finish(self) -> None:
        """Run the units that were accepted and end; blocks."""
        self._queue.put(None)
        self._thread.join()

    def _write_for_ever(self) -> None:
        while group := self._next_group():
            try:
                outcomes = self._run(group)
            except BaseException as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever
                _log.exception("the writer failed")
                self._roll_back()
                outcomes = [(None, error)] * len(group)
            hand_out(group, outcomes)

    def _next_group(self) -> list[Waiting]:
        """Wait for a unit; return it with all that wait too, or nothing at the end."""
        group: list[Waiting] = []
        waiting = self._queue.get()
        with suppress(queue.Empty):
            while waiting is not None:
                group.append(waiting)
                if len(group) == GROUP_LIMIT:
                    return group
                waiting = self._queue.get_nowait()
            if group:
                self._queue.put(None)  # for the next call: now this group
        return group

    def _run(self, group: list[Waiting]) -> list[Outcome]:
        try:
            return self._transaction(group)
        except (_GroupLost, sqlite3.Error) as error:  # nothing of the group stands
            self._roll_back()
            if len(group) > 1 and (isinstance(error, _GroupLost) or is_full(error)):
                return [outcome for waiting in group for outcome in self._run([waiting])]
            cause = error.__cause__ if isinstance(error, _GroupLost) else error
            self._complain(cause or error)
            return [(None, translated(cause or error))] * len(group)

    def _transaction(self, group: list[Waiting]) -> list[Outcome]:
        execute, tx = self._connection.execute, self._tx
        stamp_before = tx.last_stamp
        tx.after.clear()
        execute("BEGIN IMMEDIATE")
        outcomes = [self._unit(waiting) for waiting in group]
        if tx.last_stamp != stamp_before:
            execute("UPDATE stamps SET last = ?", (tx.last_stamp,))
        execute("COMMIT")
        for call in tx.after:
            call()
        return outcomes

    def _unit(self, waiting: Waiting) -> Outcome:
        """Run one unit within its savepoint, undone when it fails; return how it ended."""
        connection = self._connection
        connection.execute("SAVEPOINT unit")
        kept = len(self._tx.after)
        try:
            outcome: Outcome = (drive(waiting.unit(self._tx)), None)
        except BaseException as error:  # noqa: BLE001 - it is the caller's to see
            outcome = (None, error)
        failure = self._tx.take_failure()
        if not connection.in_transaction:
            raise _GroupLost from failure
        if failure is not None and outcome[1] is None:
            outcome = (None, WentOn(str(failure)))
        if outcome[1] is not None:
            connection.execute("ROLLBACK TO unit")
            del self._tx.after[kept:]
        connection.execute("RELEASE unit")
        return outcome

    def _complain(self, error: BaseException) -> None:
        """Log what the storage refused, but not so often that the log itself fills a disk."""
        now = time.monotonic()
        if now - self._complained_at >= COMPLAINT_SECONDS:
            self._complained_at = now
            _log.warning(
                "a transaction failed: %r; later failures are not logged for a while", error
            )

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # SQLite has often done so by itself
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
