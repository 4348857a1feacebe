"""Audit checks: arithmetic stated in ``checks.yaml``, and small functions for the rest; what they find is data."""

from __future__ import annotations

from shibiao.normalize.checks.across import MOST_MET, archive_findings, met_by, run_archive_checks
from shibiao.normalize.checks.form_facts import FormFacts, facts_of, keys_of, wanted_by
from shibiao.normalize.checks.run import registered, run_checks
from shibiao.normalize.checks.translate import translated

__all__ = [
    "MOST_MET",
    "FormFacts",
    "archive_findings",
    "facts_of",
    "keys_of",
    "met_by",
    "registered",
    "run_archive_checks",
    "run_checks",
    "translated",
    "wanted_by",
]
