"""`cursus build`: packages out of folders and files, in every standard."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits
from packager.write.course_file import LARGEST
from packager.write_cli import build
from tests.pdf_builder import LINK, build_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from packager.model import Activity

STANDARDS = ["scorm12", "scorm2004-2nd", "scorm2004-3rd", "scorm2004-4th", "aicc", "cmi5"]
WRAPPING = [standard for standard in STANDARDS if standard != "cmi5"]
TALKS = {
    "scorm12": "<script>api.LMSInitialize('')</script>",
    "scorm2004-2nd": "<script>parent.API_1484_11.Initialize('')</script>",
    "scorm2004-3rd": "<script>parent.API_1484_11.Initialize('')</script>",
    "scorm2004-4th": "<script>parent.API_1484_11.Initialize('')</script>",
    "aicc": "<script>get('AICC_SID')</script>",
    "cmi5": "<script>cmi5.start()</script>",
}


def run(source: Path, standard: str = "scorm12", *more: str, lang: str = "en") -> Result:
    target = source.parent / f"{standard}.zip"
    arguments = [str(source), "--standard", standard, "-o", str(target), "--lang", lang, *more]
    return CliRunner().invoke(build, arguments)


def built(source: Path, standard: str = "scorm12", *more: str) -> Inspection:
    """Build, and judge what came of it."""
    result = run(source, standard, *more)
    assert result.exit_code == 0, result.output
    inspection = inspect(source.parent / f"{standard}.zip", ArchiveLimits())
    assert inspection.report.conformant
    assert inspection.course is not None
    return inspection


def items(inspection: Inspection) -> list[Activity]:
    assert inspection.course is not None
    root = inspection.course.organization.root
    return [activity for activity in root.walk() if activity is not root]


def names(inspection: Inspection) -> set[str]:
    assert inspection.index is not None
    return set(inspection.index.entries)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "Курс по охране труда"
    path.mkdir()
    return path


def written(folder: Path, **files: str) -> Path:
    """Put files into a folder: `a__b_html` is a/b.html."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_folder_with_a_start_page_is_a_package(folder: Path, standard: str) -> None:
    page = f"<title>Введение</title>{TALKS[standard]}"
    inspection = built(written(folder, index_html=page, img__a_svg="<svg/>"), standard)
    (item,) = items(inspection)
    assert (item.title, item.href) == ("Введение", "index.html")
    assert {"index.html", "img/a.svg"} <= names(inspection)


@pytest.mark.parametrize("standard", WRAPPING)
def test_a_page_that_talks_to_nobody_is_wrapped_and_that_is_said(
    folder: Path, standard: str
) -> None:
    written(folder, index_html="<title>Памятка</title>Текст")
    result = run(folder, standard)
    assert "index.html does not talk to an LMS" in result.output
    inspection = built(folder, standard, "--force")
    assert [item.href for item in items(inspection)] == ["cursus/1/index.html"]
    assert inspection.course is not None
    assert inspection.course.title == "Памятка"


COURSE = """
title = "Охрана труда"
identifier = "ohrana"
language = "ru"
description = "Вводный курс"
order = "linear"

[[items]]
id = "intro"
title = "Введение"
href = "intro/index.html"

[[items]]
title = "Инструкции"

[[items.items]]
id = "heights"
href = "docs/heights.pdf"

[[items.items]]
id = "page"
href = "docs/page.html"
kind = "asset"

[[items]]
id = "test"
title = "Проверка"
href = "test/index.html?mode=exam"
mastery_score = 80
time_limit = "00:45:00"
time_limit_action = "exit,message"
launch_data = "x=1"
prerequisites = ["intro"]
"""


def course(folder: Path, standard: str) -> Path:
    page = f"<title>Страница</title>{TALKS[standard]}"
    written(folder, course_toml=COURSE, intro__index_html=page, test__index_html=page)
    written(folder, docs__page_html="<title>Справка</title>", shared__a_js="", test__q_js="")
    (folder / "docs/heights.pdf").write_bytes(build_pdf("One", "Two"))
    return folder


@pytest.mark.parametrize("standard", WRAPPING)
def test_a_course_file_describes_a_course(folder: Path, standard: str) -> None:
    inspection = built(course(folder, standard), standard)
    found = {item.title: item for item in items(inspection)}
    assert list(found) == ["Введение", "Инструкции", "Fire safety", "Справка", "Проверка"]
    assert found["Fire safety"].href == "cursus/1/index.html"
    assert found["Проверка"].href == "test/index.html?mode=exam"
    assert found["Проверка"].launch_data == "x=1"
    assert found["Проверка"].limits.time_limit_action == "exit,message"
    assert inspection.course is not None
    assert inspection.course.title == "Охрана труда"
    assert {"course.toml"} & names(inspection) == set()
    parts = [part for part in found.values() if part.children]
    assert [[child.title for child in part.children] for part in parts] == [
        ["Fire safety", "Справка"]
    ]


def test_scorm_12_says_order_and_score_in_its_words(folder: Path) -> None:
    found = {item.identifier: item for item in items(built(course(folder, "scorm12")))}
    assert {name: item.prerequisites for name, item in found.items()} == {
        "intro": None,
        "item-2": None,
        "heights": "intro",
        "page": "heights",
        "test": "intro&page",
    }
    assert found["test"].mastery_score == 80
    assert found["test"].limits.max_time_allowed == "0000:45:00"


def test_scorm_2004_says_order_and_score_by_sequencing(folder: Path) -> None:
    inspection = built(course(folder, "scorm2004-4th"), "scorm2004-4th")
    found = {item.identifier: item for item in items(inspection)}
    test = found["test"]
    assert test.scaled_passing_score == 0.8
    assert test.limits.max_time_allowed == "PT0H45M0S"
    assert test.sequencing is not None
    actions = [rule.action for rule in test.sequencing.pre_conditions]
    assert actions == ["stopForwardTraversal", "disabled"]
    intro = found["intro"].sequencing
    assert intro is not None
    assert intro.primary_objective is not None
    (told,) = intro.primary_objective.maps
    (waiting,) = test.sequencing.objectives
    assert told.write_satisfied_status
    assert [m.target for m in waiting.maps] == [told.target]
    assert inspection.course is not None
    control = inspection.course.organization.root.sequencing
    assert control is not None
    assert (control.control_mode.flow, control.control_mode.choice) == (True, True)


def test_aicc_says_order_and_score_in_its_words(folder: Path) -> None:
    found = {item.title: item for item in items(built(course(folder, "aicc"), "aicc"))}
    assert found["Проверка"].mastery_score == 80
    assert found["Проверка"].prerequisites is not None
    data = zipfile.ZipFile(folder.parent / "aicc.zip").read("course.au")
    assert data.count(b"\n") == data.count(b"\r\n") > 0


def test_files_of_a_folder_belong_to_the_part_that_starts_there(folder: Path) -> None:
    inspection = built(course(folder, "scorm12"))
    assert inspection.course is not None
    files = {r.identifier: set(r.files) for r in inspection.course.resources}
    assert files["test-resource"] == {"test/index.html", "test/q.js"}
    assert "docs/heights.pdf" in files["heights-resource"]
    assert "shared/a.js" in files["shared-files"]
    every = [name for names in files.values() for name in names]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004-3rd"])
def test_a_single_resource_starts_every_part(folder: Path, standard: str) -> None:
    course(folder, standard)
    text = (folder / "course.toml").read_text("utf-8")
    (folder / "course.toml").write_text(text.replace("order =", "single_resource = true\norder ="))
    inspection = built(folder, standard)
    assert inspection.course is not None
    (resource,) = inspection.course.resources
    assert resource.href == "cursus/start.html"
    starts = [item.href for item in items(inspection) if item.href]
    assert starts == [f"cursus/start.html?part={n}" for n in range(4)]
    page = zipfile.ZipFile(folder.parent / f"{standard}.zip").read("cursus/start.html").decode()
    assert '"../test/index.html?mode=exam"' in page


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_same_folder_gives_the_same_bytes(folder: Path, standard: str) -> None:
    written(folder, index_html=TALKS[standard], b_js="b", a_js="a")
    built(folder, standard)
    first = (folder.parent / f"{standard}.zip").read_bytes()
    (folder / "a.js").touch()
    built(folder, standard, "--force")
    assert (folder.parent / f"{standard}.zip").read_bytes() == first


def test_a_pdf_is_pictures_with_their_text_and_links(tmp_path: Path) -> None:
    source = tmp_path / "rules.pdf"
    source.write_bytes(build_pdf("Keep the doors closed", "Leave by the stairs"))
    inspection = built(source)
    with zipfile.ZipFile(tmp_path / "scorm12.zip") as package:
        page = package.read("cursus/1/index.html").decode()
        assert package.read("rules.pdf") == source.read_bytes()
        assert package.read("cursus/1/1.webp")[8:12] == b"WEBP"
    assert page.count("<section ") == 2
    assert ">Keep the doors closed </text>" in page
    assert f'href="{LINK}"' in page
    assert '<html lang="en">' in page
    assert [item.title for item in items(inspection)] == ["Fire safety"]


def test_captions_beside_a_film_are_taken_along(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(b"a film")
    for name in ("film.vtt", "film.ru.vtt", "other.vtt"):
        (tmp_path / name).write_text("WEBVTT")
    inspection = built(source)
    assert {"film.mp4", "film.vtt", "film.ru.vtt"} <= names(inspection)
    assert "other.vtt" not in names(inspection)
    page = zipfile.ZipFile(tmp_path / "scorm12.zip").read("cursus/1/index.html").decode()
    assert '<track kind="captions" src="../../film.ru.vtt" srclang="ru"' in page


def test_a_web_page_takes_along_what_it_uses(tmp_path: Path) -> None:
    source = tmp_path / "memo.html"
    text = '<link href="a.css" rel=stylesheet><img src="img/b%20c.png"><a href="x.html">x</a>'
    source.write_text(text + '<img src="https://example.org/d.png"><img src="gone.png">')
    (tmp_path / "img").mkdir()
    (tmp_path / "a.css").write_text("p {}")
    (tmp_path / "img/b c.png").write_bytes(b"png")
    result = run(source)
    assert result.exit_code == 0
    assert "The page uses gone.png, which is not there." in result.output
    found = names(built(source, "scorm12", "--force"))
    assert {"memo.html", "a.css", "img/b c.png"} <= found
    assert not {"x.html", "d.png"} & found


REFUSED = [
    ({}, "has neither course.toml nor index.html"),
    ({"imsmanifest_xml": "<manifest/>", "index_html": ""}, "it is a package already"),
    ({"course_toml": "titel = 1", "index_html": ""}, "course.toml, line 1, titel"),
    (
        {"course_toml": "[[items]]\nhref = 'a.html'"},
        "items[1].href: there is no file a.html.",
    ),
    (
        {"course_toml": "[[items]]\nhref = '../a.html'"},
        "items[1].href: ../a.html is outside of the folder.",
    ),
    ({"course_toml": "[[items]]\ntitle = 'a'"}, "items[1]: needs `href`, or `items` of its own."),
    (
        {
            "course_toml": "[[items]]\nhref = 'a.html'\n[[items.items]]\nhref = 'a.html'",
            "a_html": "",
        },
        "items[1]: has `href` and `items`",
    ),
    (
        {"course_toml": "[[items]]\nhref='a.html'\nid='A'\n" * 2, "a_html": "LMSInitialize"},
        "the id A stands twice.",
    ),
    (
        {"course_toml": "[[items]]\nhref='a.html'\nprerequisites=['B']", "a_html": "LMSInitialize"},
        "there is no item B that can be started.",
    ),
    ({"course_toml": "[[items]]\nhref = 'a.avi'", "a_avi": ""}, "browsers do not play files"),
    ({"index_html": "", "cursus__a_html": ""}, "rename that folder"),
]


@pytest.mark.parametrize(("files", "said"), REFUSED, ids=[said[:30] for _, said in REFUSED])
def test_what_an_author_has_to_change_is_said(
    folder: Path, files: dict[str, str], said: str
) -> None:
    result = run(written(folder, **files))
    assert result.exit_code == 1
    assert said in result.output
    assert not (folder.parent / "scorm12.zip").exists()


@pytest.mark.parametrize("link", ["secret.txt", "media/secret", "film.vtt"])
def test_nothing_outside_of_the_folder_comes_in_by_a_link(folder: Path, link: str) -> None:
    secret = folder.parent / "secrets" / "key.vtt"
    secret.parent.mkdir()
    secret.write_text("secret", "utf-8")
    written(folder, index_html="LMSInitialize", film_mp4="", media__a_txt="")
    (folder / link).symlink_to(secret if "." in link else secret.parent)
    result = run(folder)
    assert result.exit_code == 1
    assert f"{link} is a link that leads out of the folder" in result.output
    assert not (folder.parent / "scorm12.zip").exists()


def test_a_link_to_a_file_of_the_folder_is_the_file_and_one_to_a_folder_is_told(
    folder: Path,
) -> None:
    written(folder, index_html="LMSInitialize", media__a_txt="x")
    (folder / "b.txt").symlink_to("media/a.txt")
    (folder / "again").symlink_to("media")
    inspection = built(folder)
    assert {"b.txt", "media/a.txt"} <= names(inspection)
    assert not any(name.startswith("again") for name in names(inspection))
    assert (
        "again is a link to a folder, which is not followed."
        in run(folder, "scorm12", "--force").output
    )


def test_a_page_and_a_film_take_nothing_along_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    course = tmp_path / "course"
    course.mkdir()
    (course / "page.html").write_text("<img src='a/secret'><img src='b'>", "utf-8")
    (course / "a").symlink_to("..")
    (course / "b").symlink_to("../secret")
    (course / "film.mp4").write_bytes(b"")
    (course / "film.vtt").symlink_to("../secret")
    for name, absent in (("page.html", {"a/secret", "b"}), ("film.mp4", {"film.vtt"})):
        result = run(course / name, "scorm12", "--force")
        assert result.exit_code == 0, result.output
        inspection = inspect(course / "scorm12.zip", ArchiveLimits())
        assert not absent & names(inspection)


def test_a_name_that_is_no_utf_8_is_refused_with_a_sentence(folder: Path) -> None:
    written(folder, index_html="LMSInitialize")
    (folder / os.fsdecode("файл.html".encode("cp1251"))).write_text("x", "utf-8")
    result = run(folder)
    assert result.exit_code == 1
    assert "is not in UTF-8: rename" in result.output


def test_a_single_file_whose_name_is_no_utf_8_is_refused_with_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode("файл.html".encode("cp1251"))
    source.write_text("x", "utf-8")
    result = run(source)
    assert result.exit_code == 1
    assert "is not in UTF-8: rename" in result.output


def test_nothing_of_a_name_controls_the_terminal(folder: Path) -> None:
    for name in ("a\x1b[31m", "\u202ea"):
        page = folder.parent / f"{name}.html"
        page.write_text("<img src='b\x9b.png'>", "utf-8")
        output = run(page).output
        assert f"\\u{ord(name.strip('a[31m')):04x}" in output
        assert not {"\x1b", "\u202e", "\x9b"} & set(output)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("items = " + "[{items = " * 3000 + "[]" + "}]" * 3000, "nested too deeply"),
        ("# " + "x" * LARGEST, "larger than 1048576 bytes"),
    ],
    ids=["deep", "long"],
)
def test_a_course_file_beyond_all_measure_is_told(folder: Path, text: str, said: str) -> None:
    result = run(written(folder, index_html="LMSInitialize", course_toml=text))
    assert result.exit_code == 1
    assert said in result.output


def test_refusals_are_said_in_russian_too(folder: Path) -> None:
    result = run(folder, lang="ru")
    assert "нет ни course.toml, ни index.html" in result.output


def test_a_locked_or_broken_pdf_is_told(tmp_path: Path) -> None:
    source = tmp_path / "broken.pdf"
    source.write_bytes(b"%PDF-1.4 and nothing")
    result = run(source)
    assert result.exit_code == 1
    assert "broken.pdf is no PDF that can be read." in result.output


def test_documents_are_not_wrapped_for_cmi5(tmp_path: Path) -> None:
    source = tmp_path / "rules.pdf"
    source.write_bytes(build_pdf("x"))
    result = run(source, "cmi5")
    assert result.exit_code == 1
    assert "cannot be wrapped for cmi5" in result.output


def test_content_that_talks_to_another_lms_is_told(folder: Path) -> None:
    written(folder, index_html=TALKS["scorm12"])
    result = run(folder, "scorm2004-4th")
    assert result.exit_code == 0
    assert "The files seem to talk SCORM 1.2, not SCORM 2004" in result.output


def test_what_systems_leave_about_and_what_is_excluded_stays_out(folder: Path) -> None:
    written(folder, index_html="LMSInitialize", course_toml="exclude = ['*.psd', 'drafts/*']")
    written(folder, Thumbs_db="", a_psd="", drafts__b_html="", _git__config="")
    assert {name for name in names(built(folder)) if not name.endswith(".xsd")} == {
        "imsmanifest.xml",
        "index.html",
    }


def test_a_file_that_is_there_is_kept_unless_forced(folder: Path) -> None:
    written(folder, index_html="LMSInitialize")
    (folder.parent / "scorm12.zip").write_bytes(b"old")
    result = run(folder)
    assert result.exit_code == 2
    assert "--force" in result.output
    assert (folder.parent / "scorm12.zip").read_bytes() == b"old"
    assert run(folder, "scorm12", "--force").exit_code == 0


def test_a_package_that_is_written_into_its_own_folder_does_not_hold_the_one_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, index_html="LMSInitialize")
    monkeypatch.chdir(folder)
    arguments = [".", "--standard", "scorm12", "--force"]
    packages = []
    for _ in range(2):
        assert CliRunner().invoke(build, arguments).exit_code == 0
        packages.append((folder / f"{folder.name}-scorm12.zip").read_bytes())
    assert packages[0] == packages[1]


def test_a_source_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere").exit_code == 2


def test_a_folder_that_cannot_be_written_to_is_wrong_use(folder: Path) -> None:
    written(folder, index_html="LMSInitialize")
    arguments = [str(folder), "--standard", "scorm12", "-o", str(folder / "no/such/a.zip")]
    assert CliRunner().invoke(build, arguments).exit_code == 2
