"""Every call script, for both sides."""

from __future__ import annotations

from tests.spec.cmi import rules12, rules2004, scorm12_elements, scorm2004_elements
from tests.spec.cmi.interactions import answer_scripts
from tests.spec.cmi.scripts import Script, script_of

SCRIPTS: tuple[Script, ...] = (
    *(script_of(row, "scorm12") for row in scorm12_elements.ROWS),
    *(script_of(row, "scorm2004") for row in scorm2004_elements.ROWS),
    *answer_scripts(),
    *rules12.SCRIPTS,
    *rules2004.SCRIPTS,
)
