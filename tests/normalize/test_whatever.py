"""Whatever becomes of a form's rows, every cell stays, as printed, in exactly one form."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shibiao.extract.model import Document, Source
from shibiao.extract.textdump import text_grids
from shibiao.normalize.cuts import mark_cuts
from shibiao.normalize.layout.assemble import document_forms
from shibiao.normalize.text import tidy
from shibiao.schemas.families import load_catalogue
from tests.normalize.test_damage import HEAD, ROWS

FIELDS = [line.split("\t") for line in (HEAD + ROWS).splitlines()]
junk = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6)
places = st.integers(0, 99)
steps = st.lists(
    st.tuples(st.sampled_from(["cut", "lose", "double", "swap", "break", "junk"]), places, places, junk), max_size=12
)


def damaged(changes: list[tuple[str, int, int, str]]) -> str:
    rows = [list(row) for row in FIELDS]
    for kind, at, across, text in changes:
        row, other = rows[at % len(rows)], rows[across % len(rows)]
        field = across % max(1, len(row))
        if kind == "double":
            rows.insert(at % len(rows), list(row))
        elif kind == "swap":
            rows[at % len(rows)], rows[across % len(rows)] = other, row
        elif not row:
            continue
        elif kind == "cut":
            row[field] = row[field][: at % 5]
        elif kind == "lose":
            del row[field]
        elif kind == "break":
            row[0] = "\f" + row[0]
        else:
            row[field] = text
    return "\n".join("\t".join(row) for row in rows)


@settings(max_examples=60)
@given(steps)
def test_no_cell_is_lost_or_rewritten(changes: list[tuple[str, int, int, str]]) -> None:
    grids = text_grids(damaged(changes))
    catalogue = load_catalogue()
    forms = document_forms(Document(Source("表.txt", "0" * 64, "text"), grids), catalogue)
    marked = [mark_cuts(form, catalogue.confidence) for form in forms]
    read = [(cell.id, tidy(cell.text)) for grid in grids for cell in grid.cells]
    assert [(cell.id, cell.text.raw) for form in marked for cell in form.cells] == read
