"""A value as a reader should see it: repaired ones before → after, doubtful and lost ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.text import Text

    from shibiao.schemas.records import Value

DOUBTFUL_BELOW = 0.9
_LOST = " ✂"
_DOUBTFUL = " ?"


def marked(value: Value | None, said: Texts) -> Text:
    """The value with its marks. What was printed is dim, what was put in its place green, doubt yellow or red.

    The marks are characters as well as colours, so that they survive a pipe and a monochrome terminal.
    """
    from rich.text import Text

    if value is None:
        return Text("")
    believed = value.value
    if believed is None:
        text = Text(value.raw or said("show.empty"), "dim")
    elif value.raw != believed and value.status != "complete":
        text = Text.assemble((value.raw or said("show.empty"), "dim strike"), " → ", (believed, "bold green"))
    else:
        text = Text(believed)
    return _with_marks(text, value)


def _with_marks(text: Text, value: Value) -> Text:
    if value.status in ("clipped-lost", "unread"):
        text.stylize("red")
        return text.append(_LOST, "bold red")
    if value.confidence < DOUBTFUL_BELOW:
        return text.append(_DOUBTFUL, "bold yellow")
    return text
