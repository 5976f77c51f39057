"""Whatever order requests arrive in, an attempt equals its change sets applied one after another.

Pages make change sets, each of which appends a mark of its own to the learner's comments (SCORM
1.2 appends), so that one lost, doubled or out of place shows. Requests carry any of them: again,
in part, out of order, from an earlier page, through another node, two at the same time.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from runtime.change_sets import ChangeSet, Commit
from runtime.play import AttemptTakenOver, MissingChangeSets
from tests.conftest import CountingIds, ManualClock
from tests.playing import LABEL, Page, Rig, activity, course_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

COURSE = course_of("scorm12", activity("A"))
# Change sets of a page: the next so many that the server lacks, or any at all.
PICKS = st.integers(1, 4) | st.lists(st.integers(0, 9), min_size=1, max_size=6)
NODES = st.integers(0, 1)


class Made:
    """A page with the change sets that its content made."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.epoch = page.epoch
        self.visit: int = page.view["deliver"]["visit"]
        self.sets: list[ChangeSet] = []

    def mark(self, change_set: ChangeSet) -> str:
        return f"{self.epoch}.{change_set.seq};"


class Histories(RuleBasedStateMachine):
    """The server beside what is expected of it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.rig = self.run(self.made_rig())
        self.nodes = [self.rig.plays, self.rig.new_plays()]
        self.pages: list[Made] = []
        self.comments = ""
        self.seq = 0  # applied in the present epoch
        self.written = (0, 0)
        self.visit = 0  # of the last write
        self.aside: set[tuple[int, int]] = set()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def made_rig(self) -> Rig:
        rig = Rig(ManualClock(), CountingIds())
        await rig.register(COURSE)
        return rig

    def teardown(self) -> None:
        self.run(self.rig.database.close())
        self.runner.close()

    @property
    def present(self) -> Made:
        return self.pages[-1]

    @initialize()
    def first_page(self) -> None:
        self.opens(0)

    @rule(node=NODES)
    def opens(self, node: int) -> None:
        self.rig.plays = self.nodes[node]
        page = Page(self.rig, self.run(self.rig.session()))
        self.run(page.open())
        self.pages.append(Made(page))
        self.seq = 0
        assert page.epoch == len(self.pages)
        found = page.view["deliver"]["values"].get("cmi.comments", "")
        assert found == self.comments

    @rule(page=st.integers(0, 9))
    def sets(self, page: int) -> None:
        made = self.pages[page % len(self.pages)]
        next_seq = len(made.sets) + 1
        change = ("cmi.comments", f"{made.epoch}.{next_seq};")
        made.sets.append(ChangeSet(next_seq, "A", made.visit, (change,)))

    def picked(self, made: Made, picks: int | list[int]) -> tuple[ChangeSet, ...]:
        if isinstance(picks, int):
            last = self.written[1] if self.written[0] == made.epoch else 0
            return tuple(made.sets[last : last + picks])
        return tuple(made.sets[pick % len(made.sets)] for pick in picks)

    @rule(page=st.integers(0, 9), picks=PICKS, node=NODES)
    def sends(self, page: int, picks: int | list[int], node: int) -> None:
        made = self.pages[page % len(self.pages)]
        if not made.sets:
            return
        sets = self.picked(made, picks)
        send = self.nodes[node].commit(made.page.session, LABEL, Commit(made.epoch, sets))
        if made is not self.present:
            with pytest.raises(AttemptTakenOver):
                self.run(send)
            known = self.written[1] if self.written[0] == made.epoch else 0
            self.aside |= {(made.epoch, one.seq) for one in sets if one.seq > known}
            return
        applied = self.expected(sets)
        if applied is None:
            with pytest.raises(MissingChangeSets) as problem:
                self.run(send)
            assert problem.value.members == {"seq": self.seq}
            return
        self.apply(made, applied)
        assert self.run(send)["seq"] == self.seq

    @rule(first=PICKS, second=PICKS)
    def sends_two_at_the_same_time(self, first: int | list[int], second: int | list[int]) -> None:
        made = self.present
        if not made.sets:
            return
        requests = [
            node.commit(made.page.session, LABEL, Commit(made.epoch, self.picked(made, picks)))
            for node, picks in zip(self.nodes, (first, second), strict=True)
        ]

        async def both() -> list[Any]:
            return await asyncio.gather(*requests, return_exceptions=True)

        answers = self.run(both())
        for answer in answers:
            assert isinstance(answer, dict | MissingChangeSets), answer
        seq = self.run(self.rig.row())["seq"]
        assert all(answer["seq"] <= seq for answer in answers if isinstance(answer, dict))
        self.apply(made, made.sets[self.seq : seq])

    @precondition(lambda self: len(self.pages) > 1 and not self.present.sets)
    @rule(page=st.integers(0, 9), picks=PICKS, node=NODES)
    def recovers(self, page: int, picks: int | list[int], node: int) -> None:
        earlier = self.pages[page % (len(self.pages) - 1)]
        if not earlier.sets:
            return
        sets = self.picked(earlier, picks)
        self.rig.plays = self.nodes[node]
        answer = self.run(self.present.page.recover(earlier.epoch, *sets))
        epoch, seq = self.written
        last = seq if epoch == earlier.epoch else 0
        applied = self.expected(sets, last)
        follows = epoch == earlier.epoch or (
            epoch < earlier.epoch and earlier.visit == self.visit + 1
        )
        assert answer["applied"] == (follows and applied is not None)
        if answer["applied"]:
            if applied:
                self.comments += "".join(map(earlier.mark, applied))
                self.written = (earlier.epoch, applied[-1].seq)
                self.visit = earlier.visit
        else:
            self.aside |= {(earlier.epoch, one.seq) for one in sets if one.seq > last}
        self.present.visit = self.present.page.view["deliver"]["visit"]
        found = self.present.page.view["deliver"]["values"].get("cmi.comments", "")
        assert found == self.comments

    def expected(self, sets: tuple[ChangeSet, ...], last: int | None = None) -> Any:
        """The change sets that count when `sets` arrive; None when one is missing before them."""
        last = self.seq if last is None else last
        applied: list[ChangeSet] = []
        for one in sets:
            if one.seq > last + 1:
                return None
            if one.seq == last + 1:
                applied.append(one)
                last = one.seq
        return applied

    def apply(self, made: Made, applied: list[ChangeSet]) -> None:
        if applied:
            self.comments += "".join(map(made.mark, applied))
            self.seq = applied[-1].seq
            self.written = (made.epoch, self.seq)
            self.visit = made.visit

    @invariant()
    def the_attempt_is_its_change_sets_in_order(self) -> None:
        if not self.pages:
            return
        row = self.run(self.rig.row())
        assert (row["epoch"], row["seq"]) == (len(self.pages), self.seq)
        assert self.run(self.rig.values("A")).get("cmi.comments", "") == self.comments

    @invariant()
    def what_did_not_count_is_kept_beside_it(self) -> None:
        kept = self.run(self.rig.side_records())
        assert {(epoch, one.seq) for epoch, sets in kept for one in sets} == self.aside


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
