from __future__ import annotations

import time

from cursus.clock import RandomIds, SystemClock


def test_the_clock_counts_microseconds_since_1970() -> None:
    before = time.time()
    micros = SystemClock().micros()
    assert before - 1 < micros / 1_000_000 < time.time() + 1


def test_later_uuids_sort_later() -> None:
    ids = RandomIds()
    made = [ids.uuid() for _ in range(1000)]
    assert made == sorted(set(made))
    assert {uuid.version for uuid in made} == {7}


def test_tokens_have_256_bits_and_fit_into_a_path() -> None:
    ids = RandomIds()
    tokens = {ids.token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)
    assert all(set(token) <= set("-_") | set(map(chr, range(48, 123))) for token in tokens)
