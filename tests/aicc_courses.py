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


def labour_safety(encoding: str = "cp1251") -> dict[str, bytes]:
    """A course as teacher training has it: nested blocks, Russian titles, an order, a test."""
    described = {
        "crs": crs(
            "Курс для учителей технологии.\nШесть часов.",
            Course_ID="ot-2024",
            Course_Title="Охрана труда",
            Total_AUs="4",
            Total_Blocks="3",
            Max_Fields_CST="3",
        ),
        "au": units(
            au("A1", "урок1/начало.htm", Max_Time_Allowed="00:30:00", Time_Limit_Action="C,M"),
            au("A2", "урок2/начало.htm", Core_Vendor="режим=обучение"),
            au("A3", "урок2/практика.htm", Web_Launch="часть=2"),
            au("A4", "тест.htm", Type="test", Max_Score="100", Mastery_Score="75"),
        ),
        "des": texts(
            ("B1", "", "Раздел 1. Основы", ""),
            ("B2", "", "Раздел 2. На рабочем месте", "Занятия в мастерской"),
            ("B3", "", "Инструктажи", ""),
            ("A1", "", "Введение", "Права и обязанности"),
            ("A2", "", "Виды инструктажей", ""),
            ("A3", "", "Практика", ""),
            ("A4", "", "Итоговый тест", ""),
            ("J1", "", "Знать порядок инструктажа", ""),
        ),
        "cst": blocks(("ROOT", "B1", "B2"), ("ROOT", "A4"), ("B1", "A1"), ("B2", "B3", "A3"))
        + row("B3", "A2"),
        "pre": table(
            ("Structure_Element", "Prerequisite"),
            ("B2", 'A1="passed" | A1="completed"'),
            ("A4", "2*{B1, B2, B3}"),
        ),
        "cmp": table(
            ("Structure_Element", "Requirement", "Result", "Next", "Return"),
            ("ROOT", "A4=passed", "passed", "", ""),
        ),
        "ort": table(("Course_Element", "Member"), ("A2", "J1")),
    }
    files = {f"охрана.{ending}": text.encode(encoding) for ending, text in described.items()}
    pages = ("урок1/начало.htm", "урок2/начало.htm", "урок2/практика.htm", "тест.htm")
    return files | dict.fromkeys(pages, b"<title>Page</title>")
