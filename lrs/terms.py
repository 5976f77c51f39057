"""What a statement can be found by.

A term is one agent, verb, activity or registration, written as a letter for the kind and the
identifier. A statement stands under each of its terms once per usage: PLAIN answers the filter
as it stands, RELATED the filter with `related_agents` or `related_activities`, which includes
all that PLAIN does, so that either is one range of the index.

Pure: this module knows nothing of how terms are kept. It takes statements that were checked
(`lrs.statement`) or made by us, and trusts their shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Term = str
PLAIN = 0
RELATED = 1

Terms = dict[tuple[Term, int], None]  # an ordered set of (term, usage)


def agent_term(agent: Mapping[str, Any]) -> Term | None:
    """Return the term of an agent or identified group; None for an anonymous group.

    Two are the same agent when they share an inverse functional identifier (XAPI-DATA-2.4.2.3).
    """
    if account := agent.get("account"):
        # A line feed cannot stand in an IRL, so the pair reads back one way only.
        return f"Aa{account['homePage']}\n{account['name']}"
    if mbox := agent.get("mbox"):
        return f"Am{mbox}"
    if digest := agent.get("mbox_sha1sum"):
        return f"As{digest}"
    if openid := agent.get("openid"):
        return f"Ao{openid}"
    return None


def verb_term(iri: str) -> Term:
    """Return the term of a verb."""
    return "V" + iri


def activity_term(iri: str) -> Term:
    """Return the term of an activity."""
    return "O" + iri


def registration_term(registration: str) -> Term:
    """Return the term of a registration, a UUID in either case."""
    return "R" + registration.lower()


def terms_of(statement: Mapping[str, Any], authority: Mapping[str, Any] | None) -> Terms:
    """Return all that a statement under this authority can be found by."""
    terms: Terms = {}
    for term in _agents(statement["actor"]):
        terms[term, PLAIN] = None
        terms[term, RELATED] = None
    terms[verb_term(statement["verb"]["id"]), PLAIN] = None
    _add_object(terms, statement["object"], (PLAIN, RELATED))
    if authority is not None:
        for term in _agents(authority):
            terms[term, RELATED] = None
    if context := statement.get("context"):
        _add_context(terms, context)
        if registration := context.get("registration"):
            terms[registration_term(registration), PLAIN] = None
    return terms


def _agents(agent: Mapping[str, Any]) -> Iterable[Term]:
    """Return the terms of an agent, or of a group and its members."""
    term = agent_term(agent)
    members = agent.get("member")
    if members is None:
        return () if term is None else (term,)
    found = [found for member in members if (found := agent_term(member))]
    return found if term is None else [term, *found]


def _add_object(terms: Terms, target: Mapping[str, Any], usages: tuple[int, ...]) -> None:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        found: Iterable[Term] = (activity_term(target["id"]),)
    elif kind in ("Agent", "Group"):
        found = _agents(target)
    else:
        if kind == "SubStatement":
            _add_substatement(terms, target)
        return
    for term in found:
        for usage in usages:
            terms[term, usage] = None


def _add_substatement(terms: Terms, statement: Mapping[str, Any]) -> None:
    for term in _agents(statement["actor"]):
        terms[term, RELATED] = None
    _add_object(terms, statement["object"], (RELATED,))
    if context := statement.get("context"):
        _add_context(terms, context)


def _add_context(terms: Terms, context: Mapping[str, Any]) -> None:
    if activities := context.get("contextActivities"):
        for found in activities.values():
            for activity in (found,) if isinstance(found, dict) else found:
                terms[activity_term(activity["id"]), RELATED] = None
    agents = [context[role] for role in ("instructor", "team") if role in context]
    agents += [entry["agent"] for entry in context.get("contextAgents", ())]
    agents += [entry["group"] for entry in context.get("contextGroups", ())]
    for agent in agents:
        for term in _agents(agent):
            terms[term, RELATED] = None
