"""AICC packages whole: from the bytes of an archive to what is played."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits
from packager.model import Activity, Limits
from packager.write.aicc import aicc_files
from tests.aicc_courses import labour_safety
from tests.spec.packages.samples_aicc import SOUND_AICC
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from packager.write.aicc import Encoding


def inspected(path: Path, data: bytes) -> Inspection:
    path.write_bytes(data)
    return inspect(path, ArchiveLimits())


def packed(files: Mapping[str, bytes], names: str = "cp866", folder: str = "") -> bytes:
    """An archive whose names are in a code page and say nothing of it, as on old Windows."""
    return build_zip([File(f"{folder}{name}".encode(names), data) for name, data in files.items()])


@pytest.mark.parametrize("texts", ["cp1251", "utf-8", "cp866"])
@pytest.mark.parametrize("names", ["cp866", "cp1251", "utf-8"])
@pytest.mark.parametrize("folder", ["", "курс/"])
def test_a_course_with_russian_names_and_texts_is_read_whole(
    texts: str, names: str, folder: str, tmp_path: Path
) -> None:
    data = packed(labour_safety(texts), names, folder)
    inspection = inspected(tmp_path / "course.zip", data)
    found = [f.rule for f in inspection.report.findings if f.rule.startswith("aicc.")]
    assert found == (["aicc.wrapped"] if folder else [])
    course, index = inspection.course, inspection.index
    assert course is not None
    assert index is not None
    root = course.organization.root
    assert [(a.identifier, a.title, a.prerequisites) for a in root.walk()] == [
        ("ROOT", "Охрана труда", None),
        ("B1", "Раздел 1. Основы", None),
        ("A1", "Введение", None),
        ("B2", "Раздел 2. На рабочем месте", 'A1="passed" | A1="completed"'),
        ("B3", "Инструктажи", None),
        ("A2", "Виды инструктажей", None),
        ("A3", "Практика", None),
        ("A4", "Итоговый тест", "2*{B1, B2, B3}"),
    ]
    assert root.descriptions == {"und": "Курс для учителей технологии.\nШесть часов."}
    units = {a.identifier: a for a in root.walk() if a.href is not None}
    for unit in units.values():
        assert unquote((unit.href or "").partition("?")[0]) in index.entries
    assert units["A1"].limits == Limits("00:30:00", "continue,message")
    assert units["A2"].launch_data == "режим=обучение"
    assert units["A2"].objectives == ("J1",)
    assert unquote(units["A3"].href or "") == "урок2/практика.htm?часть=2"
    assert units["A4"].mastery_score == 75.0


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_written_course_is_a_conformant_package_of_the_same_course(
    encoding: Encoding, tmp_path: Path
) -> None:
    source = inspected(tmp_path / "source.zip", packed(labour_safety(), "utf-8")).course
    assert source is not None
    written = aicc_files(source, encoding=encoding)
    assert written.losses == []
    pages = {name: data for name, data in labour_safety().items() if name.endswith(".htm")}
    files = [File(name, data) for name, data in {**written.files, **pages}.items()]
    inspection = inspected(tmp_path / "written.zip", build_zip(files))
    assert inspection.course == source
    found = [f.rule for f in inspection.report.findings if f.severity != "info"]
    # A table cannot say its encoding, so that what is not UTF-8 is told.
    assert set(found) <= ({"text.encoding-undeclared"} if encoding == "cp1251" else set())


def test_a_sound_package_has_no_finding(tmp_path: Path) -> None:
    inspection = inspected(tmp_path / "course.zip", SOUND_AICC)
    assert inspection.report.findings == ()
    assert inspection.report.conformant
    assert isinstance(inspection.course and inspection.course.organization.root, Activity)
