"""Versions, credentials and the about resource (xAPI 1.0.3, Part Three, 2.8, 3.3, 4.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.lrs.said import statement

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cursus.access import Keys
    from tests.http.lrs.conftest import Portal

VERSION = "X-Experience-API-Version"
ALL = ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0"]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("1.0.9", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.1", "2.0.0"),
    ],
)
@pytest.mark.clause("XAPI-COM-3.3")
async def test_every_answer_says_the_latest_patch_of_the_version_asked_for(
    portal: Portal, asked: str, answered: str
) -> None:
    portal.version = asked
    assert (await portal.get()).headers[VERSION] == answered
    wrong = await portal.get(limit="x")
    assert (wrong.status, wrong.headers[VERSION]) == (400, answered)


@pytest.mark.parametrize("asked", ["", "0.95", "0.9.9", "1", "1.1.0", "2.1.0", "3.0.0", "1.0.x"])
@pytest.mark.parametrize(("base", "answered"), [("/xapi", "2.0.0"), ("/xapi/1.0.3", "1.0.3")])
@pytest.mark.clause("XAPI-COM-3.3")
async def test_without_a_version_that_is_spoken_a_request_is_refused(
    portal: Portal, asked: str, base: str, answered: str
) -> None:
    portal.version, portal.base = asked, base
    for answer in (await portal.get(), await portal.post(statement())):
        assert (answer.status, answer.headers[VERSION]) == (400, answered)


@pytest.mark.clause("XAPI-COM-3.3")
async def test_a_request_without_the_header_is_refused_in_the_version_of_its_address(
    portal: Portal,
) -> None:
    for base, version in (("/xapi", "2.0.0"), ("/xapi/1.0.3", "1.0.3")):
        headers = {"Authorization": portal.headers["Authorization"]}
        async with portal.client.get(f"{base}/statements", headers=headers) as answer:
            assert (answer.status, answer.headers[VERSION]) == (400, version)


async def test_both_addresses_are_one_store(portal: Portal) -> None:
    told = statement()
    await portal.post(told)
    portal.base = "/xapi/1.0.3"
    answer = await portal.get(limit="1")
    assert answer.ids == [told["id"]]
    portal.version = "2.0.0"
    assert (await portal.get()).status == 400


@pytest.mark.parametrize(("base", "versions"), [("/xapi", ALL), ("/xapi/1.0.3", ALL[:-1])])
@pytest.mark.parametrize("asked", ["", "0.9", "2.0.0", "nonsense"])
@pytest.mark.clause("XAPI-COM-2.8")
async def test_about_answers_anybody_in_any_version(
    portal: Portal, base: str, versions: list[str], asked: str
) -> None:
    async with portal.client.get(f"{base}/about", headers={VERSION: asked}) as answer:
        assert (answer.status, await answer.json()) == (200, {"version": versions})
        assert answer.headers[VERSION] == versions[-1]


async def test_a_credential_is_needed_and_must_be_right(portal: Portal) -> None:
    portal.secret += "x"
    wrong = await portal.get()
    assert wrong.status == 401
    assert wrong.headers["WWW-Authenticate"].startswith("Basic")
    async with portal.client.get("/xapi/statements", headers={VERSION: "1.0.3"}) as answer:
        assert answer.status == 401


@pytest.mark.clause("XAPI-COM-3.2")
async def test_scopes_bound_what_a_credential_may(
    new_portal: Callable[..., Awaitable[Portal]],
) -> None:
    reader = await new_portal("school", "xapi:read")
    writer = await new_portal("school", "xapi:write")
    nobody = await new_portal("school", "read:course")
    told = statement()
    assert (await reader.post(told)).status == 403
    assert (await writer.post(told)).status == 200
    assert (await writer.get()).status == 403
    assert (await reader.get()).ids == [told["id"]]
    assert (await nobody.get()).status == 403
    assert (await nobody.post(told)).status == 403


async def test_a_revoked_credential_is_refused_at_once(portal: Portal, keys: Keys) -> None:
    assert (await portal.get()).status == 200
    await keys.revoke("school", portal.key)
    assert (await portal.get()).status == 401
