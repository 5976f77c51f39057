"""What a benchmark yields, and how it is shown."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside what limits it and what others reach.

    `limit` is the best that this machine can do, measured in the same run; `orientation` is what a
    tuned Moodle 4.5 reached on two cores; `aim` is ours. All in the unit of `value`.
    """

    group: str
    name: str
    value: float
    unit: str
    limit: float | None = None
    limit_name: str = ""
    orientation: float | None = None
    aim: float | None = None
    less_is_better: bool = False
    note: str = ""

    def times(self, other: float | None) -> float | None:
        """Return how many times better than another value this one is."""
        if not other or not self.value:
            return None
        return other / self.value if self.less_is_better else self.value / other

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None without one."""
        ratio = self.times(self.aim)
        return None if ratio is None else ratio >= 1


def show(figures: Sequence[Figure]) -> None:
    """Print figures as a table and their notes below it."""
    table = Table(title="cursus benchmarks", title_justify="left", header_style="bold")
    table.add_column("what")
    for name in ("value", "limit here", "of limit", "Moodle", "times Moodle", "aim"):
        table.add_column(name, justify="right")
    group = ""
    for figure in figures:
        if figure.group != group:
            table.add_section()
            table.add_row(f"[bold]{figure.group}[/bold]")
            group = figure.group
        table.add_row(*_row(figure))
    console = Console(width=118)
    console.print(table)
    for figure in figures:
        if figure.note:
            console.print(f"- {figure.name}: {figure.note}", highlight=False)


def write_json(figures: Sequence[Figure], path: Path) -> None:
    """Write figures as JSON, ratios included."""
    rows = [
        asdict(figure)
        | {
            "of_limit": figure.times(figure.limit),
            "times_orientation": figure.times(figure.orientation),
            "reached": figure.reached,
        }
        for figure in figures
    ]
    path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    return sorted_values[max(0, math.ceil(share * len(sorted_values)) - 1)]


def _row(figure: Figure) -> list[str]:
    of_limit = figure.times(figure.limit)
    times = figure.times(figure.orientation)
    limit = "" if figure.limit is None else f"{_number(figure.limit)} {figure.limit_name}"
    aim = "" if figure.aim is None else f"{_number(figure.aim)} {'✓' if figure.reached else '✗'}"
    return [
        figure.name,
        f"{_number(figure.value)} {figure.unit}",
        limit,
        "" if of_limit is None else f"{of_limit:.2f}",
        "" if figure.orientation is None else _number(figure.orientation),
        "" if times is None else f"{times:.1f}",
        aim,
    ]


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
