"""What a portal may ask of a launch."""

from __future__ import annotations

import pytest

from runtime.launches import UnsuitableLaunch, exit_of, origin_of


@pytest.mark.parametrize(
    ("redirect", "way", "url"),
    [
        ("", "message", None),
        ("Message", "message", None),
        ("CLOSER", "closer", None),
        (" blank ", "blank", None),
        ("https://portal.example.org/a?b#c", "url", "https://portal.example.org/a?b#c"),
        (" http://портал.рф/ ", "url", "http://портал.рф/"),
    ],
)
def test_the_end_is_a_word_in_any_case_or_a_web_address(
    redirect: str, way: str, url: str | None
) -> None:
    assert exit_of(redirect) == (way, url)


@pytest.mark.parametrize(
    "redirect",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//portal.example.org/",
        "/relative",
        "https:",
        "https:///path",
        "https://[::1/",
        "https://portal.example.org:99999/",
        "https://portal.example.org\\@evil.example.org/",
        "https://evil.example.org\\@portal.example.org/",
        "https://portal.example.org;x/",
        "ftp://portal.example.org/",
        "somewhere",
        "https://portal.example.org/" + "x" * 2000,
    ],
)
def test_anything_else_is_refused(redirect: str) -> None:
    with pytest.raises(UnsuitableLaunch):
        exit_of(redirect)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://portal.example.org/a/b?c", "https://portal.example.org"),
        ("https://portal.example.org:443/", "https://portal.example.org"),
        ("http://portal.example.org:80", "http://portal.example.org"),
        ("http://localhost:8090/x", "http://localhost:8090"),
        ("HTTPS://Portal.Example.ORG/", "https://portal.example.org"),
        ("http://user:secret@portal.example.org/", "http://portal.example.org"),
        ("http://[::1]:8090/", "http://[::1]:8090"),
        (None, None),
        ("https://portal.example.org:99999/", None),
        ("https://[::1/", None),
        ("ftp://portal.example.org/", None),
        ("https://portal.example.org; script-src */", None),
    ],
)
def test_an_origin_is_scheme_host_and_port_that_is_not_the_default(
    address: str | None, origin: str | None
) -> None:
    assert origin_of(address) == origin
