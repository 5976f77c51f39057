"""Playing, as use-cases: open the player, commit, move on, recover.

Each reads the attempt (mostly from memory), has the pure logic work out what becomes of it, and
writes that in one unit of work together with its statements: state, run-time data and record
stand or fall together. The unit's fence is the row's revision. When somebody else wrote first,
or memory is behind, the attempt is read again and the request worked out anew; so whatever order
requests arrive in, the numbers of the change sets decide.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
from msgspec.structs import replace

from cursus.errors import Conflict, Gone, Unavailable
from cursus.storage.queries import load_queries
from lrs.prepared import account_authority
from runtime import attempts
from runtime.attempts import Gap, Launch, Over, Played, TakenOver
from runtime.launches import AGAIN
from runtime.recent import Recent
from runtime.sessions import UnknownSession
from runtime.statements import Scene, statements
from runtime.stored_attempts import (
    Writing,
    attempt_of,
    keep_aside,
    read_rows,
    update,
    writing_of,
)
from runtime.views import standing, view

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from cursus.clock import Clock
    from cursus.errors import Problem
    from cursus.storage.ports import Database, Reading, Row, Tx
    from lrs.prepared import Prepared
    from lrs.service import Lrs
    from runtime.attempts import Attempt
    from runtime.change_sets import Commit, Recovery
    from runtime.events import Event
    from runtime.playable import Playable, Playables
    from runtime.sessions import Session

Q = load_queries("runtime")
_log = logging.getLogger("cursus.play")

REMEMBERED: Final = 32_000_000  # characters of run-time data kept in memory
ATTEMPT_CHARACTERS: Final = 4_000  # what an attempt takes beside its run-time data, about
REFUSALS_LOGGED: Final = 20  # per request
TRIES: Final = 8  # how often a request is worked out anew: two pages of one learner, not a crowd


class MissingChangeSets(Conflict):
    """Change sets are missing before these"""

    slug = "gap"
    title_ru = "Перед этими наборами изменений не хватает других"


class AttemptTakenOver(Conflict):
    """The course was opened in another place"""

    slug = "taken-over"
    title_ru = "Курс открыт в другом месте"


class AttemptEnded(Gone):
    """This attempt has ended"""

    slug = "attempt-ended"
    title_ru = "Эта попытка закончена"


Outcome = Played | Gap | TakenOver | Over


@dataclass(frozen=True, slots=True)
class Stage:
    """An attempt with its course."""

    course: Playable
    attempt: Attempt
    sizes: Mapping[str, int]  # activity -> characters of its run-time data


@dataclass(frozen=True, slots=True)
class Opened:
    """What the player's page is made of."""

    stage: Stage
    view: dict[str, Any]
    portals: tuple[str, ...]  # origins that may frame the player; none: any


class Plays:
    """The use-cases of playing.

    `home_page` gives the IRI under which a tenant's learners have their accounts; `prefix` the
    path to a course version's files at a moment. `label` is that of the content host which a
    request came to, None on one that all versions share: a session plays on its own host only.
    """

    def __init__(
        self,
        database: Database,
        playables: Playables,
        lrs: Lrs,
        clock: Clock,
        home_page: Callable[[str], Awaitable[str]],
        prefix: Callable[[str, int], str],
    ) -> None:
        self._database = database
        self._playables = playables
        self._lrs = lrs
        self._clock = clock
        self._home_page = home_page
        self._prefix = prefix
        self._recent: Recent[tuple[str, str], Stage] = Recent(REMEMBERED)

    async def open(self, session: Session, label: str | None) -> Opened:
        """Open the player: from now on it has the attempt, and no earlier one.

        Raises `UnknownSession`, and `AttemptEnded` when this very launch was played to its end.
        """

        def work(stage: Stage, now: int) -> Played | Over:
            ended = stage.attempt.state.ended in ("exit", "abandon")
            if ended and session.created_at <= stage.attempt.state.ended_at:
                return Over()
            return attempts.opening(stage.course, stage.attempt, _launch(session), now)

        self._recent.drop((session.tenant, session.registration))
        stage, _ = await self._work_out(session, label, work)
        return Opened(stage, self._view(session, stage), await self._portals(session.tenant))

    async def commit(self, session: Session, label: str | None, commit: Commit) -> dict[str, Any]:
        """Apply change sets; return how far the learner has come.

        Raises `UnknownSession`, `MissingChangeSets`, `AttemptTakenOver` and `AttemptEnded`.
        """
        stage, played = await self._play(session, label, commit)
        return standing(stage.course, stage.attempt) | _refused(played) | {"saved": True}

    async def move(self, session: Session, label: str | None, commit: Commit) -> dict[str, Any]:
        """Apply change sets and navigate; return the view. Raises as `commit` does."""
        stage, played = await self._play(session, label, commit)
        return self._view(session, stage) | _refused(played)

    async def recover(
        self, session: Session, label: str | None, recovery: Recovery
    ) -> dict[str, Any]:
        """Take in what an earlier epoch could not send; return whether it counts, and the view.

        What comes too late is kept aside. Raises `UnknownSession`, and `AttemptTakenOver` for a
        player that no longer has the attempt.
        """

        def work(stage: Stage, now: int) -> Outcome:
            launch = _launch(session)
            return attempts.recover(
                stage.course, stage.attempt, launch, now, recovery.epoch, recovery.left
            )

        try:
            stage, _ = await self._work_out(session, label, work)
            applied = True
        except AttemptTakenOver:
            stage, applied = await self._read(session), False
            if stage.attempt.epoch != recovery.epoch:
                raise
        return {"applied": applied, "view": self._view(session, stage)}

    async def _play(
        self, session: Session, label: str | None, commit: Commit
    ) -> tuple[Stage, Played]:
        def work(stage: Stage, now: int) -> Outcome:
            return attempts.play(
                stage.course, stage.attempt, _launch(session), now,
                commit.epoch, commit.sets, commit.request,
            )  # fmt: skip

        return await self._work_out(session, label, work)

    async def _work_out(
        self, session: Session, label: str | None, work: Callable[[Stage, int], Outcome]
    ) -> tuple[Stage, Played]:
        """Work out a request and write what it makes of the attempt, until nobody intervenes.

        Memory is believed where the unit's fence will prove it right. What needs no writing, and
        every refusal, is worked out from a look at the database.
        """
        key = session.tenant, session.registration
        remembered = self._recent.get(key)
        for _ in range(TRIES):
            stage = remembered or await self._read(session)
            # A session may be remembered though its registration went; the id may be another's now.
            former = session.registered_at != stage.attempt.created_at
            if former or label not in (None, stage.course.label):
                raise UnknownSession
            now = self._clock.micros()
            outcome = work(stage, now)
            writes = isinstance(outcome, Played) and outcome.attempt is not stage.attempt
            if writes or remembered is None:
                done = await self._conclude(session, stage, outcome, now)
                if done is not None:
                    return done
            remembered = None
            self._recent.drop(key)
        raise Unavailable

    async def _conclude(
        self, session: Session, stage: Stage, outcome: Outcome, now: int
    ) -> tuple[Stage, Played] | None:
        """Write an outcome, or raise what it refuses; None when somebody else wrote first."""
        if not isinstance(outcome, Played):
            raise await self._refusal(session, outcome, now)
        if outcome.attempt is stage.attempt:
            return stage, outcome
        writing = writing_of(outcome.attempt, outcome.touched)
        if not await self._write(session, stage, outcome, writing, now):
            return None
        attempt = replace(outcome.attempt, revision=stage.attempt.revision + 1, updated_at=now)
        sizes = {**stage.sizes, **{name: len(text) for name, text in writing.data.items()}}
        stage = Stage(stage.course, attempt, sizes)
        weight = ATTEMPT_CHARACTERS + sum(sizes.values())
        self._recent.put((session.tenant, session.registration), stage, weight)
        _log_refusals(session, outcome)
        return stage, outcome

    async def _read(self, session: Session) -> Stage:
        async def look(tx: Reading) -> tuple[Row | None, Sequence[Row]]:
            return await read_rows(tx, session.tenant, session.registration)

        row, data = await self._database.read(look)
        if row is None:
            raise UnknownSession
        course = await self._playables.get(session.tenant, row["course_id"], row["version"])
        sizes = {one["activity"]: len(one["values_json"]) for one in data}
        return Stage(course, attempt_of(row, data, course.tree), sizes)

    async def _write(
        self, session: Session, stage: Stage, played: Played, writing: Writing, now: int
    ) -> bool:
        tenant, registration = session.tenant, session.registration
        prepared = await self._prepared(session, stage, played.events)

        async def unit(tx: Tx) -> bool:
            if not await update(tx, tenant, registration, writing, now):
                return False
            if played.late:
                epoch = played.attempt.epoch
                await keep_aside(tx, tenant, registration, epoch, played.late, now)
            if prepared:
                await self._lrs.record(tx, tenant, prepared)
            return True

        return await self._database.write(unit)

    async def _refusal(
        self, session: Session, outcome: Gap | TakenOver | Over, now: int
    ) -> Problem:
        """Return the problem that an outcome is; what came too late is kept first."""
        if isinstance(outcome, Gap):
            return MissingChangeSets(seq=outcome.seq)
        if isinstance(outcome, Over):
            return AttemptEnded(AGAIN)
        if outcome.late:

            async def unit(tx: Tx) -> None:
                await keep_aside(
                    tx, session.tenant, session.registration, outcome.epoch, outcome.late, now
                )

            await self._database.write(unit)
        return AttemptTakenOver()

    async def _prepared(
        self, session: Session, stage: Stage, events: Sequence[Event]
    ) -> list[Prepared]:
        if not events:
            return []
        home_page = await self._home_page(session.tenant)
        authority = account_authority(home_page, "cursus")
        scene = Scene(
            home_page=home_page,
            learner_id=stage.attempt.learner.id,
            learner_name=stage.attempt.learner.name,
            registration=stage.attempt.xapi_registration,
        )
        return [
            self._lrs.prepare_trusted(statement, authority=authority)
            for statement in statements(stage.course, scene, events)
        ]

    def _view(self, session: Session, stage: Stage) -> dict[str, Any]:
        launch = _launch(session)
        prefix = self._prefix(stage.course.label, self._clock.micros())
        attempt = attempts.opened(stage.course, stage.attempt, launch)
        return view(stage.course, attempt, launch, prefix)

    async def _portals(self, tenant: str) -> tuple[str, ...]:
        async def look(tx: Reading) -> tuple[str, ...]:
            return tuple(orjson.loads(await tx.value(Q.tenant_portals, tenant=tenant) or "[]"))

        return await self._database.read(look)


def _launch(session: Session) -> Launch:
    return Launch(session.tracking, session.start_sco)


def _refused(played: Played) -> dict[str, Any]:
    """Return what of a request was not taken: values by the table, navigation by a clause."""
    said: dict[str, Any] = {}
    refused = [(one.element, one.code) for one in played.refusals if not one.stored]
    if refused:
        said["refused"] = [{"element": element, "code": code} for element, code in refused]
    if played.refused is not None:
        said["notValid"] = played.refused
    return said


def _log_refusals(session: Session, played: Played) -> None:
    """Log what strict reading refuses; names come from content, so not as they are."""
    for one in played.refusals[:REFUSALS_LOGGED]:
        what = "let pass" if one.stored else "refused"
        _log.info(
            "%r/%r: %.100r %s (%s, %d)",
            session.tenant, session.registration, one.element, what, one.fault, one.code,
        )  # fmt: skip
    more = len(played.refusals) - REFUSALS_LOGGED
    if more > 0:
        _log.info("%r/%r: and %d more", session.tenant, session.registration, more)
