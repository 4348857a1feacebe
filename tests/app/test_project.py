"""The project's own files say what is so."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.app.conftest import environment

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STAGES = ("extract", "normalize", "schemas")


def lines_in_fences(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.S)
    assert blocks
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_package_is_installed() -> None:
    found = {"shibiao"}
    for top in ("shibiao", *STAGES):
        for path in (ROOT / top).rglob("__init__.py"):
            parts = path.parent.relative_to(ROOT).parts
            found.add(".".join(parts if parts[0] == "shibiao" else ("shibiao", *parts)))
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_exact_hashed_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ ", text)
    for requirement in re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n", "", text)):
        if "==" in requirement:
            assert "--hash=sha256:" in requirement, requirement
    names = set(re.findall(r"(?m)^([a-z0-9-]+)==", text))
    wanted = list(PROJECT["project"]["dependencies"])
    if "dev" in lock:
        wanted += PROJECT["project"]["optional-dependencies"]["dev"]
    assert {normalised(name) for name in wanted} <= names


def normalised(requirement: str) -> str:
    name = re.split(r"[\[<>=!~ ]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_explained() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    extras = PROJECT["project"]["optional-dependencies"]
    for requirement in [*PROJECT["project"]["dependencies"], *extras["parquet"], *extras["dev"]]:
        assert re.split(r"[\[<>=]", requirement)[0].lower() in text, requirement


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_command_lines_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    if not (ROOT / "samples" / "forms").is_dir():
        pytest.skip("no samples/forms")
    shutil.copytree(ROOT / "samples" / "forms", tmp_path / "samples" / "forms")
    commands = [line.split("  #")[0] for line in lines_in_fences(readme, "sh") if line.startswith("shibiao ")]
    assert len(commands) >= 5
    script = f'shibiao() {{ "{sys.executable}" -m shibiao "$@"; }}\nset -e\n' + "\n".join(commands)
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "forms" / "excel" / "funds.csv").exists()
    assert (tmp_path / "out" / "forms.jsonl").read_bytes().count(b"\n") >= 1


def test_both_readmes_show_the_same_commands_and_code() -> None:
    for language in ("sh", "python"):
        english, chinese = (
            [line.split("  #")[0] for line in lines_in_fences(name, language)] for name in ("README.md", "README.zh.md")
        )
        assert english == chinese


def test_python_of_the_readme_runs(tmp_path: Path) -> None:
    if not (ROOT / "samples" / "forms").is_dir():
        pytest.skip("no samples/forms")
    code = "\n".join(lines_in_fences("README.md", "python"))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in lines_in_fences("README.md", "sh"):
        if line.startswith("make "):
            assert re.search(rf"(?m)^{line.split()[1]}:", makefile)


def test_links_of_the_docs_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_every_command_is_in_the_readmes() -> None:
    from shibiao.cli import COMMANDS

    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert all(f"shibiao {command}" in text for command in COMMANDS)


def test_imports_point_one_way() -> None:
    """extract ← normalize ← shibiao; schemas imports none of them."""
    allowed = {"extract": {"extract"}, "schemas": {"schemas"}, "normalize": {"extract", "schemas", "normalize"}}
    for stage, may in allowed.items():
        for path in (ROOT / stage).rglob("*.py"):
            imported = re.findall(r"(?m)^\s*(?:from|import) shibiao(?:\.([a-z_]+))?", path.read_text(encoding="utf-8"))
            assert set(imported) <= may, path
