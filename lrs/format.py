"""The forms in which statements are returned (XAPI-COM-2.1.3, `format`). Pure.

`exact` is what is stored, byte for byte, and needs nothing. `ids` keeps of agents, groups, verbs
and activities only what identifies them; all else of a statement stays.
"""

from __future__ import annotations

from typing import Any

import orjson

from lrs.shapes import IFIS

Object = dict[str, Any]


def ids_only(statement: bytes) -> bytes:
    """Return a stored statement in the `ids` form."""
    return orjson.dumps(_statement(orjson.loads(statement)))


def _statement(statement: Object) -> Object:
    """Reduce a statement or SubStatement."""
    reduced = statement | {
        "actor": _agent(statement["actor"]),
        "verb": {"id": statement["verb"]["id"]},
        "object": _target(statement["object"]),
    }
    if "context" in statement:
        reduced["context"] = _context(statement["context"])
    if "authority" in statement:
        reduced["authority"] = _agent(statement["authority"])
    return reduced


def _target(target: Object) -> Object:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        return _activity(target)
    if kind == "SubStatement":
        return _statement(target)
    return _agent(target) if kind in ("Agent", "Group") else target


def _activity(activity: Object) -> Object:
    return {"id": activity["id"]}  # an object without objectType is an activity


def _agent(agent: Object) -> Object:
    """Reduce an agent or group; an anonymous group is identified by its members."""
    reduced = {key: agent[key] for key in ("objectType", *IFIS) if key in agent}
    if "member" in agent and not any(ifi in agent for ifi in IFIS):
        reduced["member"] = [_agent(member) for member in agent["member"]]
    return reduced


def _context(context: Object) -> Object:
    reduced = dict(context)
    for role in ("instructor", "team"):
        if role in context:
            reduced[role] = _agent(context[role])
    for listed, one in (("contextAgents", "agent"), ("contextGroups", "group")):
        if listed in context:
            reduced[listed] = [entry | {one: _agent(entry[one])} for entry in context[listed]]
    if "contextActivities" in context:
        reduced["contextActivities"] = {
            kind: [_activity(activity) for activity in activities]
            for kind, activities in context["contextActivities"].items()
        }
    return reduced
