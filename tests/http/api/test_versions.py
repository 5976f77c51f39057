"""Versions: listed, judged, compared, downloaded, deleted; learners stay on theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from runtime.services import SERVICES
from tests.course_structures import au, structure
from tests.manifests import ITEM, manifest_12, manifest_2004, organization, organizations, package
from tests.packages import scorm12

if TYPE_CHECKING:
    from tests.http.api.conftest import Caller, Client

SECOND = ITEM.replace('"I"', '"J"').replace("Lesson", "Second")
TWO_LESSONS = package(manifest_12(organizations(organization(ITEM + SECOND))))
ONE_LESSON = package(
    manifest_12(organizations(organization(ITEM.replace('"I"', '"K"')))),
    {"index.html": b"<title>Lesson, revised</title>", "more.html": b"<p>"},
)


async def upload_both(portal: Caller) -> None:
    await portal.upload(TWO_LESSONS, "c")
    await portal.upload(ONE_LESSON, "c", mayCreateNewVersion="true")


async def play(client: Client, link: str) -> tuple[str, str]:
    """Open a launch link as a browser does; return the player's page and its host."""
    host, path = link.removeprefix("http://").split("/", 1)
    headers = {"Host": host}
    async with client.post("/" + path, headers=headers, allow_redirects=False) as exchanged:
        assert exchanged.status == 303, await exchanged.text()
        player = exchanged.headers["Location"]
    async with client.get(player, headers=headers) as answer:
        return await answer.text(), host


async def test_a_learner_in_the_middle_stays_on_the_version_that_was_begun(
    portal: Caller, client: Client
) -> None:
    await portal.upload(scorm12("One", page="<title>one</title>"), "c")
    await portal.register("begun")
    link = (await portal("POST", "/registrations/begun/launchLink", json={}))["launchLink"]
    page, host = await play(client, link)
    assert "One" in page
    await portal.upload(scorm12("Two", page="<title>two</title>"), "c", mayCreateNewVersion="true")
    await portal.register("later")
    assert (await portal("GET", "/registrations/begun"))["course"]["version"] == 0
    assert (await portal("GET", "/registrations/later"))["course"]["version"] == 1
    link = (await portal("POST", "/registrations/begun/launchLink", json={}))["launchLink"]
    page, same_host = await play(client, link)
    assert "One" in page
    assert host == same_host
    label = host.split(".")[0]
    file = client.app[SERVICES].content.prefix(label) + "index.html"
    async with client.get(file, headers={"Host": host}) as answer:
        assert "one" in await answer.text()


async def test_versions_are_told_with_their_registrations(portal: Caller) -> None:
    await upload_both(portal)
    await portal.register("r")
    query = "includeRegistrationCount=true"
    told = (await portal("GET", f"/courses/c/versions?{query}"))["courses"]
    assert [(v["version"], v["registrationCount"]) for v in told] == [(0, 0), (1, 1)]
    first = await portal("GET", f"/courses/c/versions/0?{query}")
    assert (first["version"], first["registrationCount"]) == (0, 0)
    titles = [child["title"] for child in first["rootActivity"]["children"]]
    assert titles == ["Lesson", "Second"]
    assert (await portal("GET", f"/courses/c?{query}"))["registrationCount"] == 1
    assert (await portal("GET", f"/courses?{query}"))["courses"][0]["registrationCount"] == 1


@pytest.mark.parametrize(
    ("query", "versions"),
    [("since=2000-01-01", 2), ("since=2100-01-01", 0), ("until=2000-01-01", 0)],
)
async def test_versions_are_listed_by_when_they_came(
    portal: Caller, query: str, versions: int
) -> None:
    await upload_both(portal)
    assert len((await portal("GET", f"/courses/c/versions?{query}"))["courses"]) == versions


@pytest.mark.parametrize(("language", "words"), [("en", "organization"), ("ru", "рганизаци")])
async def test_what_was_found_in_a_version_is_told_with_both_verdicts_and_its_source(
    portal: Caller, language: str, words: str
) -> None:
    await portal.upload(package(manifest_12(organizations(default="NONE"))), "c")
    await portal.upload(scorm12(), "c", mayCreateNewVersion="true")
    portal.headers["Accept-Language"] = language
    told = await portal("GET", "/courses/c/versions/0/findings")
    assert (told["courseId"], told["version"]) == ("c", 0)
    assert (told["playable"], told["conformant"]) == (True, False)
    warning = next(f for f in told["findings"] if f["severity"] == "warning")
    assert words in warning["message"]
    assert {"rule", "file", "line", "hint", "mended"} <= warning.keys()
    newest = await portal("GET", "/courses/c/versions/1/findings")
    assert newest == {
        "courseId": "c",
        "version": 1,
        "playable": True,
        "conformant": True,
        "findings": [],
    }


@pytest.mark.parametrize(
    ("language", "verdict"),
    [("en", "lose them in 2"), ("ru", "потеряются в 2")],
)
async def test_what_is_different_in_a_version_is_told(
    portal: Caller, client: Client, language: str, verdict: str
) -> None:
    await portal.upload(TWO_LESSONS, "c")
    await portal.register("r")
    link = (await portal("POST", "/registrations/r/launchLink", json={}))["launchLink"]
    await play(client, link)
    await portal.upload(ONE_LESSON, "c", mayCreateNewVersion="true")
    portal.headers["Accept-Language"] = language
    told = await portal("GET", "/courses/c/versions/1/diff")
    assert told == await portal("GET", "/courses/c/versions/1/diff?from=0")
    assert (told["courseId"], told["from"], told["to"]) == ("c", 0, 1)
    assert told["removed"]["items"][0]["title"] == "Second"
    assert told["reidentified"] == {
        "count": 1,
        "items": [
            {"title": "Lesson", "before": "I", "after": "K", "by": "title", "bookmarks": True}
        ],
    }
    assert told["files"]["changed"]["items"] == ["imsmanifest.xml", "index.html"]
    assert told["files"]["added"]["items"] == ["more.html"]
    assert (told["kept"], told["lost"]) == (0, 2)
    assert verdict in told["verdict"]
    assert told["learners"]["underWay"] == 1


async def test_a_version_may_be_compared_with_a_later_one(portal: Caller) -> None:
    await upload_both(portal)
    told = await portal("GET", "/courses/c/versions/0/diff?from=1")
    assert told["added"]["items"][0]["title"] == "Second"


@pytest.mark.parametrize("query", ["", "?from=x", "?from=-1", "?from=99999999999"])
async def test_there_must_be_something_to_compare_with(portal: Caller, query: str) -> None:
    await portal.upload(scorm12(), "c")
    problem = await portal("GET", f"/courses/c/versions/0/diff{query}", status=400)
    assert problem["type"] == "urn:cursus:problem:invalid-parameter"


@pytest.mark.parametrize("path", ["", "/findings", "/diff?from=0", "/zip"])
async def test_a_version_that_is_not_there_is_not_found(portal: Caller, path: str) -> None:
    await portal.upload(scorm12(), "c")
    problem = await portal("GET", f"/courses/c/versions/7{path}", status=404)
    assert "could not find course id c in version 7" in problem["message"]


async def test_a_version_is_deleted_with_its_registrations_and_the_others_stay(
    portal: Caller, client: Client
) -> None:
    await portal.upload(scorm12("One"), "c")
    await portal.register("of-one")
    await portal.upload(scorm12("Two"), "c", mayCreateNewVersion="true")
    await portal.register("of-two")
    await portal("DELETE", "/courses/c/versions/1", data="{}", status=204)
    await portal("GET", "/registrations/of-two", status=404)
    await portal("GET", "/courses/c/versions/1", status=404)
    assert (await portal("GET", "/courses/c"))["title"] == "One"
    link = (await portal("POST", "/registrations/of-one/launchLink", json={}))["launchLink"]
    assert "One" in (await play(client, link))[0]
    await portal("DELETE", "/courses/c/versions/1", status=404)
    await portal("DELETE", "/courses/c/versions/0", status=204)
    await portal("GET", "/courses/c", status=404)
    await portal("GET", "/registrations/of-one", status=404)


async def test_a_course_that_was_deleted_and_imported_anew_plays_as_it_is_now(
    portal: Caller, client: Client
) -> None:
    for title in ("Old", "New"):
        await portal.upload(scorm12(title), "c")
        await portal.register("r")
        link = (await portal("POST", "/registrations/r/launchLink", json={}))["launchLink"]
        assert title in (await play(client, link))[0]
        await portal("DELETE", "/courses/c", status=204)


async def test_a_new_title_is_shown_by_the_player_at_once(portal: Caller, client: Client) -> None:
    await portal.upload(scorm12("As it came"), "c")
    await portal.register("r")

    async def page() -> str:
        link = (await portal("POST", "/registrations/r/launchLink", json={}))["launchLink"]
        return (await play(client, link))[0]

    assert "<title>As it came</title>" in await page()
    await portal("PUT", "/courses/c/title", json={"title": "  Охрана труда "}, status=204)
    assert "<title>Охрана труда</title>" in await page()


@pytest.mark.parametrize("title", ["   ", "a\x00b", "two\nlines", "a\u2028b", None, 5])
async def test_a_title_of_more_than_a_line_or_of_nothing_is_refused(
    portal: Caller, title: Any
) -> None:
    await portal.upload(scorm12("As it was"), "c")
    await portal("PUT", "/courses/c/title", json={"title": title}, status=400)
    assert (await portal("GET", "/courses/c"))["title"] == "As it was"


async def downloaded(portal: Caller, path: str) -> tuple[bytes, dict[str, str]]:
    async with portal.client.get(f"/api/v2{path}", headers=portal.headers) as answer:
        assert answer.status == 200
        return await answer.read(), dict(answer.headers)


async def test_a_package_is_downloaded_byte_for_byte_as_it_came(portal: Caller) -> None:
    await upload_both(portal)
    assert (await downloaded(portal, "/courses/c/zip"))[0] == ONE_LESSON
    for path in ("/courses/c/zip?version=0", "/courses/c/versions/0/zip"):
        body, headers = await downloaded(portal, path)
        assert body == TWO_LESSONS
        assert headers["Content-Type"] == "application/zip"
        assert headers["Content-Length"] == str(len(TWO_LESSONS))
        assert headers["Content-Disposition"].startswith('attachment; filename="c-v0.zip"')
        assert headers["Content-Security-Policy"].startswith("sandbox")
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_course_structure_that_came_alone_is_downloaded_as_xml(portal: Caller) -> None:
    text = structure(au(url="https://example.org/lesson")).encode()
    await portal.upload(text, "c")
    body, headers = await downloaded(portal, "/courses/c/zip")
    assert body == text
    assert headers["Content-Type"] == "application/xml"
    assert 'filename="c-v0.xml"' in headers["Content-Disposition"]


async def test_a_downloads_name_is_plain_ascii_whatever_the_course_is_called(
    portal: Caller,
) -> None:
    await portal.upload(package(manifest_2004()), 'курс "1"/\\x')
    path = "/courses/%D0%BA%D1%83%D1%80%D1%81%20%221%22%2F%5Cx/zip"
    from yarl import URL  # noqa: PLC0415

    url = URL(f"/api/v2{path}", encoded=True)
    async with portal.client.get(url, headers=portal.headers) as answer:
        assert 'filename="1-x-v0.zip"' in answer.headers["Content-Disposition"]
