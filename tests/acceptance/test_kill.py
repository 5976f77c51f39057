"""The service is killed in the middle of a stream of commits, again and again.

What was acknowledged is there afterwards, once and in order; what was not, the players hand in
again by the same numbers, and then everything is there once.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.manifests import manifest_12
from tests.manifests import package as package_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.acceptance.conftest import Service

ROUNDS = 20
PLAYERS = 8


class Player:
    """A player's page that appends a mark of its own to the comments with every change set."""

    def __init__(self, service: Service, registration: str) -> None:
        self.service = service
        self.registration = registration
        self.acknowledged = 0
        self.made: list[dict[str, Any]] = []
        self.preload: dict[str, Any] = {}
        self.host = ""

    async def open(self, link: str) -> None:
        self.host, _, path = link.removeprefix("http://").partition("/")
        async with self.request("POST", f"/{path}", allow_redirects=False) as answer:
            player = answer.headers["Location"]
        async with self.request("GET", player) as answer:
            found = re.search(r'id="preload">(.*?)</script>', await answer.text())
        assert found
        self.preload = json.loads(found[1])

    @property
    def comments(self) -> str:
        comments: str = self.preload["view"]["deliver"]["values"].get("cmi.comments", "")
        return comments

    @property
    def marks(self) -> str:
        return "".join(change_set["changes"][0][1] for change_set in self.made)

    def request(self, method: str, path: str, **arguments: Any) -> Any:
        """A browser resolves the content host by itself; here its name goes in the Host field."""
        url = self.service.url + path
        return self.service.session.request(method, url, headers={"Host": self.host}, **arguments)

    async def commit(self) -> None:
        """Hand in everything that is not acknowledged, as the outbox does."""
        body = {"epoch": self.preload["epoch"], "sets": self.made[self.acknowledged :]}
        path = f"/rte/{self.preload['session']}/commit"
        async with self.request("POST", path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            self.acknowledged = (await answer.json())["seq"]

    async def play_until_killed(self) -> None:
        deliver = self.preload["view"]["deliver"]
        visit = {"activity": deliver["activity"], "visit": deliver["visit"]}
        try:
            for seq in itertools.count(len(self.made) + 1):
                mark = ["cmi.comments", f"{seq};"]
                self.made.append({"seq": seq, **visit, "changes": [mark]})
                await self.commit()
        except (aiohttp.ClientError, ConnectionError):
            pass


async def comments_told(service: Service, registration: str) -> str:
    """What the record says that the learner commented."""
    told = ""
    path = "/xapi/statements"
    query = {"registration": registration, "ascending": "true", "limit": "100"}
    headers = {"X-Experience-API-Version": "2.0.0"}
    while path:
        async with service.session.get(service.url + path, params=query, headers=headers) as answer:
            page = await answer.json()
        told += "".join(
            statement["result"]["response"]
            for statement in page["statements"]
            if statement["verb"]["id"].endswith("/commented")
        )
        path, query = page.get("more", ""), {}
    return told


async def test_no_acknowledged_commit_is_lost_and_none_is_applied_twice(
    tmp_path: Path, running: Callable[[Path], AbstractAsyncContextManager[Service]]
) -> None:
    chance = random.Random(1812)
    package = tmp_path / "course.zip"
    package.write_bytes(package_of(manifest_12()))
    acknowledged = 0
    async with running(tmp_path / "data") as service:
        assert (await service.upload(package, "course"))["status"] == "COMPLETE"
        for round_ in range(ROUNDS):
            players = [Player(service, f"r{round_}.{number}") for number in range(PLAYERS)]
            for player in players:
                await player.open(await service.launch("course", player.registration))
            playing = asyncio.gather(*(player.play_until_killed() for player in players))
            await asyncio.wait([playing], timeout=chance.uniform(0.05, 0.5))
            await service.kill()
            await playing
            await service.start()
            for player in players:
                await player.commit()  # the same page goes on
                again = Player(service, player.registration)
                await again.open(await service.relaunch(player.registration))
                assert again.comments == player.marks
                attempt = again.preload["attempt"]
                assert await comments_told(service, attempt) == player.marks
                acknowledged += player.acknowledged
    assert acknowledged > ROUNDS * PLAYERS
