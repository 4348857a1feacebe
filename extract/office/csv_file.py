"""Tables as text (RFC 4180), as spreadsheets write them: every record has the same fields, quoted where need be.

Separator: comma, semicolon or tab, whichever makes the records most alike. There is no paper: columns and rows are as
large as those of a new sheet, into which a spreadsheet would open the table.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from shibiao.extract.bounds import MOST_COLUMNS, MOST_OFFICE_CELLS, check_bound
from shibiao.extract.office.lattice import Entry, Lattice

_SEPARATORS = (",", ";", "\t")
_SNIFFED = 200  # records that tell the separator
_LEAST_FIELDS, _LEAST_RECORDS = 3, 3  # of text that is taken for a table though its name does not say so
_MOST_FIELD = 1 << 24  # characters
_TELLS = "sep="  # a first line by which spreadsheets are told the separator


def is_csv(path: Path, text: str) -> bool:
    """Whether decoded text is such a table: by its name, or since all its records have as many fields.

    Text with tabs and another name is a dump, whose lines need not be records.
    """
    if path.suffix.lower() == ".csv":
        return True
    if "\t" in text or not any(separator in text for separator in ",;"):
        return False
    fields = 0
    number = 0
    for record in filter(any, _records(text, separator_of(text))):
        number += 1
        if len(record) < _LEAST_FIELDS or (fields and len(record) != fields):
            return False
        fields = len(record)
    return number >= _LEAST_RECORDS


def csv_lattice(text: str) -> Lattice:
    """A table's fields by record and place. Raises: Overfull when there are too many."""
    entries: dict[tuple[int, int], Entry] = {}
    fields = 0
    separator = separator_of(text)
    for row, record in enumerate(_records(text, separator)):
        fields += len(record)
        check_bound("cells", fields, MOST_OFFICE_CELLS)
        check_bound("columns", len(record), MOST_COLUMNS)
        for col, field in enumerate(record):
            if field.strip():
                entries[row, col] = Entry(field)
    return Lattice(entries)


def separator_of(text: str) -> str:
    """The separator that gives the most records the same number of fields, and more than one."""
    if text[: len(_TELLS)].lower() == _TELLS and text[len(_TELLS) : len(_TELLS) + 1] in _SEPARATORS:
        return text[len(_TELLS)]

    def alike(separator: str) -> tuple[int, int]:
        counts = Counter(len(record) for record in islice(_records(text, separator), _SNIFFED))
        fields, records = max(counts.items(), key=lambda one: (one[0] > 1, one[1], one[0]), default=(1, 0))
        return (records, fields) if fields > 1 else (0, 0)

    return max(_SEPARATORS, key=alike)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Records, a broken quotation read as it stands; an instruction for spreadsheets is none."""
    csv.field_size_limit(_MOST_FIELD)
    records = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for number, record in enumerate(records):
            if number or not (len(record) <= 2 and record and record[0].lower().startswith(_TELLS)):
                yield record
    except csv.Error:  # a field beyond all measure
        check_bound("characters", len(text), _MOST_FIELD)
