"""When two statements are the same one (xAPI 1.0.3, Part Two, 2.3.1)."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from lrs.comparison import same_statement

ANNA = {"mbox": "mailto:anna@Example.org"}
BORIS = {"openid": "http://boris.example.org"}


def base() -> dict[str, Any]:
    return {
        "actor": {"objectType": "Group", "member": [ANNA, BORIS]},
        "verb": {"id": "http://example.org/v", "display": {"en": "did"}},
        "object": {"id": "http://example.org/a", "definition": {"name": {"en": "A"}}},
        "result": {"score": {"raw": 2.5}, "duration": "PT1.239S", "extensions": {"urn:x": 1}},
        "context": {
            "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
            "instructor": ANNA,
            "statement": {
                "objectType": "StatementRef",
                "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0",
            },
            "contextActivities": {"parent": {"id": "http://example.org/p"}},
            "contextAgents": [{"objectType": "contextAgent", "agent": ANNA}],
        },
        "timestamp": "2026-01-31T12:30:00Z",
    }


def changed(*place: str | int, value: object) -> dict[str, Any]:
    statement: Any = copy.deepcopy(base())
    inner = statement
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    found: dict[str, Any] = statement
    return found


SAME: list[tuple[tuple[str | int, ...], object]] = [
    (("id",), "12345678-1234-5678-1234-567812345678"),
    (("stored",), "2026-01-31T12:30:01Z"),
    (("authority",), ANNA),
    (("version",), "1.0.3"),
    (("timestamp",), "2026-01-31T15:30:00.000+03:00"),
    (("verb", "display"), {"ru": "сделал"}),
    (("object", "definition"), {}),
    (("object", "objectType"), "Activity"),
    (("actor", "member"), [BORIS, ANNA]),
    (("actor", "member", 0, "mbox"), "mailto:anna@example.ORG"),
    (("actor", "member", 0, "objectType"), "Agent"),
    (("result", "duration"), "PT1.23S"),
    (("result", "score", "raw"), 2.50),
    (("context", "registration"), "EC531277-B57B-4C15-8D91-D292C5B2B8F7"),
    (("context", "statement", "id"), "8F87CCDE-BB56-4C2E-AB83-44982EF22DF0"),
    (("context", "contextActivities", "parent"), [{"id": "http://example.org/p"}]),
]
DIFFERENT: list[tuple[tuple[str | int, ...], object]] = [
    (("actor",), ANNA),
    (("actor", "member"), [ANNA]),
    (("actor", "name"), "Team"),
    (("actor", "member", 0, "mbox"), "mailto:Anna@example.org"),
    (("verb", "id"), "http://example.org/w"),
    (("object", "id"), "http://example.org/b"),
    (("object",), {"objectType": "Agent", **ANNA}),
    (("result", "score", "raw"), 2.51),
    (("result", "duration"), "PT1.24S"),
    (("result", "duration"), "PT0M1.239S"),
    (("result", "success"), True),
    (("result", "extensions"), {"urn:x": 2}),
    (("context", "registration"), "00000000-b57b-4c15-8d91-d292c5b2b8f7"),
    (("context", "instructor"), BORIS),
    (("context", "contextAgents", 0, "agent"), BORIS),
    (("context", "contextActivities", "other"), [{"id": "http://example.org/p"}]),
    (("timestamp",), "2026-01-31T12:30:01Z"),
    (("attachments",), []),
]


@pytest.mark.parametrize(("place", "value"), SAME)
@pytest.mark.clause("XAPI-DATA-2.3.1")
def test_is_the_same_with(place: tuple[str | int, ...], value: object) -> None:
    assert same_statement(base(), changed(*place, value=value))
    assert same_statement(changed(*place, value=value), base())


@pytest.mark.parametrize(("place", "value"), DIFFERENT)
@pytest.mark.clause("XAPI-DATA-2.3.1")
def test_is_another_with(place: tuple[str | int, ...], value: object) -> None:
    assert not same_statement(base(), changed(*place, value=value))
    assert not same_statement(changed(*place, value=value), base())


def test_a_timestamp_that_only_the_store_gave_is_no_difference() -> None:
    without = base()
    del without["timestamp"]
    assert same_statement(base(), without)


@pytest.mark.clause("XAPI-DATA-4.6")
def test_substatements_and_references_are_compared_too() -> None:
    inner = {"objectType": "SubStatement", **base()}
    one = base() | {"object": inner}
    assert same_statement(one, base() | {"object": inner | {"verb": {"id": base()["verb"]["id"]}}})
    assert not same_statement(one, base() | {"object": inner | {"actor": ANNA}})
    later = inner | {"timestamp": "2026-02-01T00:00:00Z"}
    assert not same_statement(one, base() | {"object": later})
    low = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
    high = low | {"id": low["id"].upper()}
    assert same_statement(base() | {"object": low}, base() | {"object": high})
