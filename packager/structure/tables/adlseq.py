"""What ADL adds to sequencing in SCORM 2004: SN 3.10 to 3.13 and, from the 4th Edition, 3.14.

The 4th Edition has the objective maps of scores, completion and progress.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import BOOLEAN, URI, words

if TYPE_CHECKING:
    from packager.model import Edition
    from packager.structure.simple import Simple

URI_ADLSEQ: Final = "http://www.adlnet.org/xsd/adlseq_v1p3"

_REQUIRED: Final = words("always", "ifAttempted", "ifNotSkipped", "ifNotSuspended")
_MAPPED: Final = ("RawScore", "MinScore", "MaxScore", "CompletionStatus", "ProgressMeasure")

_SHARED: Final = (
    Row(
        "constrainedChoiceConsiderations",
        "",
        {"preventActivation": BOOLEAN, "constrainChoice": BOOLEAN},
    ),
    Row(
        "rollupConsiderations",
        "",
        {
            "requiredForSatisfied": _REQUIRED,
            "requiredForNotSatisfied": _REQUIRED,
            "requiredForCompleted": _REQUIRED,
            "requiredForIncomplete": _REQUIRED,
            "measureSatisfactionIfActive": BOOLEAN,
        },
    ),
)
_MAP_INFO: Final[dict[str, Simple]] = {
    "targetObjectiveID!": URI,
    **{f"read{what}": BOOLEAN for what in _MAPPED},
    **{f"write{what}": BOOLEAN for what in _MAPPED},
}
_SINCE_4TH: Final = (
    *_SHARED,
    Row("objectives", "objective+"),
    Row("objective", "mapInfo+", {"objectiveID!": URI}),
    Row("mapInfo", "", _MAP_INFO),
)


def table(edition: Edition) -> Namespace:
    """Return the table of an edition of SCORM 2004."""
    rows = _SINCE_4TH if edition == "4th" else _SHARED
    return Namespace(
        URI_ADLSEQ,
        "adlseq",
        "adlseq_v1p3.xsd",
        rows,
        {row.name: row.name for row in rows},
        {"objectivesGlobalToSystem": BOOLEAN},
    )
