"""Which character a part is of, by all that tells it."""

from __future__ import annotations

from shibiao.extract.model import Glyph
from shibiao.extract.scan.likeliest import Offers, likeliest

NO_PAIRS: frozenset[str] = frozenset()


def told(offers: Offers, before: str = "", after: str = "", pairs: frozenset[str] = NO_PAIRS) -> str | None:
    glyph = likeliest(offers, before, after, pairs)
    return glyph and glyph.char


def test_what_the_recogniser_reads_stays_where_nothing_is_likelier() -> None:
    read = Glyph("鹰", 0.9, 10.0)
    assert likeliest(Offers(read, {}, {}), "", "", NO_PAIRS) is read
    assert likeliest(Offers(read, {"鹰": 0.6, "应": 0.4}, {}), "", "", NO_PAIRS) is read


def test_what_the_reader_of_parts_sees_makes_a_word() -> None:
    read = Glyph("至", 0.95, 10.0, (("到", 0.02),))
    assert told(Offers(read, {"到": 0.5, "至": 0.4}, {}), before="得") == "到"
    assert told(Offers(read, {"到": 0.5, "至": 0.4}, {}), before="甚") == "至"


def test_a_pair_of_the_page_is_a_word() -> None:
    offers = Offers(Glyph("土", 0.9, 10.0), {"社": 0.3, "土": 0.3}, {})
    assert told(offers, after="鹰") == "土"
    assert told(offers, after="鹰", pairs=frozenset({"社鹰"})) == "社"


def test_the_same_part_of_the_pages_own_character_tells_it() -> None:
    read = Glyph("娄", 0.6, 10.0)
    assert told(Offers(read, {}, {"数": 0.9})) == "数"
    assert told(Offers(read, {}, {"数": 0.75})) == "娄"


def test_where_nothing_was_read_little_tells_nothing() -> None:
    assert told(Offers(None, {"持": 0.2, "抹": 0.25}, {})) is None
    assert told(Offers(None, {"持": 0.2, "抹": 0.25}, {}), before="保") == "持"
    assert told(Offers(None, {}, {})) is None


def test_the_one_read_is_kept_among_the_others() -> None:
    glyph = likeliest(Offers(Glyph("至", 0.95, 10.0), {"到": 0.5}, {}), "得", "", NO_PAIRS)
    assert glyph == Glyph("到", 0.5, 10.0, (("至", 0.95),))


def test_figures_and_signs_are_offered_for_none() -> None:
    assert told(Offers(Glyph("人", 0.9, 10.0), {"A": 0.9, "，": 0.9}, {})) == "人"
