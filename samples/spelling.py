"""The same target as different clerks spell it: ≥95%, 95%以上, ≧95%, 不低于95%, ９５％."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from samples.content import SampleForm

_QUANTITY = re.compile(r"(?P<sign>[≥≤>=]?)(?P<number>\d+(?:\.\d+)?)(?P<unit>.+)")
_PERCENT = ("%", "百分比")
_PLAIN_SHARE = 0.7
_FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_SIGNS = {
    "≥": ("≧{0}", ">={0}", "{0}以上", "不低于{0}", "不少于{0}", "大于等于{0}"),
    "≤": ("≦{0}", "<={0}", "不超过{0}", "控制在{0}以内", "{0}以内"),
    "=": ("＝{0}", "{0}"),
    "": ("{0}", "={0}"),
}
_ENDINGS: tuple[Callable[[str], str], ...] = (
    str,
    str,
    str,
    lambda text: text + "。",
    lambda text: text.translate(_FULL_WIDTH),
)
# {0} is the form's year.
_OTHER_WORDS = {
    "12月底前": ("{0}年底前", "12月31日前", "每年12月底前", "1-12月", "{0}年1月-12月", "{0}.01-{0}.12"),
    "否": ("无", "/", "不涉及"),
    "逐步降低": ("逐年递减8%", "较上年减少≥2%"),
    "有所增长": ("提升10%", "同比增长5%以上"),
    "0起": ("零发生", "≤0起"),
}


def respelt(form: SampleForm, rng: random.Random) -> SampleForm:
    """The form with some targets spelt in another way; none changes its meaning."""
    return replace(
        form, indicators=tuple(replace(i, target=_respelt(i.target, form.year, rng)) for i in form.indicators)
    )


def _respelt(target: str, year: int, rng: random.Random) -> str:
    if rng.random() < _PLAIN_SHARE:
        return target
    if target in _OTHER_WORDS:
        return rng.choice(_OTHER_WORDS[target]).format(year)
    matched = _QUANTITY.fullmatch(target)
    if not matched or matched["unit"][0] in "年月日" or "底" in matched["unit"]:
        return target
    sign, number, unit = matched.groups()
    if unit in _PERCENT:
        number, unit = rng.choice(_percents(number))
    elif sign in _SIGNS and number.isdigit() and len(number) > 4:
        number = rng.choice((number, f"{int(number):,}"))
    forms = _SIGNS.get(sign, (sign + "{0}",))
    spelt = rng.choice((sign + "{0}", *forms)).format(number + unit)
    return rng.choice(_ENDINGS)(spelt)


def _percents(number: str) -> list[tuple[str, str]]:
    """Number and sign of a rate; exports write two decimals or brackets."""
    decimals = number if "." in number else f"{number}.00"
    return [(number, "%"), (number, "百分比"), (number, "％"), (decimals, "%"), (decimals, "(%)"), (number, "（%）")]
