"""Whatever a course structure of cmi5 holds, reading it says something true and raises nothing."""

from __future__ import annotations

import pytest
from hypothesis import given

from packager.hrefs import Files
from packager.read.cmi5 import read_cmi5
from tests.course_structures import CMI5
from tests.spec.packages.fuzzing import check_read, fuzzed, parsed, trees

NAMES = ["course", "block", "au", "title", "description", "langstring", "objectives", "objective"]
NAMES += ["url", "launchParameters", "entitlementKey", "x:more"]
ATTRIBUTES = [
    "id",
    "idref",
    "lang",
    "moveOn",
    "masteryScore",
    "launchMethod",
    "activityType",
    "x:a",
]
FILES = ["cmi5.xml", "index.html", "a.html"]


@pytest.mark.parametrize("files", [Files(FILES), None], ids=["in a package", "alone"])
@given(document=trees("courseStructure", NAMES, ATTRIBUTES, f' xmlns="{CMI5}" xmlns:x="urn:x"'))
@fuzzed
def test_any_course_structure_is_read(files: Files | None, document: str) -> None:
    text = parsed(document, "cmi5.xml")
    assert text.root is not None
    check_read(read_cmi5(text.root, files), text, "cmi5.xml", FILES)
