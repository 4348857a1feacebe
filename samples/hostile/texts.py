"""Text dumps that are no text, too much of it, or text that does harm where it is shown."""

from __future__ import annotations

from functools import partial

from samples.hostile.kind import Kind, Outcome, content

_READ: tuple[Outcome, ...] = ("converted",)
_OTHER: tuple[Outcome, ...] = ("unsupported",)
_TOO_MUCH: tuple[Outcome, ...] = ("converted", "too-much")
_EITHER: tuple[Outcome, ...] = ("converted", "unsupported")
FORM = (
    "项目支出绩效目标申报表\n（2023年度）\n项目名称\t河道保洁经费\n实施单位\t云岭县水利局\n年度资金总额\t12.00\n其中：财政拨款\t12.00\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t保洁河道\t≥12公里\n满意度指标\t满意度指标\t群众满意度\t≥95%\n"
)
_PAYLOADS = (
    "=cmd|'/C calc'!A0",
    "+cmd|'/C calc'!A0",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"ok")',
    '=WEBSERVICE("http://127.0.0.1:9/")',
    "<script>alert(1)</script>",
    "'; DROP TABLE forms; --",
    "$(touch /tmp/shibiao-hostile-was-here)",
    "{{7*7}}${7*7}%s%n%x",
    "../../../../etc/passwd",
    '"quoted","and, parted"',
)


def in_form(value: str) -> str:
    """The form with something else as its project's name."""
    return FORM.replace("河道保洁经费", value)


def in_form_utf8(value: str) -> bytes:
    """The form with something else as its project's name, in UTF-8, halves of characters too."""
    return in_form(value).encode("utf-8", "surrogatepass")


def _everywhere(value: str) -> bytes:
    """Something else in every second field."""
    return FORM.replace("\t", f"\t{value}").encode()


def _payloads() -> bytes:
    """Each in a field of its own, as name and as target of an indicator."""
    rows = (f"产出指标\t数量指标\t{payload}\t{payload}" for payload in _PAYLOADS)
    return (FORM + "\n".join(rows) + "\n").encode()


def _cells(rows: int, cols: int) -> bytes:
    line = "\t".join(f"{n}" for n in range(cols))
    return (FORM + "\n".join([line] * rows)).encode()


def _forms(count: int) -> bytes:
    return "\n\n".join(FORM.replace("河道", f"河道{n}") for n in range(count)).encode()


def _indicators(count: int) -> bytes:
    return (FORM + "".join(f"产出指标\t数量指标\t保洁河道{n}\t≥{n}公里\n" for n in range(count))).encode()


def after_form(data: bytes) -> bytes:
    """Bytes behind the form."""
    return FORM.encode() + data


def _kind(name: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "text", what, how, outcomes, content(".txt", make))


KINDS = (
    _kind(
        "megabyte-in-cell", "a field of a megabyte", "one word again", _READ, partial(in_form_utf8, "河道保洁" * 87_000)
    ),
    _kind(
        "digits-in-cell",
        "an amount of 10,000 digits",
        "9s",
        _READ,
        partial(
            lambda: (
                FORM.replace("12.00", "9" * 10_000).replace("2023", "2" * 10_000).replace("95", "9" * 10_000).encode()
            )
        ),
    ),
    _kind(
        "nested-brackets",
        "a field of 200,000 brackets",
        "（（（…",
        _READ,
        partial(in_form_utf8, "（" * 100_000 + "）" * 100_000),
    ),
    _kind(
        "spaces-in-cell",
        "a field of a million spaces between two letters",
        "spaces",
        _READ,
        partial(in_form_utf8, "甲" + " " * 1_000_000 + "乙"),
    ),
    _kind("line-of-20-mb", "a line of 20 MB", "letters, no tab", _TOO_MUCH, partial(after_form, b"a" * 20_000_000)),
    _kind("line-of-tabs", "a line of a million fields", "tabs", _TOO_MUCH, partial(after_form, b"\t1" * 1_000_000)),
    _kind("many-lines", "2,000,000 lines", "line ends", _TOO_MUCH, partial(after_form, b"1\n" * 2_000_000)),
    _kind("empty-lines", "5,000,000 empty lines", "line ends", _TOO_MUCH, partial(after_form, b"\n" * 5_000_000)),
    _kind(
        "form-feeds",
        "200,000 pages",
        "form feeds",
        ("too-many-pages", *_TOO_MUCH),
        partial(after_form, b"\f" * 200_000),
    ),
    _kind("text-of-10000-cells", "a table of 10,000 fields", "100 × 100", _READ, partial(_cells, 100, 100)),
    _kind(
        "text-of-million-cells", "a table of a million fields", "10,000 × 100", _TOO_MUCH, partial(_cells, 10_000, 100)
    ),
    _kind("text-of-500-forms", "500 forms", "one form again, other names", _READ, partial(_forms, 500)),
    _kind(
        "form-of-indicators",
        "a form of 5,000 indicators",
        "one row again, other names",
        _READ,
        partial(_indicators, 5_000),
    ),
    _kind("formulas", "formulas and programs in fields", "=cmd|…, =HYPERLINK, <script> …", _READ, partial(_payloads)),
    _kind(
        "controls",
        "escape sequences of terminals",
        "ESC ] 0 ; … BEL",
        _OTHER,
        partial(in_form_utf8, "\x1b]0;owned\x07\x1b[2J\x08\x7f"),
    ),
    _kind("c1-controls", "control characters above U+007F", "U+009B", _READ, partial(in_form_utf8, "\x9b2J\x85\x84")),
    _kind(
        "right-to-left",
        "marks that turn the direction of text",
        "U+202E, U+2066",
        _READ,
        partial(in_form_utf8, "\u202efdp.exe\u202c\u2066\u2067"),
    ),
    _kind(
        "zero-width",
        "a field of letters without width",
        "U+200B, U+FEFF",
        _READ,
        partial(_everywhere, "\u200b\ufeff\u2060\u00ad" * 50),
    ),
    _kind("accents", "a letter with 100,000 accents", "U+0301", _READ, partial(in_form_utf8, "a" + "\u0301" * 100_000)),
    _kind(
        "emoji",
        "families, flags and skin colours",
        "joined emoji",
        _READ,
        partial(_everywhere, "👨‍👩‍👧‍👦🏳️‍🌈👍🏽🇨🇳" * 20),
    ),
    _kind(
        "line-separators",
        "line ends of every kind",
        "CR, VT, NEL, U+2028",
        _READ,
        partial(lambda: FORM.replace("\n", "\r\v\x85\u2028\u2029").encode()),
    ),
    _kind(
        "spaces-of-all-kinds",
        "nothing but white space",
        "U+3000, U+00A0",
        ("empty-file", "no-form", "unsupported"),
        partial(lambda: " \u3000\u00a0\u2003\t\n".encode() * 99),
    ),
    _kind("one-letter", "a single letter", "by hand", _READ, partial(bytes, b"a")),
)
