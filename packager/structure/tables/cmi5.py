"""The course structure of cmi5 (version 1): cmi5 specification, 13.1 and 13.2.

All elements but the root are the structure's own: they stand where they belong and nowhere else.
Elements and attributes of other namespaces may extend most of it (13.1.5) and are judged only
where a table knows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import (
    ANY_TEXT,
    LANGUAGE,
    NOT_EMPTY_URI,
    URI,
    number,
    words,
)

if TYPE_CHECKING:
    from packager.structure.simple import Simple


def _open(name: str, content: str, attributes: dict[str, Simple] | None = None) -> Row:
    """Return a row that may be extended."""
    return Row(name, content + " other*", attributes or {}, wild="lax", others="lax")


def _text(name: str, type_: Simple) -> Row:
    return Row(name, text=type_)


_ID: Final[dict[str, Any]] = {"id!": URI}
_PARTS = "(au | block)+"

TABLE: Final = Namespace(
    "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd",
    "",
    "CourseStructure.xsd",
    rows=(
        _open("courseStructure", f"course objectives? {_PARTS}"),
        _open("course", "title:texts description:texts", _ID),
        _open("objectives", "objective+"),
        Row("objective", "& title:texts description:texts", _ID),
        _open("block", f"title:texts description:texts objectives:references? {_PARTS}", _ID),
        _open(
            "au",
            "title:texts description:texts objectives:references? url"
            " launchParameters:*? entitlementKey:*?",
            {
                "id!": URI,
                "moveOn": words(
                    "NotApplicable",
                    "Passed",
                    "Completed",
                    "CompletedAndPassed",
                    "CompletedOrPassed",
                    collapsed=False,
                ),
                "masteryScore": number(0, 1),
                "launchMethod": words("AnyWindow", "OwnWindow", collapsed=False),
                "activityType": ANY_TEXT,
            },
        ),
        _text("url", NOT_EMPTY_URI),
        # An objective as blocks and AUs refer to it
        _open("references", "objective:reference+"),
        Row("reference", "", {"idref": URI}),
        # Texts in several languages
        _open("texts", "langstring+"),
        Row("langstring", "", {"lang": LANGUAGE}, text=ANY_TEXT, others="lax"),
    ),
    elements={"courseStructure": "courseStructure"},
)
