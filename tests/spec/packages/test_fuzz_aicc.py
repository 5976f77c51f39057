"""Whatever the files of an AICC course hold, reading them raises nothing and says what is true."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from packager.hrefs import Files
from packager.mend import decode_text
from packager.model import from_json, to_json
from packager.places import placed
from packager.read.aicc import read_aicc
from tests.spec.packages.fuzzing import check_findings, fuzzed
from tests.spec.packages.samples_mending import AICC_FILES

FILES = AICC_FILES | {
    "c.ort": b'"Course_Element","Member"\r\n"A1","J1"\r\n',
    "c.pre": b'"structure_element","prerequisite"\r\n"A1","A2&~A1"\r\n',
    "c.cmp": b'"structure_element","requirement","result"\r\n"B1","A1=P","P"\r\n',
}
PIECES = [
    b'"',
    b",",
    b"\r\n",
    b"\n",
    b"\r",
    b"A1",
    b"B1",
    b"J1",
    b"ROOT",
    b"root",
    b"[Course]",
    b";",
]
PIECES += [b"System_ID", b"File_Name", b"=", b"\xff", b"\x00", "урок".encode("cp1251"), b"?????"]
PIECES += [
    b"&|~(",
    b"2*{A1,B1}",
    b"9" * 30,
    b"x" * 9000,
    b"\xef\xbb\xbf",
    b"Block",
    b"Member",
    b"C,N",
]


@st.composite
def courses(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a course, some absent, some with pieces put in, cut out or doubled."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from(sorted(files)))
        data = files[name]
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["put", "cut", "double", "drop", "rename"])):
            case "put":
                files[name] = data[:at] + draw(st.sampled_from(PIECES)) + data[at:]
            case "cut":
                files[name] = data[:at] + data[at + draw(st.integers(1, 30)) :]
            case "double":
                files[name] = data[:at] + data[max(0, at - draw(st.integers(1, 80))) :]
            case "drop" if len(files) > 1:
                del files[name]
            case _:
                files[name.upper()] = files.pop(name)
    return files


@given(files=courses(), start=st.integers(0, 10))
@fuzzed
def test_any_files_of_aicc_are_read(files: dict[str, bytes], start: int) -> None:
    names = [*sorted(files), "index.html"]
    read = read_aicc(names[start % len(names)], Files(names), files)
    check_findings(read.findings)
    sources = {name: decode_text(data, name)[0] for name, data in files.items()}
    for finding in placed(read.findings, sources.get):
        assert finding.line is None or finding.source is not None, finding
    if read.course is None:
        assert any(finding.severity == "error" for finding in read.findings)
    else:
        assert from_json(to_json(read.course)) == read.course
