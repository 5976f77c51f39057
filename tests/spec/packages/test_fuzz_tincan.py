"""Whatever tincan.xml holds, reading it says something true and raises nothing."""

from __future__ import annotations

from hypothesis import given

from packager.hrefs import Files
from packager.read.tincan import read_tincan
from tests.course_structures import TINCAN
from tests.spec.packages.fuzzing import check_read, fuzzed, parsed, trees

NAMES = ["activities", "activity", "name", "description", "launch", "resource", "extensions"]
ATTRIBUTES = ["id", "type", "lang", "key"]
FILES = ["tincan.xml", "index.html", "A.html"]


@given(document=trees("tincan", NAMES, ATTRIBUTES, f' xmlns="{TINCAN}"'))
@fuzzed
def test_any_tincan_file_is_read(document: str) -> None:
    text = parsed(document, "tincan.xml")
    assert text.root is not None
    check_read(read_tincan(text.root, Files(FILES)), text, "tincan.xml", FILES)
