"""Statements in the form of SCORM Cloud's API, which is not quite xAPI's.

There the object stands under a member of its own for each kind, and `objectType` is always said,
because the official clients refuse an actor without it.
"""

from __future__ import annotations

from typing import Any

OBJECTS = {
    "Activity": "objectActivity",
    "Agent": "objectAgentGroup",
    "Group": "objectAgentGroup",
    "StatementRef": "objectStatementReference",
    "SubStatement": "objectSubStatement",
}


def cloud_statement(statement: dict[str, Any]) -> dict[str, Any]:
    """Return an xAPI statement as SCORM Cloud's XapiStatement."""
    body = {name: value for name, value in statement.items() if name not in ("object", "version")}
    for role in ("actor", "authority"):
        if role in body:
            body[role] = {"objectType": "Agent"} | body[role]
    thing = {"objectType": "Activity"} | statement["object"]
    kind = thing["objectType"]
    body[OBJECTS[kind]] = cloud_statement(thing) if kind == "SubStatement" else thing
    return body
