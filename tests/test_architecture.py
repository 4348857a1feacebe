"""The packages import in one direction only, and no modules in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "schemas": {"schemas"},
    "extract": {"extract"},
    "normalize": {"normalize", "extract", "schemas"},
}


def modules(folder: str) -> Iterator[tuple[str, Path]]:
    """(dotted name, file) of every module of a top-level folder."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(("shibiao", *parts) if folder != "shibiao" else parts)
        yield name.removesuffix(".__init__"), path


def imported(path: Path, known: Mapping[str, Path]) -> set[str]:
    """Modules of shibiao that a file imports when it is itself imported."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shibiao"):
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & set(known)
            found |= inside or {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("shibiao")}
    return found


@pytest.mark.parametrize("folder", sorted(MAY_IMPORT))
def test_packages_import_one_way(folder: str) -> None:
    for name, path in modules(folder):
        text = path.read_text(encoding="utf-8")
        named = {
            node.module.split(".")[1]
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shibiao.")
        }
        assert named <= MAY_IMPORT[folder], f"{name} imports {named - MAY_IMPORT[folder]}"


def test_no_modules_in_a_circle() -> None:
    known = {name: path for folder in (*MAY_IMPORT, "shibiao") for name, path in modules(folder)}
    graph = {name: {i for i in imported(path, known) if i in known and i != name} for name, path in known.items()}
    order = list(TopologicalSorter(graph).static_order())
    assert set(known) <= set(order)


def test_the_reading_code_knows_no_domain_word() -> None:
    for name, path in modules("extract"):
        text = path.read_text(encoding="utf-8")
        for word in ("指标", "项目", "资金", "绩效", "目标"):
            assert word not in text, f"{name} says {word}"
