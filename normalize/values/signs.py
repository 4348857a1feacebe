"""The cell beside a value that holds its sign: ≥, 大于等于, 定性, 定量（其他）, 不适用, 正向."""

from __future__ import annotations

from typing import NamedTuple

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.printed import printed_form, without_frame

_BARS = "-—一_"


class Sign(NamedTuple):
    """The operator and the nature that a sign cell says."""

    operator: str | None = None
    nature: str | None = None
    flags: tuple[str, ...] = ()


def read_sign(raw: str, words: Lexicon) -> Sign:
    """The sign of a cell; one that says both (定量 ≥) gives both, one that says nothing known is flagged."""
    text = without_frame(printed_form(raw))
    if not text or (text in words.qualities.not_applicable and text not in words.natures):
        return Sign()
    nature = max((word for word in words.natures if text.startswith(word)), key=len, default="")
    rest = text[len(nature) :].strip(":、()")
    said = words.natures.get(nature)
    if not rest:
        return Sign(None, said)
    operator = words.operators.get(rest)
    if operator is not None:
        return Sign(operator, said)
    operator = words.lookalikes.get(rest) or words.operators.get(rest.rstrip(_BARS))  # ≧ read as ≥ and a bar
    if operator is not None:
        return Sign(operator, said, ("operator-lookalike",))
    return Sign(None, said, ("sign-unknown",))
