"""Interactions of both SCORM standards as xAPI says them.

xAPI took its interaction types, delimiters and patterns from SCORM 2004; what SCORM 1.2 writes
otherwise (commas, one-letter truths, its own words) is brought into that form. A value that does
not have the form its type demands stays as the content wrote it: the record is a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cursus.durations import format_interval, parse_interval, parse_timespan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CMI_INTERACTION: Final = "http://adlnet.gov/expapi/activities/cmi.interaction"
PREFIX: Final = "cmi.interactions."
SUCCESS: Final = {"correct": True, "incorrect": False, "wrong": False}
_TRUTHS: Final = {"t": "true", "f": "false", "1": "true", "0": "false"}


@dataclass(frozen=True, slots=True)
class Answered:
    """A response of the learner: the interaction's id, its xAPI definition, the xAPI result."""

    id: str
    definition: dict[str, Any]
    result: dict[str, Any]


def answered(
    standard: str, before: Mapping[str, str], after: Mapping[str, str], elements: frozenset[str]
) -> Iterator[Answered]:
    """Yield the interactions among the elements set whose response or result is new.

    `before` and `after` are the values around the change.
    """
    response_of = "student_response" if standard == "scorm12" else "learner_response"
    for index in sorted({_index(e) for e in elements if e.startswith(PREFIX)}):
        one = f"{PREFIX}{index}."
        response = after.get(one + response_of)
        news = (one + response_of, one + "result")
        if response is None or all(after.get(name) == before.get(name) for name in news):
            continue
        yield Answered(
            after.get(one + "id") or str(index),
            _definition(standard, after, one),
            _result(standard, after, one, response),
        )


def _index(element: str) -> int:
    number = element[len(PREFIX) :].partition(".")[0]
    return int(number) if number.isdecimal() else -1


def _definition(standard: str, values: Mapping[str, str], one: str) -> dict[str, Any]:
    kind = values.get(one + "type") or "other"
    definition: dict[str, Any] = {"type": CMI_INTERACTION, "interactionType": kind}
    description = values.get(one + "description")
    if description:
        language, text = _localized(description)
        definition["description"] = {language: text}
    count = int(values.get(f"{one}correct_responses._count", "0"))
    patterns = [values.get(f"{one}correct_responses.{n}.pattern") for n in range(count)]
    told = [_form(standard, kind, pattern) for pattern in patterns if pattern is not None]
    if told:
        definition["correctResponsesPattern"] = told
    return definition


def _result(standard: str, values: Mapping[str, str], one: str, response: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "response": _form(standard, values.get(one + "type") or "other", response)
    }
    verdict = values.get(one + "result")
    if verdict in SUCCESS:
        result["success"] = SUCCESS[verdict]
    elif verdict and (points := _number(verdict)) is not None:
        result["score"] = {"raw": points}
    latency = values.get(one + "latency")
    if latency:
        parse = parse_timespan if standard == "scorm12" else parse_interval
        seconds = parse(latency)
        if seconds is not None:
            result["duration"] = format_interval(seconds)
    return result


def _form(standard: str, kind: str, value: str) -> str:
    """Return a response or pattern in the form of SCORM 2004 and xAPI."""
    if standard != "scorm12":
        return value
    return _FORMS.get(kind, _same)(value)


def _same(value: str) -> str:
    return value


def _truth(value: str) -> str:
    return _TRUTHS.get(value[:1].lower(), value)


def _members(value: str) -> str:
    return value.strip("{}").replace(",", "[,]")


def _pairs(value: str) -> str:
    return _members(value).replace(".", "[.]")


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    "true-false": _truth,
    "choice": _members,
    "sequencing": _members,
    "matching": _pairs,
}


def _localized(value: str) -> tuple[str, str]:
    """Return language and text of a localized_string; English where none is told (its default)."""
    if value.startswith("{lang="):
        head, _, text = value.partition("}")
        return head.removeprefix("{lang=") or "en", text
    return "en", value


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
