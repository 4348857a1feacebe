"""What the layout stage collects about one form before the record is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from shibiao.extract.model import Cell
from shibiao.normalize.labels import LabelMatch
from shibiao.normalize.layout.sheet import SheetCell
from shibiao.normalize.reading import cell_value
from shibiao.normalize.scanned import READ_IN_PART
from shibiao.normalize.text import squeeze
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Evidence, Value


@dataclass(slots=True)
class CellValues:
    """The value of every cell of a form, refined as the parts of the form are made out."""

    confidences: Confidences
    values: dict[str, Value] = field(default_factory=dict)

    def of(self, cell: SheetCell) -> Value:
        """The cell's value as believed so far."""
        key = cell.id
        if key not in self.values:
            self.values[key] = cell_value(cell.cell, self.confidences)
        return self.values[key]

    def put(self, cell: SheetCell, value: Value) -> Value:
        """Replace the cell's value, and give it back."""
        self.values[cell.id] = value
        return value

    def label(self, cell: SheetCell, found: LabelMatch) -> Value:
        """Note that a cell is a known label; a damaged one is repaired to the spelling it was taken for."""
        if found.how == "exact":
            return self.settle(cell)
        value = repaired_label(self.of(cell), found.spelling, found.how, self.confidences)
        return self.put(cell, value)

    def settle(self, cell: SheetCell) -> Value:
        """A whole known word stands in the cell: that it fills the cell says nothing against it."""
        value = self.of(cell)
        if value.evidence is not None and value.evidence.kind == "cut":
            if value.value and squeeze(value.value) != squeeze(value.raw):  # the vocabulary told what the edge took
                told = repaired_label(value, value.value, "prefix", self.confidences)
                crossed = any(one.crossed for one in cell.cell.readings)
                if crossed and squeeze(value.value) not in squeeze(value.raw):  # or a pen's stroke hid it
                    told = told.model_copy(update={"confidence": min(told.confidence, self.confidences.crossed)})
                return self.put(cell, told)
            value = self.put(cell, cell_value(_uncut(cell.cell), self.confidences))
        return value


def _uncut(cell: Cell) -> Cell:
    """The cell as if its text kept clear of its edges."""
    return cell._replace(readings=tuple(one._replace(cut=False, fills=False) for one in cell.readings))


def no_surer_than_read(confidence: float, value: Value, confidences: Confidences) -> float:
    """The confidence of a repair of a value as it was read: of a line told by parts of its characters a label can be
    whole, and another."""
    in_part = value.evidence is not None and READ_IN_PART in value.evidence.reasons
    return min(confidence, confidences.read_in_part) if in_part else confidence


def repaired_label(value: Value, spelling: str, how: str, confidences: Confidences) -> Value:
    """A label with its damage mended; ``raw`` stays as printed."""
    confidence = confidences.repaired_typo if how == "typo" else confidences.repaired_vocabulary
    return value.model_copy(
        update={
            "value": spelling,
            "status": "repaired-vocabulary",
            "confidence": no_surer_than_read(confidence, value, confidences),
            "evidence": Evidence(kind="vocabulary", reasons=(how,)),
        }
    )
