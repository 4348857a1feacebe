"""``python -m bench.calibrate``: how often cells of scans are right, by the signs of their reading.

Reads generated scans of the development fonts and noise, compares every cell with the truth, fits a logistic model
and a monotone curve for cells with figures and for others, and writes ``schemas/calibration.yaml``. The scans that
``bench.scans`` judges by have other fonts and other noise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from bench.scans.accuracy import cell_at
from bench.scans.specimens import HERE, ScanSpecimen, scan_specimens
from bench.truth import folded

if TYPE_CHECKING:
    from shibiao.extract.model import Document

SEEDS = (31, 47)
EMPTY = 0.985  # of cells seen as empty: set, not fitted
_KNOTS = 24  # points of a curve
_LEAST = 40  # cells in a step of a curve
_FOLDS = 5
_PENALTY = 1.0  # scikit-learn's C
OUT = HERE.parent / "schemas" / "calibration.yaml"


class Observed(NamedTuple):
    """A cell that was read: whether it holds figures, the signs of its reading in the order of ``Signs``, the
    outcome, and the file that it stands in."""

    figure: bool
    signs: tuple[float, ...]
    right: bool
    file: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the curves; 0 when they were written."""
    options = _parser().parse_args(arguments)
    folder = options.set or development_scans(HERE / "work" / "scans")
    sets = sorted(path for path in folder.iterdir() if path.is_dir())
    specimens = [s for one in sets for level in options.levels for s in scan_specimens(one, level, options.pages)]
    observed: list[Observed] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for number, found in enumerate(pool.map(observe, specimens), 1):
            observed += found
            print(f"{number} of {len(specimens)} files, {len(observed)} cells", file=sys.stderr, flush=True)
    made_by = f"python -m bench.calibrate, {len(observed):,} cells of scans of levels {_listed(options.levels)}"
    models = fitted(observed)
    OUT.write_text(_yaml(made_by, models), encoding="utf-8")
    print(_yaml(made_by, models))
    return 0


def development_scans(folder: Path) -> Path:
    """The development scans, made once: the samples' own fonts, and the noise that reading was developed with."""
    from samples.make import make
    from samples.plan import Selection
    from samples.scans.make import make_scans

    for seed in SEEDS:
        pdfs, out = folder / f"fit-pdf-{seed}", folder / "fit" / str(seed)
        if not (out / ".made").exists():
            make(Selection(seed=seed, count=1), pdfs)
            for level in (1, 2, 3, 4):
                make_scans(sorted(pdfs.glob("*.pdf")), out / str(level), level, seed, "plain")
            (out / ".made").touch()
    return folder / "fit"


def observe(specimen: ScanSpecimen) -> list[Observed]:
    """Every true cell of a scan that a cell was read at."""
    from shibiao.extract.source import read_document

    return observed_in(specimen, read_document(specimen.path))


def observed_in(specimen: ScanSpecimen, document: Document) -> list[Observed]:
    """The same of a scan that has been read. Cells that a pen crossed or an edge cut have a bound of their own."""
    from shibiao.normalize.sureness import has_figure, signs
    from shibiao.pipeline import mended

    document = mended(document)
    scans = {scan.page: scan for scan in document.scans}
    found = []
    for page, grid in zip(specimen.pages, document.grids, strict=True):
        scale = scans[page.number].dpi / 72
        cells = [cell for cell in grid.cells if cell.reading is not None and cell.reading.text]
        boxes = [tuple(v * scale for v in cell.bbox) for cell in cells]
        for true in page.cells:
            at = cell_at(true, boxes)
            first = cells[at].readings[0] if at is not None else None
            if at is None or first is None or first.cut or first.fills or first.crossed:
                continue
            text = first.text
            right = folded(text) in {folded(true.printed), folded(true.whole)}
            values = tuple(signs(cells[at]).model_dump().values())
            found.append(Observed(has_figure(text), values, right, specimen.path.name))
    return found


def fitted(observed: Sequence[Observed]) -> dict[str, dict[str, object]]:
    """A model for cells with figures and one for others.

    The curves are fitted on scores that every file got from a model that had not seen it.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    from shibiao.schemas.calibration import Signs

    models: dict[str, dict[str, object]] = {}
    for kind in (True, False):
        own = [o for o in observed if o.figure is kind]
        x, y = np.array([o.signs for o in own]), np.array([o.right for o in own])
        model = LogisticRegression(C=_PENALTY, max_iter=2000)
        folds = GroupKFold(_FOLDS)
        scores = cross_val_predict(model, x, y, groups=[o.file for o in own], cv=folds, method="decision_function")
        model.fit(x, y)
        weights = dict(zip(Signs.model_fields, (round(float(w), 4) for w in model.coef_[0]), strict=True))
        models["figure" if kind else "text"] = {
            "weights": weights,
            "intercept": round(float(model.intercept_[0]), 4),
            "curve": _curve(scores, y),
        }
    return models


def _curve(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, list[float]]:
    """An isotonic curve, read off at knots of even shares of the cells.

    Every step is taken to hold one wrong cell more than it was seen to: where few cells were seen, little is claimed.
    """
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(scores, right.astype(float))
    # Most cells are sure: knots stand closer together where fewer are.
    places = np.unique(np.quantile(scores, np.concatenate([np.linspace(0, 0.2, _KNOTS), np.linspace(0.25, 1, _KNOTS)])))
    shares, all_shares = model.predict(places), model.predict(scores)
    counts = np.array([max(int(np.isclose(all_shares, share).sum()), _LEAST) for share in shares])
    claimed = np.maximum.accumulate(shares * counts / (counts + 1.0))
    return {"score": [round(float(p), 3) for p in places], "right": [round(float(c), 4) for c in claimed]}


def _yaml(made_by: str, models: dict[str, dict[str, object]]) -> str:
    lines = [f"made_by: {made_by}", f"empty: {EMPTY}"]
    for name, model in sorted(models.items()):
        lines.append(f"{name}:")
        lines += [
            f"  {key}: {yaml.safe_dump(value, default_flow_style=True, width=1000, sort_keys=False).strip()}"
            for key, value in model.items()
            if key != "intercept"
        ]
        lines.append(f"  intercept: {model['intercept']}")
    return "\n".join([*lines, ""])


def _listed(levels: Sequence[int]) -> str:
    return ", ".join(map(str, levels))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate", description="Fit the confidence of scans.")
    parser.add_argument("--set", type=Path, metavar="DIR", help="fit on these scans (folders of folders 1 to 4)")
    parser.add_argument("--levels", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--pages", type=int, default=60, metavar="N", help="pages a level")
    parser.add_argument("--workers", type=int, default=2)
    return parser


if __name__ == "__main__":
    sys.exit(main())
