"""`python -m benchmarks`: how fast cursus is here, beside what limits it (docs/benchmarks.md)."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click

from benchmarks import commits, content, disk, imports
from benchmarks.figures import Figure, show, write_json

BENCHES = ("content", "commits", "import")


@click.command()
@click.argument("benches", nargs=-1, type=click.Choice(BENCHES))
@click.option("--seconds", default=5, show_default=True, help="How long to put each under load.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write figures here.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder on the disk to measure; a new folder is made in it and removed.",
)
def main(
    benches: tuple[str, ...], seconds: int, json_path: Path | None, folder: Path | None
) -> None:
    """Measure BENCHES (content, commits, import), all of them when none is named."""
    with tempfile.TemporaryDirectory(prefix="cursus-bench-", dir=folder) as temporary:
        figures = asyncio.run(measure(Path(temporary), benches or BENCHES, seconds))
    show(figures)
    if json_path is not None:
        write_json(figures, json_path)


async def measure(folder: Path, benches: tuple[str, ...], seconds: int) -> list[Figure]:
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
    return figures


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
