"""The record models: what shibiao writes (schema ``shibiao.form/1``).

The published JSON Schema is generated from these classes. Every model is frozen: a stage that
believes something else makes a new record. Numbers and amounts are exact decimals kept as strings.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_ID = "shibiao.form/1"

Status = Literal[
    "complete",
    "clipped-recovered",
    "clipped-lost",
    "repaired-vocabulary",
    "repaired-archive",
    "variant",
    "unread",
    "corrected",
]
Pane = Literal["mid_term", "annual"]
Severity = Literal["error", "warning", "info"]
Operator = Literal[">=", "<=", ">", "<", "="]
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


class Record(BaseModel):
    """Base of all records: frozen, closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _is_absent(found: object) -> bool:
    """Whether a key that came later has nothing to say: it is then not written."""
    return not found


class Candidate(Record):
    """A longer text of the archive that a cut text could have been, and the cell where it stands."""

    text: str
    form_id: str
    cell: str


class OtherReading(Record):
    """A second reader's text for the same cell, kept where it differs."""

    reader: str
    text: str


class Evidence(Record):
    """Why ``value`` is believed although it differs from ``raw``, or why it is doubted.

    ``kind``: ``hidden-glyphs`` · ``vocabulary`` · ``archive`` · ``cut`` · ``disagreement`` ·
    ``misreading`` · ``alignment`` · ``unit`` · ``display`` (an office file does not say what its program shows).
    ``reasons`` are short stable words (``fills-cell``, ``ends-inside-word``, ``trailing-comma``, ``open-bracket`` …).
    """

    kind: str
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    readings: tuple[OtherReading, ...] = ()


class Value(Record):
    """One value with its provenance.

    ``value`` is what we believe, ``raw`` what is printed, ``confidence`` the probability that ``value``
    is what the form says. A printed but empty cell has ``value`` None and ``raw`` "".
    """

    value: str | None
    raw: str
    status: Status = "complete"
    confidence: float = Field(ge=0, le=1)
    cell: str | None = None
    evidence: Evidence | None = None


class ScanRecord(Record):
    """A page that was read as a picture.

    ``width`` and ``height`` are the original's pixels as viewers show it, turned as its orientation tag says, and
    square where a fax's are not; a point of the record's boxes is ``dpi / 72`` of them.
    ``dpi_from``: the file said so, or it was estimated. ``turned`` (clockwise quarter turns in degrees) and
    ``skew`` (degrees) were undone for reading. ``reason``: ``image``, or why a PDF's own text was not trusted.
    ``legibility``: the mean probability that the first reader gave its characters, 0 to 1.
    """

    page: int
    width: int
    height: int
    dpi: float
    dpi_from: Literal["file", "estimate"]
    turned: int
    skew: float
    reason: str
    legibility: float


class MarkRecord(Record):
    """A seal, a signature or a coloured pen's line on a scan: noted, not read.

    ``bbox`` in points of the page, origin top left.
    """

    page: int
    kind: Literal["seal", "signature", "pen"]
    bbox: tuple[float, float, float, float]


class SourceRecord(Record):
    """The file a form comes from; ``pages`` count from 1. ``scans``: those read as pictures."""

    name: str
    sha256: str
    kind: Literal["digital", "scan", "text"]
    pages: tuple[int, ...]
    scans: tuple[ScanRecord, ...] = ()


class Period(Record):
    """Years, both included."""

    start: int
    end: int


class FundRecord(Record):
    """One amount of the funds block.

    ``item``: total · fiscal · carry_over · other · … (``schemas/vocabulary/funds.yaml``). ``measure`` is
    ``amount`` in a target form; a self-evaluation has several figures a row: ``initial_budget``,
    ``budget``, ``executed``, ``weight``, ``execution_rate``, ``score``. ``unit`` is 万元, 元, % or 分,
    None where the form does not say. ``label`` is the row's printed label.
    """

    pane: Pane
    item: str
    measure: str = "amount"
    amount: Value
    unit: str | None = None
    label: Value | None = None


class GoalRecord(Record):
    """One goal text. ``kind`` tells a target from the reported result of a self-evaluation."""

    pane: Pane
    kind: Literal["expected", "actual"] = "expected"
    period: Period | None = None
    text: Value


class IndicatorRecord(Record):
    """One indicator of one pane. It exists where a name or a target is printed.

    ``operator``, ``number``, ``number2``, ``unit`` and ``value_class`` are parsed from ``target``
    (``docs/values.md``), together with ``printed_operator`` and ``printed_unit`` where the form gives these columns of
    their own; ``actual``, ``weight``, ``score`` and ``deviation`` exist in self-evaluations. ``object``: the unit or
    village that the target is for, where a form has a column or a row for each. ``extra``: further columns by their
    key in the family's declaration (``explanation``, ``scoring_rule``, ``remark`` …). What a form does not have is not
    written.
    """

    pane: Pane
    level1: Value | None
    level2: Value | None
    name: Value
    target: Value
    operator: Operator | None = None
    number: str | None = None
    number2: str | None = None
    unit: str | None = None
    value_class: str = Field(default="empty", alias="class")
    actual: Value | None = None
    weight: Value | None = None
    score: Value | None = None
    deviation: Value | None = None
    object: Value | None = Field(default=None, exclude_if=_is_absent)
    printed_operator: Value | None = Field(default=None, exclude_if=_is_absent)
    printed_unit: Value | None = Field(default=None, exclude_if=_is_absent)
    extra: dict[str, Value] = Field(default_factory=dict, exclude_if=_is_absent)


class SuggestionRecord(Record):
    """The one cell that a failed check points to, and the value that would mend it. Never applied."""

    cell: str
    value: str


class FindingRecord(Record):
    """A rule of ``schemas/checks.yaml`` that the form does not meet, and the cells it is about.

    ``suggestion``: where several equations fail together and one cell alone would mend them all.
    """

    rule: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    suggestion: SuggestionRecord | None = Field(default=None, exclude_if=_is_absent)


class PairRecord(Record):
    """A label and what stands beside it, found by their places alone: nothing is known of what they mean."""

    label: Value
    value: Value


class CellRecord(Record):
    """A cell of the grid; ``bbox`` in points (text dumps: characters and lines), origin top left.

    ``quad``: on a page that lies askew or was photographed aslant, the cell's four corners (x, y) in the same points,
    clockwise from its own top left, that is the top left when the page is upright. ``bbox`` is then the box around
    them, which overlaps its neighbours'. The key is not written where ``bbox`` is the cell to within half a point.
    """

    id: str
    page: int
    bbox: tuple[float, float, float, float]
    row: int
    col: int
    rowspan: int
    colspan: int
    text: Value
    quad: Corners | None = Field(default=None, exclude_if=_is_absent)

    @property
    def corners(self) -> Corners:
        """Where the cell is: ``quad``, or the corners of ``bbox`` clockwise from its top left."""
        x0, y0, x1, y1 = self.bbox
        return self.quad or ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


class Form(Record):
    """One form as read, repaired, typed and checked.

    ``tables``: lists other than indicators (a schedule, a register), by the family's name for them: rows of values by
    column key. ``pairs``: only where the family is unknown.
    """

    schema_id: str = Field(default=SCHEMA_ID, alias="schema")
    form_id: str
    family: str
    source: SourceRecord
    title: Value | None = None
    year: Value | None = None
    fields: dict[str, Value] = Field(default_factory=dict)
    funds: tuple[FundRecord, ...] = ()
    goals: tuple[GoalRecord, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    tables: dict[str, tuple[dict[str, Value], ...]] = Field(default_factory=dict, exclude_if=_is_absent)
    pairs: tuple[PairRecord, ...] = Field(default=(), exclude_if=_is_absent)
    findings: tuple[FindingRecord, ...] = ()
    cells: tuple[CellRecord, ...] = ()
    marks: tuple[MarkRecord, ...] = ()
