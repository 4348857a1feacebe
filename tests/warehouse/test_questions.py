"""``docs/questions.md``: both databases give the same answers, and those that are printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.warehouse.server import Server
from shibiao.warehouse.structure import VIEWS
from tests.app.conftest import environment
from tests.warehouse.looking import loaded
from tests.warehouse.questions import Question, asked_duckdb, asked_postgres, questions, with_answers

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "questions.md"
ASKED = ROOT / "samples" / "questions"
REWRITE = os.environ.get("SHIBIAO_GOLDEN") == "write"
QUESTIONS = questions(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asked_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the page."""
    out = tmp_path_factory.mktemp("questions") / "asked"
    command = [sys.executable, "-m", "shibiao", "convert", "samples/forms", "samples/questions", "--out", str(out)]
    subprocess.run(
        [*command, "--parquet", "--quiet"], cwd=ROOT, env=environment(), check=True, stdin=subprocess.DEVNULL
    )
    return out


def load_twice(out: Path, url: str) -> str:
    """Load as the page says: as extracted, then with the corrections."""
    loaded(out, url)
    assert loaded(out, url, corrections=ASKED / "corrections.jsonl").decisions.stale == 1
    return url


@pytest.fixture(scope="module")
def in_duckdb(asked_archive: Path) -> str:
    return load_twice(asked_archive, str(asked_archive.with_name("asked.duckdb")))


@pytest.fixture(scope="module")
def in_postgres(asked_archive: Path, server: Server) -> str:
    return load_twice(asked_archive, server.url(server.new_database()))


def test_there_are_ten_questions() -> None:
    assert [question.title.partition(".")[0] for question in QUESTIONS] == [str(n) for n in range(1, 11)]
    assert PAGE.read_text(encoding="utf-8").count("```sql\n") == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.title.partition(".")[0])
def test_the_printed_answer_is_what_comes_out(question: Question, in_duckdb: str) -> None:
    if REWRITE:
        pytest.skip("the page is being rewritten")
    answer = asked_duckdb(in_duckdb, question.sql)
    assert answer.rows
    assert answer.markdown == question.printed


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.title.partition(".")[0])
def test_both_databases_answer_alike(question: Question, in_duckdb: str, in_postgres: str) -> None:
    assert asked_postgres(in_postgres, question.sql) == asked_duckdb(in_duckdb, question.sql)


@pytest.mark.parametrize("view", VIEWS)
def test_both_databases_have_the_same_views(view: str, in_duckdb: str, in_postgres: str) -> None:
    one, other = (ask(url, f"SELECT * FROM {view}") for ask, url in
                  ((asked_duckdb, in_duckdb), (asked_postgres, in_postgres)))  # fmt: skip
    assert one.columns == other.columns
    assert sorted(one.rows) == sorted(other.rows)
    assert one.rows


def test_page_is_rewritten_only_on_purpose(in_duckdb: str) -> None:
    if REWRITE:
        answers = [asked_duckdb(in_duckdb, question.sql) for question in QUESTIONS]
        PAGE.write_text(with_answers(PAGE.read_text(encoding="utf-8"), answers), encoding="utf-8")
    assert not REWRITE, "SHIBIAO_GOLDEN=write is for making goldens: read the difference, then run without it"
