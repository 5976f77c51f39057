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

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.service import Service

ROUNDS = 3
MOODLE = 3.1  # seconds, the better of its figures
AIM = 0.5
CHUNK = 1 << 18
BOUNDARY = "a-boundary-of-the-benchmarks"


async def measure(folder: Path) -> list[Figure]:
    """Import three packages of 2,000 files and 100 MB, one after the other."""
    accepted, ended, limits = [], [], []
    async with running(folder / "import-service") as service:
        for number in range(ROUNDS):
            package = folder / f"import-{number}.zip"
            await asyncio.to_thread(packages.import_package, package, number)
            limits.append(write_and_flush(package, folder))
            first, last = await _import(service, package, f"course-{number}")
            accepted.append(first)
            ended.append(last)
            package.unlink()
    limit = median(limits)
    return [
        Figure(
            "import of 2,000 files, 100 MB",
            "last byte to the job's end",
            median(ended),
            "s",
            limit,
            "write + fdatasync",
            MOODLE,
            AIM,
            less_is_better=True,
            note=f"median of {', '.join(f'{value:.2f}' for value in ended)}",
        ),
        Figure(
            "import of 2,000 files, 100 MB",
            "… of which to the upload's answer",
            median(accepted),
            "s",
            less_is_better=True,
        ),
    ]


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
