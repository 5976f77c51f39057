"""AICC courses: what their files say, in all the ways that tools and people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packager.hrefs import Files
from packager.model import (
    Activity,
    AiccCourse,
    AiccUnit,
    CompletionRequirement,
    Limits,
    Objective,
    from_json,
    to_json,
)
from packager.prerequisites import Fault, parse_script
from packager.read.aicc import read_aicc
from tests.aicc_courses import AU_COLUMNS, au, blocks, course, crs, row, table, texts, units

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from packager.model import Course
    from packager.read.course import ReadCourse

PRE = ("Structure_Element", "Prerequisite")
CMP = ("Structure_Element", "Requirement", "Result", "Next", "Return")
ORT = ("Course_Element", "Member")
THREE = units(au(), au("A2"), au("A3"))
THREE_TEXTS = texts(
    ("A1", "", "One", ""), ("A2", "", "Two", ""), ("A3", "", "Three", ""), ("B1", "", "Part", "")
)


def read(files: Mapping[str, bytes], descriptor: str = "course.crs") -> ReadCourse:
    return read_aicc(descriptor, Files(files), files)


def course_of(files: Mapping[str, bytes], descriptor: str = "course.crs") -> Course:
    found = read(files, descriptor)
    assert found.course is not None, [finding.rule for finding in found.findings]
    assert from_json(to_json(found.course)) == found.course
    return found.course


def root_of(files: Mapping[str, bytes]) -> Activity:
    return course_of(files).organization.root


def first_unit(**fields: str) -> Activity:
    return root_of(course(au=units(au(**fields)))).children[0]


def rules_of(files: Mapping[str, bytes]) -> list[str]:
    return sorted({finding.rule for finding in read(files).findings})


def tree(activity: Activity) -> object:
    """Identifiers of a tree: a leaf is its name, a block its name and its members."""
    if not activity.children:
        return activity.identifier
    return {activity.identifier: [tree(child) for child in activity.children]}


def test_a_sound_course_is_read_whole_without_a_finding() -> None:
    found = read(course())
    assert found.findings == []
    assert found.aliases == {}
    assert found.course is not None
    assert found.course.standard == "aicc"
    assert found.course.title == "Fire safety"
    assert found.course.identifier == "fire-safety"
    assert found.course.aicc == AiccCourse("Methodology office", "Notepad", "1", "4.0", 99)
    root = found.course.organization.root
    assert root.descriptions == {"und": "What to do in a fire."}
    assert root.children == (
        Activity(
            identifier="A1",
            title="Extinguishers",
            kind="au",
            href="index.html",
            descriptions={"und": "How to use one"},
            au=AiccUnit(developer_id="fs-1"),
        ),
    )


@pytest.mark.clause("AICC-CMI001-AU")
def test_a_unit_says_what_bounds_and_judges_it() -> None:
    unit = first_unit(
        Type="lesson",
        Command_Line="start.exe",
        Max_Score="50",
        Mastery_Score="40.5",
        Max_Time_Allowed="01:30:00",
        Time_Limit_Action="E,M",
        System_Vendor="Vendor",
        Core_Vendor="a=1<CR>b=2",
        AU_Password="secret",
    )
    assert unit.mastery_score == 40.5
    assert unit.limits == Limits("01:30:00", "exit,message")
    assert unit.launch_data == "a=1\r\nb=2"
    assert unit.au == AiccUnit(
        "lesson", "start.exe", "50", "Vendor", None, "secret", developer_id="fs-1"
    )


#: Time_Limit_Action, what it is in the words of SCORM
ACTIONS = [
    ("E,M", "exit,message"),
    ("e,n", "exit,no message"),
    ("C,M", "continue,message"),
    ("C, N", "continue,no message"),
    ("N,C", "continue,no message"),
    ("Continue,No Message", "continue,no message"),
    ("", None),
    ("E,E", None),
    ("E", None),
    ("E,M,N", None),
    ("x,y", None),
]


@pytest.mark.parametrize(("text", "action"), ACTIONS)
def test_what_happens_when_time_is_over_is_said_by_two_letters(
    text: str, action: str | None
) -> None:
    files = course(au=units(au(Time_Limit_Action=text)))
    assert root_of(files).children[0].limits.time_limit_action == action
    assert ("aicc.time-limit-action" in rules_of(files)) == (bool(text) and action is None)


#: Mastery_Score, number, rule
SCORES = [
    ("80", 80.0, None),
    ("0", 0.0, None),
    ("82.5", 82.5, None),
    ("80%", 80.0, "aicc.mastery-score-written"),
    ("82,5", 82.5, "aicc.mastery-score-written"),
    ("101", None, "aicc.mastery-score-wrong"),
    ("-1", None, "aicc.mastery-score-wrong"),
    ("high", None, "aicc.mastery-score-wrong"),
    ("9" * 400, None, "aicc.mastery-score-wrong"),
    ("1e5", None, "aicc.mastery-score-wrong"),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "score", "rule"), SCORES)
def test_the_score_that_passes_is_a_number_to_a_hundred(
    text: str, score: float | None, rule: str | None
) -> None:
    files = course(au=units(au(Mastery_Score=text)))
    assert root_of(files).children[0].mastery_score == score
    assert rules_of(files) == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("text", "limit"),
    [("01:00:00", "01:00:00"), ("9999:59:59", "9999:59:59"), ("00:00:00", None), ("", None)],
)
def test_no_time_at_all_is_how_tools_write_that_there_is_no_limit(
    text: str, limit: str | None
) -> None:
    assert first_unit(Max_Time_Allowed=text).limits.max_time_allowed == limit


#: File_Name, Web_Launch, launch address, rule
ADDRESSES = [
    ("index.html", "", "index.html", None),
    ("index.html", "unit=1", "index.html?unit=1", None),
    ("index.html", "?unit=1&x=y", "index.html?unit=1&x=y", None),
    ("index.html?course=7", "unit=1", "index.html?course=7&unit=1", None),
    ("index.html#part", "unit=1", "index.html?unit=1#part", None),
    ("pages/page one.html", "", "pages/page%20one.html", None),
    ("pages/page%20one.html", "", "pages/page%20one.html", None),
    (
        "pages/урок.html",
        "",
        "pages/%D1%83%D1%80%D0%BE%D0%BA.html",
        None,
    ),
    ("./index.html", "", "index.html", None),
    ("pages\\page one.html", "", "pages/page%20one.html", "aicc.launch-normalised"),
    ("/index.html", "", "index.html", "aicc.launch-normalised"),
    ("INDEX.html", "", "index.html", "aicc.launch-case"),
    ("https://a.example/au?x=1", "y=2", "https://a.example/au?x=1&y=2", "aicc.launch-external"),
    ("//a.example/au", "", "https://a.example/au", "aicc.launch-external"),
    ("lost.html", "", None, "aicc.launch-file-missing"),
    ("../index.html", "", None, "aicc.launch-invalid"),
    ("C:\\courses\\index.html", "", None, "aicc.launch-invalid"),
    ("file:///index.html", "", None, "aicc.launch-invalid"),
    ("http://[::1", "", None, "aicc.launch-invalid"),
    ("", "", None, "aicc.launch-empty"),
]


@pytest.mark.clause("AICC-CMI001-LAUNCH")
@pytest.mark.parametrize(("file_name", "web_launch", "href", "rule"), ADDRESSES)
def test_a_unit_is_started_at_its_file_with_its_parameters(
    file_name: str, web_launch: str, href: str | None, rule: str | None
) -> None:
    files = course(au=units(au("A1", file_name, Web_Launch=web_launch)))
    files |= {"pages/page one.html": b"x", "pages/урок.html": b"x"}
    assert root_of(files).children[0].href == href
    assert rules_of(files) == ([rule] if rule else [])


def test_a_name_in_other_letters_is_served_too() -> None:
    found = read(course(au=units(au("A1", "INDEX.html"))))
    assert found.aliases == {"INDEX.html": "index.html"}


def test_addresses_are_relative_to_the_files_of_the_course_or_to_the_package() -> None:
    files = {f"aicc/{name}": data for name, data in course().items()}
    assert course_of(files, "aicc/course.crs").organization.root.children[0].href == (
        "aicc/index.html"
    )
    files["index.html"] = files.pop("aicc/index.html")
    assert course_of(files, "aicc/course.crs").organization.root.children[0].href == "index.html"


def test_every_launch_file_that_is_not_there_is_told_with_its_place() -> None:
    rows = (au("A1", "one.html"), au("A2", "two.html"))
    files = course(au=units(*rows), cst=blocks(("ROOT", "A1", "A2")))
    missing = [f for f in read(files).findings if f.rule == "aicc.launch-file-missing"]
    column = len('"A1","","","')
    assert [(f.file, f.line, f.column) for f in missing] == [
        ("course.au", 2, column),
        ("course.au", 3, column),
    ]


# How the tables are written


def _lf(text: str) -> bytes:
    return text.replace("\r\n", "\n").encode()


def _cr(text: str) -> bytes:
    return text.replace("\r\n", "\r").encode()


def _bom(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def _unquoted(text: str) -> bytes:
    return text.replace('"', "").encode()


def _upper(text: str) -> bytes:
    head, _, rest = text.partition("\r\n")
    return f"{head.upper()}\r\n{rest}".encode()


def _reversed(text: str) -> bytes:
    lines = [line.split(",") for line in text.splitlines()]
    return "".join(",".join(reversed(line)) + "\r\n" for line in lines).encode()


def _semicolons(text: str) -> bytes:
    return text.replace(",", ";").encode()


def _spaces(text: str) -> bytes:
    return ("\r\n  \r\n" + text.replace(",", " , ")).encode()


def _no_last_end(text: str) -> bytes:
    return text.removesuffix("\r\n").encode()


def _dashes(text: str) -> bytes:
    return text.replace("_", " ").encode()


WRITTEN = [
    (_lf, {"aicc.line-ends"}),
    (_cr, {"aicc.line-ends"}),
    (_bom, set()),
    (_unquoted, {"aicc.unquoted"}),
    (_upper, set()),
    (_reversed, set()),
    (_semicolons, {"aicc.separator"}),
    (_spaces, set()),
    (_no_last_end, set()),
    (_dashes, set()),
]


@pytest.mark.clause("AICC-CMI001-TABLES")
@pytest.mark.parametrize(("how", "rules"), WRITTEN, ids=[how.__name__ for how, _ in WRITTEN])
def test_a_course_is_the_same_however_its_tables_are_written(
    how: Callable[[str], bytes], rules: set[str]
) -> None:
    plain = course(
        crs=crs(Total_AUs="2"),
        au=units(au(Max_Score="100", Mastery_Score="80"), au("A2")),
        des=texts(("A1", "d1", "One", "First"), ("A2", "d2", "Two", "Second")),
        cst=blocks(("ROOT", "A1"), ("ROOT", "A2")),
    )
    written = {
        name: data if name.endswith((".html", ".crs")) else how(data.decode())
        for name, data in plain.items()
    }
    assert course_of(written) == course_of(plain)
    assert set(rules_of(written)) == rules


def test_text_with_quotation_marks_commas_and_line_ends_is_kept() -> None:
    said = 'Say "fire", then\nrun, "now"'
    files = course(des=texts(("A1", "", 'The "red" one, small', said)))
    unit = root_of(files).children[0]
    assert unit.title == 'The "red" one, small'
    assert unit.descriptions == {"und": said}


#: what a row of the .des file looks like, and the title read from it
ODD_ROWS = [
    ('"A1","","The "red" one",""', 'The "red" one'),
    ('A1,,The "red" one,', 'The "red" one'),
    ('"A1","","Title","Never closed', "Title"),
    ('"A1","","Never closed\r\n"A9","","Nine",""', "Never closed"),
    ('"A1", "" ,\t"Title" ,""', "Title"),
    ('"A1","","Title"', "Title"),
]


@pytest.mark.parametrize(("odd", "title"), ODD_ROWS)
def test_odd_quotation_marks_do_not_swallow_what_follows(odd: str, title: str) -> None:
    des = row("System_ID", "Developer_ID", "Title", "Description") + odd + "\r\n"
    assert root_of(course(des=des)).children[0].title == title


def test_columns_that_are_not_there_are_empty() -> None:
    files = course(au=table(("File_Name", "System_ID"), ("index.html", "A1")))
    unit = root_of(files).children[0]
    assert (unit.href, unit.mastery_score, unit.launch_data) == ("index.html", None, None)
    assert rules_of(files) == []


def test_a_table_without_names_of_columns_is_read_in_the_order_of_aicc() -> None:
    files = course(des=row("A1", "", "One", ""), cst=row("ROOT", "A1"))
    assert root_of(files).children[0].title == "One"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_cyrillic_titles_are_read_in_the_code_pages_of_their_tools(encoding: str) -> None:
    title, about = "Пожарная безопасность", "Огнетушители и их применение"
    files = course(
        crs=crs(Course_Title=title).encode(encoding),
        des=texts(("A1", "", about, "")).encode(encoding),
    )
    root = root_of(files)
    assert (root.title, root.children[0].title) == (title, about)


#: a title, whether letters of it were lost
LOST = [
    ("???????? ????????????", True),
    ("??? 1", True),
    ("What is fire?", False),
    ("Really???", False),
    ("?", False),
    ("Курс", False),
]


@pytest.mark.parametrize(("title", "lost"), LOST)
def test_letters_that_became_question_marks_are_told(title: str, *, lost: bool) -> None:
    for files in (
        course(des=texts(("A1", "", title, ""))),
        course(crs=crs(Course_Title=title)),
        course(crs=crs(description=title)),
    ):
        assert ("aicc.text-lost" in rules_of(files)) is lost


# The .crs file

CRS_WAYS = [
    crs().upper().replace("FIRE SAFETY", "Fire safety"),
    crs().replace("=", " = "),
    "; made by hand\r\n" + crs(),
    crs().replace("\r\n", "\r\n\r\n").replace("[Course]", "  [course]  "),
    crs(Course_Title='"Fire safety"'),
    crs().replace("[Course]\r\n", ""),
    crs().replace("Course_Title", "course title"),
]


@pytest.mark.clause("AICC-CMI001-CRS")
@pytest.mark.parametrize("text", CRS_WAYS)
def test_groups_and_keys_are_known_however_they_are_written(text: str) -> None:
    found = read(course(crs=text))
    assert found.course is not None
    assert found.course.title == "Fire safety"
    assert found.course.aicc is not None
    assert found.course.aicc.max_normal == 99
    assert found.findings == []


def test_the_description_is_free_text_up_to_a_group_that_aicc_knows() -> None:
    said = "First line\n\n; second=line\n[see page 4]\nlast"
    text = crs(description=said) + "[Course_Behavior]\r\nMax_Normal=7\r\n"
    found = course_of(course(crs=text))
    assert found.organization.root.descriptions == {"und": said}


@pytest.mark.parametrize(
    ("key", "said", "wrong"),
    [
        ("Total_AUs", "1", False),
        ("Total_AUs", "2", True),
        ("Total_AUs", "many", True),
        ("Total_Blocks", "0", False),
        ("Total_Blocks", "1", False),  # some count ROOT
        ("Total_Blocks", "2", True),
        ("Max_Fields_CST", "2", False),
        ("Max_Fields_CST", "9", False),
        ("Max_Fields_CST", "1", True),
    ],
)
def test_numbers_that_contradict_the_tables_are_told(key: str, said: str, *, wrong: bool) -> None:
    assert rules_of(course(crs=crs(**{key: said}))) == (["aicc.total-wrong"] if wrong else [])


# The structure

#: rows of the .cst file, the tree they make, rules that they break
STRUCTURES: list[tuple[Sequence[Sequence[str]], object, list[str]]] = [
    ([("ROOT", "A1", "A2", "A3")], ["A1", "A2", "A3"], []),
    ([("root", "A3"), ("Root", "A1"), ("ROOT", "A2")], ["A3", "A1", "A2"], []),
    ([("B1", "A2", "A3"), ("ROOT", "A1", "B1")], ["A1", {"B1": ["A2", "A3"]}], []),
    ([("ROOT", "a1", "b1"), ("B1", "A2"), ("b1", "a3")], ["A1", {"B1": ["A2", "A3"]}], []),
    (
        [("ROOT", "B1"), ("B1", "B2", "A3"), ("B2", "A1", "", "A2")],
        [{"B1": [{"B2": ["A1", "A2"]}, "A3"]}],
        [],
    ),
    ([("ROOT", "A1", "A2")], ["A1", "A2"], ["aicc.orphan"]),
    ([("ROOT", "A1", "A2", "A3", "A4")], ["A1", "A2", "A3"], ["aicc.member-unknown"]),
    ([("ROOT", "A1", "A2", "A1", "A3")], ["A1", "A2", "A3"], ["aicc.member-twice"]),
    (
        [("ROOT", "A1", "B1"), ("B1", "A2", "B1", "A3")],
        ["A1", {"B1": ["A2", "A3"]}],
        ["aicc.block-loop"],
    ),
    (
        [("ROOT", "B1"), ("B1", "A1", "ROOT", "A2", "A3")],
        [{"B1": ["A1", "A2", "A3"]}],
        ["aicc.block-loop"],
    ),
    ([("ROOT", "A1", "B1", "A2", "A3"), ("B1", "")], ["A1", "A2", "A3"], ["aicc.block-empty"]),
    ([("B1", "A2", "A3")], [{"B1": ["A2", "A3"]}, "A1"], ["aicc.root-missing"]),
    (
        [("ROOT", "A1"), ("A1", "A2", "A3")],
        [{"A1": ["A2", "A3"]}],
        ["aicc.unit-as-block"],
    ),
    ([("ROOT", "A1", "A2", "A3"), ("", "A1")], ["A1", "A2", "A3"], ["aicc.id-missing"]),
]


@pytest.mark.clause("AICC-CMI001-CST")
@pytest.mark.parametrize(("rows", "expected", "rules"), STRUCTURES)
def test_blocks_hold_their_members_in_order_and_each_element_once(
    rows: Sequence[Sequence[str]], expected: object, rules: list[str]
) -> None:
    described = texts(*((n, "", f"Title of {n}", "") for n in {"A1", "A2", "A3", *blocks_of(rows)}))
    files = course(
        crs=crs(
            Total_AUs="3",
            Total_Blocks=str(len(blocks_of(rows))),
            Max_Fields_CST=str(max(map(len, rows))),
        ),
        au=THREE,
        des=described,
        cst=blocks(*rows),
    )
    assert tree(root_of(files)) == {"ROOT": expected}
    assert rules_of(files) == rules


def blocks_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The blocks that rows are about, but the root."""
    return sorted({fields[0].upper() for fields in rows} - {"ROOT", ""})


@pytest.mark.clause("AICC-CMI001-FILES")
def test_without_a_structure_the_units_follow_each_other() -> None:
    files = course(crs=crs(Total_AUs="3"), au=THREE, des=THREE_TEXTS, cst=None)
    assert tree(root_of(files)) == {"ROOT": ["A1", "A2", "A3"]}
    assert "aicc.file-missing" in rules_of(files)


def test_files_of_another_name_are_taken_where_there_is_no_other() -> None:
    files = course(au=None, des=None) | {
        "Lesson.AU": units().encode(),
        "lesson.des": texts().encode(),
    }
    assert root_of(files).children[0].title == "Extinguishers"
    assert rules_of(files) == ["aicc.base-name"]


def test_of_several_courses_the_one_with_all_files_is_played() -> None:
    whole = {name.replace("course", "whole"): data for name, data in course().items()}
    files = {"a.crs": crs(Course_Title="Half").encode()} | whole
    assert course_of(files, "a.crs").title == "Fire safety"


def test_a_course_alone_among_descriptions_is_hosted_elsewhere() -> None:
    files = course(au=units(au("A1", "https://example.org/au.html")))
    del files["index.html"]
    found = read(files)
    assert found.course is not None
    assert [finding.severity for finding in found.findings] == ["warning"]


# Prerequisites, completion, objectives


@pytest.mark.clause("AICC-CMI001-PRE")
def test_prerequisites_stand_on_their_elements_by_the_names_of_the_course() -> None:
    pre = table(PRE, ("A2", "a1"), ("b1", '2*{A1, A2="p"}'), ("A3", "A1"), ("A3", "A2 | A1"))
    files = course(
        crs=crs(Total_AUs="3", Total_Blocks="1"),
        au=THREE,
        des=THREE_TEXTS,
        cst=blocks(("ROOT", "A1"), ("ROOT", "A2"), ("ROOT", "B1"), ("B1", "A3")),
        pre=pre,
    )
    said = {a.identifier: a.prerequisites for a in root_of(files).walk() if a.prerequisites}
    assert said == {"A2": "A1", "B1": '2*{A1, A2="passed"}', "A3": "A1 & (A2 | A1)"}
    assert rules_of(files) == []


@pytest.mark.clause("AICC-CMI001-SCRIPT")
def test_conditions_of_one_element_stay_together_as_short_as_one_may_be() -> None:
    files = course(pre=table(PRE, *[("A1", 'A1="p"')] * 1_000, ("A1", "A1" + "&A1=p" * 1_600)))
    script = root_of(files).children[0].prerequisites
    assert script is not None
    assert not isinstance(parse_script(script), Fault)  # the run-time reads it again
    assert {f.rule for f in read(files).findings} == {"aicc.script-wrong"}


def test_a_condition_that_cannot_be_understood_is_told_at_its_place_and_not_used() -> None:
    files = course(pre=table(PRE, ("A1", "A1 & *A2")))
    assert root_of(files).children[0].prerequisites is None
    (finding,) = read(files).findings
    assert (finding.rule, finding.file, finding.line) == ("aicc.script-wrong", "course.pre", 2)
    assert finding.column == len('"A1","A1 & ') + 1


@pytest.mark.parametrize("columns", [PRE, ("source", "target"), ("pre_from", "post_to")])
def test_the_first_column_depends_on_the_second_whatever_they_are_called(
    columns: Sequence[str],
) -> None:
    pre = table(columns, ("A2", "A1"))
    files = course(
        crs=crs(Total_AUs="3"),
        au=THREE,
        des=THREE_TEXTS,
        cst=blocks(("ROOT", "A1", "A2", "A3")),
        pre=pre,
    )
    assert root_of(files).children[1].prerequisites == "A1"


@pytest.mark.clause("AICC-CMI001-CMP")
def test_completion_requirements_stand_on_their_elements() -> None:
    cmp = table(
        CMP,
        ("ROOT", "A1 & A2", "P", "", ""),
        ("A1", "A2=passed", "completed", "A3", "a1"),
        ("A1", "~A2", "", "", ""),
    )
    files = course(
        crs=crs(Total_AUs="3", Max_Fields_CST="4"),
        au=THREE,
        des=THREE_TEXTS.replace(row("B1", "", "Part", ""), ""),
        cst=blocks(("ROOT", "A1", "A2", "A3")),
        cmp=cmp,
    )
    root = root_of(files)
    assert root.completions == (CompletionRequirement("A1 & A2", "passed"),)
    assert root.children[0].completions == (
        CompletionRequirement('A2="passed"', "completed", "A3", "A1"),
        CompletionRequirement("~A2", "completed"),
    )
    assert rules_of(files) == []


ORTS = [
    table(ORT, ("A1", "J1"), ("A1", "J2"), ("B1", "J2")),
    row("Course_Element", "Member", "Member") + row("A1", "J1", "J2") + row("B1", "J2", ""),
    table(ORT, ("J1", "A1"), ("J2", "A1"), ("J2", "B1")),
    table(("Objective_ID", "AU_System_ID"), ("J1", "A1"), ("J2", "A1"), ("J2", "B1")),
]


@pytest.mark.clause("AICC-CMI001-ORT")
@pytest.mark.clause("AICC-CMI001-DES")
@pytest.mark.parametrize("ort", ORTS)
def test_objectives_are_described_and_related_to_elements(ort: str) -> None:
    files = course(
        crs=crs(Total_Blocks="1"),
        des=texts(
            ("A1", "", "One", ""),
            ("B1", "", "Part", ""),
            ("J1", "", "Know the exits", "All of them"),
            ("J2", "", "Use an extinguisher", ""),
        ),
        cst=blocks(("ROOT", "B1"), ("B1", "A1")),
        ort=ort,
    )
    found = course_of(files)
    assert found.objectives == (
        Objective("J1", {"und": "Know the exits"}, {"und": "All of them"}),
        Objective("J2", {"und": "Use an extinguisher"}),
    )
    related = {a.identifier: a.objectives for a in found.organization.root.walk()}
    assert related == {"ROOT": (), "B1": ("J2",), "A1": ("J1", "J2")}
    assert rules_of(files) == []


@pytest.mark.clause("AICC-CMI001-IDS")
def test_an_id_names_one_element_whatever_its_case() -> None:
    rows = (au("A1", "index.html", Type="first"), au("a1", "lost.html", Type="second"))
    files = course(au=units(*rows))
    unit = root_of(files).children[0]
    assert unit.au is not None
    assert unit.au.kind == "first"
    assert rules_of(files) == ["aicc.id-twice"]


def test_a_unit_cannot_be_called_as_the_course_is() -> None:
    files = course(au=units(au(), au("root")), cst=None)
    assert tree(root_of(files)) == {"ROOT": ["A1"]}
    assert "aicc.id-twice" in rules_of(files)


def test_au_columns_are_those_of_the_reader() -> None:
    from packager.read.aicc_units import AU  # noqa: PLC0415

    assert AU.columns == AU_COLUMNS
