"""The `ids` form keeps what identifies and all that is not a description (XAPI-COM-2.1.3)."""

from __future__ import annotations

import orjson
import pytest

from lrs.format import ids_only

AGENT = {"objectType": "Agent", "name": "Anna", "mbox": "mailto:anna@example.org"}
AGENT_ID = {"objectType": "Agent", "mbox": "mailto:anna@example.org"}
ACTIVITY = {"objectType": "Activity", "id": "http://example.org/a", "definition": {}}
ACTIVITY_ID = {"id": "http://example.org/a"}
VERB = {"id": "http://example.org/v", "display": {"en": "did"}}
VERB_ID = {"id": "http://example.org/v"}


def reduced(**parts: object) -> dict[str, object]:
    statement = {"actor": AGENT, "verb": VERB, "object": ACTIVITY} | parts
    found: dict[str, object] = orjson.loads(ids_only(orjson.dumps(statement)))
    return found


@pytest.mark.clause("XAPI-COM-2.1.3")
def test_descriptions_go_and_all_else_stays() -> None:
    kept = {
        "id": "12345678-1234-5678-1234-567812345678",
        "result": {"score": {"scaled": 1.0}, "extensions": {"urn:x": {"definition": 1}}},
        "timestamp": "2026-01-31T12:30:00Z",
        "version": "1.0.0",
    }
    assert reduced(**kept, authority=AGENT) == {
        "actor": AGENT_ID,
        "verb": VERB_ID,
        "object": ACTIVITY_ID,
        "authority": AGENT_ID,
        **kept,
    }


def test_an_identified_group_is_its_identifier_an_anonymous_one_its_members() -> None:
    group = {"objectType": "Group", "name": "Team", "member": [AGENT, AGENT]}
    assert reduced(actor=group)["actor"] == {"objectType": "Group", "member": [AGENT_ID] * 2}
    identified = group | {"openid": "http://team.example.org"}
    assert reduced(object=identified)["object"] == {
        "objectType": "Group",
        "openid": "http://team.example.org",
    }


def test_a_substatement_is_reduced_as_a_statement_is() -> None:
    inner = {"objectType": "SubStatement", "actor": AGENT, "verb": VERB, "object": AGENT}
    assert reduced(object=inner)["object"] == {
        "objectType": "SubStatement",
        "actor": AGENT_ID,
        "verb": VERB_ID,
        "object": AGENT_ID,
    }


def test_a_reference_stays() -> None:
    reference = {"objectType": "StatementRef", "id": "12345678-1234-5678-1234-567812345678"}
    assert reduced(object=reference)["object"] == reference


def test_the_context_is_reduced_in_all_its_places() -> None:
    context = {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "instructor": AGENT,
        "team": {"objectType": "Group", "name": "T", "mbox": "mailto:t@example.org"},
        "contextActivities": {"parent": [ACTIVITY], "other": [ACTIVITY, ACTIVITY]},
        "contextAgents": [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["u:x"]}],
        "contextGroups": [
            {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [AGENT]}}
        ],
    }
    assert reduced(context=context)["context"] == {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "instructor": AGENT_ID,
        "team": {"objectType": "Group", "mbox": "mailto:t@example.org"},
        "contextActivities": {"parent": [ACTIVITY_ID], "other": [ACTIVITY_ID] * 2},
        "contextAgents": [
            {"objectType": "contextAgent", "agent": AGENT_ID, "relevantTypes": ["u:x"]}
        ],
        "contextGroups": [
            {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [AGENT_ID]}}
        ],
    }
