"""course.toml: what is understood, and the sentences about what is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packager.write.course_file import (
    Aicc,
    CourseFile,
    Item,
    WrongCourseFile,
    read_course_file,
)

DOCS = Path(__file__).parents[4] / "docs/building.md"


def faults(text: str | bytes) -> list[tuple[str, str]]:
    """The sentences about a file, in both languages."""
    with pytest.raises(WrongCourseFile) as wrong:
        read_course_file(text.encode() if isinstance(text, str) else text)
    return [(fault.en, fault.ru) for fault in wrong.value.faults]


def test_a_whole_file_is_read() -> None:
    text = """
        title = "Охрана труда"
        identifier = "ohrana"
        language = "ru"
        description = \"\"\"
        Вводный курс\"\"\"
        order = "linear"
        mastery_score = 80
        [aicc]
        encoding = "cp1251"
        [[items]]
        title = "Введение"
        id = "intro"
        href = "intro/index.html"
        [[items]]
        title = "Раздел"
        [[items.items]]
        href = "test.pdf"
        time_limit = "01:30:00"
        prerequisites = ["intro"]
    """
    spec = read_course_file(text.encode())
    assert (spec.title, spec.order, spec.mastery_score) == ("Охрана труда", "linear", 80)
    assert spec.aicc.encoding == "cp1251"
    assert [item.title for item in spec.items] == ["Введение", "Раздел"]
    assert spec.items[1].items[0].prerequisites == ["intro"]


def test_an_empty_file_says_nothing() -> None:
    assert read_course_file(b"") == CourseFile()


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_course_file(b"\xef\xbb\xbftitle = 'x'").title == "x"


WRONG = [
    ('titel = "x"', "line 1, titel: there is no such key.", "строка 1, titel: такого ключа нет."),
    (
        "\n\nmastery_score = 120",
        "line 3, mastery_score: must be 100 or less.",
        "строка 3, mastery_score: должно быть не больше 100.",
    ),
    (
        "mastery_score = '80'",
        "line 1, mastery_score: must be a number.",
        "строка 1, mastery_score: должно быть число.",
    ),
    (
        '[[items]]\ntitle = "a"\n[[items]]\nhref = 3',
        "line 4, items[2].href: must be a text in quotes.",
        "строка 4, items[2].href: должен быть текст в кавычках.",
    ),
    (
        'order = "strict"',
        "line 1, order: must be one of 'free', 'linear'.",
        "строка 1, order: должно быть одно из: 'free', 'linear'.",
    ),
    (
        '[[items]]\n[[items.items]]\n[[items.items]]\ntime_limit = "90 min"',
        "line 4, items[1].items[2].time_limit: must be hours, minutes and seconds, as in 01:30:00.",
        (
            "строка 4, items[1].items[2].time_limit: должны быть часы, минуты и секунды, например"
            " 01:30:00."
        ),
    ),
    (
        '[[items]]\nid = "a b"',
        'line 2, items[1].id: must be a name without spaces, brackets and & | ~ = * , ".',
        'строка 2, items[1].id: должно быть имя без пробелов, скобок и знаков & | ~ = * , ".',
    ),
    (
        'items = [{ href = "a.html", x = 1 }]',
        "line 1, items[1].x: there is no such key.",
        "строка 1, items[1].x: такого ключа нет.",
    ),
    (
        'title = ""',
        "line 1, title: must not be empty.",
        "строка 1, title: не должно быть пустым.",
    ),
    (
        'language = "русский"',
        "line 1, language: must be a language tag, as ru or en-US.",
        "строка 1, language: должен быть код языка: ru, en-US.",
    ),
]


@pytest.mark.parametrize(("text", "english", "russian"), WRONG)
def test_a_wrong_key_is_told_with_its_line(text: str, english: str, russian: str) -> None:
    assert faults(text) == [(f"course.toml, {english}", f"course.toml, {russian}")]


def test_all_faults_are_told_at_once() -> None:
    assert len(faults("a = 1\nb = 2\n[aicc]\nencoding = 'koi8-r'")) == 3


def test_what_is_no_toml_is_told_with_its_line() -> None:
    ((english, russian),) = faults("title = 'x'\nitems = [")
    assert english.startswith("course.toml, line 2: this is not TOML: ")
    assert russian.startswith("course.toml, строка 2: это не TOML: ")


def test_a_file_in_another_encoding_is_told() -> None:
    ((english, _),) = faults("title = 'Курс'".encode("cp1251"))
    assert english == "course.toml is not in UTF-8: save it in that encoding."


@pytest.mark.parametrize("keys", [CourseFile, Item, Aicc], ids=lambda model: model.__name__)
def test_the_documentation_names_every_key(keys: type[CourseFile | Item | Aicc]) -> None:
    documented = set(re.findall(r"^\| `([a-z_]+)`", DOCS.read_text("utf-8"), re.MULTILINE))
    assert set(keys.model_fields) <= documented
