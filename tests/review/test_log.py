"""The record of decisions: what stands, what conflicts, what is refused."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shibiao.exits import ExitCode, Stop
from shibiao.review.chain import Head
from shibiao.review.database import log_path
from shibiao.review.decisions import Conflict, Decision, Entry, Place
from shibiao.review.log import DecisionLog, existing_log, open_log
from shibiao.review.sound import Unsound
from shibiao.review.verifying import Verified
from tests.review.logs import FORM, WHOLE, decision, empty_out, log_of, place

PLACES = (place(1), place(2), place(1, "other-0001"), WHOLE)
# Who · about what · which verdict · which of one's own view of the place's decisions an undo takes back · looked or not
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙", "丙"]),
        st.sampled_from(PLACES),
        st.sampled_from(["accept", "correct", "illegible", "not-a-form", "undo"]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=30,
)


class Model:
    """A stack of decisions for each place; an undo takes one out."""

    def __init__(self) -> None:
        self.taken: list[Entry] = []
        self.stacks: dict[Place, list[int]] = {where: [] for where in PLACES}
        self.newest: dict[Place, int | None] = dict.fromkeys(PLACES)

    def refusal(self, asked: Decision, seen: int | None) -> type[Exception] | None:
        where = asked.place
        fits = asked.verdict != "correct" if where == WHOLE else asked.verdict != "not-a-form"
        if not fits or (asked.verdict == "undo" and asked.undoes is None):
            return Unsound
        if seen != self.newest[where]:
            return Conflict
        return Unsound if asked.verdict == "undo" and asked.undoes not in self.stacks[where] else None

    def take(self, entry: Entry) -> None:
        asked = entry.decision
        self.taken.append(entry)
        self.newest[asked.place] = entry.number
        if asked.undoes:
            self.stacks[asked.place].remove(asked.undoes)
        else:
            self.stacks[asked.place].append(entry.number)


@given(STEPS)
@settings(max_examples=60)
def test_what_stands_is_what_a_simple_model_says(tmp_path_factory: pytest.TempPathFactory, steps: list[Any]) -> None:
    model = Model()
    screens: dict[str, dict[Place, list[Entry]]] = {name: {} for name in "甲乙丙"}
    with log_of(tmp_path_factory.mktemp("log")) as log:
        for n, (by, where, verdict, which, looks) in enumerate(steps):
            if looks or where not in screens[by]:
                screens[by][where] = log.of_place(where)
            mine = screens[by][where]
            seen = mine[-1].number if mine else None
            asked = _asked(where, verdict, by, n, mine[which].number if which < len(mine) else None)
            refusal = model.refusal(asked, seen)
            if refusal is None:
                model.take(log.append(asked, seen))
                continue
            with pytest.raises(refusal) as refused:
                log.append(asked, seen)
            if isinstance(refused.value, Conflict):
                assert refused.value.latest.number == model.newest[where]
        _assert_agrees(log, model)


def _assert_agrees(log: DecisionLog, model: Model) -> None:
    standing = {where: entry.number for where, entry in log.standing().items()}
    assert standing == {where: stack[-1] for where, stack in model.stacks.items() if stack}
    assert log.entries() == model.taken
    assert [entry.number for entry in model.taken] == list(range(1, len(model.taken) + 1))
    assert isinstance(log.verify(*(Head(entry.number, entry.hash) for entry in model.taken)), Verified)
    for where in PLACES:
        latest = log.latest(where)
        assert (latest.number if latest else None) == model.newest[where]
        assert log.standing(where.form_id).get(where) == log.standing().get(where)
    assert log.by_form(FORM) == [entry for entry in model.taken if entry.decision.place.form_id == FORM]


def _asked(where: Place, verdict: Any, by: str, n: int, undoes: int | None) -> Decision:
    after = f"值 {n}" if verdict == "correct" else None
    undoes = undoes if verdict == "undo" else None
    return Decision(where, verdict, by, "sample", "≥21座", after, f"理由 {n} \u2028\x00😀", "s1", undoes)


def test_nothing_of_an_entry_is_lost(tmp_path: Path) -> None:
    asked = decision(verdict="correct", before="a\x00\n'\"", after="\ufeff𠀀é", reason=" ", sample="s1", purpose="risk")
    with log_of(tmp_path / "out") as log:
        entry = log.append(asked, None)
    with existing_log(tmp_path / "out") as log:
        assert log.entries() == [entry]
        assert entry.decision == asked
        assert log.head() == Head(1, entry.hash)


def test_a_conflict_shows_what_the_other_decided_and_is_settled_by_looking(tmp_path: Path) -> None:
    with log_of(tmp_path / "out") as mine, open_log(tmp_path / "out") as yours:
        first = mine.append(decision(by="甲"), None)
        with pytest.raises(Conflict) as conflict:
            yours.append(decision(verdict="correct", by="乙"), None)
        assert conflict.value.latest == first
        second = yours.append(decision(verdict="correct", by="乙"), first.number)
        assert mine.standing() == {place(): second}
        undo = mine.append(decision(verdict="undo", by="甲", undoes=second.number), second.number)
        assert (mine.standing(), yours.latest(place())) == ({place(): first}, undo)
        again = yours.append(decision(verdict="correct", by="乙"), undo.number)
        assert mine.standing() == {place(): again}


def test_an_answer_that_got_lost_may_be_asked_for_again(tmp_path: Path) -> None:
    with log_of(tmp_path / "out") as log:
        first = log.append(decision(), None)
        assert log.append(decision(), None) == first
        with pytest.raises(Conflict):
            log.append(decision(reason="other"), None)
        second = log.append(decision(), first.number)
        assert second.number == 2
        with pytest.raises(Conflict):
            log.append(decision(), None)


def test_many_at_once_are_all_taken_or_none(tmp_path: Path) -> None:
    asked = [(decision(place(n), purpose="bulk"), None) for n in range(1, 6)]
    with log_of(tmp_path / "out") as log:
        taken = {n: log.append(decision(place(n), by="乙"), None) for n in (2, 4)}
        with pytest.raises(Conflict) as conflict:
            log.append_many(asked)
        assert conflict.value.all == (taken[2], taken[4])
        with pytest.raises(Unsound):
            log.append_many([asked[0], asked[0]])
        with pytest.raises(Unsound):
            log.append_many([asked[0], (decision(place(9), by=" "), None)])
        assert len(log.entries()) == 2
        made = log.append_many([(one, taken[n].number if n in taken else None) for n, (one, _) in enumerate(asked, 1)])
        assert [entry.number for entry in made] == [3, 4, 5, 6, 7]
        assert log.append_many([]) == []


UNSOUND: dict[str, tuple[Decision, int | None]] = {
    "who": (decision(by=" \t"), None),
    "text": (decision(reason="\ud800"), None),
    "verdict": (decision(verdict="undo"), None),
    "place": (decision(Place(FORM, "cells", "x", "text")), None),
    "same": (decision(verdict="correct", after="≥21座"), None),
    "amount": (decision(Place(FORM, "funds", f"{FORM}/x", "amount"), "correct", before="8", after="约 9"), None),
    "seen": (decision(), 7),
    "undoes": (decision(verdict="undo", undoes=1), None),
}


@pytest.mark.parametrize("reason", UNSOUND)
def test_what_could_not_be_carried_out_is_refused(tmp_path: Path, reason: str) -> None:
    with log_of(tmp_path / "out") as log:
        with pytest.raises(Unsound) as refused:
            log.append(*UNSOUND[reason])
        assert refused.value.key == f"review.unsound.{reason}"
        assert log.entries() == []


@pytest.mark.parametrize(
    "odd",
    [
        replace(decision(), after="x"),
        replace(decision(), undoes=1),
        replace(decision(), verdict="maybe"),  # type: ignore[arg-type]
        replace(decision(), purpose="fun"),  # type: ignore[arg-type]
        replace(decision(), place=Place("")),
        replace(decision(), place=Place(FORM, "indicators", None, "target")),
        replace(decision(), place=Place(FORM, "indicators", "x", "unit")),
        replace(decision(), place=Place(FORM, "indicators", "x\0y", "target")),
        replace(decision(), verdict="not-a-form"),
        replace(decision(WHOLE), verdict="correct", after="x"),
    ],
)
def test_parts_that_do_not_go_together(tmp_path: Path, odd: Decision) -> None:
    with log_of(tmp_path / "out") as log, pytest.raises(Unsound):
        log.append(odd, None)


def test_sqlite_itself_appends_only(tmp_path: Path) -> None:
    with log_of(tmp_path / "out", 2) as log:
        before = log.entries()
        db = sqlite3.connect(log_path(tmp_path / "out"))
        for statement in (
            "UPDATE entries SET text = text",
            "DELETE FROM entries WHERE number = 2",
            "INSERT OR REPLACE INTO entries (number, text, previous, hash) SELECT 1, text, previous, hash FROM entries",
            "INSERT INTO entries (number, text, previous, hash) SELECT 4, text, previous, hash FROM entries LIMIT 1",
            "INSERT INTO entries (number, text, previous, hash) SELECT 3, text, previous, hash FROM entries LIMIT 1",
            "UPDATE beginning SET text = '{}'",
            "DELETE FROM beginning",
            "INSERT OR REPLACE INTO beginning VALUES (1, '{}')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)
            db.rollback()
        db.close()
        assert log.entries() == before
        assert isinstance(log.verify(), Verified)


def test_threads_share_a_log(tmp_path: Path) -> None:
    with log_of(tmp_path / "out") as log:

        def decide(name: str) -> None:
            for n in range(20):
                log.append(decision(place(n, f"{name}-0001"), by=name), None)

        threads = [threading.Thread(target=decide, args=(f"t{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(log.entries()) == 80
        assert isinstance(log.verify(), Verified)


def test_a_log_needs_results(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stopped:
        open_log(tmp_path)
    assert (stopped.value.code, stopped.value.key) == (ExitCode.NOTHING_READ, "error.no-results")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Stop) as stopped:
        existing_log(empty_out(tmp_path / "out"))
    assert (stopped.value.code, stopped.value.key) == (ExitCode.NOTHING_READ, "review.no-log")
    (tmp_path / "out" / "review").write_text("a file where the folder should be")
    with pytest.raises(Stop) as stopped:
        open_log(tmp_path / "out")
    assert stopped.value.code == ExitCode.OUTPUT_NOT_WRITABLE
