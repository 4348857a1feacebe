"""What is done about samples in a worker process: SciPy, whole logs and whole folders never hold up a page.

What comes back is plain data in words of the language asked for, made by the same functions as the command's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from shibiao.exits import Stop

Said = dict[str, Any]
_Found = TypeVar("_Found")
_MOST_STRATA = 60


class Refused(NamedTuple):
    """A Stop as it can be sent between processes: a sentence's key and its values as texts."""

    key: str
    values: dict[str, str]


def warm() -> None:
    """What everything here needs, imported."""
    import os

    import shibiao.review.facts
    import shibiao.review.statement

    if hasattr(os, "nice"):
        os.nice(5)
    _ = (shibiao.review.facts, shibiao.review.statement)


def _refusing(work: Callable[[], _Found]) -> _Found | Refused:
    try:
        return work()
    except Stop as stop:
        return Refused(stop.key, {name: str(value) for name, value in stop.values.items()})


def planned(out: str, demand: Said, language: str) -> Said | Refused:
    """How large a sample would be, and what it would show. Nothing is drawn."""
    return _refusing(lambda: _planned(Path(out), demand, language))


def _planned(out: Path, given: Said, language: str) -> Said:
    from shibiao.review.paper import plain
    from shibiao.review.rates import strata_words, stratum_name
    from shibiao.review.sampling import Demand, division
    from shibiao.wording import texts

    said, demand = texts(language), Demand(**given)
    counts = _counts(out, demand.columns, _stamp(out))
    parts = division(counts, demand)
    drawn = sum(parts.drawn)
    rates = {name: plain(getattr(demand, name)) for name in ("confidence", "tolerable", "expected")}
    key = "sample.proves-nothing" if parts.allowed is None else "sample.proves"
    strata = zip(parts.keys, parts.forms, parts.drawn, strict=True)
    return {
        "lot": sum(parts.forms),
        "size": drawn,
        "allowed": parts.allowed,
        "says": said("sample.size", lot=f"{sum(parts.forms):,}", size=f"{drawn:,}"),
        "proves": said(key, allowed=f"{parts.allowed or 0:,}", **rates),
        "by": strata_words(demand.columns, said),
        "strata": [(stratum_name(key, said), n, part) for key, n, part in strata][:_MOST_STRATA] if demand.by else [],
        "more_strata": max(len(parts.keys) - _MOST_STRATA, 0) if demand.by else 0,
    }


def _stamp(out: Path) -> tuple[int, ...]:
    found = (path.stat() for path in (out / "manifest.jsonl", out / "forms.csv") if path.is_file())
    return tuple(number for one in found for number in (one.st_mtime_ns, one.st_size))


@cache
def _counts(out: Path, columns: tuple[str, ...], _stamp: tuple[int, ...]) -> dict[tuple[str, ...], int]:
    """Forms by stratum; kept as long as the folder is as it is."""
    from collections import Counter

    from shibiao.review.lot import lot_of, strata_of

    stratum_of = strata_of(out, columns)
    return dict(Counter(map(stratum_of, lot_of(out).forms)))


def drawn(out: str, demand: Said) -> str | Refused:
    """Draw, as the command does. Returns the sample's id."""

    def work() -> str:
        from shibiao.review.samples import draw_in
        from shibiao.review.sampling import Demand

        return draw_in(Path(out), Demand(**demand)).sample.sample_id

    return _refusing(work)


def result(out: str, sample_id: str, language: str) -> Said | Refused:
    """What is known of a sample: the sentences and figures of ``shibiao sample --result`` and of the statement."""
    return _refusing(lambda: _result(Path(out), sample_id, language))


def _result(out: Path, sample_id: str, language: str) -> Said:
    from shibiao.review.facts import decisions_of
    from shibiao.review.rates import rate_table, strata_table
    from shibiao.review.result import result_of
    from shibiao.review.samples import changed_since, chosen_sample
    from shibiao.review.statement import conclusion, verdict_said, verdict_word
    from shibiao.wording import texts

    said = texts(language)
    sample = chosen_sample(out, sample_id)
    entries, head = decisions_of(out)
    found = result_of(sample, entries)
    finished = found.rate is not None
    return {
        "state": found.state,
        "word": verdict_word(found),
        "verdict": verdict_said(found, said),
        "says": conclusion(found, said),
        "rates": rate_table(found, said)._asdict() if finished else None,
        "strata": strata_table(found, said)._asdict() if finished and found.strata else None,
        "note": "" if finished else said(f"statement.rates.{found.state}"),
        "changed": [said(f"statement.changed.{what}") for what in changed_since(out, sample)],
        "head": head[0] if head else 0,
    }


def statement(out: str, sample_id: str, language: str, title: str | None) -> str | Refused:
    """The statement, the very page that the command writes."""

    def work() -> str:
        from shibiao.review.facts import facts_of
        from shibiao.review.samples import chosen_sample
        from shibiao.review.statement import statement_html
        from shibiao.wording import texts

        return statement_html(facts_of(Path(out), chosen_sample(Path(out), sample_id)), texts(language), title)

    return _refusing(work)


def acceptance(out: str, sample_id: str, language: str, title: str | None) -> str | Refused:
    """The acceptance report, the very page that the command writes. It looks at every form's file."""

    def work() -> str:
        from shibiao.review.acceptance import acceptance_of
        from shibiao.review.acceptance_page import acceptance_html
        from shibiao.review.facts import facts_of
        from shibiao.review.samples import chosen_sample
        from shibiao.wording import texts

        told = facts_of(Path(out), chosen_sample(Path(out), sample_id))
        return acceptance_html(told, acceptance_of(Path(out), told.result), texts(language), title)

    return _refusing(work)
