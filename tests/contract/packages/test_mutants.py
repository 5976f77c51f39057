"""Some of the mutants that `python -m tests.corpus.mutants` makes by the thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samples.build import files_of, sample_names
from tests.corpus.mutants import MEMORY, run
from tests.corpus.mutations import Seed

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = [Seed(name, tuple(files_of(name).items())) for name in sample_names()]


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_is_broken_in_a_package_its_import_ends_well(
    seed: int, tmp_path: Path
) -> None:
    outcome = await run(SEEDS, 60, seed, tmp_path)
    assert outcome.faults == []
    assert outcome.total == 60
    assert 0 < outcome.memory <= MEMORY
    assert outcome.verdicts["refused"] > 0
    assert outcome.total > outcome.verdicts["refused"]
