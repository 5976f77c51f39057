from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.packages import scorm12

if TYPE_CHECKING:
    from tests.conftest import ManualClock
    from tests.http.api.conftest import Caller, Client


@pytest.fixture
async def course(portal: Caller) -> None:
    await portal.upload(scorm12("Safety"), "c")


@pytest.mark.usefixtures("course")
async def test_a_registration_is_told_as_it_was_made(portal: Caller) -> None:
    await portal.register("r", learner="anna")
    told = await portal("GET", "/registrations/r")
    assert told["course"] == {"id": "c", "title": "Safety", "version": 0}
    assert told["learner"] == {"id": "anna", "firstName": "Анна", "lastName": "Ли"}
    assert told["registrationCompletion"] == "UNKNOWN"
    assert told["registrationSuccess"] == "UNKNOWN"
    assert "score" not in told
    assert told["totalSecondsTracked"] == 0


@pytest.mark.usefixtures("course")
async def test_a_taken_registration_id_is_refused_in_the_words_that_integrators_test_for(
    portal: Caller,
) -> None:
    await portal.register("r")
    body = {"courseId": "c", "registrationId": "r", "learner": {"id": "l"}}
    problem = await portal("POST", "/registrations", json=body, status=400)
    assert "already exists" in problem["message"]
    assert problem["type"] == "urn:cursus:problem:registration-exists"


@pytest.mark.usefixtures("course")
async def test_head_tells_whether_a_registration_exists(portal: Caller) -> None:
    await portal.register("r")
    await portal("HEAD", "/registrations/r", status=200)
    await portal("HEAD", "/registrations/other", status=404)


@pytest.mark.usefixtures("course")
async def test_lists_are_narrowed_by_course_learner_tag_and_time(
    portal: Caller, clock: ManualClock
) -> None:
    await portal.upload(scorm12("Other"), "d")
    await portal.register("r1", "c", "anna")
    clock.forward(3600)
    await portal.register("r2", "d", "anna")
    body: dict[str, Any] = {
        "courseId": "c",
        "registrationId": "r3",
        "learner": {"id": "oleg"},
        "registrationTags": ["north"],
    }
    await portal("POST", "/registrations", json=body)
    later = (await portal("GET", "/registrations/r2"))["createdDate"]

    async def listed(query: str) -> list[str]:
        found = await portal("GET", f"/registrations?orderBy=created_asc&{query}")
        return [r["id"] for r in found["registrations"]]

    assert await listed("") == ["r1", "r2", "r3"]
    assert await listed("courseId=c") == ["r1", "r3"]
    assert await listed("learnerId=anna") == ["r1", "r2"]
    assert await listed("courseId=c&learnerId=anna") == ["r1"]
    assert await listed("tags=south,north") == ["r3"]
    assert await listed(f"since={later}&datetimeFilter=created") == ["r2", "r3"]
    assert await listed(f"until={later}&datetimeFilter=created&learnerId=anna") == ["r1", "r2"]


@pytest.mark.usefixtures("course")
async def test_registrations_come_in_pages_with_their_total(portal: Caller) -> None:
    for n in range(101):
        await portal.register(f"r{n:03}")
    url = "/api/v2/registrations?includeTotalCount=true"
    async with portal.client.get(url, headers=portal.headers) as answer:
        assert answer.headers["X-Total-Count"] == "101"
        first = await answer.json()
    second = await portal("GET", "/registrations", params={"more": first["more"]})
    ids = [r["id"] for r in first["registrations"] + second["registrations"]]
    assert sorted(ids) == [f"r{n:03}" for n in range(101)]
    assert "more" not in second


@pytest.mark.usefixtures("course")
async def test_a_more_token_is_good_for_its_list_and_its_tenant_only(
    portal: Caller, stranger: Caller
) -> None:
    for n in range(101):
        await portal.register(f"r{n}")
    more = (await portal("GET", "/registrations"))["more"]
    for caller, path in ((stranger, "/registrations"), (portal, "/courses")):
        problem = await caller("GET", path, params={"more": more}, status=400)
        assert problem["type"] == "urn:cursus:problem:invalid-parameter"
    await portal("GET", "/registrations", params={"more": more[:-2] + "AA"}, status=400)


@pytest.mark.usefixtures("course")
async def test_a_deleted_registration_is_gone(portal: Caller) -> None:
    await portal.register("r")
    await portal("DELETE", "/registrations/r", status=204)
    await portal("GET", "/registrations/r", status=404)
    await portal("DELETE", "/registrations/r", status=404)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("expiry", [9, 301, -1, "soon"])
async def test_a_launch_links_expiry_has_bounds(portal: Caller, expiry: object) -> None:
    await portal.register("r")
    await portal("POST", "/registrations/r/launchLink", json={"expiry": expiry}, status=400)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil", "ftp://x/"])
async def test_a_launch_link_never_leads_to_anything_but_a_web_page(
    portal: Caller, url: str
) -> None:
    await portal.register("r")
    body = {"redirectOnExitUrl": url}
    await portal("POST", "/registrations/r/launchLink", json=body, status=400)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("version", ["9" * 25, "9" * 5_000, "-1", "1e3", "x"])
async def test_a_version_that_can_be_none_is_refused(portal: Caller, version: str) -> None:
    body = {"courseId": "c", "registrationId": "r", "learner": {"id": "l"}}
    params = {"courseVersion": version}
    await portal("POST", "/registrations", json=body, params=params, status=400)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "body",
    [
        {"startSco": "x" * 10_000},
        {"culture": "x" * 10_000},
        {"redirectOnExitUrl": "https://portal.example.org/" + "я" * 1_900, "startSco": "я" * 1_500},
        {"additionalvalues": [{"item": "embedOrigin", "value": "https://" + "x" * 10_000}]},
    ],
)
async def test_a_launch_link_that_no_server_would_take_is_not_made(
    portal: Caller, body: dict[str, object]
) -> None:
    await portal.register("r")
    problem = await portal("POST", "/registrations/r/launchLink", json=body, status=400)
    assert problem["type"] == "urn:cursus:problem:unsuitable-launch"


@pytest.mark.usefixtures("course")
async def test_the_longest_launch_link_works(portal: Caller, client: Client) -> None:
    await portal.register("r")
    body = {"redirectOnExitUrl": "https://portal.example.org/" + "я" * 1_900, "startSco": "x" * 900}
    link = (await portal("POST", "/registrations/r/launchLink", json=body))["launchLink"]
    _, _, host, path = link.split("/", 3)
    async with client.get(f"/{path}", headers={"Host": host}) as answer:
        assert answer.status == 200


@pytest.mark.usefixtures("course")
async def test_an_unsuitable_page_to_hear_the_player_is_told_by_its_name(portal: Caller) -> None:
    await portal.register("r")
    body = {"additionalvalues": [{"item": "embedOrigin", "value": "x"}]}
    problem = await portal("POST", "/registrations/r/launchLink", json=body, status=400)
    assert problem["message"].startswith("embedOrigin must be an origin")


async def test_a_launch_of_an_unknown_registration_names_it(portal: Caller) -> None:
    problem = await portal("POST", "/registrations/nobody/launchLink", json={}, status=404)
    assert problem["message"] == "could not find registration id nobody"


@pytest.mark.usefixtures("course")
async def test_a_launch_link_leads_to_the_courses_own_origin(portal: Caller) -> None:
    await portal.register("r")
    body = {"expiry": 120, "redirectOnExitUrl": "Message"}
    link = (await portal("POST", "/registrations/r/launchLink", json=body))["launchLink"]
    assert link.startswith("http://")
    assert link.split("/")[2].endswith(".cursus.localhost:8080")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("{", "body"),
        ("[]", "body"),
        ('{"courseId":"c"}', "learner"),
        ('{"courseId":"c","registrationId":"r","learner":{}}', "learner.id"),
        ('{"courseId":5,"registrationId":"r","learner":{"id":"l"}}', "courseId"),
    ],
)
async def test_a_body_that_is_not_of_the_form_is_answered_with_its_faults(
    portal: Caller, body: str, place: str
) -> None:
    problem = await portal("POST", "/registrations", data=body, status=400)
    assert problem["type"] == "urn:cursus:problem:invalid-body"
    assert place in problem["message"]


async def test_a_registration_for_an_unknown_course_is_refused(portal: Caller) -> None:
    body = {"courseId": "none", "registrationId": "r", "learner": {"id": "l"}}
    problem = await portal("POST", "/registrations", json=body, status=404)
    assert "could not find course id" in problem["message"]
