"""The desk as a command: it tells its address, and how to go on when it was ended."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import environment

pytest.importorskip("uvicorn", reason="needs shibiao[review]")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to one process there")
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_ended_it_says_where_the_decisions_are(out: Path, ended_by: signal.Signals) -> None:
    command = [sys.executable, "-m", "shibiao", "review", str(out), "--no-browser"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    desk = subprocess.Popen(command, text=True, encoding="utf-8", env=environment(), **pipes)  # type: ignore[call-overload]
    assert desk.stdout and "http://127.0.0.1:" in desk.stdout.readline()
    desk.send_signal(ended_by)
    _, said = desk.communicate(timeout=60)
    assert desk.returncode == 0, said
    assert str(out / "review" / "decisions.sqlite") in said and f"shibiao review {out}" in said
    assert "Traceback" not in said
