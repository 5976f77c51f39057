"""What is asked of the statements: the parameters of a request, read to one value.

Pure. The standard (XAPI-COM-2.1.3) names the parameters and bounds how they combine; unknown
names, other spellings of known ones and repeated ones are refused (XAPI-COM-3.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import orjson

from cursus.texts import Text
from lrs import faults, shapes, values
from lrs.faults import Fault
from lrs.terms import PLAIN, RELATED, Term, activity_term, agent_term, registration_term, verb_term

if TYPE_CHECKING:
    from lrs.checks import Check

Format = Literal["exact", "ids", "canonical"]

PAGE_LIMIT = 250  # statements in one answer at most
LARGEST = (1 << 63) - 1

NOT_BOOLEAN = Fault(
    "XAPI-COM-2.1.3", Text("This must be true or false.", "Здесь нужно true или false.")
)
NOT_COUNT = Fault(
    "XAPI-COM-2.1.3",
    Text("This must be a whole number, not negative.", "Здесь нужно целое неотрицательное число."),
)
NOT_FORMAT = Fault(
    "XAPI-COM-2.1.3",
    Text("This must be exact, ids or canonical.", "Здесь допустимо exact, ids или canonical."),
)
NO_SUCH_PARAMETER = Fault(
    "XAPI-COM-3.2",
    Text("There is no such parameter.", "Такого параметра нет."),
)
REPEATED = Fault(
    "XAPI-COM-3.2",
    Text("This parameter stands in the request twice.", "Параметр встречается в запросе дважды."),
)
NOT_TOGETHER = Fault(
    "XAPI-COM-2.1.3",
    Text(
        "Beside one statement's id only format and attachments may be asked for.",
        "Вместе с id одного высказывания допустимы только format и attachments.",
    ),
)
NOT_IDENTIFIED = Fault(
    "XAPI-COM-2.1.3",
    Text(
        "This must be an agent or an identified group.",
        "Здесь нужен агент или группа с идентификатором.",
    ),
)


class StatementQuery(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which statements are wanted; without conditions all of them, newest first.

    Moments are microseconds since the epoch. A Struct, since it travels in the `more` link.
    """

    agent: Term | None = None  # lrs.terms.agent_term
    verb: str | None = None  # IRI
    activity: str | None = None  # IRI
    registration: str | None = None  # UUID
    related_agents: bool = False
    related_activities: bool = False
    since: int | None = None  # excluded
    until: int | None = None  # included
    limit: int = 0  # 0: as many as there may be in one answer
    ascending: bool = False
    format: Format = "exact"
    last: int | None = None  # the last statement of the page before, by when it was stored

    def filters(self) -> list[tuple[Term, int]]:
        """Return the terms, with their usages, that all must find a statement."""
        found: list[tuple[Term, int]] = []
        if self.agent is not None:
            found.append((self.agent, RELATED if self.related_agents else PLAIN))
        if self.verb is not None:
            found.append((verb_term(self.verb), PLAIN))
        if self.activity is not None:
            usage = RELATED if self.related_activities else PLAIN
            found.append((activity_term(self.activity), usage))
        if self.registration is not None:
            found.append((registration_term(self.registration), PLAIN))
        return found

    def bounds(self) -> tuple[int, int]:
        """Return the moments, both excluded, between which statements are wanted."""
        after = -1 if self.since is None else self.since
        before = LARGEST if self.until is None else self.until + 1
        if self.last is None:
            return after, before
        return (
            (max(after, self.last), before) if self.ascending else (after, min(before, self.last))
        )

    def page_size(self) -> int:
        """Return how many statements an answer may have."""
        return min(self.limit or PAGE_LIMIT, PAGE_LIMIT)


@dataclass(frozen=True, slots=True)
class OneStatement:
    """One statement is wanted, by its id."""

    id: str  # UUID
    voided: bool  # whether it is asked for as a voided one
    format: Format
    attachments: bool


@dataclass(frozen=True, slots=True)
class ManyStatements:
    """Those that match a query are wanted."""

    query: StatementQuery
    attachments: bool


Parameters = Iterable[tuple[str, str]]


def read_query(parameters: Parameters) -> OneStatement | ManyStatements | Fault:
    """Read the query parameters of GET /statements."""
    given = _read(parameters)
    if isinstance(given, Fault):
        return given
    attachments = given.pop("attachments", False)
    wanted = given.keys() & {"statementId", "voidedStatementId"}
    if not wanted:
        return ManyStatements(StatementQuery(**given), attachments)
    if given.keys() - wanted - {"format"} or len(wanted) > 1:
        return NOT_TOGETHER.under(*sorted(wanted))
    (name,) = wanted
    return OneStatement(
        given[name], name == "voidedStatementId", given.get("format", "exact"), attachments
    )


def _read(parameters: Parameters) -> dict[str, Any] | Fault:
    given: dict[str, Any] = {}
    for name, text in parameters:
        reader = _READERS.get(name)
        if reader is None:
            return NO_SUCH_PARAMETER.under(name[:64])
        if name in given:
            return REPEATED.under(name)
        value = reader(text)
        if isinstance(value, Fault):
            return value.under(name)
        given[name] = value
    return given


def _checked(check: Check, text: str) -> str | Fault:
    return check(text) or text


def _boolean(text: str) -> bool | Fault:
    return text == "true" if text in ("true", "false") else NOT_BOOLEAN


def _count(text: str) -> int | Fault:
    if not (text.isascii() and text.isdigit()):
        return NOT_COUNT
    return min(int(text[:10]), PAGE_LIMIT)


def _moment(text: str) -> int | Fault:
    moment = values.micros(text.replace(" ", "T", 1))  # as Python and the tincan client write it
    return faults.NOT_TIMESTAMP if moment is None else moment


def _format(text: str) -> str | Fault:
    return text if text in ("exact", "ids", "canonical") else NOT_FORMAT


def _agent(text: str) -> Term | Fault:
    try:
        agent = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return faults.NOT_JSON.saying(reason=error)
    return shapes.actor(agent) or agent_term(agent) or NOT_IDENTIFIED


_READERS: dict[str, Any] = {
    "statementId": lambda text: _checked(values.uuid_, text),
    "voidedStatementId": lambda text: _checked(values.uuid_, text),
    "agent": _agent,
    "verb": lambda text: _checked(values.iri, text),
    "activity": lambda text: _checked(values.iri, text),
    "registration": lambda text: _checked(values.uuid_, text),
    "related_activities": _boolean,
    "related_agents": _boolean,
    "since": _moment,
    "until": _moment,
    "limit": _count,
    "format": _format,
    "attachments": _boolean,
    "ascending": _boolean,
}
