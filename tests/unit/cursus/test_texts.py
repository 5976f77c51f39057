from __future__ import annotations

import pytest

from cursus.texts import Language, Text, choose_language, terminal_language


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


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
    ],
)
def test_a_terminal_is_answered_in_the_language_of_its_locale(
    environ: dict[str, str], language: Language
) -> None:
    assert terminal_language(environ) == language


def test_values_are_filled_in_alike_in_both_languages() -> None:
    text = Text("Course {id} is {n} MB.", "Курс {id}: {n} МБ.").format(id="a{b}", n=3)
    assert text.say("en") == "Course a{b} is 3 MB."
    assert text.say("ru") == "Курс a{b}: 3 МБ."
