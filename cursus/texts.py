"""What cursus says to people, in every language it speaks.

Lives here: the value that carries one message in all languages, and the choice of a language
from an Accept-Language header or a terminal's locale. Messages themselves stand beside the code
that says them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One message in English and Russian; `{name}` marks a value that `format` fills in."""

    en: str
    ru: str

    def format(self, **values: object) -> Text:
        """Return the message with its values filled in, the same in both languages."""
        return Text(self.en.format(**values), self.ru.format(**values))

    def say(self, language: Language) -> str:
        """Return the message in one language."""
        return self.ru if language == "ru" else self.en


def choose_language(accept_language: str | None) -> Language:
    """Choose a language by an Accept-Language header (RFC 9110, 12.5.4); English when in doubt."""
    best: tuple[float, Language] = (0.0, DEFAULT_LANGUAGE)
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        quality = _quality(parameters)
        for language in LANGUAGES:
            if tag.lower().split("-")[0] == language and quality > best[0]:
                best = (quality, language)
    return best[1]


def terminal_language(environ: Mapping[str, str]) -> Language:
    """Choose the language of whoever runs a command, by the locale (POSIX, XBD 8.2)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return choose_language(value.partition("_")[0].partition(".")[0])
    return DEFAULT_LANGUAGE


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
