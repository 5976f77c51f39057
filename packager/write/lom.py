"""Metadata records from one binding of LOM to the other. Pure.

IMS MD 1.2.1 of SCORM 1.2 and IEEE LOM of SCORM 2004 say the same data model; names, language
strings and vocabularies are written differently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from packager.model import Metadata, Standard

#: Names of IMS MD -> of IEEE LOM, where they differ by more than a namespace.
NAMES_OF_LOM: Final = {
    "lifecycle": "lifeCycle",
    "metametadata": "metaMetadata",
    "metadatascheme": "metadataSchema",
    "aggregationlevel": "aggregationLevel",
    "catalogentry": "identifier",
    "centity": "entity",
    "datetime": "dateTime",
    "minimumversion": "minimumVersion",
    "maximumversion": "maximumVersion",
    "installationremarks": "installationRemarks",
    "otherplatformrequirements": "otherPlatformRequirements",
    "interactivitytype": "interactivityType",
    "learningresourcetype": "learningResourceType",
    "interactivitylevel": "interactivityLevel",
    "semanticdensity": "semanticDensity",
    "intendedenduserrole": "intendedEndUserRole",
    "typicalagerange": "typicalAgeRange",
    "typicallearningtime": "typicalLearningTime",
    "copyrightandotherrestrictions": "copyrightAndOtherRestrictions",
    "person": "entity",
    "taxonpath": "taxonPath",
}
_BACK: Final = {new: old for old, new in NAMES_OF_LOM.items() if old != "person"}
#: What is language strings in IMS MD and plain text in IEEE LOM: the parts of vocabulary values.
_PLAIN: Final = frozenset({"source", "value"})
_UNKNOWN: Final = "x-none"
_DEPTH: Final = 64


def converted_record(record: Metadata, standard: Standard) -> Metadata:
    """Return a record as a standard binds LOM; what is no LOM stays as it is."""
    body = _cut(record.get("lom"), _DEPTH)
    if not isinstance(body, dict):
        return record
    if standard == "scorm2004":
        return {"lom": _to_lom(body, "lom")}
    if standard == "scorm12":
        return {"lom": _to_imsmd(body, "lom")}
    return record


def _cut(value: Any, room: int) -> Any:  # noqa: ANN401 - JSON
    """Return a value without what lies deeper than any record has reason to."""
    if isinstance(value, list):
        return [_cut(each, room) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _cut(part, room - 1) for name, part in value.items()} if room else {}


def _to_lom(value: Any, parent: str) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        return value
    if set(value) == {"vcard"}:
        return _text_of(value["vcard"])
    found: dict[str, Any] = {}
    for name, part in value.items():
        parts = part if isinstance(part, list) else [part]
        if not name.startswith("@"):
            _add(found, *_lom_element(str(name), parts, parent))
        elif name == "@xml:lang":
            found[name] = part
    return found


def _lom_element(name: str, parts: list[Any], parent: str) -> tuple[str, list[Any]]:
    """Return what elements of IMS MD are called in IEEE LOM, and what they hold there."""
    new = NAMES_OF_LOM.get(name, name)
    if name == "langstring":
        return "string", [_string(each) for each in parts]
    if name == "value":  # vocabularies of LOM are in small letters, those of IMS MD are not
        return name, [_text_of(each).lower() for each in parts]
    if (name == "source" and parent != "taxonpath") or (name, parent) == ("entry", "catalogentry"):
        return name, [_text_of(each) for each in parts]
    if name == "identifier":
        parts = [each if isinstance(each, dict) else {"entry": each} for each in parts]
    if name in ("typicallearningtime", "duration"):
        return new, [_time(each, "datetime", "duration") for each in parts]
    return new, [_to_lom(each, name) for each in parts]


def _string(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        return {"#text": value or ""}
    language = value.get("@xml:lang")
    said = {} if language in (None, _UNKNOWN) else {"@language": language}
    return said | {"#text": value.get("#text", "")}


def _text_of(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return the first text in a value."""
    while isinstance(value, (dict, list)):
        if isinstance(value, dict):
            value = value.get("#text", value.get("langstring", value.get("string")))
        else:
            value = value[0] if value else None
    return "" if value is None else str(value)


def _time(value: Any, old: str, new: str) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, dict) or old not in value:
        return value
    return {new: value[old]}


def _to_imsmd(value: Any, parent: str) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, part in value.items():
        parts = part if isinstance(part, list) else [part]
        if name == "orComposite":  # IMS MD has one requirement for each
            for inner in parts:
                for key, said in inner.items() if isinstance(inner, dict) else ():
                    _add(found, *_imsmd_element(key, [said], str(name)))
        elif not name.startswith("@"):
            _add(found, *_imsmd_element(str(name), parts, parent))
    return found


def _imsmd_element(name: str, parts: list[Any], parent: str) -> tuple[str, list[Any]]:
    """Return what elements of IEEE LOM are called in IMS MD, and what they hold there."""
    new = _BACK.get(name, name)
    if name == "string":
        return "langstring", [_langstring(each) for each in parts]
    if name in _PLAIN and parent != "taxonPath":
        return name, [{"langstring": _langstring(_text_of(each))} for each in parts]
    if name == "entity":
        who = "person" if parent == "annotation" else "centity"
        return who, [{"vcard": _text_of(each)} for each in parts]
    if name == "identifier":
        return "catalogentry", [_catalogentry(each) for each in parts]
    if name in ("typicalLearningTime", "duration"):
        return new, [_time(each, "duration", "datetime") for each in parts]
    return new, [_to_imsmd(each, name) for each in parts]


def _langstring(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        return {"@xml:lang": _UNKNOWN, "#text": value or ""}
    return {"@xml:lang": value.get("@language", _UNKNOWN), "#text": value.get("#text", "")}


def _catalogentry(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    said = value if isinstance(value, dict) else {"entry": value}
    entry = {"langstring": {"@xml:lang": _UNKNOWN, "#text": _text_of(said.get("entry"))}}
    return {"catalog": _text_of(said.get("catalog")) or _UNKNOWN, "entry": entry}


def _add(found: dict[str, Any], name: str, values: list[Any]) -> None:
    """Add values under a name, which has a list from the second on."""
    held = found.get(name, [])
    together = [*(held if isinstance(held, list) else [held]), *values]
    found[name] = together[0] if len(together) == 1 else together
