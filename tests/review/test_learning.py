"""What decisions about labels propose for the vocabulary, and what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from shibiao.exits import ExitCode
from shibiao.review.decisions import Place
from shibiao.review.learning import Proposal, as_yaml, proposals
from shibiao.review.log import DecisionLog, open_log
from shibiao.schemas.records import Form
from tests.app.conftest import DUMP, Shibiao, shibiao, write_dump
from tests.review.logs import decision

__all__ = ["shibiao"]


@pytest.fixture
def out(tmp_path: Path, shibiao: Shibiao) -> Path:
    text = DUMP.replace("\t质量指标\t", "\t品质类指标\t")
    write_dump(tmp_path / "in" / "a.txt", text)
    assert shibiao("convert", tmp_path / "in", "--out", tmp_path / "out").code == ExitCode.OK
    return tmp_path / "out"


def decide(log: DecisionLog, out: Path, after: str, raw: str = "品质类指标", nth: int = 0) -> int:
    """Correct the level 2 of an indicator whose label is printed so. Returns the entry's number."""
    (path,) = (out / "forms").iterdir()
    form = Form.model_validate_json(path.read_bytes())
    one = [i for i in form.indicators if i.level2 and i.level2.raw == raw][nth]
    assert one.level2
    where = Place(form.form_id, "indicators", f"{form.form_id}/{one.pane}/{one.name.cell}", "level2")
    return log.append(decision(where, "correct", before=one.level2.value, after=after), None).number


def test_a_corrected_label_is_proposed(out: Path, shibiao: Shibiao) -> None:
    with open_log(out) as log:
        assert proposals(log, out) == ()
        decide(log, out, "质量指标")
        (found,) = proposals(log, out)
    assert found == Proposal("产出指标", "质量指标", "品质类指标", (1,))
    done = shibiao("review", "suggest", out)
    assert done.out == as_yaml([found])
    assert yaml.safe_load(done.out) == {"产出指标": {"children": {"质量指标": ["品质类指标"]}}}
    assert "d1" in done.out


def test_decisions_that_differ(out: Path) -> None:
    with open_log(out) as log:
        decide(log, out, "质量指标")
        decide(log, out, "时效指标", nth=1)
        assert proposals(log, out) == ()


def test_pieces_and_known_words_propose_nothing(out: Path) -> None:
    with open_log(out) as log:
        decide(log, out, "质量指标", "数量指标")
        decide(log, out, "没有这种指标")
        decide(log, out, "服务对象满意度指标", "满意度指")
        assert proposals(log, out) == ()


def test_the_shape_of_the_vocabulary() -> None:
    found = [Proposal("产出指标", None, "产出: 类", (1, 7)), Proposal("产出指标", "质量指标", "品质", (2,))]
    assert yaml.safe_load(as_yaml(found)) == {
        "产出指标": {"spellings": ["产出: 类"], "children": {"质量指标": ["品质"]}}
    }
    assert as_yaml([]) == ""
