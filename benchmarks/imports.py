"""Seconds from the last uploaded byte of a package to the end of its import."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import packages
from benchmarks.disk import write_and_flush
from benchmarks.figures import Figure
from benchmarks.service import APP_ID, SECRET, running
from benchmarks.validation import data_pass

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.service import Service

ROUNDS = 3
MOODLE = 3.1  # seconds, the better of its figures
AIM = 0.5
UPLOADS = 4
UPLOADS_AIM = 64  # MB
WATCH_SECONDS = 0.05
CHUNK = 1 << 18
BOUNDARY = "a-boundary-of-the-benchmarks"


async def measure(folder: Path) -> list[Figure]:
    """Import packages of 2,000 files and 100 MB one after the other, then one of 20,000 files."""
    accepted, ended, writes, passes = [], [], [], []
    async with running(folder / "import-service") as service:
        for number in range(ROUNDS):
            package = folder / f"import-{number}.zip"
            await asyncio.to_thread(packages.import_package, package, number)
            writes.append(write_and_flush(package, folder))
            passes.append(data_pass(package))
            first, last = await _import(service, package, f"course-{number}")
            accepted.append(first)
            ended.append(last)
            package.unlink()
        wide = await _import_wide(service, folder)
    group = "import of 2,000 files, 100 MB"
    return [
        Figure(
            group,
            "last byte to the job's end",
            median(ended),
            "s",
            median(passes),
            "inflate + CRC",
            MOODLE,
            AIM,
            less_is_better=True,
            note=f"median of {', '.join(f'{value:.2f}' for value in ended)}",
        ),
        Figure(
            group,
            "… of which to the upload's answer",
            median(accepted),
            "s",
            median(writes),
            "write + fdatasync",
            less_is_better=True,
        ),
        wide,
    ]


async def _import_wide(service: Service, folder: Path) -> Figure:
    package = folder / "wide.zip"
    await asyncio.to_thread(packages.wide_package, package)
    limit = data_pass(package)
    _, ended = await _import(service, package, "wide")
    package.unlink()
    return Figure(
        f"import of {packages.WIDE_FILES:,} files",
        "last byte to the job's end",
        ended,
        "s",
        limit,
        "inflate + CRC",
        less_is_better=True,
    )


async def measure_uploads(folder: Path) -> list[Figure]:
    """Upload packages of 2 GB at once; see how much memory the service takes for it."""
    paths = [folder / f"huge-{number}.zip" for number in range(UPLOADS)]
    for number, path in enumerate(paths):
        await asyncio.to_thread(packages.huge_package, path, number)
    async with running(folder / "upload-service") as service:
        before = service.memory()
        highest = [before]
        watch = asyncio.create_task(_watch(service, highest))
        begin = time.perf_counter()
        await asyncio.gather(*(_import(service, path, f"huge-{n}") for n, path in enumerate(paths)))
        seconds = time.perf_counter() - begin
        watch.cancel()
    size = sum(path.stat().st_size for path in paths)
    for path in paths:
        path.unlink()
    group = f"{UPLOADS} uploads of 2 GB at once"
    return [
        Figure(
            group,
            "memory of the service above rest",
            (max(highest) - before) / (1 << 20),
            "MB",
            aim=UPLOADS_AIM,
            less_is_better=True,
            note=f"{before >> 20} MB at rest",
        ),
        Figure(group, "uploaded and imported", size / seconds / 1e6, "MB/s"),
    ]


async def _watch(service: Service, seen: list[int]) -> None:
    while True:
        seen.append(service.memory())
        await asyncio.sleep(WATCH_SECONDS)


async def _import(service: Service, package: Path, course: str) -> tuple[float, float]:
    """Upload and wait; return the seconds to the answer and to the end, after the last byte."""
    before = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="course.zip"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    ).encode()
    after = f"\r\n--{BOUNDARY}--\r\n".encode()
    size = package.stat().st_size  # noqa: ASYNC240 - nothing else runs here
    length = len(before) + size + len(after)
    credentials = base64.b64encode(f"{APP_ID}:{SECRET}".encode()).decode()
    head = (
        f"POST /api/v2/courses/importJobs/upload?courseId={course} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{service.port}\r\nAuthorization: Basic {credentials}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {length}\r\nConnection: close\r\n\r\n"
    ).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.transport.set_write_buffer_limits(0)  # drain() then waits until the kernel has it all
    writer.write(head + before)
    with package.open("rb") as file:
        while chunk := file.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.write(after)
    await writer.drain()
    begin = time.perf_counter()
    answer = await reader.read(-1)
    accepted = time.perf_counter() - begin
    writer.close()
    answer_head, _, body = answer.partition(b"\r\n\r\n")
    if not answer_head.startswith(b"HTTP/1.1 2"):
        raise RuntimeError(answer.decode())
    await service.finish(json.loads(body)["result"])
    return accepted, time.perf_counter() - begin
