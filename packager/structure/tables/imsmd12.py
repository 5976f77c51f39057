"""Metadata as SCORM 1.2 has it: IMS Learning Resource Meta-data 1.2.1, the LOM before IEEE's.

Its elements stand in order. A vocabulary entry is a source and a value, both texts; what the
vocabularies hold is left open.
"""

from __future__ import annotations

from typing import Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import ANY_TEXT, INTEGER, LANGUAGE, words

_LOCATION_TYPE: Final = words("URI", "TEXT", collapsed=False)

#: Elements of text alone
_TEXTS: Final = (
    "catalog",
    "datetime",
    "format",
    "id",
    "identifier",
    "language",
    "maximumversion",
    "metadatascheme",
    "minimumversion",
    "vcard",
)

#: Elements whose text is in one or more languages
_IN_LANGUAGES: Final = (
    "coverage",
    "description",
    "entry",
    "installationremarks",
    "keyword",
    "otherplatformrequirements",
    "title",
    "typicalagerange",
    "version",
)

#: Elements that are entries of a vocabulary
_VOCABULARIES: Final = (
    "aggregationlevel",
    "context",
    "copyrightandotherrestrictions",
    "cost",
    "difficulty",
    "intendedenduserrole",
    "interactivitylevel",
    "interactivitytype",
    "kind",
    "learningresourcetype",
    "name",
    "purpose",
    "role",
    "semanticdensity",
    "status",
    "structure",
    "type",
)


def _mixed(name: str, content: str) -> Row:
    """Return a row with text between its elements."""
    return Row(name, content, mixed=True)


_ROWS: Final = (
    Row(
        "lom",
        "general? lifecycle? metametadata? technical? educational? rights?"
        " relation* annotation* classification*",
    ),
    _mixed(
        "general",
        "identifier? title? catalogentry* language* description* keyword* coverage*"
        " structure? aggregationlevel?",
    ),
    _mixed("catalogentry", "catalog entry"),
    _mixed("lifecycle", "version? status? contribute*"),
    _mixed("contribute", "role centity* date?"),
    Row("centity", "vcard"),
    _mixed("metametadata", "identifier? catalogentry* contribute* metadatascheme* language?"),
    _mixed(
        "technical",
        "format* size? location* requirement* installationremarks? otherplatformrequirements?"
        " duration?",
    ),
    Row("size", text=INTEGER),
    Row("location", "", {"type": _LOCATION_TYPE}, text=ANY_TEXT),
    _mixed("requirement", "type? name? minimumversion? maximumversion?"),
    _mixed(
        "educational",
        "interactivitytype? learningresourcetype* interactivitylevel? semanticdensity?"
        " intendedenduserrole* context* typicalagerange* difficulty? typicallearningtime?"
        " description? language*",
    ),
    _mixed("rights", "cost? copyrightandotherrestrictions? description?"),
    _mixed("relation", "kind? resource?"),
    _mixed("resource", "identifier? description? catalogentry*"),
    _mixed("annotation", "person? date? description?"),
    Row("person", "vcard"),
    _mixed("classification", "purpose? taxonpath* description? keyword*"),
    Row("taxonpath", "source? taxon?"),
    Row("taxon", "id? entry? taxon?"),
    Row("langstring", "", {"xml:lang": LANGUAGE}, text=ANY_TEXT),
    Row("source", "langstring"),
    Row("value", "langstring"),
    *(Row(name, "datetime? description?") for name in ("date", "duration", "typicallearningtime")),
    *(Row(name, text=ANY_TEXT) for name in _TEXTS),
    *(Row(name, "langstring+") for name in _IN_LANGUAGES),
    *(Row(name, "source value") for name in _VOCABULARIES),
)

TABLE: Final = Namespace(
    "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1",
    "imsmd",
    "imsmd_rootv1p2p1.xsd",
    _ROWS,
    {row.name: row.name for row in _ROWS},
)
