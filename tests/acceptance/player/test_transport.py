"""The three ways to the server, with the browser's own functions watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.acceptance.player.conftest import Play

pytestmark = pytest.mark.asyncio(loop_scope="session")

WATCH = """async ({ way, keepalive, answers }) => {
    const seen = [];
    window.fetch = (url, init) => {
        seen.push({ by: "fetch", url, keepalive: init.keepalive === true, method: init.method });
        if (answers) return Promise.resolve(new Response('{"seq": 1}', { headers: answers }));
        return init.signal.aborted ? Promise.reject(init.signal.reason) : new Promise(() => {});
    };
    navigator.sendBeacon = (url, body) => seen.push({ by: "beacon", url, type: body.type });
    window.setTimeout = (run) => (answers ? 0 : run());
    if (!keepalive) delete Request.prototype.keepalive;
    const { createTransport } = await import("/assets/transport.js");
    let said;
    try { said = await createTransport("/rte/token")[way]("commit", "{}"); }
    catch { said = "no answer"; }
    return [seen, said];
}"""


async def watched(play: Play, page: Page, **asked: object) -> Any:
    await page.goto(f"{play.origin}/course/blank.html")
    return await page.evaluate(WATCH, {"keepalive": True, "answers": {}} | asked)


async def test_a_request_of_a_closing_page_outlives_it(play: Play, page: Page) -> None:
    seen, said = await watched(play, page, way="postLeaving")
    assert seen == [
        {"by": "fetch", "url": "/rte/token/commit", "keepalive": True, "method": "POST"}
    ]
    assert said["body"] == {"seq": 1}


async def test_a_browser_without_keepalive_sends_a_beacon(play: Play, page: Page) -> None:
    seen, said = await watched(play, page, way="postLeaving", keepalive=False)
    assert seen == [{"by": "beacon", "url": "/rte/token/commit", "type": "text/plain"}]
    assert said is None


async def test_a_server_may_say_when_to_come_again(play: Play, page: Page) -> None:
    _, said = await watched(play, page, way="post", answers={"Retry-After": "7"})
    assert said["retryAfter"] == 7


async def test_a_server_that_never_answers_is_given_up(play: Play, page: Page) -> None:
    _, said = await watched(play, page, way="post", answers=None)
    assert said == "no answer"
