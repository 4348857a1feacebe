"""``python -m bench.calibrate``: how often cells of scans are right, by how sure their readers are.

Reads generated scans of the development fonts and noise, compares every cell with the truth, fits monotone curves
and writes ``schemas/calibration.yaml``. The scans that ``bench.scans`` judges by have other fonts and other noise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from bench.scans.accuracy import cell_at
from bench.scans.specimens import HERE, ScanSpecimen, scan_specimens
from bench.truth import folded

SEED = 31
KNOTS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
PAGE_KNOTS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.94, 0.96, 0.98, 0.99, 1.0)
_SURE = 0.99  # cells whose readers are so sure tell what the page is worth
_GOOD_PAGE = 0.97  # legibility of pages that cells are judged by themselves on
_LEAST = 25  # cells in a step of a curve
OUT = HERE.parent / "schemas" / "calibration.yaml"


class Observed(NamedTuple):
    """A cell that was read: its group of curves, the readers' sureness, its page's legibility, and the outcome."""

    group: str
    sure: float
    legibility: float
    right: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the curves; 0 when they were written."""
    options = _parser().parse_args(arguments)
    folder = options.set or development_scans(HERE / "work" / "scans")
    specimens = [s for level in options.levels for s in scan_specimens(folder, level, options.pages)]
    observed: list[Observed] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for number, found in enumerate(pool.map(observe, specimens), 1):
            observed += found
            print(f"{number} of {len(specimens)} files, {len(observed)} cells", file=sys.stderr, flush=True)
    made_by = f"python -m bench.calibrate, {len(observed):,} cells of scans of levels {_listed(options.levels)}"
    curves = fitted(observed)
    OUT.write_text(_yaml(made_by, curves), encoding="utf-8")
    print(_yaml(made_by, curves))
    return 0


def development_scans(folder: Path) -> Path:
    """The development scans, made once: the samples' own fonts, and the noise that reading was developed with."""
    from samples.make import make
    from samples.plan import Selection
    from samples.scans.make import make_scans

    pdfs, out = folder / "fit-pdf", folder / "fit"
    if not (out / ".made").exists():
        make(Selection(seed=SEED, count=1), pdfs)
        for level in (1, 2, 3, 4):
            make_scans(sorted(pdfs.glob("*.pdf")), out / str(level), level, SEED, "plain")
        (out / ".made").touch()
    return out


def observe(specimen: ScanSpecimen) -> list[Observed]:
    """Every true cell of a scan that a cell was read at."""
    from shibiao.extract.source import read_document
    from shibiao.normalize.misread import mend_document
    from shibiao.normalize.scanned import group, sureness

    document = mend_document(read_document(specimen.path))
    scans = {scan.page: scan for scan in document.scans}
    found = []
    for page, grid in zip(specimen.pages, document.grids, strict=True):
        scale = scans[page.number].dpi / 72
        cells = [cell for cell in grid.cells if cell.reading is not None and cell.reading.text]
        boxes = [tuple(v * scale for v in cell.bbox) for cell in cells]
        for true in page.cells:
            at = cell_at(true, boxes)
            if at is None:
                continue
            first = cells[at].readings[0]
            right = folded(first.text) in {folded(true.printed), folded(true.whole)}
            found.append(Observed(group(cells[at]), sureness(first), first.legibility, right))
    return found


def fitted(observed: Sequence[Observed]) -> dict[str, dict[str, list[float]]]:
    """A curve for each group of cells, from pages that are easy to read, and the pages' own."""
    from shibiao.normalize.scanned import GROUPS

    sure = [o for o in observed if o.sure >= _SURE]
    curves = {"page": _curve([o.legibility for o in sure], [o.right for o in sure], PAGE_KNOTS)}
    for name in GROUPS:
        # What a reader is worth alone shows in every cell that it read.
        groups = _kinds(name) if name.endswith("_alone") else (name,)
        own = [o for o in observed if o.group in groups and o.legibility >= _GOOD_PAGE]
        curves[name] = _curve([o.sure for o in own], [o.right for o in own], KNOTS)
    return curves


def _kinds(alone: str) -> tuple[str, ...]:
    kind = alone.removesuffix("_alone")
    return alone, f"{kind}_agreed", f"{kind}_differs"


def _curve(sure: Sequence[float], right: Sequence[bool], knots: Sequence[float]) -> dict[str, list[float]]:
    """An isotonic curve, read off at the knots.

    Every step is taken to hold one wrong cell more than it was seen to: where few cells were seen, little is claimed.
    """
    from sklearn.isotonic import IsotonicRegression

    x, y = np.array([*sure, *knots]), np.array([*map(float, right), *[0.5] * len(knots)])
    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(x, y)
    shares = model.predict(np.array(knots))
    claimed = []
    for share in shares:
        count = int(np.isclose(model.predict(x), share).sum())
        claimed.append(share * max(count, _LEAST) / (max(count, _LEAST) + 1.0))
    return {"sure": [float(k) for k in knots], "right": [round(float(v), 4) for v in np.maximum.accumulate(claimed)]}


def _yaml(made_by: str, curves: dict[str, dict[str, list[float]]]) -> str:
    from shibiao.schemas.misreadings import load_calibration

    lines = [f"made_by: {made_by}"]
    lines += [
        f"{name}: {yaml.safe_dump(curve, default_flow_style=True, width=1000).strip()}"
        for name, curve in sorted(curves.items())
    ]
    return "\n".join([*lines, f"empty: {load_calibration().empty}", ""])


def _listed(levels: Sequence[int]) -> str:
    return ", ".join(map(str, levels))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate", description="Fit the confidence of scans.")
    parser.add_argument("--set", type=Path, metavar="DIR", help="fit on these scans (folders 1 to 4)")
    parser.add_argument("--levels", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--pages", type=int, default=60, metavar="N", help="pages a level")
    parser.add_argument("--workers", type=int, default=2)
    return parser


if __name__ == "__main__":
    sys.exit(main())
