"""A run speaks to nobody and writes nowhere but into OUT and the temporary folder; no pickle is read from disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

from shibiao.exits import ExitCode
from tests.batch.conftest import archive, convert, outcomes

# Audit hooks see what every library does, in the parent and in each worker, and cannot be taken off again.
WATCH = """
import os, sys
allowed = [os.path.realpath(p) for p in os.environ["ALLOWED"].split(os.pathsep)]
allowed += ["/dev/null", "/dev/shm", f"/proc/{os.getpid()}"]
log = os.environ["BREACHES"]
def breach(text):
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, (text + chr(10)).encode("utf-8", "backslashreplace"))
    os.close(descriptor)
def inside(path):
    path = os.path.realpath(os.fsdecode(path))
    return any(path == place or path.startswith(place + os.sep) for place in allowed) or path == os.path.realpath(log)
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"):
        breach(f"{event} {args!r}")
        raise OSError("no network")
    if event == "pickle.find_class" and "multiprocessing" not in sys.modules:
        breach(f"pickle {args!r}")
    if event == "open" and isinstance(args[0], (str, bytes)):
        mode, flags = args[1] or "", args[2] or 0
        if (any(c in mode for c in "wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and not inside(args[0]):
            breach(f"open {args!r}")
    named = event in ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink")
    if named and args[-1] == -1 and not inside(args[0]):  # else relative to an open folder, which was checked
        breach(f"{event} {args!r}")
sys.addaudithook(watch)
"""


def test_no_network_and_no_writing_elsewhere(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 4), tmp_path / "out"
    page = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(page)
    for y in (100, 200, 300):
        draw.line((100, y, 800, y), "black", 3)
    for x in (100, 450, 800):
        draw.line((x, 100, x, 300), "black", 3)
    draw.text((120, 130), "12345.67", "black", font_size=40)
    page.save(folder / "scan.png", dpi=(150, 150))
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    breaches = tmp_path / "breaches.txt"
    env = {
        "PYTHONPATH": str(tmp_path / "watched"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ALLOWED": os.pathsep.join((str(out), tempfile.gettempdir() + "/shibiao-none", str(tmp_path / "tmp"))),
        "BREACHES": str(breaches),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    (tmp_path / "tmp").mkdir()
    done = convert(folder, out, "--pdf", "--parquet", "--xlsx", "--verify", env=env)
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED, done.stderr
    assert outcomes(out)["scan.png"] == "converted"
    assert not breaches.exists(), breaches.read_text("utf-8")
    assert list((tmp_path / "tmp").iterdir()) == []
