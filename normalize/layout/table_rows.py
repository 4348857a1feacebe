"""The data rows of the indicator table: from the header to the footer, over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shibiao.extract.model import Reading
from shibiao.normalize.labels import label_form
from shibiao.normalize.layout.header import Header
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet
from shibiao.normalize.layout.slots import SlottedRow, by_geometry, by_sequence
from shibiao.schemas.records import Pane

_RESIDUE = re.compile(r"^(?:指标\d+[:：]?|…+|\.+)$")
_FOOTER_KINDS = ("inline", "score")
_FOOTER_KEYS = ("notes",)


def data_rows(
    sheet: Sheet,
    headers: Sequence[Header],
    family: FamilyLexicon,
    lexicon: Lexicon,
    taken: frozenset[int] = frozenset(),
) -> tuple[list[SlottedRow], int]:
    """The slotted data rows, and the index of the first row after the table. ``taken``: rows of other lists."""
    by_row = {header.row: header for header in headers}
    header = headers[0]
    stacked: Pane | None = None
    by_order = _panes_in_order(sheet, headers, family)
    found: list[SlottedRow] = []
    end = header.last + 1
    for row in sheet.rows:
        if row.index < headers[0].row or row.index in taken:
            continue
        header = by_row.get(row.index, header)
        stacked = _block_pane(row, family) or by_order.get(row.index) or stacked
        if row.index <= header.last or not row.ruled or _is_repeated_field(row, lexicon) or _is_block(row, family):
            continue
        if _is_footer(row, header, family):
            break
        slotted = by_sequence(row, header, family.tree) if sheet.is_text else by_geometry(row, header)
        end = row.index + 1
        if slotted.cells and not _is_header_again(slotted, family):
            found.append(replace(slotted, stacked=stacked, objects=header.objects))
    return found, end


def _is_header_again(slotted: SlottedRow, family: FamilyLexicon) -> bool:
    """Whether a row repeats the headers of its columns, or those of them that a page had room for."""
    columns = {(c.place, c.pane): c.labels for c in family.family.columns}
    printed = [(key, cell.form) for key, cell in slotted.cells.items() if cell.form]
    again = [form in {label_form(label) for label in columns.get(key, ())} for key, form in printed]
    name = next((form for (place, _), form in printed if place == "name"), None)
    names = {label_form(label) for (place, _), labels in columns.items() if place == "name" for label in labels}
    return sum(again) > 1 and (all(again) or name in names)  # a group over several columns is no header of them


def _block_pane(row: Row, family: FamilyLexicon) -> Pane | None:
    """The pane of the block that begins in a row, where a form has its panes one under the other."""
    if not family.family.stacked:
        return None
    matches = (family.stacked.match(cell.text) for cell in row.printed)
    found = next((m for m in matches if m is not None and m.how != "typo"), None)  # 年度目标 is not 年度指标
    return found.key if found else None  # type: ignore[return-value]


def _panes_in_order(sheet: Sheet, headers: Sequence[Header], family: FamilyLexicon) -> dict[int, Pane]:
    """Where no label tells the panes of blocks one under the other: by their order, a header each on one page."""
    panes = family.family.panes
    pages = {row.page for row in sheet.rows if row.index in {header.row for header in headers}}
    labelled = any(_block_pane(row, family) for row in sheet.rows)
    if not family.family.stacked or labelled or len(headers) != len(panes) or len(pages) != 1:
        return {}
    return {header.row: pane for header, pane in zip(headers, panes, strict=True)}


def _is_block(row: Row, family: FamilyLexicon) -> bool:
    """Whether a row holds a block's label and nothing else."""
    printed = row.printed
    return len(printed) == 1 and family.blocks.exact(printed[0].text) is not None and len(row.cells) == 1


def _is_repeated_field(row: Row, lexicon: Lexicon) -> bool:
    """Whether a page repeats the table's first row, as word processors do with heading rows."""
    first = next(iter(row.printed), None)
    found = lexicon.fields.exact(first.text) if first is not None and row.first_on_page else None
    return found is not None and lexicon.catalogue.fields[found.key].kind in ("text", "coded")


def _is_footer(row: Row, header: Header, family: FamilyLexicon) -> bool:
    """Whether a row no longer is an indicator: it begins with a field such as 总分 or 备注."""
    first = next(iter(row.printed), None)
    if first is None or first.left > header.columns[0][1].left + 0.5:
        return False
    found = family.fields.exact(first.text) or family.fields.exact(first.text.split("：")[0].split(":")[0])
    if found is None:
        return False
    spec = family.specs[found.key]
    return spec.kind in _FOOTER_KINDS or found.key in _FOOTER_KEYS or not row.first_on_page


def is_residue(form: str) -> bool:
    """Whether a name is only what the blank template printed (指标2：, ……)."""
    return bool(_RESIDUE.match(form))


def continued(rows: Sequence[SlottedRow]) -> Iterator[tuple[SlottedRow, SlottedRow | None]]:
    """Each row with the row that a page break made of its rest.

    The first row of a page is such a rest when it has a name or a target but not both, and begins no level:
    an indicator of its own would have either both or a level label.
    """
    index = 0
    while index < len(rows):
        row = rows[index]
        rest = rows[index + 1] if index + 1 < len(rows) else None
        if rest is not None and rest.row.page != row.row.page and _is_rest(row, rest):
            yield row, rest
            index += 2
        else:
            yield row, None
            index += 1


def _is_rest(row: SlottedRow, rest: SlottedRow) -> bool:
    printed = {key: cell for key, cell in rest.cells.items() if cell.form}
    if not printed or any(place in ("level1", "level2") for place, _ in printed):
        return False
    if any(is_residue(cell.form) for cell in printed.values()):
        return False
    if any(key not in row.cells or not row.cells[key].form for key in printed):
        return False
    panes = {pane for _, pane in printed}
    return all(("name", pane) not in printed or ("target", pane) not in printed for pane in panes)


def joined_reading(first: Reading, rest: Reading) -> Reading:
    """One reading of a cell that a page break divides."""
    return Reading(
        first.reader, first.text + rest.text, first.printed + rest.printed, rest.cut, rest.fills, first.placed_by
    )
