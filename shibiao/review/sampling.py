"""A random sample of forms that anyone can draw again, with a pencil if need be.

Each form's place in the line is SHA-256 of ``seed|lot_sha256|form_id`` in hex; of every stratum the first are drawn. No
random number generator of any language is needed, and nobody who does not know the seed can tell what will be drawn.
Forms are drawn and not cells: what is wrong in one cell of a form is likely to be wrong in its neighbours too, so that
a limit for independent cells would be too narrow.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from shibiao.exits import ExitCode, Stop
from shibiao.review.limits import Stratum
from shibiao.review.lot import Lot
from shibiao.review.sizes import Size, allocate, allowed_with, sample_size, strata_size

FORMAT = "shibiao-sample-1"
# What --by may say, and the column of forms.csv that it means.
STRATA = {"year": "fiscal_year", "unit": "implementing_unit", "source": "source_kind"}
_SEED = re.compile(r"[0-9A-Za-z._-]{1,64}")
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for: rates as shares of 1; ``by`` are keys of STRATA; ``size`` instead of what the rates need.

    ``only`` narrows the lot: keys of STRATA with a text that a form may have there (one key several times: any of the
    texts). ``curtailed``: examination may stop as soon as the forms that are left cannot change the verdict.
    """

    confidence: float = 0.95
    tolerable: float = 0.05
    expected: float = 0.01
    by: tuple[str, ...] = ()
    size: int | None = None
    seed: str | None = None
    curtailed: bool = False
    only: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of forms.csv that strata are made of: a lot that is narrowed by a column is a stratum of it."""
        wanted = {*self.by, *(name for name, _ in self.only)}
        return tuple(column for name, column in STRATA.items() if name in wanted)


@dataclass(frozen=True, slots=True)
class PlanStratum:
    """``key``: the texts of its forms in the plan's columns."""

    key: tuple[str, ...]
    forms: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sample is drawn and judged; fixed before any form of it is looked at.

    With at most ``allowed`` wrong forms the lot is shown, at this confidence, to have no more than the tolerable share;
    None: no result of this size could show it. ``lot`` counts the forms of the strata; ``only``, by columns: what the
    lot was narrowed to, of the forms that ``lot_sha256`` is about.
    """

    seed: str
    lot: int
    lot_sha256: str
    tables_sha256: str
    confidence: float
    tolerable: float
    expected: float
    columns: tuple[str, ...]
    strata: tuple[PlanStratum, ...]
    allowed: int | None
    curtailed: bool
    only: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """How many forms are drawn."""
        return sum(one.drawn for one in self.strata)


@dataclass(frozen=True, slots=True)
class Sample:
    """``forms`` in the order of drawing, ``stratum`` the index of each one's stratum. ``drawn_at``: UTC, ISO 8601."""

    plan: Plan
    forms: tuple[str, ...]
    stratum: tuple[int, ...]
    drawn_at: str

    @property
    def sample_id(self) -> str:
        """From plan and forms, not from the time: drawing the same again gives the same sample."""
        said = _json({"plan": plan_said(self.plan), "forms": self.forms, "stratum": self.stratum})
        return hashlib.sha256(said.encode()).hexdigest()[:_ID_LENGTH]

    def strata(self, wrong: frozenset[str] = frozenset()) -> list[Stratum]:
        """The strata for ``limits``, with the wrong ones among the forms drawn."""
        counts = [0] * len(self.plan.strata)
        for form_id, index in zip(self.forms, self.stratum, strict=True):
            counts[index] += form_id in wrong
        return [Stratum(one.forms, one.drawn, n) for one, n in zip(self.plan.strata, counts, strict=True)]


def new_seed() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(16)


class Division(NamedTuple):
    """A lot by strata: of each its key, its forms and how many of them are to be drawn."""

    keys: tuple[tuple[str, ...], ...]
    forms: tuple[int, ...]
    drawn: tuple[int, ...]
    allowed: int | None


def division(counts: Mapping[tuple[str, ...], int], demand: Demand) -> Division:
    """How a demand divides a lot, given the forms of every stratum by its texts in ``demand.columns``.

    Nothing is drawn yet: it tells the size before. Raises: Stop where the demand makes no sense.
    """
    _check(demand)
    keys = tuple(sorted(key for key in counts if belongs(key, demand)))
    if not keys:
        raise Stop(
            ExitCode.WRONG_USAGE, "sample.none-such", only=" ".join(f"{name}={text}" for name, text in demand.only)
        )
    forms = tuple(counts[key] for key in keys)
    size = _size(forms, demand)
    return Division(keys, forms, allocate(forms, size.drawn), size.allowed)


def belongs(key: tuple[str, ...], demand: Demand) -> bool:
    """Whether the forms of a stratum belong to the lot that is asked for."""
    texts = dict(zip(demand.columns, key, strict=True))
    wanted: dict[str, set[str]] = defaultdict(set)
    for name, text in demand.only:
        wanted[STRATA[name]].add(text)
    return all(texts[column] in some for column, some in wanted.items())


def draw(lot: Lot, stratum_of: Callable[[str], tuple[str, ...]], demand: Demand, drawn_at: str) -> Sample:
    """The sample that a lot, a demand and its seed give. Raises: Stop where the demand makes no sense."""
    members: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for form_id in lot.forms:
        members[stratum_of(form_id)].append(form_id)
    parts = division({key: len(forms) for key, forms in members.items()}, demand)
    seed = demand.seed or new_seed()
    plan = Plan(
        seed=seed,
        lot=sum(parts.forms),
        lot_sha256=lot.lot_sha256,
        tables_sha256=lot.tables_sha256,
        confidence=demand.confidence,
        tolerable=demand.tolerable,
        expected=demand.expected,
        columns=demand.columns,
        strata=tuple(PlanStratum(*one) for one in zip(parts.keys, parts.forms, parts.drawn, strict=True)),
        allowed=parts.allowed,
        curtailed=demand.curtailed,
        only=tuple((STRATA[name], text) for name, text in demand.only),
    )
    chosen = [
        (place, form_id, index)
        for index, one in enumerate(plan.strata)
        for place, form_id in _line(seed, lot.lot_sha256, members[one.key])[: one.drawn]
    ]
    chosen.sort()
    return Sample(plan, tuple(form for _, form, _ in chosen), tuple(index for _, _, index in chosen), drawn_at)


def _line(seed: str, lot_sha256: str, forms: list[str]) -> list[tuple[str, str]]:
    return sorted((place_of(seed, lot_sha256, form_id), form_id) for form_id in forms)


def place_of(seed: str, lot_sha256: str, form_id: str) -> str:
    """A form's place in the line."""
    return hashlib.sha256(f"{seed}|{lot_sha256}|{form_id}".encode()).hexdigest()


def _size(sizes: Sequence[int], demand: Demand) -> Size:
    if demand.size is None:
        if len(sizes) == 1:
            return sample_size(sizes[0], demand.confidence, demand.tolerable, demand.expected)
        return strata_size(sizes, demand.confidence, demand.tolerable, demand.expected)
    if not len(sizes) <= demand.size <= sum(sizes):
        raise Stop(ExitCode.WRONG_USAGE, "sample.bad-size", size=demand.size, least=len(sizes), most=sum(sizes))
    return Size(demand.size, allowed_with(sizes, demand.size, demand.confidence, demand.tolerable))


def _check(demand: Demand) -> None:
    """Raises: Stop (WRONG_USAGE)."""
    if not 0.5 <= demand.confidence < 1 or not 0 <= demand.expected < demand.tolerable < 1:
        raise Stop(ExitCode.WRONG_USAGE, "sample.bad-rates")
    if demand.seed is not None and not _SEED.fullmatch(demand.seed):
        raise Stop(ExitCode.WRONG_USAGE, "sample.bad-seed")


def plan_said(plan: Plan) -> dict[str, Any]:
    """A plan as it is kept and hashed. What the lot was narrowed to is left out where it was not."""
    said = asdict(plan)
    if not plan.only:
        del said["only"]
    return said


def sample_json(sample: Sample) -> bytes:
    """As it is kept."""
    said = {
        "format": FORMAT,
        "sample_id": sample.sample_id,
        "drawn_at": sample.drawn_at,
        "plan": plan_said(sample.plan),
        "forms": sample.forms,
        "stratum": sample.stratum,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def sample_of(data: bytes) -> Sample:
    """What ``sample_json`` wrote. Raises: ValueError for anything else, a changed plan among it."""
    try:
        said: dict[str, Any] = json.loads(data)
        plan = dict(said["plan"])
        strata = tuple(PlanStratum(tuple(one["key"]), one["forms"], one["drawn"]) for one in plan.pop("strata"))
        sample = Sample(
            Plan(
                columns=tuple(plan.pop("columns")),
                strata=strata,
                only=tuple((column, text) for column, text in plan.pop("only", ())),
                **plan,
            ),
            tuple(said["forms"]),
            tuple(said["stratum"]),
            str(said["drawn_at"]),
        )
        whole = said["format"] == FORMAT and said["sample_id"] == sample.sample_id
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a sample") from error
    if not whole:
        raise ValueError("the sample is not what its id says")
    return sample


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
