"""What ADL adds to items, resources and metadata in SCORM 1.2: CAM 1.2 section 2.3."""

from __future__ import annotations

from typing import Final

from packager.structure.notation import Namespace, Row
from packager.structure.simple import text, words

_ROWS: Final = (
    Row("location", text=text(2000)),
    Row("prerequisites", "", {"type!": words("aicc_script", collapsed=False)}, text=text(200)),
    Row("maxtimeallowed", text=text(13)),
    Row(
        "timelimitaction",
        text=words(
            "exit,no message",
            "exit,message",
            "continue,no message",
            "continue,message",
            collapsed=False,
        ),
    ),
    Row("datafromlms", text=text(255)),
    Row("masteryscore", text=text(200)),  # its range is judged where it is read
    Row("schema", text=words("ADL SCORM", collapsed=False)),
    Row("schemaversion", text=words("1.2", collapsed=False)),
)

TABLE: Final = Namespace(
    "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "adlcp",
    "adlcp_rootv1p2.xsd",
    _ROWS,
    {row.name: row.name for row in _ROWS},
    {"scormtype": words("asset", "sco", collapsed=False)},
)
