"""AICC courses for tests: sound files, to be broken one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AU_COLUMNS = (
    "System_ID",
    "Type",
    "Command_Line",
    "File_Name",
    "Max_Score",
    "Mastery_Score",
    "Max_Time_Allowed",
    "Time_Limit_Action",
    "System_Vendor",
    "Core_Vendor",
    "Web_Launch",
    "AU_Password",
)
DES_COLUMNS = ("System_ID", "Developer_ID", "Title", "Description")
CRS = {
    "Course_Creator": "Methodology office",
    "Course_ID": "fire-safety",
    "Course_System": "Notepad",
    "Course_Title": "Fire safety",
    "Level": "1",
    "Max_Fields_CST": "2",
    "Total_AUs": "1",
    "Total_Blocks": "0",
    "Version": "4.0",
    "Max_Normal": "99",
}


def row(*fields: str) -> str:
    """A row of a table, as it should be."""
    return ",".join('"' + field.replace('"', '""') + '"' for field in fields) + "\r\n"


def table(columns: Sequence[str], *rows: Sequence[str]) -> str:
    """A table with its row of names."""
    return row(*columns) + "".join(row(*fields) for fields in rows)


def au(identifier: str = "A1", file_name: str = "index.html", **fields: str) -> list[str]:
    """The fields of a unit."""
    values = {"System_ID": identifier, "File_Name": file_name} | fields
    return [values.get(name, "") for name in AU_COLUMNS]


def units(*rows: Sequence[str]) -> str:
    """A `.au` file."""
    return table(AU_COLUMNS, *(rows or (au(),)))


def texts(*rows: Sequence[str]) -> str:
    """A `.des` file."""
    return table(DES_COLUMNS, *(rows or (("A1", "fs-1", "Extinguishers", "How to use one"),)))


def blocks(*rows: Sequence[str]) -> str:
    """A `.cst` file; rows may be of any width."""
    return row("Block", "Member") + "".join(row(*fields) for fields in (rows or (("ROOT", "A1"),)))


def crs(description: str = "What to do in a fire.", **values: str | None) -> str:
    """A `.crs` file; None takes a key out."""
    said = {name: value for name, value in (CRS | values).items() if value is not None}
    behavior = said.pop("Max_Normal", None)
    lines = ["[Course]", *(f"{name}={value}" for name, value in said.items())]
    lines += ["[Course_Behavior]"] + ([] if behavior is None else [f"Max_Normal={behavior}"])
    lines += ["[Course_Description]", *description.split("\n")]
    return "".join(f"{line}\r\n" for line in lines)


def course(**files: str | bytes | None) -> dict[str, bytes]:
    """The files of a sound course and its page; by ending others take their place, None goes."""
    whole: Mapping[str, str | bytes | None] = {
        "crs": crs(),
        "au": units(),
        "des": texts(),
        "cst": blocks(),
        **files,
    }
    encoded = {
        f"course.{ending}": text.encode() if isinstance(text, str) else text
        for ending, text in whole.items()
        if text is not None
    }
    return encoded | {"index.html": b"<title>Lesson</title>"}
