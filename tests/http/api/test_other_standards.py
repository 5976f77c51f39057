"""Courses of standards that the player does not speak yet: stored, listed, not launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests import aicc_courses
from tests.course_structures import (
    BASE,
    activity,
    au,
    block,
    cmi5_package,
    structure,
    tincan,
    xapi_package,
)
from tests.packages import scorm12
from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from tests.http.api.conftest import Caller

CMI5_ALONE = structure(block(au(url="https://example.org/lesson?a=b"))).encode()

AICC = build_zip([File(name, data) for name, data in aicc_courses.course().items()])

#: package, what it is called in lists, identifiers of its activities
COURSES = [
    pytest.param(
        cmi5_package(structure(block(au(url="index.html?a=b")))),
        "CMI5",
        [BASE, f"{BASE}/block", f"{BASE}/au"],
        id="cmi5",
    ),
    pytest.param(CMI5_ALONE, "CMI5", [BASE, f"{BASE}/block", f"{BASE}/au"], id="cmi5 without zip"),
    pytest.param(xapi_package(tincan()), "XAPI", [BASE], id="xAPI"),
    pytest.param(
        xapi_package(tincan(activity("a:1"), activity("a:2"))),
        "XAPI",
        ["activities", "a:1", "a:2"],
        id="xAPI of several activities",
    ),
    pytest.param(AICC, "AICC", ["ROOT", "A1"], id="AICC"),
]


def identifiers(told: dict[str, Any]) -> list[str]:
    """The activity of an answer and all below it, parents first."""
    below = [name for child in told["children"] for name in identifiers(child)]
    return [told.get("externalIdentifier") or told["id"], *below]


@pytest.mark.parametrize(("package", "standard", "activities"), COURSES)
async def test_a_course_is_imported_listed_and_told_with_its_activities(
    portal: Caller, package: bytes, standard: str, activities: list[str]
) -> None:
    job = await portal.upload(package, "c")
    assert job["status"] == "COMPLETE", job
    (listed,) = (await portal("GET", "/courses"))["courses"]
    assert listed["courseLearningStandard"] == standard
    told = await portal("GET", "/courses/c")
    assert identifiers(told["rootActivity"]) == activities


@pytest.mark.parametrize(("package", "standard", "activities"), COURSES)
async def test_learners_are_registered_and_their_results_read(
    portal: Caller, package: bytes, standard: str, activities: list[str]
) -> None:
    await portal.upload(package, "c")
    await portal.register("r")
    details = "includeChildResults=true&includeInteractionsAndObjectives=true&includeRuntime=true"
    told = await portal("GET", f"/registrations/r?{details}")
    assert told["registrationCompletion"] == "UNKNOWN", standard
    assert identifiers(told["activityDetails"]) == activities


@pytest.mark.parametrize(("package", "standard", "activities"), COURSES)
@pytest.mark.parametrize(
    ("language", "words"), [("en", "cannot be launched yet"), ("ru", "запускать их пока нельзя")]
)
async def test_a_launch_is_answered_501_with_a_sentence(
    portal: Caller, package: bytes, standard: str, activities: list[str], language: str, words: str
) -> None:
    await portal.upload(package, "c")
    await portal.register("r")
    problem = await portal(
        "POST",
        "/registrations/r/launchLink",
        json={},
        headers={"Accept-Language": language},
        status=501,
    )
    assert problem["type"] == "urn:cursus:problem:standard-not-launchable", (standard, activities)
    assert words in problem["detail"]
    assert words in problem["message"]


async def test_a_course_structure_is_uploaded_as_the_xml_file_that_it_is(portal: Caller) -> None:
    form = aiohttp.FormData()
    form.add_field("file", CMI5_ALONE, filename="course.xml", content_type="application/xml")
    begun = await portal("POST", "/courses/importJobs/upload?courseId=c", data=form)
    job = await portal.ended(begun["result"])
    assert job["status"] == "COMPLETE", job
    assert job["importResult"]["course"]["courseLearningStandard"] == "CMI5"


async def test_a_course_structure_alone_with_a_relative_address_is_refused(
    portal: Caller,
) -> None:
    job = await portal.upload(structure().encode(), "c")
    assert job["status"] == "ERROR"
    assert [f["clause"] for f in job["findings"] if f["severity"] == "error"] == ["CMI5-14.2.0.0-1"]


async def test_a_new_version_of_a_launchable_course_may_be_of_another_standard(
    portal: Caller,
) -> None:
    await portal.upload(scorm12("Safety"), "c")
    await portal.register("r")
    await portal.upload(cmi5_package(structure()), "c", mayCreateNewVersion="true")
    await portal.register("s")
    await portal("POST", "/registrations/r/launchLink", json={}, status=200)
    await portal("POST", "/registrations/s/launchLink", json={}, status=501)
