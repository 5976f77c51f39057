from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from benchmarks.figures import Figure, percentile, show, write_json
from benchmarks.packages import MEDIA_NAME, TEXT_NAME, content_package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1), (0.0, 1)]
)
def test_a_percentile_is_the_value_at_its_rank(share: float, value: float) -> None:
    assert percentile([float(number) for number in range(1, 101)], share) == value


def test_more_is_better_unless_less_is() -> None:
    rate = Figure("g", "rate", 300, "/s", limit=600, aim=200)
    time = Figure("g", "time", 2, "s", limit=1, aim=1, less_is_better=True)
    assert (rate.times(rate.limit), rate.reached) == (0.5, True)
    assert (time.times(time.limit), time.reached) == (0.5, False)
    assert Figure("g", "free", 1, "/s").reached is None


def test_figures_are_shown_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = [
        Figure("content", "a page", 12_345, "requests/s", 50_000, "nginx", 334, 13_360, note="ha"),
        Figure("content", "free", 0.05, "s", less_is_better=True),
    ]
    show(figures)
    shown = capsys.readouterr().out
    assert "12,345" in shown
    assert "37.0" in shown
    assert "✗" in shown
    write_json(figures, tmp_path / "figures.json")
    written = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert written[0]["of_limit"] == pytest.approx(0.2469)
    assert written[1]["reached"] is None


def test_the_content_package_has_a_page_and_a_film(tmp_path: Path) -> None:
    content_package(tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as package:
        page, film = package.getinfo(TEXT_NAME), package.getinfo(MEDIA_NAME)
    assert (page.file_size, page.compress_type) == (50 * 1024, zipfile.ZIP_DEFLATED)
    assert page.file_size / page.compress_size == pytest.approx(2.7, abs=0.5)
    assert (film.file_size, film.compress_type) == (5 << 20, zipfile.ZIP_STORED)
