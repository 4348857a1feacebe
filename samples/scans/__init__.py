"""Scans of printed samples: every page through a scanner, copier, fax or phone, with its truth carried along.

Command line, from the project's root::

    python -m samples --out out/printed --seed 7 --count 3
    python -m samples.scans --set out/printed --out out/scans --level 1 2 3 4 --seed 7 --dialect plain

Python::

    from samples.scans.make import make_scans
    paths = make_scans(sorted(Path("out/printed").glob("*.pdf")), Path("out/scans/2"), level=2, seed=7)

Levels: 1 a clean office scanner, 2 an ordinary one, 3 a bad photocopy, 4 a fax or a phone's photo. A PDF whose
smallest type would no longer be legible at a level is left out there. Dialect ``plain`` is for development;
``other`` makes its damage in other ways, has other seals, and needs augraphy: nothing is to be tuned on it.
The same arguments give the same bytes (with ``other``, also of the same augraphy).

Every scan has ``<name>.truth.json`` (schema ``shibiao.scan-truth/1``): the printed PDF's truth, and

- ``printed_file``, and ``scan``: ``level, dialect, seed, capture`` (office, copy, fax, photo), ``container, dpi`` (the
  true one), ``dpi_tag`` (what the file claims, null for nothing), ``quarter_turns`` (clockwise), ``colour``;
- ``pages``: ``number, width, height`` in pixels, ``dpi``, ``homography`` (3 × 3, PDF points from the top left to
  pixels of the scan), ``seals, signatures, strokes`` (``box``, ``quad``, ``colour``), ``other_cells`` (what is printed
  besides the table's own cells: lines around it, repeated headers, the rest of a cell broken by the page);
- in each of a form's cells: ``quad``, its corners in pixels from the upright page's top left, clockwise;
  ``printed``, its text as far as it can be seen on paper (null where that is not known); ``clipped``, whether that
  is less than ``text``; ``marks``, the kinds of marks that touch its print.

Places come from the born-digital PDF as shibiao reads it; texts from the authored truth, save where a cell is cut.
"""
