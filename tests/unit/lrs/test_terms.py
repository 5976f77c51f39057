"""By what a statement can be found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrs.terms import PLAIN, RELATED, agent_term, terms_of

ANNA: dict[str, Any] = {"mbox": "mailto:anna@example.org"}
BORIS: dict[str, Any] = {"openid": "http://boris.example.org"}
VERB = {"id": "http://example.org/v"}
TASK = {"id": "http://example.org/task"}


def found(**parts: object) -> set[tuple[str, int]]:
    statement = {"actor": ANNA, "verb": VERB, "object": TASK} | parts
    return set(terms_of(statement, None))


def test_actor_verb_and_object_find_a_statement() -> None:
    assert found() == {
        ("Ammailto:anna@example.org", PLAIN),
        ("Ammailto:anna@example.org", RELATED),
        ("Vhttp://example.org/v", PLAIN),
        ("Ohttp://example.org/task", PLAIN),
        ("Ohttp://example.org/task", RELATED),
    }


def test_whatever_the_plain_filter_finds_the_related_one_finds_too() -> None:
    group = {"objectType": "Group", "openid": "http://t.example.org", "member": [ANNA, BORIS]}
    terms = found(actor=group, object={"objectType": "Group", "member": [BORIS]})
    agents = {(term, usage) for term, usage in terms if term.startswith("A")}
    assert {term for term, usage in agents if usage == PLAIN} == {
        term for term, usage in agents if usage == RELATED
    }
    assert {term for term, _ in agents} == {
        "Aohttp://t.example.org",
        "Ammailto:anna@example.org",
        "Aohttp://boris.example.org",
    }


def test_the_authority_is_a_related_agent_alone() -> None:
    terms = terms_of({"actor": ANNA, "verb": VERB, "object": TASK}, BORIS)
    assert ("Aohttp://boris.example.org", RELATED) in terms
    assert ("Aohttp://boris.example.org", PLAIN) not in terms


def test_an_authority_within_the_statement_does_not_count() -> None:
    assert found(authority=BORIS) == found()


def test_a_registration_is_found_in_either_case() -> None:
    terms = found(context={"registration": "EC531277-B57B-4C15-8D91-D292C5B2B8F7"})
    assert ("Rec531277-b57b-4c15-8d91-d292c5b2b8f7", PLAIN) in terms


def test_a_reference_lends_nothing_by_itself() -> None:
    reference = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
    assert {term for term, _ in found(object=reference)} == {
        "Ammailto:anna@example.org",
        "Vhttp://example.org/v",
    }


def test_a_substatement_is_related_and_its_verb_is_not() -> None:
    inner = {
        "objectType": "SubStatement",
        "actor": BORIS,
        "verb": {"id": "http://example.org/inner"},
        "object": TASK,
        "context": {"registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7", "instructor": ANNA},
    }
    terms = found(object=inner)
    assert ("Aohttp://boris.example.org", RELATED) in terms
    assert ("Aohttp://boris.example.org", PLAIN) not in terms
    assert ("Ohttp://example.org/task", RELATED) in terms
    assert ("Ohttp://example.org/task", PLAIN) not in terms
    assert not {term for term, _ in terms if term.startswith("R") or "inner" in term}


@pytest.mark.parametrize(
    ("agent", "term"),
    [
        (ANNA, "Ammailto:anna@example.org"),
        (BORIS, "Aohttp://boris.example.org"),
        ({"mbox_sha1sum": "ab"}, "Asab"),
        ({"account": {"homePage": "http://a", "name": "b"}}, "Aahttp://a\nb"),
        ({"account": {"homePage": "http://a", "name": ""}}, "Aahttp://a\n"),
        ({"objectType": "Group", "member": [ANNA]}, None),
    ],
)
def test_an_agent_is_its_identifier(agent: dict[str, Any], term: str | None) -> None:
    assert agent_term(agent) == term


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_characters="\n")), st.text()),
        min_size=2,
        max_size=2,
    )
)
def test_two_accounts_have_one_term_only_if_they_are_the_same(
    accounts: list[tuple[str, str]],
) -> None:
    terms = {agent_term({"account": {"homePage": home, "name": name}}) for home, name in accounts}
    assert len(terms) == len(set(accounts))
