import random
from decimal import Decimal

import pytest

from samples.invent import Case, invent
from samples.paper import settled
from samples.spelling import respelt
from shibiao.normalize.values import parse_value

SEEDS = range(40)


def test_spelling_changes_targets_only_and_follows_from_its_seed() -> None:
    changed = 0
    for seed in SEEDS:
        plain = invent("goal_2pane", seed, Case(plain=True))
        spelt = respelt(plain, random.Random(seed))
        assert spelt == respelt(plain, random.Random(seed))
        assert [(i.pane, i.level2, i.name) for i in spelt.indicators] == [
            (i.pane, i.level2, i.name) for i in plain.indicators
        ]
        changed += sum(a.target != b.target for a, b in zip(plain.indicators, spelt.indicators, strict=True))
    assert changed > 100


def test_a_respelt_percentage_is_still_the_same_number() -> None:
    for seed in SEEDS:
        plain = invent("goal_1pane", seed, Case(plain=True))
        spelt = respelt(plain, random.Random(seed))
        for before, after in zip(plain.indicators, spelt.indicators, strict=True):
            if before.target.startswith("≥") and before.target.endswith("%"):
                value = parse_value(after.target)
                assert value.number is not None, after.target
                assert Decimal(value.number) == Decimal(before.target.strip("≥%")), after.target
                assert (value.operator, value.unit) == (">=", "%"), after.target


def test_long_goals_list_tasks_with_and_without_line_breaks() -> None:
    goals = [goal.text for seed in SEEDS for goal in invent("goal_2pane", seed, Case(long_goal=True)).goals]
    assert all("1." in goal and "3." in goal for goal in goals)
    assert any("\n" in goal for goal in goals) and any("\n" not in goal for goal in goals)


@pytest.mark.parametrize("space", [b"", b" "])
def test_settled_bytes_forget_the_day_and_keep_their_length(space: bytes) -> None:
    def content(day: bytes, mark: bytes) -> bytes:
        return (
            b"1 0 obj <</CreationDate" + space + b"(D:202611" + day + b"101010Z)>> text"
            b" /ID" + space + b"[<" + mark * 32 + b"><" + mark * 32 + b">] /DocChecksum" + space + b"/" + mark * 32
        )

    assert settled(content(b"01", b"A")) == settled(content(b"23", b"F"))
    assert len(settled(content(b"01", b"A"))) == len(content(b"01", b"A"))
    assert settled(content(b"01", b"A")) != settled(content(b"01", b"A") + b"more")
