"""Makes the tables by which parts of characters are read: ``extract/recognise/cut_head.npz``, ``cut_foot.npz``,
``cut_left.npz`` and ``cut_right.npz``.

    python -m bench.cut_characters          # all four, three quarters of an hour
    python -m bench.cut_characters head

Characters of GB 2312's first half (the 3,755 usual ones), figures, letters and signs are printed in lines, in five
fonts, sizes and blurs of their own, and cut at a height of their own, or each second at its side; what the recogniser's
first layers see about each is reduced to a few numbers (principal components, then linear discriminants). Told after
that: how many are right on a font that was not among the five.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.scans.seal import font_face
from shibiao.extract.recognise.cut_reader import (
    BETWEEN,
    MIDDLE_SHARE,
    Seen,
    Table,
    log_probabilities,
    path_of,
    pooled,
    write_table,
)
from shibiao.extract.recognise.features import Features
from shibiao.extract.recognise.rapidocr import HEIGHT
from shibiao.extract.scan.picture import PAPER
from shibiao.extract.scan.strips import ABOVE, BESIDE

FONTS = ("Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN", "Noto Serif CJK SC", "WenQuanYi Micro Hei")
JUDGED_BY = "AR PL UKai CN"
SIGNS = "0123456789%.,:;()/-+ABCDEFGHIJKLMNOPQRSTUVWXYZ，。、；：（）“”《》—≥≤〔〕！？·＝０１２３４５６７８９％．"
ROUNDS = 6  # of all characters, a font
TOGETHER = 8  # characters of a line
APART = 0.8  # em of paper between a character that is cut at its side and the next
AT_ONCE = 60  # lines
SHARES = (0.36, 0.9)  # em seen
EMS = (22.0, 56.0)  # pixels an em of the scan
EM_OFF = (0.93, 1.03)  # a page's em is told so nearly
PLACE_OFF, PLACE_OFF_ASIDE = 0.045, 0.08  # em: places are told so nearly
BETWEEN_SHARE = 0.25  # of lines, a place between two characters
PRINTED = 64  # pixels an em, before the scan
COMPONENTS, NUMBERS = 250, 112
SAMPLE = 8000  # places that the components are taken from
SHRUNK = 0.05  # of the covariance's mean variance, added to each
PULL = 0.07  # keeps slopes that few places tell small

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Placed(NamedTuple):
    """A printed character and its middle: of its square, in pixels from the print's left."""

    char: str
    middle: float


class Line(NamedTuple):
    """A line image with the middles of places in it (pixels), which character stands about each, and how much of the
    line is seen (em)."""

    pixels: Grey
    middles: list[float]
    chars: list[str]
    share: float


class Places(NamedTuple):
    """Places of many lines: features, the numbers of their characters, and em seen."""

    features: Floats
    classes: NDArray[np.int64]
    shares: Floats


def usual_characters() -> list[str]:
    """The 3,755 of GB 2312, rows 16 to 55."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [char for code in codes if (char := code.decode("gb2312", "ignore"))]


def line_of(text: str, font: str, seen: Seen, rng: random.Random) -> Line | None:
    """A text as a scan of a part of it; None where nothing of it is seen."""
    em, share = rng.uniform(*EMS), rng.uniform(*SHARES)
    print_part = _printed_sides if seen in ("left", "right") else _printed_rows
    page, placed = print_part(text, font, seen, share, rng)
    part = _scanned(page, em / PRINTED, rng)
    columns = np.flatnonzero((part < 160).any(axis=0))
    if not columns.size:
        return None
    first, last = max(0, columns[0] - round(BESIDE * em)), columns[-1] + round(BESIDE * em)
    places = [place.middle * em / PRINTED - first for place in placed]
    chars = [place.char for place in placed]
    if len(places) > 1 and rng.random() < BETWEEN_SHARE:
        at = rng.randrange(len(places) - 1)
        off = {"left": -0.5, "right": 0.5}.get(seen)  # to the whole character beside it
        between = (places[at] + places[at + 1]) / 2 if off is None else places[at] + off * em
        places.append(between + rng.uniform(-0.15, 0.15) * em)
        chars.append(BETWEEN)
    most_off = (PLACE_OFF_ASIDE if seen in ("left", "right") else PLACE_OFF) * em
    places = [place + rng.uniform(-most_off, most_off) for place in places]
    told = em * rng.uniform(*EM_OFF)
    return Line(_with_paper(part[:, first:last], told, seen), places, chars, share)


def _printed_rows(text: str, font: str, seen: Seen, share: float, rng: random.Random) -> tuple[Grey, list[Placed]]:
    """A text as print on paper, of which its head or foot is left, and where its characters stand."""
    page, placed = _printed(text, font, rng)
    rows = np.flatnonzero((page < 160).any(axis=1))
    top, bottom, height = int(rows[0]), int(rows[-1]) + 1, round(share * PRINTED)
    return page[top : top + height] if seen == "head" else page[max(0, bottom - height) : bottom], placed


def _printed_sides(text: str, font: str, seen: Seen, share: float, rng: random.Random) -> tuple[Grey, list[Placed]]:
    """Pairs of characters as print on paper, one of each cut at the side that is away from the other; where the cut
    ones stand."""
    gap = np.full((2 * PRINTED, round(APART * PRINTED)), PAPER, np.uint8)
    parts, placed, x = list[Grey](), list[Placed](), 0
    for at in range(0, len(text) - 1, 2):
        page, pair = _printed(text[at : at + 2], font, rng)
        cut = pair[1 if seen == "left" else 0]
        off = round((share - 0.5) * PRINTED)
        part = page[:, : round(cut.middle) + off] if seen == "left" else page[:, round(cut.middle) - off :]
        part = part[:, PRINTED // 2 :] if seen == "left" else part[:, : -PRINTED // 2]
        start = PRINTED // 2 if seen == "left" else round(cut.middle) - off
        placed.append(Placed(cut.char, x + cut.middle - start))
        parts += [part, gap]
        x += part.shape[1] + gap.shape[1]
    page = np.concatenate([*parts, gap], axis=1)
    rows = np.flatnonzero((page < 160).any(axis=1))
    return page[rows[0] : rows[-1] + 1] if rows.size else page, placed


def _printed(text: str, font: str, rng: random.Random) -> tuple[Grey, list[Placed]]:
    """A text as print on paper, and where its characters stand (pixels)."""
    face = font_face(font, PRINTED)
    apart, ink = rng.choice((0, 0, 0, 1, 3)), rng.randint(0, 60)
    widths = [face.getlength(char) for char in text]
    image = Image.new("L", (round(sum(widths)) + apart * len(text) + 2 * PRINTED, 2 * PRINTED), PAPER)
    draw, x, placed = ImageDraw.Draw(image), float(PRINTED), []
    for char, width in zip(text, widths, strict=True):
        draw.text((round(x), PRINTED // 3), char, fill=ink, font=face)
        placed.append(Placed(char, round(x) + width / 2))
        x += width + apart
    return np.asarray(image, np.uint8), placed


def _scanned(part: Grey, scale: float, rng: random.Random) -> Grey:
    """Bolder or lighter, blurred, at the scan's size, with its grain."""
    strokes = rng.choice((cv2.erode, cv2.dilate, None, None, None))
    if strokes is not None:
        part = np.asarray(strokes(part, np.ones((2, 2), np.uint8)), np.uint8)
    part = np.asarray(cv2.GaussianBlur(part, (0, 0), rng.uniform(0.3, 0.7) / scale), np.uint8)
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.choice((0, 4, 10)), small.shape)
    return np.asarray(np.clip(small + grain, 0, 255), np.uint8)


def _with_paper(part: Grey, em: float, seen: Seen) -> Grey:
    """A part where it stands in a whole line, with paper about it."""
    missing = max(0, round(em) - len(part))
    about, above = round(ABOVE * em), {"head": 0, "foot": missing}.get(seen, missing // 2)
    above, below = about + above, about + missing - above
    return np.pad(part, ((above, below), (0, 0)), constant_values=PAPER)


class Reduced(NamedTuple):
    """Places by a few numbers: ``(features - centre) / scale @ components``."""

    centre: Floats
    scale: Floats
    components: Floats

    def of(self, features: Floats) -> Floats:
        return np.asarray(((features - self.centre) / self.scale) @ self.components, np.float32)


def measured(
    chars: Sequence[str], fonts: Sequence[str], rounds: int, seen: Seen, reader: Features, seed: int
) -> Iterator[Places]:
    """What the network sees on parts of all characters, in fonts, some lines at a time."""
    rng = random.Random(seed)
    numbers = {char: number for number, char in enumerate([*chars, BETWEEN])}
    todo = []
    for font in list(fonts) * rounds:
        order = [*chars, *SIGNS, *SIGNS]
        rng.shuffle(order)
        todo += [(font, "".join(order[i : i + TOGETHER])) for i in range(0, len(order), TOGETHER)]
    rng.shuffle(todo)
    for start in range(0, len(todo), AT_ONCE):
        some = (line_of(text, font, seen, rng) for font, text in todo[start : start + AT_ONCE])
        lines = [line for line in some if line is not None]
        seen_on = reader.of([np.repeat(line.pixels[:, :, None], 3, axis=2) for line in lines])
        yield Places(
            np.concatenate(
                [
                    pooled(features, np.array(line.middles, np.float32) * np.float32(HEIGHT / len(line.pixels)))
                    for features, line in zip(seen_on, lines, strict=True)
                ]
            ),
            np.array([numbers[char] for line in lines for char in line.chars]),
            np.array([line.share for line in lines for _ in line.chars], np.float32),
        )


def _joined(parts: Sequence[Places]) -> Places:
    return Places(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def reduced_places(places: Iterator[Places]) -> tuple[Reduced, Places]:
    """The components of the first places, and all places by them."""
    first: list[Places] = []
    for part in places:
        first.append(part)
        if sum(len(part.classes) for part in first) >= SAMPLE:
            break
    sample = _joined(first).features
    centre, scale = sample.mean(axis=0), sample.std(axis=0) + 0.01
    normed = (sample - centre) / scale
    _, vectors = np.linalg.eigh(normed.T @ normed)
    found = Reduced(centre, scale, np.asarray(vectors[:, ::-1][:, :COMPONENTS], np.float32))
    all_ = (part._replace(features=found.of(part.features)) for part in (*first, *places))
    return found, _joined(list(all_))


def fitted(chars: Sequence[str], reduced: Reduced, places: Places, network: str) -> Table:
    """The table of linear discriminants of places given by a few numbers."""
    count = len(chars) + 1
    number, at = places.classes, places.shares - np.float32(MIDDLE_SHARE)
    times = np.maximum(np.bincount(number, minlength=count), 1)[:, None]

    def mean(values: Floats) -> Floats:
        total = np.zeros((count, values.shape[1]), np.float32)
        np.add.at(total, number, values)
        return np.asarray(total / times, np.float32)

    means, mean_at = mean(places.features), mean(at[:, None])
    off = at[:, None] - mean_at[number]
    slopes = mean(off * (places.features - means[number])) * times / (mean(off * off) * times + PULL)
    means = means - mean_at * slopes
    rest = (places.features - means[number] - at[:, None] * slopes[number])[number < len(chars)]
    covariance = rest.T @ rest / len(rest)
    covariance += np.eye(len(covariance)) * np.trace(covariance) / len(covariance) * SHRUNK
    white = np.linalg.cholesky(np.linalg.inv(covariance))
    _, vectors = np.linalg.eigh(np.cov((means[:-1] @ white).T))
    kept = np.asarray(white @ vectors[:, ::-1][:, :NUMBERS], np.float32)
    projection = np.asarray(reduced.components @ kept / reduced.scale[:, None], np.float32)
    return Table((*chars, BETWEEN), reduced.centre, projection, means @ kept, slopes @ kept, 0.5, network)


def with_worth(table: Table, judged: Places) -> Table:
    """The table with probabilities that are as likely right as they say, on places that it was not made of."""
    worths = np.geomspace(0.02, 0.6, 24)
    scores = [
        log_probabilities(judged.features, judged.shares, table._replace(worth=worth))[
            np.arange(len(judged.classes)), judged.classes
        ].mean()
        for worth in worths
    ]
    return table._replace(worth=float(worths[int(np.argmax(scores))]))


def main(parts: Sequence[str]) -> None:
    """Makes the tables of these parts, or all, and prints how many characters of another font are told."""
    chars, reader = [*usual_characters(), *SIGNS], Features()
    for seen in get_args(Seen):
        if parts and seen not in parts:
            continue
        reduced, places = reduced_places(measured(chars, FONTS, ROUNDS, seen, reader, seed=1))
        table = fitted(chars, reduced, places, reader.network)
        judged = _joined(list(measured(chars, [JUDGED_BY], 1, seen, reader, seed=2)))
        table = with_worth(table, judged)
        write_table(table, path_of(seen))
        found = log_probabilities(judged.features, judged.shares, table)
        for low, high in ((0.36, 0.42), (0.42, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.9)):
            own = (judged.shares >= low) & (judged.shares < high) & (judged.classes < len(usual_characters()))
            best = np.argsort(-found[own], axis=1)[:, :5] == judged.classes[own, None]
            print(f"{seen} {low} to {high} em: {best[:, 0].mean():.3f} right, {best.any(axis=1).mean():.3f} of five")
        print(f"worth {table.worth:.3f}, {path_of(seen).stat().st_size / 1e6:.2f} MB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
