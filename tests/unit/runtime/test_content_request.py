from __future__ import annotations

import pytest

from runtime.content_request import (
    Coding,
    Part,
    Unsatisfiable,
    choose_coding,
    matches,
    parse_range,
)


@pytest.mark.clause("RFC9110-12.5.3")
@pytest.mark.parametrize(
    ("field", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip; q=0.000", "identity"),
        ("gzip ; Q=0.5", "gzip"),
        ("deflate, br", "identity"),
        ("identity", "identity"),
        ("identity;q=1, *;q=0", "identity"),
        ("identity;q=0.5, gzip;q=0.4", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("*", "gzip"),
        ("*;q=0", None),
        ("*;q=0, gzip", "gzip"),
        ("*;q=0, identity", "identity"),
        ("gzip;q=0, *", "identity"),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, gzip;q=0", None),
        ("identity;q=0, br", None),
        ("gzip;q=2", "identity"),
        ("gzip;q=x", "identity"),
        ("gzip;level=9", "identity"),
        (", ,gzip,,", "gzip"),
        ("gzipped", "identity"),
    ],
)
def test_the_coding_is_the_best_that_the_client_accepts(
    field: str | None, coding: Coding | None
) -> None:
    assert choose_coding(field, gzipped=True) == coding


@pytest.mark.clause("RFC9110-12.5.3")
@pytest.mark.parametrize(
    ("field", "coding"),
    [
        (None, "identity"),
        ("gzip", "identity"),
        ("*", "identity"),
        ("identity;q=0, gzip", None),
        ("*;q=0", None),
        ("*;q=0, identity;q=0.1", "identity"),
    ],
)
def test_what_is_stored_plain_goes_out_plain_or_not_at_all(
    field: str | None, coding: Coding | None
) -> None:
    assert choose_coding(field, gzipped=False) == coding


@pytest.mark.clause("RFC9110-14.1.2")
@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("bytes=0-", Part(0, 1000)),
        ("bytes=0-0", Part(0, 1)),
        ("bytes=0-499", Part(0, 500)),
        ("bytes=500-999", Part(500, 500)),
        ("bytes=500-", Part(500, 500)),
        ("bytes=999-", Part(999, 1)),
        ("bytes=900-5000", Part(900, 100)),
        ("bytes=-1", Part(999, 1)),
        ("bytes=-500", Part(500, 500)),
        ("bytes=-5000", Part(0, 1000)),
        ("BYTES = 0-9", Part(0, 10)),
        ("bytes=, 0-9 ,", Part(0, 10)),
    ],
)
def test_a_range_is_the_part_that_it_names(field: str, part: Part) -> None:
    assert parse_range(field, 1000) == part


@pytest.mark.clause("RFC9110-14.2")
@pytest.mark.parametrize(
    "field",
    [
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=x-9",
        "bytes=9-1",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=0-9, rubbish",
        "lines=1-2",
        "bytes=0-" + "9" * 5000,
        "bytes=0-9, 20-29",
        "bytes=5000-, 0-9",
    ],
)
def test_a_range_that_is_malformed_or_one_of_several_is_answered_with_the_whole(
    field: str,
) -> None:
    assert parse_range(field, 1000) is None


@pytest.mark.clause("RFC9110-14.1.2")
@pytest.mark.parametrize("field", ["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=1000-,-0"])
def test_a_range_outside_of_the_file_is_not_satisfiable(field: str) -> None:
    with pytest.raises(Unsatisfiable):
        parse_range(field, 1000)


def test_no_range_lies_within_an_empty_file() -> None:
    with pytest.raises(Unsatisfiable):
        parse_range("bytes=0-", 0)


@pytest.mark.clause("RFC9110-8.8.3.2")
@pytest.mark.parametrize(
    ("etags", "weakly", "strongly"),
    [
        ('"a-1"', True, True),
        ('W/"a-1"', True, False),
        ('"b", "a-1"', True, True),
        ('"b,c", W/"a-1"', True, False),
        ("*", True, True),
        ('"a-2"', False, False),
        ("a-1", False, False),
        ("", False, False),
    ],
)
def test_entity_tags_are_compared_weakly_or_strongly(
    etags: str, *, weakly: bool, strongly: bool
) -> None:
    assert matches(etags, '"a-1"', weakly=True) is weakly
    assert matches(etags, '"a-1"', weakly=False) is strongly
