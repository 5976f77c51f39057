"""The attributes of XML itself, which most elements of a manifest may have (XML 1.0, XML Base)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from packager.structure import simple
from packager.structure.notation import Namespace

URI: Final = "http://www.w3.org/XML/1998/namespace"

TABLE: Final = Namespace(
    URI,
    "xml",
    "xml.xsd",
    rows=(),
    attributes={
        "lang": simple.LANGUAGE,
        "space": simple.words("default", "preserve"),
        "base": simple.URI,
    },
)

#: The same under the name that its schema has in packages of SCORM 1.2.
TABLE_12: Final = replace(TABLE, file="ims_xml.xsd")
