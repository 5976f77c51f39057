"""The surface of playing: links, pages, requests of the player, and what is refused."""

from __future__ import annotations

import asyncio
import io
import json
import re
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from cursus.tenants import Tenants
from runtime.change_sets import BODY_LIMIT, CHANGES_LIMIT
from runtime.first import answer_first
from runtime.launches import LaunchRequest
from runtime.play_http import PLAYING, commit_shortcut
from tests.playing import LABEL, ORIGIN, TENANT, Rig, activity, course_of

if TYPE_CHECKING:
    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from tests.conftest import ManualClock

ONE = course_of("scorm12", activity("A"))
HOST = {"Host": f"{LABEL}.cursus.localhost:8080"}
Client = Any


@pytest.fixture(params=["by the router", "past the router"])
async def client(
    rig: Rig, aiohttp_client: AiohttpClient, request: pytest.FixtureRequest
) -> TestClient[Any, Any]:
    """The surface either way: what goes past the router must not be told from what does not."""
    await rig.register(ONE)
    client = await aiohttp_client(rig.app(), headers=HOST)
    if request.param == "past the router":
        runner = client.server.runner
        assert runner is not None
        assert runner.server is not None
        answer_first(runner.server, commit_shortcut(client.app[PLAYING]))
    return client


async def path_of_link(rig: Rig, **asked: Any) -> str:
    link = await rig.launches.link(TENANT, "r1", LaunchRequest(**asked))
    assert link.startswith(f"{ORIGIN}/launch/")
    return link.removeprefix(ORIGIN)


async def exchanged(client: Client, path: str) -> str:
    answer = await client.post(path, allow_redirects=False)
    assert answer.status == 303
    location: str = answer.headers["Location"]
    return location


def preload_of(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="preload">(.*?)</script>', page)
    assert match
    preload: dict[str, Any] = json.loads(match[1])
    return preload


async def preloaded(client: Client, rig: Rig) -> dict[str, Any]:
    answer = await client.get(await exchanged(client, await path_of_link(rig)))
    return preload_of(await answer.text())


async def commit(client: Client, preload: dict[str, Any], *sets: dict[str, Any]) -> Any:
    body = {"epoch": preload["epoch"], "sets": sets}
    return await client.post(f"/rte/{preload['session']}/commit", json=body)


def change_set(seq: int, *changes: tuple[str, str]) -> dict[str, Any]:
    return {"seq": seq, "activity": "A", "visit": 1, "changes": changes}


async def test_looking_at_a_launch_link_does_not_use_it_up(client: Client, rig: Rig) -> None:
    path = await path_of_link(rig)
    for _ in range(3):
        answer = await client.get(path)
        assert answer.status == 200
        assert '<form method="post"' in await answer.text()
    head = await client.head(path)
    assert head.status == 200
    assert await exchanged(client, path)


async def test_a_link_is_good_for_two_minutes_unless_it_says_otherwise(
    client: Client, rig: Rig, clock: ManualClock
) -> None:
    default, longest = await path_of_link(rig), await path_of_link(rig, expiry=300)
    clock.forward(119)
    assert (await client.get(default)).status == 200
    clock.forward(1)
    assert (await client.get(default)).status == 410
    assert (await client.post(default, allow_redirects=False)).status == 410
    clock.forward(179)
    assert (await client.get(longest)).status == 200


async def test_an_expired_link_is_answered_by_a_page_in_the_readers_language(
    client: Client, rig: Rig, clock: ManualClock
) -> None:
    path = await path_of_link(rig)
    clock.forward(500)
    answer = await client.get(path, headers={"Accept-Language": "ru"})
    assert answer.content_type == "text/html"
    assert "Срок действия этой ссылки на запуск истёк" in await answer.text()


async def test_a_link_with_any_character_changed_is_not_valid(client: Client, rig: Rig) -> None:
    path = await path_of_link(rig)
    prefix, token = path[: len("/launch/")], path[len("/launch/") :]
    for place in range(0, len(token), 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert (await client.get(prefix + changed)).status == 404
        assert (await client.post(prefix + changed, allow_redirects=False)).status == 404


async def test_links_take_query_parameters_that_integrators_append(
    client: Client, rig: Rig
) -> None:
    path = await path_of_link(rig)
    assert (await client.get(path + "?framesetType=none&force=true")).status == 200
    assert await exchanged(client, path + "?wrap=false")


async def test_a_second_exchange_takes_the_attempt_over(client: Client, rig: Rig) -> None:
    path = await path_of_link(rig)
    first = preload_of(await (await client.get(await exchanged(client, path))).text())
    second = preload_of(await (await client.get(await exchanged(client, path))).text())
    assert (first["epoch"], second["epoch"]) == (1, 2)
    assert first["session"] != second["session"]
    late = await commit(client, first, change_set(1, ("cmi.core.lesson_location", "1")))
    assert late.status == 409
    assert (await late.json())["type"] == "urn:cursus:problem:taken-over"
    assert (await commit(client, second, change_set(1))).status == 200


async def test_reloading_the_player_works_and_raises_the_epoch(client: Client, rig: Rig) -> None:
    player = await exchanged(client, await path_of_link(rig))
    epochs = [preload_of(await (await client.get(player)).text())["epoch"] for _ in range(3)]
    assert epochs == [1, 2, 3]


async def test_only_a_get_takes_the_attempt_over(client: Client, rig: Rig) -> None:
    player = await exchanged(client, await path_of_link(rig))
    for method in ("HEAD", "POST", "PUT", "DELETE"):
        assert (await client.request(method, player)).status == 405
    assert preload_of(await (await client.get(player)).text())["epoch"] == 1


async def test_the_page_carries_all_that_the_first_initialize_needs(
    client: Client, rig: Rig
) -> None:
    path = await path_of_link(
        rig, redirect_on_exit="https://portal.example.org/done?x=1", culture="ru-RU"
    )
    preload = preload_of(await (await client.get(await exchanged(client, path))).text())
    assert preload["language"] == "ru"
    assert preload["course"] == {
        "title": "Курс о <котах> & собаках", "standard": "scorm12", "edition": None,
    }  # fmt: skip
    assert preload["learner"] == {"id": "anna", "name": "Ли, Анна"}
    assert preload["embedOrigin"] == "https://portal.example.org"
    assert preload["exitUrl"] == "https://portal.example.org/done?x=1"
    assert [entry["id"] for entry in preload["toc"]] == ["A"]
    deliver = preload["view"]["deliver"]
    assert deliver["values"]["cmi.core.entry"] == "ab-initio"
    assert deliver["url"].startswith(f"/content/{LABEL}/")
    assert deliver["url"].endswith("/A/index.html")


async def test_no_value_can_end_the_script_element_that_carries_it(
    client: Client, rig: Rig
) -> None:
    player = await exchanged(client, await path_of_link(rig))
    preload = preload_of(await (await client.get(player)).text())
    evil = "</script><script>alert(1)</script>\u2028<!--"
    await commit(client, preload, change_set(1, ("cmi.suspend_data", evil)))
    page = await (await client.get(player)).text()
    assert "alert(1)</script>" not in page
    assert "\u2028" not in page
    assert preload_of(page)["view"]["deliver"]["values"]["cmi.suspend_data"] == evil


async def test_the_page_is_guarded_by_headers_and_sets_no_cookie(client: Client, rig: Rig) -> None:
    answer = await client.get(await exchanged(client, await path_of_link(rig)))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-src 'self'" in policy
    assert "'unsafe-inline'" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


async def test_content_that_lies_elsewhere_may_be_framed_and_nothing_else(
    client: Client, rig: Rig
) -> None:
    far = course_of("scorm12", activity("A", href="https://far.example.org:444/a?b"), activity("B"))
    await rig.register(far, "far", course_id="far", label="far")
    launch = await rig.launches.link(TENANT, "far", LaunchRequest())
    host = {"Host": "far.cursus.localhost"}
    path = "/launch/" + launch.rpartition("/")[2]
    exchange = await client.post(path, headers=host, allow_redirects=False)
    answer = await client.get(exchange.headers["Location"], headers=host)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src 'self' https://far.example.org:444;" in policy + ";"


async def test_a_tenants_portals_alone_may_frame_its_player(client: Client, rig: Rig) -> None:
    await Tenants(rig.database, rig.clock, "https://cursus.example.org").ensure(TENANT)
    await rig.execute("""UPDATE tenants SET portals = '["https://portal.example.org"]'""")
    answer = await client.get(await exchanged(client, await path_of_link(rig)))
    assert answer.headers["Content-Security-Policy"].endswith(
        "; frame-ancestors https://portal.example.org"
    )
    assert preload_of(await answer.text())["embedOrigin"] == "https://portal.example.org"


async def test_the_players_files_are_kept_for_ever_under_an_address_of_their_content(
    client: Client, rig: Rig
) -> None:
    page = await (await client.get(await exchanged(client, await path_of_link(rig)))).text()
    address = re.search(r'src="(/player-assets/[0-9a-f]{16}/player\.js)"', page)
    assert address
    answer = await client.get(address[1])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript"
    assert (await client.get("/player-assets/0000000000000000/player.js")).status == 404
    assert (await client.get(address[1].replace("player.js", "player.html"))).status == 404
    assert (await client.get(address[1].replace("player.js", "..%2f__init__.py"))).status == 404


async def test_a_commit_is_answered_with_what_the_learner_has_come_to(
    client: Client, rig: Rig
) -> None:
    preload = await preloaded(client, rig)
    answer = await commit(
        client,
        preload,
        change_set(
            1,
            ("cmi.core.lesson_status", "passed"),
            ("cmi.core.score.raw", "80"),
            ("cmi.core.student_id", "somebody else"),
        ),
    )
    assert await answer.json() == {
        "seq": 1,
        "status": {"ROOT": "passed", "A": "passed"},
        "result": {"completion": "completed", "success": "passed", "score": 0.8},
        "refused": [{"element": "cmi.core.student_id", "code": 403}],
        "saved": True,
    }
    row = await rig.row()
    assert (row["completion"], row["success"], row["score"]) == ("COMPLETED", "PASSED", 0.8)


async def test_a_beacons_plain_text_is_taken_too(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)
    answer = await client.post(
        f"/rte/{preload['session']}/commit",
        data=json.dumps({"epoch": 1, "sets": [change_set(1, ("cmi.comments", "a"))]}),
        headers={"Content-Type": "text/plain;charset=UTF-8"},
    )
    assert answer.status == 200


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html"],
)
async def test_what_a_form_can_send_is_no_commit(
    client: Client, rig: Rig, content_type: str
) -> None:
    preload = await preloaded(client, rig)
    answer = await client.post(
        f"/rte/{preload['session']}/commit",
        data=b'{"epoch":1}',
        headers={"Content-Type": content_type},
    )
    assert answer.status == 415


async def test_a_request_that_another_site_made_is_refused(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)
    for site in ("cross-site", "same-site"):
        answer = await client.post(
            f"/rte/{preload['session']}/commit", json={"epoch": 1}, headers={"Sec-Fetch-Site": site}
        )
        assert answer.status == 403


async def test_an_unknown_session_has_nothing(client: Client) -> None:
    answer = await client.post("/rte/guessed/commit", json={"epoch": 1})
    assert answer.status == 404
    assert (await answer.json())["type"] == "urn:cursus:problem:unknown-session"
    page = await client.get("/player/guessed")
    assert page.status == 404
    assert page.content_type == "text/html"


async def test_a_session_is_unknown_on_the_host_of_another_course(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)
    elsewhere = {"Host": "another.cursus.localhost:8080"}
    body = {"epoch": 1, "sets": [change_set(1, ("cmi.comments", "a"))]}
    path = f"/rte/{preload['session']}/commit"
    assert (await client.post(path, json=body, headers=elsewhere)).status == 404
    player = await client.get(f"/player/{preload['session']}", headers=elsewhere)
    assert player.status == 404
    assert await rig.values("A") == {}


async def test_a_commit_reaches_no_attempt_but_its_sessions_own(client: Client, rig: Rig) -> None:
    await rig.register(ONE, "r2")
    mine = await preloaded(client, rig)
    forged = {
        "epoch": 1,
        "sets": [change_set(1, ("cmi.comments", "a"))],
        "registration": "r2",
        "tenant": TENANT,
        "session": "other",
    }
    answer = await client.post(f"/rte/{mine['session']}/commit", json=forged)
    assert answer.status == 200
    assert (await rig.values("A", "r1"))["cmi.comments"] == "a"
    assert await rig.values("A", "r2") == {}


async def test_a_session_ends_with_its_registration(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)
    await commit(client, preload, change_set(1, ("cmi.comments", "a")))
    await rig.execute("DELETE FROM registrations")
    answer = await commit(client, preload, change_set(2, ("cmi.comments", "b")))
    assert answer.status == 404


@pytest.mark.parametrize("path", ["commit", "terminate", "navigate", "recover"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
async def test_only_post_reaches_the_run_time(client: Client, path: str, method: str) -> None:
    answer = await client.request(method, f"/rte/session/{path}")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"epoch":"1"}',
        b'{"epoch":-1}',
        b'{"epoch":1.5}',
        b'{"epoch":1,"sets":{}}',
        b'{"epoch":1,"sets":[{"seq":0,"activity":"A","visit":1}]}',
        b'{"epoch":1,"sets":[{"seq":1,"activity":"A","visit":1,"changes":[["a"]]}]}',
        b'{"epoch":1,"sets":[{"seq":1,"activity":"A","visit":1,"changes":[["a",1]]}]}',
        b'{"epoch":1,"request":{"type":"forward"}}',
        b'{"epoch":1,"sets":[{"seq":1,"activity":"\xff","visit":1}]}',
        b'{"epoch":1,"sets":[{"seq":1,"activity":"\\ud800","visit":1}]}',
        b'{"epoch":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"epoch":1,"sets":' + b'[{"sets":' * 50_000 + b"}]" * 50_000 + b"}",
        b'{"epoch":' + b"9" * 400 + b"}",
    ],
)
async def test_what_is_no_commit_is_refused_as_such(client: Client, rig: Rig, body: bytes) -> None:
    preload = await preloaded(client, rig)
    for path in ("commit", "terminate", "navigate", "recover"):
        answer = await client.post(
            f"/rte/{preload['session']}/{path}",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        assert answer.status == 400, await answer.text()
        assert (await answer.json())["type"] == "urn:cursus:problem:bad-change-sets"


async def test_a_body_beyond_the_limit_is_refused_told_or_untold(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)
    path = f"/rte/{preload['session']}/commit"
    large = b" " * (BODY_LIMIT + 1)
    headers = {"Content-Type": "application/json"}
    assert (await client.post(path, data=io.BytesIO(large), headers=headers)).status == 413

    async def chunks() -> Any:
        for start in range(0, len(large), 100_000):
            yield large[start : start + 100_000]

    assert (await client.post(path, data=chunks(), headers=headers)).status == 413


async def test_more_changes_than_one_request_may_carry_are_refused(
    client: Client, rig: Rig
) -> None:
    preload = await preloaded(client, rig)
    many = [("cmi.comments", "")] * (CHANGES_LIMIT + 1)
    answer = await commit(client, preload, change_set(1, *many))
    assert answer.status == 413
    assert (await answer.json())["type"] == "urn:cursus:problem:too-many-changes"


async def test_an_ended_attempt_takes_nothing_more_and_its_launch_opens_it_no_more(
    client: Client, rig: Rig, clock: ManualClock
) -> None:
    preload = await preloaded(client, rig)
    body = {"epoch": 1, "sets": [change_set(1)], "request": {"type": "exitAll", "number": 1}}
    answer = await client.post(f"/rte/{preload['session']}/navigate", json=body)
    view = await answer.json()
    assert (view["ended"], view["deliver"]) == ("exit", None)
    again = await client.post(f"/rte/{preload['session']}/navigate", json=body)
    assert await again.json() == view
    late = await commit(client, preload, change_set(2, ("cmi.comments", "late")))
    assert late.status == 410
    assert (await late.json())["type"] == "urn:cursus:problem:attempt-ended"
    assert (await client.get(f"/player/{preload['session']}")).status == 410
    clock.forward(1)
    assert (await preloaded(client, rig))["epoch"] == 2


async def test_a_large_commit_is_taken(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)
    data = "я" * 64_000
    answer = await commit(client, preload, change_set(1, ("cmi.suspend_data", data)))
    assert answer.status == 200
    assert (await rig.values("A"))["cmi.suspend_data"] == data


async def test_a_stalled_request_does_not_hold_up_others(client: Client, rig: Rig) -> None:
    preload = await preloaded(client, rig)

    async def stalled() -> Any:
        yield b'{"epoch":1,'
        answer = await commit(client, preload, change_set(1, ("cmi.comments", "a")))
        assert answer.status == 200
        yield b'"sets":[]}'

    answer = await client.post(
        f"/rte/{preload['session']}/commit",
        data=stalled(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status == 200


async def test_a_body_that_does_not_arrive_in_time_is_given_up(
    rig: Rig, aiohttp_client: AiohttpClient
) -> None:
    await rig.register(ONE)
    client = await aiohttp_client(rig.app(body_seconds=0.05), headers=HOST)
    preload = await preloaded(client, rig)
    never = asyncio.Event()

    async def stalled() -> Any:
        yield b'{"epoch":1,'
        await never.wait()

    answer = await client.post(
        f"/rte/{preload['session']}/commit",
        data=stalled(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status == 408


async def test_a_client_that_leaves_in_the_middle_of_a_body_harms_nobody(
    client: Client, rig: Rig
) -> None:
    preload = await preloaded(client, rig)

    async def broken() -> Any:
        yield b'{"epoch":1,'
        raise ConnectionResetError

    with pytest.raises((aiohttp.ClientError, ConnectionResetError)):
        await client.post(
            f"/rte/{preload['session']}/commit",
            data=broken(),
            headers={"Content-Type": "application/json"},
        )
    assert (await commit(client, preload, change_set(1))).status == 200
