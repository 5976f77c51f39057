"""Metadata as SCORM 2004 has it: IEEE 1484.12.1 (LOM) in the XML binding 1484.12.3, strict.

Elements stand in any order. Each that may stand once has a `uniqueElementName` of its own name
if any, by which the binding says so. Only `lom` stands by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cursus.texts import Text
from packager.structure.notation import Namespace, Row
from packager.structure.simple import (
    ANY_TEXT,
    COUNT,
    LANGUAGE,
    exactly,
    pattern,
    words,
)

if TYPE_CHECKING:
    from packager.structure.simple import Simple

_LEVELS: Final = ("very low", "low", "medium", "high", "very high")
_YES_OR_NO: Final = ("yes", "no")

#: Elements that are entries of a vocabulary, and the vocabularies of LOM 1.0
_VOCABULARIES: Final[dict[str, tuple[str, ...]]] = {
    "structure": ("atomic", "collection", "networked", "hierarchical", "linear"),
    "aggregationLevel": ("1", "2", "3", "4"),
    "status": ("draft", "final", "revised", "unavailable"),
    "role": (
        "author",
        "publisher",
        "unknown",
        "initiator",
        "terminator",
        "validator",
        "editor",
        "graphical designer",
        "technical implementer",
        "content provider",
        "technical validator",
        "educational validator",
        "script writer",
        "instructional designer",
        "subject matter expert",
    ),
    "roleMeta": ("creator", "validator"),
    "type": ("operating system", "browser"),
    "name": (
        "pc-dos",
        "ms-windows",
        "macos",
        "unix",
        "multi-os",
        "none",
        "any",
        "netscape communicator",
        "ms-internet explorer",
        "opera",
        "amaya",
    ),
    "interactivityType": ("active", "expositive", "mixed"),
    "learningResourceType": (
        "exercise",
        "simulation",
        "questionnaire",
        "diagram",
        "figure",
        "graph",
        "index",
        "slide",
        "table",
        "narrative text",
        "exam",
        "experiment",
        "problem statement",
        "self assessment",
        "lecture",
    ),
    "interactivityLevel": _LEVELS,
    "semanticDensity": _LEVELS,
    "intendedEndUserRole": ("teacher", "author", "learner", "manager"),
    "context": ("school", "higher education", "training", "other"),
    "difficulty": ("very easy", "easy", "medium", "difficult", "very difficult"),
    "cost": _YES_OR_NO,
    "copyrightAndOtherRestrictions": _YES_OR_NO,
    "kind": (
        "ispartof",
        "haspart",
        "isversionof",
        "hasversion",
        "isformatof",
        "hasformat",
        "references",
        "isreferencedby",
        "isbasedon",
        "isbasisfor",
        "requires",
        "isrequiredby",
    ),
    "purpose": (
        "discipline",
        "idea",
        "prerequisite",
        "educational objective",
        "accessibility restrictions",
        "educational level",
        "skill level",
        "security level",
        "competency",
    ),
}

#: Of these there may be several in their parents.
_SEVERAL: Final = frozenset({"learningResourceType", "intendedEndUserRole", "context"})

_DATE_TIME: Final = pattern(
    r"([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
    r"(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1])(T([0-1][0-9]|2[0-3])(:[0-5][0-9](:[0-5][0-9]"
    r"(\.[0-9]+(Z|(\+|-)([0-1][0-9]|2[0-3]):[0-5][0-9])?)?)?)?)?)?)?",
    Text(
        "a date such as 2024-05-31 or 2024-05-31T09:00:00.0Z",
        "дата вида 2024-05-31 или 2024-05-31T09:00:00.0Z",
    ),
)
_DURATION: Final = pattern(
    r"P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?",
    Text("a duration such as PT1H30M (ISO 8601)", "длительность вида PT1H30M (ISO 8601)"),
)


def _once(name: str) -> dict[str, Simple]:
    """Return the attribute of an element that stands once."""
    return {"uniqueElementName": exactly(name)}


def _holder(name: str, content: str, *, once: bool = False) -> Row:
    """Return a row of elements in any order."""
    return Row(name, f"& {content}", _once(name) if once else {})


def _texts(name: str, *, once: bool = False, called: str | None = None) -> Row:
    """Return a row of a text in several languages."""
    return Row(name, "string*", _once(called or name) if once else {})


def _text(name: str, type_: Simple = ANY_TEXT, called: str | None = None) -> Row:
    """Return a row of one text, of which there is one."""
    return Row(name, "", _once(called or name), text=type_)


def _vocabulary(name: str, entries: tuple[str, ...]) -> tuple[Row, Row]:
    """Return the rows of a vocabulary entry and of its value."""
    called = "role" if name == "roleMeta" else name
    return (
        Row(
            name,
            f"& source:vocabulary? value:{name}Value?",
            {} if name in _SEVERAL else _once(called),
        ),
        _text(f"{name}Value", words(*entries), "value"),
    )


_ROWS: Final = (
    _holder(
        "lom",
        "general? lifeCycle? metaMetadata? technical? educational* rights?"
        " relation* annotation* classification*",
    ),
    _holder(
        "general",
        "identifier* title? language:languageTag* description:texts* keyword* coverage*"
        " structure? aggregationLevel?",
        once=True,
    ),
    _holder("identifier", "catalog? entry?"),
    _holder("lifeCycle", "version? status? contribute*", once=True),
    _holder("contribute", "role? entity:card* date?"),
    _holder(
        "metaMetadata",
        "identifier* contribute:contributeMeta* metadataSchema* language?",
        once=True,
    ),
    _holder("contributeMeta", "role:roleMeta? entity:card* date?"),
    _holder(
        "technical",
        "format* size? location* requirement* installationRemarks? otherPlatformRequirements*"
        " duration?",
        once=True,
    ),
    _holder("requirement", "orComposite*"),
    _holder("orComposite", "type? name? minimumVersion? maximumVersion?"),
    _holder(
        "educational",
        "interactivityType? learningResourceType* interactivityLevel? semanticDensity?"
        " intendedEndUserRole* context* typicalAgeRange* difficulty? typicalLearningTime?"
        " description:texts* language:languageTag*",
    ),
    _holder("rights", "cost? copyrightAndOtherRestrictions? description?", once=True),
    _holder("relation", "kind? resource?"),
    _holder("resource", "identifier* description*", once=True),
    _holder("annotation", "entity? date? description?"),
    _holder("classification", "purpose? taxonPath* description? keyword*"),
    _holder("taxonPath", "source? taxon*"),
    _holder("taxon", "id? entry:entryTaxon?"),
    # Texts in several languages
    Row("string", "", {"language": LANGUAGE}, text=ANY_TEXT),
    _texts("texts"),
    *(_texts(name) for name in ("keyword", "coverage", "otherPlatformRequirements")),
    _texts("typicalAgeRange"),
    *(
        _texts(name, once=True)
        for name in ("title", "version", "installationRemarks", "description", "source")
    ),
    _texts("entryTaxon", once=True, called="entry"),
    # Times
    _holder("date", "dateTime? description?", once=True),
    _text("dateTime", _DATE_TIME),
    _holder("duration", "duration:durationValue? description?", once=True),
    _holder("typicalLearningTime", "duration:durationValue? description?", once=True),
    _text("durationValue", _DURATION, "duration"),
    # Single texts
    *(_text(name) for name in ("catalog", "entry", "minimumVersion", "maximumVersion", "id")),
    _text("entity"),
    _text("size", COUNT),
    _text("language", LANGUAGE),
    Row("languageTag", text=LANGUAGE),  # `none` is one too
    Row("card", text=ANY_TEXT),  # a vCard
    *(Row(name, text=ANY_TEXT) for name in ("format", "location", "metadataSchema")),
    # Vocabularies
    _text("vocabulary", words("LOMv1.0"), "source"),
    *(row for name, entries in _VOCABULARIES.items() for row in _vocabulary(name, entries)),
)

TABLE: Final = Namespace("http://ltsc.ieee.org/xsd/LOM", "lom", "lom.xsd", _ROWS, {"lom": "lom"})
