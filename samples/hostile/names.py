"""Good files under names that programs stumble over, where the file system allows them."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from samples.hostile.kind import Kind, Place

_LONGEST = 255  # bytes of a name
_FOLDERS = 35
_NAMES: dict[str, tuple[str, bytes]] = {
    "newline": ("a newline in the name", b"line\nbreak.txt"),
    "carriage-return": ("a carriage return in the name", b"carriage\rreturn.txt"),
    "tab": ("a tab in the name", b"tab\tin.txt"),
    "quotes": ("quotes in the name", b'it\'s "quoted" `so`.txt'),
    "leading-dash": ("a name like an option", b"--out=x.txt"),
    "short-option": ("a name like a short option", b"-rf.txt"),
    "dots": ("a name of dots", b"a..txt"),
    "way-up": ("a name that begins like the folder above", b"..a.txt"),
    "backslashes": ("a way out of the folder on Windows", b"..\\..\\x.txt"),
    "non-utf8": ("bytes in the name that are no UTF-8", b"\xff\xfe\xe9.txt"),
    "gb18030": ("a name in GB18030", "绩效目标表.txt".encode("gb18030")),
    "longest": ("a name of 255 bytes", b"n" * (_LONGEST - 4) + b".txt"),
    "longest-chinese": ("a name of 84 characters in 255 bytes", ("名" * 83).encode() + b"aa.txt"),
    "emoji": ("an emoji in the name", "💰👨‍👩‍👧.txt".encode()),
    "right-to-left": ("a name that hides its suffix", "a\u202efdp.txt".encode()),
    "zero-width": ("letters without width in the name", "a\u200b\ufeffb.txt".encode()),
    "composed": ("a composed letter in the name", "\u00e9.txt".encode()),
    "decomposed": ("the same letter in two parts", "e\u0301.txt".encode()),
    "spaces": ("spaces around the name", b" spaces .txt"),
    "only-suffix": ("a name that is a suffix", b".txt"),
    "hidden": ("a hidden file", b".hidden.txt"),
    "reserved": ("a name that Windows keeps for itself", b"CON.txt"),
    "reserved-signs": ("signs that Windows does not allow", b"a:b*c?d|e<f>g.txt"),
    "shell": ("a name that a shell would run", b"$(touch shibiao-hostile-was-here);x.txt"),
    "format": ("a name with places to fill in", b"%s%n{0}{path}{}.txt"),
    "markup": ("a name that is markup", b"<img src=x onerror=alert(1)>[bold]x.txt"),
    "glob": ("a name that is a pattern", b"[a-z]*{1,2}.txt"),
    "formula": ("a name that is a formula", b"=cmd|' C calc'!A0.txt"),
    "control": ("control characters in the name", b"\x1b[31mred\x07.txt"),
    "upper-suffix": ("a suffix in capitals", b"capitals.TXT"),
    "url": ("a name like an address", b"http:x.txt"),
    "tilde": ("a name like a home", b"~root.txt"),
}


def _named(name: bytes) -> Place:
    def place(stem: Path, rng: Random) -> Path | None:
        """In a folder of its own, since what stands in the name cannot stand beside anything."""
        stem.mkdir()
        path = stem / os.fsdecode(name)
        try:
            path.write_text(f"项目支出绩效目标申报表\n项目名称\t河道保洁经费{rng.randrange(10**9)}\n", encoding="utf-8")
        except OSError:
            return None
        return path

    return place


def _deep(stem: Path, rng: Random) -> Path | None:
    """Many folders in each other, and a file in the last: nearly as long a path as there can be."""
    path = stem
    for _ in range(_FOLDERS):
        path /= "d" * 100
    try:
        path.mkdir(parents=True)
        path /= "deep.txt"
        path.write_text(f"项目名称\t河道保洁经费{rng.randrange(10**9)}\n", encoding="utf-8")
    except OSError:
        return None
    return path


KINDS = (
    *(
        Kind(f"name-{key}", "names", what, "where the file system allows it", ("converted",), _named(name))
        for key, (what, name) in _NAMES.items()
    ),
    Kind("name-deep", "names", "a file 35 folders down, in a path of 3,500 bytes", "mkdir", ("converted",), _deep),
)
