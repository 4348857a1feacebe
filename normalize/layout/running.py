"""Forms without a table: ``数量指标：新建温室（≥**座）>=12座；`` under the words 产出指标."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shibiao.normalize.layout.draft import CellValues
from shibiao.normalize.layout.funds import fund_of
from shibiao.normalize.layout.goals import goal_of
from shibiao.normalize.layout.level_words import LevelTree, LevelWords
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.sheet import Sheet, SheetCell
from shibiao.normalize.text import fold, is_cjk, tidy
from shibiao.normalize.values import parse_value
from shibiao.schemas.records import Evidence, FundRecord, GoalRecord, IndicatorRecord, Value

_COLON = re.compile(r"[:：]")
_ENDS = re.compile(r"[;；\n]|。(?=.)")
_NUMBERED = re.compile(r"^\s*(?:[(（]?[0-9一二三四五六七八九十]+[)）.、]\s*)")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_TARGET = re.compile(r"(?:>=|<=|=>|=<|[≥≤≧≦><=＝＞＜]|大于等于|小于等于|不少于|不低于|不超过|不高于|达到).*$", re.S)
_PAGE_NUMBER = re.compile(r"[-—\s]*(?:第\s*)?\d+(?:\s*页)?[,，/\s]*(?:共\s*)?\d*(?:\s*页)?[-—\s]*")
_MOST_CELLS = 3  # a block's label, a level and its sentences: more is a table


class Sentence(NamedTuple):
    """An indicator in running text: its levels' words, its name and target, and the cell that it stands in."""

    level1: str | None
    level2: str | None
    name: str
    target: str
    cell: SheetCell


def running_fit(sheet: Sheet, lexicon: Lexicon) -> float:
    """1 where indicators stand in running text, else 0."""
    found = next((s for s in sentences(sheet, lexicon) if s.level1 and s.level2), None)
    return 1.0 if found is not None else 0.0


def sentences(sheet: Sheet, lexicon: Lexicon) -> Iterator[Sentence]:
    """All indicators that follow a level word and a colon, in the order of the page.

    A level-1 word alone on its line holds until the next one; so does a level-2 word without a text behind it.
    """
    level1: str | None = None
    level2: str | None = None
    for row in sheet.rows:
        for cell in row.printed if len(row.printed) <= _MOST_CELLS else ():
            if _PAGE_NUMBER.fullmatch(fold(cell.text)):
                continue
            for line in _ENDS.split(cell.text):
                rest = _NUMBERED.sub("", line)
                one, rest = _level1(rest, level1, lexicon.tree)
                level1, level2 = (one, None) if one is not None else (level1, level2)
                two, rest = _headed(rest, lexicon.tree.level2)
                level2 = two if two is not None else level2
                headed = one is not None or two is not None
                if not headed and lexicon.fields.exact(_COLON.split(rest, maxsplit=1)[0]) is not None:
                    continue  # 填表人：… below the sentences
                parts = _name_and_target(rest) if headed or level2 is not None else None
                if parts and (headed or any(map(is_cjk, parts[0]))):  # a page's number is no indicator
                    yield Sentence(level1, level2, *parts, cell)


def _level1(text: str, above: str | None, tree: LevelTree) -> tuple[str | None, str]:
    """The level-1 word that a text begins with. 成本指标 under 产出指标 is a level 2, unless another one follows it."""
    one, rest = _headed(text, tree.level1)
    if one is not None and tree.is_pair(above, one) and _headed(rest, tree.level2)[0] is None:
        return None, text
    return one, rest


def _headed(text: str, words: LevelWords) -> tuple[str | None, str]:
    """The level word that a text begins with, and the text behind it."""
    head, *rest = _COLON.split(text, maxsplit=1)
    if words.is_label(head):
        return words.fits(head)[0].word, rest[0] if rest else ""
    return None, text


def _name_and_target(text: str) -> tuple[str, str] | None:
    """Where the name ends and the target begins: at the first operator that stands outside of brackets."""
    whole = tidy(text).strip(" 。;；,，")
    if not whole:
        return None
    masked = _BRACKETS.sub(lambda found: "\0" * len(found[0]), whole)
    found = _TARGET.search(masked)
    if found is not None:
        return whole[: found.start()].strip(" ,，:："), whole[found.start() :].strip()
    head, *rest = _COLON.split(whole, maxsplit=1)
    if rest:
        return head.strip(), rest[0].strip()
    for mark in ("，", ",", " "):
        if mark in fold(whole):
            name, _, target = whole.rpartition(mark if mark in whole else "，")
            return name.strip(), target.strip()
    return (whole, "") if parse_value(whole).value_class == "qual_narrative" else ("", whole)


def running_parts(
    sheet: Sheet, family: FamilyLexicon, lexicon: Lexicon, values: CellValues, parts: dict[str, object]
) -> None:
    """Put the indicators, amounts and goals of running text into a form's parts."""
    parts["indicators"] = tuple(_indicator(sentence, values) for sentence in sentences(sheet, lexicon))
    parts["funds"] = parts["funds"] or tuple(_funds(sheet, lexicon, values))
    parts["goals"] = parts["goals"] or tuple(_goals(sheet, family, values))


def _indicator(sentence: Sentence, values: CellValues) -> IndicatorRecord:
    return IndicatorRecord(
        pane="annual",
        level1=_piece(sentence.cell, sentence.level1, values) if sentence.level1 else None,
        level2=_piece(sentence.cell, sentence.level2, values) if sentence.level2 else None,
        name=_piece(sentence.cell, sentence.name, values),
        target=_piece(sentence.cell, sentence.target, values),
    )


def _piece(cell: SheetCell, text: str, values: CellValues) -> Value:
    """A part of a cell's text: where it begins and ends was found by its words, not by its place."""
    read = values.of(cell)
    confidence = min(read.confidence, values.confidences.shifted)
    evidence = Evidence(kind="alignment", reasons=("running-text",))
    return read.model_copy(
        update={"value": text or None, "raw": text, "confidence": confidence, "evidence": read.evidence or evidence}
    )


def _headed_cells(sheet: Sheet) -> Iterator[tuple[SheetCell, str, str]]:
    for row in sheet.rows:
        for cell in row.printed:
            head, *rest = _COLON.split(cell.text, maxsplit=1)
            if rest:
                yield cell, _NUMBERED.sub("", head), rest[0]


def _funds(sheet: Sheet, lexicon: Lexicon, values: CellValues) -> Iterator[FundRecord]:
    for cell, head, rest in _headed_cells(sheet):
        match = lexicon.fund_items.exact(head)
        if match is not None:
            item = match.key.partition(".")[0]
            label = _piece(cell, head, values)
            fund = fund_of("annual", item, "amount", cell, None, label, values, text=tidy(rest).strip(" 。；;"))
            yield fund


def _goals(sheet: Sheet, family: FamilyLexicon, values: CellValues) -> Iterator[GoalRecord]:
    for cell, head, rest in _headed_cells(sheet):
        match = family.goals.exact(head)
        if match is not None:
            pane, _, kind = match.key.partition(".")
            goal = goal_of(pane, kind, [cell], values)  # type: ignore[arg-type]
            yield goal.model_copy(update={"text": _piece(cell, tidy(rest), values)})
