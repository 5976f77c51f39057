"""Attempts between memory and the tables `registrations` and `activity_data`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from cursus.storage.queries import load_queries
from runtime import change_sets
from runtime.attempts import Attempt
from runtime.cmi.session import Learner
from runtime.sequencing.rollup import roll_up
from runtime.sequencing.state import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cursus.storage.ports import Reading, Row, Tx, Value
    from runtime.change_sets import ChangeSet
    from runtime.sequencing.tree import ActivityTree

Q = load_queries("runtime")

ASIDE_LIMIT: Final = 4_000_000
"""Bytes kept aside per registration, give or take the last request: what came too late may not
fill the disk."""
COMPLETIONS: Final = {"completed": "COMPLETED", "incomplete": "INCOMPLETE"}
SUCCESSES: Final = {"passed": "PASSED", "failed": "FAILED"}


async def read_rows(
    tx: Reading, tenant: str, registration: str
) -> tuple[Row | None, Sequence[Row]]:
    """Return the row of a registration, None when there is none, and those of its activities."""
    row = await tx.row(Q.attempt_get, tenant=tenant, id=registration)
    data = await tx.rows(Q.activity_data_of_registration, tenant=tenant, registration=registration)
    return row, data


def attempt_of(row: Row, data: Iterable[Row], tree: ActivityTree) -> Attempt:
    """Return the attempt that rows hold."""
    state = from_json(row["state"])
    name = ", ".join(part for part in (row["last_name"], row["first_name"]) if part)
    return Attempt(
        learner=Learner(row["learner_id"], name),
        xapi_registration=row["xapi_registration"],
        revision=row["revision"],
        epoch=row["epoch"],
        seq=row["seq"],
        written=(row["written_epoch"], row["written_seq"]),
        state=state,
        values={one["activity"]: orjson.loads(one["values_json"]) for one in data},
        result=roll_up(tree, state),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        first_access_at=row["first_access_at"],
        completed_at=row["completed_at"],
    )


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written of an attempt, in the form that the tables take."""

    columns: dict[str, Value]
    data: dict[str, str]  # activity -> values as JSON


def writing_of(attempt: Attempt, touched: Iterable[str]) -> Writing:
    """Return what to write of an attempt that was worked out from its revision."""
    return Writing(
        _columns(attempt),
        {activity: orjson.dumps(attempt.values[activity]).decode() for activity in touched},
    )


async def update(tx: Tx, tenant: str, registration: str, writing: Writing, now: int) -> bool:
    """Write an attempt; False, and nothing written, when its row has another revision by now."""
    count = await tx.execute(
        Q.attempt_update, tenant=tenant, id=registration, now=now, **writing.columns
    )
    if not count:
        return False
    for activity, values_json in writing.data.items():
        await tx.execute(
            Q.activity_data_put,
            tenant=tenant,
            registration=registration,
            activity=activity,
            values_json=values_json,
        )
    return True


async def keep_aside(
    tx: Tx, tenant: str, registration: str, epoch: int, late: Sequence[ChangeSet], now: int
) -> None:
    """Keep change sets that came too late to count."""
    body = change_sets.to_json(tuple(late))
    await tx.execute(
        Q.side_record_insert,
        tenant=tenant,
        registration=registration,
        epoch=epoch,
        digest=hashlib.sha256(body).digest(),
        body=body.decode(),
        now=now,
        size=len(body),
        most=ASIDE_LIMIT,
    )


def _columns(attempt: Attempt) -> dict[str, Value]:
    result = attempt.result.result
    columns: dict[str, Any] = {
        "revision": attempt.revision,
        "epoch": attempt.epoch,
        "seq": attempt.seq,
        "written_epoch": attempt.written[0],
        "written_seq": attempt.written[1],
        "state": to_json(attempt.state),
        "completion": COMPLETIONS.get(result.completion, "UNKNOWN"),
        "success": SUCCESSES.get(result.success, "UNKNOWN"),
        "score": result.score,
        "seconds": attempt.result.seconds,
        "amount": result.progress,
        "completed_at": attempt.completed_at,
        "first_access_at": attempt.first_access_at,
    }
    return columns
