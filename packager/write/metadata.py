"""Writing metadata records back from their JSON: LOM as IMS MD 1.2.1 or IEEE LOM bind it. Pure.

The order of elements is that of the record, which a reader kept; where IMS MD fixes it, as the
binding has it, so that a record out of order is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from lxml import etree

from packager.read.imsmanifest import XML
from packager.write.elements import clean
from packager.write.lom import NAMES_OF_LOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from packager.model import Metadata

Binding = Literal["imsmd", "lom"]

NAMESPACES: Final[dict[Binding, str]] = {
    "imsmd": "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1",
    "lom": "http://ltsc.ieee.org/xsd/LOM",
}
# Children by their parent, of IMS MD 1.2.1 wherever order matters and more than one may stand.
_ORDER: Final[dict[str, tuple[str, ...]]] = {
    "lom": (
        "general",
        "lifecycle",
        "metametadata",
        "technical",
        "educational",
        "rights",
        "relation",
        "annotation",
        "classification",
    ),
    "general": (
        "identifier",
        "title",
        "catalogentry",
        "language",
        "description",
        "keyword",
        "coverage",
        "structure",
        "aggregationlevel",
    ),
    "catalogentry": ("catalog", "entry"),
    "lifecycle": ("version", "status", "contribute"),
    "contribute": ("role", "centity", "date"),
    "date": ("datetime", "description"),
    "metametadata": ("identifier", "catalogentry", "contribute", "metadatascheme", "language"),
    "technical": (
        "format",
        "size",
        "location",
        "requirement",
        "installationremarks",
        "otherplatformrequirements",
        "duration",
    ),
    "requirement": ("type", "name", "minimumversion", "maximumversion"),
    "educational": (
        "interactivitytype",
        "learningresourcetype",
        "interactivitylevel",
        "semanticdensity",
        "intendedenduserrole",
        "context",
        "typicalagerange",
        "difficulty",
        "typicallearningtime",
        "description",
        "language",
    ),
    "rights": ("cost", "copyrightandotherrestrictions", "description"),
    "relation": ("kind", "resource"),
    "resource": ("identifier", "description", "catalogentry"),
    "annotation": ("person", "date", "description"),
    "classification": ("purpose", "taxonpath", "description", "keyword"),
    "taxonpath": ("source", "taxon"),
    "taxon": ("id", "entry", "taxon"),
}
_PARTS: Final = frozenset({"langstring", "source", "value", "vcard"})
_OF_LOM: Final = frozenset({"string", "source", "value", "duration", "orComposite"})
#: All that a record of a binding may hold; elements of vendors came from namespaces that JSON lost.
_KNOWN: Final[dict[Binding, frozenset[str]]] = {
    "imsmd": _PARTS.union(_ORDER, *_ORDER.values()),
    "lom": _OF_LOM.union(
        (NAMES_OF_LOM.get(name, name) for name in _ORDER),
        *((NAMES_OF_LOM.get(name, name) for name in names) for names in _ORDER.values()),
    ),
}
_LANG: Final = f"{XML}lang"
_DEPTH: Final = 64


def write_record(parent: _Element, record: Metadata, binding: Binding) -> bool:
    """Write a record below a metadata element; False when not all of it is LOM."""
    body = record.get("lom")
    if set(record) != {"lom"} or not (body is None or isinstance(body, dict)):
        return False
    kept = _kept(body, binding, _DEPTH)
    namespace = NAMESPACES[binding]
    element = etree.SubElement(parent, f"{{{namespace}}}lom", nsmap={None: namespace})  # type: ignore[dict-item] # lxml-stubs forget None
    _fill(element, "lom", kept, namespace, binding)
    return bool(kept == body)


def _kept(value: Any, binding: Binding, room: int) -> Any:  # noqa: ANN401 - JSON
    """Return what of a JSON value the binding has names for."""
    if isinstance(value, list):
        return [_kept(each, binding, room) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _kept(part, binding, room - 1)
        for key, part in value.items()
        if key[:1] in "@#" or (room and key in _KNOWN[binding])
    }


def _fill(element: _Element, name: str, value: object, namespace: str, binding: Binding) -> None:
    """Write a JSON value into an element: text, attributes (`@`), elements."""
    if not isinstance(value, dict):
        element.text = None if value is None else clean(str(value))
        return
    inner = []
    for key, part in value.items():
        if key == "#text":
            element.text = clean(str(part))
        elif key.startswith("@"):
            element.set(_LANG if key == "@xml:lang" else key[1:], clean(str(part)))
        else:
            inner.append((key, part))
    for key, part in _ordered(inner, name, binding):
        for each in part if isinstance(part, list) else [part]:
            below = etree.SubElement(element, f"{{{namespace}}}{key}")
            _fill(below, key, each, namespace, binding)


def _ordered(
    parts: Iterable[tuple[str, Any]], parent: str, binding: Binding
) -> Iterator[tuple[str, Any]]:
    order = _ORDER.get(parent, ()) if binding == "imsmd" else ()
    places = {name: place for place, name in enumerate(order)}
    yield from sorted(parts, key=lambda part: places.get(part[0], len(order)))
