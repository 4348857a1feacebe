"""Texts that programs like to change, and an output folder full of them, made the way the program makes it."""

from __future__ import annotations

from pathlib import Path

from shibiao.batch.complete import Extras, Member, PartOrder, complete_task
from shibiao.batch.publish import stage_tables
from shibiao.batch.tasks import packed
from shibiao.export.contents import tables
from shibiao.export.folder import output_folder
from shibiao.export.tables import Table
from shibiao.schemas.records import Form, PairRecord
from tests.app.forms import cell, form, indicator, value

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1", "＠x", "\n"),
    *('=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0"),
)
LIKE_OTHER_TYPES = (
    *("007", "1e5", "2024-01-01", "1,000", "-12.5", "-0", "0.10", "12345678901234567890"),
    *("TRUE", "1/2", "12:30", "50%"),
)
OTHERS = (
    *('say "so"', '"', '","', "two\nlines", "two\r\nlines", "a\rb", "tab\tin", "nul\0mid", "\0", "\x01\x1f\x7f\x85"),
    *("'; DROP TABLE forms; --", "'quoted'", "𠀀😀", "\u2028\ufffe\uffff", " lead", "trail ", "end\n", "　"),
    *("_x0041_", "_x0041_x0042_", "_x005F_", "_x0041\x01", "_X0041_", "<r><t>x</t></r>", "&lt;<!--]]>", "\\N", "NULL"),
    *("http://a.example/b", "mailto:a@b", "internal:Sheet1!A1", "nan", "{=1}", "#N/A"),
)
LONG = "长文" * 170_000 + "😀"  # 1 MB
TEXTS = (*FORMULAS, *LIKE_OTHER_TYPES, *OTHERS)
# What a family's file may call a list or a column: YAML has no control characters, everything else it has.
NAMES = (
    "=1+1",
    "a/b",
    "a",
    "indicators",
    "pairs",
    '","',
    "'; DROP TABLE forms; --",
    "两\n行",
    "\u2028😀",
    "prefix",
    "NULL",
)
YEARS = ("2023", "2024", None)


def hostile_form(number: int, year: str | None) -> Form:
    """A form whose texts are hostile; each in a goal, an indicator, a base field, an entry or a cell of its own."""
    plain = form(f"{number:016x}-0001", source='\'=表,"1".pdf')
    rows = [value(text, cell=f"p1.r{n}.c0") for n, text in enumerate((*TEXTS, LONG))]
    names = dict(zip(("project_name", "department", "department_code", "notes"), rows[7 * number :], strict=False))
    return plain.model_copy(
        update={
            "year": value(year, cell="p1.r0.c0") if year else None,
            "fields": plain.fields | names,
            "goals": tuple(
                goal.model_copy(update={"text": text}) for goal, text in zip(plain.goals, rows, strict=False)
            ),
            "indicators": tuple(
                indicator(
                    *(row.value or "", None),
                    target=row,
                    actual=row,
                    object=row,
                    printed_unit=row,
                    extra=dict(zip(NAMES, rows[n:], strict=False)),
                )
                for n, row in enumerate(rows[:-1])
            ),
            "tables": {name: tuple(dict.fromkeys(NAMES, row) for row in rows[:3]) for name in NAMES},
            "pairs": tuple(PairRecord(label=row, value=rows[-n]) for n, row in enumerate(rows[:-1], 1)),
            "cells": (
                *(cell(n, 0, row.model_copy(update={"cell": None})) for n, row in enumerate(rows)),
                *(one for one in plain.cells if one.col),
            ),
        }
    )


def hostile_folder(root: Path, extras: Extras) -> Path:
    """OUT with the tables of hostile forms of several years and of none."""
    forms = tuple(hostile_form(number, year) for number, year in enumerate(YEARS))
    result = root / "read.jsonl.gz"
    result.write_bytes(packed(forms))
    with output_folder(root / "out") as folder:
        stretches = folder.work / "stretches"
        member = Member(forms[0].source.sha256, b'\'=\xe8\xa1\xa8,"1".pdf', result, b"")
        report = complete_task(PartOrder(0, (member,), (), folder.staged, stretches, extras, None, "zh", 0.0))
        assert not report.lost
        stage_tables(folder, stretches, [0], extras)
        folder.expect(f"forms/{form_id}.json" for form_id in report.form_ids)
        folder.publish()
    return root / "out"


def tables_of(out: Path) -> list[Table]:
    """The tables of an output folder, made anew from its JSON."""
    return tables([Form.model_validate_json(path.read_bytes()) for path in sorted((out / "forms").iterdir())])
