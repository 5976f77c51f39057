"""Workers look through packages within bounds, and outlive those that exceed them."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packager.index import Index
from packager.limits import ArchiveLimits
from packager.model import from_json
from packager.workers import Inspected, Workers
from tests.manifests import RESOURCE_12, manifest_12, package
from tests.zip_builder import File, deflate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ROOMY = ArchiveLimits(ratio=10**6, unpacked=1 << 40, entry_ratio=10**6)
SECONDS_TO_END = 10.0


@asynccontextmanager
async def working(
    limits: ArchiveLimits = ROOMY, count: int = 1, **bounds: int
) -> AsyncIterator[Workers]:
    workers = Workers(count, limits, **bounds)
    await workers.start()
    try:
        yield workers
    finally:
        await workers.close()


async def look(workers: Workers, data: bytes, folder: Path) -> Inspected:
    path = folder / f"{os.urandom(4).hex()}.zip"
    path.write_bytes(data)
    overlay = path.with_suffix(".overlay")
    return await workers.inspect(path, overlay_path=overlay, progress=lambda _: None)


async def begin_endless(workers: Workers, folder: Path) -> asyncio.Task[Inspected]:
    """Have a worker begin with a package that it will not end with soon."""
    path = folder / "endless.zip"
    path.write_bytes(endless())
    begun = asyncio.Event()
    slow = asyncio.create_task(
        workers.inspect(path, overlay_path=folder / "o", progress=lambda _: begun.set())
    )
    await begun.wait()
    return slow


def endless() -> bytes:
    """A package of 20 MB that is 16 GB unpacked: some ten seconds of work."""
    plain = 200 << 20
    packed = deflate(bytes(plain))
    page = File("0", bytes(plain), packed=packed)
    sizes = {name: page.fields()[name] for name in ("crc", "packed", "plain")}
    more = [File(f"{n}", b"", packed=packed, local=sizes, central=sizes) for n in range(1, 80)]
    return package(manifest_12(), None, page, *more)


def rules(inspected: Inspected) -> list[str]:
    return [finding.rule for finding in inspected.report.findings]


async def test_a_worker_says_all_that_an_import_needs(tmp_path: Path) -> None:
    film = {"index.html": b"x", "film.mp4": b"film" * 50}
    async with working() as workers:
        inspected = await look(workers, package(manifest_12(), film), tmp_path)
    assert inspected.report.playable
    assert (inspected.title, inspected.standard, inspected.edition) == ("Course", "scorm12", None)
    assert from_json(inspected.model_json).title == "Course"
    assert set(Index.decode(inspected.index_bytes).entries) == {"imsmanifest.xml", *film}
    assert inspected.overlay


async def test_a_package_that_takes_too_long_is_stopped_and_the_next_one_is_looked_at(
    tmp_path: Path,
) -> None:
    async with working(cpu_seconds=0) as workers:
        assert rules(await look(workers, endless(), tmp_path)) == ["inspection.exhausted"]
        assert (await look(workers, package(manifest_12()), tmp_path)).report.playable


async def test_a_package_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    large = File("large.bin", os.urandom(1 << 20) * 4, method=0)
    async with working(address_space=32 << 20) as workers:
        inspected = await look(workers, package(manifest_12(), None, large), tmp_path)
    assert rules(inspected) == ["inspection.exhausted"]


async def test_a_worker_that_is_killed_costs_its_own_package_only(tmp_path: Path) -> None:
    async with working(count=2) as workers:
        pids = [slot.process for slot in workers.slots]
        slow = await begin_endless(workers, tmp_path)
        quick = [await look(workers, package(manifest_12()), tmp_path) for _ in range(3)]
        for pid in pids:
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        assert rules(await slow) == ["inspection.exhausted"]
        assert all(inspected.report.playable for inspected in quick)
        assert (await look(workers, package(manifest_12()), tmp_path)).report.playable


async def test_nobody_waits_for_a_package_whose_job_was_stopped(tmp_path: Path) -> None:
    async with working() as workers:
        slow = await begin_endless(workers, tmp_path)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert (await look(workers, package(manifest_12()), tmp_path)).report.playable


async def test_a_fault_of_ours_refuses_the_package_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    limits = ArchiveLimits(entries="many")  # type: ignore[arg-type]
    async with working(limits) as workers:
        inspected = await look(workers, package(manifest_12()), tmp_path)
    assert rules(inspected) == ["inspection.failed"]
    assert "TypeError" in caplog.text


SERVICE = """
import asyncio
from packager.limits import ArchiveLimits
from packager.workers import Workers

async def serve():
    workers = Workers(1, ArchiveLimits())
    await workers.start()
    print(workers.slots[0].process, flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(serve())
"""


def test_a_worker_ends_with_the_service_however_that_ends(tmp_path: Path) -> None:
    program = tmp_path / "serve.py"
    program.write_text(SERVICE, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as service:
        assert service.stdout is not None
        worker = os.pidfd_open(int(service.stdout.readline()))
        service.kill()
        ended, _, _ = select.select([worker], [], [], SECONDS_TO_END)
        os.close(worker)
    assert ended


def _many(row: str, count: int, around: str = RESOURCE_12) -> str:
    rows = "".join(row.replace("#", str(number)) for number in range(count))
    return manifest_12(resources=around.replace("</resource>", f"{rows}</resource>"))


#: Of descriptors that pass the limits those that take the most memory to read.
WORST: dict[str, Callable[[], bytes]] = {
    "missing files": lambda: package(_many('<file href="a#.js"/>', 149_000)),
    "dangling dependencies": lambda: package(_many('<dependency identifierref="r#"/>', 149_000)),
    "names in two code pages": lambda: package(
        _many('<file href="я#.js"/>', 149_000),
        None,
        *(File(f"{number}Тест".encode("cp866")) for number in range(10_000)),
    ),
    "folders": lambda: package(
        manifest_12(), None, *(File(f"{n}/" + "folder/" * 31 + "a") for n in range(19_000))
    ),
}


@pytest.mark.parametrize("what", WORST)
async def test_the_worst_packages_take_bounded_memory(what: str, tmp_path: Path) -> None:
    async with working() as workers:
        await look(workers, WORST[what](), tmp_path)
        status = Path(f"/proc/{workers.slots[0].process}/status").read_text("ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) < 256 << 10  # KiB
