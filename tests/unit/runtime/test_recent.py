from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from runtime.recent import Recent


def test_what_was_not_used_for_longest_is_let_go_first() -> None:
    recent: Recent[str, int] = Recent(30)
    recent.put("a", 1, 10)
    recent.put("b", 2, 10)
    recent.put("c", 3, 10)
    assert recent.get("a") == 1
    recent.put("d", 4, 10)
    assert [recent.get(key) for key in "abcd"] == [1, None, 3, 4]


def test_what_is_larger_than_the_limit_is_not_kept_and_harms_nothing() -> None:
    recent: Recent[str, int] = Recent(30)
    recent.put("a", 1, 10)
    recent.put("b", 2, 31)
    assert (recent.get("a"), recent.get("b")) == (1, None)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40))))
def test_never_more_is_held_than_the_limit(puts: list[tuple[int, int]]) -> None:
    recent: Recent[int, int] = Recent(60)
    for key, size in puts:
        recent.put(key, size, size)
    held = [recent.get(key) for key in range(10)]
    assert sum(size for size in held if size is not None) <= 60
