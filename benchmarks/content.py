"""Content requests a second, beside nginx serving the same bytes unpacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import get_load, nginx, packages
from benchmarks.figures import Figure
from benchmarks.service import running

if TYPE_CHECKING:
    from pathlib import Path

MOODLE = 334  # content requests/s
AIM = 40 * MOODLE

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
CASES = [  # what, file, fields that a client sends
    ("50 KB text, gzip as browsers ask", packages.TEXT_NAME, GZIP),
    ("50 KB text, client without gzip", packages.TEXT_NAME, {}),
    ("5 MB media, whole", packages.MEDIA_NAME, GZIP),
    ("5 MB media, 64 KB range", packages.MEDIA_NAME, GZIP | {"Range": "bytes=1000000-1065535"}),
]


async def measure(folder: Path, seconds: int) -> list[Figure]:
    """Ask cursus, then nginx, for the same bytes."""
    package = folder / "content.zip"
    packages.content_package(package)
    ours: list[tuple[float, float]] = []  # requests/s, microseconds of processor per request
    async with running(folder / "content-service") as service:
        await service.import_package(package, "content")
        played = await service.play("content", "content")
        for _, name, fields in CASES:
            fields_here = fields | {"Host": played.host}
            path = played.content + name
            before = service.cpu()
            rate = await get_load.rate(service.port, path, fields_here, seconds)
            ours.append((rate, (service.cpu() - before) / (rate * seconds) * 1e6))
    theirs: list[float | None] = [None] * len(CASES)
    note = "nginx is not installed here, so there is no limit to compare with"
    if nginx.found():
        note = f"limit: nginx, 2 workers, files unpacked and gzipped before; {get_load.tool()} asks"
        async with nginx.serving(package, folder / "nginx") as port:
            for number, (_, name, fields) in enumerate(CASES):
                here = fields | {"Host": "localhost"}
                theirs[number] = await get_load.rate(port, f"/{name}", here, seconds)
    figures: list[Figure] = []
    for (what, name, _), (rate, cpu), limit in zip(CASES, ours, theirs, strict=True):
        text = name == packages.TEXT_NAME
        figures += [
            Figure(
                "content",
                what,
                rate,
                "requests/s",
                limit,
                "nginx",
                MOODLE if text else None,
                AIM if text else None,
                note=note if not figures else "",
            ),
            Figure("content", "… processor time of the service", cpu, "µs each"),
        ]
    return figures
