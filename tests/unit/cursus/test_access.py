from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from cursus.access import (
    RECHECK_SECONDS,
    REMEMBERED,
    Keys,
    Principal,
    hash_secret,
    secret_matches,
)
from cursus.errors import Forbidden, NotFound, Unauthorized
from cursus.storage.ports import Duplicate
from cursus.storage.queries import NamedQuery
from cursus.tenants import Tenants

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cursus.clock import Ids
    from cursus.storage.database_sqlite import SQLiteDatabase
    from tests.conftest import ManualClock


class CountedDatabase:
    """A database that counts the looks through it."""

    def __init__(self, database: SQLiteDatabase) -> None:
        self._database = database
        self.looks = 0
        self.dialect = database.dialect
        self.write = database.write
        self.close = database.close
        self.after_look: Callable[[], Awaitable[None]] | None = None  # called once

    async def read(self, look: Any) -> Any:
        self.looks += 1
        found = await self._database.read(look)
        if self.after_look is not None:
            call, self.after_look = self.after_look, None
            await call()
        return found


@pytest.fixture
async def counted(database: SQLiteDatabase, clock: ManualClock) -> CountedDatabase:
    tenants = Tenants(database, clock, "https://cursus.example.org")
    await tenants.ensure("north")
    await tenants.ensure("south")
    return CountedDatabase(database)


@pytest.fixture
def keys(counted: CountedDatabase, clock: ManualClock, ids: Ids) -> Keys:
    return Keys(counted, clock, ids)


def basic(key_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key_id}:{secret}".encode()).decode()


async def test_a_key_proves_its_tenant_and_scopes(keys: Keys) -> None:
    key_id, secret = await keys.create("north", "portal", ["read", "write:course"])
    principal = await keys.verify_basic(basic(key_id, secret))
    assert principal == Principal("north", key_id, frozenset({"read", "write:course"}))


@pytest.mark.clause("RFC7617-2")
async def test_a_secret_may_hold_colons_and_any_letters(keys: Keys) -> None:
    await keys.create("north", "portal", ["read"], id="портал", secret="пароль: с двоеточием:")
    header = basic("портал", "пароль: с двоеточием:")
    assert (await keys.verify_basic(header)).credential == "портал"
    assert (await keys.verify_basic(header.replace("Basic", "bAsIc"))).credential == "портал"


async def test_the_secret_is_nowhere_in_the_database(keys: Keys, counted: CountedDatabase) -> None:
    await keys.create("north", "portal", ["read"], id="app", secret="correct horse")
    everything = NamedQuery("all", {"shared": "SELECT * FROM credentials"})
    row = await counted.read(lambda reading: reading.row(everything))
    assert "correct horse" not in str(dict(row))
    assert row["secret_hash"].startswith("scrypt$14$8$1$")


def test_the_same_secret_never_has_the_same_hash() -> None:
    hashes = {hash_secret("correct horse"), hash_secret("correct horse")}
    assert len(hashes) == 2
    assert all(secret_matches("correct horse", secret_hash) for secret_hash in hashes)
    assert not any(secret_matches("correct horsf", secret_hash) for secret_hash in hashes)


@pytest.mark.clause("RFC9110-15.5.2")
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic " + base64.b64encode(b"app").decode(),
        "Basic " + base64.b64encode(b":secret").decode(),
        "Basic " + base64.b64encode(b"app:").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
        "Bearer " + base64.b64encode(b"app:secret").decode(),
        basic("app", "wrong"),
        basic("nobody", "secret"),
        basic("app", "secret\0"),
        basic("app", "s" * 2000),
        "Basic \udcff",
    ],
)
async def test_whatever_is_wrong_with_a_header_the_answer_is_the_same(
    keys: Keys, header: str | None
) -> None:
    await keys.create("north", "portal", ["read"], id="app", secret="secret")
    with pytest.raises(Unauthorized) as refused:
        await keys.verify_basic(header)
    assert refused.value.as_json("en") == Unauthorized().as_json("en")
    assert refused.value.headers == {"WWW-Authenticate": 'Basic realm="cursus", charset="UTF-8"'}


async def test_a_verified_key_is_not_looked_up_again_for_a_while(
    keys: Keys, counted: CountedDatabase, clock: ManualClock
) -> None:
    header = basic(*await keys.create("north", "portal", ["read"]))
    for _ in range(10):
        await keys.verify_basic(header)
    assert counted.looks == 1
    clock.forward(RECHECK_SECONDS + 1)
    for _ in range(10):
        await keys.verify_basic(header)
    assert counted.looks == 2


async def test_a_wrong_secret_is_never_remembered_as_right(keys: Keys) -> None:
    key_id, secret = await keys.create("north", "portal", ["read"])
    await keys.verify_basic(basic(key_id, secret))
    for _ in range(2):
        with pytest.raises(Unauthorized):
            await keys.verify_basic(basic(key_id, secret + "x"))


async def test_a_revoked_key_is_refused_at_once(keys: Keys) -> None:
    key_id, secret = await keys.create("north", "portal", ["read"])
    await keys.verify_basic(basic(key_id, secret))
    await keys.revoke("north", key_id)
    with pytest.raises(Unauthorized):
        await keys.verify_basic(basic(key_id, secret))


async def test_a_key_revoked_on_another_node_is_refused_soon(
    keys: Keys, counted: CountedDatabase, clock: ManualClock, ids: Ids
) -> None:
    header = basic(*await keys.create("north", "portal", ["read"], id="app"))
    await keys.verify_basic(header)
    await Keys(counted, clock, ids).revoke("north", "app")
    clock.forward(RECHECK_SECONDS + 1)
    with pytest.raises(Unauthorized):
        await keys.verify_basic(header)


async def test_a_secret_changed_on_another_node_counts_soon(
    keys: Keys, counted: CountedDatabase, clock: ManualClock, ids: Ids
) -> None:
    await keys.create("north", "portal", ["read"], id="app", secret="old")
    await keys.verify_basic(basic("app", "old"))
    await Keys(counted, clock, ids).ensure("north", "portal", ["read"], id="app", secret="new")
    clock.forward(RECHECK_SECONDS + 1)
    with pytest.raises(Unauthorized):
        await keys.verify_basic(basic("app", "old"))
    assert (await keys.verify_basic(basic("app", "new"))).tenant == "north"


async def test_a_key_revoked_while_it_is_checked_is_not_remembered(
    keys: Keys, counted: CountedDatabase
) -> None:
    key_id, secret = await keys.create("north", "portal", ["read"])
    counted.after_look = lambda: keys.revoke("north", key_id)
    await keys.verify_basic(basic(key_id, secret))  # it began before the key was revoked
    with pytest.raises(Unauthorized):
        await keys.verify_basic(basic(key_id, secret))


async def test_no_tenant_revokes_the_key_of_another(keys: Keys) -> None:
    key_id, secret = await keys.create("north", "portal", ["read"])
    with pytest.raises(NotFound):
        await keys.revoke("south", key_id)
    assert (await keys.verify_basic(basic(key_id, secret))).tenant == "north"


async def test_a_tenant_sees_its_own_keys_only_and_no_secret(
    keys: Keys, clock: ManualClock
) -> None:
    first, _ = await keys.create("north", "portal", ["read"])
    clock.forward(1)
    second, secret = await keys.create("north", "reports", ["read:report"])
    await keys.create("south", "other", ["read"])
    await keys.revoke("north", first)
    listed = await keys.list("north")
    assert [(key.id, key.label) for key in listed] == [(first, "portal"), (second, "reports")]
    assert listed[0].revoked_at == clock.now
    assert listed[1].scopes == frozenset({"read:report"})
    assert secret not in repr(listed)


async def test_an_id_is_taken_once(keys: Keys) -> None:
    await keys.create("north", "portal", ["read"], id="app", secret="secret")
    with pytest.raises(Duplicate):
        await keys.create("south", "thief", ["read"], id="app", secret="other")
    assert (await keys.verify_basic(basic("app", "secret"))).tenant == "north"


async def test_a_given_first_key_is_created_once_and_reused(keys: Keys) -> None:
    for _ in range(2):
        await keys.ensure("north", "first", ["read"], id="app", secret="secret")
    assert len(await keys.list("north")) == 1
    await keys.ensure("north", "first", ["read", "write"], id="app", secret="changed")
    principal = await keys.verify_basic(basic("app", "changed"))
    assert principal.scopes == frozenset({"read", "write"})
    with pytest.raises(Unauthorized):
        await keys.verify_basic(basic("app", "secret"))
    with pytest.raises(Duplicate):
        await keys.ensure("south", "first", ["read"], id="app", secret="changed")


@pytest.mark.parametrize(
    ("held", "scope", "may"),
    [
        ({"read"}, "read", True),
        ({"read"}, "read:course", True),
        ({"read:course"}, "read:course", True),
        ({"read:course"}, "read", False),
        ({"read:course"}, "read:report", False),
        ({"read"}, "write:course", False),
        ({"read"}, "readers:course", False),
        (set(), "read", False),
    ],
)
def test_a_general_scope_covers_its_special_ones(
    held: set[str],
    scope: str,
    may: bool,  # noqa: FBT001
) -> None:
    principal = Principal("north", "app", frozenset(held))
    assert principal.may(scope) is may
    if may:
        principal.require(scope)
    else:
        with pytest.raises(Forbidden, match=scope):
            principal.require(scope)


async def test_only_so_many_verified_keys_are_remembered(keys: Keys) -> None:
    key_id, secret = await keys.create("north", "portal", ["read"])
    await keys.verify_basic(basic(key_id, secret))
    (verified,) = keys._verified.values()  # noqa: SLF001 - scrypt 4,000 times is too slow
    for number in range(REMEMBERED + 10):  # as many spellings of headers as there may be
        keys._remember(f"{number}".encode(), verified)  # noqa: SLF001 - as above
    assert len(keys._verified) == REMEMBERED  # noqa: SLF001
    assert (await keys.verify_basic(basic(key_id, secret))).tenant == "north"
