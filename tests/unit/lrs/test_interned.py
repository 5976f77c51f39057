"""The cache of ids is bounded and never holds one that was rolled back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cursus.clock import SystemClock
from cursus.storage.database_sqlite import SQLiteDatabase
from cursus.storage.migrations import Component
from lrs.store.interned import Interned

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.storage.ports import Query, Tx


class Failed(Exception):
    pass


@pytest.fixture
async def database() -> AsyncIterator[SQLiteDatabase]:
    database = SQLiteDatabase(None, SystemClock(), [Component("cursus"), Component("lrs")])
    yield database
    await database.close()


async def intern(
    database: SQLiteDatabase, interned: Interned, *terms: str, fail: bool = False
) -> dict[str, int]:
    async def unit(tx: Tx) -> dict[str, int]:
        number = await interned.tenant(tx, "school")
        ids = await interned.terms(tx, number, terms)
        if fail:
            raise Failed
        return ids

    return await database.write(unit)


async def test_a_term_keeps_its_id_in_every_cache(database: SQLiteDatabase) -> None:
    first = await intern(database, Interned(), "Va", "Vb", "Va")
    assert len(set(first.values())) == 2
    assert await intern(database, Interned(), "Vb", "Va") == first


async def test_a_known_term_is_not_looked_up_again(database: SQLiteDatabase) -> None:
    interned = Interned()
    first = await intern(database, interned, "Va", "Vb")

    async def unit(tx: Tx) -> dict[str, int]:
        return await interned.terms(Deaf(tx), 1, ["Va", "Vb"])  # type: ignore[arg-type]

    assert await database.write(unit) == first


class Deaf:
    """A transaction that answers nothing."""

    def __init__(self, tx: Tx) -> None:
        self.after_commit = tx.after_commit

    async def value(self, query: Query, **_: object) -> None:
        raise AssertionError(query.name)


async def test_ids_of_a_unit_that_failed_are_forgotten(database: SQLiteDatabase) -> None:
    interned = Interned()
    with pytest.raises(Failed):
        await intern(database, interned, "Va", fail=True)
    other = await intern(database, interned, "Vb")
    both = await intern(database, interned, "Va", "Vb")
    assert both["Vb"] == other["Vb"]
    assert both["Va"] != both["Vb"]
    assert await intern(database, Interned(), "Va", "Vb") == both


async def test_what_was_learnt_first_is_let_go_of_first(database: SQLiteDatabase) -> None:
    interned = Interned(terms_kept=3)
    first = await intern(database, interned, *(f"V{n}" for n in range(3)))
    await intern(database, interned, "V3", "V4")
    kept = {term for _, term in interned._terms}  # noqa: SLF001 - the bound is what is held
    assert kept == {"V2", "V3", "V4"}
    assert await intern(database, interned, "V0") == {"V0": first["V0"]}


async def test_tenants_have_terms_of_their_own(database: SQLiteDatabase) -> None:
    interned = Interned()

    async def unit(tx: Tx) -> list[dict[str, int]]:
        numbers = [await interned.tenant(tx, tenant) for tenant in ("school", "college")]
        return [await interned.terms(tx, number, ["Va"]) for number in numbers]

    school, college = await database.write(unit)
    assert school != college
