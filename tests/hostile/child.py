"""The process that reads hostile files: a path a line comes in, what became of it goes out, as JSON.

Anything in a file that is run, fetched or written shows in Python's audit events. Started by ``tests.hostile.reading``.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

MEMORY = 2 << 30
_ACTS = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "socket.connect",
    "socket.getaddrinfo",
)
_acts: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ACTS or (event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")):
        _acts.append(f"{event} {arguments!r:.200}")


def read(path: Path) -> dict[str, object]:
    from shibiao.extract.errors import UnreadableInput
    from shibiao.extract.settings import ReadSettings
    from shibiao.failures import failure_text
    from shibiao.pipeline import read_file
    from shibiao.reading import Failure
    from shibiao.wording import texts

    failure: Failure | None = None
    forms = []
    _forget_peak()
    _acts.clear()
    started = time.monotonic()
    try:
        forms = read_file(path, ReadSettings(ocr="rapidocr"))
        failure = None if forms else Failure("no-form", "")
    except UnreadableInput as error:
        failure = Failure(error.kind, error.detail, error)
    except OSError as error:
        failure = Failure("cannot-open", error.strerror or str(error), error)
    except Exception as error:
        import traceback

        traceback.print_exc()
        failure = Failure("defect", f"{type(error).__name__}: {error}", error)
    acts = list(_acts)
    return {
        "outcome": failure.kind if failure else "converted",
        "messages": [failure_text(failure, texts(language)) for language in ("zh", "en")] if failure else [],
        "seconds": time.monotonic() - started,
        "megabytes": _peak(),
        "cells": sum(len(form.cells) for form in forms),
        "acts": acts,
    }


def _load() -> None:
    """What is loaded and written once, when the first picture is read, is no file's doing."""
    from shibiao.extract.scan.chosen import chosen_reader

    chosen_reader(Path(), "rapidocr")


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """The most memory since it was last forgotten."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a library that prints must not spoil the answers
    _load()
    sys.addaudithook(_watch)
    for line in sys.stdin:
        print(json.dumps(read(Path(json.loads(line)))), file=answers, flush=True)


if __name__ == "__main__":
    main()
