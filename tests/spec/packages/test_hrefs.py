"""Addresses in manifests: what they mean, which file they name, what browsers are given."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from packager.hrefs import Files, join_parameters, launch_url, resolve
from tests.manifests import RESOURCE_12, manifest_12, package

if TYPE_CHECKING:
    from tests.spec.packages.conftest import Look

# xml:base values, href -> kind, path, query and fragment
RESOLVED = [
    ((), "index.html", ("local", "index.html", "")),
    ((), "a/b.html?x=1&y=2#z", ("local", "a/b.html", "?x=1&y=2#z")),
    ((), "a.html#b?c", ("local", "a.html", "#b?c")),
    ((), " a.html ", ("local", "a.html", "")),
    ((), "./a/./b.html", ("local", "a/b.html", "")),
    ((), "a/../b.html", ("local", "b.html", "")),
    ((), "/a.html", ("local", "a.html", "")),
    ((), "a\\b.html", ("local", "a/b.html", "")),
    ((), "a.html?back=c:\\d", ("local", "a.html", "?back=c:\\d")),
    (("a/", "b/", "c/"), "d.html", ("local", "a/b/c/d.html", "")),
    (("a/", "", "c/"), "d.html", ("local", "a/c/d.html", "")),
    (("a/b/",), "../d.html", ("local", "a/d.html", "")),
    (("a/", "/b/"), "d.html", ("local", "b/d.html", "")),
    (("http://example.org/x/", "y/"), "d.html", ("external", "http://example.org/x/y/d.html", "")),
    (("a/",), "https://example.org/b?c", ("external", "https://example.org/b", "?c")),
    ((), "//example.org/b", ("external", "//example.org/b", "")),
    ((), "javascript:alert(1)", ("scheme", "javascript", "")),
    ((), "DATA:text/html,x", ("scheme", "data", "")),
    ((), "file:///etc/passwd", ("scheme", "file", "")),
    (("ftp://example.org/",), "x.html", ("scheme", "ftp", "")),
    ((), "../a.html", ("escapes", "../a.html", "")),
    (("a/",), "../../b.html", ("escapes", "../../b.html", "")),
    ((), "a\\..\\..\\b.html", ("escapes", "a\\..\\..\\b.html", "")),
    ((), "http://[::1", ("invalid", "http://[::1", "")),
    ((), "http:///x", ("invalid", "http:///x", "")),
    ((), "a\x01.html", ("invalid", "a\x01.html", "")),
    (("a//./b/c/../",), "./", ("local", "a/b", "")),
    (("../",), "a/b", ("escapes", "a/b", "")),
    (("..a/",), "..b", ("local", "..a/..b", "")),
]


@pytest.mark.clause("RFC3986-4.2")
@pytest.mark.clause("XMLBASE-4")
@pytest.mark.parametrize(("bases", "href", "meaning"), RESOLVED)
def test_an_address_means(bases: tuple[str, ...], href: str, meaning: tuple[str, str, str]) -> None:
    assert resolve(bases, href)[:3] == meaning


def test_long_bases_make_no_address_dear() -> None:
    """A base is written once and counts for each of a hundred thousand files."""
    files = Files(["a.html"])
    begun = time.perf_counter()
    for _ in range(10_000):
        for bases in (
            ("a/" * 4_000, "b/../" * 1_600),
            ("a/" * 400, "b/../" * 100),
            ("%41/" * 500,),
        ):
            files.find(resolve(bases, "../c.html").path)
    assert time.perf_counter() - begun < 4  # taking them apart each time took half a minute


FOUND = [
    ("a.html", "a.html", True),
    ("100%.html", "100%.html", True),
    ("план%20урока.html", "план урока.html", True),
    ("%D0%BF%D0%BB%D0%B0%D0%BD%20урока.html", "план урока.html", True),
    ("%EF%EB%E0%ED%20%F3%F0%EE%EA%E0.html", "план урока.html", True),
    ("A.HTML", "a.html", False),
    ("и\u0306од.html", "йод.html", False),
    ("twin.html", None, True),
    ("b.html", None, True),
    ("", None, True),
]


@pytest.mark.clause("RFC3986-6.2.2.1")
@pytest.mark.parametrize(("path", "name", "exact"), FOUND)
def test_a_path_names_a_file(path: str, name: str | None, *, exact: bool) -> None:
    names = ["a.html", "100%.html", "план урока.html", "йод.html", "Twin.html", "TWIN.html"]
    match = Files(names).find(path)
    assert (match and match.name) == name
    assert match is None or match.exact == exact


# href, parameters -> launch address
JOINED = [
    ("a.html", None, "a.html"),
    ("a.html", "", "a.html"),
    ("a.html", "?", "a.html"),
    ("a.html", "?b=1", "a.html?b=1"),
    ("a.html", "b=1", "a.html?b=1"),
    ("a.html", "&b=1", "a.html?b=1"),
    ("a.html", "?&?b=1", "a.html?b=1"),
    ("a.html?c=2", "?b=1", "a.html?c=2&b=1"),
    ("a.html", "#b", "a.html#b"),
    ("a.html?c=2", "#b", None),
    ("a.html#c", "#b", None),
    ("a.html#c", "?b=1", "a.html?b=1#c"),
    ("a.html", "?name=урок 1", "a.html?name=%D1%83%D1%80%D0%BE%D0%BA%201"),
    ("a.html", "?b=%20&c=100%25", "a.html?b=%20&c=100%25"),
    ("a.html", '?b="><script>', "a.html?b=%22%3E%3Cscript%3E"),
    ("a.html", "?b=1\n2", "a.html?b=12"),
]


@pytest.mark.clause("SCORM2004-CAM-3.4.1-ITEM-PARAMETERS")
@pytest.mark.parametrize(("href", "parameters", "url"), JOINED)
def test_parameters_are_joined_to_an_address(
    href: str, parameters: str | None, url: str | None
) -> None:
    assert join_parameters(href, parameters) == url


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("a/b.html", "a/b.html"),
        ("100%.html", "100%25.html"),
        ("план урока.html", "%D0%BF%D0%BB%D0%B0%D0%BD%20%D1%83%D1%80%D0%BE%D0%BA%D0%B0.html"),
        ("a?b#c.html", "a%3Fb%23c.html"),
        ("a+b&c~d'e.html", "a+b&c~d'e.html"),
    ],
)
def test_a_name_is_encoded_once_in_its_address(name: str, url: str) -> None:
    assert launch_url(name, "") == url


# xml:base of manifest, resources, resource; href; file -> launch address, rule
LAUNCHED = [
    ("", "", "", "a%20b.html?c", "a b.html", "a%20b.html?c", "scorm.href-encoded"),
    ("x/", "y/", "z/", "a.html", "x/y/z/a.html", "x/y/z/a.html", None),
    ("", "", "z", "a.html", "z/a.html", "z/a.html", "scorm.base-slash"),
    ("x", "y", "z", "a.html", "x/y/z/a.html", "x/y/z/a.html", "scorm.base-slash"),
    ("", "", "z/w", "a.html", "z/a.html", "z/a.html", None),
    ("", "", "", "dir\\a.html", "dir/a.html", "dir/a.html", "scorm.href-normalised"),
    ("", "", "", "A.html", "a.html", "a.html", "scorm.href-case"),
    (
        "",
        "",
        "",
        "Урок%201.pdf",
        "Урок 1.pdf",
        "%D0%A3%D1%80%D0%BE%D0%BA%201.pdf",
        "scorm.href-encoded",
    ),
    ("", "", "", "%F3%EA.pdf", "ук.pdf", "%D1%83%D0%BA.pdf", "scorm.href-code-page"),
    ("", "", "", "./a//b.html", "a/b.html", "a/b.html", None),
]


@pytest.mark.parametrize(
    ("base", "resources_base", "own_base", "href", "file", "url", "rule"), LAUNCHED
)
def test_a_resource_starts_the_file_that_its_address_means(
    base: str,
    resources_base: str,
    own_base: str,
    href: str,
    file: str,
    url: str,
    rule: str | None,
    look: Look,
) -> None:
    own = f' xml:base="{own_base}" type=' if own_base else " type="
    resource = RESOURCE_12.replace('"index.html"', f'"{href}"').replace(" type=", own)
    manifest = manifest_12(None, resource, base=base, resources_base=resources_base)
    inspection = look(package(manifest, {file: b"x"}))
    assert inspection.course is not None, [f.rule for f in inspection.report.findings]
    assert inspection.course.organization.root.children[0].href == url
    assert inspection.course.resources[0].files == (file,)
    assert {f.rule for f in inspection.report.findings} == ({rule} if rule else set())


@pytest.mark.parametrize("scheme", ["https:", ""])
def test_an_external_launch_address_is_kept_whole(scheme: str, look: Look) -> None:
    address = f"{scheme}//example.org/курс?a=1"
    resource = RESOURCE_12.replace('href="index.html"', f'href="{address}"', 1)
    course = look(package(manifest_12(None, resource))).course
    assert course is not None
    assert course.organization.root.children[0].href == (
        "https://example.org/%D0%BA%D1%83%D1%80%D1%81?a=1"
    )
