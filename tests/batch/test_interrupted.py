"""Runs that are killed or stopped, and files that bring a worker down: what is lost, and what is not."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from shibiao.batch.limits import children
from shibiao.exits import ExitCode
from tests.app.conftest import environment, write_dump
from tests.batch.conftest import archive, balance, convert, outcomes, program, results


def test_killed_anywhere_and_resumed_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    """Parent or worker, twelve times; ``python -m bench.archives kills`` does it two hundred times."""
    folder = archive(tmp_path / "in", 30)
    convert(folder, tmp_path / "undisturbed")
    chance = random.Random(7)
    out = tmp_path / "out"
    for _ in range(12):
        process = subprocess.Popen(
            program("convert", folder, "--out", out),
            env=environment(),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.2, 3.0))
        if process.poll() is None:
            workers = children(process.pid)
            os.kill(chance.choice([process.pid, *workers]), signal.SIGKILL)
            if process.poll() is None and chance.random() < 0.5:
                os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        if (out / ".shibiao" / "ledger.sqlite").exists():
            assert balance(out).total() in (0, 32)
    convert(folder, out)
    assert results(out) == results(tmp_path / "undisturbed")
    assert balance(out) == {"done": 31, "failed": 1}


def test_a_worker_that_dies_costs_its_file(tmp_path: Path, misbehaving: dict[str, str]) -> None:
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    for number, name in enumerate(("kill-1", "fault-1", "hang-1", "once-1", "eat-1", "exit-1", "hold-1")):
        write_dump(folder / f"{name}.txt", f"项目名称\t第{number}个\n")
    done = convert(folder, out, "--page-seconds", 3, "--file-seconds", 9, "--memory", 1024, env=misbehaving)
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED
    found = outcomes(out)
    assert {n: found[f"{n}-1.txt"] for n in ("kill", "fault", "hang", "once", "exit", "hold")} == {
        "kill": "quarantined",
        "fault": "quarantined",
        "hang": "quarantined",
        "exit": "quarantined",
        "once": "converted",
        "hold": "quarantined",
    }
    assert found["eat-1.txt"] in ("failed", "quarantined")  # it may be stopped while it asks, or when it has
    assert [outcome for name, outcome in found.items() if name.startswith("表")] == ["converted"] * 6
    for kind in ("崩溃", "一页读得太久", "系统终止", "内存"):
        assert kind in done.stderr
    assert "隔离的文件" in done.stderr
    quiet = convert(folder, out, "--page-seconds", 3, "--memory", 1024)  # mended: but quarantined files stay so,
    assert outcomes(out)["kill-1.txt"] == "quarantined"
    convert(folder, out, "--retry-failed")  # until they are asked for
    assert outcomes(out)["kill-1.txt"] == "converted", quiet.stderr


def test_a_form_that_cannot_be_completed_costs_its_file(tmp_path: Path) -> None:
    """In the second pass a part of many contents is in one worker's hands."""
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    write_dump(folder / "fatal.txt", "项目名称\t不可核对\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(
        "import os, shibiao.pipeline as pipeline\n"
        "whole = pipeline.complete\n"
        "def complete(forms, archive=None):\n"
        "    if any(form.source.name == 'fatal.txt' for form in forms): os.kill(os.getpid(), 11)\n"
        "    return whole(forms, archive)\n"
        "pipeline.complete = complete\n"
    )
    done = convert(folder, out, env={"PYTHONPATH": str(tmp_path / "broken")})
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED
    assert outcomes(out)["fatal.txt"] == "quarantined"
    (folder / "fatal.txt").unlink()
    convert(folder, tmp_path / "without")
    assert results(out) == results(tmp_path / "without")


def test_ctrl_c_finishes_what_is_in_hand_and_a_second_one_stops(tmp_path: Path, misbehaving: dict[str, str]) -> None:
    folder, out = archive(tmp_path / "in", 6), tmp_path / "out"
    write_dump(folder / "hang-1.txt")
    process = subprocess.Popen(
        program("convert", folder, "--out", out, "--jobs", 2),
        env=environment(**misbehaving),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while process.poll() is None and not any((out / ".shibiao").rglob("*.jsonl.gz")):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    time.sleep(2)
    assert process.poll() is None  # the file that hangs is in hand
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "正在停下" in said and "Traceback" not in said
    assert not (out / "manifest.jsonl").exists()
