"""What is to be said about the structure of a SCORM manifest or of metadata, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.rules import structure as rules
from packager.structure.schema import tables_for
from packager.structure.walk import faults, follows

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.findings import Finding
    from packager.structure.schema import Schema


def check(root: _Element, schema: Schema, file: str) -> list[Finding]:
    """Return what in a file is not as the tables of its standard and edition have it.

    A manifest of the 2nd or 3rd Edition of SCORM 2004 that follows the tables of the 4th is told
    so too: many say an older edition than they are written for.
    """
    found = [fault.finding(file) for fault in faults(root, schema)]
    if found and schema.edition in {"2nd", "3rd"}:
        latest = tables_for("scorm2004", "4th")
        if follows(root, latest):
            found.append(rules.NEWER_EDITION.at(file, edition=schema.edition))
    return found
