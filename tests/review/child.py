"""A process that decides without end, and says of every decision that it was taken: ``child.py OUT NAME [COUNT]``."""

from __future__ import annotations

import sys
from pathlib import Path

from shibiao.review.log import open_log
from tests.review.logs import decision, place


def main(out: Path, name: str, count: int | None = None) -> None:
    """Go on until killed, or so many times; every third time with several at once."""
    with open_log(out) as log:
        number = 0
        while count is None or number < count:
            number += 1
            form = f"{name}-{number}"
            asked = [(decision(place(n, form), by=name), None) for n in range(1 if number % 3 else 5)]
            for entry in log.append_many(asked):
                print(entry.number, entry.hash, form, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
