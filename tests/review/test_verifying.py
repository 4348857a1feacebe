"""Every kind of tampering shows; what only a witness can show, with one."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from shibiao.exits import ExitCode, Stop
from shibiao.review.chain import Head
from shibiao.review.database import log_path
from shibiao.review.log import existing_log, open_log
from shibiao.review.verifying import Tampered, Verified, verify
from tests.app.conftest import Shibiao, shibiao
from tests.review.logs import decision, log_of, place, tamper

__all__ = ["shibiao"]
ROOT = Path(__file__).parents[2]
MOVE = "UPDATE entries SET number = :to WHERE number = :number"
COPIED = "SELECT :to, text, previous, hash FROM entries WHERE number = :number"
COPY = f"INSERT INTO entries (number, text, previous, hash) {COPIED}"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    log_of(tmp_path / "out", 6).close()
    return tmp_path / "out"


def swap(out: Path, one: int, other: int) -> None:
    for number, to in ((one, 99), (other, one), (99, other)):
        tamper(out, MOVE, number=number, to=to)


def insert(out: Path) -> None:
    for number in (6, 5, 4):
        tamper(out, MOVE, number=number, to=number + 1)
    tamper(out, COPY, number=3, to=4)


def swap_columns(out: Path) -> None:
    """Whole entries change places, with numbers that fit: only what is hashed before betrays them."""
    texts = dict(rows(out, "SELECT number, text FROM entries"))
    for number, other in ((3, 4), (4, 3)):
        text = json.dumps(
            json.loads(texts[other]) | {"number": number}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        tamper(out, "UPDATE entries SET text = :text WHERE number = :number", text=text, number=number)


def rows(out: Path, query: str) -> list[tuple[int, str]]:
    db = sqlite3.connect(log_path(out))
    found = db.execute(query).fetchall()
    db.close()
    return found


def rewrite(out: Path, first: int = 3) -> None:
    """A text changed, and the whole chain made to fit it: what somebody does who has read the documentation."""
    db = sqlite3.connect(log_path(out))
    previous = sha256(db.execute("SELECT text FROM beginning").fetchone()[0].encode()).hexdigest()
    for number, text in db.execute("SELECT number, text FROM entries ORDER BY number").fetchall():
        changed = text.replace("王审计", "李审计") if number == first else text
        digest = sha256(f"{previous}\n{changed}".encode()).hexdigest()
        db.execute(
            "UPDATE entries SET text = ?, previous = ?, hash = ? WHERE number = ?", (changed, previous, digest, number)
        )
        previous = digest
    db.commit()
    db.close()


def other_row(out: Path, column: str, value: str, number: int = 3) -> None:
    tamper(out, f"UPDATE entries SET {column} = :value WHERE number = :number", value=value, number=number)


def change_text(out: Path) -> None:
    tamper(out, "UPDATE entries SET text = replace(text, '≥21座', '≥91座') WHERE number = 3")


def remove(out: Path) -> None:
    """An entry removed, and those behind it numbered anew."""
    tamper(out, "DELETE FROM entries WHERE number = 3")
    for number in (4, 5, 6):
        tamper(out, MOVE, number=number, to=number - 1)


def overwrite(out: Path, offset: int) -> None:
    with log_path(out).open("r+b") as file:
        file.seek(offset)
        file.write(b"x" * 2000)


def same_meaning(out: Path) -> None:
    """The text changed and hashed, but not its meaning."""
    tamper(out)
    db = sqlite3.connect(log_path(out))
    text, previous = db.execute("SELECT text, previous FROM entries WHERE number = 6").fetchone()
    text = text.replace('":', '": ')
    digest = sha256(f"{previous}\n{text}".encode()).hexdigest()
    db.execute("UPDATE entries SET text = ?, hash = ? WHERE number = 6", (text, digest))
    db.commit()
    db.close()


TAMPERINGS: dict[str, tuple[Callable[[Path], None], Tampered]] = {
    "text": (change_text, Tampered("changed", 3)),
    "last text": (lambda out: other_row(out, "text", "{}", 6), Tampered("changed", 6)),
    "hash": (lambda out: other_row(out, "hash", "0" * 64), Tampered("changed", 3)),
    "last hash": (lambda out: other_row(out, "hash", "0" * 64, 6), Tampered("changed", 6)),
    "previous": (lambda out: other_row(out, "previous", "0" * 64), Tampered("order", 3)),
    "not canonical": (same_meaning, Tampered("changed", 6)),
    "one gone": (lambda out: tamper(out, "DELETE FROM entries WHERE number = 3"), Tampered("missing", 3)),
    "first gone": (lambda out: tamper(out, "DELETE FROM entries WHERE number = 1"), Tampered("missing", 1)),
    "one gone, renumbered": (remove, Tampered("order", 3)),
    "inserted": (insert, Tampered("order", 4)),
    "appended": (lambda out: tamper(out, COPY, number=6, to=7), Tampered("order", 7)),
    "before the first": (lambda out: tamper(out, COPY, number=1, to=0), Tampered("missing", 1)),
    "two swapped": (lambda out: swap(out, 2, 3), Tampered("order", 2)),
    "first and last swapped": (lambda out: swap(out, 1, 6), Tampered("order", 1)),
    "texts swapped": (swap_columns, Tampered("changed", 3)),
    "beginning gone": (lambda out: tamper(out, "DELETE FROM beginning"), Tampered("beginning")),
    "beginning odd": (lambda out: tamper(out, "UPDATE beginning SET text = '{'"), Tampered("beginning")),
    "begun at another time": (
        lambda out: tamper(out, 'UPDATE beginning SET text = replace(text, \'"begun":"2\', \'"begun":"1\')'),
        Tampered("order", 1),
    ),
    "table gone": (lambda out: tamper(out, "DROP TABLE entries"), Tampered("damaged")),
    "not SQLite": (lambda out: overwrite(out, 0), Tampered("damaged")),
    "a page overwritten": (lambda out: overwrite(out, 4096), Tampered("damaged")),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_shows(out: Path, shibiao: Shibiao, name: str) -> None:
    assert isinstance(verify(log_path(out)), Verified)
    change, wanted = TAMPERINGS[name]
    change(out)
    assert verify(log_path(out)) == wanted
    for opened in (open_log, existing_log):
        with pytest.raises(Stop) as stopped:
            opened(out)
        assert stopped.value.code == ExitCode.TAMPERED


def head(out: Path) -> Head:
    with existing_log(out) as log:
        return log.head()


def test_what_only_a_witness_shows(out: Path) -> None:
    witness = head(out)
    assert isinstance(verify(log_path(out), witness), Verified)
    tamper(out, "DELETE FROM entries WHERE number > 4")
    assert isinstance(verify(log_path(out)), Verified)
    assert verify(log_path(out), witness) == Tampered("tail", 5)


def test_a_chain_written_anew(out: Path) -> None:
    witness = head(out)
    tamper(out)
    rewrite(out)
    assert isinstance(verify(log_path(out)), Verified)
    assert verify(log_path(out), witness) == Tampered("rewritten", 6)
    assert verify(log_path(out), witness, Head(3, "0" * 64)) == Tampered("rewritten", 3)


def test_a_log_begun_anew(out: Path) -> None:
    witnesses = [head(out)]
    with existing_log(out) as log:
        witnesses.append(Head(0, log.beginning.hash))
    log_path(out).unlink()
    log_of(out, 6).close()
    for witness in witnesses:
        assert verify(log_path(out), witness) == Tampered("rewritten", witness.number)
    assert verify(log_path(out), Head(6, "0" * 64), Head(6, "1" * 64)) == Tampered("rewritten", 6)


def test_going_on_keeps_earlier_witnesses(out: Path) -> None:
    witnesses = [head(out)]
    with open_log(out) as log:
        for number in range(7, 12):
            entry = log.append(decision(place(number)), None)
            witnesses.append(Head(entry.number, entry.hash))
    assert isinstance(verify(log_path(out), *witnesses), Verified)


def test_the_command(out: Path, shibiao: Shibiao) -> None:
    done = shibiao("review", "verify", out)
    assert done.code == ExitCode.OK
    printed = re.search(r"6:[0-9a-f]{64}", done.out)
    assert printed
    assert "6 条" in done.out
    assert shibiao("review", "verify", out, "--head", printed[0]).code == ExitCode.OK
    tamper(out, "DELETE FROM entries WHERE number > 4")
    assert shibiao("review", "verify", out).code == ExitCode.OK
    cut = shibiao("review", "verify", out, "--head", printed[0])
    assert (cut.code, cut.out) == (ExitCode.TAMPERED, "")
    assert "第 5 条" in cut.err
    change_text(out)
    changed = shibiao("review", "verify", out, "--lang", "en")
    assert changed.code == ExitCode.TAMPERED
    assert "entry 3" in changed.err
    assert shibiao("review", "verify", out, "--head", "6:abc").code == ExitCode.WRONG_USAGE


def test_a_stranger_verifies_with_ten_lines(out: Path) -> None:
    """Those of the documentation, with no word of ours."""
    code = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "review.md").read_text("utf-8"), re.S)[0]
    assert len(code.splitlines()) <= 10
    assert "shibiao" not in code.replace("shibiao-review", "")
    run = [sys.executable, "-c", code, str(log_path(out))]
    done = subprocess.run(run, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, str(head(out))), done.stderr
    change_text(out)
    assert subprocess.run(run, capture_output=True).returncode != 0
