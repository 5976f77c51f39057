"""Reading AICC courses whatever their files hold, in time that grows with their size alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.hrefs import Files
from packager.limits import ITEMS
from packager.model import to_json
from packager.read.aicc import read_aicc
from tests.aicc_courses import au, blocks, course, crs, row, table, texts, units

if TYPE_CHECKING:
    from collections.abc import Callable

    from packager.read.course import ReadCourse

ENDINGS = ("crs", "au", "des", "cst", "ort", "pre", "cmp")

_IDS = st.sampled_from(["A1", "a1", "A2", "A3", "B1", "B2", "b1", "ROOT", "root", "J1", "", "Ж"])
_FIELDS = st.one_of(
    _IDS,
    st.sampled_from(["index.html", "lost.html", "https://a.example", "1e9", "80%", "C,N", "A1&("]),
    st.text(max_size=12),
)
_ROWS = st.lists(st.lists(_FIELDS, min_size=1, max_size=5), max_size=8)
_HEADS = st.sampled_from(
    [
        ("System_ID", "File_Name", "Web_Launch"),
        ("System_ID", "Developer_ID", "Title", "Description"),
        ("Block", "Member", "Member"),
        ("Course_Element", "Member"),
        ("Structure_Element", "Prerequisite"),
        ("Structure_Element", "Requirement", "Result", "Next", "Return"),
        (),
    ]
)
_TABLES = st.builds(lambda head, rows: table(head, *rows).encode(errors="replace"), _HEADS, _ROWS)
_SCRAPS = st.lists(
    st.sampled_from(
        [b'"', b'""', b",", b"\r\n", b"\n", b"\r", b"A1", b"ROOT", b"[", b"]", b"=", b";", b"\x00",
         b"\xff", b"\xd0\xa4", b"[Course]", b"[Course_Description]", b"System_ID", b"Block", b" "]
    ),
    max_size=40,
).map(b"".join)  # fmt: skip
_CONTENTS = st.one_of(st.none(), st.binary(max_size=80), _SCRAPS, _TABLES)


def read(files: dict[str, bytes]) -> ReadCourse:
    descriptor = next(name for name in files if name.startswith("course."))
    return read_aicc(descriptor, Files(files), files)


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(ENDINGS, _CONTENTS)))
def test_whatever_the_files_hold_there_are_findings_and_no_exception(
    contents: dict[str, bytes | None],
) -> None:
    files = course(**contents)
    if not any(name.startswith("course.") for name in files):
        return
    found = read(files)
    playable = all(finding.severity != "error" for finding in found.findings)
    assert (found.course is not None) or not playable
    if found.course is not None:
        assert len(to_json(found.course)) > 0
        names = [activity.identifier for activity in found.course.organization.root.walk()]
        assert len(names) == len({name.casefold() for name in names})
    for finding in found.findings:
        assert finding.line is None or finding.line >= 1
        assert finding.column is None or finding.column >= 1


@settings(deadline=None)
@given(st.fixed_dictionaries({ending: _TABLES for ending in ENDINGS if ending != "crs"}))
def test_whatever_the_tables_say_of_each_other_the_course_is_a_tree(
    contents: dict[str, bytes],
) -> None:
    found = read(course(**contents))
    if found.course is not None:
        assert found.course.organization.root.identifier == "ROOT"


MEGABYTES = 2 << 20


def _repeated(text: str) -> str:
    return text * (MEGABYTES // len(text))


#: what is hostile about it, the files
HOSTILE: dict[str, Callable[[], dict[str, bytes]]] = {
    "many rows": lambda: course(au=units(*(au(f"A{n}") for n in range(30_000)))),
    "many fields": lambda: course(au=units() + _repeated(",")),
    "many empty lines": lambda: course(au=units() + _repeated("\r\n")),
    "one field": lambda: course(au=units() + _repeated("x")),
    "blanks": lambda: course(au=units() + _repeated(" ")),
    "blanks before marks": lambda: course(au=units() + _repeated(' "')),
    "marks": lambda: course(au=units() + _repeated('"')),
    "odd marks": lambda: course(au=units() + '"' + _repeated('""')),
    "marks never closed": lambda: course(au=units() + _repeated('"x\r\n')),
    "marks closed too late": lambda: course(au=units() + _repeated('"x"y')),
    "pairs of marks on each line": lambda: course(au=units() + _repeated('"""x\r\n')),
    "marks and blanks": lambda: course(au=units() + _repeated('" ')),
    "deep blocks": lambda: course(
        cst=blocks(*((f"B{n}", f"B{n + 1}") for n in range(4_900)), ("ROOT", "B0"), ("B4900", "A1"))
    ),
    "deeper blocks": lambda: course(
        cst=blocks(*((f"B{n}", f"B{n + 1}") for n in range(10_000)), ("ROOT", "B0"))
    ),
    "wide block": lambda: course(cst=row("Block", "Member") + row("ROOT", *["A1"] * 90_000)),
    "everything within everything": lambda: course(
        cst=blocks(*((f"B{n}", *(f"B{m}" for m in range(90))) for n in range(90)), ("ROOT", "B0"))
    ),
    "lines of the crs": lambda: course(crs=crs() + _repeated("a\r\n")),
    "keys of the crs": lambda: course(
        crs="[Course]\r\n" + "".join(f"k{n}=v\r\n" for n in range(100_000))
    ),
    "brackets in the description": lambda: course(crs=crs() + _repeated("[")),
    "prerequisites": lambda: course(
        pre=table(("Structure_Element", "Prerequisite"), *([("A1", "A1")] * 4_990))
    ),
    "a long prerequisite": lambda: course(
        pre=table(("Structure_Element", "Prerequisite"), ("A1", "(" * MEGABYTES))
    ),
    "titles of unknown elements": lambda: course(
        des=texts(*((f"X{n}", "", "T", "D") for n in range(4_990)))
    ),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_files_take_time_by_their_size(hostile: str) -> None:
    files = HOSTILE[hostile]()
    begun = time.perf_counter()
    read(files)
    assert time.perf_counter() - begun < 5  # a second or two on a slow machine


def test_a_course_of_more_parts_than_any_is_refused_and_the_largest_is_read() -> None:
    rows = [au(f"A{n}") for n in range(1, ITEMS + 1)]
    members = [("ROOT", f"A{n}") for n in range(1, ITEMS + 1)]
    files = course(au=units(*rows), cst=blocks(*members), des=None)
    found = read(files)
    assert found.course is not None
    assert len(found.course.organization.root.children) == ITEMS
    too_many = read(course(au=units(*rows, au("A0")), cst=None, des=None))
    assert too_many.course is None
    assert "aicc.too-many" in [finding.rule for finding in too_many.findings]
