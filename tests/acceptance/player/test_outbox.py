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
        it.outbox.record("id", "q1"); it.outbox.record("type", "choice");
        it.change("id", "q2"); return it.last().body.sets[0].changes;
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
        it.change("cmi.comments", "c");
        await it.answer(200, {seq: 1});
        return it.calls.map((call) => call.body.sets.map((set) => set.changes[0][1]));
    """)
    assert changes == [["ab"], ["c"]]


async def test_a_set_is_repeated_until_the_server_has_named_its_number(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin();
        it.change("a", "1"); await it.fail();
        it.change("a", "2"); await it.pass(1000);
        await it.answer(200, {seq: 1});
        return it.numbers();
    """)
    assert numbers == [["post", "commit", [1]], ["post", "commit", [1, 2]], ["post", "commit", [2]]]


async def test_it_tries_for_ever_with_growing_pauses_of_half_a_minute_at_most(
    outside: Outside,
) -> None:
    times = await outside("""
        const it = world(); it.begin(); const times = [];
        it.change("a", "1");
        for (let n = 0; n < 9; n += 1) {
          const known = it.calls.length; times.push(it.time / 1000);
          if (n % 2) await it.answer(503, null); else await it.fail();
          while (it.calls.length === known) await it.pass(500);
        }
        return times;
    """)
    assert times == [0, 1, 3, 7, 15, 31, 61, 91, 121]


async def test_a_server_that_names_a_time_is_not_asked_before(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin(); it.change("a", "1");
        await it.answer(503, null, 7); await it.pass(6999);
        const before = it.calls.length; await it.pass(1);
        return [before, it.calls.length];
    """)
    assert calls == [1, 2]


async def test_the_network_coming_back_ends_the_pause(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin(); it.change("a", "1");
        for (let n = 0; n < 6; n += 1) { await it.fail(); await it.pass(40000); }
        await it.fail(); const before = it.calls.length;
        it.outbox.online(); return it.calls.length - before;
    """)
    assert calls == 1


async def test_it_says_saved_saving_and_offline(outside: Outside) -> None:
    states = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1"); await it.pass(1000);
        await it.fail(); await it.pass(1000);
        await it.answer(200, {seq: 1});
        return it.states;
    """)
    assert states == ["saving", "offline", "saved"]


async def test_after_a_gap_everything_goes_again_from_the_servers_number(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin();
        for (const value of "123") {
          it.change("a", value);
          await it.answer(200, {seq: Number(value)});
        }
        it.change("a", "4");
        await it.refuse("gap", {seq: 1});
        return it.last().body.sets.map((set) => set.seq);
    """)
    assert numbers == [2, 3, 4]


async def test_a_gap_that_does_not_close_is_asked_about_with_pauses(outside: Outside) -> None:
    calls = await outside("""
        const it = world(); it.begin(); it.change("a", "1");
        for (let n = 0; n < 3; n += 1) {
          await it.refuse("gap", {seq: 0});
        }
        return it.calls.length;
    """)
    assert calls == 1


async def test_a_page_that_was_taken_over_stops_and_says_no(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.change("a", "1");
        await it.refuse("taken-over");
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
        const it = world(); it.begin(); it.change("a", "1");
        await it.answer({status}, {{type: "urn:cursus:problem:x"}});
        return [it.stops, it.saved.sets.length];
    """)
    assert said == [[reason], 1]


@pytest.mark.parametrize(
    "stranger",
    ["200, null", "200, {}", "302, null", "403, null", "404, {title: 'nginx'}", "410, null"],
)
async def test_whoever_else_answers_ends_nothing(outside: Outside, stranger: str) -> None:
    said = await outside(f"""
        const it = world(); it.begin(); it.change("a", "1");
        await it.answer({stranger}); await it.pass(1000);
        return [it.stops, it.numbers(), it.outbox.state];
    """)
    assert said == [[], [["post", "commit", [1]]] * 2, "offline"]


async def test_commit_is_true_when_the_browser_has_stored_it(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        const { attempt, epoch, sets } = (it.outbox.commit(), it.saved);
        return [attempt, epoch, sets.length, it.calls[0].way, it.outbox.commit()];
    """)
    assert said == ["attempt", 3, 1, "post", True]


@pytest.mark.parametrize(
    ("server", "answer"),
    [
        ("(body) => ({status: 200, body: {seq: body.sets.at(-1).seq}})", True),
        ("() => ({status: 503, body: null})", False),
        ("null", False),
    ],
)
async def test_without_storage_commit_is_the_servers_word(
    outside: Outside, server: str, *, answer: bool
) -> None:
    said = await outside(f"""
        const it = world({{stores: false}}); it.begin(); it.now = {server};
        it.outbox.record("a", "1"); return [it.outbox.commit(), it.calls[0].way];
    """)
    assert said == [answer, "now"]


async def test_what_commit_could_not_hand_over_is_tried_again(outside: Outside) -> None:
    numbers = await outside("""
        const it = world({stores: false}); it.begin();
        it.change("a", "1"); await it.pass(1000);
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
        const it = world(); it.begin(); it.change("a", letters(14000));
        it.outbox.record("b", letters(14000)); it.outbox.leave();
        it.outbox.record("c", letters(14000)); it.outbox.leave();
        const leaving = it.calls.filter((call) => call.way === "leaving");
        return leaving.map((call) => [call.bytes <= 60000, call.body.sets.map((set) => set.seq)]);
    """)
    assert flights == [[True, [1, 2]]]


async def test_a_small_change_of_a_big_value_fits_into_the_last_request(outside: Outside) -> None:
    said = await outside("""
        const big = letters(64000); const it = world(); it.begin({s: big});
        it.outbox.record("s", big.slice(0, 30000) + "новое" + big.slice(30010));
        it.outbox.leave(); const { bytes, body } = it.last();
        return [bytes, body.sets[0].splices, body.sets[0].changes];
    """)
    assert said[0] < 300
    assert said[1:] == [{"s": [30000, 10, "новое"]}, []]


@pytest.mark.parametrize(
    ("before", "after", "splice"),
    [
        ("🙂", "🙃", [600, 1, "🙃"]),  # the two differ in the second half of their pairs
        ("𝐀", "🐀", [600, 1, "🐀"]),  # and these in the first
        ("🙂🙂🙂", "🙂🙂", [602, 1, ""]),
        ("", "x", [600, 0, "x"]),
    ],
)
async def test_a_splice_counts_characters_and_never_cuts_one(
    outside: Outside, before: str, after: str, splice: list[object]
) -> None:
    head, tail = "а" * 600, "б" * 600
    said = await outside(f"""
        const it = world(); it.begin({{s: "{head + before + tail}"}});
        it.change("s", "{head + after + tail}"); return it.last().body.sets[0].splices.s;
    """)
    assert said == splice
    start, deleted, text = said
    value = head + before + tail
    assert value[:start] + text + value[start + deleted :] == head + after + tail


async def test_a_splice_applies_to_the_value_after_the_set_before(outside: Outside) -> None:
    splices = await outside("""
        const big = letters(2000);
        const it = world(); it.begin(); it.change("s", big);
        it.change("s", big + "x");
        it.change("s", big + "xy");
        await it.fail(); await it.pass(1000);
        return it.last().body.sets.map((set) => set.splices ?? null);
    """)
    assert splices == [None, {"s": [2000, 0, "x"]}, {"s": [2001, 0, "y"]}]


async def test_the_values_of_one_activity_are_no_base_for_the_next(outside: Outside) -> None:
    sent = await outside("""
        const big = letters(2000);
        const it = world(); it.begin({s: big}); it.begin({}, "two", 2);
        it.change("s", big + "x");
        return it.last().body.sets.map((set) => [set.activity, set.visit, set.changes.length]);
    """)
    assert sent == [["two", 2, 1]]


async def test_terminate_asks_for_the_next_view(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        const { durable, view } = it.outbox.terminate(); const call = it.last();
        await it.answer(200, {seq: 1, deliver: {activity: "two"}});
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
        const view = it.outbox.navigate({type: "continue"}); const { path, body } = it.last();
        await it.answer(200, {seq: 1, deliver: "two"});
        return [durable, before, path, body.request, body.sets[0].events, (await view).deliver];
    """)
    request = {"type": "continue", "number": 1}
    assert said == [True, 0, "navigate", request, ["terminate"], "two"]


async def test_a_navigation_whose_answer_is_lost_is_repeated_under_the_same_number(
    outside: Outside,
) -> None:
    numbers = await outside("""
        const it = world(); it.outbox.navigate({type: "continue"});
        await it.fail(); await it.pass(1000); await it.answer(200, {seq: 0, deliver: null});
        it.outbox.navigate({type: "continue"});
        return it.calls.map((call) => call.body.request.number);
    """)
    assert numbers == [1, 1, 2]


async def test_a_refused_navigation_says_why_and_drops_nothing(outside: Outside) -> None:
    said = await outside("""
        const it = world(); it.begin(); it.outbox.record("a", "1");
        const view = it.outbox.navigate({type: "continue"}).catch((error) => error.message);
        await it.answer(400, {type: "urn:cursus:problem:x", detail: "not now"});
        return [await view, it.last().path, it.last().body.sets.length];
    """)
    assert said == ["not now", "commit", 1]


async def test_more_than_one_request_can_carry_goes_in_several(outside: Outside) -> None:
    numbers = await outside("""
        const it = world(); it.begin();
        for (const element of "abc") it.change(element, letters(200000));
        await it.answer(200, {seq: 1});
        await it.answer(200, {seq: 3});
        return it.calls.map((call) => [call.bytes < 1000000, call.body.sets.map((set) => set.seq)]);
    """)
    assert numbers == [[True, [1]], [True, [2, 3]]]


async def test_half_a_surrogate_pair_does_not_reach_the_server(outside: Outside) -> None:
    value = await outside("""
        const it = world(); it.begin(); it.change("a", "😀".slice(0, 1) + "b" + "😀");
        return it.last().body.sets[0].changes[0][1];
    """)
    assert value == "\ufffdb😀"
