"""Navigation requests on a tree of clusters, SCOs and an asset."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cursus.clauses import CLAUSES
from runtime.sequencing.navigation import CONTROLS, Outcome, Request, RequestType, navigate, valid
from runtime.sequencing.rollup import roll_up
from runtime.sequencing.state import FRESH, Result, State, Tracking
from runtime.sequencing.tree import ActivityTree, build_tree
from tests.playing import activity, cluster, course_of

PARTS = (
    cluster("U1", activity("A"), activity("B")),
    activity("NOWHERE", href=None),
    cluster("U2", cluster("U3", activity("C", "asset")), activity("HIDDEN", visible=False)),
    cluster("EMPTY"),
)
TREE = build_tree(course_of("scorm2004", *PARTS))
TREE_12 = build_tree(course_of("scorm12", *PARTS))
ONE = build_tree(course_of("scorm2004", activity("A")))


def after(*requests: Request | RequestType, tree: ActivityTree = TREE) -> Outcome:
    """What a row of requests leads to; each but the last must be valid."""
    outcome = Outcome(FRESH)
    for request in requests:
        assert outcome.refused is None
        asked = request if isinstance(request, Request) else Request(request)
        outcome = navigate(tree, outcome.state, asked)
    return outcome


def choice(target: str | None) -> Request:
    return Request("choice", target)


def test_start_delivers_the_first_leaf() -> None:
    outcome = after("start")
    assert outcome.deliver == "A"
    assert (outcome.state.current, outcome.state.visit, outcome.state.active) == ("A", 1, True)


def test_continue_and_previous_walk_over_the_launchable_leaves_in_order() -> None:
    onward, backward = Request("continue"), Request("previous")
    forward = [after("start", *[onward] * n).deliver for n in range(4)]
    assert forward == ["A", "B", "C", "HIDDEN"]
    back = [after(choice("HIDDEN"), *[backward] * n).deliver for n in range(4)]
    assert back == ["HIDDEN", "C", "B", "A"]


@pytest.mark.clause("SCORM12-CAM-2.3-ITEM")
def test_an_item_of_scorm_12_that_holds_others_and_starts_something_comes_before_them() -> None:
    unit = replace(cluster("U", activity("A"), activity("B")), kind="sco", href="u.html")
    tree = build_tree(course_of("scorm12", unit, activity("C")))
    onward = Request("continue")
    forward = [after("start", *[onward] * n, tree=tree).deliver for n in range(4)]
    assert forward == ["U", "A", "B", "C"]
    assert after(choice("U"), tree=tree).deliver == "U"
    assert tree.contents()[0]["href"]
    done = Tracking(Result("completed"))
    state = State(activities={"A": done, "B": done, "C": done})
    assert roll_up(tree, state).result.completion == "incomplete"
    assert roll_up(tree, state.with_tracking("U", done)).result.completion == "completed"


def test_every_delivery_is_a_visit_of_its_own() -> None:
    assert after("start", "continue", "previous", choice("A")).state.visit == 4


def test_a_chosen_cluster_is_flowed_into() -> None:
    assert after(choice("U2")).deliver == "C"
    assert after(choice("ROOT")).deliver == "A"


@pytest.mark.parametrize(
    ("requests", "clause"),
    [
        (("start", "start"), "SCORM2004-SN-NB.2.1-1"),
        (("continue",), "SCORM2004-SN-NB.2.1-2"),
        (("previous",), "SCORM2004-SN-NB.2.1-2"),
        (("exit",), "SCORM2004-SN-NB.2.1-2"),
        (("exitAll",), "SCORM2004-SN-NB.2.1-2"),
        (("suspendAll",), "SCORM2004-SN-NB.2.1-2"),
        (("abandonAll",), "SCORM2004-SN-NB.2.1-2"),
        (("start", "exitAll", "continue"), "SCORM2004-SN-NB.2.1-2"),
        (("start", "suspendAll", choice("A")), "SCORM2004-SN-NB.2.1-2"),
        (("resume",), "SCORM2004-SN-NB.2.1-3"),
        (("start", "exitAll", "resume"), "SCORM2004-SN-NB.2.1-3"),
        (("start", choice("no such")), "SCORM2004-SN-NB.2.1-11"),
        (("start", "exit", "exit"), "SCORM2004-SN-NB.2.1-12"),
        (("start", "exit", "abandon"), "SCORM2004-SN-NB.2.1-12"),
        ((choice("C"), "exit"), "SCORM2004-SN-NB.2.1-12"),
        ((choice("HIDDEN"), "continue"), "SCORM2004-SN-SB.2.1-1"),
        (("start", "previous"), "SCORM2004-SN-SB.2.1-3"),
        (("start", choice(None)), "SCORM2004-SN-SB.2.9-1"),
        (("start", choice("EMPTY")), "SCORM2004-SN-SB.2.9-9"),
        (("start", choice("NOWHERE")), "SCORM2004-SN-SB.2.9-9"),
    ],
)
@pytest.mark.clause("SCORM2004-SN-NB.2.1-1")
@pytest.mark.clause("SCORM2004-SN-NB.2.1-2")
@pytest.mark.clause("SCORM2004-SN-NB.2.1-3")
@pytest.mark.clause("SCORM2004-SN-NB.2.1-11")
@pytest.mark.clause("SCORM2004-SN-NB.2.1-12")
@pytest.mark.clause("SCORM2004-SN-SB.2.1-1")
@pytest.mark.clause("SCORM2004-SN-SB.2.1-3")
@pytest.mark.clause("SCORM2004-SN-SB.2.9-1")
@pytest.mark.clause("SCORM2004-SN-SB.2.9-9")
def test_a_request_that_cannot_be_carried_out_names_the_clause_and_changes_nothing(
    requests: tuple[Request | RequestType, ...], clause: str
) -> None:
    outcome = after(*requests)
    assert outcome.refused == clause
    assert clause in CLAUSES
    assert outcome.deliver is None
    assert outcome.state == (after(*requests[:-1]).state if requests[:-1] else FRESH)


@pytest.mark.clause("SCORM2004-SN-SB.2.1-2")
def test_a_course_without_content_delivers_nothing() -> None:
    tree = build_tree(course_of("scorm2004", cluster("EMPTY")))
    assert after("start", tree=tree).refused == "SCORM2004-SN-SB.2.1-2"


@pytest.mark.clause("SCORM2004-SN-TB.2.3")
def test_exit_ends_the_activity_and_leaves_the_course_open() -> None:
    state = after("start", "exit").state
    assert (state.ended, state.active, state.shown, state.current) == (None, False, False, "A")
    assert after("start", "exit", "continue").deliver == "B"


@pytest.mark.clause("SCORM2004-SN-TB.2.3")
def test_exit_of_the_only_activity_leaves_the_course() -> None:
    assert after("start", "exit", tree=ONE).state.ended == "exit"
    assert after("start", "abandon", tree=ONE).state.ended == "abandon"


@pytest.mark.clause("SCORM2004-SN-TB.2.3")
def test_a_suspended_course_goes_on_with_the_activity_that_was_played() -> None:
    suspended = after("start", "continue", "suspendAll").state
    assert (suspended.ended, suspended.active) == ("suspend", True)
    again = navigate(TREE, suspended, Request("resume"))
    assert (again.deliver, again.state.ended, again.state.visit) == ("B", None, 3)


@pytest.mark.clause("SCORM2004-SN-TB.2.3")
def test_what_an_abandoned_attempt_had_come_to_does_not_count() -> None:
    state = after("start").state
    state = state.with_tracking("A", Tracking(Result("incomplete", "failed", 0.1), attempts=1))
    for request in (Request("abandon"), Request("abandonAll")):
        assert navigate(TREE, state, request).state.of("A").result == Result()


@pytest.mark.clause("SCORM2004-SN-UP.4")
def test_leaving_an_activity_in_any_way_but_suspended_ends_its_attempt() -> None:
    for request in ("continue", "exit", "exitAll", choice("C")):
        assert after("start", request).state.of("A").result == Result("completed", "passed")
    assert after("start", "suspendAll").state.of("A").result == Result()


@pytest.mark.clause("SCORM2004-SN-DB.2")
def test_another_delivery_is_a_new_attempt_unless_the_activity_was_suspended() -> None:
    again = after("start", "continue", "previous").state.of("A")
    assert (again.attempts, again.resumed, again.result) == (2, False, Result())
    suspended = State(current="B", visit=2, activities={"A": Tracking(suspended=True, attempts=1)})
    resumed = navigate(TREE, suspended, choice("A")).state.of("A")
    assert (resumed.attempts, resumed.resumed, resumed.suspended) == (1, True, False)


def test_a_learner_of_scorm_12_starts_where_work_is_left() -> None:
    done = Tracking(Result("completed", "passed"), attempts=1)
    failed = Tracking(Result("completed", "failed"), attempts=1)
    cases = {
        "A": {},
        "B": {"A": done},
        "C": {"A": done, "B": done},
    }
    for first, activities in cases.items():
        state = State(activities=activities, ended="exit", current="B")
        assert navigate(TREE_12, state, Request("start")).deliver == first
    state = State(activities={"A": failed, "B": done}, ended="exit", current="B")
    assert navigate(TREE_12, state, Request("start")).deliver == "A"
    everything = State(activities=dict.fromkeys(("A", "B", "C", "HIDDEN"), done))
    assert navigate(TREE_12, everything, Request("start")).deliver == "A"
    assert navigate(TREE, everything, Request("start")).deliver == "A"


@pytest.mark.parametrize(
    "requests",
    [
        (),
        ("start",),
        ("start", "continue"),
        (choice("C"),),
        (choice("HIDDEN"),),
        ("start", "exit"),
        ("start", "suspendAll"),
        ("start", "exitAll"),
    ],
)
def test_what_is_offered_is_exactly_what_would_be_carried_out(
    requests: tuple[Request | RequestType, ...],
) -> None:
    state = after(*requests).state if requests else FRESH
    offered = valid(TREE, state)
    for control in CONTROLS:
        refused = navigate(TREE, state, Request(control)).refused
        assert offered.valid[control] == (refused is None)
    carried_out = [
        node.id for node in TREE.nodes if navigate(TREE, state, choice(node.id)).refused is None
    ]
    assert list(offered.choices) == carried_out


def test_controls_that_the_activity_hides_are_hidden_while_it_is_delivered() -> None:
    hiding = activity("A", hide_ui=("previous", "exitAll"))
    tree = build_tree(course_of("scorm2004", hiding, activity("B")))
    state = after("start", tree=tree).state
    assert valid(tree, state).hidden == ("previous", "exitAll")
    assert valid(tree, navigate(tree, state, Request("continue")).state).hidden == ()


def test_controls_without_a_meaning_for_the_course_are_hidden() -> None:
    one = build_tree(course_of("scorm12", activity("A")))
    several = build_tree(course_of("scorm12", activity("A"), activity("B")))
    assert set(valid(several, FRESH).hidden) == {"exit", "abandon", "abandonAll"}
    assert set(valid(one, FRESH).hidden) == {
        "exit", "abandon", "abandonAll", "continue", "previous",
    }  # fmt: skip


def test_the_table_of_contents_leaves_out_what_the_manifest_hides() -> None:
    contents = TREE.contents()
    assert [entry["id"] for entry in contents] == ["U1", "NOWHERE", "U2", "EMPTY"]
    assert contents[0]["children"][0] == {
        "id": "A", "title": "Activity A", "depth": 1, "href": True, "children": [],
    }  # fmt: skip
    assert [child["id"] for child in contents[2]["children"]] == ["U3"]
    assert not contents[1]["href"]


def test_an_asset_is_not_waited_for() -> None:
    state = after(choice("C")).state
    assert (state.active, state.shown) == (False, True)
    assert state.of("C").result.completion == "completed"
