"""The integrator's own client (PyPI: tincan) against the LRS. It has no types: only here."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    RemoteLRS,
    Result,
    Score,
    Statement,
    StatementRef,
    Verb,
)

from cursus.clock import RandomIds
from lrs.identifiers import xapi_uuid
from lrs.prepared import account_authority

if TYPE_CHECKING:
    from cursus.storage.ports import Database, Tx
    from lrs.service import Lrs
    from tests.http.lrs.conftest import Portal

ANNA = Agent(name="Анна", account=AgentAccount(home_page="http://portal.example", name="anna"))
PASSED = Verb(id="http://adlnet.gov/expapi/verbs/passed", display={"en": "passed", "ru": "сдала"})
COURSE = Activity(
    id="http://portal.example/courses/golf",
    definition=ActivityDefinition(name={"ru": "Гольф"}, type="http://example.org/course"),
)


@pytest.fixture(params=["/xapi/", "/xapi/1.0.3/"])
def remote(request: pytest.FixtureRequest, portal: Portal) -> RemoteLRS:
    return RemoteLRS(
        endpoint=str(portal.client.make_url(request.param)),
        username=portal.key,
        password=portal.secret,
    )


def passed(**more: object) -> Statement:
    return Statement(
        actor=ANNA,
        verb=PASSED,
        object=COURSE,
        result=Result(score=Score(scaled=0.9, raw=9, min=0, max=10), success=True),
        context=Context(
            registration=uuid.uuid4(),
            context_activities=ContextActivities(parent=[Activity(id="http://example.org/p")]),
        ),
        timestamp=datetime(2026, 1, 31, 12, 30, tzinfo=UTC),
        **more,
    )


async def test_a_statement_is_saved_and_retrieved(remote: RemoteLRS) -> None:
    saved = await asyncio.to_thread(remote.save_statement, passed())
    assert saved.success, saved.data
    found = await asyncio.to_thread(remote.retrieve_statement, str(saved.content.id))
    assert found.success, found.data
    kept = found.content
    assert kept.actor.account.name == "anna"
    assert kept.object.definition.name["ru"] == "Гольф"
    assert kept.result.score.scaled == 0.9
    assert kept.timestamp == datetime(2026, 1, 31, 12, 30, tzinfo=UTC)
    assert kept.version == "1.0.3"  # as the client sent it


async def test_a_statement_with_an_id_is_put_once(remote: RemoteLRS) -> None:
    told = passed(id=uuid.uuid4())
    for _ in range(2):
        assert (await asyncio.to_thread(remote.save_statement, told)).success
    told.verb = Verb(id="http://adlnet.gov/expapi/verbs/failed")
    assert (await asyncio.to_thread(remote.save_statement, told)).response.status == 409


async def test_statements_are_saved_in_a_batch_queried_and_paged(remote: RemoteLRS) -> None:
    saved = await asyncio.to_thread(remote.save_statements, [passed() for _ in range(5)])
    assert saved.success, saved.data
    ids = [str(each.id) for each in saved.content]
    query = {
        "agent": ANNA,
        "verb": PASSED,
        "activity": COURSE,
        "since": datetime(2020, 1, 1, tzinfo=UTC),
        "ascending": "true",
        "limit": 2,
    }
    answer = await asyncio.to_thread(remote.query_statements, query)
    assert answer.success, answer.data
    seen = []
    while True:
        seen += [str(each.id) for each in answer.content.statements]
        if not answer.content.more:
            break
        answer = await asyncio.to_thread(remote.more_statements, answer.content)
        assert answer.success, answer.data
    assert seen == ids
    registration = saved.content[3].context.registration
    one = await asyncio.to_thread(remote.query_statements, {"registration": registration})
    assert [str(each.id) for each in one.content.statements] == [ids[3]]


async def test_statements_of_our_own_can_be_read(
    remote: RemoteLRS, lrs: Lrs, database: Database
) -> None:
    registration = str(xapi_uuid(RandomIds().uuid()))
    told = {
        "actor": {"account": {"homePage": "http://portal.example", "name": "anna"}},
        "verb": {"id": PASSED.id},
        "object": {"id": COURSE.id},
        "context": {"registration": registration},
    }
    authority = account_authority("http://portal.example", "cursus")
    prepared = lrs.prepare_trusted(told, authority=authority)

    async def unit(tx: Tx) -> None:
        await lrs.record(tx, "school", [prepared])

    await database.write(unit)
    answer = await asyncio.to_thread(remote.query_statements, {"registration": registration})
    assert answer.success, answer.data
    (found,) = answer.content.statements
    assert found.id.bytes == prepared.id
    assert found.context.registration == uuid.UUID(registration)


async def test_a_statement_is_voided(remote: RemoteLRS) -> None:
    told = await asyncio.to_thread(remote.save_statement, passed())
    id_ = str(told.content.id)
    voided = Verb(id="http://adlnet.gov/expapi/verbs/voided")
    voiding = Statement(actor=ANNA, verb=voided, object=StatementRef(id=id_))
    assert (await asyncio.to_thread(remote.save_statement, voiding)).success
    assert (await asyncio.to_thread(remote.retrieve_statement, id_)).response.status == 404
    found = await asyncio.to_thread(remote.retrieve_voided_statement, id_)
    assert str(found.content.id) == id_


async def test_about_names_the_versions_that_the_client_knows(portal: Portal) -> None:
    endpoint = str(portal.client.make_url("/xapi/1.0.3/"))
    remote = RemoteLRS(endpoint=endpoint, username=portal.key, password=portal.secret)
    about = await asyncio.to_thread(remote.about)
    assert "1.0.3" in about.content.version
