"""Changes that know what they change; the fuzzer's own know bytes only."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from samples.hostile import mutate
from samples.hostile.office_syntax import packed as repacked

Change = Callable[[bytes, Random], bytes]
_TIMES = (2, 3, 5, 30, 30, 300, 30_000)
_MOST_UNPACKED = 1_000_000  # bytes
_SMALLEST = 8  # bytes: with less there are no parts to exchange
_ANYTHING: tuple[Change, ...] = (
    mutate.truncated,
    mutate.beheaded,
    mutate.flipped,
    mutate.odd_bytes,
    mutate.deleted,
    mutate.blanked,
    mutate.repeated,
    mutate.exchanged,
)
_PDF: tuple[Change, ...] = (mutate.renumbered, mutate.reworded, mutate.content_changed, mutate.content_changed)
_XML_WORD = re.compile(rb"[^<>\s=\"'/]+")
_PIECES = (
    *("\t", "\n", "\f", "\r", "\v", "\u2028", "\ufeff", "\u3000", "\u200b", "\u0301", "\U0002a6a5", "\ud7ff", "İ", "ﬁ"),
    *("≥", "≤", "±", "0", "9", "１", "²", "½", "٣", "零", "十", "百", "亿", "万", "点", "%", "‰"),
    *("百分之", ".", ",", "，", "-", "—", "〔", "〕", "元", "人", "个", "次", "以上"),
    *("至", "年", "月", "日", "底", "前", "季度", "每", "/", "*", "·", "(", ")", "（", "）"),
    *("项目名称", "绩效指标", "一级指标", "三级指标", "指标值", "产出指标", "数量指标", "年度目标"),
    *("null", "[]", "{}", '"', "1e9"),
)  # fmt: skip


def anything(data: bytes, rng: Random) -> bytes:
    """What may happen to any file."""
    return rng.choice(_ANYTHING)(data, rng) if len(data) >= _SMALLEST else data * 2


def pdf(data: bytes, rng: Random) -> bytes:
    """Numbers, names and the insides of streams."""
    return rng.choice((*_ANYTHING, *_PDF))(data, rng) if len(data) >= _SMALLEST else data * 2


def text(data: bytes, rng: Random) -> bytes:
    """Pieces of the grammar put in, once or very often, and parts repeated very often."""
    at = rng.randrange(len(data) + 1)
    piece = rng.choice(_PIECES).encode()
    match rng.randrange(4):
        case 0:
            return data[:at] + piece + data[at:]
        case 1:
            return data[:at] + piece * rng.choice(_TIMES) + data[at:]
        case 2:
            part = data[at : at + rng.choice((1, 3, 12, 60))]
            return data[:at] + part * rng.choice(_TIMES) + data[at:]
    return anything(data, rng)


def package(data: bytes, rng: Random) -> bytes:
    """A part of an office file changed inside and packed again with its right sum, or the file as it lies there."""
    parts = _parts(data) if rng.random() < 0.7 else None
    if not parts:
        return anything(data, rng)
    name = rng.choice(sorted(parts))
    change = rng.choice((_reworded, _reworded, mutate.renumbered, anything))
    inside: dict[str, str | bytes] = {**parts, name: change(parts[name], rng)}
    return repacked(inside)


def _parts(data: bytes) -> dict[str, bytes] | None:
    """The parts of a package; None where it has none that can be read, or more than can be changed at this pace."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                return None
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError, struct.error):
        return None


def _reworded(inner: bytes, rng: Random) -> bytes:
    """Some names, words and values of a part exchanged for others of it, or for pieces of the grammar."""
    words = sorted({*_XML_WORD.findall(inner), *(piece.encode() for piece in _PIECES)})
    share = rng.choice((0.01, 0.05, 0.2))
    return _XML_WORD.sub(lambda found: rng.choice(words) if rng.random() < share else found[0], inner)


def packed(data: bytes, rng: Random) -> bytes:
    """What is packed is changed inside, or outside."""
    try:
        inner = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return anything(data, rng)
    return gzip.compress(text(inner, rng), 1, mtime=0) if rng.random() < 0.5 else anything(data, rng)
