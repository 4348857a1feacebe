"""The program as a whole: streams, show, doctor, completion, help."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shibiao.cli import COMMANDS
from shibiao.exits import ExitCode
from tests.app.conftest import Shibiao, environment, write_dump, write_pdf

# What takes long to import and has no place in help.
HEAVY = ("pandas", "jieba", "pdfplumber", "pypdfium2", "rich", "pydantic", "pyarrow", "rapidfuzz", "numpy")


@pytest.mark.parametrize("code", ["import shibiao", "import sys; sys.argv = ['shibiao', '--help']; run()"])
def test_nothing_heavy_is_loaded_before_it_is_used(code: str) -> None:
    program = (
        "import contextlib, sys\n"
        "def run():\n"
        "    from shibiao.cli import main\n"
        "    with contextlib.suppress(SystemExit): main()\n"
        f"{code}\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_examples(shibiao: Shibiao, command: str, language: str) -> None:
    done = shibiao(*filter(None, [command]), "--help", env={"SHIBIAO_LANG": language})
    assert done.code == ExitCode.OK
    assert done.err == ""
    assert f"\n  shibiao {command}" in done.out
    assert ("例子" in done.out) == (language == "zh")


def test_every_option_is_explained(shibiao: Shibiao) -> None:
    for command in COMMANDS:
        options = shibiao(command, "--help").out.split("选项:")[1].split("例子")[0].strip().splitlines()
        assert all(len(line.split("  ", 1)[-1].strip()) > 3 for line in options), options


def test_standard_output_carries_forms_and_nothing_else(shibiao: Shibiao, tmp_path: Path) -> None:
    write_dump(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "empty.pdf").touch()
    done = shibiao("convert", tmp_path / "in", "--out", "-", cwd=tmp_path)
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    (line,) = done.out.splitlines()
    form = json.loads(line)
    assert (form["schema"], form["source"]["name"]) == ("shibiao.form/1", "a.txt")
    assert "empty.pdf" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_what_libraries_print_stays_out_of_standard_output(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    (tmp_path / "noisy").mkdir()
    (tmp_path / "noisy" / "sitecustomize.py").write_text(
        "import sys, os\n"
        "class Noisy:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'shibiao.pipeline':\n"
        "            print('chatter')\n"
        "            os.write(1, b'chatter of a C library')\n"
        "sys.meta_path.insert(0, Noisy())\n"
    )
    done = shibiao("convert", dump, "--out", "-", env={"PYTHONPATH": str(tmp_path / "noisy")})
    assert [json.loads(line)["family"] for line in done.out.splitlines()] == ["goal_2pane"]
    assert "chatter of a C library" in done.err


@pytest.mark.parametrize("command", [("convert", "--out", "-"), ("show", "--cells")])
def test_a_reader_that_goes_away(dump: Path, command: tuple[str, ...]) -> None:
    arguments = [sys.executable, "-m", "shibiao", *command, str(dump)]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(arguments, stdout=pipe, stderr=subprocess.PIPE, text=True, env=environment())
    assert done.returncode == ExitCode.OUTPUT_NOT_WRITABLE
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_quiet_says_only_what_went_wrong(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    assert shibiao("convert", dump, "--out", tmp_path / "out", "--quiet").err == ""
    (tmp_path / "empty.pdf").touch()
    done = shibiao("convert", dump, tmp_path / "empty.pdf", "--out", tmp_path / "out", "--quiet")
    (line,) = done.err.splitlines()
    assert "empty.pdf" in line


def test_the_summary(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    said = shibiao("convert", dump, "--out", tmp_path / "out").err
    assert "满意度指 → 满意度指标" in said
    assert "中期与年度两栏" in said
    assert "按词表补全" in said
    assert "\x1b" not in said
    english = shibiao("convert", dump, "--out", tmp_path / "out", "--lang", "en").err
    assert "completed by the vocabulary" in english
    assert "1 forms" in english


def test_show(shibiao: Shibiao, dump: Path) -> None:
    done = shibiao("show", dump)
    assert done.code == ExitCode.OK
    assert done.err == ""
    assert "\x1b" not in done.out
    for words in (
        "河道保洁专项经费",
        "80.00",
        "2023–2023",
        "满意度指 → 满意度指标",
        "≥42公里",
        "指标（中期）",
        "指标（年度）",
    ):
        assert words in done.out, words
    assert all(line == line.rstrip() for line in done.out.splitlines())
    english = shibiao("show", dump, "--lang", "en")
    assert "Indicators (annual)" in english.out


def test_long_texts_are_folded_and_never_cut_on_a_terminal(dump: Path) -> None:
    goal = "保持河道清洁，改善沿河环境。" * 20
    dump.write_text(dump.read_text(encoding="utf-8").replace("保持河道清洁，改善沿河环境。", goal, 1), encoding="utf-8")
    shown = on_terminal("show", str(dump), NO_COLOR="1")
    folded = "".join(line.split("│")[3].strip() for line in shown.splitlines() if line.count("│") == 4)
    assert goal in folded
    assert "…" not in shown


def test_findings_are_worded_in_the_user_s_language(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    assert shibiao("convert", dump, "--out", tmp_path / "zh", "--quiet").code == ExitCode.OK
    assert shibiao("convert", dump, "--out", tmp_path / "en", "--quiet", "--lang", "en").code == ExitCode.OK
    written = (tmp_path / "zh" / "findings.csv").read_bytes()
    assert written == (tmp_path / "en" / "findings.csv").read_bytes()
    assert "word for word" in shibiao("show", dump, "--lang", "en").out
    assert "文字相同" in shibiao("show", dump).out
    assert "文字相同" in written.decode("utf-8")


def test_show_cells(shibiao: Shibiao, tmp_path: Path) -> None:
    done = shibiao("show", write_pdf(tmp_path / "a.pdf"), "--cells")
    assert done.code == ExitCode.OK
    assert "p1.r0.c1" in done.out
    assert "河道保洁专项经费" in done.out


def test_colours_on_a_terminal_and_not_with_no_color(dump: Path) -> None:
    assert "\x1b[1m" in on_terminal("show", str(dump))
    plain = on_terminal("show", str(dump), NO_COLOR="1")
    assert "\x1b[3" not in plain
    assert "河道保洁专项经费" in plain


def on_terminal(*arguments: str, **env: str) -> str:
    """The program's output on a terminal of its own."""
    pty = pytest.importorskip("pty")
    terminal, program = pty.openpty()
    command = [sys.executable, "-m", "shibiao", *arguments]
    with subprocess.Popen(command, stdout=program, env=environment(TERM="xterm-256color", **env)) as process:
        os.close(program)
        data = b""
        while chunk := _read(terminal):
            data += chunk
        process.wait()
    os.close(terminal)
    return data.decode("utf-8")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side has closed
        return b""


def test_doctor(shibiao: Shibiao) -> None:
    done = shibiao("doctor")
    assert done.code == ExitCode.OK
    for part in ("pypdfium2", "pdfplumber", "jieba", "rapidfuzz", "pandas", "schemas"):
        (line,) = (line for line in done.out.splitlines() if line.split()[:1] == [part])
        assert "可用" in line


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_of_the_shell(shibiao: Shibiao, shell: str, tmp_path: Path) -> None:
    done = shibiao("completion", shell)
    assert done.code == ExitCode.OK
    assert "_SHIBIAO_COMPLETE" in done.out
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(done.out)
        assert subprocess.run([shell, "-n", str(script)]).returncode == 0


def test_completion_completes(shibiao: Shibiao) -> None:
    env = {"_SHIBIAO_COMPLETE": "bash_complete", "COMP_WORDS": "shibiao conv", "COMP_CWORD": "1"}
    assert shibiao(env=env).out.strip() == "plain,convert"


def test_version(shibiao: Shibiao) -> None:
    import importlib.metadata

    import shibiao as package

    assert shibiao("--version").out.strip() == f"shibiao {package.__version__}"
    assert importlib.metadata.version("shibiao") == package.__version__
