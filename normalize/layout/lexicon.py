"""The catalogue's labels, indexed for look-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from shibiao.normalize.labels import LabelIndex, label_form, plain_fund_label
from shibiao.normalize.layout.level_words import LevelTree
from shibiao.normalize.layout.sheet import Sheet
from shibiao.schemas.families import Catalogue
from shibiao.schemas.family import Family, FieldLabels
from shibiao.schemas.records import Pane

_LEAST_REST = 3  # characters of a header that lost its first


class FamilyLexicon:
    """One family's own labels: goal headings, column headers, block labels, and its base fields with all others."""

    def __init__(self, family: Family, shared_fields: dict[str, FieldLabels], tree: LevelTree) -> None:
        self.family = family
        self.tree = LevelTree(family.levels) if family.levels else tree
        self.specs = {**shared_fields, **family.fields}
        labels = {key: spec.labels for key, spec in family.fields.items()}
        labels |= {key: (*labels.get(key, ()), *spec.labels) for key, spec in shared_fields.items()}
        self.fields = LabelIndex(labels)
        self.own_fields = LabelIndex({key: spec.labels for key, spec in family.fields.items()})
        self.goals = LabelIndex({f"{g.pane}.{g.kind}": g.labels for g in family.goals}, least_prefix=2)
        self.headers = LabelIndex({label: [label] for c in family.columns for label in c.labels}, least_prefix=2)
        self.blocks = LabelIndex(
            {
                "goal": family.goal_block,
                "indicator": family.indicator_block,
                "stacked": chain(*family.stacked.values()),
                **{f"table.{name}": table.block for name, table in family.tables.items()},
            },
            least_prefix=3,
        )
        self.stacked = LabelIndex({str(pane): labels for pane, labels in family.stacked.items()}, least_prefix=4)
        self._places: dict[str, tuple[int, ...]] = {}
        for place, column in enumerate(family.columns):
            for label in column.labels:
                form = label_form(label)
                self._places[form] = (*self._places.get(form, ()), place)
        self._without_first: dict[str, tuple[int, ...]] = {}  # columns by what is left of a label without its first
        for form, places in self._places.items():
            if len(form) > _LEAST_REST:
                self._without_first[form[1:]] = tuple(sorted({*self._without_first.get(form[1:], ()), *places}))

    def header_places(self, text: str, form: str) -> tuple[int, ...]:
        """The columns that a header cell may announce, whole or damaged; ``form`` as labels are compared."""
        places = self._places.get(form)
        if places is None and self.blocks.exact(text):
            return ()
        if places is None:
            found = self.headers.match(text)
            # A label may have lost its first character, 二 under a seal: the first of these that is free stands there.
            places = self._places[label_form(found.spelling)] if found else self._without_first.get(form, ())
        return places

    def share_of_fields(self, sheet: Sheet) -> float:
        """How many of the family's own base fields are there, 0 to 1."""
        wanted = self.family.fields
        there = {found.key for cell in sheet.cells if cell.form and (found := self.own_fields.exact(cell.text))}
        return len(there) / len(wanted) if wanted else 0.0


class Lexicon:
    """Labels that all families share, and each family's own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tree = LevelTree(catalogue.levels)
        self.titles = LabelIndex({f.key: f.titles for f in catalogue.families})
        self.reads_like_title = _title_pattern(catalogue)
        self.fields = LabelIndex({key: f.labels for key, f in catalogue.fields.items()})
        self.fund_block = LabelIndex({"funds": catalogue.funds.block_labels})
        self.fund_items = LabelIndex(
            {
                f"{item}.{pane}": labels
                for item, fund in catalogue.funds.items.items()
                for pane, labels in (("mid_term", fund.mid_term), ("annual", fund.annual), ("", fund.labels))
            },
            least_prefix=3,
        )
        self.measures = LabelIndex(catalogue.funds.measures, least_prefix=3)
        self.families = {f.key: FamilyLexicon(f, catalogue.fields, self.tree) for f in catalogue.families}
        self.headers = LabelIndex(
            {label: [label] for f in catalogue.families for c in f.columns for label in c.labels}, least_prefix=2
        )
        by_key = {f.key: f for f in catalogue.families}
        self.ancestors = {f.key: _ancestors(f, by_key) for f in catalogue.families}
        self.all_labels = frozenset(form for label in _labels(catalogue) if len(form := label_form(label)) > 1)
        self.level_words = frozenset(
            label_form(word) for level, tree in catalogue.levels.items() for word in (level, *tree.children)
        )

    def is_label(self, text: str) -> bool:
        """Whether a text is a whole label of anything: it is then no misspelt other one."""
        return label_form(text) in self.all_labels

    def begins_another(self, text: str) -> bool:
        """Whether a text is the beginning of a label that is no fund item."""
        form = label_form(text)
        return any(label.startswith(form) and self.fund_items.exact(label) is None for label in self.all_labels)

    def fund_item(self, text: str) -> tuple[str, Pane | None, str, str] | None:
        """(item, pane if the label says it, spelling, how) of a label in the funds block."""
        found = self.fund_items.match(plain_fund_label(text))
        if found is None:
            return None
        item, _, pane = found.key.partition(".")
        return item, pane or None, found.spelling, found.how  # type: ignore[return-value]


def _title_pattern(catalogue: Catalogue) -> re.Pattern[str]:
    words = catalogue.titles
    stems, ends, endings = ("|".join(map(re.escape, found)) for found in (words.stems, words.ends, words.endings))
    return re.compile(rf"(?:{stems}).{{0,{words.gap}}}(?:{ends})" + (rf"|(?:{endings})$" if endings else ""))


def _ancestors(family: Family, families: dict[str, Family]) -> frozenset[str]:
    """The families that one extends, directly or not."""
    found: list[str] = []
    current: Family | None = family
    while current is not None and current.extends and current.extends not in found:
        found.append(current.extends)
        current = families.get(current.extends)
    return frozenset(found)


def _labels(catalogue: Catalogue) -> Iterator[str]:
    """Every label of the catalogue that may fill a cell, in every spelling."""
    for level, tree in catalogue.levels.items():
        yield from (level, *tree.spellings, *tree.children, *chain(*tree.children.values()))
    for field in catalogue.fields.values():
        yield from field.labels
    funds = catalogue.funds
    yield from (*funds.block_labels, *chain(*funds.measures.values()))
    for item in funds.items.values():
        yield from (*item.labels, *item.mid_term, *item.annual)
    for family in catalogue.families:
        yield from _family_labels(family)


def _family_labels(family: Family) -> Iterator[str]:
    yield from (*family.titles, *family.goal_block, *family.indicator_block, *chain(*family.stacked.values()))
    yield from chain(*(column.labels for column in family.columns), *(goal.labels for goal in family.goals))
    yield from chain(*(field.labels for field in family.fields.values()))
    for table in family.tables.values():
        yield from chain(table.block, *(column.labels for column in table.columns))


_LEXICONS: dict[int, Lexicon] = {}


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, built once."""
    key = id(catalogue)
    if key not in _LEXICONS or _LEXICONS[key].catalogue is not catalogue:
        _LEXICONS[key] = Lexicon(catalogue)
    return _LEXICONS[key]
