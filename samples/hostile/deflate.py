"""Packed data: as usual, and much from little."""

from __future__ import annotations

import zlib

_BLOCK = 1 << 20
_MOD = 65521  # of Adler-32


def packed(data: bytes) -> bytes:
    """Data in a zlib stream."""
    return zlib.compress(data, 9)


def bomb(size: int, byte: bytes = b" ") -> bytes:
    """A zlib stream, whole and right, of ``size`` equal bytes: one packed block written again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(byte * _BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = zlib.compressobj(9, zlib.DEFLATED, -15)
    count, left = divmod(size, _BLOCK)
    end = rest.compress(byte * left) + rest.flush()
    return b"\x78\xda" + block * count + end + _adler(size, byte[0]).to_bytes(4, "big")


def _adler(size: int, byte: int) -> int:
    low = (1 + size * byte) % _MOD
    high = (size + byte * (size * (size + 1) // 2)) % _MOD
    return high << 16 | low
