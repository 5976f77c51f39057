"""What the store of statements promises over any database."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from cursus.errors import Conflict
from cursus.storage.ports import Duplicate
from lrs.query import StatementQuery
from lrs.service import StatementConflict
from lrs.terms import agent_term
from tests.contract.lrs.said import (
    AUTHORITY,
    Store,
    agent,
    new_id,
    reference,
    statement,
    voiding,
)

if TYPE_CHECKING:
    from cursus.storage.ports import Tx

ANNA = agent_term(agent("anna"))
TASK = "http://example.org/task"


async def test_a_statement_comes_back_by_its_id_with_its_own_bytes(store: Store) -> None:
    id_ = new_id()
    body = b'{"result":{"score":{"raw":2.50}},"id":"%s",' % id_.encode()
    body += orjson.dumps({k: v for k, v in statement().items() if k != "id"})[1:]
    prepared = store.lrs.prepare(body, authority=AUTHORITY, version="1.0.3")
    await store.lrs.store("school", prepared)
    found = await store.lrs.one("school", id_)
    assert found is not None
    assert found.json.startswith(body[:-1])
    assert orjson.loads(found.json)["authority"] == AUTHORITY.agent


async def test_an_unknown_id_is_none(store: Store) -> None:
    assert await store.lrs.one("school", new_id()) is None
    await store.put(statement())
    assert await store.lrs.one("school", new_id()) is None


async def test_without_statements_a_tenant_has_an_empty_page(store: Store) -> None:
    page = await store.lrs.statements("school", StatementQuery())
    assert (page.statements, page.more, page.consistent_through) == ([], None, 0)


@pytest.mark.clause("XAPI-COM-2.1.3")
async def test_statements_come_newest_first_or_oldest_first_when_asked(store: Store) -> None:
    sent = [statement() for _ in range(3)]
    await store.put(*sent[:2])
    await store.put(sent[2])
    ids = [each["id"] for each in sent]
    assert await store.ids() == ids[::-1]
    assert await store.ids(ascending=True) == ids


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("agent_", [None, ANNA])
@pytest.mark.clause("XAPI-DATA-2.5")
async def test_pages_neither_skip_nor_repeat(
    store: Store, limit: int, *, ascending: bool, agent_: str | None
) -> None:
    sent = [statement() for _ in range(7)]
    await store.put(*sent)
    pages = await store.pages(limit=limit, ascending=ascending, agent=agent_)
    ids = [each["id"] for each in sent]
    assert [id_ for page in pages for id_ in page] == (ids if ascending else ids[::-1])
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert pages[-1]


async def test_new_statements_do_not_disturb_someone_who_pages(store: Store) -> None:
    sent = [statement() for _ in range(4)]
    await store.put(*sent)
    first = await store.lrs.statements("school", StatementQuery(limit=2))
    await store.put(statement(), statement())
    assert first.more is not None
    second = await store.lrs.statements("school", first.more)
    ids = [orjson.loads(each)["id"] for each in second.statements]
    assert ids == [sent[1]["id"], sent[0]["id"]]
    assert second.more is None


async def test_a_page_ends_early_when_its_statements_are_large(store: Store) -> None:
    large = [statement(result={"response": "x" * 900_000}) for _ in range(60)]
    for each in large:
        await store.put(each)
    pages = await store.pages()
    assert [id_ for page in pages for id_ in page] == [each["id"] for each in large][::-1]
    assert len(pages) > 1


FILTERS: dict[str, dict[str, Any]] = {
    "agent": {"agent": ANNA},
    "verb": {"verb": "http://example.org/verbs/did"},
    "activity": {"activity": TASK},
    "registration": {"registration": "EC531277-B57B-4C15-8D91-D292C5B2B8F7"},
    "agent and verb": {"agent": ANNA, "verb": "http://example.org/verbs/did"},
    "all": {
        "agent": ANNA,
        "verb": "http://example.org/verbs/did",
        "activity": TASK,
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
    },
}


@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS.keys())
@pytest.mark.clause("XAPI-COM-2.1.3")
async def test_filters_find_what_matches_all_of_them(store: Store, query: dict[str, Any]) -> None:
    context = {"registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7"}
    wanted = [statement(context=context) for _ in range(3)]
    other = {"registration": "00000000-b57b-4c15-8d91-d292c5b2b8f7"}
    await store.put(wanted[0], statement("boris", "saw", "film", context=other), wanted[1])
    await store.put(statement("boris", "saw", "film"), wanted[2])
    assert await store.ids(**query) == [each["id"] for each in wanted[::-1]]


async def test_a_filter_that_no_statement_ever_met_finds_nothing(store: Store) -> None:
    await store.put(statement())
    assert await store.ids(verb="http://example.org/verbs/unheard") == []
    assert await store.ids(agent=ANNA, activity="http://example.org/unheard") == []


async def test_since_and_until_bound_by_the_moment_of_storing(store: Store) -> None:
    first, second, third = statement(), statement(), statement()
    moments = [await store.put(each) for each in (first, second, third)]
    assert await store.ids(since=moments[0]) == [third["id"], second["id"]]
    assert await store.ids(until=moments[1]) == [second["id"], first["id"]]
    assert await store.ids(since=moments[0], until=moments[1], agent=ANNA) == [second["id"]]
    assert await store.ids(since=moments[2]) == []


GROUP = {"objectType": "Group", "member": [agent("anna"), agent("boris")]}
TEAM = {"objectType": "Group", **agent("team"), "member": [agent("anna")]} | {"objectType": "Group"}
ACTIVITY = {"id": TASK}


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        (statement("anna", target="film"), True),
        (statement("boris", target=agent("anna")), True),
        (statement("boris", target="film") | {"actor": GROUP}, True),
        (statement("boris", target=TEAM), True),
        (statement("boris", target="film", context={"instructor": agent("anna")}), False),
        (statement("boris", target="film", context={"team": TEAM}), False),
        (
            statement(
                "boris",
                context={"contextAgents": [{"objectType": "contextAgent", "agent": agent("anna")}]},
            ),
            False,
        ),
        (
            statement(
                "boris", context={"contextGroups": [{"objectType": "contextGroup", "group": TEAM}]}
            ),
            False,
        ),
        (statement("boris", target={"objectType": "SubStatement", **statement()}), False),
    ],
)
@pytest.mark.clause("XAPI-COM-2.1.3")
async def test_related_agents_are_found_where_the_plain_filter_does_not_look(
    store: Store, sent: dict[str, Any], *, plain: bool
) -> None:
    if sent["object"].get("objectType") == "SubStatement":
        sent["object"].pop("id", None)
    await store.put(sent, statement("boris", target="film"))
    assert await store.ids(agent=ANNA) == ([sent["id"]] if plain else [])
    assert await store.ids(agent=ANNA, related_agents=True) == [sent["id"]]


async def test_the_authority_is_a_related_agent(store: Store) -> None:
    await store.put(statement())
    authority = agent_term(AUTHORITY.agent)
    assert await store.ids(agent=authority) == []
    assert len(await store.ids(agent=authority, related_agents=True)) == 1


@pytest.mark.parametrize("kind", ["parent", "grouping", "category", "other"])
@pytest.mark.clause("XAPI-COM-2.1.3")
async def test_related_activities_are_those_of_the_context_and_of_substatements(
    store: Store, kind: str
) -> None:
    context = {"contextActivities": {kind: [ACTIVITY]}}
    inner = statement("boris", target="film", context=context)
    del inner["id"]
    sent = [
        statement("boris", target="film", context=context),
        statement("boris", target={"objectType": "SubStatement", **inner}),
        statement("boris", target=TASK.rpartition("/")[2]),
    ]
    await store.put(*sent)
    assert await store.ids(activity=TASK) == [sent[2]["id"]]
    assert await store.ids(activity=TASK, related_activities=True) == [
        each["id"] for each in sent[::-1]
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (0, 2, 1)])
@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.clause("XAPI-COM-2.1.3-REFS")
async def test_who_refers_to_a_statement_is_found_with_it_in_whatever_order_they_come(
    store: Store, order: tuple[int, ...], *, batch: bool
) -> None:
    told = statement("anna", "did", "task")
    graded = reference(told, "teacher", "graded")
    confirmed = reference(graded, "head", "confirmed")
    sent = [(told, graded, confirmed)[place] for place in order]
    if batch:
        await store.put(*sent)
    else:
        for each in sent:
            await store.put(each)
    newest_first = [each["id"] for each in sent[::-1]]
    assert await store.ids(agent=ANNA) == newest_first
    assert await store.ids(activity=TASK) == newest_first
    assert await store.ids(activity=TASK, related_activities=True) == newest_first
    graded_ids = [id_ for id_ in newest_first if id_ != told["id"]]
    assert await store.ids(verb="http://example.org/verbs/graded") == graded_ids
    assert await store.ids(agent=agent_term(agent("head"))) == [confirmed["id"]]


@pytest.mark.clause("XAPI-COM-2.1.3-REFS")
async def test_a_reference_in_the_context_is_no_target(store: Store) -> None:
    told = statement()
    context = {"statement": {"objectType": "StatementRef", "id": told["id"]}}
    await store.put(told, statement("boris", target="film", context=context))
    assert await store.ids(agent=ANNA) == [told["id"]]


async def test_statements_that_refer_to_each_other_in_a_ring_are_stored(store: Store) -> None:
    one, other = statement(), statement("boris")
    one["object"] = {"objectType": "StatementRef", "id": other["id"]}
    other["object"] = {"objectType": "StatementRef", "id": one["id"]}
    itself = statement()
    itself["object"] = {"objectType": "StatementRef", "id": itself["id"]}
    await store.put(one)
    await store.put(other, itself)
    assert set(await store.ids(agent=agent_term(agent("boris")))) == {one["id"], other["id"]}


@pytest.mark.parametrize("voider_first", [False, True])
@pytest.mark.clause("XAPI-DATA-2.3.2")
@pytest.mark.clause("XAPI-COM-2.1.4")
async def test_a_voided_statement_vanishes_but_not_those_that_target_it(
    store: Store, *, voider_first: bool
) -> None:
    told = statement()
    graded = reference(told)
    voider = voiding(told)
    for each in [voider, told, graded] if voider_first else [told, graded, voider]:
        await store.put(each)
    assert await store.voided(told["id"])
    assert set(await store.ids()) == {graded["id"], voider["id"]}
    assert set(await store.ids(agent=ANNA)) == {graded["id"], voider["id"]}
    assert await store.ids(activity=TASK, verb="http://example.org/verbs/did") != []


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.parametrize("last_first", [False, True])
@pytest.mark.clause("XAPI-DATA-2.3.2")
async def test_a_voiding_statement_cannot_be_voided(
    store: Store, *, batch: bool, last_first: bool
) -> None:
    told = statement()
    voider = voiding(told)
    again = voiding(voider)
    sent = [again, voider, told] if last_first else [told, voider, again]
    if batch:
        await store.put(*sent)
    else:
        for each in sent:
            await store.put(each)
    assert await store.voided(told["id"])
    assert not await store.voided(voider["id"])
    assert not await store.voided(again["id"])


async def test_the_same_statement_again_changes_nothing(store: Store) -> None:
    told = statement()
    before = await store.put(told)
    assert await store.put(told) == before
    words = told | {"verb": told["verb"] | {"display": {"en": "did"}}}
    new = statement()
    await store.put(words, new)
    assert await store.ids() == [new["id"], told["id"]]
    found = await store.lrs.one("school", told["id"])
    assert found is not None
    assert b"display" not in found.json


@pytest.mark.clause("XAPI-COM-2.1.2")
async def test_another_statement_with_a_kept_id_is_refused_with_its_whole_batch(
    store: Store,
) -> None:
    told = statement()
    await store.put(told)
    with pytest.raises(StatementConflict):
        await store.put(statement(), told | {"actor": agent("boris")}, statement())
    assert await store.ids() == [told["id"]]
    assert issubclass(StatementConflict, Conflict)


async def test_of_twenty_statements_racing_for_one_id_one_is_stored(store: Store) -> None:
    id_ = new_id()
    outcomes = await asyncio.gather(
        *(store.put(statement(f"racer-{n}") | {"id": id_}) for n in range(20)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, StatementConflict)]
    assert len(refused) == 19
    assert await store.ids() == [id_]


async def test_batches_that_share_everything_all_succeed(store: Store) -> None:
    batches = [[statement() for _ in range(50)] for _ in range(24)]
    await asyncio.gather(*(store.put(*batch) for batch in batches))
    found = [id_ for page in await store.pages(activity=TASK) for id_ in page]
    assert len(found) == len(set(found)) == 24 * 50


async def test_a_reader_that_goes_on_from_the_last_stored_misses_nothing(store: Store) -> None:
    writers = 8
    batches = 12
    seen: list[str] = []
    last = -1

    async def write(writer: int) -> None:
        for _ in range(batches):
            await store.put(*(statement(f"writer-{writer}") for _ in range(5)))

    async def read_on() -> bool:
        nonlocal last
        query = StatementQuery(since=last, ascending=True, limit=7)
        page = await store.lrs.statements("school", query)
        seen.extend(orjson.loads(each)["id"] for each in page.statements)
        if page.statements:
            found = await store.lrs.one("school", seen[-1])
            assert found is not None
            assert found.stored > last
            last = found.stored
        return bool(page.statements)

    writing = asyncio.gather(*(write(n) for n in range(writers)))
    while not writing.done():
        await read_on()
    await writing
    while await read_on():
        pass
    assert len(seen) == len(set(seen)) == writers * batches * 5
    assert seen == [id_ for page in await store.pages(ascending=True) for id_ in page]


async def test_consistent_through_is_the_newest_commit(store: Store) -> None:
    assert await store.lrs.consistent_through("school") == 0
    newest = await store.put(statement(), statement())
    assert await store.lrs.consistent_through("school") == newest
    page = await store.lrs.statements("school", StatementQuery(limit=1))
    assert page.consistent_through == newest


async def test_tenants_see_nothing_of_each_other(store: Store) -> None:
    college = Store(store.database, "college")
    mine = statement()
    await store.put(mine)
    assert await college.ids() == []
    assert await college.ids(agent=ANNA) == []
    assert await college.lrs.one("college", mine["id"]) is None
    assert await college.lrs.consistent_through("college") == 0
    theirs = mine | {"actor": agent("boris")}  # the same id is another tenant's own
    await college.put(theirs)
    assert await college.ids(agent=ANNA) == []
    assert await store.ids(agent=agent_term(agent("boris"))) == []
    await college.put(voiding(mine))
    assert not await store.voided(mine["id"])
    assert await college.voided(mine["id"])


async def test_a_unit_that_fails_leaves_no_statement_and_no_term_behind(store: Store) -> None:
    class Failed(Exception):
        pass

    told = statement("carla", "flew", "moon")
    prepared = store.lrs.prepare(orjson.dumps(told), authority=AUTHORITY, version="1.0.3")

    async def failing(tx: Tx) -> None:
        await store.lrs.record(tx, "school", prepared)
        raise Failed

    with pytest.raises(Failed):
        await store.database.write(failing)
    # Other terms take the ids that the failed unit gave out and took back.
    await store.put(statement("dora", "swam", "sea"))
    await store.put(told)
    assert await store.ids(verb="http://example.org/verbs/flew") == [told["id"]]
    assert await store.ids(agent=agent_term(agent("carla"))) == [told["id"]]
    assert len(await store.ids(verb="http://example.org/verbs/swam")) == 1


async def test_units_that_share_a_commit_with_a_failed_one_keep_their_terms(store: Store) -> None:
    class Failed(Exception):
        pass

    async def failing() -> None:
        doomed = store.lrs.prepare_trusted(statement("eve", "lost", "key"), authority=AUTHORITY)

        async def unit(tx: Tx) -> None:
            await store.lrs.record(tx, "school", [doomed])
            raise Failed

        with pytest.raises(Failed):
            await store.database.write(unit)

    for round_ in range(10):
        name = f"worker-{round_}"
        await asyncio.gather(failing(), store.put(statement(name)), failing())
        assert len(await store.ids(agent=agent_term(agent(name)))) == 1
    assert await store.ids(verb="http://example.org/verbs/lost") == []


async def test_our_own_statements_are_recorded_in_the_callers_unit(store: Store) -> None:
    told = statement()
    del told["id"]
    prepared = [store.lrs.prepare_trusted(told, authority=AUTHORITY) for _ in range(3)]

    async def unit(tx: Tx) -> list[int]:
        return await store.lrs.record(tx, "school", prepared)

    moments = await store.database.write(unit)
    assert moments == sorted(set(moments))
    ids = [str(uuid.UUID(bytes=each.id)) for each in prepared]
    assert await store.ids(agent=ANNA, ascending=True) == ids
    found = await store.lrs.one("school", ids[0])
    assert found is not None
    kept = orjson.loads(found.json)
    assert kept["version"] == "1.0.0"
    assert kept["timestamp"] == kept["stored"]
    read = store.lrs.prepare(found.json, authority=AUTHORITY, version="1.0.3")
    assert read[0].id == prepared[0].id
    with pytest.raises(Duplicate):
        await store.database.write(unit)


async def test_statements_outlive_the_process(tmp_path_store: tuple[Store, Any]) -> None:
    store, reopen = tmp_path_store
    told = statement()
    newest = await store.put(told)
    again = await reopen()
    assert await again.ids(agent=ANNA) == [told["id"]]
    later = await again.put(statement())
    assert later > newest
    assert len(await again.ids(agent=ANNA)) == 2
    await again.database.close()
