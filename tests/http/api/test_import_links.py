"""Import links: what they permit, to whom, for how long, and that they permit nothing else."""

from __future__ import annotations

import base64
import io
import json
import re
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from packager.acceptance import WAITING_SECONDS
from runtime.services import SERVICES
from tests.http.api.wire import first_line
from tests.importing import Anything
from tests.manifests import manifest_12, organizations, package
from tests.packages import scorm12, zipped

if TYPE_CHECKING:
    from tests.conftest import ManualClock
    from tests.http.api.conftest import Caller, Client

JSON = {"Accept": "application/json"}
WITH_WARNING = package(manifest_12(organizations(default="NONE")))


class Author:
    """Whoever holds an import link, and nothing else."""

    def __init__(self, client: Client, link: str) -> None:
        self.client = client
        self.path = link.removeprefix("http://127.0.0.1:8080")

    async def __call__(
        self, method: str, path: str = "", *, status: int = 200, **arguments: Any
    ) -> Any:
        headers = JSON | arguments.pop("headers", {})
        url = self.path + path
        async with self.client.request(method, url, headers=headers, **arguments) as answer:
            text = await answer.text()
            assert answer.status == status, f"{method} {path}: {answer.status} {text}"
            return json.loads(text) if "json" in answer.content_type else text

    async def begin(self, data: bytes, *, status: int = 202) -> Any:
        form = aiohttp.FormData()
        form.add_field("file", data, filename="курс.zip")
        return await self("POST", "/uploads", data=form, status=status)

    async def upload(self, data: bytes) -> tuple[str, dict[str, Any]]:
        """Upload a package; return its job's id and how it stands once it runs no more."""
        job: str = (await self.begin(data))["job"]
        return job, await self.settled(job)

    async def settled(self, job: str) -> dict[str, Any]:
        while (found := await self("GET", f"/jobs/{job}"))["state"] == "running":
            pass
        stood: dict[str, Any] = found
        return stood

    async def preload(self) -> dict[str, Any]:
        """What the page begins with."""
        page = await self("GET", headers={"Accept": "text/html"})
        found = re.search(r'id="preload">(.*?)</script>', page)
        assert found is not None
        preload: dict[str, Any] = json.loads(found[1])
        return preload


async def make(portal: Caller, **body: Any) -> tuple[Author, dict[str, Any]]:
    made = await portal("POST", "/courses/importLinks", json=body)
    return Author(portal.client, made["importLink"]), made


async def test_a_package_becomes_a_new_course_once_it_is_accepted(portal: Caller) -> None:
    author, made = await make(portal, tags=["safety"])
    job, found = await author.upload(WITH_WARNING)
    assert (found["state"], found["playable"], found["conformant"]) == ("judged", True, False)
    assert found["findings"][0]["source"]
    assert (await portal("GET", "/courses"))["courses"] == []
    await author("POST", f"/jobs/{job}/accept", status=204)
    found = await author.settled(job)
    assert found["state"] == "imported"
    assert found["course"] == {"id": made["courseId"], "version": 0, "title": "Course"}
    (course,) = (await portal("GET", "/courses"))["courses"]
    assert (course["id"], course["tags"]) == (made["courseId"], ["safety"])


async def test_without_asking_a_package_without_errors_is_imported_at_once(portal: Caller) -> None:
    author, _ = await make(portal, courseId="c", accept="auto")
    assert (await author.preload())["ask"] is False
    _, found = await author.upload(WITH_WARNING)
    assert (found["state"], found["course"]["id"]) == ("imported", "c")


async def test_a_new_version_is_compared_with_the_newest_before_it_is_accepted(
    portal: Caller,
) -> None:
    await portal.upload(scorm12("One"), "c")
    author, _ = await make(portal, courseId="c", mayCreateNewVersion=True)
    assert (await author.preload())["course"] == {"id": "c", "title": "One", "version": 0}
    job, found = await author.upload(scorm12("Two"))
    assert found["title"] == "Two"
    diff = await author("GET", f"/jobs/{job}/diff", headers={"Accept-Language": "ru"})
    assert (diff["from"], diff["kept"], diff["lost"]) == (0, 1, 0)
    assert diff["settings"]["items"][0]["after"] == "Two"
    assert "закладки останутся" in diff["verdict"]
    await author("POST", f"/jobs/{job}/accept", status=204)
    assert (await author.settled(job))["course"]["version"] == 1
    await author("GET", f"/jobs/{job}/diff", status=409)


async def test_a_discarded_package_changes_nothing_and_another_may_follow(portal: Caller) -> None:
    author, _ = await make(portal, courseId="c")
    job, _ = await author.upload(scorm12("First thought"))
    await author("POST", f"/jobs/{job}/discard", status=204)
    found = await author.settled(job)
    assert found["state"] == "ended"
    assert found["message"]
    await author("POST", f"/jobs/{job}/accept", status=409)
    job, _ = await author.upload(scorm12("Second thought"))
    await author("POST", f"/jobs/{job}/accept", status=204)
    await author.settled(job)
    assert (await portal("GET", "/courses/c"))["title"] == "Second thought"


async def test_another_upload_takes_the_place_of_what_waits(portal: Caller) -> None:
    author, _ = await make(portal, courseId="c")
    first, _ = await author.upload(scorm12("One"))
    second, _ = await author.upload(scorm12("Two"))
    assert (await author.settled(first))["state"] == "ended"
    assert (await author.settled(second))["state"] == "judged"


@pytest.mark.parametrize(("language", "words"), [("en", "readme.txt"), ("ru", "В архиве")])
async def test_a_refused_package_says_why_in_the_authors_language(
    portal: Caller, language: str, words: str
) -> None:
    author, _ = await make(portal)
    job = (await author.begin(zipped({"readme.txt": "no course"})))["job"]
    await author.settled(job)
    found = await author("GET", f"/jobs/{job}", headers={"Accept-Language": language})
    assert (found["state"], found["playable"]) == ("refused", False)
    assert words in found["message"]


async def test_a_link_is_good_for_one_version(portal: Caller) -> None:
    author, _ = await make(portal, courseId="c", mayCreateNewVersion=True, accept="auto")
    assert (await author.preload())["used"] is False
    await author.upload(scorm12("One"))
    assert (await author.preload())["used"] is True
    problem = await author.begin(scorm12("Two"), status=410)
    assert problem["type"] == "urn:cursus:problem:used-import-link"
    assert len((await portal("GET", "/courses/c/versions"))["courses"]) == 1


async def test_a_link_ends_with_a_version_that_came_another_way(portal: Caller) -> None:
    await portal.upload(scorm12("One"), "c")
    author, _ = await make(portal, courseId="c", mayCreateNewVersion=True)
    job, _ = await author.upload(scorm12("Two"))
    await portal.upload(scorm12("Three"), "c", mayCreateNewVersion="true")
    problem = await author("POST", f"/jobs/{job}/accept", status=409)
    assert problem["type"] == "urn:cursus:problem:course-changed"
    await author.begin(scorm12("Four"), status=410)
    titles = [v["title"] for v in (await portal("GET", "/courses/c/versions"))["courses"]]
    assert titles == ["One", "Three"]


async def test_a_link_expires_but_what_was_begun_through_it_may_be_ended(
    portal: Caller, clock: ManualClock
) -> None:
    author, made = await make(portal, courseId="c", expiry=60)
    assert made["expires"] == "2027-01-15T08:01:00.000000Z"
    job, _ = await author.upload(scorm12())
    clock.forward(60)
    problem = await author.begin(scorm12(), status=410)
    assert problem["type"] == "urn:cursus:problem:expired-import-link"
    page = await author("GET", status=410, headers={"Accept": "text/html", "Accept-Language": "ru"})
    assert "Срок действия этой ссылки на загрузку истёк" in page
    await author("POST", f"/jobs/{job}/accept", status=204)
    assert (await author.settled(job))["state"] == "imported"
    clock.forward(WAITING_SECONDS)
    await author("GET", f"/jobs/{job}", status=410)


def tampered(path: str) -> list[str]:
    """Other spellings of a link: another course or tenant in it, bits turned, cut, lengthened."""
    token = path.removeprefix("/import/")
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    swapped = bytes(raw).replace(b"\xa1c", b"\xa1d", 1)
    raw[-1] ^= 1
    forged = [base64.urlsafe_b64encode(data).rstrip(b"=").decode() for data in (swapped, raw)]
    return [*forged, token[:-4], token + "AAAA", token.swapcase(), "x", token[:20]]


async def test_a_link_that_was_tampered_with_is_unknown(portal: Caller) -> None:
    author, _ = await make(portal, courseId="c")
    job, _ = await author.upload(scorm12())
    for token in tampered(author.path):
        other = Author(portal.client, f"/import/{token}")
        for method, path in (
            ("GET", ""),
            ("POST", "/uploads"),
            ("GET", f"/jobs/{job}"),
            ("POST", f"/jobs/{job}/accept"),
        ):
            problem = await other(method, path, status=404)
            assert problem["type"] == "urn:cursus:problem:unknown-import-link"


async def test_a_token_made_for_another_purpose_is_unknown(portal: Caller) -> None:
    await portal.upload(scorm12(), "c")
    await portal.register("r")
    launch = (await portal("POST", "/registrations/r/launchLink", json={}))["launchLink"]
    other = Author(portal.client, f"/import/{launch.rpartition('/')[2]}")
    await other("GET", status=404)


async def test_a_link_shows_and_decides_only_what_was_begun_through_it(
    portal: Caller, stranger: Caller
) -> None:
    author, _ = await make(portal, courseId="c")
    job, _ = await author.upload(scorm12())
    by_api = (await portal.upload(scorm12(), "other"))["jobId"]
    beside, _ = await make(portal, courseId="c")
    foreign, _ = await make(stranger, courseId="c")
    for other, asked in ((beside, job), (foreign, job), (author, by_api), (author, "nothing")):
        for method, path in (
            ("GET", ""),
            ("GET", "/diff"),
            ("POST", "/accept"),
            ("POST", "/discard"),
        ):
            await other(method, f"/jobs/{asked}{path}", status=404)
    assert (await author.settled(job))["state"] == "judged"
    await stranger("GET", f"/courses/importJobs/{job}", status=404)
    await stranger("POST", f"/courses/importJobs/{job}/accept", status=404)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_another_site_decides_nothing(portal: Caller, site: str) -> None:
    author, _ = await make(portal, courseId="c")
    job, _ = await author.upload(scorm12())
    for path in ("/uploads", f"/jobs/{job}/accept", f"/jobs/{job}/discard"):
        headers = {"Sec-Fetch-Site": site}
        problem = await author("POST", path, headers=headers, status=403)
        assert problem["type"] == "urn:cursus:problem:foreign-request"
    assert (await author.settled(job))["state"] == "judged"


async def headers_of(author: Author) -> dict[str, str]:
    async with author.client.get(author.path) as answer:
        return dict(answer.headers)


async def test_the_page_is_framed_by_the_portal_alone_and_sets_nothing_in_the_browser(
    portal: Caller,
) -> None:
    author, _ = await make(portal, embedOrigin="https://portal.example.org/upload")
    headers = await headers_of(author)
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors https://portal.example.org" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    alone, _ = await make(portal)
    assert (await headers_of(alone))["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert (await author.preload())["embedOrigin"] == "https://portal.example.org"


async def test_the_tenants_portals_may_frame_the_page(portal: Caller, client: Client) -> None:
    portals = Anything("UPDATE tenants SET portals = :portals WHERE id = 'portal'")
    database = client.app[SERVICES].keys._database  # noqa: SLF001 - tenants have no API yet
    listed = json.dumps(["https://one.example", "https://two.example"])
    await database.write(lambda tx: tx.execute(portals, portals=listed))
    author, _ = await make(portal, embedOrigin="https://two.example")
    policy = (await headers_of(author))["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://one.example https://two.example")


async def test_the_page_is_in_the_language_that_the_portal_names(portal: Caller) -> None:
    author, _ = await make(portal, culture="ru-RU")
    page = await author("GET", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert '<html lang="ru">' in page
    author, _ = await make(portal)
    page = await author("GET", headers={"Accept": "text/html", "Accept-Language": "ru"})
    assert '<html lang="ru">' in page


async def test_a_hostile_title_stays_data_in_the_page(portal: Caller) -> None:
    await portal.upload(scorm12("A"), "c")
    title = "</script><script>alert(1)</script>{{assets}}"
    await portal("PUT", "/courses/c/title", json={"title": title})
    author, _ = await make(portal, courseId="c", mayCreateNewVersion=True)
    assert (await author.preload())["course"]["title"] == title


async def test_the_pages_files_are_on_the_apis_host_alone(portal: Caller) -> None:
    author, _ = await make(portal)
    page = await author("GET", headers={"Accept": "text/html"})
    (script,) = re.findall(r'src="(/import-assets/\w+/import\.js)"', page)
    async with portal.client.get(script) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/javascript")
    host = {"Host": "abcdefghijklmnopqrst.cursus.localhost:8080"}
    for path in (script, author.path):
        async with portal.client.get(path, headers=host) as answer:
            assert answer.status == 421


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"expiry": 59}, "unsuitable-import-link"),
        ({"expiry": 86_401}, "unsuitable-import-link"),
        ({"redirectUrl": "javascript:alert(1)"}, "unsuitable-import-link"),
        ({"redirectUrl": "/here"}, "unsuitable-import-link"),
        ({"embedOrigin": "portal"}, "unsuitable-import-link"),
        ({"embedOrigin": "https://a.example; script-src *"}, "unsuitable-import-link"),
        ({"tags": ["x" * 255] * 40}, "unsuitable-import-link"),
        ({"accept": "perhaps"}, "invalid-body"),
        ({"courseId": " c"}, "invalid-parameter"),
        ({"courseId": ""}, "invalid-parameter"),
        ({"courseId": "there"}, "course-exists"),
    ],
)
async def test_a_link_that_cannot_be_made_is_refused_with_a_sentence(
    portal: Caller, body: dict[str, Any], slug: str
) -> None:
    await portal.upload(scorm12(), "there")
    problem = await portal("POST", "/courses/importLinks", json=body, status=400)
    assert problem["type"] == f"urn:cursus:problem:{slug}"
    assert problem["message"]


async def test_every_link_without_a_course_names_another_one(portal: Caller) -> None:
    made = [(await make(portal))[1]["courseId"] for _ in range(3)]
    assert len(set(made)) == 3


async def test_a_form_without_a_file_is_refused(portal: Caller) -> None:
    author, _ = await make(portal)
    form = aiohttp.FormData()
    form.add_field("other", b"PK", filename="x.zip")
    problem = await author("POST", "/uploads", data=form, status=400)
    assert problem["type"] == "urn:cursus:problem:no-file-part"
    await author("POST", "/uploads", data=io.BytesIO(b"PK"), status=415)


@pytest.mark.parametrize("patience", [0.1])
async def test_an_upload_that_stands_still_is_given_up(portal: Caller) -> None:
    author, _ = await make(portal)
    head = (
        f"POST {author.path}/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 1000\r\n\r\n"
        '--B\r\nContent-Disposition: form-data; name="file"\r\n\r\na'
    )
    status, _ = await first_line(portal.client, head.encode())
    assert status == 408


async def test_a_package_may_be_judged_through_the_api_without_being_imported(
    portal: Caller,
) -> None:
    form = aiohttp.FormData()
    form.add_field("file", WITH_WARNING, filename="x.zip")
    path = "/courses/importJobs/upload?courseId=c&accept=ask"
    job = f"/courses/importJobs/{(await portal('POST', path, data=form))['result']}"
    while (told := await portal("GET", job))["progress"]["phase"] != "judged":
        pass
    assert (told["status"], told["playable"], told["conformant"]) == ("RUNNING", True, False)
    assert told["findings"]
    await portal("DELETE", job, status=204)
    while (told := await portal("GET", job))["status"] == "RUNNING":
        pass
    assert told["status"] == "ERROR"
    assert "not accepted" in told["message"]
    assert (await portal("GET", "/courses"))["courses"] == []


async def test_a_judged_version_is_compared_and_accepted_through_the_api(portal: Caller) -> None:
    await portal.upload(scorm12("One"), "c")
    form = aiohttp.FormData()
    form.add_field("file", scorm12("Two"), filename="x.zip")
    path = "/courses/importJobs/upload?courseId=c&accept=ask&mayCreateNewVersion=true"
    job = f"/courses/importJobs/{(await portal('POST', path, data=form))['result']}"
    while (await portal("GET", job))["progress"]["phase"] != "judged":
        pass
    assert (await portal("GET", f"{job}/diff"))["from"] == 0
    await portal("POST", f"{job}/accept", status=204)
    told = await portal.ended(job.rpartition("/")[2])
    assert (told["status"], told["importResult"]["course"]["version"]) == ("COMPLETE", 1)
    await portal("POST", f"{job}/accept", status=409)


async def test_an_import_is_told_of_after_its_course_is_gone(portal: Caller) -> None:
    job = await portal.upload(scorm12("One"), "c")
    await portal("DELETE", "/courses/c", status=204)
    told = await portal("GET", f"/courses/importJobs/{job['jobId']}")
    assert (told["status"], told["playable"]) == ("COMPLETE", True)
    assert "importResult" not in told


@pytest.mark.parametrize(
    ("language", "words"), [("en", "tried 8 times"), ("ru", "Сделано попыток: 8")]
)
async def test_an_import_that_was_given_up_says_so(
    portal: Caller, client: Client, language: str, words: str
) -> None:
    author, _ = await make(portal)
    job, _ = await author.upload(scorm12())
    exhausted = Anything("UPDATE jobs SET attempts = 8, due_at = 0 WHERE id = :id")
    database = client.app[SERVICES].keys._database  # noqa: SLF001 - as its runners would leave it
    await database.write(lambda tx: tx.execute(exhausted, id=job))
    client.app[SERVICES].jobs.wake()
    said = {"Accept-Language": language}
    while (found := await author("GET", f"/jobs/{job}", headers=said))["state"] != "failed":
        pass
    assert words in found["message"]
    told = await portal("GET", f"/courses/importJobs/{job}", headers=said)
    assert told["status"] == "ERROR"
    assert words in told["message"]
    assert "findings" not in told
