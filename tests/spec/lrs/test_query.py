"""What may be asked of the statement resource (xAPI 1.0.3, Part Three, 2.1.3)."""

from __future__ import annotations

import orjson
import pytest

from lrs.faults import Fault
from lrs.query import ManyStatements, OneStatement, StatementQuery, read_query
from lrs.terms import PLAIN, RELATED

ID = "12345678-1234-5678-1234-567812345678"
AGENT = '{"mbox":"mailto:anna@example.org"}'


def many(*parameters: tuple[str, str]) -> StatementQuery:
    wanted = read_query(parameters)
    assert isinstance(wanted, ManyStatements), wanted
    return wanted.query


def fault(*parameters: tuple[str, str]) -> Fault:
    wanted = read_query(parameters)
    assert isinstance(wanted, Fault), wanted
    return wanted


def test_without_parameters_all_statements_are_wanted_newest_first() -> None:
    query = many()
    assert query.filters() == []
    assert not query.ascending
    assert query.format == "exact"


@pytest.mark.clause("XAPI-COM-2.1.3")
def test_every_filter_becomes_a_term() -> None:
    registration = "EC531277-B57B-4C15-8D91-D292C5B2B8F7"
    query = many(
        ("agent", AGENT),
        ("verb", "http://example.org/v"),
        ("activity", "http://example.org/a"),
        ("registration", registration),
    )
    assert query.filters() == [
        ("Ammailto:anna@example.org", PLAIN),
        ("Vhttp://example.org/v", PLAIN),
        ("Ohttp://example.org/a", PLAIN),
        (f"R{registration.lower()}", PLAIN),
    ]
    related = many(
        ("agent", AGENT),
        ("activity", "http://example.org/a"),
        ("related_agents", "true"),
        ("related_activities", "true"),
    )
    assert [usage for _, usage in related.filters()] == [RELATED, RELATED]


@pytest.mark.parametrize(
    "agent",
    [
        {"objectType": "Agent", "name": "Anna", "openid": "http://anna.example.org"},
        {"objectType": "Group", "mbox": "mailto:team@example.org", "member": []},
        {"account": {"homePage": "http://example.org", "name": "anna"}},
        {"mbox_sha1sum": "0" * 40},
    ],
)
@pytest.mark.clause("XAPI-DATA-2.4.2.3")
def test_an_agent_is_asked_for_by_its_identifier(agent: dict[str, object]) -> None:
    assert many(("agent", orjson.dumps(agent).decode())).agent


@pytest.mark.clause("XAPI-COM-2.1.3")
def test_since_is_excluded_and_until_included() -> None:
    query = many(("since", "1970-01-01T00:00:01.000001Z"), ("until", "1970-01-01T03:00:02+03:00"))
    assert query.bounds() == (1_000_001, 2_000_001)


def test_a_space_between_date_and_time_is_taken_as_clients_send_it() -> None:
    assert many(("since", "1970-01-01 00:00:01+00:00")).since == 1_000_000


def test_a_page_goes_on_after_the_last_statement_seen() -> None:
    assert StatementQuery(since=5, last=7, ascending=True).bounds()[0] == 7
    assert StatementQuery(until=9, last=7).bounds() == (-1, 7)
    assert StatementQuery(until=5, last=7).bounds() == (-1, 6)


@pytest.mark.parametrize(
    ("limit", "size"), [("0", 250), ("1", 1), ("250", 250), ("99999999999999999999", 250)]
)
def test_a_limit_bounds_a_page_and_0_means_as_many_as_there_may_be(limit: str, size: int) -> None:
    assert many(("limit", limit)).page_size() == size


@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.clause("XAPI-COM-2.1.3")
def test_one_statement_is_asked_for_by_its_id(name: str) -> None:
    wanted = read_query([(name, ID), ("format", "ids"), ("attachments", "false")])
    assert wanted == OneStatement(ID, name == "voidedStatementId", "ids", attachments=False)


OTHERS = [
    ("agent", AGENT),
    ("verb", "http://example.org/v"),
    ("activity", "http://example.org/a"),
    ("registration", ID),
    ("related_activities", "false"),
    ("related_agents", "false"),
    ("since", "2026-01-01T00:00:00Z"),
    ("until", "2026-01-01T00:00:00Z"),
    ("limit", "1"),
    ("ascending", "false"),
]


@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other[0])
@pytest.mark.clause("XAPI-COM-2.1.3")
def test_beside_an_id_no_filter_is_taken(name: str, other: tuple[str, str]) -> None:
    assert fault((name, ID), other).clause == "XAPI-COM-2.1.3"


def test_both_ids_at_once_are_refused() -> None:
    assert fault(("statementId", ID), ("voidedStatementId", ID)).clause == "XAPI-COM-2.1.3"


@pytest.mark.parametrize("name", ["StatementId", "Agent", "since ", "foo", "related-agents", ""])
@pytest.mark.clause("XAPI-COM-3.2")
def test_an_unknown_parameter_is_refused(name: str) -> None:
    assert fault((name, "x")).clause == "XAPI-COM-3.2"


@pytest.mark.clause("XAPI-COM-3.2")
def test_a_parameter_that_stands_twice_is_refused() -> None:
    verb = ("verb", "http://example.org/v")
    assert fault(verb, verb).clause == "XAPI-COM-3.2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statementId", "one"),
        ("voidedStatementId", ""),
        ("agent", "anna"),
        ("agent", "{}"),
        ("agent", '"anna"'),
        ("agent", '{"mbox":"anna@example.org"}'),
        ("agent", '{"objectType":"Group","member":[{"mbox":"mailto:a@example.org"}]}'),
        ("verb", "answered"),
        ("activity", "question"),
        ("registration", "one"),
        ("related_agents", "yes"),
        ("related_activities", "True"),
        ("ascending", "1"),
        ("attachments", ""),
        ("since", "yesterday"),
        ("until", "2026-02-30T00:00:00Z"),
        ("limit", "-1"),
        ("limit", "1.5"),
        ("limit", "many"),
        ("format", "IDS"),
        ("format", ""),
    ],
)
@pytest.mark.clause("XAPI-COM-2.1.3")
def test_a_wrong_value_is_refused_and_the_parameter_named(name: str, value: str) -> None:
    assert fault((name, value)).path[0] == name
