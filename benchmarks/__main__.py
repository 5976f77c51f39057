"""`python -m benchmarks`: how fast cursus is here, beside what limits it (docs/benchmarks.md)."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click

from benchmarks import commits, content, disk, imports, validation
from benchmarks.figures import Figure, show, write_json

BENCHES = ("content", "commits", "import", "validation")
ON_REQUEST = ("uploads",)  # takes 16 GB of disk


@click.command()
@click.argument("benches", nargs=-1, type=click.Choice(BENCHES + ON_REQUEST))
@click.option("--seconds", default=5, show_default=True, help="How long to put each under load.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write figures here.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder on the disk to measure; a new folder is made in it and removed.",
)
@click.option(
    "--packages",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of packages to judge, instead of such as are made for it.",
)
def main(
    benches: tuple[str, ...],
    seconds: int,
    json_path: Path | None,
    folder: Path | None,
    packages: Path | None,
) -> None:
    """Measure BENCHES, all but `uploads` (which takes 16 GB of disk) when none is named."""
    with tempfile.TemporaryDirectory(prefix="cursus-bench-", dir=folder) as temporary:
        figures = asyncio.run(measure(Path(temporary), benches or BENCHES, seconds, packages))
    show(figures)
    if json_path is not None:
        write_json(figures, json_path)


async def measure(
    folder: Path, benches: tuple[str, ...], seconds: int, packages: Path | None
) -> list[Figure]:
    """Run benches one after the other."""
    flushes = disk.flushes(folder, 2)
    figures = disk.figures(flushes)
    if "content" in benches:
        click.echo("content …", err=True)
        figures += await content.measure(folder, seconds)
    if "commits" in benches:
        click.echo("commits …", err=True)
        figures += await commits.measure(folder, seconds, flushes)
    if "import" in benches:
        click.echo("import …", err=True)
        figures += await imports.measure(folder)
    if "validation" in benches:
        click.echo("validation …", err=True)
        figures += validation.measure(folder, packages)
    if "uploads" in benches:
        click.echo("uploads …", err=True)
        figures += await imports.measure_uploads(folder)
    return figures


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
