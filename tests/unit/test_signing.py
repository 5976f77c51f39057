from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cursus.signing import Signer

SECRET = b"an installation's secret"


@given(st.binary(max_size=300))
def test_a_signed_payload_comes_back_as_it_was(payload: bytes) -> None:
    signer = Signer(SECRET, "launch")
    assert signer.verify(signer.sign(payload)) == payload


@given(st.binary(min_size=1, max_size=60), st.integers(0, 10_000), st.integers(1, 63))
def test_a_text_with_any_character_changed_is_not_ours(
    payload: bytes, position: int, shift: int
) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    signer = Signer(SECRET, "launch")
    text = signer.sign(payload)
    at = position % len(text)
    other = alphabet[(alphabet.index(text[at]) + shift) % 64]
    assert signer.verify(text[:at] + other + text[at + 1 :]) is None


@pytest.mark.parametrize("text", ["", "=", "????", "é", "a" * 10_000, "AAAA AAAA"])
def test_rubbish_is_not_ours(text: str) -> None:
    assert Signer(SECRET, "launch").verify(text) is None


def test_a_text_for_one_purpose_is_worth_nothing_for_another() -> None:
    text = Signer(SECRET, "launch").sign(b"x")
    assert Signer(SECRET, "more").verify(text) is None


def test_a_text_of_another_installation_is_not_ours() -> None:
    assert Signer(b"other", "launch").verify(Signer(SECRET, "launch").sign(b"x")) is None
