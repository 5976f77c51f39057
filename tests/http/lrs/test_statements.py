"""The statement resource over HTTP (xAPI 1.0.3, Part Three, 2.1)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from tests.contract.lrs.said import agent, new_id, reference, statement, voiding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.http.lrs.conftest import Portal

THROUGH = "X-Experience-API-Consistent-Through"
ANNA = orjson.dumps(agent("anna")).decode()


async def test_what_is_posted_is_read_back_at_once(portal: Portal) -> None:
    told = statement()
    answer = await portal.post(told)
    assert (answer.status, answer.json) == (200, [told["id"]])
    found = await portal.get(statementId=told["id"])
    assert found.status == 200
    assert found.headers["Content-Type"] == "application/json"
    assert told.items() <= found.json.items()


@pytest.mark.clause("XAPI-DATA-2.4.9")
async def test_the_authority_is_the_credential(portal: Portal) -> None:
    await portal.post(statement(authority=agent("boss")))
    (found,) = (await portal.get()).statements
    assert found["authority"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://cursus.example.org", "name": portal.key},
    }


@pytest.mark.clause("XAPI-COM-2.1.2")
async def test_a_batch_answers_with_its_ids_in_order(portal: Portal) -> None:
    batch = [statement() for _ in range(5)]
    del batch[2]["id"]
    answer = await portal.post(batch)
    ids = answer.json
    assert [*ids[:2], *ids[3:]] == [each["id"] for each in batch if "id" in each]
    assert (await portal.get(ascending="true")).ids == ids


@pytest.mark.clause("XAPI-COM-2.1.1")
async def test_a_put_stores_one_statement_under_its_id(portal: Portal) -> None:
    told = statement()
    id_ = told.pop("id")
    answer = await portal.put(id_, told)
    assert (answer.status, answer.body) == (204, b"")
    assert (await portal.get()).ids == [id_]
    assert (await portal.put(id_, told)).status == 204
    assert (await portal.put(id_, told | {"actor": agent("boris")})).status == 409
    assert (await portal.put(id_, told | {"id": new_id()})).status == 400
    assert (await portal.put(new_id(), [told])).status == 400
    assert (await portal.put("one", told)).status == 400
    assert (await portal.send("PUT", "/statements", body=told)).status == 400
    assert (await portal.get()).ids == [id_]


@pytest.mark.clause("XAPI-COM-2.1.2")
async def test_an_id_that_is_kept_is_never_changed(portal: Portal) -> None:
    told = statement()
    await portal.post(told)
    again = await portal.post(told)
    assert (again.status, again.json) == (200, [told["id"]])
    other = await portal.post([statement(), told | {"actor": agent("boris")}])
    assert other.status == 409
    assert other.headers["Content-Type"] == "application/problem+json"
    assert told["id"] in other.json["detail"]
    (found,) = (await portal.get()).statements
    assert found["actor"] == agent("anna")


async def test_of_twenty_statements_racing_for_one_id_one_is_stored(portal: Portal) -> None:
    await portal.get()  # the credential is known from now on
    id_ = new_id()
    racers = [statement(f"racer-{n}") | {"id": id_} for n in range(20)]
    answers = await asyncio.gather(*(portal.post(each) for each in racers))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 19


async def test_batches_that_share_activities_never_fail(portal: Portal) -> None:
    await portal.get()
    limit = asyncio.Semaphore(8)

    async def post() -> int:
        async with limit:
            return (await portal.post([statement() for _ in range(50)])).status

    assert await asyncio.gather(*(post() for _ in range(24))) == [200] * 24


@pytest.mark.clause("XAPI-COM-3.2")
async def test_a_batch_with_one_fault_is_refused_whole_with_place_and_clause(
    portal: Portal,
) -> None:
    wrong = statement()
    wrong["verb"] = {"id": "did"}
    answer = await portal.post([statement(), wrong])
    assert answer.status == 400
    assert answer.json["clause"] == "XAPI-DATA-4.3"
    assert answer.json["pointer"] == "/1/verb/id"
    assert answer.json["type"] == "urn:cursus:problem:statement-refused"
    assert (await portal.get()).ids == []


async def test_faults_are_said_in_the_callers_language(portal: Portal) -> None:
    answer = await portal.post({}, **{"Accept-Language": "ru"})
    assert answer.json["title"] == "Высказывание не соответствует стандарту xAPI"
    assert "обязательно" in answer.json["detail"]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json; charset=utf-8", 200),
        ("text/plain", 400),
        ("application/x-www-form-urlencoded", 400),
        ("multipart/form-data; boundary=x", 400),
        ("multipart/mixed; boundary=x", 501),
    ],
)
async def test_statements_are_taken_as_json(portal: Portal, content_type: str, status: int) -> None:
    answer = await portal.post(statement(), **{"Content-Type": content_type})
    assert answer.status == status


@pytest.mark.clause("XAPI-COM-3.2")
async def test_a_request_that_is_too_large_is_refused(portal: Portal) -> None:
    answer = await portal.post(b" " * (16 << 20) + orjson.dumps(statement()))
    assert answer.status == 413


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.clause("XAPI-COM-3.2")
async def test_a_statement_that_is_too_large_is_refused(portal: Portal, *, batch: bool) -> None:
    large = statement(result={"response": "x" * (1 << 20)})
    answer = await portal.post([statement(), large] if batch else large)
    assert answer.status == 413
    assert answer.json["type"] == "urn:cursus:problem:statement-too-large"
    assert answer.json["pointer"] == ("/1" if batch else "")


async def test_a_large_batch_is_taken(portal: Portal) -> None:
    batch = [statement(result={"response": "ы" * 500}) for _ in range(1000)]
    answer = await portal.post(batch)
    assert len(answer.json) == 1000


@pytest.mark.clause("XAPI-COM-2.1.3")
async def test_filters_and_formats(portal: Portal) -> None:
    told = statement(result={"score": {"scaled": 0.5}})
    await portal.post([told, statement("boris", "saw", "film")])
    for query in (
        {"agent": ANNA},
        {"verb": told["verb"]["id"]},
        {"activity": told["object"]["id"]},
        {"agent": ANNA, "verb": told["verb"]["id"], "activity": told["object"]["id"]},
    ):
        assert (await portal.get(**query)).ids == [told["id"]]
    (reduced,) = (await portal.get(agent=ANNA, format="ids")).statements
    assert reduced["object"] == {"id": told["object"]["id"]}
    assert reduced["result"] == told["result"]
    one = await portal.get(statementId=told["id"], format="ids")
    assert one.json == reduced
    assert (await portal.get(format="canonical")).status == 501
    assert (await portal.get(attachments="true")).status == 501
    assert (await portal.get(attachments="false")).status == 200


async def test_since_and_until_take_what_stored_says(portal: Portal) -> None:
    for _ in range(3):
        await portal.post(statement())
    first, second, third = (await portal.get(ascending="true")).statements
    assert (await portal.get(since=first["stored"])).ids == [third["id"], second["id"]]
    assert (await portal.get(until=second["stored"])).ids == [second["id"], first["id"]]


@pytest.mark.clause("XAPI-DATA-2.5")
async def test_more_is_a_relative_link_to_what_follows(portal: Portal) -> None:
    batch = [statement() for _ in range(7)]
    await portal.post(batch)
    seen: list[str] = []
    answer = await portal.get(limit="3", agent=ANNA)
    while True:
        seen += answer.ids
        more = answer.json["more"]
        if not more:
            break
        assert more.startswith("/xapi/statements?")
        assert len(more) < 400
        answer = await portal.send("GET", more)
    assert seen == [each["id"] for each in batch][::-1]


async def test_a_more_link_keeps_the_format(portal: Portal) -> None:
    target = {"id": "http://example.org/task", "objectType": "Activity"}
    await portal.post([statement(target=target) for _ in range(3)])
    answer = await portal.get(limit="2", format="ids")
    following = await portal.send("GET", answer.json["more"])
    assert [each["object"] for each in following.statements] == [{"id": target["id"]}]


async def test_a_more_link_is_worth_nothing_changed_or_to_another_tenant(
    portal: Portal, new_portal: Callable[..., Awaitable[Portal]]
) -> None:
    await portal.post([statement() for _ in range(3)])
    more = (await portal.get(limit="1")).json["more"]
    college = await new_portal("college")
    for sender, link in (
        (college, more),
        (portal, more[:-1] + ("A" if more[-1] != "A" else "B")),
        (portal, more + "&limit=2"),
        (portal, "/xapi/statements?more=x"),
        (portal, "/xapi/statements?more="),
    ):
        answer = await sender.send("GET", link)
        assert answer.status == 400


@pytest.mark.clause("XAPI-DATA-2.3.2")
@pytest.mark.clause("XAPI-COM-2.1.4")
async def test_a_voided_statement_is_returned_only_as_such(portal: Portal) -> None:
    told = statement()
    voider = voiding(told)
    graded = reference(told)
    await portal.post([told, graded])
    assert (await portal.get(voidedStatementId=told["id"])).status == 404
    await portal.post(voider)
    assert (await portal.get(statementId=told["id"])).status == 404
    voided = await portal.get(voidedStatementId=told["id"])
    assert voided.json["id"] == told["id"]
    assert (await portal.get(agent=ANNA)).ids == [voider["id"], graded["id"]]
    assert (await portal.post(voiding(voider))).status == 200
    assert (await portal.get(statementId=voider["id"])).status == 200


@pytest.mark.clause("XAPI-COM-2.1.3-THROUGH")
async def test_every_answer_says_through_when_the_store_is_consistent(portal: Portal) -> None:
    empty = await portal.get()
    assert empty.headers[THROUGH] == "1970-01-01T00:00:00.000000Z"
    told = statement()
    posted = await portal.post(told)
    found = await portal.get(statementId=told["id"])
    moment = found.json["stored"]
    for answer in (
        posted,
        found,
        await portal.get(),
        await portal.get(statementId=new_id()),
        await portal.get(limit="-1"),
        await portal.post({}),
        await portal.send("HEAD", "/statements"),
        await portal.send("DELETE", "/statements"),
    ):
        assert answer.headers[THROUGH] == moment, answer.status


async def test_one_statement_says_when_it_was_stored(portal: Portal) -> None:
    told = statement()
    await portal.post(told)
    found = await portal.get(statementId=told["id"])
    assert found.headers["Last-Modified"].endswith(found.json["stored"][11:19] + " GMT")


async def test_head_answers_as_get_does_without_a_body(portal: Portal) -> None:
    told = statement()
    await portal.post(told)
    for params in ({}, {"statementId": told["id"]}):
        got = await portal.send("GET", "/statements", params=params)
        head = await portal.send("HEAD", "/statements", params=params)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(got.body))
    missing = await portal.send("HEAD", "/statements", params={"statementId": new_id()})
    assert (missing.status, missing.body) == (404, b"")


@pytest.mark.parametrize(
    "params",
    [
        {"foo": "1"},
        {"Limit": "1"},
        {"agent": "anna"},
        {"statementId": "one"},
        {"statementId": "8f87ccde-bb56-4c2e-ab83-44982ef22df0", "limit": "1"},
        {"format": "short"},
    ],
)
@pytest.mark.clause("XAPI-COM-3.2")
async def test_a_wrong_question_is_refused(portal: Portal, params: dict[str, str]) -> None:
    answer = await portal.get(**params)
    assert answer.status == 400
    assert set(answer.json["pointer"].split("/")) & params.keys()


@pytest.mark.parametrize(("version", "status"), [("1.0.3", 501), ("2.0.0", 400)])
async def test_the_alternate_syntax_is_told_apart_from_a_post(
    portal: Portal, version: str, status: int
) -> None:
    portal.version = version
    answer = await portal.send("POST", "/statements", params={"method": "GET"}, body=b"")
    assert answer.status == status


async def test_a_post_takes_no_parameters(portal: Portal) -> None:
    answer = await portal.send(
        "POST", "/statements", params={"statementId": new_id()}, body=statement()
    )
    assert answer.status == 400


async def test_tenants_see_nothing_of_each_other(
    portal: Portal, new_portal: Callable[..., Awaitable[Portal]]
) -> None:
    college = await new_portal("college")
    told = statement()
    await portal.post(told)
    assert (await college.get()).ids == []
    assert (await college.get(statementId=told["id"])).status == 404
    assert (await college.get()).headers[THROUGH].startswith("1970")
    assert (await college.post(told | {"actor": agent("boris")})).status == 200
    assert (await portal.get()).ids == [told["id"]]


async def test_resources_to_come_say_so(portal: Portal) -> None:
    for path in ("/activities/state", "/activities/profile", "/agents", "/agents/profile"):
        for method in ("GET", "PUT", "POST", "DELETE"):
            answer = await portal.send(method, path, body=b"{}")
            assert answer.status == 501
    assert (await portal.get("/nonsense")).status == 404


async def test_statements_of_version_2_have_agents_in_their_context(portal: Portal) -> None:
    context: dict[str, Any] = {
        "contextAgents": [{"objectType": "contextAgent", "agent": agent("coach")}]
    }
    told = statement(context=context)
    assert (await portal.post(told)).status == 400
    portal.version = "2.0.0"
    assert (await portal.post(told)).status == 200
    coach = orjson.dumps(agent("coach")).decode()
    (found,) = (await portal.get(agent=coach, related_agents="true")).statements
    assert found["version"] == "2.0.0"
