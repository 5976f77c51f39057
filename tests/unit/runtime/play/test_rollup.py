"""From activities to the course: every combination of one, two and three SCOs.

Order does not matter, so combinations stand for all their orders (a test below holds that).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

import pytest
from msgspec.structs import replace

from runtime.sequencing.rollup import begun, finished, roll_up, statuses
from runtime.sequencing.state import NOTHING, Result, State, Tracking, better
from runtime.sequencing.tree import build_tree
from tests.playing import activity, cluster, course_of

if TYPE_CHECKING:
    from packager.model import Standard
    from runtime.sequencing.state import Completion, Success

# Final statuses of SCORM 1.2 SCOs: Passed, Failed, Completed, Incomplete, Not attempted.
SCORM12 = """
P     | completed  | passed
F     | completed  | failed
C     | completed  | unknown
I     | incomplete | unknown
N     | unknown    | unknown
P P   | completed  | passed
P F   | completed  | failed
P C   | completed  | passed
P I   | incomplete | unknown
P N   | incomplete | unknown
F F   | completed  | failed
F C   | completed  | failed
F I   | incomplete | failed
F N   | incomplete | failed
C C   | completed  | unknown
C I   | incomplete | unknown
C N   | incomplete | unknown
I I   | incomplete | unknown
I N   | incomplete | unknown
N N   | unknown    | unknown
P P P | completed  | passed
P P F | completed  | failed
P P C | completed  | passed
P P I | incomplete | unknown
P P N | incomplete | unknown
P F F | completed  | failed
P F C | completed  | failed
P F I | incomplete | failed
P F N | incomplete | failed
P C C | completed  | passed
P C I | incomplete | unknown
P C N | incomplete | unknown
P I I | incomplete | unknown
P I N | incomplete | unknown
P N N | incomplete | unknown
F F F | completed  | failed
F F C | completed  | failed
F F I | incomplete | failed
F F N | incomplete | failed
F C C | completed  | failed
F C I | incomplete | failed
F C N | incomplete | failed
F I I | incomplete | failed
F I N | incomplete | failed
F N N | incomplete | failed
C C C | completed  | unknown
C C I | incomplete | unknown
C C N | incomplete | unknown
C I I | incomplete | unknown
C I N | incomplete | unknown
C N N | incomplete | unknown
I I I | incomplete | unknown
I I N | incomplete | unknown
I N N | incomplete | unknown
N N N | unknown    | unknown
"""
# SCORM 2004, default rollup rules: Completed, Incomplete, unknown (SN book, RB.1.3.b).
COMPLETION_2004 = """
C     | completed
I     | incomplete
?     | unknown
C C   | completed
C I   | incomplete
C ?   | incomplete
I I   | incomplete
I ?   | incomplete
? ?   | unknown
C C C | completed
C C I | incomplete
C C ? | incomplete
C I I | incomplete
C I ? | incomplete
C ? ? | incomplete
I I I | incomplete
I I ? | incomplete
I ? ? | incomplete
? ? ? | unknown
"""
# Passed, Failed, unknown (RB.1.2.b): satisfied when all are, not satisfied when all are known.
SUCCESS_2004 = """
P     | passed
F     | failed
?     | unknown
P P   | passed
P F   | failed
P ?   | unknown
F F   | failed
F ?   | unknown
? ?   | unknown
P P P | passed
P P F | failed
P P ? | unknown
P F F | failed
P F ? | unknown
P ? ? | unknown
F F F | failed
F F ? | unknown
F ? ? | unknown
? ? ? | unknown
"""
STATUSES_12 = {
    "P": Result("completed", "passed"),
    "F": Result("completed", "failed"),
    "C": Result("completed"),
    "I": Result("incomplete"),
    "N": Result("not attempted"),
}
COMPLETIONS = {"C": "completed", "I": "incomplete", "?": "unknown"}
SUCCESSES = {"P": "passed", "F": "failed", "?": "unknown"}


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def rolled_up(standard: Standard, results: list[Result]) -> Result:
    names = [f"S{number}" for number in range(len(results))]
    tree = build_tree(course_of(standard, *map(activity, names)))
    tracked = {name: Tracking(result) for name, result in zip(names, results, strict=True)}
    return roll_up(tree, State(activities=tracked)).result


@pytest.mark.parametrize(("statuses", "completion", "success"), rows(SCORM12))
def test_a_course_of_scorm_12_results_from_the_statuses_of_its_scos(
    statuses: str, completion: str, success: str
) -> None:
    result = rolled_up("scorm12", [STATUSES_12[status] for status in statuses.split()])
    assert (result.completion, result.success) == (completion, success)


@pytest.mark.clause("SCORM2004-SN-RB.1.3.b")
@pytest.mark.parametrize(("statuses", "completion"), rows(COMPLETION_2004))
def test_a_course_of_scorm_2004_is_completed_when_all_its_activities_are(
    statuses: str, completion: str
) -> None:
    results = [Result(cast("Completion", COMPLETIONS[one])) for one in statuses.split()]
    assert rolled_up("scorm2004", results).completion == completion


@pytest.mark.clause("SCORM2004-SN-RB.1.2.b")
@pytest.mark.parametrize(("statuses", "success"), rows(SUCCESS_2004))
def test_a_course_of_scorm_2004_is_satisfied_when_all_its_activities_are(
    statuses: str, success: str
) -> None:
    results = [Result(success=cast("Success", SUCCESSES[one])) for one in statuses.split()]
    assert rolled_up("scorm2004", results).success == success


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_tables_name_every_combination(count: int) -> None:
    for table, letters in (
        (SCORM12, "PFCIN"), (COMPLETION_2004, "CI?"), (SUCCESS_2004, "PF?"),
    ):  # fmt: skip
        named = {row[0] for row in rows(table) if len(row[0].split()) == count}
        every = itertools.combinations_with_replacement(letters, count)
        assert named == {" ".join(one) for one in every}


@pytest.mark.parametrize("standard", ["scorm12", "scorm2004"])
def test_the_order_of_activities_does_not_matter(standard: Standard) -> None:
    for results in itertools.combinations_with_replacement(STATUSES_12.values(), 3):
        found = {rolled_up(standard, list(order)) for order in itertools.permutations(results)}
        assert len(found) == 1


def test_the_score_is_the_mean_of_those_that_report_one() -> None:
    results = [Result(score=0.5), Result(), Result(score=1.0)]
    assert rolled_up("scorm12", results).score == 0.75
    assert rolled_up("scorm2004", results).score == 0.75
    assert rolled_up("scorm12", [Result(), Result()]).score is None


def test_the_amount_is_the_mean_of_progress_and_a_completed_activity_counts_whole() -> None:
    results = [Result("completed", progress=0.3), Result("incomplete", progress=0.5), Result()]
    assert rolled_up("scorm2004", results).progress == 0.5


def test_the_time_is_the_sum_of_finished_visits_and_of_the_one_in_progress() -> None:
    tree = build_tree(course_of("scorm12", activity("A"), activity("B")))
    tracked = {"A": Tracking(seconds=60.0), "B": Tracking(seconds=30.0, session=5.5)}
    assert roll_up(tree, State(activities=tracked)).seconds == 95.5


def test_a_course_without_content_comes_to_nothing() -> None:
    tree = build_tree(course_of("scorm2004", cluster("EMPTY")))
    result = roll_up(tree, State())
    assert (result.result, result.seconds) == (NOTHING, 0)


@pytest.mark.clause("SCORM2004-SN-UP.4")
@pytest.mark.parametrize(
    ("set_by_content", "at_the_end"),
    [
        (Result(), Result("completed", "passed")),
        (Result("incomplete"), Result("incomplete", "passed")),
        (Result("completed"), Result("completed", "passed")),
        (Result("unknown", "failed"), Result("completed", "failed")),
        (Result("incomplete", "failed", 0.2), Result("incomplete", "failed", 0.2)),
        (Result("not attempted"), Result("not attempted", "passed")),
    ],
)
def test_what_scorm_2004_content_left_unset_is_completed_and_satisfied_at_the_end(
    set_by_content: Result, at_the_end: Result
) -> None:
    tree = build_tree(course_of("scorm2004", activity("A")))
    node = tree.by_id["A"]
    assert finished(tree, node, Tracking(set_by_content)).result == at_the_end
    suspended = Tracking(set_by_content, suspended=True)
    assert finished(tree, node, suspended) == suspended
    in_12 = build_tree(course_of("scorm12", activity("A")))
    assert finished(in_12, in_12.by_id["A"], Tracking(set_by_content)).result == set_by_content


def test_an_asset_is_completed_once_it_is_delivered() -> None:
    for standard, success in (("scorm12", "unknown"), ("scorm2004", "passed")):
        tree = build_tree(course_of(cast("Standard", standard), activity("A", "asset")))
        tracking = begun(tree, tree.by_id["A"], Tracking())
        assert tracking.result == Result("completed", cast("Success", success))


def test_a_new_attempt_of_scorm_2004_takes_nothing_away_that_one_before_it_won() -> None:
    tree = build_tree(course_of("scorm2004", activity("A")))
    won = Tracking(Result("completed", "passed", 0.9), attempts=1, seconds=50.0)
    again = begun(tree, tree.by_id["A"], won)
    assert (again.result, again.attempts, again.before) == (NOTHING, 2, 50.0)
    assert again.standing == won.result
    lost = Tracking(Result("incomplete", "failed", 0.1), earlier=again.earlier)
    assert lost.standing == won.result


@pytest.mark.clause("SCORM2004-SN-UP.4")
def test_what_no_attempt_has_said_stays_assumed_and_gives_way_to_what_one_says() -> None:
    tree = build_tree(course_of("scorm2004", activity("A")))
    node = tree.by_id["A"]
    ended = finished(tree, node, begun(tree, node, Tracking()))
    assert ended.standing == Result("completed", "passed")
    assert finished(tree, node, ended) == ended
    again = begun(tree, node, ended)
    assert again.standing == Result("completed", "passed")
    failed = replace(again, result=Result("incomplete", "failed", 0.1))
    assert failed.standing == failed.result
    looked = finished(tree, node, begun(tree, node, finished(tree, node, failed)))
    assert looked.result == Result("completed", "passed")  # by the book, of this attempt
    assert looked.standing == failed.result


def test_scorm_12_content_finds_its_record_again_and_takes_nothing_away_that_was_won() -> None:
    tree = build_tree(course_of("scorm12", activity("A")))
    passed = Tracking(Result("completed", "passed", 0.9), attempts=1)
    again = begun(tree, tree.by_id["A"], passed)
    assert again.result == passed.result
    looked = replace(again, result=Result("completed", "unknown", 0.2))  # only looked at again
    assert looked.standing == passed.result
    resumed = begun(tree, tree.by_id["A"], replace(looked, suspended=True))
    assert resumed.standing == passed.result


@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        (Result("completed", "failed", 0.4), Result(), Result("completed", "failed", 0.4)),
        (Result("incomplete"), Result("completed"), Result("completed")),
        (Result("completed"), Result("incomplete"), Result("completed")),
        (Result(success="failed"), Result(success="passed"), Result(success="passed")),
        (Result(success="passed"), Result(success="failed"), Result(success="passed")),
        (Result(score=0.4), Result(score=0.3), Result(score=0.4)),
        (Result(progress=0.1), Result(progress=0.3), Result(progress=0.3)),
    ],
)
def test_the_better_of_two_results_is_taken_aspect_by_aspect(
    first: Result, second: Result, best: Result
) -> None:
    assert better(first, second) == best


def test_times_add_up_to_hundredths_of_a_second() -> None:
    tree = build_tree(course_of("scorm12", activity("A"), activity("B")))
    tracked = {"A": Tracking(seconds=0.1), "B": Tracking(session=0.2)}
    assert roll_up(tree, State(activities=tracked)).seconds == 0.3


def test_every_activity_has_a_status_to_show() -> None:
    tree = build_tree(
        course_of("scorm12", cluster("U", activity("A"), activity("B")), activity("C"))
    )
    tracked = {
        "A": Tracking(Result("completed", "passed"), attempts=1),
        "B": Tracking(Result("incomplete"), attempts=1),
    }
    assert statuses(tree, State(activities=tracked)) == {
        "ROOT": "incomplete",
        "U": "incomplete",
        "A": "passed",
        "B": "incomplete",
        "C": "not attempted",
    }
