"""Content packaging as SCORM 1.2 has it: IMS CP 1.1.2, CAM 1.2 section 2.3.

Attributes and elements of other namespaces may stand on and at the end of most elements if a
table of SCORM 1.2 knows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import BOOLEAN, ID, IDREF, URI, URI_2000, text

if TYPE_CHECKING:
    from packager.structure.simple import Simple

SCHEMA: Final = text(100)
SCHEMAVERSION: Final = text(20)


def _open(name: str, content: str, attributes: dict[str, Simple]) -> Row:
    """Return a row that takes attributes and, at its end, elements of other namespaces."""
    return Row(name, f"{content} other*".strip(), attributes, others="strict")


_ROWS: Final = (
    _open(
        "manifest",
        "metadata? organizations resources manifest*",
        {"identifier!": ID, "version": text(20), "xml:base": URI},
    ),
    Row("metadata", "schema? schemaversion? other*"),
    Row("schema", text=SCHEMA),
    Row("schemaversion", text=SCHEMAVERSION),
    _open("organizations", "organization*", {"default": IDREF}),
    _open("organization", "title? item* metadata?", {"identifier!": ID, "structure": text(200)}),
    Row("title", text=text(200)),
    _open(
        "item",
        "title? item* metadata?",
        {
            "identifier!": ID,
            "identifierref": text(2000),
            "isvisible": BOOLEAN,
            "parameters": text(1000),
        },
    ),
    _open("resources", "resource*", {"xml:base": URI}),
    _open(
        "resource",
        "metadata? file* dependency*",
        {"identifier!": ID, "type!": text(1000), "xml:base": URI, "href": URI_2000},
    ),
    _open("file", "metadata?", {"href!": URI_2000}),
    _open("dependency", "", {"identifierref!": text(2000)}),
)

TABLE: Final = Namespace(
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "",
    "imscp_rootv1p1p2.xsd",
    _ROWS,
    {row.name: row.name for row in _ROWS},
)
