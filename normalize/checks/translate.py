"""Findings across an archive in the user's language: they cannot be made anew from one form, so their words are."""

from __future__ import annotations

import re

from shibiao.normalize.checks.across import DIFFERING
from shibiao.normalize.checks.registry import DOUBT, Language
from shibiao.schemas.checks import load_checks
from shibiao.schemas.records import FindingRecord

_PLACE = re.compile(r"\{(\w+)\}")
_WORDS = {word.zh: word.en for word in DIFFERING}


def translated(finding: FindingRecord, language: Language) -> FindingRecord:
    """A finding of ``archive_findings``, as it is kept (in Chinese), in another language; as it is where its message is
    not worded as the catalogue has it now."""
    rule = load_checks().get(finding.rule)
    if rule is None or language == "zh":
        return finding
    message = finding.message.removesuffix(DOUBT.zh)
    found = _pattern(rule.message.zh).fullmatch(message)
    if found is None:
        return finding
    words = {name: ", ".join(_WORDS.get(w, w) for w in said.split("、")) for name, said in found.groupdict().items()}
    doubt = DOUBT.en if message != finding.message else ""
    return finding.model_copy(update={"message": rule.message.en.format(**words) + doubt})


def _pattern(template: str) -> re.Pattern[str]:
    """What a message made of a template looks like; every placeholder stands in it once."""
    pieces = _PLACE.split(template)
    return re.compile("".join(f"(?P<{p}>.+?)" if at % 2 else re.escape(p) for at, p in enumerate(pieces)))
