"""Audit checks: small functions registered under their rule's id; what they find is data."""

from __future__ import annotations

from shibiao.normalize.checks.run import registered, run_checks

__all__ = ["registered", "run_checks"]
