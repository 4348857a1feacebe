"""Text dumps in encodings that are wrong, unknown or none."""

from __future__ import annotations

from functools import partial

from samples.hostile.kind import Kind, Outcome, content
from samples.hostile.texts import FORM, after_form, in_form, in_form_utf8

_READ: tuple[Outcome, ...] = ("converted",)
_OTHER: tuple[Outcome, ...] = ("unsupported",)
_EITHER: tuple[Outcome, ...] = ("converted", "unsupported")


def _kind(name: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "text", what, how, outcomes, content(".txt", make))


KINDS = (
    _kind("nul-bytes", "NUL between the letters", "by hand", _OTHER, partial(in_form_utf8, "\x00" * 1_000)),
    _kind("nothing-but-nul", "a megabyte of NUL", "zeros", _OTHER, partial(bytes, bytes(1_000_000))),
    _kind(
        "invalid-utf8",
        "bytes that are no UTF-8",
        "C0 80, F8 to FF",
        _EITHER,
        partial(after_form, b"\xc0\x80\xf8\x88\x80\x80\xff\xfe"),
    ),
    _kind(
        "overlong-utf8",
        "letters in too many bytes",
        "E0 80 AF",
        _EITHER,
        partial(after_form, b"\xe0\x80\xaf\xf0\x80\x80\xaf"),
    ),
    _kind(
        "cut-utf8",
        "a text that ends within a character",
        "the last byte off",
        _EITHER,
        partial(lambda: FORM.encode()[:-2]),
    ),
    _kind(
        "utf16-without-mark",
        "UTF-16 without a byte order mark",
        "encoded so",
        _OTHER,
        partial(lambda: FORM.encode("utf-16-le")),
    ),
    _kind(
        "utf16-big-endian",
        "UTF-16, big-endian, without a mark",
        "encoded so",
        _OTHER,
        partial(lambda: FORM.encode("utf-16-be")),
    ),
    _kind(
        "utf16-odd",
        "UTF-16 with a mark and half a character",
        "a byte off",
        _OTHER,
        partial(lambda: FORM.encode("utf-16")[:-1]),
    ),
    _kind(
        "utf32-wrong",
        "UTF-32 with a mark and impossible codes",
        "FF FF FF FF",
        _OTHER,
        partial(bytes, b"\xff\xfe\x00\x00" + b"\xff" * 400),
    ),
    _kind(
        "two-marks",
        "two byte order marks",
        "EF BB BF twice",
        _READ,
        partial(lambda: b"\xef\xbb\xbf" * 2 + FORM.encode()),
    ),
    _kind(
        "mark-only", "a byte order mark and nothing else", "EF BB BF", ("empty-file",), partial(bytes, b"\xef\xbb\xbf")
    ),
    _kind(
        "lone-surrogates",
        "halves of characters in UTF-8",
        "ED A0 80",
        _EITHER,
        partial(in_form_utf8, "\ud800\udfff\ud83d"),
    ),
    _kind(
        "surrogates-utf16",
        "halves of characters in UTF-16",
        "with a mark",
        _EITHER,
        partial(lambda: in_form("\ud800甲").encode("utf-16", "surrogatepass")),
    ),
    _kind(
        "noncharacters",
        "codes that are no characters",
        "U+FFFE, U+FDD0, U+10FFFF",
        _READ,
        partial(in_form_utf8, "\ufffe\uffff\ufdd0\U0010ffff"),
    ),
    _kind(
        "random-bytes",
        "random bytes",
        "multiples of 77",
        _OTHER,
        partial(bytes, bytes(n * n * 77 % 251 for n in range(50_000))),
    ),
    _kind(
        "shift-jis",
        "Japanese in an encoding that is not read",
        "Shift-JIS",
        _EITHER,
        partial(lambda: "予算の目標\t保守\nテスト\t数値\n".encode("shift_jis")),
    ),
    _kind("utf7", "UTF-7", "encoded so", _EITHER, partial(lambda: FORM.encode("utf-7"))),
)
