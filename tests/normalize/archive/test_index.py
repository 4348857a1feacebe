"""What is found for a key: all that matters, bounded, the same from memory and from the ledger on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from shibiao.batch.ledger import Ledger, Settled
from shibiao.normalize.archive import Key, SortedTexts, complete_archive, complete_form, texts_of, wanted
from shibiao.normalize.archive.index import MOST_ELSEWHERE, MOST_NEAR
from shibiao.schemas.records import Form
from tests.normalize.archive.made import LEVEL2, SURE, Made, Row
from tests.normalize.archive.made_archives import archives


@contextmanager
def ledger_of(forms: list[Form]) -> Iterator[Ledger]:
    """A ledger into which every form was settled."""
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.sqlite")
        for form in forms:
            given = tuple(texts_of(form))
            ledger.settle(Settled(form.form_id, "done", evidence=given, wanted=tuple(sorted(wanted(form)))))
        yield ledger
        ledger.close()


@given(archives())
@settings(max_examples=60, deadline=None)
def test_the_ledger_finds_what_memory_finds(made: list[Made]) -> None:
    forms = [one.form() for one in made]
    index = SortedTexts(forms)
    with ledger_of(forms) as ledger:
        keys = ledger.known.wanted_between("", "g")
        assert set(keys) == {key for form in forms for key in wanted(form)}
        assert all(ledger.known.evidence(key) == index(key) for key in keys)
        archive = {key: ledger.known.evidence(key) for key in keys}
        assert [complete_form(form, archive.__getitem__, SURE) for form in forms] == complete_archive(forms, SURE)


def test_many_alike_are_two_of_different_units() -> None:
    forms = [Made(n, (Row("维修养护小型水库数量"),), unit=f"第{n // 90}水利局").form() for n in range(300)]
    key = Key("name", LEVEL2, "石桥区水利局", "维修养护小型水")
    with ledger_of(forms) as ledger:
        for found in (SortedTexts(forms)(key), ledger.known.evidence(key)):
            assert [text.unit for text in found.elsewhere] == ["第0水利局", "第1水利局"]
            assert not found.crowded


def test_where_too_many_begin_alike_nothing_is_told() -> None:
    rows = [tuple(Row(f"维修养护{chr(0x4E00 + 40 * n + k)}") for k in range(40)) for n in range(30)]
    elsewhere = [Made(n, row, unit=f"第{n}水利局").form() for n, row in enumerate(rows)]
    found = SortedTexts(elsewhere)(Key("name", LEVEL2, "石桥区水利局", "维修养护"))
    assert found.elsewhere == () and found.crowded and MOST_ELSEWHERE < 40 * 30
    own = [Made(n, row).form() for n, row in enumerate(rows)]
    found = SortedTexts(own)(Key("name", LEVEL2, "青溪市水利局", "维修养护"))
    assert found.near == () and found.crowded and MOST_NEAR < 40 * 30


def test_an_older_ledger_is_of_another_format(tmp_path: Path) -> None:
    import sqlite3

    import pytest

    path = tmp_path / "ledger.sqlite"
    old = sqlite3.connect(path)
    old.executescript(
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL); INSERT INTO facts VALUES ('format', '1');"
        "CREATE TABLE evidence (sha256 TEXT, slot TEXT, level2 TEXT, prefix TEXT, folded TEXT)"
    )
    old.close()
    with pytest.raises(sqlite3.DatabaseError, match="another format") as caught:
        Ledger(path)
    assert not isinstance(caught.value, sqlite3.OperationalError)  # so that it is put aside and begun anew


def test_every_look_up_runs_along_an_index_that_has_its_order(tmp_path: Path) -> None:
    """Else all that begins alike, in every unit, is read and sorted for each text."""
    ledger = Ledger(tmp_path / "ledger.sqlite")
    asked: list[str] = []
    ledger.db.set_trace_callback(asked.append)
    key = Key("name", LEVEL2, "青溪市水利局", "维修养护小型水")
    ledger.known.evidence(key)
    list(ledger.known._texts(key, key.shape, key.shape + "\U0010ffff", None, (key.shape, "", True, True)))
    ledger.known.facts("project", 3)
    ledger.db.set_trace_callback(None)
    queries = [query for query in asked if query.startswith("SELECT")]
    plans = [[row[3] for row in ledger.db.execute(f"EXPLAIN QUERY PLAN {query}")] for query in queries]
    ledger.close()
    assert len(plans) == 4
    assert all(len(plan) == 1 and plan[0].startswith("SEARCH") for plan in plans[:3]), plans
