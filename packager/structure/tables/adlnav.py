"""Which controls of the player an item hides, SCORM 2004: SN 5.6.

The 2nd Edition knows four controls, the later ones seven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import words

if TYPE_CHECKING:
    from packager.model import Edition

_OF_2ND: Final = ("abandon", "continue", "exit", "previous")
_SINCE_3RD: Final = (*_OF_2ND, "suspendAll", "exitAll", "abandonAll")


def table(edition: Edition) -> Namespace:
    """Return the table of an edition of SCORM 2004."""
    rows = (
        Row("presentation", "navigationInterface?"),
        Row("navigationInterface", "hideLMSUI*"),
        Row("hideLMSUI", text=words(*(_OF_2ND if edition == "2nd" else _SINCE_3RD))),
    )
    return Namespace(
        "http://www.adlnet.org/xsd/adlnav_v1p3",
        "adlnav",
        "adlnav_v1p3.xsd",
        rows,
        {row.name: row.name for row in rows},
    )
