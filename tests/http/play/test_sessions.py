"""The right to play outlives the page, and only its holder has it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from runtime.sessions import UnknownSession
from tests.playing import Rig, activity, course_of, launch_of, opened

if TYPE_CHECKING:
    from tests.conftest import ManualClock

ONE = course_of("scorm12", activity("A"))
DAY = 86_400


@pytest.fixture
async def token(rig: Rig) -> str:
    await rig.register(ONE)
    return await rig.token()


async def test_the_database_has_only_a_hash_of_the_token(rig: Rig, token: str) -> None:
    (row,) = await rig.select("SELECT * FROM sessions")
    assert row["token_hash"] == hashlib.sha256(token.encode()).digest()
    assert token not in [row[name] for name in ("tenant", "registration", "exit_url", "culture")]


async def test_a_session_lives_for_thirty_days_after_its_last_use(
    rig: Rig, clock: ManualClock, token: str
) -> None:
    for _ in range(5):
        clock.forward(29 * DAY)
        assert (await rig.sessions.get(token)).registration == "r1"
    clock.forward(30 * DAY + 1)
    with pytest.raises(UnknownSession):
        await rig.sessions.get(token)


async def test_a_session_is_prolonged_in_the_database_at_most_once_a_day(
    rig: Rig, clock: ManualClock, token: str
) -> None:
    ends = []
    for _ in range(4):
        clock.forward(DAY * 0.6)
        await rig.sessions.get(token)
        (row,) = await rig.select("SELECT expires_at FROM sessions")
        ends.append(row["expires_at"])
    assert ends[0] < ends[1] == ends[2] < ends[3]


async def test_expired_sessions_are_swept_when_others_begin(
    rig: Rig, clock: ManualClock, token: str
) -> None:
    clock.forward(31 * DAY)
    await rig.token()
    rows = await rig.select("SELECT token_hash FROM sessions")
    assert len(rows) == 1
    assert rows[0]["token_hash"] != hashlib.sha256(token.encode()).digest()


async def test_no_session_is_had_for_a_registration_that_is_gone(rig: Rig) -> None:
    with pytest.raises(UnknownSession):
        await rig.sessions.open(launch_of("r1"))


async def test_sessions_go_with_their_registration(rig: Rig, token: str) -> None:
    await rig.execute("DELETE FROM registrations")
    with pytest.raises(UnknownSession):
        await rig.sessions.get(token)


async def test_a_session_is_nothing_to_a_later_registration_of_the_same_id(
    rig: Rig, clock: ManualClock
) -> None:
    former = await opened(rig, ONE)
    await former.say({"cmi.comments": "mine"})
    await rig.execute("DELETE FROM registrations")
    clock.forward(1)
    later = await opened(rig, ONE)
    with pytest.raises(UnknownSession):
        await former.say({"cmi.comments": "still mine"})
    with pytest.raises(UnknownSession):
        await former.open()
    with pytest.raises(UnknownSession):
        await former.recover(1, former.set(("cmi.comments", "mine for ever")))
    assert await rig.values("A") == {}
    await later.say({"cmi.comments": "its own"})
    assert (await rig.values("A"))["cmi.comments"] == "its own"
