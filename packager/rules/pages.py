"""The pages that tell authors of every rule: docs/rules.md and docs/rules.ru.md.

Texts of the register in, Markdown out. A family is called by TITLE of its module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cursus.clauses import CLAUSES
from cursus.texts import LANGUAGES, Language, Text
from packager.rules.register import FAMILIES, rules_of
from packager.rules.why import WHY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from packager.findings import Rule, Severity

PAGES: dict[Language, str] = {"en": "rules.md", "ru": "rules.ru.md"}

SEVERITIES: dict[Severity, Text] = {
    "error": Text("error", "ошибка"),
    "warning": Text("warning", "замечание"),
    "info": Text("note", "к сведению"),
}
MENDED = Text("mended", "исправляется")
TO_DO = Text("What to do", "Что делать")
WHY_SO = Text("Why", "Почему")
_HEADING = Text("What cursus says about packages", "Что cursus говорит о пакетах")
_INTRODUCTION = Text(
    "An *error* means that the package is refused, a *warning* that it plays but breaks its"
    " standard, a *note* is for information. *Mended* faults stay in the stored upload as they are;"
    " cursus plays the package as if they were not there. What stands in braces is filled in from"
    " the package. `cursus validate --explain RULE` shows the same in a terminal.",
    "*Ошибка* означает, что пакет не принимается, *замечание* — что он воспроизводится, но нарушает"
    " свой стандарт, *к сведению* — просто сообщение. То, что *исправляется*, в сохранённом файле"
    " остаётся как есть, но воспроизводится так, будто ошибки нет. На место слов в фигурных скобках"
    " подставляются значения из пакета. То же самое показывает в терминале `cursus validate --lang"
    " ru --explain ПРАВИЛО`. Тексты требований стандартов — на английском.",
)
_GENERATED = Text(
    "This page is generated: `python -m packager.rules.register`. [На русском](rules.ru.md)",
    "Страница создаётся командой `python -m packager.rules.register`. [In English](rules.md)",
)
_FIELD = re.compile(r"\{[a-z_]*\}")
_MARKUP = re.compile(r"([<*\[\]])")


def title(family: ModuleType) -> Text:
    """Return what a family of rules is about."""
    told = getattr(family, "TITLE", None)
    if isinstance(told, Text):
        return told
    first = (family.__doc__ or "").strip().splitlines()[0].rstrip(".")
    return Text(first, first)


def anchor(rule: str) -> str:
    """Return where a rule stands on its page."""
    return rule


def without_values(text: str) -> str:
    """Return a rule's text as a sentence about no package in particular."""
    return _FIELD.sub("…", text)


def kind(rule: Rule, language: Language) -> str:
    """Return a rule's severity and whether cursus mends the fault."""
    said = SEVERITIES[rule.severity].say(language)
    return f"{said}, {MENDED.say(language)}" if rule.mended else said


def clauses(rule: Rule) -> list[tuple[str, str]]:
    """Return the clauses that a rule holds packages to, with what they require."""
    ids = filter(None, (rule.clause, *rule.also))
    return [(id_, CLAUSES.get(id_, "")) for id_ in ids]


def page(rule: Rule, language: Language) -> str:
    """Return what is to be told of one rule."""
    parts = [
        f"*{kind(rule, language)}*",
        _plain(rule.text.say(language)),
        f"**{TO_DO.say(language)}.** {_plain(rule.hint.say(language))}",
    ]
    if rule.id in WHY:
        parts.append(f"**{WHY_SO.say(language)}.** {_plain(WHY[rule.id].say(language))}")
    parts += [f"`{id_}` {_plain(text)}" for id_, text in clauses(rule)]
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Return the pages by the names of their files."""
    return {PAGES[language]: "\n".join(_whole(language)) for language in LANGUAGES}


def _whole(language: Language) -> Iterator[str]:
    yield f"# {_HEADING.say(language)}\n"
    yield f"{_INTRODUCTION.say(language)}\n"
    yield f"{_GENERATED.say(language)}\n"
    for family in FAMILIES:
        yield f"- [{title(family).say(language)}](#{_name(family)}) ({len(rules_of(family))})"
    for family in FAMILIES:
        rules = rules_of(family)
        yield f'\n## <a id="{_name(family)}"></a>{title(family).say(language)}\n'
        yield " · ".join(f"[{rule.id}](#{anchor(rule.id)})" for rule in rules)
        for rule in rules:
            yield f'\n### <a id="{anchor(rule.id)}"></a>`{rule.id}`\n'
            yield page(rule, language).rstrip("\n")
    yield ""


def _name(family: ModuleType) -> str:
    return family.__name__.rpartition(".")[2]


def _plain(text: str) -> str:
    """Return a text whose characters mean nothing to Markdown but where they are code."""
    parts = text.split("`")
    return "`".join(
        part if number % 2 else _MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts)
    )
