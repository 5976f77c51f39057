"""How fast the LRS stores statements durably and finds them again, in one process without HTTP.

`python -m benchmarks.lrs_store [FOLDER]`. Statements are realistic ones of about 1 kB; each is
checked from its bytes, made ready and stored in a real SQLite file. What limits one caller is one
fdatasync per acknowledged batch; callers that wait together share one.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from benchmarks import disk
from benchmarks.figures import Figure, percentile, show
from cursus.clock import RandomIds, SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from lrs.identifiers import xapi_uuid
from lrs.prepared import account_authority
from lrs.query import StatementQuery
from lrs.service import Lrs
from lrs.terms import agent_term

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.disk import Flushes

AUTHORITY = account_authority("https://cursus.example.org", "bench")
VERBS = ("initialized", "progressed", "answered", "scored", "passed", "failed", "terminated")
_ids = RandomIds()


def statement(number: int) -> dict[str, object]:
    """Return one of many statements: 500 learners, 40 courses, 7 verbs, 2,000 registrations."""
    course = f"https://portal.example.org/courses/course-{number % 40}"
    category = {
        "id": "https://w3id.org/xapi/scorm",
        "definition": {"type": "http://adlnet.gov/expapi/activities/profile"},
    }
    verb = VERBS[number % len(VERBS)]
    return {
        "id": str(xapi_uuid(_ids.uuid())),
        "actor": {
            "objectType": "Agent",
            "name": "Мария Ивановна Кузнецова",
            "account": {"homePage": "https://portal.example.org", "name": f"u{number % 500}"},
        },
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"en": verb}},
        "object": {
            "id": f"{course}/sco-{number % 7}",
            "definition": {
                "name": {"ru": "Охрана труда: проверка знаний"},
                "type": "http://adlnet.gov/expapi/activities/lesson",
            },
        },
        "result": {"score": {"scaled": 0.85, "raw": 85, "min": 0, "max": 100}, "success": True},
        "context": {
            "registration": f"7c9e6679-7425-40de-944b-{number % 2000:012d}",
            "contextActivities": {"grouping": [{"id": course}], "category": [category]},
        },
        "timestamp": "2026-01-31T12:30:00.000Z",
    }


async def measure(folder: Path, seconds: int, flushes: Flushes) -> list[Figure]:
    """Measure preparing, storing and finding; `seconds` for each way of storing."""
    path = folder / "lrs.db"
    database = SQLiteDatabase(path, SystemClock(), [Component("cursus"), Component("lrs")])
    lrs = Lrs(database, _ids)
    try:
        figures = _preparing(lrs)
        for size, callers in ((50, 1), (50, 8), (1, 1), (1, 8), (1, 32)):
            rate = await _storing(lrs, size, callers, seconds)
            figures.append(
                Figure(
                    "statements, stored durably",
                    f"batches of {size}, {callers} caller{'s' if callers > 1 else ''}",
                    rate,
                    "/s",
                    limit=flushes.per_second * size if callers == 1 else None,
                    limit_name="fdatasync",
                )
            )
        figures += await _finding(lrs)
    finally:
        await database.close()
    weight = await asyncio.to_thread(_weight, path)
    name = "a statement on disk"
    return [*figures, Figure("statements, size", name, weight, "bytes", less_is_better=True)]


def _preparing(lrs: Lrs) -> list[Figure]:
    bodies = [orjson.dumps(statement(number)) for number in range(50)]
    batch = b"[" + b",".join(bodies) + b"]"
    own = [statement(number) for number in range(50)]
    for each in own:
        del each["id"]

    def single() -> None:
        for body in bodies:
            lrs.prepare(body, authority=AUTHORITY, version="1.0.3")

    def trusted() -> None:
        for each in own:
            lrs.prepare_trusted(each, authority=AUTHORITY)

    def many() -> None:
        lrs.prepare(batch, authority=AUTHORITY, version="1.0.3")

    group = f"statements of {len(bodies[0])} bytes, made ready"
    return [
        Figure(group, name, _least(work) / 50, "µs", less_is_better=True)
        for name, work in (("alone", single), ("in batches of 50", many), ("our own", trusted))
    ]


def _least(work: Callable[[], None]) -> float:
    """Return the least processor time of many runs, in µs: others on this machine only add."""
    times = []
    for _ in range(40):
        begin = time.thread_time_ns()
        work()
        times.append((time.thread_time_ns() - begin) / 1000)
    return min(times)


async def _storing(lrs: Lrs, size: int, callers: int, seconds: int) -> float:
    stored = 0
    number = 0
    end = time.perf_counter() + seconds

    async def caller() -> None:
        nonlocal stored, number
        while time.perf_counter() < end:
            batch = [statement(number + place) for place in range(size)]
            number += size
            prepared = lrs.prepare(orjson.dumps(batch), authority=AUTHORITY, version="1.0.3")
            await lrs.store("bench", prepared)
            stored += size

    begin = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return stored / (time.perf_counter() - begin)


async def _finding(lrs: Lrs) -> list[Figure]:
    actor = statement(7)["actor"]
    assert isinstance(actor, dict)
    course = "https://portal.example.org/courses/course-7"
    queries = {
        "the newest 50": StatementQuery(limit=50),
        "50 of an agent": StatementQuery(limit=50, agent=agent_term(actor)),
        "50 of a verb": StatementQuery(limit=50, verb="http://adlnet.gov/expapi/verbs/passed"),
        "50 of a related activity": StatementQuery(
            limit=50, activity=course, related_activities=True
        ),
        "all of a registration": StatementQuery(
            registration="7c9e6679-7425-40de-944b-000000000007"
        ),
        "50 of an agent and a verb": StatementQuery(
            limit=50, agent=agent_term(actor), verb="http://adlnet.gov/expapi/verbs/passed"
        ),
    }
    newest = await lrs.consistent_through("bench")
    figures = []
    for name, query in queries.items():
        times = []
        for _ in range(200):
            begin = time.perf_counter()
            page = await lrs.statements("bench", query)
            times.append((time.perf_counter() - begin) * 1000)
            assert page.consistent_through == newest
        times.sort()
        note = f"p99 {percentile(times, 0.99):.1f} ms"
        figures.append(
            Figure(
                "statements, found (p50)",
                name,
                percentile(times, 0.5),
                "ms",
                aim=10,
                less_is_better=True,
                note=note,
            )
        )
    return figures


def _weight(path: Path) -> float:
    """Return the bytes of the database file per statement, all of its indexes included."""
    connection = sqlite3.connect(path)
    count: int = connection.execute("SELECT count(*) FROM statements").fetchone()[0]
    connection.close()
    return path.stat().st_size / count


def main() -> None:
    """Measure on the disk of a folder, the system's temporary one when none is named."""
    where = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(prefix="cursus-bench-", dir=where) as folder:
        flushes = disk.flushes(Path(folder), 2)
        show(disk.figures(flushes) + asyncio.run(measure(Path(folder), 5, flushes)))


if __name__ == "__main__":
    main()
