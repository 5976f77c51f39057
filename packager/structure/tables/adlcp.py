"""What ADL adds to items and resources in SCORM 2004: CAM 3.4 and 3.5, each edition its own.

The 2nd Edition has persistState, the 4th the data stores, the attributes of completionThreshold
(in the older ones a number is its text) and sharedDataGlobalToSystem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import ANY_TEXT, BOOLEAN, URI, number, words

if TYPE_CHECKING:
    from packager.model import Edition

URI_ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"

_TIME_LIMIT_ACTION: Final = words(
    "exit,message",
    "exit,no message",
    "continue,message",
    "continue,no message",
    collapsed=False,
)
_SCORM_TYPE: Final = words("sco", "asset", collapsed=False)
_MEASURE: Final = number(0, 1)

_SHARED: Final = (
    Row("dataFromLMS", text=ANY_TEXT),
    Row("timeLimitAction", text=_TIME_LIMIT_ACTION),
)
_UNTIL_3RD: Final = (*_SHARED, Row("completionThreshold", text=_MEASURE))
_SINCE_4TH: Final = (
    *_SHARED,
    Row("location", text=URI),
    Row(
        "completionThreshold",
        "",
        {
            "completedByMeasure": BOOLEAN,
            "minProgressMeasure": _MEASURE,
            "progressWeight": _MEASURE,
        },
        text=ANY_TEXT,
    ),
    Row("data", "map+"),
    Row(
        "map",
        "",
        {"targetID!": URI, "readSharedData": BOOLEAN, "writeSharedData": BOOLEAN},
    ),
)


def table(edition: Edition) -> Namespace:
    """Return the table of an edition of SCORM 2004."""
    attributes = {"scormType": _SCORM_TYPE}
    rows: tuple[Row, ...]
    if edition == "2nd":
        rows = (*_UNTIL_3RD, Row("location", text=ANY_TEXT))
        attributes["persistState"] = BOOLEAN
    elif edition == "3rd":
        rows = (*_UNTIL_3RD, Row("location", text=URI))
    else:
        rows = _SINCE_4TH
        attributes["sharedDataGlobalToSystem"] = BOOLEAN
    return Namespace(
        URI_ADLCP,
        "adlcp",
        "adlcp_v1p3.xsd",
        rows,
        {row.name: row.name for row in rows},
        attributes,
    )
