"""Bad files from good ones by chance: cut short, bytes changed, parts exchanged."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

from samples.hostile.good import Sort, good_files
from samples.hostile.kind import Kind, Outcome, Place
from samples.hostile.office_syntax import packed

Mutation = Callable[[bytes, Random], bytes]
_ODD_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"65536",
    b"2147483647",
    b"-2147483648",
    b"4294967296",
    b"99999999999999999999",
)
_ODD_BYTES = (0x00, 0x01, 0x20, 0x7F, 0x80, 0xFF)
_NUMBER = re.compile(rb"(?<![\w.])\d{1,9}(?![\w.])")
_WORD = re.compile(rb"/[A-Za-z]{2,}")
_STREAM = re.compile(rb"stream\r?\n")


def truncated(data: bytes, rng: Random) -> bytes:
    """The beginning only."""
    return data[: rng.randrange(1, len(data))]


def beheaded(data: bytes, rng: Random) -> bytes:
    """The end only."""
    return data[rng.randrange(1, len(data)) :]


def flipped(data: bytes, rng: Random) -> bytes:
    """Single bits changed."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 5, 50, 500))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def odd_bytes(data: bytes, rng: Random) -> bytes:
    """Bytes put to values that are at the edge of something; most of them near the head."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 4, 16))):
        reach = rng.choice((64, 512, len(changed)))
        changed[rng.randrange(min(reach, len(changed)))] = rng.choice(_ODD_BYTES)
    return bytes(changed)


def _part(data: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.choice((1, 16, 256, 4_096)))


def deleted(data: bytes, rng: Random) -> bytes:
    """A part left out, so that all behind it lies elsewhere."""
    start, end = _part(data, rng)
    return data[:start] + data[end:]


def blanked(data: bytes, rng: Random) -> bytes:
    """A part of zeros, as on a broken disk."""
    start, end = _part(data, rng)
    return data[:start] + bytes(end - start) + data[end:]


def repeated(data: bytes, rng: Random) -> bytes:
    """A part written several times."""
    start, end = _part(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 3, 50)) + data[end:]


def exchanged(data: bytes, rng: Random) -> bytes:
    """Two parts in each other's place."""
    middle = len(data) // 2
    one, other = rng.randrange(middle), rng.randrange(middle, len(data))
    size = min(rng.choice((16, 256, 4_096)), middle - one, len(data) - other)
    return (
        data[:one]
        + data[other : other + size]
        + data[one + size : other]
        + data[one : one + size]
        + data[other + size :]
    )


def spliced(data: bytes, rng: Random, others: tuple[tuple[str, bytes], ...]) -> bytes:
    """The beginning of one file and the end of another."""
    other = rng.choice(others)[1]
    return data[: rng.randrange(1, len(data))] + other[rng.randrange(len(other)) :]


def renumbered(data: bytes, rng: Random) -> bytes:
    """Numbers in the text of a PDF changed to impossible ones."""
    share = rng.choice((0.002, 0.02, 0.2))
    return _NUMBER.sub(lambda found: rng.choice(_ODD_NUMBERS) if rng.random() < share else found[0], data)


def reworded(data: bytes, rng: Random) -> bytes:
    """Names in a PDF exchanged for others of the same file."""
    words = sorted(set(_WORD.findall(data)))
    share = rng.choice((0.01, 0.05, 0.2))
    return _WORD.sub(lambda found: rng.choice(words) if rng.random() < share else found[0], data)


def content_changed(data: bytes, rng: Random) -> bytes:
    """A stream of a PDF unpacked, changed and packed again, the cross references left as they were."""
    starts = [found.end() for found in _STREAM.finditer(data)]
    if not starts:
        return flipped(data, rng)
    start = rng.choice(starts)
    unpacker = zlib.decompressobj()
    try:
        inner = unpacker.decompress(data[start:], 10_000_000)
    except zlib.error:
        return flipped(data, rng)
    end = len(data) - len(unpacker.unused_data)
    change = rng.choice((renumbered, flipped, deleted, exchanged, repeated))
    return data[:start] + zlib.compress(change(inner, rng) if len(inner) > 2 else inner) + data[end:]


def part_changed(data: bytes, rng: Random) -> bytes:
    """A part of a package unpacked, changed and packed again with its right sum."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:  # a table that is no package
        return flipped(data, rng)
    name = rng.choice(sorted(parts))
    inner = bytes(parts[name])  # type: ignore[arg-type]
    change = rng.choice((renumbered, flipped, deleted, exchanged, repeated, truncated))
    return packed(parts | {name: change(inner, rng) if len(inner) > 2 else inner})


_ANYTHING: dict[str, tuple[str, Mutation]] = {
    "truncated": ("cut short", truncated),
    "beheaded": ("without its beginning", beheaded),
    "flipped": ("with bits changed", flipped),
    "odd-bytes": ("with bytes put to edge values", odd_bytes),
    "deleted": ("with a part left out", deleted),
    "blanked": ("with a part of zeros", blanked),
    "repeated": ("with a part repeated", repeated),
    "exchanged": ("with two parts exchanged", exchanged),
}
_PDF: dict[str, tuple[str, Mutation]] = {
    "renumbered": ("with impossible numbers", renumbered),
    "reworded": ("with names exchanged", reworded),
    "content-changed": ("with a changed stream", content_changed),
}
_OFFICE: dict[str, tuple[str, Mutation]] = {"part-changed": ("with a changed part", part_changed)}
_OUTCOMES: tuple[Outcome, ...] = (
    "converted",
    "empty-file",
    "encrypted",
    "damaged",
    "unsupported",
    "no-form",
    "too-large",
    "too-much",
    "too-many-pages",
)


def _mutated(sort: Sort, mutation: Mutation) -> Place:
    def place(stem: Path, rng: Random) -> Path:
        suffix, data = rng.choice(good_files(sort))
        path = stem.with_name(stem.name + suffix)
        path.write_bytes(mutation(data, rng))
        return path

    return place


def _spliced(sort: Sort) -> Mutation:
    return lambda data, rng: spliced(data, rng, good_files(sort))


def _kinds(sort: Sort, more: dict[str, tuple[str, Mutation]]) -> list[Kind]:
    mutations = _ANYTHING | more | {"spliced": ("joined to the end of another", _spliced(sort))}
    return [
        Kind(
            f"{sort}-{name}",
            "mutated",
            f"a good {sort} {what}",
            "by chance, from samples/forms" if sort in ("pdf", "text") else "by chance",
            _OUTCOMES,
            _mutated(sort, mutation),
        )
        for name, (what, mutation) in mutations.items()
    ]


KINDS = (*_kinds("pdf", _PDF), *_kinds("image", {}), *_kinds("text", {}), *_kinds("office", _OFFICE))
