"""What a paragraph of a word processor's document shows (ECMA-376 part 1, 17.3): insertions read, deletions not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shibiao.extract.office.numbering import Numbering

# Not shown, or not where it stands: deletions, field codes, notes, the reading of characters, properties.
_PASSED = frozenset({
    "w.del", "w.moveFrom", "w.delText", "w.instrText", "w.delInstrText", "w.pPr", "w.rPr", "w.rt", "w.sdtPr",
    "w.sdtEndPr", "w.tcPr", "w.trPr", "w.tblPr", "w.object", "x.binData",
})  # fmt: skip
_WRITTEN = {"w.noBreakHyphen": "-", "w.tab": "\t", "w.ptab": "\t", "w.cr": "\n"}
# Signs of Wingdings and its kin that forms tick with; fonts of symbols have no other characters.
_SYMBOLS = {
    "F0FE": "☑", "F052": "☑", "F053": "☒", "F0FD": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□", "F071": "□",
    "F0FC": "√", "F050": "√", "F0FB": "×", "F0D6": "√",
}  # fmt: skip
UNKNOWN = "\ufffd"


@dataclass(slots=True)
class Shown:
    """A paragraph: its text in the parts that page breaks make of it, what is doubted, and the boxes that hang on it.

    ``unseen``: it holds text that is hidden.
    """

    parts: list[str] = field(default_factory=lambda: [""])
    doubt: str = ""
    unseen: bool = False
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def shown_paragraph(paragraph: Element, numbering: Numbering) -> Shown:
    """The text of a ``w:p`` with the number or bullet before it."""
    shown = Shown()
    _walk(paragraph, shown)
    label = numbering.label(paragraph)
    if label is None:
        shown.doubt = "numbering"
    elif label and shown.text.strip():
        shown.parts[0] = label + shown.parts[0]
    return shown


def _walk(element: Element, shown: Shown) -> None:
    for child in element:
        tag = child.tag
        if tag in _PASSED:
            continue
        if tag == "w.t" or tag == "m.t":
            shown.parts[-1] += child.text or ""
        elif tag in _WRITTEN:
            shown.parts[-1] += _WRITTEN[tag]
        elif tag == "w.br":
            _break(child, shown)
        elif tag == "w.sym":
            shown.parts[-1] += _SYMBOLS.get(child.get("w.char", "").upper(), UNKNOWN)
        elif tag == "w.txbxContent":
            shown.boxes.append(child)
        elif tag == "mc.AlternateContent":
            choice = next((c for c in child if c.tag == "mc.Choice"), None)
            _walk(choice if choice is not None else child, shown)
        elif tag == "w.r" and _is_hidden(child):
            hidden = Shown()
            _walk(child, hidden)
            shown.unseen |= bool(hidden.text.strip())
        else:
            _walk(child, shown)


def _break(element: Element, shown: Shown) -> None:
    if element.get("w.type") == "page":
        shown.parts.append("")
    else:
        shown.parts[-1] += "\n"


def _is_hidden(run: Element) -> bool:
    properties = run.find("w.rPr")
    return properties is not None and is_on(properties.find("w.vanish"))


def is_on(switch: Element | None) -> bool:
    """Whether a property that stands for yes is there, and not said to be off."""
    return switch is not None and switch.get("w.val", "1") not in ("0", "false", "off")


def blocks_of(element: Element) -> Iterator[Element]:
    """The paragraphs and tables directly in a body, a cell or a text box, content controls opened."""
    for child in element:
        if child.tag in ("w.p", "w.tbl"):
            yield child
        elif child.tag == "mc.AlternateContent":
            choice = next((c for c in child if c.tag == "mc.Choice"), None)
            yield from blocks_of(choice if choice is not None else child)
        elif child.tag not in _PASSED:
            yield from blocks_of(child)
