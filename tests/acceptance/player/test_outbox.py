"""What the outbox promises, with its network, storage and time moved by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Outside = Callable[[str], Awaitable[Any]]

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_changes_go_out_a_second_after_the_last_one(outside: Outside) -> None:
    sent = await outside("""
        const it = world(); it.begin();
        it.outbox.record("a", "1"); await it.pass(900);
        it.outbox.record("b", "2"); await it.pass(999);
        const before = it.calls.length; await it.pass(1);
        return [before, it.last().body];
    """)
    assert sent[0] == 0
    assert sent[1] == {
        "epoch": 3,
        "sets": [
            {
                "seq": 1,
                "activity": "one",
                "visit": 1,
                "changes": [["a", "1"], ["b", "2"]],
                "at": "1970-01-01T00:00:01.900Z",
            }
        ],
    }


async def test_changes_that_never_pause_go_out_after_five_seconds(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin();
        for (let n = 0; n < 49; n += 1) { it.outbox.record("a", String(n)); await it.pass(100); }
        const before = it.calls.length; await it.pass(100);
        return [before, it.calls.length];
    """)
    assert calls == [0, 1]


async def test_an_element_set_twice_keeps_its_first_place_and_its_last_value(
    outside: Outside,
) -> None:
    changes = await outside("""
        const it = world(); it.begin();
        it.outbox.record("id", "q1"); it.outbox.record("type", "choice"); it.outbox.record("id", "q2");
        it.outbox.commit(); return it.last().body.sets[0].changes;
    """)
    assert changes == [["id", "q2"], ["type", "choice"]]


@pytest.mark.clause("SCORM12-RTE-3.4.4")
async def test_comments_of_scorm_1_2_are_joined_within_a_change_set_and_not_across(
    outside: Outside,
) -> None:
    changes = await outside("""
        const it = world(); it.begin();
        it.outbox.record("cmi.comments", "a"); it.outbox.record("cmi.comments", "b");
        it.outbox.commit();
        it.outbox.record("cmi.comments", "c"); it.outbox.commit();
        it.last().answer(200, {seq: 1}); await settle(); await settle();
        return it.calls.map((call) => call.body.sets.map((set) => set.changes[0][1]));
    """)
    assert changes == [["ab"], ["c"]]


async def test_a_set_is_repeated_until_the_server_has_named_its_number(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin();
        it.outbox.record("a", "1"); it.outbox.commit(); it.last().fail(); await settle();
        it.outbox.record("a", "2"); it.outbox.commit(); await it.pass(1000);
        it.last().answer(200, {seq: 1}); await settle(); await settle();
        return it.numbers();
    """)
    assert numbers == [["post", "commit", [1]], ["post", "commit", [1, 2]], ["post", "commit", [2]]]


async def test_it_tries_for_ever_with_growing_pauses_of_half_a_minute_at_most(
    outside: Outside,
) -> None:
    times = await outside("""
        const it = world(); it.begin(); const times = [];
        it.outbox.record("a", "1"); it.outbox.commit();
        for (let n = 0; n < 9; n += 1) {
          const known = it.calls.length; times.push(it.time / 1000);
          n % 2 ? it.last().answer(503, null) : it.last().fail(); await settle(); await settle();
          while (it.calls.length === known) await it.pass(500);
        }
        return times;
    """)
    assert times == [0, 1, 3, 7, 15, 31, 61, 91, 121]


async def test_a_server_that_names_a_time_is_not_asked_before(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        const plain = it.outbox; plain.commit();
        const first = it.last();
        first.answer(503, null); await settle(); await it.pass(1000);
        return it.calls.length;
    """)
    assert calls == 2


async def test_the_network_coming_back_ends_the_pause(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); it.outbox.commit();
        for (let n = 0; n < 6; n += 1) { it.last().fail(); await settle(); await it.pass(40000); }
        it.last().fail(); await settle(); const before = it.calls.length;
        it.outbox.online(); return it.calls.length - before;
    """)
    assert calls == 1


async def test_it_says_saved_saving_and_offline(outside: Outside) -> None:
    states = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); await it.pass(1000);
        it.last().fail(); await settle(); await settle(); await it.pass(1000);
        it.last().answer(200, {seq: 1}); await settle();
        return it.states;
    """)
    assert states == ["saving", "offline", "saved"]


async def test_after_a_gap_everything_goes_again_from_the_servers_number(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin();
        for (const value of "123") {
          it.outbox.record("a", value); it.outbox.commit();
          it.last().answer(200, {seq: Number(value)}); await settle(); await settle();
        }
        it.outbox.record("a", "4"); it.outbox.commit();
        it.last().answer(409, {type: "urn:cursus:problem:gap", seq: 1}); await settle(); await settle();
        return it.last().body.sets.map((set) => set.seq);
    """)
    assert numbers == [2, 3, 4]


async def test_a_gap_that_does_not_close_is_asked_about_with_pauses(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); it.outbox.commit();
        for (let n = 0; n < 3; n += 1) {
          it.last().answer(409, {type: "urn:cursus:problem:gap", seq: 0}); await settle(); await settle();
        }
        return it.calls.length;
    """)
    assert calls == 1


async def test_a_page_that_was_taken_over_stops_and_says_no(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); it.outbox.commit();
        it.last().answer(409, {type: "urn:cursus:problem:taken-over"}); await settle(); await settle();
        it.outbox.record("a", "2"); const answer = it.outbox.commit(); await it.pass(60000);
        return [it.stops, answer, it.calls.length, it.saved.sets.map((set) => set.seq)];
    """)
    assert said == [["taken-over"], False, 1, [2]]


@pytest.mark.parametrize(
    ("status", "reason"), [(410, "ended"), (404, "unknown"), (401, "unknown"), (403, "unknown")]
)
async def test_a_session_that_is_over_stops_and_keeps_what_was_not_sent(
    outside: Outside, status: int, reason: str
) -> None:
    said = await outside(f"""
        const it = world(); it.begin(); it.outbox.record("a", "1"); it.outbox.commit();
        it.last().answer({status}, null); await settle();
        return [it.stops, it.saved.sets.length];
    """)
    assert said == [[reason], 1]


async def test_commit_is_true_when_the_browser_has_stored_it(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        return [it.outbox.commit(), it.saved.attempt, it.saved.epoch, it.saved.sets.length, it.calls[0].way];
    """)
    assert said == [True, "attempt", 3, 1, "post"]


@pytest.mark.parametrize(
    ("server", "answer"),
    [
        ("(body) => ({status: 200, body: {seq: body.sets.at(-1).seq}})", True),
        ("() => ({status: 503, body: null})", False),
        ("null", False),
    ],
)
async def test_without_storage_commit_is_the_servers_word(
    outside: Outside, server: str, answer: bool
) -> None:
    said = await outside(f"""
        const it = world({{stores: false}}); it.begin(); it.now = {server};
        it.outbox.record("a", "1"); return [it.outbox.commit(), it.calls[0].way];
    """)
    assert said == [answer, "now"]


async def test_what_commit_could_not_hand_over_is_tried_again(outside: Outside) -> None:
    numbers = await outside("""
        const it = world({stores: false}); it.begin();
        it.outbox.record("a", "1"); it.outbox.commit(); await it.pass(1000);
        return it.numbers();
    """)
    assert numbers == [["now", "commit", [1]], ["post", "commit", [1]]]


async def test_without_storage_a_closing_page_commits_by_a_request_that_outlives_it(
    outside: Outside,
) -> None:
    said = await outside("""
        const it = world({stores: false, leaving: true}); it.begin();
        it.outbox.record("a", "1"); return [it.outbox.commit(), it.numbers()];
    """)
    assert said == [True, [["leaving", "commit", [1]]]]


async def test_what_the_content_sets_in_a_closing_page_needs_no_commit(outside: Outside) -> None:
    numbers = await outside("""
        const it = world({leaving: true}); it.begin();
        it.outbox.record("a", "1"); it.outbox.record("b", "2"); await settle();
        return it.numbers();
    """)
    assert numbers == [["leaving", "commit", [1]]]


async def test_leaving_twice_sends_once(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        it.outbox.leave(); it.outbox.leave(); return it.numbers();
    """)
    assert numbers == [["leaving", "commit", [1]]]


async def test_news_while_leaving_take_along_what_is_not_confirmed(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); it.outbox.leave();
        it.outbox.record("a", "2"); it.outbox.leave(); return it.numbers();
    """)
    assert numbers == [["leaving", "commit", [1]], ["leaving", "commit", [1, 2]]]


async def test_no_more_than_60000_bytes_are_in_flight_while_leaving(outside: Outside) -> None:
    flights = await outside("""
        const it = world(); it.begin();
        it.outbox.record("a", letters(14000)); it.outbox.commit();
        it.outbox.record("b", letters(14000)); it.outbox.leave();
        it.outbox.record("c", letters(14000)); it.outbox.leave();
        return it.calls.filter((call) => call.way === "leaving").map((call) => [call.bytes <= 60000, call.body.sets.map((set) => set.seq)]);
    """)
    assert flights == [[True, [1, 2]]]


async def test_a_small_change_of_a_big_value_fits_into_the_last_request(outside: Outside) -> None:
    said = await outside("""
        const big = letters(64000);
        const it = world(); it.begin({"cmi.suspend_data": big});
        it.outbox.record("cmi.suspend_data", big.slice(0, 30000) + "новое" + big.slice(30010));
        it.outbox.leave(); return [it.last().bytes, it.last().body.sets[0].splices, it.last().body.sets[0].changes];
    """)
    assert said[0] < 300
    assert said[1:] == [{"cmi.suspend_data": [30000, 10, "новое"]}, []]


async def test_a_splice_applies_to_the_value_after_the_set_before(outside: Outside) -> None:
    splices = await outside("""
        const big = letters(2000);
        const it = world(); it.begin(); it.outbox.record("s", big); it.outbox.commit();
        it.outbox.record("s", big + "x"); it.outbox.commit();
        it.outbox.record("s", big + "xy"); it.outbox.commit();
        it.last().fail(); await settle(); await it.pass(1000);
        return it.last().body.sets.map((set) => set.splices ?? null);
    """)
    assert splices == [None, {"s": [2000, 0, "x"]}, {"s": [2001, 0, "y"]}]


async def test_the_values_of_one_activity_are_no_base_for_the_next(outside: Outside) -> None:
    sent = await outside("""
        const big = letters(2000);
        const it = world(); it.begin({s: big}); it.begin({}, "two", 2);
        it.outbox.record("s", big + "x"); it.outbox.commit();
        return it.last().body.sets.map((set) => [set.activity, set.visit, set.changes.length]);
    """)
    assert sent == [["two", 2, 1]]


async def test_terminate_asks_for_the_next_view(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        const { durable, view } = it.outbox.terminate(); const call = it.last();
        call.answer(200, {seq: 1, deliver: {activity: "two"}});
        return [durable, call.path, call.body.sets[0].events, (await view).deliver.activity];
    """)
    assert said == [True, "terminate", ["terminate"], "two"]


async def test_without_storage_terminate_waits_for_the_servers_word(outside: Outside) -> None:
    said = await outside("""
        const it = world({stores: false}); it.begin();
        it.now = () => ({status: 200, body: {seq: 1, deliver: {activity: "two"}}});
        const { durable, view } = it.outbox.terminate();
        return [durable, it.numbers(), (await view).deliver.activity];
    """)
    assert said == [True, [["now", "terminate", [1]]], "two"]


async def test_last_words_of_content_that_the_learner_leaves_go_with_the_navigation(
    outside: Outside,
) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); it.outbox.hold();
        const { durable } = it.outbox.terminate(); await it.pass(5000);
        const before = it.calls.length;
        const view = it.outbox.navigate({type: "continue"}); const call = it.last();
        call.answer(200, {seq: 1, deliver: {activity: "two"}});
        return [durable, before, call.path, call.body.request, call.body.sets[0].events, (await view).deliver.activity];
    """)
    request = {"type": "continue", "number": 1}
    assert said == [True, 0, "navigate", request, ["terminate"], "two"]


async def test_a_navigation_whose_answer_is_lost_is_repeated_under_the_same_number(
    outside: Outside,
) -> None:
    numbers = await outside("""
        const it = world(); it.outbox.navigate({type: "continue"}); it.last().fail();
        await settle(); await settle(); await it.pass(1000); it.last().answer(200, {seq: 0, deliver: null}); await settle();
        it.outbox.navigate({type: "continue"});
        return it.calls.map((call) => call.body.request.number);
    """)
    assert numbers == [1, 1, 2]


async def test_a_refused_navigation_says_why_and_drops_nothing(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        const view = it.outbox.navigate({type: "continue"}).catch((error) => error.message);
        it.last().answer(400, {detail: "not now"}); await settle(); await settle();
        return [await view, it.last().path, it.last().body.sets.length];
    """)
    assert said == ["not now", "commit", 1]


async def test_more_than_one_request_can_carry_goes_in_several(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin();
        for (let n = 1; n <= 3; n += 1) { it.outbox.record("a" + n, letters(200000)); it.outbox.commit(); }
        it.last().answer(200, {seq: 1}); await settle(); await settle();
        it.last().answer(200, {seq: 3}); await settle();
        return it.calls.map((call) => [call.bytes < 1000000, call.body.sets.map((set) => set.seq)]);
    """)
    assert numbers == [[True, [1]], [True, [2, 3]]]


async def test_half_a_surrogate_pair_does_not_reach_the_server(outside: Outside) -> None:
    value = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "😀".slice(0, 1) + "b" + "😀"); it.outbox.commit();
        return it.last().body.sets[0].changes[0][1];
    """)
    assert value == "\ufffdb😀"
