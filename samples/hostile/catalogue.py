"""All kinds of hostile files, and the table of them in the documentation."""

from __future__ import annotations

from samples.hostile import (
    disguised,
    encodings,
    image_bombs,
    image_pages,
    image_sizes,
    image_tiffs,
    mutate,
    names,
    office_packages,
    office_sheets,
    office_words,
    pdf_active,
    pdf_bombs,
    pdf_boxes,
    pdf_broken,
    pdf_filters,
    pdf_fonts,
    pdf_heavy,
    pdf_loops,
    polyglots,
    special,
    texts,
)
from samples.hostile.kind import Kind

_PDFS = (pdf_bombs, pdf_filters, pdf_loops, pdf_boxes, pdf_broken, pdf_fonts, pdf_active, pdf_heavy)
_OTHERS = (image_bombs, image_sizes, image_tiffs, image_pages, texts, encodings, disguised, polyglots, names, special)
_OFFICE = (office_sheets, office_words, office_packages)
BY_HAND: tuple[Kind, ...] = tuple(kind for module in (*_PDFS, *_OFFICE, *_OTHERS) for kind in module.KINDS)
BY_CHANCE: tuple[Kind, ...] = mutate.KINDS
KINDS = (*BY_HAND, *BY_CHANCE)
