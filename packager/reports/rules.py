"""Rules in a terminal: the page of one, and a list of all."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from cursus.texts import Language, Text
from packager.rules.pages import TO_DO, WHY_SO, clauses, kind, title, without_values
from packager.rules.register import FAMILIES, RULES, rules_of
from packager.rules.why import WHY

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNKNOWN = Text(
    "There is no rule {rule}; --list-rules lists all.",
    "Правила {rule} нет; все правила показывает --list-rules.",
)
_MEANT = Text(
    "There is no rule {rule}. Did you mean {others}?",
    "Правила {rule} нет. Возможно, имелось в виду {others}?",
)
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


class UnknownRule(Exception):
    """There is no rule of that id."""

    def __init__(self, rule: str) -> None:
        """Take what was asked for."""
        near = _near(rule)
        text = _MEANT if near else _UNKNOWN
        self.text = text.format(rule=rule, others=", ".join(near))
        super().__init__(self.text.en)


def explained(rule_id: str, language: Language) -> str:
    """Return all that is known of a rule; raises UnknownRule."""
    rule = RULES.get(rule_id)
    if rule is None:
        raise UnknownRule(rule_id)
    name = click.style(rule.id, bold=True)
    lines = [
        f"{name} · {click.style(kind(rule, language), fg=_COLOURS[rule.severity])}",
        "",
        rule.text.say(language),
        "",
        f"{click.style(TO_DO.say(language), bold=True)}: {rule.hint.say(language)}",
    ]
    if rule.id in WHY:
        lines += [
            "",
            f"{click.style(WHY_SO.say(language), bold=True)}: {WHY[rule.id].say(language)}",
        ]
    for id_, text in clauses(rule):
        lines += ["", f"{click.style(id_, bold=True)}: {text}"]
    return "\n".join(lines)


def listed(language: Language) -> str:
    """Return a line for each rule, by family."""
    return "\n".join(_lines(language))


def _lines(language: Language) -> Iterator[str]:
    width = max(map(len, RULES))
    for family in FAMILIES:
        yield click.style(title(family).say(language), bold=True)
        for rule in rules_of(family):
            said = click.style(f"{kind(rule, language):<20}", fg=_COLOURS[rule.severity])
            yield f"  {rule.id:<{width}}  {said}  {without_values(rule.text.say(language))}"


def _near(asked: str) -> list[str]:
    """Return the rules that somebody may have meant: by spelling, or by a part of the id."""
    wanted = asked.strip().lower()
    if wanted in RULES:
        return [wanted]
    parts = [id_ for id_ in RULES if len(wanted) > 2 and wanted in id_]  # noqa: PLR2004 - a word
    return get_close_matches(wanted, RULES, n=3, cutoff=0.7) or parts[:5]
