"""What the reader had to say about a file, as findings of its forms (rules R1 to R3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from shibiao.schemas.records import FindingRecord, Form

PAGE_UNREADABLE, UNSEEN_TEXT, PAGE_ILLEGIBLE = "R1", "R2", "R3"
READING_RULES = (PAGE_UNREADABLE, UNSEEN_TEXT, PAGE_ILLEGIBLE)

_SEVERITIES: dict[str, Literal["error", "warning", "info"]] = {
    PAGE_UNREADABLE: "error",
    UNSEEN_TEXT: "info",
    PAGE_ILLEGIBLE: "warning",
}
_RULES = {
    "page-unreadable": PAGE_UNREADABLE,
    "unseen-text": UNSEEN_TEXT,
    "hidden-sheet": UNSEEN_TEXT,  # of which no form can be
    "page-illegible": PAGE_ILLEGIBLE,
}
_MESSAGES = {
    PAGE_UNREADABLE: {
        "zh": "第 {page} 页损坏或像素过多，读不出；表中可能缺内容",
        "en": "page {page} is damaged or has too many pixels and was not read; the form may lack contents",
    },
    UNSEEN_TEXT: {
        "zh": "第 {page} 页有纸面上看不见的文字（隐藏、白色或在页外），没有读入",
        "en": "page {page} has text that cannot be seen on paper (hidden, white or off the page); it was not read",
    },
    PAGE_ILLEGIBLE: {
        "zh": "第 {page} 页有图片、污迹或无法辨认的字，没有读入；表中可能缺内容",
        "en": "page {page} holds a picture, dirt or illegible text that was not read; the form may lack contents",
    },
}
_PAGE = re.compile(r"第 (\d+) 页")


def findings_of_reading(form: Form, language: Literal["zh", "en"] = "zh") -> list[FindingRecord]:
    """Those of a form's findings that the reader made, not the checks, said in ``language``."""
    found = [finding for finding in form.findings if finding.rule in READING_RULES]
    return found if language == "zh" else [_said(finding, language) for finding in found]


def reading_findings(notes: Sequence[str], pages: Sequence[int]) -> Iterator[FindingRecord]:
    """A page that was not read concerns every form of the file; unseen text beside a form only that form."""
    for note in notes:
        kind, _, number = note.partition(":")
        rule = _RULES.get(kind)
        if rule and (kind != "unseen-text" or int(number) in pages):
            message = _MESSAGES[rule]["zh"].format(page=number)
            yield FindingRecord(rule=rule, severity=_SEVERITIES[rule], message=message)


def _said(finding: FindingRecord, language: Literal["zh", "en"]) -> FindingRecord:
    page = _PAGE.search(finding.message)
    if page is None:
        return finding
    return finding.model_copy(update={"message": _MESSAGES[finding.rule][language].format(page=page[1])})
