"""Which family a form is of: by the headers of its indicator table and the labels around it."""

from __future__ import annotations

from dataclasses import dataclass

from shibiao.normalize.labels import label_form
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.segments import Segment
from shibiao.normalize.layout.sheet import Row, Sheet, SheetCell
from shibiao.schemas.families import Column

LEAST_SCORE = 0.75
LEAST_MARGIN = 0.2
_STRANGE_HEADER = 0.15
_TITLE = 0.15
_SUPPORT = 0.1
_OPPOSED = 0.4


@dataclass(frozen=True, slots=True)
class Header:
    """One header row of the indicator table: which column stands in which cell."""

    row: int
    columns: tuple[tuple[Column, SheetCell], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The family that a segment is of, its header rows, and every family's score."""

    family: FamilyLexicon | None
    headers: tuple[Header, ...]
    scores: tuple[tuple[str, float], ...]


def recognise(segment: Segment, lexicon: Lexicon) -> Recognised:
    """Score every family against a segment; the best one counts only with a clear margin."""
    present = {cell.form for cell in segment.sheet.cells if cell.form}
    scored: list[tuple[float, str, tuple[Header, ...]]] = []
    for name, family in lexicon.families.items():
        headers, fit = _headers(segment.sheet, family)
        if headers:
            scored.append((round(fit + _context(family, segment, present, lexicon), 4), name, headers))
    scored.sort(key=lambda s: (-s[0], s[1]))
    scores = tuple((name, score) for score, name, _ in scored)
    if not scored or scored[0][0] < LEAST_SCORE or (len(scored) > 1 and scored[0][0] - scored[1][0] < LEAST_MARGIN):
        return Recognised(None, (), scores)
    _, best, headers = scored[0]
    return Recognised(lexicon.families[best], headers, scores)


def _context(family: FamilyLexicon, segment: Segment, present: set[str], lexicon: Lexicon) -> float:
    signals = family.family.signals
    score = 0.0
    title = segment.title and lexicon.titles.exact(segment.title.text)
    if title and any(label_form(t) == label_form(title.spelling) for t in family.family.titles):
        score += _TITLE
    if signals.support:
        score += _SUPPORT * sum(_present(s, present) for s in signals.support) / len(signals.support)
    if any(_present(s, present) for s in signals.oppose):
        score -= _OPPOSED
    return score


def _present(label: str, present: set[str]) -> bool:
    form = label_form(label)
    return form in present or any(p.startswith(form) for p in present)


def _headers(sheet: Sheet, family: FamilyLexicon) -> tuple[tuple[Header, ...], float]:
    """The rows that fit best as headers (one a page at most repeats it), and how well they fit, up to 1."""
    fits: list[tuple[float, Header]] = []
    for row in sheet.rows:
        if row.ruled and len(row.printed) >= 3:
            fit, header = _fit(row, family)
            if fit > 0:
                fits.append((fit, header))
    if not fits:
        return (), 0.0
    best = max(fit for fit, _ in fits)
    slots = max(len(header.columns) for fit, header in fits if fit == best)
    alike = best - 2 * _STRANGE_HEADER  # a repeated header may lack, or have, a label beside the columns
    return tuple(header for fit, header in fits if fit >= alike and len(header.columns) >= slots), best


def _fit(row: Row, family: FamilyLexicon) -> tuple[float, Header]:
    """Walk the row's cells and the family's columns in step; a header may be cut at its cell's edge."""
    columns = family.family.columns
    found: list[tuple[Column, SheetCell]] = []
    strange = 0
    next_column = 0
    for cell in row.printed:
        place = next((i for i in family.header_places(cell.text, cell.form) if i >= next_column), None)
        if place is not None:
            found.append((columns[place], cell))
            next_column = place + 1
        elif found or not family.blocks.match(cell.text):
            strange += 1
    wanted = sum(1 for c in columns if not c.optional)
    matched = sum(1 for column, _ in found if not column.optional)
    if matched < 3:
        return 0.0, Header(row.index, ())
    return matched / wanted - _STRANGE_HEADER * strange, Header(row.index, tuple(found))
