"""What xAPI 1.0.3, Part Two, and xAPI 2.0 accept and refuse in a statement.

Each row changes one place of a statement that uses everything, and says the verdict. Rows whose
place also exists in a SubStatement are played there too.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

import orjson
import pytest

from lrs.statement import Refusal, read_statements

if TYPE_CHECKING:
    from lrs.shapes import Version

GONE: Final = object()  # the property is taken out
ACTIVITY = {"objectType": "Activity", "id": "http://example.org/activities/other"}
AGENT = {"mbox": "mailto:anna@example.org"}
GROUP = {"objectType": "Group", "mbox": "mailto:team@example.org"}
REF = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
PERSON_TYPE = "http://example.org/types/person"


def full() -> dict[str, Any]:
    """A statement with every kind of property."""
    return {
        "id": "12345678-1234-5678-1234-567812345678",
        "actor": {"objectType": "Agent", "name": "Анна", "mbox": "mailto:anna@example.org"},
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/answered",
            "display": {"en-US": "answered", "ru": "ответила"},
        },
        "object": {
            "objectType": "Activity",
            "id": "http://example.org/activities/вопрос-1",
            "definition": {
                "name": {"ru": "Вопрос"},
                "description": {"en": "A question"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "moreInfo": "http://example.org/more",
                "interactionType": "choice",
                "correctResponsesPattern": ["a[,]b"],
                "choices": [
                    {"id": "a", "description": {"en": "A"}},
                    {"id": "b"},
                ],
                "extensions": {"http://example.org/x": None},
            },
        },
        "result": {
            "score": {"scaled": 0.9, "raw": 9, "min": 0, "max": 10},
            "success": True,
            "completion": False,
            "response": "a[,]b",
            "duration": "PT1M2.5S",
            "extensions": {"http://example.org/x": {"deep": [None]}},
        },
        "context": {
            "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
            "instructor": {"account": {"homePage": "http://example.org", "name": "t1"}},
            "team": GROUP,
            "contextActivities": {"parent": [ACTIVITY], "category": [ACTIVITY]},
            "revision": "3",
            "platform": "cursus",
            "language": "ru-RU",
            "statement": REF,
            "extensions": {},
        },
        "timestamp": "2026-01-31T12:30:00.123Z",
        "stored": "2026-01-31T12:30:01Z",
        "authority": {"openid": "http://anna.example.org"},
        "version": "1.0.0",
        "attachments": [
            {
                "usageType": "http://example.org/certificate",
                "display": {"en": "Certificate"},
                "contentType": "application/pdf",
                "length": 12,
                "sha2": "0" * 64,
                "fileUrl": "http://example.org/certificate.pdf",
            }
        ],
    }


def changed(statement: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """Return a copy with the value at a place, or without it."""
    statement = copy.deepcopy(statement)
    *outer, last = [int(key) if key.isdigit() else key for key in place.split("/")]
    inner: Any = statement
    for key in outer:
        inner = inner[key]
    if value is GONE:
        del inner[last]
    elif isinstance(inner, list):
        inner[int(last)] = value
    else:
        inner[last] = value
    return statement


def within(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement about a SubStatement with the same content."""
    inner = {
        key: value
        for key, value in statement.items()
        if key not in ("id", "stored", "authority", "version")
    }
    return {
        "actor": AGENT,
        "verb": {"id": "http://example.org/verbs/planned"},
        "object": {"objectType": "SubStatement", **inner},
    }


def judged(statement: object, version: Version = "1.0.3") -> Refusal | None:
    verdict = read_statements(orjson.dumps(statement), version)
    return verdict if isinstance(verdict, Refusal) else None


REFUSED: list[tuple[str, str, object]] = [
    # 2.2 Formatting: what must be there, once, and of its type
    ("XAPI-DATA-2.2-REQUIRED", "actor", GONE),
    ("XAPI-DATA-2.2-REQUIRED", "verb", GONE),
    ("XAPI-DATA-2.2-REQUIRED", "object", GONE),
    ("XAPI-DATA-2.2-TYPES", "actor", None),
    ("XAPI-DATA-2.2-TYPES", "verb", None),
    ("XAPI-DATA-2.2-TYPES", "object", None),
    ("XAPI-DATA-2.2-TYPES", "result", None),
    ("XAPI-DATA-2.2-TYPES", "context", None),
    ("XAPI-DATA-2.2-TYPES", "actor", "Anna"),
    ("XAPI-DATA-2.2-TYPES", "actor", [AGENT]),
    ("XAPI-DATA-2.2-TYPES", "verb", "http://example.org/verbs/did"),
    ("XAPI-DATA-2.2-TYPES", "object", 7),
    ("XAPI-DATA-2.2-TYPES", "actor/name", None),
    ("XAPI-DATA-2.2-TYPES", "actor/name", 7),
    ("XAPI-DATA-2.2-TYPES", "result/success", "true"),
    ("XAPI-DATA-2.2-TYPES", "result/success", 1),
    ("XAPI-DATA-2.2-TYPES", "result/completion", "false"),
    ("XAPI-DATA-2.2-TYPES", "result/response", 7),
    ("XAPI-DATA-2.2-TYPES", "result/score", 0.9),
    ("XAPI-DATA-2.2-TYPES", "result/score/scaled", "0.9"),
    ("XAPI-DATA-2.2-TYPES", "result/score/raw", True),
    ("XAPI-DATA-2.2-TYPES", "context/revision", 3),
    ("XAPI-DATA-2.2-TYPES", "context/platform", {}),
    ("XAPI-DATA-2.2-KEYS", "lang", "en"),
    ("XAPI-DATA-2.2-KEYS", "Actor", AGENT),
    ("XAPI-DATA-2.2-KEYS", "actor/Name", "Anna"),
    ("XAPI-DATA-2.2-KEYS", "actor/member", [AGENT]),
    ("XAPI-DATA-2.2-KEYS", "verb/name", {"en": "did"}),
    ("XAPI-DATA-2.2-KEYS", "object/name", {"en": "it"}),
    ("XAPI-DATA-2.2-KEYS", "object/definition/kind", "x"),
    ("XAPI-DATA-2.2-KEYS", "result/score/percent", 90),
    ("XAPI-DATA-2.2-KEYS", "result/scaled", 0.9),
    ("XAPI-DATA-2.2-KEYS", "context/course", "x"),
    # 2.4.1, 4.4 UUIDs
    ("XAPI-DATA-4.4", "id", "12345678-1234-5678-1234-5678123456789"),
    ("XAPI-DATA-4.4", "id", "12345678-1234-5678-1234-56781234567g"),
    ("XAPI-DATA-4.4", "id", "12345678123456781234567812345678"),
    ("XAPI-DATA-4.4", "id", "{12345678-1234-5678-1234-567812345678}"),
    ("XAPI-DATA-4.4", "id", ""),
    ("XAPI-DATA-4.4", "id", 12345678),
    ("XAPI-DATA-4.4", "context/registration", "one"),
    ("XAPI-DATA-4.4", "context/statement/id", "one"),
    # 2.4.2 Actors
    ("XAPI-DATA-2.4.2.1", "actor", {"name": "Anna"}),
    ("XAPI-DATA-2.4.2.1", "actor", {}),
    ("XAPI-DATA-2.4.2.1", "actor/openid", "http://anna.example.org"),
    ("XAPI-DATA-2.4.2.1", "context/team/openid", "http://team.example.org"),
    ("XAPI-DATA-2.2-TYPES", "actor/objectType", "agent"),
    ("XAPI-DATA-2.2-TYPES", "actor/objectType", "Person"),
    ("XAPI-DATA-2.4.2.2", "actor", {"objectType": "Group"}),
    ("XAPI-DATA-2.4.2.2", "actor", {"objectType": "Group", "member": []}),
    ("XAPI-DATA-2.2-TYPES", "actor", {"objectType": "Group", "member": AGENT}),
    ("XAPI-DATA-2.2-TYPES", "actor", {"objectType": "Group", "member": [GROUP]}),
    ("XAPI-DATA-2.4.2.1", "actor", {"objectType": "Group", "member": [{"name": "Anna"}]}),
    ("XAPI-DATA-2.4.2.3", "actor/mbox", "anna@example.org"),
    ("XAPI-DATA-2.4.2.3", "actor/mbox", "mailto:anna.example.org"),
    ("XAPI-DATA-2.4.2.3", "actor/mbox", "mailto:"),
    ("XAPI-DATA-2.4.2.3", "actor/mbox", "mailto:an na@example.org"),
    ("XAPI-DATA-2.4.2.3", "actor", {"mbox_sha1sum": "0" * 39}),
    ("XAPI-DATA-2.4.2.3", "actor", {"mbox_sha1sum": "g" * 40}),
    ("XAPI-DATA-4.3", "actor", {"openid": "anna.example.org"}),
    ("XAPI-DATA-2.2-TYPES", "actor", {"account": "anna"}),
    ("XAPI-DATA-2.2-REQUIRED", "actor", {"account": {"name": "anna"}}),
    ("XAPI-DATA-2.2-REQUIRED", "actor", {"account": {"homePage": "http://example.org"}}),
    ("XAPI-DATA-4.3", "actor", {"account": {"homePage": "example.org", "name": "anna"}}),
    ("XAPI-DATA-4.3", "actor", {"account": {"homePage": "ab=c://example.org", "name": "a"}}),
    ("XAPI-DATA-2.2-TYPES", "actor", {"account": {"homePage": "http://example.org", "name": 1}}),
    # 2.4.3 Verbs, 4.2 language maps, 4.3 IRIs
    ("XAPI-DATA-2.2-REQUIRED", "verb/id", GONE),
    ("XAPI-DATA-4.3", "verb/id", "answered"),
    ("XAPI-DATA-4.3", "verb/id", "http://example.org/verbs/did it"),
    ("XAPI-DATA-4.3", "verb/id", "http://example.org/<did>"),
    ("XAPI-DATA-4.3", "verb/id", "://example.org"),
    ("XAPI-DATA-4.3", "verb/id", ""),
    ("XAPI-DATA-4.3", "verb/id", 1),
    ("XAPI-DATA-2.2-TYPES", "verb/display", "answered"),
    ("XAPI-DATA-2.2-TYPES", "verb/display", ["answered"]),
    ("XAPI-DATA-2.2-TYPES", "verb/display", {"en": 7}),
    ("XAPI-DATA-2.2-TYPES", "verb/display", {"en": None}),
    ("XAPI-DATA-4.2", "verb/display", {"a12345678": "answered"}),
    ("XAPI-DATA-4.2", "verb/display", {"": "answered"}),
    ("XAPI-DATA-4.2", "verb/display", {"en_US": "answered"}),
    ("XAPI-DATA-4.2", "verb/display", {"en-a": "answered"}),
    ("XAPI-DATA-4.2", "object/definition/name", {"!": "x"}),
    ("XAPI-DATA-4.2", "object/definition/description", {"1": "x"}),
    ("XAPI-DATA-4.2", "context/language", "ru RU"),
    ("XAPI-DATA-2.2-TYPES", "context/language", 7),
    # 2.4.4 Objects
    ("XAPI-DATA-2.2-TYPES", "object/objectType", "activity"),
    ("XAPI-DATA-2.2-TYPES", "object/objectType", "Course"),
    ("XAPI-DATA-2.2-TYPES", "object/objectType", None),
    ("XAPI-DATA-2.2-REQUIRED", "object", {}),
    ("XAPI-DATA-2.2-REQUIRED", "object/id", GONE),
    ("XAPI-DATA-4.3", "object/id", "question-1"),
    ("XAPI-DATA-2.2-TYPES", "object/definition", "x"),
    ("XAPI-DATA-4.3", "object/definition/type", "question"),
    ("XAPI-DATA-4.3", "object/definition/moreInfo", "more.html"),
    ("XAPI-DATA-2.2-KEYS", "object", AGENT),  # without objectType it is taken for an activity
    ("XAPI-DATA-2.2-REQUIRED", "object", {"objectType": "StatementRef"}),
    ("XAPI-DATA-4.4", "object", {"objectType": "StatementRef", "id": "one"}),
    ("XAPI-DATA-2.2-KEYS", "object", {**REF, "definition": {}}),
    # 2.4.4.1 Interactions
    ("XAPI-DATA-2.2-TYPES", "object/definition/interactionType", "multiple-choice"),
    ("XAPI-DATA-2.2-TYPES", "object/definition/interactionType", "Choice"),
    ("XAPI-DATA-2.4.4.1-INTERACTION", "object/definition/interactionType", GONE),
    ("XAPI-DATA-2.2-TYPES", "object/definition/correctResponsesPattern", "a"),
    ("XAPI-DATA-2.2-TYPES", "object/definition/correctResponsesPattern", [1]),
    ("XAPI-DATA-2.2-TYPES", "object/definition/choices", {"id": "a"}),
    ("XAPI-DATA-2.2-REQUIRED", "object/definition/choices", [{"description": {"en": "A"}}]),
    ("XAPI-DATA-2.2-TYPES", "object/definition/choices", [{"id": 1}]),
    ("XAPI-DATA-2.4.4.1-INTERACTION", "object/definition/choices", [{"id": "a"}, {"id": "a"}]),
    # 2.4.5 Results
    ("XAPI-DATA-2.4.5.1", "result/score/scaled", 1.01),
    ("XAPI-DATA-2.4.5.1", "result/score/scaled", -1.01),
    ("XAPI-DATA-2.4.5.1", "result/score/raw", 10.5),
    ("XAPI-DATA-2.4.5.1", "result/score/raw", -1),
    ("XAPI-DATA-2.4.5.1", "result/score/min", 10),
    ("XAPI-DATA-2.4.5.1", "result/score/max", -1),
    ("XAPI-DATA-4.6", "result/duration", "PA1H0M0S"),
    ("XAPI-DATA-4.6", "result/duration", "P4W1D"),
    ("XAPI-DATA-4.6", "result/duration", "PT"),
    ("XAPI-DATA-4.6", "result/duration", "P"),
    ("XAPI-DATA-4.6", "result/duration", "P1DT"),
    ("XAPI-DATA-4.6", "result/duration", "PT1.5H2M"),
    ("XAPI-DATA-4.6", "result/duration", "P0003-01-29T04:35:59"),
    ("XAPI-DATA-4.6", "result/duration", "-PT1S"),
    ("XAPI-DATA-4.6", "result/duration", "1:02"),
    ("XAPI-DATA-4.6", "result/duration", 62),
    # 2.4.6 Contexts
    ("XAPI-DATA-2.2-REQUIRED", "context/team/objectType", GONE),
    ("XAPI-DATA-2.2-TYPES", "context/team", {"objectType": "Agent", **AGENT}),
    ("XAPI-DATA-2.4.2.1", "context/instructor", {"name": "Teacher"}),
    ("XAPI-DATA-2.2-KEYS", "context/contextActivities/sibling", [ACTIVITY]),
    ("XAPI-DATA-2.2-KEYS", "context/contextActivities/Parent", [ACTIVITY]),
    ("XAPI-DATA-2.2-TYPES", "context/contextActivities/parent", "http://example.org/a"),
    ("XAPI-DATA-2.2-TYPES", "context/contextActivities/parent", [REF]),
    ("XAPI-DATA-2.2-KEYS", "context/contextActivities/parent", [AGENT]),
    ("XAPI-DATA-2.2-TYPES", "context/statement", ACTIVITY),
    ("XAPI-DATA-2.2-KEYS", "context/contextAgents", []),  # 2.0 has them, 1.0.3 has not
    # 2.4.7, 2.4.8, 4.5 Timestamps
    ("XAPI-DATA-4.5", "timestamp", "yesterday"),
    ("XAPI-DATA-4.5", "timestamp", "01/011/2015"),
    ("XAPI-DATA-4.5", "timestamp", "2026-01-31"),
    ("XAPI-DATA-4.5", "timestamp", "2026-02-30T12:00:00Z"),
    ("XAPI-DATA-4.5", "timestamp", "2026-01-31T25:00:00Z"),
    ("XAPI-DATA-4.5", "timestamp", "2008-09-15T15:53:00.601-00"),
    ("XAPI-DATA-4.5", "timestamp", "2008-09-15T15:53:00.601-0000"),
    ("XAPI-DATA-4.5", "timestamp", "2008-09-15T15:53:00.601-00:00"),
    ("XAPI-DATA-4.5", "timestamp", 1769862600),
    ("XAPI-DATA-4.5", "stored", "today"),
    # 2.4.9 Authority
    ("XAPI-DATA-2.4.2.1", "authority", {"name": "LMS"}),
    ("XAPI-DATA-2.4.9", "authority", {"objectType": "Group", "member": [AGENT]}),
    ("XAPI-DATA-2.4.9", "authority", {**GROUP, "member": [AGENT, AGENT]}),
    # 2.4.10 Version
    ("XAPI-DATA-2.4.10", "version", "0.9.9"),
    ("XAPI-DATA-2.4.10", "version", "1.1.0"),
    ("XAPI-DATA-2.4.10", "version", "2.0.0"),
    ("XAPI-DATA-2.4.10", "version", "1.0.x"),
    ("XAPI-DATA-2.4.10", "version", "1"),
    ("XAPI-DATA-2.2-TYPES", "version", 1.0),
    # 2.4.11 Attachments
    ("XAPI-DATA-2.2-TYPES", "attachments", {}),
    ("XAPI-DATA-2.2-TYPES", "attachments/0", "certificate"),
    ("XAPI-DATA-4.3", "attachments/0/usageType", "certificate"),
    ("XAPI-DATA-2.2-REQUIRED", "attachments/0/usageType", GONE),
    ("XAPI-DATA-2.2-REQUIRED", "attachments/0/display", GONE),
    ("XAPI-DATA-2.2-TYPES", "attachments/0/display", "Certificate"),
    ("XAPI-DATA-2.2-TYPES", "attachments/0/description", 7),
    ("XAPI-DATA-2.4.11", "attachments/0/contentType", "pdf"),
    ("XAPI-DATA-2.4.11", "attachments/0/length", 12.5),
    ("XAPI-DATA-2.4.11", "attachments/0/length", "12"),
    ("XAPI-DATA-2.4.11", "attachments/0/length", -1),
    ("XAPI-DATA-2.4.11", "attachments/0/sha2", "certificate"),
    ("XAPI-DATA-4.3", "attachments/0/fileUrl", "certificate.pdf"),
    ("XAPI-COM-1.5.1", "attachments/0/fileUrl", GONE),
    # 4.1 Extensions
    ("XAPI-DATA-4.1", "object/definition/extensions", {"key": 1}),
    ("XAPI-DATA-4.1", "result/extensions", {"": 1}),
    ("XAPI-DATA-4.1", "context/extensions", {"key": None}),
    ("XAPI-DATA-2.2-TYPES", "context/extensions", None),
    ("XAPI-DATA-2.2-TYPES", "result/extensions", ["http://example.org/x"]),
]

ACCEPTED: list[tuple[str, str, object]] = [
    ("XAPI-DATA-2.2-REQUIRED", "result", GONE),
    ("XAPI-DATA-2.2-REQUIRED", "context", GONE),
    ("XAPI-DATA-2.2-TYPES", "result", {}),
    ("XAPI-DATA-2.2-TYPES", "context", {}),
    ("XAPI-DATA-2.2-TYPES", "actor/name", ""),
    ("XAPI-DATA-4.4", "id", GONE),
    ("XAPI-DATA-4.4", "id", "0190A5F0-0000-7000-8000-00000000ABCD"),
    ("XAPI-DATA-2.4.2.1", "actor/objectType", GONE),
    ("XAPI-DATA-2.4.2.2", "actor", GROUP),
    ("XAPI-DATA-2.4.2.2", "actor", {**GROUP, "member": [AGENT], "name": "Группа"}),
    ("XAPI-DATA-2.4.2.2", "actor", {**GROUP, "member": []}),
    ("XAPI-DATA-2.4.2.2", "actor", {"objectType": "Group", "member": [AGENT]}),
    ("XAPI-DATA-2.4.2.3", "actor", {"mbox": "mailto:анна@пример.рф"}),
    ("XAPI-DATA-2.4.2.3", "actor", {"mbox_sha1sum": "0123456789abcdefABCD0123456789abcdefABCD"}),
    ("XAPI-DATA-2.4.2.3", "actor", {"openid": "https://anna.example.org/"}),
    ("XAPI-DATA-2.4.2.3", "actor", {"account": {"homePage": "https://lms.example", "name": ""}}),
    ("XAPI-DATA-4.3", "verb/id", "urn:uuid:12345678-1234-5678-1234-567812345678"),
    ("XAPI-DATA-4.3", "verb/id", "http://example.com/فعل/خواندن"),
    ("XAPI-DATA-4.3", "verb/id", "tag:adlnet.gov,2013:expapi:verbs:did"),
    ("XAPI-DATA-4.3", "object/id", "http://example.org/a?b=c&d=(e)#f"),
    ("XAPI-DATA-4.2", "verb/display", GONE),
    ("XAPI-DATA-4.2", "verb/display", {}),
    ("XAPI-DATA-4.2", "verb/display", {"en": ""}),
    ("XAPI-DATA-4.2", "verb/display", {"zh-Hans-CN": "x", "sl-rozaj-biske": "x", "und": "x"}),
    ("XAPI-DATA-4.2", "verb/display", {"es-419": "x", "de-CH-1996": "x", "x-whatever": "x"}),
    ("XAPI-DATA-4.2", "verb/display", {"en-US-u-islamcal": "x", "zh-cmn-Hans-CN": "x"}),
    ("XAPI-DATA-4.2", "verb/display", {"i-klingon": "x", "en-GB-oed": "x", "sgn-BE-FR": "x"}),
    ("XAPI-DATA-4.2", "verb/display", {"az-Arab-x-AZE-derbend": "x", "RU": "x"}),
    ("XAPI-DATA-2.2-TYPES", "object/objectType", GONE),
    ("XAPI-DATA-2.2-TYPES", "object/definition", {}),
    ("XAPI-DATA-2.4.4.1-INTERACTION", "object/definition/correctResponsesPattern", []),
    ("XAPI-DATA-2.4.4.1-INTERACTION", "object/definition/choices", []),
    ("XAPI-DATA-2.4.5.1", "result/score", {"scaled": -1}),
    ("XAPI-DATA-2.4.5.1", "result/score", {"scaled": 1.0, "raw": 1e2}),
    ("XAPI-DATA-2.4.5.1", "result/score", {"raw": 5, "min": 5, "max": 5.1}),
    ("XAPI-DATA-2.4.5.1", "result/score", {"raw": 10, "max": 10}),
    ("XAPI-DATA-2.4.5.1", "result/score", {}),
    ("XAPI-DATA-4.6", "result/duration", "PT4H35M59.14S"),
    ("XAPI-DATA-4.6", "result/duration", "PT16559.14S"),
    ("XAPI-DATA-4.6", "result/duration", "P3Y1M29DT4H35M59.14S"),
    ("XAPI-DATA-4.6", "result/duration", "P3Y"),
    ("XAPI-DATA-4.6", "result/duration", "P4W"),
    ("XAPI-DATA-4.6", "result/duration", "P1DT12H36M0.12567S"),
    ("XAPI-DATA-4.6", "result/duration", "PT0S"),
    ("XAPI-DATA-4.6", "result/duration", "PT1,5H"),
    ("XAPI-DATA-2.4.6", "context/instructor", GROUP),
    ("XAPI-DATA-2.4.6.2", "context/contextActivities", {"other": ACTIVITY, "grouping": []}),
    ("XAPI-DATA-4.5", "timestamp", "2026-01-31T12:30:00"),
    ("XAPI-DATA-4.5", "timestamp", "2026-01-31T12:30Z"),
    ("XAPI-DATA-4.5", "timestamp", "2026-01-31T15:30:00.123456789+03:00"),
    ("XAPI-DATA-4.5", "timestamp", "20260131T123000,5Z"),
    ("XAPI-DATA-4.5", "timestamp", "2008-09-15T15:53:00.601+00:00"),
    ("XAPI-DATA-2.4.9", "authority", {"objectType": "Group", "member": [AGENT, AGENT]}),
    ("XAPI-DATA-2.4.10", "version", "1.0"),
    ("XAPI-DATA-2.4.10", "version", "1.0.9"),
    ("XAPI-DATA-2.4.11", "attachments", []),
    ("XAPI-DATA-2.4.11", "attachments/0/contentType", "text/plain; charset=utf-8"),
    ("XAPI-DATA-2.4.11", "attachments/0/sha2", "F" * 128),
    ("XAPI-DATA-4.1", "result/extensions", {}),
    ("XAPI-DATA-4.1", "context/extensions", {"http://example.org/x": ""}),
    ("XAPI-DATA-4.1", "context/extensions", {"urn:x": {"nested": {"key": None}}}),
]

_NOT_WITHIN = ("id", "stored", "authority", "version")


def rows(table: list[tuple[str, str, object]], *, substatement: bool) -> list[Any]:
    """The rows of a table as parameters, marked with their clause."""
    return [
        pytest.param(
            clause,
            place,
            value,
            marks=pytest.mark.clause(clause),
            id=f"{clause} {place} {'gone' if value is GONE else value!r}"[:90],
        )
        for clause, place, value in table
        if not (substatement and place.split("/")[0] in _NOT_WITHIN)
    ]


def test_the_statement_that_the_rows_change_is_accepted() -> None:
    assert judged(full()) is None
    assert judged(within(full())) is None


@pytest.mark.parametrize(("clause", "place", "value"), rows(REFUSED, substatement=False))
def test_is_refused(clause: str, place: str, value: object) -> None:
    refusal = judged(changed(full(), place, value))
    assert refusal is not None
    assert refusal.place is None
    assert refusal.fault.clause == clause


@pytest.mark.parametrize(("clause", "place", "value"), rows(REFUSED, substatement=True))
def test_is_refused_in_a_substatement(clause: str, place: str, value: object) -> None:
    refusal = judged(within(changed(full(), place, value)))
    assert refusal is not None
    assert refusal.fault.path[:1] == ("object",)
    assert refusal.fault.clause == clause


@pytest.mark.parametrize(("clause", "place", "value"), rows(ACCEPTED, substatement=False))
def test_is_accepted(clause: str, place: str, value: object) -> None:
    assert judged(changed(full(), place, value)) is None, clause


@pytest.mark.parametrize(("clause", "place", "value"), rows(ACCEPTED, substatement=True))
def test_is_accepted_in_a_substatement(clause: str, place: str, value: object) -> None:
    assert judged(within(changed(full(), place, value))) is None, clause


@pytest.mark.parametrize("kind", [REF, {"objectType": "Agent", **AGENT}, GROUP, within(full())])
@pytest.mark.parametrize("key", ["revision", "platform"])
@pytest.mark.clause("XAPI-DATA-2.4.6")
def test_revision_and_platform_stand_only_beside_an_activity(
    kind: dict[str, Any], key: str
) -> None:
    target = kind["object"] if kind.get("object") else kind
    statement = {"actor": AGENT, "verb": {"id": "http://example.org/v"}, "object": target}
    assert judged(statement) is None
    refusal = judged({**statement, "context": {key: "x"}})
    assert refusal is not None
    assert (refusal.fault.clause, refusal.fault.path) == ("XAPI-DATA-2.4.6", ("context", key))


@pytest.mark.parametrize("key", ["id", "stored", "version", "authority"])
@pytest.mark.clause("XAPI-DATA-2.4.4.3-SUB")
def test_a_substatement_has_no_properties_of_storing(key: str) -> None:
    statement = within(full())
    statement["object"][key] = full()[key]
    refusal = judged(statement)
    assert refusal is not None
    assert refusal.fault.path == ("object",)


@pytest.mark.clause("XAPI-DATA-2.4.4.3-SUB")
def test_a_substatement_contains_no_substatement() -> None:
    statement = within(full())
    statement["object"]["object"] = within(full())["object"]
    refusal = judged(statement)
    assert refusal is not None
    assert refusal.fault.clause == "XAPI-DATA-2.4.4.3-SUB"


@pytest.mark.clause("XAPI-DATA-2.3.2")
def test_a_voiding_statement_has_a_reference_as_its_object() -> None:
    voided = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    assert judged({"actor": AGENT, "verb": voided, "object": REF}) is None
    refusal = judged({"actor": AGENT, "verb": voided, "object": ACTIVITY})
    assert refusal is not None
    assert refusal.fault.clause == "XAPI-DATA-2.3.2"


CONTEXT_2 = {
    "contextAgents": [
        {"objectType": "contextAgent", "agent": AGENT, "relevantTypes": [PERSON_TYPE]},
        {"objectType": "contextAgent", "agent": AGENT},
    ],
    "contextGroups": [
        {"objectType": "contextGroup", "group": GROUP, "relevantTypes": [PERSON_TYPE]},
    ],
}


@pytest.mark.clause("XAPI-2.0-4.2.2.5")
def test_context_agents_and_groups_are_of_version_2() -> None:
    statement = changed(full(), "context", CONTEXT_2)
    assert judged(statement, "2.0.0") is None
    assert judged(within(statement), "2.0.0") is None
    assert judged(statement, "1.0.3") is not None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("contextAgents", {}),
        ("contextAgents/0", "Anna"),
        ("contextAgents/0/objectType", GONE),
        ("contextAgents/0/objectType", "Agent"),
        ("contextAgents/0/agent", GONE),
        ("contextAgents/0/agent", {"key": "x"}),
        ("contextAgents/0/agent", GROUP),
        ("contextAgents/0/relevantTypes", []),
        ("contextAgents/0/relevantTypes", ["person"]),
        ("contextAgents/0/relevantTypes", PERSON_TYPE),
        ("contextGroups/0/objectType", "contextAgent"),
        ("contextGroups/0/group", AGENT),
        ("contextGroups/0/group", GONE),
        ("contextGroups/0/relevantTypes", []),
        ("contextGroups/0/member", [AGENT]),
    ],
)
@pytest.mark.clause("XAPI-2.0-4.2.2.5")
def test_a_wrong_context_agent_or_group_is_refused(place: str, value: object) -> None:
    context = changed(CONTEXT_2, place, value)
    assert judged(changed(full(), "context", context), "2.0.0") is not None


@pytest.mark.parametrize(
    ("version", "accepted"), [("1.0.0", True), ("2.0.0", True), ("2.0.1", True), ("2.1.0", False)]
)
@pytest.mark.clause("XAPI-DATA-2.4.10")
def test_version_2_takes_statements_of_1_and_2(version: str, *, accepted: bool) -> None:
    assert (judged(changed(full(), "version", version), "2.0.0") is None) == accepted
