"""What the reader had to say about a file, as findings of its forms (rules R1 and R2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shibiao.schemas.records import FindingRecord, Form

PAGE_UNREADABLE, UNSEEN_TEXT = "R1", "R2"
READING_RULES = (PAGE_UNREADABLE, UNSEEN_TEXT)


def findings_of_reading(form: Form) -> list[FindingRecord]:
    """Those of a form's findings that the reader made, not the checks."""
    return [finding for finding in form.findings if finding.rule in READING_RULES]


def reading_findings(notes: Sequence[str], pages: Sequence[int]) -> Iterator[FindingRecord]:
    """A page that could not be read concerns every form of the file; unseen text only those on its page."""
    for note in notes:
        kind, _, number = note.partition(":")
        if kind == "page-unreadable":
            message = f"第 {number} 页损坏，读不出；表中可能缺内容"
            yield FindingRecord(rule=PAGE_UNREADABLE, severity="error", message=message)
        elif kind == "unseen-text" and int(number) in pages:
            message = f"第 {number} 页有纸面上看不见的文字（隐藏、白色或在页外），没有读入"
            yield FindingRecord(rule=UNSEEN_TEXT, severity="info", message=message)
