"""cmi5 packages whose descriptor lies in the wrong place: refused, and repaired on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packager.limits import ArchiveLimits
from packager.write.archives import write_archive
from packager.write.repair import as_it_is, open_for_repair
from packager.write.sources import NotPlayable
from tests.course_structures import BASE, structure
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.spec.packages.conftest import Look

LIMITS = ArchiveLimits()
STRUCTURE = structure().encode()
PAGE = b"<title>Lesson</title>"


@pytest.mark.parametrize(
    ("descriptor", "page", "rules"),
    [
        ("course/cmi5.xml", "course/index.html", {"cmi5.wrapped"}),
        ("CMI5.XML", "index.html", {"cmi5.name-case"}),
        ("a/b/Cmi5.xml", "a/b/index.html", {"cmi5.wrapped", "cmi5.name-case"}),
    ],
)
def test_a_misplaced_course_structure_is_refused_and_repaired(
    descriptor: str, page: str, rules: set[str], tmp_path: Path, look: Look
) -> None:
    data = build_zip([File(descriptor, STRUCTURE), File(page, PAGE)])
    refused = look(data).report
    assert {f.rule for f in refused.findings if f.severity == "error"} == rules
    assert {f.clause for f in refused.findings if f.severity == "error"} == {"CMI5-14.1.0.0-2"}
    (tmp_path / "wrong.zip").write_bytes(data)
    with open_for_repair(tmp_path / "wrong.zip", LIMITS, lambda _: None) as source:
        repaired = as_it_is(source)
        with (tmp_path / "right.zip").open("wb") as file:
            write_archive(file, repaired.parts, repaired.first)
    inspection = look((tmp_path / "right.zip").read_bytes())
    assert inspection.report.conformant
    assert inspection.course is not None
    assert inspection.course.identifier == BASE


def test_a_course_structure_with_other_faults_is_not_repaired(tmp_path: Path) -> None:
    data = build_zip([File("course/cmi5.xml", structure(identifier="x").encode())])
    (tmp_path / "wrong.zip").write_bytes(data)
    with pytest.raises(NotPlayable), open_for_repair(tmp_path / "wrong.zip", LIMITS, lambda _: 0):
        pass
