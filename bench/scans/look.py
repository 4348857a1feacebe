"""``python -m bench.scans.look``: which cells of a set are wrong, with crops, and what a change mended or spoilt."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from PIL import Image, ImageDraw

from bench.scans.accuracy import CERTAIN, Judged
from bench.scans.errors import cell_picture
from bench.scans.scoring import score_level
from bench.scans.specimens import HERE, heldout_scans
from shibiao.legend import legend_font

_EXAMPLES = """
examples:
  python -m bench.scans.look read --seed 3511 --level 2 old.json    judge a level
  python -m bench.scans.look wrong old.json                         what is wrong, what is wrong and certain
  python -m bench.scans.look changes old.json new.json              cells mended and spoilt
  python -m bench.scans.look crops old.json wrong.png 3 17 20       the cells of these numbers, as on the page
"""
_WIDE, _TEXT, _AROUND = 1000, 24, 14


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.scans.look",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True)
    read = commands.add_parser("read")
    read.add_argument("--seed", type=int)
    read.add_argument("--level", type=int, default=2)
    read.add_argument("--pages", type=int, default=100)
    read.add_argument("--workers", type=int, default=2)
    read.add_argument("--name", default="", metavar="PART", help="only files whose names hold this")
    read.add_argument("judged", type=Path)
    read.set_defaults(run=_read)
    wrong = commands.add_parser("wrong")
    wrong.add_argument("judged", type=Path)
    wrong.set_defaults(run=_wrong)
    changes = commands.add_parser("changes")
    changes.add_argument("old", type=Path)
    changes.add_argument("new", type=Path)
    changes.set_defaults(run=_changes)
    crops = commands.add_parser("crops")
    crops.add_argument("judged", type=Path)
    crops.add_argument("picture", type=Path)
    crops.add_argument("numbers", type=int, nargs="+")
    crops.set_defaults(run=_crops)
    options = parser.parse_args(arguments)
    options.run(options)
    return 0


def _read(options: argparse.Namespace) -> None:
    folder = heldout_scans(HERE / "work", (options.level,), options.seed)
    score = score_level(folder, options.level, options.pages, options.workers, options.name)
    print(f"cells {score.cells}, labels {score.labels}, files {score.forms}")
    print(f"seals {score.seals}, {score.false_seals} false")
    print(*score.failed, sep="\n")
    judged = [asdict(j) for j in score.judged]
    saved = {"folder": str(folder / str(options.level)), "judged": judged}
    options.judged.write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    _wrong(options)


def _loaded(path: Path) -> tuple[Path, list[Judged]]:
    saved = json.loads(path.read_text(encoding="utf-8"))
    fields = ({**j, "box": tuple(j["box"]), "marks": tuple(j["marks"])} for j in saved["judged"])
    return Path(saved["folder"]), [Judged(**j) for j in fields]


def _wrong(options: argparse.Namespace) -> None:
    for number, j in enumerate(_loaded(options.judged)[1]):
        certain = j.confidence >= CERTAIN
        if not j.exact or (certain and not j.right):
            kind = ("CUT" if j.exact else "CERTAIN") if certain else ""
            print(
                number,
                f"{j.file}@{j.page}",
                ",".join(j.marks),
                f"{j.confidence:.3f} {kind}\n     {j.true}\n     {j.read}",
            )


def _changes(options: argparse.Namespace) -> None:
    old, new = (_by_place(path) for path in (options.old, options.new))
    for sign, one, other in (("+", new, old), ("-", old, new)):
        for place, j in one.items():
            before = other.get(place)
            if before and j.exact and not before.exact:
                print(sign, f"{j.file}@{j.page} {j.true[:60]} | {before.read[:60]} {before.confidence:.2f}")
    for place, j in new.items():
        if j.confidence >= CERTAIN and not j.right and place in old and old[place].confidence < CERTAIN:
            print("! certain now", f"{j.file}@{j.page} {j.true[:60]} | {j.read[:60]}")
    for name, judged in (("old", old), ("new", new)):
        print(name, sum(j.exact for j in judged.values()), "exact of", len(judged), _certain(list(judged.values())))


def _certain(judged: Sequence[Judged]) -> str:
    certain = [j for j in judged if j.confidence >= CERTAIN]
    wrong = sum(not j.right for j in certain)
    return f"{len(certain)} certain, of these {wrong} wrong"


def _by_place(path: Path) -> dict[tuple[object, ...], Judged]:
    return {(j.file, j.page, j.box, j.true): j for j in _loaded(path)[1]}


def _crops(options: argparse.Namespace) -> None:
    folder, judged = _loaded(options.judged)
    pictures = [cell_picture(folder, judged[number], _AROUND) for number in options.numbers]
    for picture in pictures:
        picture.thumbnail((_WIDE - 8, 400))
    sheet = Image.new("RGB", (_WIDE, sum(p.height + _TEXT for p in pictures)), "white")
    draw, y = ImageDraw.Draw(sheet), 0
    for number, picture in zip(options.numbers, pictures, strict=True):
        sheet.paste(picture, (4, y))
        text = f"{number}: {judged[number].read[:50]} ({judged[number].confidence:.3f})"
        draw.text((4, y + picture.height), text, "#9e2a2b", font=legend_font(16).face)
        y += picture.height + _TEXT
    sheet.save(options.picture)


if __name__ == "__main__":
    sys.exit(main())
