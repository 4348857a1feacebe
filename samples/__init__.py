"""Sample forms with their truth: invented budget-performance forms, printed as clerks print them.

Command line, from the project's root::

    python -m samples --seed 1 --count 3 --out DIR        # count documents for each producer and mode
    python -m samples --small                             # the set kept with the project, in samples/forms
    python -m samples --producers canvas --modes cut-rows cut-columns --families goal_2pane
    python -m samples --defects F1 F3 S2 --modes full     # forms that an audit must object to

Without ``--out`` the samples go to ``samples/generated``, which is not kept.

``samples.families`` prints a sample of every form family, from contents of its own (``python -m samples.families``).

Python::

    from samples.make import make
    from samples.plan import Selection
    pdfs = make(Selection(seed=7, count=2, producers=("canvas",)), Path("out/samples"))

    from samples.plan import plan              # what would be printed: list[Document], nothing written
    from samples.invent import Case, invent    # contents alone: invent("selfeval", 7, Case(long_goal=True))
    from samples.defects import planted        # a sound form with one known audit defect: planted(form, "F1")
    from samples.small import make_small       # the kept set
    from samples.dump import Damage, dumped, write_dump     # text dumps, damaged by choice

``make`` and ``make_small`` write ``<name>.pdf`` (or ``.txt``) and ``<name>.truth.json`` and return the printed
paths. They raise ``samples.office.ProducerMissing`` when LibreOffice or Chromium is not installed; producer
``canvas`` needs neither. Contents, layout and truth follow from the seed alone; with the same programs and fonts
the PDFs' bytes do, too.

The truth (schema ``shibiao.truth/1``) holds ``file, producer, mode, font, seed`` and ``forms``; a form holds
``family, title, year, fields, funds, goals, indicators`` in the words of the product's records, each value the
whole text as authored, ``defects`` (ids of the audit checks it fails on purpose; others may follow from them)
and ``cells``: ``page`` (from 1; where the cell begins), ``row, col, rowspan, colspan``
(from 0, in the whole table as laid out, a repeated header not counted), ``text`` and ``in_file``.

``in_file`` says whether the text, without white space, in NFKC and with radicals read as ideographs, stands
contiguous in the page's content stream, or begins there and goes on at the next page (a row broken by the page).
Where it is false the printing program has dropped glyphs, and no reader can have the whole.
In a dump a cell also has ``printed``, its text there.
"""
