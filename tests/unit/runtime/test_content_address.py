from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cursus.errors import NotFound
from cursus.signing import Signer
from runtime.content_address import (
    GRACE,
    WINDOW,
    Address,
    ContentAddressRefused,
    Prefixes,
    parse,
    quote_name,
)

NOW = 1_800_000_000_000_000
SECOND = 1_000_000
PREFIXES = Prefixes(Signer(b"an installation's secret", "content"))

labels = st.from_regex(r"[a-z][a-z2-7]{19}", fullmatch=True)


def signature_of(prefix: str) -> str:
    return prefix.split("/")[3]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50))
def test_a_quoted_name_comes_back_as_it_was(name: str) -> None:
    assert parse(f"/content/label/signature/{quote_name(name)}").name == name


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/content/l/s/a/b.html", "a/b.html"),
        ("/content/l/s/a/b.html?x=1&y=/../", "a/b.html"),
        ("/content/l/s/a%20b+c.html", "a b+c.html"),
        ("/content/l/s/%D1%83%D1%80%D0%BE%D0%BA.html", "урок.html"),
        ("/content/l/s/a%252e.html", "a%2e.html"),
        ("/content/l/s/../x", "../x"),
        ("/content/l/s/100%", "100%"),
        ("/content/l/s/", ""),
        ("/content/l/s//a", "/a"),
        ("http://l.example.org/content/l/s/a.html?x", "a.html"),
    ],
)
def test_a_name_is_decoded_exactly_once(target: str, name: str) -> None:
    assert parse(target) == Address("l", "s", name)


@pytest.mark.parametrize(
    "target",
    ["/content/", "/content/l", "/content/l/s", "/contents/l/s/a", "*", "/content/l/s/%ff%fe", ""],
)
def test_what_is_no_address_is_not_found(target: str) -> None:
    with pytest.raises(NotFound):
        parse(target)


@given(labels)
def test_a_prefix_stays_the_same_within_its_window_and_opens_its_version(label: str) -> None:
    prefix = PREFIXES.prefix(label, NOW)
    assert prefix == f"/content/{label}/{signature_of(prefix)}/"
    moments = {PREFIXES.prefix(label, NOW + hour * 3600 * SECOND) for hour in range(0, 7 * 24, 5)}
    assert len(moments) <= 2
    PREFIXES.check(label, signature_of(prefix), NOW)


@given(labels, st.integers(0, 2 * WINDOW))
def test_a_signature_is_good_for_seven_days_at_least_and_a_fortnight_at_most(
    label: str, later: int
) -> None:
    made = NOW + later * SECOND
    signature = signature_of(PREFIXES.prefix(label, made))
    PREFIXES.check(label, signature, made + GRACE * SECOND)
    with pytest.raises(ContentAddressRefused) as refusal:
        PREFIXES.check(label, signature, made + (WINDOW + GRACE) * SECOND)
    assert "too old" in str(refusal.value)


def test_windows_of_different_versions_begin_at_different_times() -> None:
    labels = [f"version{number}" for number in range(50)]
    changed = [
        next(
            hour
            for hour in range(7 * 24 + 1)
            if PREFIXES.prefix(label, NOW + hour * 3600 * SECOND) != PREFIXES.prefix(label, NOW)
        )
        for label in labels
    ]
    assert len(set(changed)) > 25


@pytest.mark.parametrize(
    "signature", ["", "=", "AAAA", "A" * 26, "é" * 26, "A" * 10_000, "../../../../../../../../.."]
)
def test_a_signature_that_is_not_ours_is_refused(signature: str) -> None:
    with pytest.raises(ContentAddressRefused):
        PREFIXES.check("label", signature, NOW)


def test_a_signature_of_another_version_or_installation_is_refused() -> None:
    signature = signature_of(PREFIXES.prefix("label", NOW))
    with pytest.raises(ContentAddressRefused):
        PREFIXES.check("other", signature, NOW)
    with pytest.raises(ContentAddressRefused):
        Prefixes(Signer(b"another secret", "content")).check("label", signature, NOW)


@given(st.integers(0, 25), st.integers(1, 63))
def test_a_signature_with_any_character_changed_is_refused(at: int, shift: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    signature = signature_of(PREFIXES.prefix("label", NOW))
    changed = alphabet[(alphabet.index(signature[at]) + shift) % 64]
    with pytest.raises(ContentAddressRefused):
        PREFIXES.check("label", signature[:at] + changed + signature[at + 1 :], NOW)
