"""Commits a second and how long each takes, through the real service over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from benchmarks import packages
from benchmarks.figures import Figure, percentile
from benchmarks.service import running

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.disk import Flushes
    from benchmarks.service import Played, Service

CLIENTS = (1, 16, 64)
WARMUP = 1  # seconds
MOODLE_RATE = 326  # commits/s at 16 clients
MOODLE_P50 = 48  # ms
AIM_RATE = 3000  # commits/s at 64 clients
AIM_P99 = 30  # ms


async def measure(folder: Path, seconds: int, flushes: Flushes) -> list[Figure]:
    """Commit with 1, 16 and 64 clients, each with a registration of its own."""
    package = folder / "commits.zip"
    packages.content_package(package)
    figures = []
    async with running(folder / "commit-service") as service:
        await service.import_package(package, "commits")
        for count in CLIENTS:
            players = [await service.play("commits", f"{count}-{n}") for n in range(count)]
            before = service.cpu()
            result = await _load(service, players, seconds)
            cpu = (service.cpu() - before) / result["commits"] * 1e6
            await _check(service, players, result["scores"])
            figures += _figures(count, result["times"], seconds, flushes)
            figures.append(Figure("commits", "… processor time of the service", cpu, "µs each"))
    return figures


async def _load(service: Service, players: list[Played], seconds: int) -> dict[str, Any]:
    plan = {
        "port": service.port,
        "seconds": seconds,
        "warmup": WARMUP,
        "clients": [asdict(player) for player in players],
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.commit_load"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate(json.dumps(plan).encode())
    if process.returncode:
        raise RuntimeError("the load generator failed")
    result: dict[str, Any] = json.loads(output)
    return result


async def _check(service: Service, players: list[Played], scores: list[int]) -> None:
    """See that the last acknowledged score is what the API answers."""
    for player, score in zip(players, scores, strict=True):
        kept = await service.api("GET", f"/registrations/{player.registration}")
        if round(kept["score"]["scaled"]) != score:
            raise RuntimeError(f"{player.registration}: {score} was acknowledged, {kept} is kept")


def _figures(count: int, times: list[float], seconds: int, flushes: Flushes) -> list[Figure]:
    many = count == max(CLIENTS)
    moodle = count == 16
    name = f"{count} client{'s' if count > 1 else ''}"
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    note = "limit: 4 KiB + fdatasync, one after the other; beyond 1, commits share a flush"
    return [
        Figure(
            "commits",
            name,
            len(times) / seconds,
            "commits/s",
            flushes.per_second,
            "flushes",
            MOODLE_RATE if moodle else None,
            AIM_RATE if many else None,
            note=note if count == 1 else "",
        ),
        Figure(
            "commits",
            f"{name}, p50",
            p50,
            "ms",
            flushes.p50,
            "flush",
            MOODLE_P50 if moodle else None,
            less_is_better=True,
        ),
        Figure(
            "commits",
            f"{name}, p99",
            p99,
            "ms",
            flushes.p99,
            "flush",
            aim=AIM_P99 if many else None,
            less_is_better=True,
        ),
    ]
