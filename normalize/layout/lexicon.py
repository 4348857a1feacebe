"""The catalogue's labels, indexed for look-up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from shibiao.normalize.labels import LabelIndex, label_form
from shibiao.schemas.families import Catalogue, Family
from shibiao.schemas.records import Pane


class FamilyLexicon:
    """One family's own labels: goal headings, column headers, block labels."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.goals = LabelIndex({f"{g.pane}.{g.kind}": g.labels for g in family.goals}, least_prefix=3)
        self.headers = LabelIndex({label: [label] for c in family.columns for label in c.labels}, least_prefix=2)
        self.blocks = LabelIndex({"goal": family.goal_block, "indicator": family.indicator_block}, least_prefix=3)
        self._places: dict[str, tuple[int, ...]] = {}
        for place, column in enumerate(family.columns):
            for label in column.labels:
                form = label_form(label)
                self._places[form] = (*self._places.get(form, ()), place)

    def header_places(self, text: str, form: str) -> tuple[int, ...]:
        """The columns that a header cell may announce, whole or damaged; ``form`` as labels are compared."""
        places = self._places.get(form)
        if places is None:
            found = self.headers.match(text)
            places = self._places[label_form(found.spelling)] if found else ()
        return places


class Lexicon:
    """Labels that all families share, and each family's own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.titles = LabelIndex({f.family: f.titles for f in catalogue.families})
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
        self.families = {f.family: FamilyLexicon(f) for f in catalogue.families}
        self.all_labels = frozenset(label_form(label) for label in _labels(catalogue))
        self.level_words = frozenset(
            label_form(word) for level, tree in catalogue.levels.items() for word in (level, *tree.children)
        )

    def fund_item(self, text: str) -> tuple[str, Pane | None, str, str] | None:
        """(item, pane if the label says it, spelling, how) of a label in the funds block."""
        found = self.fund_items.match(text)
        if found is None:
            return None
        item, _, pane = found.key.partition(".")
        return item, pane or None, found.spelling, found.how  # type: ignore[return-value]


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
        yield from (*family.titles, *family.goal_block, *family.indicator_block)
        yield from chain(*(column.labels for column in family.columns), *(goal.labels for goal in family.goals))


_LEXICONS: dict[int, Lexicon] = {}


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, built once."""
    key = id(catalogue)
    if key not in _LEXICONS or _LEXICONS[key].catalogue is not catalogue:
        _LEXICONS[key] = Lexicon(catalogue)
    return _LEXICONS[key]
