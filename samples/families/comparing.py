"""When a text, a figure or a form is the one that was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from samples.truth import folded
from shibiao.schemas.records import Form, Value

_MARKS = re.compile(r"[\[\]【】()_\-—\s]")


def paired(truths: Sequence[dict[str, Any]], forms: Sequence[Form]) -> list[tuple[dict[str, Any], Form | None]]:
    """Each truth with its form: in the file's order if the counts agree, else by the names they share."""
    if len(truths) == len(forms):
        return list(zip(truths, forms, strict=True))
    found = [_names(form) for form in forms]
    shared = [(len(_named(truth) & names), t, f) for t, truth in enumerate(truths) for f, names in enumerate(found)]
    mates: dict[int, int] = {}
    for count, t, f in sorted(shared, key=lambda s: (-s[0], s[1], s[2])):
        if count and t not in mates and f not in mates.values():
            mates[t] = f
    return [(truth, forms[mates[t]] if t in mates else None) for t, truth in enumerate(truths)]


def _named(truth: dict[str, Any]) -> set[str]:
    wanted = [*(i["name"] for i in truth["indicators"]), *truth["fields"].values()]
    return {folded(text) for want in wanted for text in accepted(want) if text}


def _names(form: Form) -> set[str]:
    values = [*form.fields.values(), *(i.name for i in form.indicators)]
    return {folded(read(value)) for value in values}


def accepted(want: str | list[str] | None) -> list[str]:
    """The texts that are right; "" where none is printed."""
    return want if isinstance(want, list) else [want or ""]


def read(value: Value | None) -> str:
    """What was read, "" for nothing."""
    return (value.value if value else None) or ""


def agrees(value: Value | None, texts: Sequence[str]) -> bool:
    """Whether one of the texts was read, white space and width aside."""
    return folded(read(value)) in {folded(text) for text in texts}


def bare(text: str) -> str:
    """A text without brackets, dashes and spaces: codes stand before and behind names."""
    return _MARKS.sub("", folded(text))


def is_number(text: str) -> bool:
    """Whether it is a decimal."""
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


def same_number(said: str, want: str) -> bool:
    """Equal figures; a % may stand behind what was read."""
    plain = said.removesuffix("%")
    return is_number(plain) and Decimal(plain) == Decimal(want)
