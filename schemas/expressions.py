"""The expressions in which ``checks.yaml`` states arithmetic: read by Python's own parser, then held to a short list.

An expression may hold names, decimal numbers, ``+ - * /``, comparisons (also chained), ``and``, ``or``, ``not``, and
the functions ``sum(name)``, ``min(…)``, ``max(…)`` and ``has(name)``. Nothing else is accepted, so nothing else can
happen: no attributes, no subscripts, no powers, no calls of anything that Python knows.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: of something that is so or not, or of a number.

    ``names``: all names in it; ``listed``: those inside ``sum``, which stand for several figures; ``asked``: those
    inside ``has``, which may be missing.
    """

    text: str
    tree: ast.expr
    names: frozenset[str]
    listed: frozenset[str]
    asked: frozenset[str]


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Expression:
    """Parse and examine an expression that is so or not.

    Raises: ValueError saying what is wrong with it.
    """
    return _examined(text, _Reader.truth)


@lru_cache(maxsize=1024)
def parse_number(text: str) -> Expression:
    """The same for an expression that is a number."""
    return _examined(text, _Reader.number)


def _examined(text: str, kind: Callable[[_Reader, ast.expr], None]) -> Expression:
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"not an expression: {text}") from error
    reader = _Reader()
    kind(reader, tree)
    names = frozenset(reader.names)
    return Expression(text, tree, names, frozenset(reader.listed), frozenset(reader.asked))


class _Reader:
    """Walks an expression and refuses what it may not hold."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.listed: set[str] = set()
        self.asked: set[str] = set()

    def truth(self, node: ast.expr) -> None:
        """A node that is so or not."""
        match node:
            case ast.BoolOp():
                for value in node.values:
                    self.truth(value)
            case ast.UnaryOp(op=ast.Not()):
                self.truth(node.operand)
            case ast.Compare() if all(isinstance(op, _COMPARISONS) for op in node.ops):
                for side in (node.left, *node.comparators):
                    self.number(side)
            case ast.Call(func=ast.Name(id="has"), args=[ast.Name() as name], keywords=[]):
                self._name(name, self.asked)
            case _:
                raise ValueError(f"compares nothing: {_shown(node)}")

    def number(self, node: ast.expr) -> None:
        """A node that is a number."""
        match node:
            case ast.BinOp() if isinstance(node.op, _OPERATORS):
                self.number(node.left)
                self.number(node.right)
            case ast.UnaryOp(op=ast.USub()):
                self.number(node.operand)
            case ast.Constant(value=value) if isinstance(value, int | float) and not isinstance(value, bool):
                if not (value == value and abs(value) < 1e15):
                    raise ValueError(f"not a number to reckon with: {_shown(node)}")
            case ast.Name():
                self._name(node, self.names)
            case ast.Call(func=ast.Name(id="sum"), args=[ast.Name() as name], keywords=[]):
                self._name(name, self.listed)
            case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_], keywords=[]):
                for argument in node.args:
                    self.number(argument)
            case _:
                raise ValueError(f"not allowed: {_shown(node)}")

    def _name(self, node: ast.Name, kind: set[str]) -> None:
        self.names.add(node.id)
        kind.add(node.id)


def _shown(node: ast.expr) -> str:
    return ast.unparse(node)[:60]
