"""Elements of the descriptors that cursus writes, and whole documents of them. Pure.

No character that XML cannot have, numbers as XML Schema has them, the same bytes for the same tree.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FRACTION: Final = 20  # digits; whoever needs more has measured nothing


def root(namespace: str, name: str, prefixes: dict[str | None, str]) -> _Element:
    """Return a root element that declares prefixes; None stands for no prefix."""
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)  # type: ignore[arg-type] # lxml-stubs forget None


def child(
    parent: _Element,
    namespace: str,
    name: str,
    text: str | None = None,
    /,
    **attributes: str | None,
) -> _Element:
    """Add an element; attributes that are None are left out."""
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if text is not None:
        element.text = clean(text)
    for key, value in attributes.items():
        if value is not None:
            element.set(key, clean(value))
    return element


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot have."""
    return _NOT_XML.sub("", text)


def boolean(value: bool) -> str:  # noqa: FBT001 - the value is what is written
    """Return an xs:boolean."""
    return "true" if value else "false"


def decimal(number: float) -> str:
    """Return a number as xs:decimal has it, the shortest that is read as the same."""
    text = format(Decimal(repr(number)), "f")
    whole, dot, fraction = text.partition(".")
    fraction = fraction[:_FRACTION].rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole if dot else text


def document(element: _Element) -> bytes:
    """Return a whole document in UTF-8, indented."""
    etree.indent(element, "  ")
    body: bytes = etree.tostring(element, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
