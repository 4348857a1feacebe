"""Whether the text of a PDF page is what stands on it. Where it is not, the page is read as a picture."""

from __future__ import annotations

import re
from typing import Literal

from shibiao.extract.model import BBox, Page

Reason = Literal["image", "invisible-text", "outlines", "unmapped", "mojibake"]

_FEW = 60  # characters: a stamped number or a scanning program's name, no page of text
_MOST = 0.5  # of the page, covered by images
_OUTLINES = 30  # painted shapes: text as curves, no decoration

_NO_CHARACTER = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_UNMAPPED_SHARE = 0.05
_UNMAPPED_LEAST = 5  # a bullet or two are no reason

_HANZI = re.compile(r"[\u4e00-\u9fff]+")
_HANZI_LEAST = 20
_COMMON_SHARE = 0.8
# Lead bytes of the everyday half of each character set: level 1 of GB 2312, and of Big5 for traditional print.
_COMMON = (("gb2312", bytes(range(0xB0, 0xD8))), ("big5", bytes(range(0xA4, 0xC7))))

_HIGH_LATIN = re.compile(r"[\u00a1-\u00fe]{4,}")  # GBK bytes, each taken for a Latin letter
_HIGH_LATIN_SHARE = 0.2


def picture_reason(page: Page) -> Reason | None:
    """Why a page must be read as a picture, None where its text can be trusted."""
    text = "".join("".join(run.text for run in page.runs).split())
    if len(text) <= _FEW and page.images and covered_share(page) >= _MOST:
        return "invisible-text" if page.unseen else "image"
    if not text:
        return "outlines" if page.shapes >= _OUTLINES else None
    if is_unmapped(text):
        return "unmapped"
    return "mojibake" if is_mojibake(text) else None


def covered_share(page: Page) -> float:
    """The part of the page, 0 to 1, that its images cover: scans may come in strips, which do not overlap."""
    paper = BBox(0, 0, page.width, page.height)
    parts = (image.bbox.meet(paper) for image in page.images)
    area = sum(part.width * part.height for part in parts if part)
    return min(1.0, area / max(page.width * page.height, 1.0))


def is_unmapped(text: str) -> bool:
    """Whether too many glyphs have no character: the font does not say which."""
    lost = len(_NO_CHARACTER.findall(text))
    return lost >= _UNMAPPED_LEAST and lost > _UNMAPPED_SHARE * len(text)


def is_mojibake(text: str) -> bool:
    """Whether these characters are bytes that were read in a wrong encoding."""
    latin = [part for part in _HIGH_LATIN.findall(text) if _is_common(_as_gbk(part), 1)]
    if sum(map(len, latin)) > _HIGH_LATIN_SHARE * len(text):
        return True
    hanzi = "".join(_HANZI.findall(text))
    return len(hanzi) >= _HANZI_LEAST and not _is_common(hanzi, _HANZI_LEAST)


def _as_gbk(latin: str) -> str:
    return "".join(_HANZI.findall(latin.encode("latin-1").decode("gb2312", "ignore")))


def _is_common(hanzi: str, least: int) -> bool:
    return len(hanzi) >= least and any(
        _lead_bytes(hanzi, encoding, common) >= _COMMON_SHARE * len(hanzi) for encoding, common in _COMMON
    )


def _lead_bytes(hanzi: str, encoding: str, wanted: bytes) -> int:
    """How many characters have one of these lead bytes in an encoding."""
    leads = hanzi.encode(encoding, "ignore")[0::2]
    return len(leads) - len(leads.translate(None, delete=wanted))
