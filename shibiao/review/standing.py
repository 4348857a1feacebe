"""What stands: the decision of each place that holds, once what was taken back is left out."""

from __future__ import annotations

from collections.abc import Iterable

from shibiao.review.decisions import Entry, Place


def standing_of(entries: Iterable[Entry]) -> dict[Place, Entry]:
    """The last decision of each place that was not undone; places where all were undone are left out.

    ``entries`` in the order of the log, all of every place that is among them.
    """
    by_place: dict[Place, dict[int, Entry]] = {}
    for entry in entries:
        mine = by_place.setdefault(entry.decision.place, {})
        if entry.decision.verdict == "undo":
            mine.pop(entry.decision.undoes or 0, None)
        else:
            mine[entry.number] = entry
    return {place: mine[max(mine)] for place, mine in by_place.items() if mine}
