"""Who may do what: keys, scopes, tenants, hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from runtime.api.routes import ROUTES
from tests.packages import scorm12

if TYPE_CHECKING:
    from runtime.api.wire import Route
    from tests.http.api.conftest import Caller, Client


def _address(route: Route) -> str:
    path = route.path.replace("{courseId}", "c").replace("{registrationId}", "r")
    path = path.replace("{versionId}", "0")
    return f"/api/v2{path.replace('{importJobId}', 'j')}"


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
async def test_no_operation_answers_without_a_key(client: Client, route: Route) -> None:
    async with client.request(route.method, _address(route)) as answer:
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert (await answer.json(content_type=None))["error"] == "Authorization Required."


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if not r.scope.startswith("read")], ids=lambda r: r.path
)
async def test_a_key_that_may_read_changes_nothing(reader: Caller, route: Route) -> None:
    path = _address(route).removeprefix("/api/v2")
    problem = await reader(route.method, path, json={}, status=403)
    assert problem["type"] == "urn:cursus:problem:forbidden"


async def test_a_stranger_sees_nothing_of_another_tenant(portal: Caller, stranger: Caller) -> None:
    job = await portal.upload(scorm12(), "c")
    await portal.register("r")
    await stranger("GET", f"/courses/importJobs/{job['jobId']}", status=404)
    assert (await stranger("GET", "/courses"))["courses"] == []
    assert (await stranger("GET", "/registrations"))["registrations"] == []
    for route in ROUTES:
        if "{courseId}" in route.path or "{registrationId}" in route.path:
            path = _address(route).removeprefix("/api/v2")
            body = {"title": "mine now"}
            await stranger(route.method, path, json=body, status=404)
    assert (await portal("GET", "/courses/c"))["title"] == "A course"
    await portal("GET", "/registrations/r")


async def test_two_tenants_may_use_the_same_ids(portal: Caller, stranger: Caller) -> None:
    await portal.upload(scorm12("Ours"), "c")
    await stranger.upload(scorm12("Theirs"), "c")
    await portal("DELETE", "/courses/c")
    assert (await stranger("GET", "/courses/c"))["title"] == "Theirs"


async def test_a_revoked_key_is_refused_at_once(client: Client, portal: Caller) -> None:
    from runtime.services import SERVICES  # noqa: PLC0415

    await portal("GET", "/ping")
    keys = client.app[SERVICES].keys
    (key,) = await keys.list("portal")
    await keys.revoke("portal", key.id)
    await portal("GET", "/ping", status=401)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.method not in ("GET", "HEAD")], ids=lambda r: r.path
)
async def test_a_page_of_another_site_changes_nothing_with_a_key_that_the_browser_holds(
    portal: Caller, route: Route, site: str
) -> None:
    path = _address(route).removeprefix("/api/v2")
    headers = {"Sec-Fetch-Site": site, "Content-Type": "text/plain"}
    problem = await portal(route.method, path, data=b"{}", headers=headers, status=403)
    assert problem["type"] == "urn:cursus:problem:foreign-request"


async def test_an_operation_that_is_not_offered_says_so(portal: Caller) -> None:
    problem = await portal("POST", "/dispatch/destinations", json={}, status=501)
    assert "/dispatch/destinations" in problem["message"]


@pytest.mark.parametrize("path", ["/api/v2/ping", "/xapi/statements", "/docs", "/openapi.json"])
async def test_the_api_is_not_on_a_content_host(client: Client, path: str) -> None:
    headers = {"Host": "abcdefghijklmnopqrst.cursus.localhost:8080"}
    async with client.get(path, headers=headers) as answer:
        assert answer.status == 421


@pytest.mark.parametrize("path", ["/launch/x", "/player/x", "/content/x/y/z"])
async def test_pages_of_content_are_not_on_the_apis_host(client: Client, path: str) -> None:
    async with client.get(path) as answer:
        assert answer.status == 421


@pytest.mark.parametrize("host", ["evil.example", "cursus.example.org", "169.254.169.254", ""])
async def test_an_unknown_host_is_misdirected(client: Client, host: str) -> None:
    async with client.get("/docs", headers={"Host": host}) as answer:
        assert answer.status in (400, 421)
    async with client.get("/healthz", headers={"Host": "10.0.0.7"}) as answer:
        assert answer.status == 200


async def test_the_api_describes_itself(client: Client) -> None:
    async with client.get("/openapi.json") as answer:
        document = await answer.json()
    described = {
        (method.upper(), path) for path, ways in document["paths"].items() for method in ways
    }
    assert described == {(route.method, route.path) for route in ROUTES}
    for ways in document["paths"].values():
        for operation in ways.values():
            assert operation["summary"]
    async with client.get("/docs") as answer:
        page = await answer.text()
    assert all(route.path.replace("{", "{") in page for route in ROUTES)


async def test_what_takes_no_multipart_says_what_it_takes(portal: Caller) -> None:
    path = "/courses/importJobs/upload?courseId=c"
    problem = await portal("POST", path, data=b"PK", status=415)
    assert "multipart/form-data" in problem["message"]
    form = aiohttp.FormData()
    form.add_field("other", b"PK", filename="x.zip")
    problem = await portal("POST", path, data=form, status=400)
    assert problem["type"] == "urn:cursus:problem:no-file-part"
