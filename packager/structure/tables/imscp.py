"""Content packaging as SCORM 2004 has it: IMS CP 1.1.3 (2nd and 3rd Edition) and 1.1.4 (4th).

The 4th Edition takes elements and attributes of namespaces that it does not know, the older ones
do not; and it wants an item in every organization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import ANY_TEXT, BOOLEAN, ID, IDREF, URI

if TYPE_CHECKING:
    from packager.model import Edition
    from packager.structure.notation import Wild
    from packager.structure.simple import Simple

URI_CP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"


def table(edition: Edition) -> Namespace:
    """Return the table of an edition of SCORM 2004."""
    rows = _rows("lax" if edition == "4th" else "strict", fourth=edition == "4th")
    elements = {row.name: row.name for row in rows}
    return Namespace(URI_CP, "", "imscp_v1p1.xsd", rows, elements)


def _rows(wild: Wild, *, fourth: bool) -> tuple[Row, ...]:
    def open_(name: str, content: str, attributes: dict[str, Simple]) -> Row:
        """Return a row that takes attributes and, at its end, elements of other namespaces."""
        return Row(name, f"{content} other*", attributes, wild=wild, others=wild)

    return (
        open_(
            "manifest",
            "metadata? organizations resources manifest*",
            {"identifier!": ID, "version": ANY_TEXT, "xml:base": URI},
        ),
        Row(
            "metadata",
            "schema? schemaversion? other*",
            wild=wild,
            others="lax" if fourth else None,
        ),
        Row("schema", text=ANY_TEXT),
        Row("schemaversion", text=ANY_TEXT),
        open_("organizations", "organization*", {"default": IDREF}),
        open_(
            "organization",
            f"title? {'item+' if fourth else 'item*'} metadata?",
            {"identifier!": ID, "structure": ANY_TEXT},
        ),
        Row("title", text=ANY_TEXT),
        open_(
            "item",
            "title? item* metadata?",
            {
                "identifier!": ID,
                "identifierref": ANY_TEXT,
                "isvisible": BOOLEAN,
                "parameters": ANY_TEXT,
            },
        ),
        open_("resources", "resource*", {"xml:base": URI}),
        open_(
            "resource",
            "metadata? file* dependency*",
            {"identifier!": ID, "type!": ANY_TEXT, "xml:base": URI, "href": URI},
        ),
        open_("file", "metadata?", {"href!": URI}),
        Row("dependency", "other*", {"identifierref!": ANY_TEXT}, wild=wild, others="strict"),
    )
