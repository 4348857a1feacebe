"""Audit checks: arithmetic stated in ``checks.yaml``, and small functions for the rest; what they find is data."""

from __future__ import annotations

from shibiao.normalize.checks.across import archive_findings, run_archive_checks
from shibiao.normalize.checks.form_facts import FormFacts, facts_of, keys_of, wanted_by
from shibiao.normalize.checks.run import registered, run_checks

__all__ = [
    "FormFacts",
    "archive_findings",
    "facts_of",
    "keys_of",
    "registered",
    "run_archive_checks",
    "run_checks",
    "wanted_by",
]
