"""Simple types take what XML Schema 1.0, part 2, says they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packager.structure import simple

if TYPE_CHECKING:
    from packager.structure.simple import Simple

GOOD: tuple[tuple[Simple, tuple[str, ...]], ...] = (
    (simple.ANY_TEXT, ("", " ", "Охрана труда", "x" * 10_000)),
    (simple.BOOLEAN, ("true", "false", "1", "0", " true ", "\n0\t")),
    (simple.ID, ("a", "_", "a.b-c", "Урок_1", " I1 ", "a·", "x" * 3000)),
    (simple.IDREF, ("O1", "Ёлка")),
    (simple.LANGUAGE, ("ru", "en-US", "x-none", "none", "zh-Hant-TW", " en ")),
    (simple.COUNT, ("0", "007", "+5", "-0", "9" * 400)),
    (simple.INTEGER, ("0", "-2147483648", "2147483647", "+1", "000000000012")),
    (simple.number(0, 1), ("0", "1", "0.75", ".5", "1.", "+1.000", " 0.5 ", "-0.0", "0" * 400)),
    (simple.number(-1, 1), ("-1", "-.5", "1.0")),
    (simple.DURATION, ("P1D", "PT1H30M", "P1Y2M3DT4H5M6.7S", "-P1D", "PT.5S", "PT36000H", "P0D")),
    (
        simple.DATE_TIME,
        (
            "2024-05-31T09:00:00",
            "2024-05-31T09:00:00.25Z",
            "2024-05-31T24:00:00",
            "2024-05-31T09:00:00+14:00",
            "2024-02-29T00:00:00",
            "2000-02-29T00:00:00",
            "-0001-01-01T00:00:00",
            "12024-01-01T00:00:00-05:30",
        ),
    ),
    (
        simple.URI,
        (
            "",
            "a.html",
            "a b.html",
            "страница.html?x=1#y",
            "a%20b",
            "../a/./b",
            "?a=1",
            "#top",
            "//host/a",
            "https://example.org:8080/a;b?c=d&e#f",
            "http://[::1]/",
            "urn:a:b",
            "mailto:a@example.org",
            "C:\\a",
            "./1:2",
            "a/b:c",
            "http://-host_of_rise/course",
        ),
    ),
    (simple.NOT_EMPTY_URI, ("a",)),
    (simple.URI_2000, ("я" * 2000,)),
    (simple.text(5), ("", "пятьх", "12345")),
    (simple.words("skip", "very low"), ("skip", " skip\n", "very  low")),
    (simple.words("exit,no message", collapsed=False), ("exit,no message",)),
    (simple.exactly("title"), ("title",)),
)

BAD: tuple[tuple[Simple, str, tuple[str, ...]], ...] = (
    (simple.BOOLEAN, "type", ("", "TRUE", "yes", "да", "2", "true false")),
    (simple.ID, "type", ("", "1517", "a b", "a:b", "-a", ".a", "a(b)", "·a", "Ѐ", "a\U00010000")),
    (simple.LANGUAGE, "type", ("", "ru_RU", "русский", "abcdefghi", "en-", "1a", "e1")),
    (simple.COUNT, "type", ("", "1.0", "x", "１", "--1")),
    (simple.COUNT, "range", ("-1", "-" + "9" * 400)),
    (simple.INTEGER, "range", ("2147483648", "-2147483649", "1" * 400)),
    (simple.number(0, 1), "type", ("", ".", "+", "0,5", "1e1", "80%", "NaN", "1.0.0", "１")),
    (simple.number(0, 1), "range", ("1.0001", "-0.1", "2", "1." + "0" * 400 + "1")),
    (
        simple.DURATION,
        "type",
        ("", "P", "PT", "P1YT", "PT1.5M", "P1W", "PT1S1M", "+P1D", "P-1D", "01:30:00", "PT1H1"),
    ),
    (
        simple.DATE_TIME,
        "type",
        (
            "",
            "2024-05-31",
            "2024-05-31T09:00",
            "31.05.2024",
            "2024-05-31T24:00:01",
            "2024-05-31T09:00:60",
            "2024-05-31T09:00:00+14:01",
            "02024-05-31T09:00:00",
            "2024-05-31t09:00:00",
        ),
    ),
    (
        simple.DATE_TIME,
        "range",
        (
            "2023-02-29T00:00:00",
            "1900-02-29T00:00:00",
            "2024-13-01T00:00:00",
            "2024-04-31T00:00:00",
            "2024-01-00T00:00:00",
            "0000-01-01T00:00:00",
        ),
    ),
    (
        simple.URI,
        "type",
        ("a%zz", "a%2", "%", "a#b#c", "1:2", ":a", "http://[x/", "http://a@b@c/", "[a]", "a?b[c]"),
    ),
    (simple.NOT_EMPTY_URI, "type", ("", "  ")),
    (simple.URI_2000, "long", ("a" * 2001,)),
    (simple.text(5), "long", ("шестью", "      ")),
    (simple.words("skip"), "vocabulary", ("", "Skip", "skip skip")),
    (
        simple.words("exit,message", collapsed=False),
        "vocabulary",
        ("exit, message", " exit,message"),
    ),
    (simple.exactly("title"), "vocabulary", ("", " title", "Title")),
)


def _wrong(type_: Simple, value: str) -> str | None:
    return type_.judge(value) if type_.judge else None


@pytest.mark.parametrize(
    ("type_", "value"), [(type_, value) for type_, values in GOOD for value in values]
)
def test_a_type_takes_its_values(type_: Simple, value: str) -> None:
    assert _wrong(type_, value) is None


@pytest.mark.parametrize(
    ("type_", "wrong", "value"),
    [(type_, wrong, value) for type_, wrong, values in BAD for value in values],
)
def test_a_type_says_why_it_does_not_take_a_value(type_: Simple, wrong: str, value: str) -> None:
    assert _wrong(type_, value) == wrong


@pytest.mark.parametrize("type_", {id(type_): type_ for type_, _ in GOOD}.values())
def test_what_is_expected_is_said_in_both_languages(type_: Simple) -> None:
    assert type_.expects.en
    assert type_.expects.ru
