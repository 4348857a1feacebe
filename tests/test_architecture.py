"""No modules import in a circle, and the reading code knows no word of the domain."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("schemas", "extract", "normalize", "shibiao")


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


def test_no_modules_in_a_circle() -> None:
    known = {name: path for folder in FOLDERS for name, path in modules(folder)}
    graph = {name: {i for i in imported(path, known) if i in known and i != name} for name, path in known.items()}
    order = list(TopologicalSorter(graph).static_order())
    assert set(known) <= set(order)


def test_the_reading_code_knows_no_domain_word() -> None:
    for name, path in modules("extract"):
        text = path.read_text(encoding="utf-8")
        for word in ("指标", "项目", "资金", "绩效", "目标"):
            assert word not in text, f"{name} says {word}"
