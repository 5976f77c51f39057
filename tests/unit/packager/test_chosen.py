"""Which packages the arguments of a command mean, and how an unpacked course becomes an archive."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from packager.chosen import NO_MATCH, NO_PACKAGE, NO_SUCH_FILE, NOT_A_FILE, Chosen, choose
from packager.unpacked import look_through, packed

TREE = [
    "b.zip",
    "a.ZIP",
    "notes.txt",
    "deep/er/c.zip",
    "deep/unpacked/imsmanifest.xml",
    "deep/unpacked/inner.zip",
    "deep/unpacked/sub/tincan.xml",
    "aicc/COURSE.CRS",
    "five/CMI5.xml",
    "empty/notes.txt",
    ".git/objects/d.zip",
]


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in TREE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(*arguments: str) -> list[str]:
    return [("[" + c.name + "]" if c.folder else c.name) for c in choose(arguments)]


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["b.zip", "a.ZIP"], ["b.zip", "a.ZIP"]),
        (["notes.txt"], ["notes.txt"]),  # a file that is named is meant, whatever it is called
        (
            ["."],
            ["a.ZIP", "b.zip", "[aicc]", "deep/er/c.zip", "[deep/unpacked]", "[five]"],
        ),
        (["deep/unpacked"], ["[deep/unpacked]"]),
        (["deep"], ["deep/er/c.zip", "[deep/unpacked]"]),
        (["*.zip"], ["b.zip"]),
        (["deep/**/*.zip"], ["deep/er/c.zip", "deep/unpacked/inner.zip"]),
        (["deep/**"], ["deep/er/c.zip", "[deep/unpacked]", "deep/unpacked/inner.zip"]),
        (["[ab].*"], ["a.ZIP", "b.zip"]),
        (["?.zip"], ["b.zip"]),
        (["n*.txt"], ["notes.txt"]),
        (["b.zip", ".", "b.zip"], ["b.zip", "a.ZIP", "[aicc]", "deep/er/c.zip"]),
        (["./b.zip", "b.zip", "deep/../b.zip"], ["b.zip"]),
    ],
)
def test_arguments_mean_packages(arguments: list[str], meant: list[str]) -> None:
    assert named(*arguments)[: len(meant)] == meant
    if "." not in arguments:
        assert len(named(*arguments)) >= len(meant)


def test_a_folder_holds_no_more_than_its_packages() -> None:
    assert len(choose(["."])) == 6


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tree: Path) -> None:
    (tree / "[ab].zip").write_bytes(b"x")
    assert named("[ab].zip") == ["[ab].zip"]


@pytest.mark.parametrize(
    ("argument", "problem"),
    [
        ("absent.zip", NO_SUCH_FILE),
        ("b.zip/inside", NO_SUCH_FILE),
        ("q*.zip", NO_MATCH),
        ("empty", NO_PACKAGE),
        ("/dev/null", NOT_A_FILE),
    ],
)
def test_an_argument_that_leads_nowhere_says_why(argument: str, problem: object) -> None:
    assert [chosen.problem for chosen in choose([argument])] == [problem]


def test_a_link_to_nothing_says_why(tree: Path) -> None:
    (tree / "gone.zip").symlink_to("nowhere.zip")
    assert [chosen.problem for chosen in choose(["gone.zip"])] == [NO_SUCH_FILE]


def test_a_pipe_is_not_waited_for(tree: Path) -> None:
    os.mkfifo(tree / "pipe.zip")
    assert [chosen.problem for chosen in choose(["pipe.zip"])] == [NOT_A_FILE]


def test_a_pipe_in_a_folder_is_no_package(tree: Path) -> None:
    os.mkfifo(tree / "empty" / "pipe.zip")
    assert [chosen.problem for chosen in choose(["empty"])] == [NO_PACKAGE]


def test_links_to_folders_are_not_followed_when_packages_are_looked_for(tree: Path) -> None:
    (tree / "empty" / "loop").symlink_to("..")
    assert [chosen.problem for chosen in choose(["empty"])] == [NO_PACKAGE]


def test_names_are_shown_without_what_controls_a_terminal_and_uncut() -> None:
    assert Chosen(Path("a\x1b.zip")).name == "a\\u001b.zip"
    assert Chosen(Path("д" * 300)).name == "д" * 300
    assert Chosen(Path(os.fsdecode(b"\xe3.zip"))).name == "\\udce3.zip"


def test_an_unpacked_course_becomes_an_archive_of_its_files(tree: Path) -> None:
    course = tree / "deep" / "unpacked"
    (course / ".git").mkdir()
    (course / ".git" / "config").write_bytes(b"x")
    (course / "урок.html").write_bytes(b"lesson")
    (course / "linked.zip").symlink_to("inner.zip")
    (course / "broken").symlink_to("nowhere")
    (course / "back").symlink_to("..")
    (course / "shared").symlink_to(tree / "five")
    found = look_through(course, 100)
    names = ["imsmanifest.xml", "inner.zip", "linked.zip", "урок.html", "shared/CMI5.xml"]
    names.append("sub/tincan.xml")
    assert [str(path.relative_to(course)) for path in found.files] == names
    assert found.size == sum(path.stat().st_size for path in found.files)
    with packed(course, found.files) as path, zipfile.ZipFile(path) as archive:
        assert archive.namelist() == names
        assert archive.read("урок.html") == b"lesson"
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    assert not path.exists()


def test_a_folder_of_too_many_files_is_not_listed_to_its_end(tree: Path) -> None:
    for number in range(20):
        (tree / f"{number}").mkdir()
        (tree / f"{number}" / "file").write_bytes(b"x")
    found = look_through(tree, 5)
    assert found.entries > 5
    assert len(found.files) < 20


def test_folders_that_link_to_each_other_come_to_an_end(tree: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tree / one).mkdir()
        (tree / one / "file").write_bytes(b"x")
        for number in range(4):
            (tree / one / f"link{number}").symlink_to(f"../{other}")
    found = {str(path.relative_to(tree)) for path in look_through(tree, 1000).files}
    assert {"a/file", "a/link0/file", "a/link3/file", "b/link0/file"} <= found
    assert not any(name.count("link") > 1 for name in found)


def test_folders_are_counted_too(tree: Path) -> None:
    for number in range(12):  # 2 to the power of 12 ways to the last one, and no file
        (tree / f"{number}").mkdir()
        for way in "ab":
            (tree / f"{number}" / way).symlink_to(f"../{number + 1}")
    assert 100 < look_through(tree, 100).entries < 200
