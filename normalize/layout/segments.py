"""Telling the forms of a file apart: by their titles and by the field that every form begins with."""

from __future__ import annotations

from dataclasses import dataclass

from shibiao.normalize.labels import LabelIndex, LabelMatch, is_unit_line, plain_title
from shibiao.normalize.layout.lexicon import Lexicon
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell

_FIRST_FIELD = "project_name"
_TITLE_LENGTH = 40
_FIELD_ROWS = 8  # below a title
_LEAST_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """One form's rows, and its title cell where it has one."""

    sheet: Sheet
    title: SheetCell | None


def segments(sheet: Sheet, lexicon: Lexicon) -> list[Segment]:
    """Cut a file's rows into forms.

    A form begins at its title; a title that no 项目名称 and no base fields follow before the next one is a page's
    repeated heading, not a form. Without a title it begins at 项目名称. Rows before the first form belong to it
    unless they hold a table, which then comes out as a form of unknown family. A line above a title that tells the
    unit of its amounts belongs to it too.
    """
    titles = {row.index: cell for row in sheet.rows if (cell := title_cell(row, lexicon)) is not None}
    firsts = sorted({*_first_rows(sheet, titles, lexicon), *_titled(sheet, titles, lexicon)})
    base = sheet.rows[0].index if sheet.rows else 0
    starts: list[int] = []
    for number, first in enumerate(firsts):
        after = firsts[number - 1] if number else base - 1
        heads = [i for i in titles if after < i <= first]
        starts.append(_with_lines_above(sheet, max(heads), base) if heads else first)
    if not starts:
        head = next(iter(titles.values()), None)
        return [Segment(sheet, head)] if sheet.rows else []
    if not any(row.ruled for row in sheet.rows if row.index < starts[0]):
        starts[0] = base
    elif starts[0] > base:
        starts.insert(0, base)
    ends = [*starts[1:], base + len(sheet.rows)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        head = next((titles[i] for i in sorted(titles) if start <= i < end), None)
        found.append(Segment(sheet.part(start - base, end - base), head))
    return found


def _titled(sheet: Sheet, titles: dict[int, SheetCell], lexicon: Lexicon) -> list[int]:
    """The titles that base fields follow, though none of them is 项目名称 at the beginning of its row."""
    found = []
    rows = sheet.rows
    base = rows[0].index if rows else 0
    for index, after in zip(sorted(titles), [*sorted(titles)[1:], base + len(rows)], strict=False):
        own = rows[index + 1 - base : after - base]
        if any(_has_first_field(row, lexicon) for row in own):
            continue
        fields = _fields_of(titles[index], lexicon)
        labels = {m.key for row in own[:_FIELD_ROWS] for c in row.printed if (m := _field(c, fields)) is not None}
        if len(labels) >= _LEAST_FIELDS:
            found.append(index)
    return found


def _fields_of(title: SheetCell, lexicon: Lexicon) -> LabelIndex:
    """The base fields of the family that has a title, else those of all."""
    known = lexicon.titles.exact(title.text) or lexicon.titles.exact(plain_title(title.form))
    return lexicon.families[known.key].fields if known else lexicon.fields


def _field(cell: SheetCell, fields: LabelIndex) -> LabelMatch | None:
    """The base field that a cell announces, alone or before a colon."""
    return fields.exact(cell.text) or fields.exact(cell.text.replace(":", "：").partition("：")[0])


def _with_lines_above(sheet: Sheet, title: int, base: int) -> int:
    """Where a form begins whose title stands in a row: at the line above it that tells the unit of amounts, if any;
    at the top of the page, at the first of its lines."""
    start = title
    for row in reversed(sheet.rows[: title - base]):
        if row.ruled or row.page != sheet.rows[title - base].page:
            break
        if row.first_on_page or any(is_unit_line(cell.text) for cell in row.printed):
            start = row.index
    return start


def _first_rows(sheet: Sheet, titles: dict[int, SheetCell], lexicon: Lexicon) -> list[int]:
    """The rows that begin a form's fields. A row that a word processor repeats on a later page, with the same
    text and no title before it, is not another form's."""
    firsts: list[Row] = []
    for row in sheet.rows:
        if not _has_first_field(row, lexicon):
            continue
        before = firsts[-1] if firsts else None
        repeated = (
            before is not None
            and before.page != row.page
            and [c.form for c in before.printed] == [c.form for c in row.printed]
            and not any(before.index < i < row.index for i in titles)
        )
        if not repeated:
            firsts.append(row)
    return [row.index for row in firsts]


def title_cell(row: Row, lexicon: Lexicon) -> SheetCell | None:
    """The cell of a row that is a form's title: a known title, or one that reads like it."""
    printed = row.printed
    if not printed or len(printed) > 2:
        return None
    cell = printed[0]
    if len(cell.form) > _TITLE_LENGTH:
        return None
    known = lexicon.titles.exact(cell.text) or lexicon.titles.exact(plain_title(cell.form))
    return cell if known or lexicon.reads_like_title.search(cell.form) else None


def _has_first_field(row: Row, lexicon: Lexicon) -> bool:
    cell = next(iter(row.printed), None)
    found = lexicon.fields.exact(cell.text) if cell is not None and row.ruled else None
    return found is not None and found.key == _FIRST_FIELD
