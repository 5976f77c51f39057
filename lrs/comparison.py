"""Whether two statements are the same one (XAPI-DATA-2.3.1). Pure.

What an LRS assigns, and what may be written in several ways, makes no difference; the words of
verbs and activity definitions are not part of a statement at all.
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any

from lrs.terms import agent_term
from lrs.values import parse_timestamp

Object = dict[str, Any]

_ASSIGNED = ("id", "stored", "authority", "version", "timestamp")
_FINER = re.compile(r"(?<=[.,][0-9]{2})[0-9]+")  # than hundredths of a second (XAPI-DATA-4.6)


def same_statement(one: Object, other: Object) -> bool:
    """Return whether two checked statements with one id are the same statement."""
    both = "timestamp" in one and "timestamp" in other
    if both and _moment(one["timestamp"]) != _moment(other["timestamp"]):
        return False
    return _comparable(one) == _comparable(other)


def _moment(text: str) -> object:
    moment = parse_timestamp(text)
    return moment.astimezone(UTC) if moment and moment.tzinfo else moment


def _comparable(statement: Object) -> Object:
    reduced = {key: value for key, value in statement.items() if key not in _ASSIGNED}
    reduced["actor"] = _agent(statement["actor"])
    reduced["verb"] = statement["verb"]["id"]
    reduced["object"] = _target(statement["object"])
    if duration := statement.get("result", {}).get("duration"):
        reduced["result"] = statement["result"] | {"duration": _FINER.sub("", duration)}
    if "context" in statement:
        reduced["context"] = _context(statement["context"])
    return reduced


def _target(target: Object) -> object:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        return kind, target["id"]
    if kind == "StatementRef":
        return kind, target["id"].lower()
    if kind == "SubStatement":
        return kind, _comparable(target), _moment(target.get("timestamp", ""))
    return _agent(target)


def _agent(agent: Object) -> object:
    """Compare agents by who they are and what they are called, groups whatever the order."""
    kind = agent.get("objectType", "Agent")
    members = sorted(repr(_agent(member)) for member in agent.get("member", ()))
    return kind, _lower_domain(agent_term(agent)), agent.get("name"), members


def _lower_domain(term: str | None) -> str | None:
    if term is None or not term.startswith("Am"):
        return term
    name, _, domain = term.rpartition("@")
    return f"{name}@{domain.lower()}"


def _context(context: Object) -> Object:
    reduced = dict(context)
    for role in ("instructor", "team"):
        if role in context:
            reduced[role] = _agent(context[role])
    if "registration" in context:
        reduced["registration"] = context["registration"].lower()
    if "statement" in context:
        reduced["statement"] = context["statement"]["id"].lower()
    if "contextActivities" in context:
        reduced["contextActivities"] = {
            kind: [activity["id"] for activity in ([found] if type(found) is dict else found)]
            for kind, found in context["contextActivities"].items()
        }
    for listed, one in (("contextAgents", "agent"), ("contextGroups", "group")):
        if listed in context:
            reduced[listed] = [entry | {one: _agent(entry[one])} for entry in context[listed]]
    return reduced
