"""Which labels a form shows, whole or cut at a cell's edge."""

from __future__ import annotations

from bisect import bisect_left

from shibiao.normalize.labels import label_form, label_pattern, plain_title
from shibiao.normalize.layout.segments import Segment

_IN_TITLE = "title:"
_LEAST_CUT = 4  # a longer label may lack its last two characters
_MOST_LOST = 2


class Presence:
    """The texts of one segment, asked for labels. A label with ``*`` stands for any text in its place; with
    ``title:`` in front it must be in the title."""

    def __init__(self, segment: Segment, labels: frozenset[str]) -> None:
        self._forms = {cell.form for cell in segment.sheet.cells if cell.form}
        self._sorted = sorted(self._forms)
        self._cut = self._forms - labels  # what is a label by itself is no piece of another one
        self._title = segment.title.form if segment.title else ""
        self._cache: dict[str, bool] = {}

    def has(self, label: str) -> bool:
        """Whether the label is there: as a cell, as the beginning of one, or cut by the cell's edge."""
        if label not in self._cache:
            self._cache[label] = self._find(label)
        return self._cache[label]

    def has_title(self, titles: tuple[str, ...]) -> bool:
        """Whether the form's title is one of these, or ends like one (a year or a place in front, a remark behind)."""
        return bool(self._title) and any(
            label_form(title) in (self._title, _unremarked(self._title), plain_title(self._title)) for title in titles
        )

    def _find(self, label: str) -> bool:
        if label.startswith(_IN_TITLE):
            wanted = label_pattern(label.removeprefix(_IN_TITLE))
            return bool(self._title) and wanted.fullmatch(self._title) is not None
        if "*" in label:
            return any(label_pattern(label).fullmatch(form) for form in self._forms)
        form = label_form(label)
        if form in self._forms:
            return True
        least = max(_LEAST_CUT, len(form) - _MOST_LOST)
        at = bisect_left(self._sorted, form)
        whole = at < len(self._sorted) and self._sorted[at].startswith(form)
        return whole or any(form[:length] in self._cut for length in range(least, len(form)))


def _unremarked(title: str) -> str:
    return title.partition("(")[0]
