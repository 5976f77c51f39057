from __future__ import annotations

import pytest

from cursus.texts import Language, Text, choose_language


@pytest.mark.clause("RFC9110-12.5.4")
@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("*", "en"),
        ("ru", "ru"),
        ("RU", "ru"),
        ("ru-RU", "ru"),
        ("de,ru;q=0.5", "ru"),
        ("en;q=0.4, ru;q=0.8", "ru"),
        ("ru;q=0.4, en;q=0.8", "en"),
        ("en, ru", "en"),
        ("ru;q=0, en;q=0.1", "en"),
        ("ru;q=0", "en"),
        ("ru;q=x", "en"),
        ("rue", "en"),
        (",,;;", "en"),
    ],
)
def test_the_language_that_the_caller_ranks_highest_is_spoken(
    header: str | None, language: Language
) -> None:
    assert choose_language(header) == language


def test_values_are_filled_in_alike_in_both_languages() -> None:
    text = Text("Course {id} is {n} MB.", "Курс {id}: {n} МБ.").format(id="a{b}", n=3)
    assert text.say("en") == "Course a{b} is 3 MB."
    assert text.say("ru") == "Курс a{b}: 3 МБ."
