"""aicc_script: the logic of AICC `.pre` and `.cmp` files and of adlcp:prerequisites. Pure.

SCORM 1.2 took the language over from AICC (CAM 2.3.2.5.1). An element alone holds when it is
completed or passed. `&`, `|`, `~` join, `=` and `<>` compare the status of an element with a status
or with that of another element, `n*{A, B, …}` holds when n of a set do, and a set without a number
when all of it does. `~` binds closest after a comparison, then `&`, then `|`.

Authors also write and, or, not, the operators of programming languages, statuses by their first
letters, with and without quotation marks; `str()` of a script is the one canonical form. The tree
is frozen and of bounded depth, whatever the text was; the run-time evaluates it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LENGTH: Final = 8_192  # characters of a script
CHARACTERS: Final = 500_000  # of all scripts of a course: reading so many takes a second
DEPTH: Final = 32  # of what is nested in brackets, sets and negations

Status = Literal["passed", "completed", "failed", "incomplete", "browsed", "not attempted"]
STATUSES: Final[tuple[Status, ...]] = (
    "passed",
    "completed",
    "failed",
    "incomplete",
    "browsed",
    "not attempted",
)


class Script:
    """A condition; its kinds are the classes below."""

    __slots__ = ()

    def names(self) -> tuple[str, ...]:
        """Return the elements that the condition asks about, each once, in order."""
        return tuple(dict.fromkeys(self._names()))

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return the condition with its elements called otherwise."""
        raise NotImplementedError

    def _names(self) -> Iterator[str]:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Element(Script):
    """An element alone: it is completed or passed."""

    name: str

    def __str__(self) -> str:
        return _quoted(self.name)

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return Element(rename(self.name))

    def _names(self) -> Iterator[str]:
        yield self.name


@dataclass(frozen=True, slots=True)
class HasStatus(Script):
    """An element has a status, or has another one where not `equal`."""

    name: str
    status: Status
    equal: bool = True

    def __str__(self) -> str:
        return f'{_quoted(self.name)}{"=" if self.equal else "<>"}"{self.status}"'

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return HasStatus(rename(self.name), self.status, self.equal)

    def _names(self) -> Iterator[str]:
        yield self.name


@dataclass(frozen=True, slots=True)
class SameStatus(Script):
    """Two elements have the same status, or different ones where not `equal`."""

    name: str
    other: str
    equal: bool = True

    def __str__(self) -> str:
        return f"{_quoted(self.name)}{'=' if self.equal else '<>'}{_quoted(self.other)}"

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return SameStatus(rename(self.name), rename(self.other), self.equal)

    def _names(self) -> Iterator[str]:
        yield self.name
        yield self.other


@dataclass(frozen=True, slots=True)
class Not(Script):
    """A condition does not hold."""

    part: Script

    def __str__(self) -> str:
        return f"~{_bracketed(self.part, AllOf, AnyOf)}"

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return Not(self.part.renamed(rename))

    def _names(self) -> Iterator[str]:
        yield from self.part.names()


@dataclass(frozen=True, slots=True)
class AllOf(Script):
    """All of two or more conditions hold."""

    parts: tuple[Script, ...]

    def __str__(self) -> str:
        return " & ".join(_bracketed(part, AllOf, AnyOf) for part in self.parts)

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return AllOf(tuple(part.renamed(rename) for part in self.parts))

    def _names(self) -> Iterator[str]:
        return (name for part in self.parts for name in part.names())


@dataclass(frozen=True, slots=True)
class AnyOf(Script):
    """One of two or more conditions holds at least."""

    parts: tuple[Script, ...]

    def __str__(self) -> str:
        return " | ".join(_bracketed(part, AnyOf) for part in self.parts)

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return AnyOf(tuple(part.renamed(rename) for part in self.parts))

    def _names(self) -> Iterator[str]:
        return (name for part in self.parts for name in part.names())


@dataclass(frozen=True, slots=True)
class AtLeast(Script):
    """So many of a set of conditions hold at least; all of them where the count is None."""

    count: int | None
    parts: tuple[Script, ...]

    def __str__(self) -> str:
        number = "" if self.count is None else f"{self.count}*"
        return f"{number}{{{', '.join(map(str, self.parts))}}}"

    def renamed(self, rename: Callable[[str], str]) -> Script:
        """Return it with its elements called otherwise."""
        return AtLeast(self.count, tuple(part.renamed(rename) for part in self.parts))

    def _names(self) -> Iterator[str]:
        return (name for part in self.parts for name in part.names())


class Fault(NamedTuple):
    """Why a text is no script."""

    position: int  # from 0, in characters
    text: Text


class Scripts:
    """The scripts of one course, of which so many characters are read."""

    def __init__(self) -> None:
        self._left = CHARACTERS

    def parse(self, text: str) -> Script | Fault:
        """Return the condition that a text says, or why it says none."""
        self._left -= len(text)
        if self._left < 0:
            return Fault(0, _TOO_MANY.format(limit=CHARACTERS))
        return parse_script(text)


def parse_script(text: str) -> Script | Fault:
    """Return the condition that a text says, or the first thing in it that says none."""
    if len(text) > LENGTH:
        return Fault(LENGTH, TOO_LONG.format(limit=LENGTH))
    try:
        return _Parser(text).parse()
    except _Stop as stop:
        return stop.fault


def status_of(text: str) -> Status | None:
    """Return the status that a word means; AICC lets its first letters stand for it."""
    word = "".join(text.lower().replace("-", " ").replace("_", " ").split())
    for status in STATUSES:
        if word and status.replace(" ", "").startswith(word):
            return status
    return None


def _quoted(name: str) -> str:
    """Return a name as it may stand in a script: in quotation marks where it would not be one."""
    if _NAME.fullmatch(name) and name.lower() not in _WORDS:
        return name
    return f"'{name}'" if '"' in name else f'"{name}"'


def _bracketed(part: Script, *kinds: type[Script]) -> str:
    return f"({part})" if isinstance(part, kinds) else str(part)


TOO_LONG: Final = Text(
    "it is longer than {limit} characters", "оно длиннее допустимого: больше {limit} знаков"
)
_TOO_MANY: Final = Text(
    "the conditions of the course are longer than {limit} characters together",
    "условия всего курса вместе длиннее допустимого: больше {limit} знаков",
)
_DEEP: Final = Text(
    "brackets are nested more than {limit} deep",
    "вложенность скобок больше допустимой: {limit}",
)
_EMPTY: Final = Text("it says nothing", "оно пустое")
_OPEN_QUOTE: Final = Text("a quotation mark is not closed", "не закрыта кавычка")
_FOREIGN: Final = Text("{what} means nothing here", "{what} здесь ничего не значит")
_NO_ELEMENT: Final = Text(
    "an element is expected before {what}", "перед {what} ожидается имя элемента"
)
_NO_ELEMENT_END: Final = Text(
    "it ends where an element is expected", "оно обрывается там, где ожидается имя элемента"
)
_NO_OPERATOR: Final = Text(
    "an operator (& or |) is expected before {what}", "перед {what} ожидается знак & или |"
)
_NO_VALUE: Final = Text(
    "a status or an element is expected after {what}",
    "после {what} ожидается состояние или имя элемента",
)
_NO_STATUS: Final = Text(
    "{what} is no status: passed, completed, failed, incomplete, browsed, not attempted",
    "{what} не является состоянием: passed, completed, failed, incomplete, browsed, not attempted",
)
_NO_SET: Final = Text(
    "a number stands before * and a set in braces behind it, as in 2*{{A1, A2, A3}}",
    "перед * ставится число, а после — набор в фигурных скобках, например 2*{{A1, A2, A3}}",
)
_UNCLOSED: Final = Text("{what} is not closed", "не закрыта скобка {what}")

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<quoted>"[^"]*"|'[^']*')"""
    r"""|(?P<operator>&amp;|&{1,2}|\|{1,2}|<>|!=|={1,2}|[~!(){},*])"""
    r"""|(?P<word>[^\s"'&|~!=<>(){},*]+))"""
)
_NAME: Final = re.compile(r"""[^\s"'&|~!=<>(){},*]+""")
_CANONICAL: Final = {"&&": "&", "&amp;": "&", "||": "|", "==": "=", "!=": "<>", "!": "~"}
_WORDS: Final = {"and": "&", "or": "|", "not": "~"}
_DIGITS: Final = 9  # of the number before a set


class _Token(NamedTuple):
    kind: Literal["name", "quoted", "operator", "end"]
    text: str
    position: int


class _Stop(Exception):
    def __init__(self, position: int, text: Text) -> None:
        super().__init__(text.en)
        self.fault = Fault(position, text)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            said = _OPEN_QUOTE if text[start] in "\"'" else _FOREIGN.format(what=text[start])
            raise _Stop(start, said)
        position = match.end()
        if match["quoted"]:
            tokens.append(_Token("quoted", match["quoted"][1:-1].strip(), match.start("quoted")))
        elif match["operator"]:
            operator = match["operator"]
            tokens.append(
                _Token("operator", _CANONICAL.get(operator, operator), match.start("operator"))
            )
        else:
            word = match["word"]
            joins = _WORDS.get(word.lower())
            kind: Literal["operator", "name"] = "operator" if joins else "name"
            tokens.append(_Token(kind, joins or word, match.start("word")))
    tokens.append(_Token("end", "", end))
    return tokens


class _Parser:
    """Reads one script by recursive descent; `_depth` bounds the recursion."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def parse(self) -> Script:
        if self._ends():
            raise _Stop(0, _EMPTY)
        script = self._any_of()
        if not self._ends():
            raise _Stop(self._next.position, _NO_OPERATOR.format(what=self._next.text))
        return script

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _ends(self) -> bool:
        return self._next.kind == "end"

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _takes(self, *operators: str) -> _Token | None:
        """Take one of these operators when it is next."""
        if self._next.kind == "operator" and self._next.text in operators:
            return self._take()
        return None

    def _any_of(self) -> Script:
        parts = [self._all_of()]
        while self._takes("|"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Script:
        parts = [self._one()]
        while self._takes("&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self) -> Script:
        token = self._next
        self._depth += 1
        if self._depth > DEPTH:
            raise _Stop(token.position, _DEEP.format(limit=DEPTH))
        try:
            if self._takes("~"):
                return Not(self._one())
            if self._takes("("):
                script = self._any_of()
                self._close(token, ")")
                return script
            if self._takes("{"):
                return self._set(token, None)
            return self._element()
        finally:
            self._depth -= 1

    def _close(self, opened: _Token, bracket: str) -> None:
        if self._takes(bracket):
            return
        if self._ends():
            raise _Stop(opened.position, _UNCLOSED.format(what=opened.text))
        raise _Stop(self._next.position, _NO_OPERATOR.format(what=self._next.text))

    def _set(self, opened: _Token, count: int | None) -> Script:
        parts = [self._any_of()]
        while self._takes(","):
            parts.append(self._any_of())
        self._close(opened, "}")
        return AtLeast(count, tuple(parts))

    def _element(self) -> Script:
        token = self._take()
        if token.kind == "end":
            raise _Stop(token.position, _NO_ELEMENT_END)
        if token.kind == "operator" or not token.text:
            raise _Stop(token.position, _NO_ELEMENT.format(what=token.text or '""'))
        if star := self._takes("*"):
            opened = self._takes("{")
            if opened is None or not (token.text.isascii() and token.text.isdigit()):
                raise _Stop(star.position, _NO_SET)
            return self._set(opened, int(token.text[:_DIGITS]))
        comparison = self._takes("=", "<>")
        return self._compared(token.text, comparison) if comparison else Element(token.text)

    def _compared(self, name: str, comparison: _Token) -> Script:
        """Return a comparison: with a status, or without quotation marks with an element."""
        equal = comparison.text == "="
        token = self._take()
        text = token.text
        if token.kind == "operator" and text == "~" and self._next.text.lower() == "attempted":
            self._take()
            return HasStatus(name, "not attempted", equal)
        if token.kind not in ("name", "quoted") or not text:
            raise _Stop(token.position, _NO_VALUE.format(what=comparison.text))
        status = status_of(text)
        if status is not None:
            return HasStatus(name, status, equal)
        if token.kind == "quoted":
            raise _Stop(token.position, _NO_STATUS.format(what=text))
        return SameStatus(name, text, equal)
