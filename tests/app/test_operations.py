"""The page on operations and its examples name what there is: options, codes, files. The audit says what it found."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from shibiao.commands import convert, status
from shibiao.exits import ExitCode
from shibiao.wording import texts

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SERVICE = EXAMPLES / "shibiao@.service"
TIMER = EXAMPLES / "shibiao@.timer"
COMMANDS = {"convert": convert.command, "status": status.command}
# Options of other programs that the page's prose names.
FOREIGN = {"--cpus", "--init", "--stop-timeout", "--now"}


def unit(path: Path) -> ConfigParser:
    """A unit file; raises for one whose sections or keys come twice."""
    parser = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#", ";"))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def options(command: str) -> set[str]:
    made = COMMANDS[command](texts("en"))
    with click.Context(made) as context:
        shown = made.get_help(context)
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", shown))


def instructions() -> list[tuple[str, str]]:
    """(instruction, rest) of the Containerfile, continued lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (EXAMPLES / "Containerfile").read_text(encoding="utf-8"))
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line)]


def command_lines() -> Iterator[list[str]]:
    """Every call of shibiao with its arguments, from the page and the examples."""
    fences = "".join(re.findall(r"```(?:sh|cron)\n(.*?)```", PAGE, re.S)).replace("\\\n", " ")
    lines = [*fences.splitlines(), *re.findall(r"`(shibiao [^`]*)`", PAGE), unit(SERVICE)["Service"]["ExecStart"]]
    lines.append(" ".join(["shibiao", *json.loads(dict(instructions())["CMD"])]))
    for line in lines:
        for call in re.findall(r"(?:^|[/ ])shibiao ((?:convert|status) [^|&]*)", line):
            yield shlex.split(call)


def test_every_option_on_a_command_line_exists() -> None:
    calls = list(command_lines())
    assert len(calls) >= 8
    for command, *arguments in calls:
        assert {word for word in arguments if word.startswith("-")} <= options(command), arguments


def test_every_option_in_the_prose_exists() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.S)
    code = re.findall(r"`([^`]+)`", prose)
    named = {option for words in code for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", words)}
    assert {"--retry-failed", "--page-seconds", "--file-seconds", "--memory", "--jobs"} <= named
    assert named - FOREIGN <= options("convert") | options("status")


def test_the_defaults_are_those_of_the_program() -> None:
    defaults = {
        option: int(value) for option, value in re.findall(r"(?m)^\| `(--[a-z-]+)` \| (\d+)", PAGE)
    }  # --jobs has no figure
    params = {param.opts[-1]: param.default for param in convert.command(texts("en")).params}
    assert len(defaults) == 4
    assert defaults == {option: params[option] for option in defaults}


def test_every_exit_code_is_told() -> None:
    cells = re.findall(r"(?m)^\| ([\d, ]+) \|", PAGE)
    told = {int(number) for cell in cells for number in cell.split(",")}
    assert {int(code) for code in ExitCode} | {1} <= told


def test_the_service_does_what_the_page_says() -> None:
    service = unit(SERVICE)["Service"]
    assert service["Type"] == "oneshot"
    assert int(service["SuccessExitStatus"]) == ExitCode.SOME_INPUTS_FAILED
    expected = {
        "PrivateNetwork": "yes",
        "ProtectSystem": "strict",
        "NoNewPrivileges": "yes",
        "KillMode": "mixed",
        "OOMPolicy": "continue",
        "User": "shibiao",
    }
    assert {key: service[key] for key in expected} == expected
    words = shlex.split(service["ExecStart"])
    assert words[words.index("--out") + 1] in service["ReadWritePaths"].split()
    given = {name: int(words[words.index(name) + 1]) for name in ("--jobs", "--memory")}
    assert int(service["MemoryMax"].removesuffix("G")) * 1024 >= given["--jobs"] * given["--memory"] + 2048


def test_the_timer_starts_the_service_of_its_name() -> None:
    timer = unit(TIMER)
    assert TIMER.stem == SERVICE.stem
    assert timer["Timer"]["Persistent"] == "yes"
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    text = SERVICE.read_text(encoding="utf-8").replace("/opt/shibiao/bin/shibiao", sys.executable)
    (tmp_path / SERVICE.name).write_text(text, encoding="utf-8")
    shutil.copy(TIMER, tmp_path)
    names = [f"{path.stem}forms{path.suffix}" for path in (SERVICE, TIMER)]
    done = subprocess.run(["systemd-analyze", "verify", *names], cwd=tmp_path, capture_output=True, text=True)
    if "bus" in done.stderr:
        pytest.skip(done.stderr)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_containerfile_takes_the_lock_and_no_root() -> None:
    given = instructions()
    runs = [rest for word, rest in given if word == "RUN"]
    assert any("--require-hashes -r requirements.lock" in run for run in runs)
    assert all("--require-hashes" in run or "--no-index" in run for run in runs if "pip install" in run)
    assert any("tesseract-ocr-chi-sim" in run for run in runs)
    users = [rest for word, rest in given if word == "USER"]
    assert users and not users[-1].startswith(("root", "0"))
    assert [rest.split()[0] for word, rest in given if word == "FROM"] == ["docker.io/library/python:3.12-slim"] * 2
    for word, rest in given:
        if word == "COPY" and "--from" not in rest:
            assert all((ROOT / name).exists() for name in rest.split()[:-1]), rest
    for run in runs:
        assert subprocess.run(["sh", "-n", "-c", run]).returncode == 0, run


def test_the_containerfile_copies_all_that_is_installed() -> None:
    copied = {name for word, rest in instructions() if word == "COPY" for name in rest.split()[:-1]}
    assert {"shibiao", "extract", "normalize", "schemas", "pyproject.toml", "README.md", "LICENSE"} <= copied


def test_the_containerfile_builds_with_a_locked_setuptools(tmp_path: Path) -> None:
    (run,) = (rest for word, rest in instructions() if rest.startswith("sed "))
    shutil.copy(ROOT / "requirements-dev.lock", tmp_path)
    subprocess.run(["sh", "-c", run], cwd=tmp_path, check=True)
    lock = (tmp_path / "build.lock").read_text(encoding="utf-8")
    assert re.fullmatch(r"setuptools==\S+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+", lock)


def test_the_line_for_cron_is_one() -> None:
    (line,) = re.findall(r"```cron\n(.*?)\n```", PAGE, re.S)
    *when, user, command = line.split(maxsplit=6)
    assert "\n" not in line and "%" not in line and user == "shibiao" and len(when) == 5
    assert subprocess.run(["sh", "-n", "-c", command]).returncode == 0


AUDITED = {
    "none": ({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, 0, "no known vulnerability"),
    "some": (
        {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]},
        1,
        "a 1: PYSEC-1, mended in 2",
    ),
    "unknown": ({"dependencies": [{"name": "a", "skip_reason": "…"}]}, 0, "NOT DONE"),
    "unreachable": ("requests.exceptions.ConnectionError: Max retries exceeded", 0, "cannot be reached"),
    "wrong": ("requirement a does not contain a hash", 2, "cannot be audited"),
}


@pytest.mark.parametrize("name", AUDITED)
def test_the_audit_fails_for_vulnerabilities_only(name: str, tmp_path: Path) -> None:
    answer, code, says = AUDITED[name]
    said = json.dumps(answer, ensure_ascii=True) if isinstance(answer, dict) else ""
    (tmp_path / "pip_audit.py").write_text(
        "import sys\n"
        f"open(sys.argv[sys.argv.index('--output') + 1], 'w').write({said!r})\n"
        f"sys.exit({'0' if said else repr(answer)})\n",
        encoding="utf-8",
    )
    environment = {"PYTHONPATH": str(tmp_path), "PYTHON": sys.executable, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["sh", ".ci/audit"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert says in done.stdout + done.stderr
