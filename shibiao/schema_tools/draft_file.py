"""A family's file drafted from what a sample shows; where a person must decide, it says ``# ?``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shibiao.normalize.labels import label_form
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.schema_tools.drafting import List_, Shown, bare_title, slot_index
from shibiao.schema_tools.label_keys import key_of
from shibiao.schema_tools.showing import flow
from shibiao.wording import Texts

_PANED = ("mid_term", "annual")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to draft: the key, the sample's name, and the family to extend where the sample is like its forms."""

    key: str
    sample: str
    extends: FamilyLexicon | None = None

    @property
    def family(self) -> str:
        return self.key.partition(".")[0]


def drafted_family(shown: Shown, plan: Plan, lexicon: Lexicon, said: Texts) -> str:
    """The text of ``KEY.yaml``."""
    title = bare_title(shown.title) if shown.title else None
    lines = [f"# {said('draft.head', sample=plan.sample)}", f"family: {plan.family}"]
    if plan.extends:
        lines.append(f"extends: {plan.extends.family.key}  # {said('draft.extends')}")
    name = {"zh": title or plan.key, "en": plan.key.replace("_", " ").replace(".", ", ")}
    lines.append(f"name: {flow(name)}  # ? {said('draft.name')}")
    lines.append(f"titles: {flow([title] if title else [])}" + ("" if title else f"  # ? {said('draft.no-title')}"))
    if not plan.extends:
        lines += _layout(shown, lexicon, said)
    lines += _fields(shown, plan, lexicon, said)
    lines += _lists(shown.lists, said)
    if plan.extends and title:
        lines += ["signals:", f"  require: {flow([[f'title:*{title}*']])}  # ? {said('draft.require')}"]
    return "".join(f"{line}\n" for line in lines)


def _layout(shown: Shown, lexicon: Lexicon, said: Texts) -> Iterator[str]:
    labels = {label_form(pair.label) for pair in shown.pairs}
    has_funds = any(lexicon.fund_item(label) for label in labels)
    if not shown.indicators:
        yield f"layout: none  # {said('draft.no-indicators')}"
    if not has_funds:
        yield f"funds: none  # {said('draft.no-funds')}"
    if shown.goals:
        yield "goals:"
        for pane, kind, label in shown.goals:
            entry = {"pane": pane, **({"kind": kind} if kind != "expected" else {}), "labels": [label]}
            yield f"  - {flow(entry)}  # ? {said('draft.goal')}"
    if shown.block:
        yield f"indicator_block: {flow([label_form(label) for label in shown.block])}"
    if shown.indicators:
        yield "columns:"
        yield from _columns(shown.indicators, said)


def _columns(labels: Sequence[str], said: Texts) -> Iterator[str]:
    """The columns of indicators; those that come twice stand in two panes."""
    slots = _slots(labels)
    twice = {slot for slot in slots.values() if list(slots.values()).count(slot) > 1}
    seen: set[str] = set()
    keys = _Keys("column")
    for number, label in enumerate(labels):
        slot = slots.get(number)
        if slot is None:
            extra = {"slot": "extra", "key": keys.of(label), "labels": [label_form(label)], "optional": True}
            yield f"  - {flow(extra)}  # ? {said('draft.extra')}"
            continue
        pane = {"pane": _PANED[slot in seen]} if twice and slot != "level1" else {}
        seen.add(slot)
        own, key = (slot.partition(".")[0], slot.partition(".")[2])
        keyed = {"key": key, "optional": True} if key else {}
        yield f"  - {flow({'slot': own, **keyed, **pane, 'labels': [label_form(label)]})}"


def _slots(labels: Sequence[str]) -> dict[int, str]:
    """The slot of each header that the shared vocabulary knows, by its number."""
    found = ((number, slot_index().exact(label)) for number, label in enumerate(labels))
    return {number: match.key for number, match in found if match}


def _fields(shown: Shown, plan: Plan, lexicon: Lexicon, said: Texts) -> list[str]:
    """Labels with values. Those that every family reads are only named, unless the form is to be known by them."""
    keys = _Keys("field")
    lines: list[str] = []
    shared: list[str] = []
    by_lists = bool(shown.lists or shown.indicators)
    for pair in shown.pairs:
        known = (plan.extends.fields if plan.extends else lexicon.fields).exact(pair.label)
        if known or lexicon.fund_item(pair.label):
            shared.append(pair.label)
            if by_lists or plan.extends or not known:
                continue
        key = known.key if known else keys.of(pair.label)
        entry = {"labels": [pair.label], **({"kind": "inline"} if pair.inline else {})}
        remark = said("draft.example", value=_short(pair.value))
        lines.append(f"  {key}: {flow(entry)}  # {keys.mark(key, said)}{remark}")
    told = [f"# {said('draft.shared', labels=' '.join(shared))}"] if shared else []
    return [*told, *(["fields:", *lines] if lines else [])]


def _lists(lists: Sequence[List_], said: Texts) -> Iterator[str]:
    if lists:
        yield "tables:"
    for number, one in enumerate(lists, 1):
        name = "items" if number == 1 else f"items_{number}"
        yield f"  {name}:  # ? {said('draft.list', rows=one.rows)}" + (said("draft.total") if one.has_total else "")
        yield "    columns:"
        keys = _Keys("column")
        for label, example in zip(one.labels, one.first, strict=True):
            key = keys.of(label)
            entry = flow({"key": key, "labels": [label_form(label)]})
            yield f"      - {entry}  # {keys.mark(key, said)}{said('draft.example', value=_short(example))}"


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= 20 else f"{text[:20]}…"


class _Keys:
    """Names for labels, each once: that of ``keys.yaml``, else a number that a person is to replace."""

    def __init__(self, stem: str) -> None:
        self._stem, self._used = stem, set[str]()
        self._count = 0

    def of(self, label: str) -> str:
        self._count += 1
        known = key_of(label)
        key = known if known and known not in self._used else f"{self._stem}_{self._count}"
        self._used.add(key)
        return key

    def mark(self, key: str, said: Texts) -> str:
        """What stands before the comment on a key that only counts."""
        return f"? {said('draft.key')}" if key.startswith(f"{self._stem}_") else ""
