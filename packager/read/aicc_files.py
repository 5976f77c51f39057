"""Which files describe an AICC course: one of each ending, of one base name. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cursus.texts import Text
from packager.mend import decode_text
from packager.read.aicc_csv import read_table
from packager.read.aicc_ini import read_crs
from packager.rules import aicc as rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.findings import Finding
    from packager.hrefs import Files
    from packager.read.aicc_csv import Table, TableKind
    from packager.read.aicc_ini import CrsFile

ENDINGS: Final = ("crs", "au", "des", "cst", "ort", "pre", "cmp")

# What is missing without a file that every course has.
_WITHOUT: Final = {
    "crs": Text("the course has no title of its own", "у курса нет названия"),
    "des": Text("its parts have no titles", "у его частей нет названий"),
    "cst": Text("its units are played one after the other", "его модули идут подряд"),
}


class Sources:
    """The files of one course, read on demand; what is found goes to `findings`."""

    def __init__(
        self, names: Mapping[str, str], texts: Mapping[str, bytes], findings: list[Finding]
    ) -> None:
        self.names = names  # ending -> served name
        self._texts = texts
        self._findings = findings

    def crs(self) -> CrsFile:
        """Return what the `.crs` file says, nothing where there is none."""
        name = self.names.get("crs")
        crs = read_crs("" if name is None else self._text(name) or "", name or "")
        self._findings += crs.findings
        return crs

    def table(self, kind: TableKind) -> Table | None:
        """Return the rows of a file, None where it is not there or cannot be read at all."""
        name = self.names.get(kind.ending)
        text = None if name is None else self._text(name)
        if name is None or text is None:
            return None
        table = read_table(text, name, kind)
        self._findings += table.findings
        return table

    def _text(self, name: str) -> str | None:
        try:
            data = self._texts[name]
        except KeyError:
            self._findings.append(rules.FILE_UNREADABLE.at(name))
            return None
        text, findings = decode_text(data, name)
        self._findings += findings
        return text


class CourseFiles(NamedTuple):
    """The files of the course that is played, by their endings, and what was found on the way."""

    names: dict[str, str]  # ending -> served name
    base: str  # without folder and ending
    folder: str  # with its slash, or empty
    findings: list[Finding]


def find_course(descriptor: str, files: Files) -> CourseFiles:
    """Return the files of the course that a file belongs to.

    Where several courses lie in its folder, one with all files is preferred to one without.
    """
    folder = descriptor[: descriptor.rfind("/") + 1]
    courses = _courses(folder, files)
    base = _base(descriptor, folder)
    own = courses.get(base.casefold(), {})
    if "au" not in own:
        whole = [name for name, found in courses.items() if "au" in found and "crs" in found]
        if len(whole) > 0:
            base = min(whole)
            own = courses[base]
    findings: list[Finding] = []
    others = [n for n, found in courses.items() if "au" in found and found is not own]
    elsewhere = sorted(n for n in files.names if n.lower().endswith(".crs") and not _in(n, folder))
    if len(others) > 0 and "au" in own:
        said = ", ".join(sorted(courses[name]["au"] for name in others))
        findings.append(rules.SEVERAL_COURSES.at(own.get("crs", own["au"]), names=said))
    elif elsewhere:
        played = own.get("crs", descriptor)
        findings.append(rules.SEVERAL_COURSES.at(played, names=", ".join(elsewhere[:10])))
    names = dict(own)
    _adopt(names, courses, own, findings)
    place = names.get("crs") or names.get("au") or descriptor
    findings += [
        rules.FILE_MISSING.at(place, ending=ending, effect=effect)
        for ending, effect in _WITHOUT.items()
        if ending not in names
    ]
    return CourseFiles(names, _base(place, folder), folder, findings)


def _courses(folder: str, files: Files) -> dict[str, dict[str, str]]:
    """Return the files of AICC in a folder: base name -> ending -> served name."""
    courses: dict[str, dict[str, str]] = {}
    for name in sorted(files.names):
        base, dot, ending = name[len(folder) :].rpartition(".")
        if dot and _in(name, folder) and ending.lower() in ENDINGS:
            courses.setdefault(base.casefold(), {}).setdefault(ending.lower(), name)
    return courses


def _adopt(
    names: dict[str, str],
    courses: Mapping[str, Mapping[str, str]],
    own: Mapping[str, str],
    findings: list[Finding],
) -> None:
    """Take a file of another base name where there is no other of its ending."""
    for ending in ENDINGS:
        found = [other[ending] for other in courses.values() if ending in other]
        if ending not in own and len(found) == 1 and _adopts(ending, found[0], courses, own):
            names[ending] = found[0]
            findings.append(rules.BASE_NAME.at(found[0], ending=ending))


def _adopts(
    ending: str,
    name: str,
    courses: Mapping[str, Mapping[str, str]],
    own: Mapping[str, str],
) -> bool:
    """Return whether a file belongs to no other course that has units of its own."""
    owner = next(course for course in courses.values() if course.get(ending) == name)
    return ending == "au" or "au" not in owner or "au" not in own


def _base(name: str, folder: str) -> str:
    return name[len(folder) :].rpartition(".")[0]


def _in(name: str, folder: str) -> bool:
    return name.startswith(folder) and "/" not in name[len(folder) :]
