"""Titles and descriptions of an AICC course: the `.des` file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from packager.read.aicc_csv import Cell, TableKind, by_id
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from packager.findings import Finding
    from packager.model import Languages
    from packager.read.aicc_csv import Table

DES: Final = TableKind(
    "des",
    ("System_ID", "Developer_ID", "Title", "Description"),
    order=("System_ID", "Developer_ID", "Title", "Description"),
    needed=("System_ID",),
    long=("Title", "Description"),
)

_LOST: Final = 3  # question marks that a text may have without being lost


class Described(NamedTuple):
    """What the `.des` file says of an element."""

    identifier: Cell
    developer_id: str | None
    title: Cell
    description: Cell


def read_descriptions(table: Table, findings: list[Finding]) -> dict[str, Described]:
    """Return what is said of each element, by its folded id."""
    described = {}
    for fold, record in by_id(table, findings).items():
        title, description = record.cell("Title"), record.cell("Description")
        findings += [
            rules.TEXT_LOST.at(table.file, cell.line, cell.column, text=cell.text)
            for cell in (title, description)
            if is_lost(cell.text)
        ]
        described[fold] = Described(
            record.cell("System_ID"), record.text("Developer_ID") or None, title, description
        )
    return described


def is_lost(text: str) -> bool:
    """Return whether an export has lost letters: they became question marks."""
    marks = text.count("?") + text.count("\ufffd")
    return marks >= _LOST and 2 * marks >= len(text) - text.count(" ")


def languages(text: str) -> Languages:
    """Return a text of no said language, as the model has them."""
    return {"und": text} if text else {}
