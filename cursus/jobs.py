"""Work that outlives a request: long tasks with progress, and the outbox.

A unit of work leaves a job behind with `enqueue`, in its own transaction; so a job exists exactly
when what made it necessary does (docs/decisions/outbox-is-jobs.md). `Jobs` takes due jobs by
lease and runs them. A run that dies loses its lease and the job begins again, so a handler must
bear to be run twice. What a handler raises decides: a Problem fails the job and is its result,
save Unavailable; that and everything else is tried again, later each time, at most
ATTEMPTS times. A handler may also return `Waiting`: then the job has an interim result and goes
on when somebody calls `resume`, at the latest at the moment it names.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import orjson

from cursus.errors import Problem, Unavailable
from cursus.storage.queries import load_queries
from cursus.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from cursus.clock import Clock, Ids
    from cursus.storage.ports import Database, Query, Reading, Row, Tx, Value

Q = load_queries("cursus")
_log = logging.getLogger("cursus.jobs")

State = Literal["queued", "running", "done", "failed"]

SECOND = 1_000_000
LEASE_SECONDS = 15
BEAT_SECONDS = 4  # a lease is prolonged this often
LOST_SECONDS = 10  # a run that could not prolong its lease for so long ends itself
PROGRESS_SECONDS = 0.25  # progress is written at most so often
POLL_SECONDS = 1.0  # jobs that another process left behind are noticed within this
ATTEMPTS = 8
BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300, 900)
KEPT_SECONDS = 7 * 86_400
SWEEP_SECONDS = 3600
SWEPT_AT_ONCE = 500

NOTHING_DONE = ("", 0, 0)  # phase, units done, units in all

GAVE_UP = Text(
    "It was tried {attempts} times; the log says why it did not succeed.",
    "Сделано попыток: {attempts}; причина неудачи записана в журнале службы.",
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. Times are microseconds since the epoch."""

    tenant: str
    id: str
    kind: str
    state: State
    payload: dict[str, Any]
    phase: str
    done_units: int
    total_units: int
    # When done, or {"problem": {"en": …, "ru": …}} when failed; the interim one once it has waited.
    result: dict[str, Any] | None
    due_at: int
    attempts: int  # how often it was begun, this time included
    created_at: int
    updated_at: int


class Progress:
    """How far a run is; told by its handler, from any thread, as often as it likes."""

    def __init__(self) -> None:
        self.now = NOTHING_DONE

    def report(self, phase: str, done: int, total: int) -> None:
        """Say the phase and how many of its units (bytes, rows) are done."""
        self.now = (phase, done, total)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a handler returns whose job needs somebody's word before it can go on."""

    result: dict[str, Any]  # so far
    until: int  # moment at which it goes on without a word, microseconds since the epoch


Result = dict[str, Any] | Waiting
Handler = Callable[[Job, Progress], Awaitable[Result]]


async def enqueue(
    tx: Tx,
    *,
    tenant: str,
    id: str,  # noqa: A002
    kind: str,
    payload: Mapping[str, Any],
    due_at: int,
    now: int,
) -> None:
    """Leave a job behind, within a unit of work. Call `Jobs.wake` when the unit has returned.

    Raises Duplicate when the tenant has a job of this id.
    """
    await tx.execute(
        Q.job_enqueue,
        tenant=tenant,
        id=id,
        kind=kind,
        payload=orjson.dumps(payload).decode(),
        due_at=due_at,
        now=now,
    )


async def resume(
    tx: Tx,
    *,
    tenant: str,
    id: str,  # noqa: A002
    change: Mapping[str, Any],
    now: int,
) -> bool:
    """Let a job that waits go on, within a unit of work; return whether there was one.

    `change` is what its payload says from now on. The first word counts: it may have been promised
    to somebody. It may be said again, but no other. Call `Jobs.wake` when the unit has returned.
    """
    row = await tx.row(Q.job_get, tenant=tenant, id=id)
    if row is None:
        return False
    said = orjson.loads(row["payload"])
    if any(said.get(key) not in (None, word) for key, word in change.items()):
        return False
    payload = orjson.dumps(said | change).decode()
    touched = await tx.execute(Q.job_resume, tenant=tenant, id=id, payload=payload, now=now)
    return touched > 0


class Jobs:
    """Runs due jobs of the kinds it has handlers for, some at the same time."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: Ids,
        handlers: Mapping[str, Handler],
        concurrency: int,
        sweepers: Sequence[Callable[[], Awaitable[object]]] = (),
    ) -> None:
        """Take its parts; `sweepers` are called with the hourly sweep, and must bear to fail."""
        self._database = database
        self._clock = clock
        self._ids = ids
        self._handlers = handlers
        self._kinds = orjson.dumps(sorted(handlers)).decode()
        self._sweepers = sweepers
        self._slots = asyncio.Semaphore(concurrency)
        self._woken = asyncio.Event()
        self._dispatcher: asyncio.Task[None] | None = None
        self._stopping = False
        self._runs: set[asyncio.Task[None]] = set()
        self._sweep_due = 0

    async def start(self) -> None:
        """Begin to take jobs."""
        self._stopping = False
        self._dispatcher = asyncio.create_task(self._dispatch(), name="jobs")

    async def stop(self) -> None:
        """Take no more; runs under way are stopped and their jobs begin again elsewhere."""
        if self._dispatcher is None:
            return
        self._stopping = True
        self._woken.set()
        for run in self._runs:  # which frees the slot that the dispatcher may be waiting for
            run.cancel()
        await asyncio.gather(self._dispatcher, *self._runs, return_exceptions=True)
        self._dispatcher = None

    def wake(self) -> None:
        """Look for due jobs at once."""
        self._woken.set()

    async def get(self, tenant: str, id: str) -> Job | None:  # noqa: A002
        """Return a tenant's job as it stands, or None."""

        async def look(reading: Reading) -> Row | None:
            return await reading.row(Q.job_get, tenant=tenant, id=id)

        row = await self._database.read(look)
        return None if row is None else _job(row)

    async def _dispatch(self) -> None:
        while not self._stopping:
            await self._slots.acquire()
            self._woken.clear()  # before looking: a wake from now on is not missed
            run = await self._next_run()
            if run is not None:
                task = asyncio.create_task(self._go(run))
                self._runs.add(task)
                task.add_done_callback(self._ended)
                continue
            self._slots.release()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)

    async def _next_run(self) -> _Run | None:
        try:
            await self._sweep()
            taken = None if self._stopping else await self._take()
        except Unavailable:
            _log.warning("the database does not answer; looking for jobs again soon")
            return None
        except Exception:  # noqa: BLE001 - jobs must not stand still until somebody restarts us
            _log.exception("looking for jobs failed; looking again soon")
            return None
        if taken is None:
            return None
        run = _Run(self._database, self._clock, *taken)
        if self._stopping:
            await run.let_go()
            return None
        return run

    async def _go(self, run: _Run) -> None:
        if run.job.attempts > ATTEMPTS:  # its runs died rather than failed, so none could say so
            await run.give_up()
        else:
            await run.through(self._handlers[run.job.kind])

    def _ended(self, run: asyncio.Task[None]) -> None:
        self._runs.discard(run)
        self._slots.release()

    async def _take(self) -> tuple[Job, str] | None:
        now = self._clock.micros()
        due = await self._database.read(lambda look: look.value(Q.job_next_due, kinds=self._kinds))
        if due is None or due > now:  # looking costs a read; taking would cost a write
            return None
        lease = self._ids.token()

        async def unit(tx: Tx) -> Row | None:
            until = now + LEASE_SECONDS * SECOND
            return await tx.row(Q.job_take, kinds=self._kinds, lease=lease, until=until, now=now)

        row = await self._database.write(unit)
        return None if row is None else (_job(row), lease)

    async def _sweep(self) -> None:
        now = self._clock.micros()
        if now < self._sweep_due:
            return
        before = now - KEPT_SECONDS * SECOND
        swept = await self._database.write(
            lambda tx: tx.execute(Q.job_sweep, before=before, count=SWEPT_AT_ONCE)
        )
        if swept == SWEPT_AT_ONCE:
            return  # more of them: again soon
        self._sweep_due = now + SWEEP_SECONDS * SECOND
        for sweeper in self._sweepers:
            await sweeper()


class _Run:
    """One run of a job, for as long as it holds the lease."""

    def __init__(self, database: Database, clock: Clock, job: Job, lease: str) -> None:
        self._database = database
        self._clock = clock
        self.job = job
        self._key: dict[str, Value] = {"tenant": job.tenant, "id": job.id, "lease": lease}
        self._progress = Progress()

    async def through(self, handler: Handler) -> None:
        """Run the handler and store how it ended."""
        try:
            async with asyncio.timeout(LOST_SECONDS) as held:
                result = await self._beside_beat(handler, held)
        except asyncio.CancelledError:
            await self.let_go()
            raise
        except Exception as error:  # noqa: BLE001 - a handler may raise anything
            if held.expired():
                _log.warning("job %s: its lease was lost, the run is given up", self.job.id)
            else:
                await self._failed(error)
        else:
            if isinstance(result, Waiting):
                await self._wait(result)
            else:
                await self._finish("done", result)

    async def let_go(self) -> None:
        """Let the job begin again at once: the service stops, which does not count as a try."""
        await self._requeue(self._clock.micros(), self.job.attempts - 1)

    async def _beside_beat(self, handler: Handler, held: asyncio.Timeout) -> Result:
        beat = asyncio.create_task(self._beat(held))
        try:
            return await handler(self.job, self._progress)
        finally:
            beat.cancel()
            with suppress(asyncio.CancelledError):
                await beat

    async def _beat(self, held: asyncio.Timeout) -> None:
        """Write progress when there is some, prolong the lease, end the run that lost it."""
        loop = asyncio.get_running_loop()
        written, beaten = NOTHING_DONE, loop.time()
        while True:
            await asyncio.sleep(PROGRESS_SECONDS)
            if self._progress.now == written and loop.time() - beaten < BEAT_SECONDS:
                continue
            now, moment = self._progress.now, loop.time()
            due_at = self._clock.micros() + LEASE_SECONDS * SECOND
            try:
                still_held = await self._write(Q.job_beat, due_at=due_at, **_said(now))
            except Unavailable:
                continue
            written, beaten = now, moment
            held.reschedule(moment + LOST_SECONDS if still_held else loop.time())

    async def _failed(self, error: Exception) -> None:
        fatal = isinstance(error, Problem) and not isinstance(error, Unavailable)
        what = (self.job.kind, self.job.id, self.job.attempts)
        if isinstance(error, Unavailable) and self.job.attempts < ATTEMPTS:
            _log.warning("job %s %s has to wait, attempt %d: %s", *what, error)
        elif not fatal:
            _log.error("job %s %s, attempt %d", *what, exc_info=error)
        if isinstance(error, Problem) and (fatal or self.job.attempts >= ATTEMPTS):
            await self.fail(error)
        elif self.job.attempts >= ATTEMPTS:
            await self.give_up()
        else:
            pause = BACKOFF_SECONDS[min(self.job.attempts, len(BACKOFF_SECONDS)) - 1]
            await self._requeue(self._clock.micros() + pause * SECOND, self.job.attempts)

    async def give_up(self) -> None:
        """Fail the job that was tried too often."""
        await self.fail(Problem(GAVE_UP.format(attempts=ATTEMPTS)))

    async def fail(self, problem: Problem) -> None:
        """Fail the job; the problem in all languages is its result."""
        said = {language: problem.as_json(language) for language in LANGUAGES}
        await self._finish("failed", {"problem": said})

    async def _finish(self, state: State, result: dict[str, Any]) -> None:
        text = orjson.dumps(result).decode()
        said = _said(self._progress.now)
        await self._insist(Q.job_finish, state=state, result=text, **said)

    async def _wait(self, waiting: Waiting) -> None:
        text = orjson.dumps(waiting.result).decode()
        said = _said(self._progress.now)
        await self._insist(Q.job_wait, due_at=waiting.until, result=text, **said)

    async def _requeue(self, due_at: int, attempts: int) -> None:
        await self._insist(Q.job_requeue, due_at=due_at, attempts=attempts)

    async def _insist(self, query: Query, **params: Value) -> None:
        """Write the end of this run, for as long as the lease is surely held."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LOST_SECONDS
        while loop.time() < until:
            try:
                if not await self._write(query, **params):
                    _log.warning("job %s: its lease was lost at the end", self.job.id)
            except Unavailable:
                await asyncio.sleep(1)
            else:
                return
        _log.warning("job %s: its end could not be stored, it will begin again", self.job.id)

    async def _write(self, query: Query, **params: Value) -> int:
        params |= self._key | {"now": self._clock.micros()}
        return await self._database.write(lambda tx: tx.execute(query, **params))


def _said(progress: tuple[str, int, int]) -> dict[str, Value]:
    phase, done, total = progress
    return {"phase": phase, "done_units": done, "total_units": total}


def _job(row: Row) -> Job:
    return Job(
        tenant=row["tenant"],
        id=row["id"],
        kind=row["kind"],
        state=row["state"],
        payload=orjson.loads(row["payload"]),
        phase=row["phase"],
        done_units=row["done_units"],
        total_units=row["total_units"],
        result=None if row["result"] is None else orjson.loads(row["result"]),
        due_at=row["due_at"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
