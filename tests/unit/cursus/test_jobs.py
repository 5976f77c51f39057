from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cursus import jobs as rules
from cursus.errors import Conflict, Unavailable
from cursus.jobs import Job, Jobs, Progress, Waiting, enqueue, resume
from cursus.storage.ports import Duplicate, StorageUnavailable
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from cursus.clock import Ids
    from cursus.jobs import Handler
    from cursus.storage.database_sqlite import SQLiteDatabase
    from cursus.storage.ports import Tx
    from tests.conftest import ManualClock

WEEK = 7 * 86_400


class WatchedDatabase:
    """A database that tells of each write through it, and can be away."""

    def __init__(self, database: SQLiteDatabase) -> None:
        self.itself = database
        self.dialect = database.dialect
        self.close = database.close
        self.writes = 0
        self.away = 0  # how many looks it will refuse
        self.refusal: Exception = StorageUnavailable()
        self._watching: list[asyncio.Future[None]] = []

    def next_write(self) -> asyncio.Future[None]:
        watching: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watching.append(watching)
        return watching

    async def write(self, unit: Any) -> Any:
        result = await self.itself.write(unit)
        self.writes += 1
        watching, self._watching = self._watching, []
        for future in watching:
            future.set_result(None)
        return result

    async def read(self, look: Any) -> Any:
        if self.away:
            self.away -= 1
            raise self.refusal
        return await self.itself.read(look)


class Works:
    """Enqueues jobs of kind "work" and runs them with a given handler."""

    def __init__(self, database: WatchedDatabase, clock: ManualClock, ids: Ids) -> None:
        self.database = database
        self.clock = clock
        self.ids = ids
        self.watch = Jobs(database.itself, clock, ids, {}, 1)

    async def enqueue(self, job_id: str = "j", kind: str = "work", **payload: Any) -> None:
        await self.database.write(self.unit(job_id, kind, **payload))

    def unit(
        self, job_id: str, kind: str = "work", tenant: str = "t", **payload: Any
    ) -> Callable[[Tx], Any]:
        async def unit(tx: Tx) -> None:
            now = self.clock.micros()
            await enqueue(
                tx, tenant=tenant, id=job_id, kind=kind, payload=payload, due_at=now, now=now
            )

        return unit

    @asynccontextmanager
    async def running(
        self,
        handler: Handler,
        concurrency: int = 2,
        sweepers: Sequence[Callable[[], Awaitable[object]]] = (),
    ) -> AsyncIterator[Jobs]:
        handlers = {"work": handler}
        running = Jobs(self.database, self.clock, self.ids, handlers, concurrency, sweepers)
        await running.start()
        try:
            yield running
        finally:
            await running.stop()

    async def job(self, job_id: str = "j") -> Job:
        found = await self.watch.get("t", job_id)
        assert found is not None
        return found

    async def until(self, holds: Callable[[Job], bool], job_id: str = "j") -> Job:
        """The job as soon as something holds of it."""
        async with asyncio.timeout(10):
            while True:
                written = self.database.next_write()
                job = await self.job(job_id)
                if holds(job):
                    return job
                await written

    async def ended(self, job_id: str = "j") -> Job:
        return await self.until(lambda job: job.state in ("done", "failed"), job_id)


@pytest.fixture
def works(database: SQLiteDatabase, clock: ManualClock, ids: Ids) -> Works:
    return Works(WatchedDatabase(database), clock, ids)


async def succeed(job: Job, progress: Progress) -> dict[str, Any]:
    progress.report("counting", 3, 3)
    return {"seen": job.payload}


def failing(*errors: Exception) -> Handler:
    """A handler that raises one error after the other, then succeeds."""
    left = iter(errors)

    async def handler(job: Job, progress: Progress) -> dict[str, Any]:
        for error in left:
            raise error
        return await succeed(job, progress)

    return handler


async def test_a_job_runs_and_leaves_its_result(works: Works) -> None:
    await works.enqueue(course="охрана труда")
    assert (await works.job()).state == "queued"
    async with works.running(succeed):
        job = await works.ended()
    assert job.state == "done"
    assert job.result == {"seen": {"course": "охрана труда"}}
    assert (job.phase, job.done_units, job.total_units) == ("counting", 3, 3)
    assert job.attempts == 1


async def test_a_job_exists_exactly_when_its_unit_stands(works: Works) -> None:
    async def unit(tx: Tx) -> None:
        await works.unit("j")(tx)
        raise LookupError

    with pytest.raises(LookupError):
        await works.database.write(unit)
    assert await works.watch.get("t", "j") is None


async def test_a_job_id_is_taken_once_in_a_tenant(works: Works) -> None:
    await works.enqueue()
    with pytest.raises(Duplicate):
        await works.enqueue()


async def test_no_tenant_sees_the_job_of_another(works: Works) -> None:
    await works.enqueue()
    assert await works.watch.get("other", "j") is None


async def test_a_job_begun_while_others_run_is_noticed_when_woken(works: Works) -> None:
    async with works.running(succeed) as running:
        await works.enqueue()
        running.wake()
        assert (await works.ended()).state == "done"


async def test_a_job_runs_no_earlier_than_it_is_due(works: Works) -> None:
    async def later(tx: Tx) -> None:
        now = works.clock.micros()
        due_at = now + 60_000_000
        await enqueue(tx, tenant="t", id="j", kind="work", payload={}, due_at=due_at, now=now)

    await works.database.write(later)
    await works.enqueue("now")
    async with works.running(succeed) as running:
        await works.ended("now")
        assert (await works.job()).state == "queued"
        works.clock.forward(60)
        running.wake()
        assert (await works.ended()).state == "done"


async def test_jobs_of_an_unknown_kind_wait_and_block_nobody(works: Works) -> None:
    await works.enqueue("strange", kind="from a newer version")
    await works.enqueue()
    async with works.running(succeed):
        await works.ended()
    assert (await works.job("strange")).state == "queued"


async def test_progress_is_seen_while_the_job_runs(works: Works) -> None:
    go_on = asyncio.Event()

    async def handler(_: Job, progress: Progress) -> dict[str, Any]:
        await asyncio.to_thread(progress.report, "reading", 5, 10)  # from any thread
        await go_on.wait()
        progress.report("writing", 1, 2)
        return {}

    await works.enqueue()
    async with works.running(handler):
        seen = await works.until(lambda job: job.phase == "reading")
        assert (seen.state, seen.done_units, seen.total_units) == ("running", 5, 10)
        go_on.set()
        ended = await works.ended()
    assert (ended.phase, ended.done_units, ended.total_units) == ("writing", 1, 2)


async def test_progress_told_very_often_is_written_seldom(works: Works) -> None:
    async def handler(_: Job, progress: Progress) -> dict[str, Any]:
        for number in range(600):
            progress.report("reading", number, 600)
            await asyncio.sleep(0.001)
        return {}

    await works.enqueue()
    async with works.running(handler):
        started = asyncio.get_running_loop().time()
        await works.ended()
        seconds = asyncio.get_running_loop().time() - started
    assert works.database.writes <= 4 + seconds * 4  # enqueue, sweep, take and finish beside it


async def test_a_problem_fails_the_job_and_is_its_result_in_both_languages(works: Works) -> None:
    await works.enqueue()
    async with works.running(failing(Conflict(Text("It is taken.", "Занято.")))):
        job = await works.ended()
    assert job.state == "failed"
    assert job.attempts == 1
    assert job.result is not None
    assert job.result["problem"]["en"]["detail"] == "It is taken."
    assert job.result["problem"]["ru"]["detail"] == "Занято."
    assert job.result["problem"]["ru"]["status"] == 409


@pytest.mark.parametrize("error", [ValueError("a defect"), StorageUnavailable(), TimeoutError()])
async def test_what_may_pass_is_tried_again_after_a_pause(works: Works, error: Exception) -> None:
    await works.enqueue()
    async with works.running(failing(error)) as running:
        waiting = await works.until(lambda job: job.state == "queued" and job.attempts == 1)
        assert waiting.due_at == works.clock.now + 1_000_000
        works.clock.forward(1)
        running.wake()
        job = await works.ended()
    assert job.state == "done"
    assert job.attempts == 2


@pytest.mark.parametrize(
    ("error", "level"), [(Unavailable(), logging.WARNING), (ValueError("a defect"), logging.ERROR)]
)
async def test_waiting_for_something_is_no_error_in_the_log(
    works: Works, error: Exception, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    await works.enqueue()
    async with works.running(failing(error)):
        await works.until(lambda job: job.state == "queued" and job.attempts == 1)
    assert [record.levelno for record in caplog.records] == [level]


async def test_a_tenant_with_many_jobs_does_not_keep_the_others_waiting(works: Works) -> None:
    begun: list[str] = []
    enough = asyncio.Event()

    async def note(job: Job, _: Progress) -> dict[str, Any]:
        begun.append(f"{job.tenant} {job.id}")
        if len(begun) == 2:
            enough.set()
        await asyncio.Event().wait()
        return {}

    for number in range(5):
        await works.database.write(works.unit(f"{number}", tenant="many"))
        works.clock.forward(1)
    await works.database.write(works.unit("only", tenant="one"))
    async with works.running(note), asyncio.timeout(10):
        await enough.wait()
    assert begun == ["many 0", "one only"]


async def test_sweepers_are_called_with_the_hourly_sweep_and_may_fail(
    works: Works, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[int] = []

    async def sweeper() -> None:
        calls.append(works.clock.now)
        raise ValueError("a defect")

    async with works.running(succeed, sweepers=[sweeper]) as running:
        for hours in range(2):
            await works.enqueue(f"{hours}")
            running.wake()
            await works.ended(f"{hours}")
            works.clock.forward(rules.SWEEP_SECONDS)
    assert len(calls) == 2
    assert "a defect" in caplog.text


@pytest.mark.parametrize(
    ("error", "slug"),
    [
        (ValueError("with a secret in it"), "urn:cursus:problem:internal"),
        (Unavailable(Text("S3 is away.", "S3 недоступно.")), "urn:cursus:problem:unavailable"),
    ],
)
async def test_what_never_passes_fails_in_the_end(
    works: Works, error: Exception, slug: str
) -> None:
    await works.enqueue()
    pauses = []
    async with works.running(failing(*[error] * rules.ATTEMPTS)) as running:
        for attempt in range(1, rules.ATTEMPTS):
            waiting = await works.until(
                lambda job, attempt=attempt: job.state == "queued" and job.attempts == attempt  # type: ignore[misc]
            )
            pauses.append((waiting.due_at - works.clock.now) // 1_000_000)
            works.clock.forward(1000)
            running.wake()
        job = await works.ended()
    assert job.state == "failed"
    assert job.attempts == rules.ATTEMPTS
    assert job.result is not None
    assert job.result["problem"]["en"]["type"] == slug
    assert "secret" not in str(job.result)
    assert pauses == sorted(pauses)


async def _abandon(works: Works) -> None:
    """Take the job as a runner does, and die."""
    now = works.clock.micros()
    taken = await works.database.write(
        lambda tx: tx.row(
            rules.Q.job_take,
            kinds='["work"]',
            lease="of a dead runner",
            until=now + rules.LEASE_SECONDS * 1_000_000,
            now=now,
        )
    )
    assert taken["id"] == "j"


async def test_the_job_of_a_runner_that_died_runs_again_when_its_lease_has_ended(
    works: Works,
) -> None:
    await works.enqueue()
    await _abandon(works)
    assert (await works.job()).state == "running"
    async with works.running(succeed) as running:
        works.clock.forward(rules.LEASE_SECONDS - 1)
        await works.enqueue("other")
        running.wake()
        await works.ended("other")
        assert (await works.job()).state == "running"
        works.clock.forward(1)
        running.wake()
        job = await works.ended()
    assert job.state == "done"
    assert job.attempts == 2


async def test_a_job_that_kills_its_runner_every_time_is_given_up(works: Works) -> None:
    await works.enqueue()
    for _ in range(rules.ATTEMPTS):
        await _abandon(works)
        works.clock.forward(rules.LEASE_SECONDS)
    async with works.running(succeed):
        job = await works.ended()
    assert job.state == "failed"
    assert job.result is not None
    assert "8 times" in job.result["problem"]["en"]["detail"]


async def test_a_run_that_is_alive_keeps_its_lease(works: Works) -> None:
    go_on = asyncio.Event()

    async def handler(_: Job, progress: Progress) -> dict[str, Any]:
        progress.report("reading", 1, 2)
        await go_on.wait()
        progress.report("reading", 2, 2)
        await asyncio.Event().wait()
        return {}

    await works.enqueue()
    async with works.running(handler):
        await works.until(lambda job: job.done_units == 1)
        works.clock.forward(rules.LEASE_SECONDS - 1)
        go_on.set()
        job = await works.until(lambda job: job.done_units == 2)
        assert job.due_at == works.clock.now + rules.LEASE_SECONDS * 1_000_000


async def test_a_run_whose_lease_was_lost_ends_and_writes_nothing(works: Works) -> None:
    go_on, ended = asyncio.Event(), asyncio.Event()

    async def handler(_: Job, progress: Progress) -> dict[str, Any]:
        progress.report("reading", 1, 2)
        try:
            await go_on.wait()
            progress.report("overwriting", 2, 2)
            await asyncio.Event().wait()
        finally:
            ended.set()
        return {}

    await works.enqueue()
    async with works.running(handler, 1):
        await works.until(lambda job: job.phase == "reading")
        works.clock.forward(rules.LEASE_SECONDS)
        async with works.running(succeed):
            await works.ended()
        go_on.set()
        async with asyncio.timeout(10):
            await ended.wait()
    job = await works.job()
    assert (job.state, job.phase) == ("done", "counting")


async def test_a_service_that_stops_lets_its_jobs_go_at_once(works: Works) -> None:
    begun = asyncio.Event()

    async def handler(_: Job, __: Progress) -> dict[str, Any]:
        begun.set()
        await asyncio.Event().wait()
        return {}

    await works.enqueue()
    async with works.running(handler):
        await begun.wait()
    job = await works.job()
    assert (job.state, job.attempts) == ("queued", 0)
    async with works.running(succeed):
        assert (await works.ended()).attempts == 1


async def test_two_runners_never_run_one_job_twice_at_once(works: Works) -> None:
    now_running: set[str] = set()
    runs: list[str] = []

    async def handler(job: Job, _: Progress) -> dict[str, Any]:
        assert job.id not in now_running
        now_running.add(job.id)
        runs.append(job.id)
        await asyncio.sleep(0)
        now_running.discard(job.id)
        return {}

    for number in range(60):
        await works.enqueue(f"{number}")
    async with works.running(handler, 4), works.running(handler, 4):
        for number in range(60):
            assert (await works.ended(f"{number}")).attempts == 1
    assert sorted(runs) == sorted(f"{number}" for number in range(60))


async def test_as_many_jobs_run_at_once_as_were_allowed_and_no_more(works: Works) -> None:
    together = asyncio.Barrier(3)
    at_once, most = 0, 0

    async def handler(_: Job, __: Progress) -> dict[str, Any]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await together.wait()
        at_once -= 1
        return {}

    for number in range(21):
        await works.enqueue(f"{number}")
    async with works.running(handler, 3):
        for number in range(21):
            await works.ended(f"{number}")
    assert most == 3


async def test_jobs_are_forgotten_a_week_after_their_end(works: Works) -> None:
    for job_id in ("old", "young", "waiting"):
        await works.enqueue(job_id, kind="other" if job_id == "waiting" else "work")
    async with works.running(succeed) as running:
        await works.ended("old")
        await works.ended("young")
        works.clock.forward(WEEK - 1)
        await works.enqueue("newest")
        running.wake()
        await works.ended("newest")
        works.clock.forward(3600)
        await works.enqueue("last")
        running.wake()
        await works.ended("last")
    assert await works.watch.get("t", "old") is None
    assert await works.watch.get("t", "waiting") is not None
    assert await works.watch.get("t", "newest") is not None


@pytest.mark.parametrize("refusal", [StorageUnavailable(), RuntimeError("a fault of ours")])
async def test_a_look_for_jobs_that_fails_stops_nothing(works: Works, refusal: Exception) -> None:
    await works.enqueue()
    works.database.away, works.database.refusal = 1, refusal
    async with works.running(succeed):
        assert (await works.ended()).state == "done"
    assert works.database.away == 0


async def ask(job: Job, progress: Progress) -> dict[str, Any] | Waiting:
    """Ask whether to go on, for an hour; do what was said."""
    if job.result is None:
        progress.report("asking", 1, 1)
        return Waiting({"question": "go on?"}, job.created_at + 3_600_000_000)
    return {"answer": job.payload.get("answer"), "asked": job.result, "about": job.payload["about"]}


async def say(works: Works, answer: str, job_id: str = "j") -> bool:
    now = works.clock.micros()
    change = {"answer": answer}
    waited: bool = await works.database.write(
        lambda tx: resume(tx, tenant="t", id=job_id, change=change, now=now)
    )
    return waited


async def test_a_job_waits_with_what_it_has_found_until_somebody_says_how_to_go_on(
    works: Works,
) -> None:
    await works.enqueue(about="it")
    async with works.running(ask) as running:
        job = await works.until(lambda job: job.result is not None)
        assert (job.state, job.phase, job.attempts) == ("queued", "asking", 0)
        assert job.result == {"question": "go on?"}
        assert await say(works, "yes")
        running.wake()
        job = await works.ended()
    assert job.result == {"answer": "yes", "asked": {"question": "go on?"}, "about": "it"}


async def test_a_job_that_waits_goes_on_by_itself_in_the_end(works: Works) -> None:
    await works.enqueue(about="it")
    async with works.running(ask) as running:
        await works.until(lambda job: job.result is not None)
        works.clock.forward(3_600)
        running.wake()
        job = await works.ended()
    assert job.result is not None
    assert job.result["answer"] is None


async def test_the_first_word_counts_and_may_be_said_again(works: Works) -> None:
    await works.enqueue(about="it")
    async with works.running(ask):
        await works.until(lambda job: job.result is not None)
    assert await say(works, "yes")
    assert not await say(works, "no")
    assert await say(works, "yes")
    async with works.running(ask):
        job = await works.ended()
    assert job.result is not None
    assert job.result["answer"] == "yes"


async def test_only_a_job_that_waits_can_be_told_how_to_go_on(works: Works) -> None:
    assert not await say(works, "yes", "unknown")
    await works.enqueue(about="it")
    assert not await say(works, "yes")
    async with works.running(succeed):
        await works.ended()
    assert not await say(works, "yes")
    assert (await works.job()).payload == {"about": "it"}
