"""Forms as converted beside their truths: every value once, right or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from samples.families.comparing import accepted, agrees, bare, is_number, paired, read, same_number
from samples.truth import folded
from shibiao.normalize.labels import LabelIndex
from shibiao.normalize.layout.lexicon import Lexicon, lexicon_of
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form, FundRecord, IndicatorRecord, Value

PARTS = ("fields", "funds", "goals", "indicators", "tables")
_UNIT = re.compile(r"[(（](?:万元|元)[)）]$")
_MONEY = ("amount", "initial_budget", "budget", "executed")


@dataclass(slots=True)
class FamilyScore:
    """Counts of a family: (right, all) of each part and of all values; recognition; the differences in words."""

    parts: dict[str, list[int]] = field(default_factory=lambda: {part: [0, 0] for part in PARTS})
    values: list[int] = field(default_factory=lambda: [0, 0])
    families: dict[str, int] = field(default_factory=lambda: {"right": 0, "unknown": 0, "wrong": 0})
    forms: int = 0
    whole: int = 0
    certain: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Judge:
    """Compares the forms of one file. ``where`` begins every line of a difference.

    ``scores`` by family; what a file holds too many counts for the family of its first form.
    """

    scores: dict[str, FamilyScore]
    where: str
    families: Sequence[str] | None = None
    score: FamilyScore = field(default_factory=FamilyScore)
    lexicon: Lexicon = field(default_factory=lambda: lexicon_of(load_catalogue()))

    def file(self, truths: Sequence[dict[str, Any]], forms: Sequence[Form]) -> None:
        """All forms of a file. A form too many is a difference, and each of its indicators."""
        pairs = paired(truths, forms)
        for truth, form in pairs:
            if self.families and truth["family"] not in self.families:
                continue
            self.score = self.scores.setdefault(truth["family"], FamilyScore())
            before = len(self.score.errors)
            self._form(truth, form)
            self.score.whole += len(self.score.errors) == before
        taken = {id(form) for _, form in pairs if form}
        for extra in forms:
            if id(extra) not in taken:
                self._difference(f"a form too many: {read(extra.title)}")
                for indicator in extra.indicators:
                    self._spurious("indicators", indicator.name)

    def _form(self, truth: dict[str, Any], form: Form | None) -> None:
        self.score.forms += 1
        said = form.family if form else "unknown"
        kind = "right" if said == truth["family"] else "unknown" if said == "unknown" else "wrong"
        self.score.families[kind] += 1
        if kind != "right":
            self._difference(f"family {said}, not {truth['family']}")
        self._fields(truth, form)
        self._funds(truth, form)
        self._goals(truth, form)
        self._indicators(truth, form)
        self._tables(truth, form)

    def _fields(self, truth: dict[str, Any], form: Form | None) -> None:
        self._item("fields", [self._same("title", truth["title"], form.title if form else None)])
        if truth["year"]:
            self._item("fields", [self._same("year", truth["year"], form.year if form else None)])
        known = self._labels(truth)
        for label, want in truth["fields"].items():
            texts = accepted(want)
            if not any(texts):
                continue
            found = known.match(label)
            got = form.fields.get(found.key) if form and found else None
            right = agrees(got, texts) or (
                form is not None and found is not None and self._joined(form, found.key, texts)
            )
            self._item("fields", [self._judge(f"field {label}", right, want, got)])
        if form:
            self._fields_unasked(truth, form)

    def _labels(self, truth: dict[str, Any]) -> LabelIndex:
        """The labels of fields, with those that the family alone has."""
        family = self.lexicon.families.get(truth["family"])
        return family.fields if family else self.lexicon.fields

    def _fields_unasked(self, truth: dict[str, Any], form: Form) -> None:
        """Values of fields that the form does not print. Codes and numbers that stand in an asked text are printed."""
        matches = [self._labels(truth).match(label) for label in truth["fields"]]
        asked = {match.key for match in matches if match}
        printed = "\n".join(bare(text) for want in truth["fields"].values() for text in accepted(want))
        for key, got in form.fields.items():
            there = bare(read(got)) in printed or agrees(got, truth["aside"])
            if key not in asked and not there:
                self._item("fields", [self._judge(f"field {key} unasked", False, "", got)])

    def _joined(self, form: Form, key: str, texts: Sequence[str]) -> bool:
        """A value whose code or telephone number the product keeps as a field of its own."""
        own = self.lexicon.catalogue.fields.get(key)
        code = own.code_field if own else None
        others = [form.fields.get(k) for k in (code, f"{key}_code", "phone", f"{key}_phone") if k]
        name = bare(read(form.fields.get(key)))
        parts = [bare(read(other)) for other in others if other]
        return any(bare(text) in (part + name, name + part) for text in texts for part in parts)

    def _funds(self, truth: dict[str, Any], form: Form | None) -> None:
        left = list(form.funds) if form else []
        for want in truth["funds"]:
            found = self.lexicon.fund_item(want["label"]) or self.lexicon.fund_item(_UNIT.sub("", want["label"]))
            item = found[0] if found else None
            got = self._fund(want, item, left)
            if got:
                left.remove(got)
            amount = read(got.amount) if got else ""
            if want["amount"] is None:
                if amount:
                    self._item("funds", [self._judge(_fund_name(want), False, "", got.amount if got else None)])
                continue
            right = same_number(amount, want["amount"])
            if right and got and want["measure"] in _MONEY and want["unit"]:
                right = got.unit == want["unit"]
            shown = f"{want['amount']} {want['unit']}"
            self._item("funds", [self._judge(_fund_name(want), right, shown, got.amount if got else None, got)])
        for extra in left:
            if read(extra.amount):
                self._spurious("funds", extra.amount)

    @staticmethod
    def _fund(want: dict[str, Any], item: str | None, left: Sequence[FundRecord]) -> FundRecord | None:
        """The record of a row: of its item and measure; of several the one with its label and pane."""
        fits = [f for f in left if f.item == item and f.measure == want["measure"] and want["pane"] in (None, f.pane)]
        return max(fits, key=lambda f: folded(read(f.label)) == folded(want["label"]), default=None)

    def _goals(self, truth: dict[str, Any], form: Form | None) -> None:
        left = list(form.goals) if form else []
        for want in truth["goals"]:
            fits = [g for g in left if (g.pane, g.kind) == (want["pane"], want["kind"])]
            got = max(fits, key=lambda g: agrees(g.text, accepted(want["text"])), default=None)
            if got:
                left.remove(got)
            name = f"goal {want['pane']} {want['kind']}"
            self._item("goals", [self._same(name, want["text"], got.text if got else None)])
        for extra in left:
            if read(extra.text):
                self._spurious("goals", extra.text)

    def _indicators(self, truth: dict[str, Any], form: Form | None) -> None:
        left = list(form.indicators) if form else []
        for want in truth["indicators"]:
            got = _best(want, left)
            if got:
                left.remove(got)
            self._item("indicators", list(self._indicator(want, got)))
        for extra in left:
            self._spurious("indicators", extra.name if read(extra.name) else extra.target)

    def _tables(self, truth: dict[str, Any], form: Form | None) -> None:
        """Lists row by row; a list or a row that is not printed counts as wrong."""
        read_of = dict(form.tables) if form else {}
        for name, rows in truth["tables"].items():
            got = read_of.pop(name, ())
            for number in range(max(len(rows), len(got))):
                want: dict[str, str] = rows[number] if number < len(rows) else {}
                row: dict[str, Value] = got[number] if number < len(got) else {}
                keys = list(dict.fromkeys([*want, *row]))
                at = [self._same(f"{name} {number + 1}: {key}", want.get(key, ""), row.get(key)) for key in keys]
                self._item("tables", at)
        for name, extra in read_of.items():
            self._item("tables", [self._judge(f"table {name}", False, "", None, f"{len(extra)} rows")])

    def _indicator(self, want: dict[str, Any], got: IndicatorRecord | None) -> Iterator[bool]:
        name = accepted(want["name"])[0] or accepted(want["target"])[0] or want["sentence"]
        if got is None:
            yield from (self._judge(f"{name}: {key}", False, text, None) for key, text in _wanted(want))
            return
        if got.pane != want["pane"]:
            yield self._judge(f"{name}: pane", False, want["pane"], None)
        for key, text in _wanted(want):
            if key == "sentence":
                said = read(got.name) + read(got.target)
                yield self._judge(name, folded(said) == folded(text), text, None, said)
            elif key in ("operator", "number"):
                said = getattr(got, key)
                right = same_number(said or "", text) if key == "number" and is_number(text) else said == text
                if key == "number" and not is_number(text):
                    continue
                yield self._judge(f"{name}: {key}", right, text, None, said)
            else:
                yield self._same(f"{name}: {key}", text, _part(got, key))
        yield from self._unwanted(name, want, got)

    def _unwanted(self, name: str, want: dict[str, Any], got: IndicatorRecord) -> Iterator[bool]:
        """Texts where the form prints none: a value that came from a neighbour."""
        asked = {key for key, _ in _wanted(want)} | {"name"}
        for key in ("level2", "target", "actual", "weight", "score", "deviation", "object"):
            found = _part(got, key) if "sentence" not in asked or key != "target" else None
            if key not in asked and read(found) and read(found) not in accepted(want.get(key)):
                yield self._judge(f"{name}: {key} unasked", False, "", found)

    def _same(self, name: str, want: str | list[str], got: Value | None) -> bool:
        return self._judge(name, agrees(got, accepted(want)), want, got)

    def _judge(self, name: str, right: bool, want: object, got: Value | None, other: object = None) -> bool:
        """Count one value."""
        self.score.values[0] += right
        self.score.values[1] += 1
        if not right:
            sure = f" ({got.confidence:.2f} {got.status})" if got else ""
            shown = read(got) if got else other if other is not None else "–"
            if isinstance(other, FundRecord):
                shown = f"{read(got)} {other.unit}"
            self.score.certain += got is not None and got.confidence >= 0.99 and bool(read(got))
            self._difference(f"{name}: {shown!r}{sure}, not {want!r}")
        return right

    def _item(self, part: str, rights: Sequence[bool]) -> None:
        self.score.parts[part][0] += all(rights)
        self.score.parts[part][1] += 1

    def _spurious(self, part: str, got: Value) -> None:
        self._item(part, [self._judge(f"{part} too many", False, "", got)])

    def _difference(self, line: str) -> None:
        self.score.errors.append(f"{self.where}: {line}")


_PLAIN_PARTS = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation", "object")
_TYPED = ("sentence", "printed_operator", "printed_unit", "operator", "number")


def _wanted(want: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of an indicator that a reader must find: those that are printed."""
    for key in (*_PLAIN_PARTS, *_TYPED):
        if accepted(want.get(key))[0]:
            yield key, want[key]
    for key, text in want["extra"].items():
        if text:
            yield f"extra.{key}", text


def _part(got: IndicatorRecord, key: str) -> Value | None:
    if key.startswith("extra."):
        found: Value | None = getattr(got, "extra", {}).get(key.removeprefix("extra."))
    else:
        found = getattr(got, key, None)
    return found


def _best(want: dict[str, Any], left: Sequence[IndicatorRecord]) -> IndicatorRecord | None:
    """The record of a row: same name, then most else in common; a row without a name by its target."""
    names = [folded(text) for text in accepted(want["name"])]
    targets = [folded(text) for text in accepted(want["target"])]

    def likeness(got: IndicatorRecord) -> tuple[bool, ...]:
        if want.get("sentence"):
            named = folded(read(got.name) + read(got.target)) == folded(want["sentence"])
        else:
            named = folded(read(got.name)) in names if names[0] else folded(read(got.target)) in targets
        place = folded(read(getattr(got, "object", None))) == folded(want.get("object") or "")
        level = folded(read(got.level2)) == folded(accepted(want["level2"])[0])
        return (named, got.pane == want["pane"], place, level, folded(read(got.target)) in targets)

    best = max(left, key=likeness, default=None)
    if best is None:
        return None
    alike = likeness(best)
    return best if alike[0] or (alike[-1] and alike[1] and targets[0]) else None


def _fund_name(want: dict[str, Any]) -> str:
    return f"fund {want['label']} {want['pane'] or ''} {want['measure']}"
