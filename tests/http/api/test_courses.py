from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from runtime.services import SERVICES
from tests.packages import scorm12, zipped

if TYPE_CHECKING:
    from tests.http.api.conftest import Caller, Client


async def test_an_uploaded_package_becomes_a_course(portal: Caller) -> None:
    job = await portal.upload(scorm12("Safety"), "safety")
    assert job["status"] == "COMPLETE"
    assert job["playable"] is True
    assert job["conformant"] is True
    course = job["importResult"]["course"]
    assert (course["id"], course["title"]) == ("safety", "Safety")
    assert course["courseLearningStandard"] == "SCORM12"


async def test_a_course_is_told_with_its_activity_tree(portal: Caller) -> None:
    await portal.upload(scorm12("Safety"), "safety")
    root = (await portal("GET", "/courses/safety"))["rootActivity"]
    assert (root["title"], root["activityType"]) == ("Safety", "AGGREGATION")
    item = root["children"][0]
    assert (item["itemIdentifier"], item["activityType"], item["href"]) == (
        "i1",
        "SCO",
        "index.html",
    )
    assert item["scaledPassingScore"] == "0.8"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "no imsmanifest.xml"), ("ru", "нет imsmanifest.xml")]
)
async def test_a_refused_package_says_why_in_the_callers_language_and_leaves_nothing(
    portal: Caller, language: str, words: str
) -> None:
    portal.headers["Accept-Language"] = language
    job = await portal.upload(zipped({"readme.txt": "no course"}), "safety")
    assert job["status"] == "ERROR"
    assert job["playable"] is False
    finding = job["findings"][0]
    assert finding["rule"] == "manifest.missing"
    assert finding["severity"] == "error"
    assert words.split()[1] in finding["message"]
    assert job["message"] == finding["message"]
    assert (await portal("GET", "/courses"))["courses"] == []


async def test_a_taken_course_id_is_refused_in_the_words_that_integrators_test_for(
    portal: Caller,
) -> None:
    await portal.upload(scorm12(), "safety")
    form = aiohttp.FormData()
    form.add_field("file", scorm12(), filename="x.zip")
    path = "/courses/importJobs/upload?courseId=safety"
    problem = await portal("POST", path, data=form, status=400)
    assert "already exists" in problem["message"]


async def test_a_new_version_is_made_where_it_is_asked_for(portal: Caller) -> None:
    first = await portal.upload(scorm12("One"), "safety")
    second = await portal.upload(scorm12("Two"), "safety", mayCreateNewVersion="True")
    versions = [j["importResult"]["course"]["version"] for j in (first, second)]
    assert versions[1] == versions[0] + 1
    assert (await portal("GET", "/courses/safety"))["title"] == "Two"
    titles = [c["title"] for c in (await portal("GET", "/courses/safety/versions"))["courses"]]
    assert titles == ["One", "Two"]


async def test_a_course_that_is_not_there_is_said_in_the_words_that_integrators_test_for(
    portal: Caller,
) -> None:
    problem = await portal("GET", "/courses/nothing", status=404)
    assert "could not find course id" in problem["message"]


async def test_a_deleted_course_is_gone_with_its_registrations(portal: Caller) -> None:
    await portal.upload(scorm12(), "safety")
    await portal.register("r", "safety")
    await portal("DELETE", "/courses/safety", data="{}", status=204)
    await portal("GET", "/courses/safety", status=404)
    await portal("GET", "/registrations/r", status=404)


async def test_a_deleted_course_is_no_longer_served(portal: Caller, client: Client) -> None:
    await portal.upload(scorm12(), "safety")
    await portal.register("r", "safety")
    link = (await portal("POST", "/registrations/r/launchLink", json={}))["launchLink"]
    host, path = link.removeprefix("http://").split("/", 1)
    label = host.split(".")[0]
    file = client.app[SERVICES].content.prefix(label) + "index.html"

    async def status(method: str, path: str) -> int:
        asked = client.request(method, path, headers={"Host": host}, allow_redirects=False)
        async with asked as answer:
            return answer.status

    assert await status("GET", "/" + path) == 200
    assert await status("GET", file) == 200
    await portal("DELETE", "/courses/safety", status=204)
    assert await status("POST", "/" + path) == 404
    assert await status("GET", file) == 404


@pytest.mark.parametrize("title", ["", "x" * 1_001])
async def test_a_title_that_nobody_could_show_is_refused(portal: Caller, title: str) -> None:
    await portal.upload(scorm12("As it was"), "c")
    await portal("PUT", "/courses/c/title", json={"title": title}, status=400)
    assert (await portal("GET", "/courses/c"))["title"] == "As it was"


async def test_the_title_is_the_portals_to_change(portal: Caller) -> None:
    await portal.upload(scorm12("Safety"), "safety")
    await portal("PUT", "/courses/safety/title", json={"title": "Охрана труда"}, status=204)
    assert (await portal("GET", "/courses/safety"))["title"] == "Охрана труда"


@pytest.mark.parametrize("course", ["a/b", "курс 1", "100%", "a?b#c", "a+b", "x" * 255])
async def test_an_id_may_hold_any_printable_character(portal: Caller, course: str) -> None:
    from urllib.parse import quote  # noqa: PLC0415

    from yarl import URL  # noqa: PLC0415

    await portal.upload(scorm12(), course)
    url = URL(f"/api/v2/courses/{quote(course, safe='')}", encoded=True)
    async with portal.client.get(url, headers=portal.headers) as answer:
        assert (await answer.json())["id"] == course


@pytest.mark.parametrize("course", ["", " a", "a\n", "x" * 256, "a\x00b"])
async def test_an_id_that_nobody_could_use_is_refused(portal: Caller, course: str) -> None:
    params = {"courseId": course}
    problem = await portal("POST", "/courses/importJobs/upload", params=params, status=400)
    assert problem["type"] == "urn:cursus:problem:invalid-parameter"


async def test_courses_come_in_pages_that_neither_skip_nor_repeat(portal: Caller) -> None:
    for n in range(103):
        await portal.upload(scorm12(f"{n}"), f"c{n}")
    first = await portal("GET", "/courses?includeTotalCount=true")
    second = await portal("GET", "/courses", params={"more": first["more"], "filterBy": "x"})
    assert "more" not in second
    ids = [c["id"] for c in first["courses"] + second["courses"]]
    assert sorted(ids) == sorted(f"c{n}" for n in range(103))


@pytest.mark.parametrize("path", ["/courses", "//courses", "///courses"])
async def test_any_number_of_slashes_leads_to_an_operation(portal: Caller, path: str) -> None:
    assert await portal("GET", path) == {"courses": []}
