"""For every rule about AICC courses a package that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.limits import ArchiveLimits
from tests.aicc_courses import AU_COLUMNS, au, blocks, course, crs, table, texts, units
from tests.spec.packages.sample import LIMITS, Sample
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOMY = ArchiveLimits(ratio=10_000)
SMALL = ArchiveLimits(descriptor=1000)


def pack(files: Mapping[str, bytes], limits: ArchiveLimits = LIMITS) -> Sample:
    """A package of these files."""
    return Sample(build_zip([File(name, data) for name, data in files.items()]), limits)


def of(limits: ArchiveLimits = LIMITS, /, **files: str | bytes | None) -> Sample:
    """A package with other files of AICC."""
    return pack(course(**files), limits)


def unit(file_name: str = "index.html", **fields: str) -> Sample:
    """A package whose only unit says something else."""
    return of(au=units(au("A1", file_name, **fields)))


SOUND_AICC = of().data

_TWO = units(au(), au("A2"))
_TWO_TEXTS = texts(("A1", "", "One", ""), ("A2", "", "Two", ""))
_TWO_UNITS = {"crs": crs(Total_AUs="2"), "au": _TWO, "des": _TWO_TEXTS}
_DEEP = [("ROOT", "B1"), *((f"B{n}", f"B{n + 1}") for n in range(1, 70)), ("B70", "A1")]
_CMP = ("Structure_Element", "Requirement", "Result", "Next", "Return")


def pre(script: str) -> Sample:
    """A package with a condition."""
    return of(pre=table(("Structure_Element", "Prerequisite"), ("A1", script)))


AICC_SAMPLES: Mapping[str, Sample] = {
    "aicc.no-units": of(au=None),
    "aicc.nothing-to-play": of(cst=blocks(("ROOT", "B1"))),
    "aicc.file-missing": of(cst=None),
    "aicc.base-name": pack(course(des=None) | {"texts.des": texts().encode()}),
    "aicc.several-courses": pack(
        course() | {"other.crs": crs().encode(), "other.au": units().encode()}
    ),
    "aicc.file-unreadable": of(SMALL, des=texts(("A1", "", "One", "d" * 1000))),
    "aicc.line-ends": of(des=texts().replace("\r\n", "\n")),
    "aicc.unquoted": of(au=units(au(Max_Score="100")).replace('"100"', "100")),
    "aicc.separator": of(des=texts().replace(",", ";")),
    "aicc.quote-open": of(des=texts().replace('use one"', "use one")),
    "aicc.row-length": of(des=texts(("A1", "", "Extinguishers", "One", "two"))),
    "aicc.header-missing": of(cst='"ROOT","A1"\r\n'),
    "aicc.columns-missing": of(au=table(("System_ID", "Type"), ("A1", "lesson"))),
    "aicc.table-unusable": of(des=table(("Title", "Description"), ("One", ""))),
    "aicc.column-unknown": of(au=table((*AU_COLUMNS, "Colour"), (*au(), "red"))),
    "aicc.line-unread": of(crs=crs().replace("Level=1", "Level 1")),
    "aicc.value-too-long": unit(Core_Vendor="v" * 65_537),
    "aicc.too-many": of(
        ROOMY, cst=None, des=None, au=units(*(au(f"A{n}") for n in range(1, 5003)))
    ),
    "aicc.text-lost": of(des=texts(("A1", "", "???????? ????????????", ""))),
    "aicc.key-missing": of(crs=crs(Course_Creator=None)),
    "aicc.total-wrong": of(crs=crs(Total_AUs="7")),
    "aicc.title-missing": of(des=texts(("A1", "", "", ""))),
    "aicc.title-long": of(des=texts(("A1", "", "T" * 1001, ""))),
    "aicc.id-missing": of(au=units(au(), au(""))),
    "aicc.id-twice": of(au=units(au(), au("a1"))),
    "aicc.element-unknown": of(des=texts(("A1", "", "One", ""), ("A7", "", "Seven", ""))),
    "aicc.root-missing": of(crs=crs(Total_Blocks="1"), cst=blocks(("B1", "A1"))),
    "aicc.member-unknown": of(cst=blocks(("ROOT", "A1"), ("ROOT", "A7"))),
    "aicc.member-twice": of(cst=blocks(("ROOT", "A1"), ("ROOT", "A1"))),
    "aicc.block-loop": of(
        cst=blocks(("ROOT", "B1"), ("B1", "A1"), ("B1", "B2"), ("B2", "B1")),
    ),
    "aicc.block-empty": of(cst=blocks(("ROOT", "A1"), ("ROOT", "B1"), ("B1", ""))),
    "aicc.orphan": of(**_TWO_UNITS),
    "aicc.unit-as-block": of(**_TWO_UNITS, cst=blocks(("ROOT", "A1"), ("A1", "A2"))),
    "aicc.too-deep": of(cst=blocks(*_DEEP)),
    "aicc.launch-empty": unit(""),
    "aicc.launch-file-missing": unit("lost.html"),
    "aicc.launch-invalid": unit("javascript:alert(1)"),
    "aicc.launch-external": unit("https://example.org/lesson.html"),
    "aicc.launch-case": unit("Index.HTML"),
    "aicc.launch-normalised": unit("/index.html"),
    "aicc.launch-command-line": unit("", Command_Line="index.html"),
    "aicc.web-launch-dropped": unit("index.html?a=1", Web_Launch="#part"),
    "aicc.mastery-score-written": unit(Mastery_Score="80%"),
    "aicc.mastery-score-wrong": unit(Mastery_Score="high"),
    "aicc.time-allowed": unit(Max_Time_Allowed="PT30M"),
    "aicc.time-limit-action": unit(Time_Limit_Action="explode"),
    "aicc.script-wrong": pre("A1 &"),
    "aicc.script-unknown": pre("A7"),
    "aicc.status-unknown": of(cmp=table(_CMP, ("A1", "A1", "wonderful", "", ""))),
}
