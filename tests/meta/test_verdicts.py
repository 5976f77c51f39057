"""The table of expected verdicts says what can come out, and tells a difference from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from packager.model import Edition, Standard
from packager.rules.register import RULES
from tests.corpus.verdicts import TABLE, Expected, read_table, write_table

if TYPE_CHECKING:
    from pathlib import Path

ROW = Expected("playable", "scorm12", "", ("a.b", "c.d"))


@pytest.mark.parametrize(("package", "row"), read_table().items())
def test_a_row_says_what_can_come_out(package: str, row: Expected) -> None:
    assert package.endswith(".zip")
    assert row.standard in ("", *get_args(Standard))
    assert row.edition in ("", *get_args(Edition))
    assert set(row.rules) <= set(RULES)
    assert list(row.rules) == sorted(set(row.rules))
    severities = {RULES[rule].severity for rule in row.rules}
    verdict = "playable" if "warning" in severities else "conformant"
    assert row.verdict == ("refused" if "error" in severities else verdict)
    assert (row.standard == "") == (row.verdict == "refused")


def test_the_table_is_written_as_it_is_read(tmp_path: Path) -> None:
    write_table(read_table(), tmp_path / "again.tsv")
    assert (tmp_path / "again.tsv").read_bytes() == TABLE.read_bytes()


@pytest.mark.parametrize(
    ("found", "differences"),
    [
        (ROW, []),
        (
            ROW._replace(verdict="refused", standard=""),
            [
                "verdict is refused, not playable",
                "standard is none, not scorm12",
            ],
        ),
        (ROW._replace(edition="2nd"), ["edition is 2nd, not none"]),
        (ROW._replace(rules=("a.b",)), ["without c.d"]),
        (ROW._replace(rules=("a.b", "c.d", "e.f")), ["also e.f"]),
    ],
)
def test_a_difference_is_told(found: Expected, differences: list[str]) -> None:
    assert ROW.differences(found) == differences
