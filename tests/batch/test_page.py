"""The report page: what it shows is what was counted, and nothing that a file is named or holds can harm it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from shibiao.batch.figures import CONFIDENCE_STEPS, FolderFigures
from shibiao.batch.markup import share, shown
from shibiao.batch.page import report_html, state_of
from shibiao.batch.page_inputs import chosen_folders
from shibiao.batch.page_values import zones
from shibiao.batch.plots import Part, bar
from shibiao.wording import LANGUAGES, texts
from tests.batch.runs import EMPTY, FIGURES, RUNS, UNFINISHED

SAID = texts("zh")
VOID = frozenset({"meta", "br", "rect", "line"})


class Reader(HTMLParser):
    """Checks that every element is closed where it must be, and keeps elements and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data.replace("\xa0", " ")


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', page, re.DOTALL)
    assert found, name
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", RUNS)
def test_the_page_is_well_formed_and_stands_alone(state: str, language: str) -> None:
    page = report_html(RUNS[state], texts(language))
    assert page.encode("utf-8")
    reader = read(page)
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "base", "a"}
    assert not [name for name, _ in reader.attributes if name in ("src", "href", "style") or name.startswith("on")]
    assert len(reader.ids) == len(set(reader.ids))
    assert {value for name, value in reader.attributes if name == "aria-labelledby"} <= set(reader.ids)
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"@import|url\(|https?:|//", style)
    assert "http" not in page.replace("http-equiv", "")
    assert "{" not in reader.text.replace("{0}", "")


@pytest.mark.parametrize("state", RUNS)
def test_every_drawing_is_xml_and_is_told_in_words(state: str) -> None:
    for drawing in re.findall(r"<svg.*?</svg>", report_html(RUNS[state], SAID), re.DOTALL):
        root = ElementTree.fromstring(drawing)
        assert root.get("role") == "img"
        assert (root.get("aria-label") or "").strip()
        assert all(child.findtext("title") for child in root.iter("rect"))


@pytest.mark.parametrize("state", RUNS)
def test_the_head_line_says_how_it_stands(state: str) -> None:
    assert state_of(RUNS[state]) == state
    assert SAID(f"page.state.{state}") in read(report_html(RUNS[state], SAID)).text


def test_the_figures_are_those_of_the_run() -> None:
    page = report_html(FIGURES, SAID)
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading
    assert (
        unescape(heading[1]).replace("\xa0", " ")
        == "1,270 个输入已全部处理：转换 1,217 个，重复 31 个，失败 20 个，隔离 2 个。"
    )
    text = read(page).text
    for figure in ("1,544", "98,765", "1,610", "7 小时 42 分", "1.2.3", "812 MB", "2026-11-25 03:44"):
        assert figure in text, figure
    assert SAID("page.balanced") in text
    assert figures_of(section(page, "failures")) == ["12", "6", "1", "1", "1", "1"]
    assert figures_of(section(page, "repairs")) == ["812", "77"]
    assert figures_of(section(page, "findings")) == ["41", "2", "1"]
    assert figures_of(section(page, "folders")) == ["1,246", "1,200", "30", "15", "1", "24", "17", "1", "5", "1"]
    assert figures_of(section(page, "families")) == ["1,500", "97.2%", "44", "2.8%"]


def figures_of(markup: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<td class="figure">(.*?)</td>', markup)]


def test_inputs_that_went_astray_are_told() -> None:
    text = read(report_html(RUNS["astray"], SAID)).text
    assert SAID("page.balanced") not in text
    assert SAID("page.unbalanced", sum="1,270", inputs="1,273", difference=3) in text


def test_confidence_shows_what_is_accepted_unseen_and_what_is_doubtful() -> None:
    assert FIGURES.confidence
    assert [tuple(zone) for zone in zones(FIGURES.confidence)] == [("sure", 880), ("check", 105), ("doubt", 15)]
    markup = section(report_html(FIGURES, SAID), "confidence")
    assert [unescape(share) for share in re.findall(r"<dd>(.*?) <small>", markup)] == ["88.0%", "10.5%", "1.5%"]
    assert figures_of(markup)[::2] == ["820", "60", "40", "30", "20", "15", "10", "5"]


def test_a_run_without_values_has_no_confidence_to_show() -> None:
    page = report_html(replace(FIGURES, confidence=(0,) * len(CONFIDENCE_STEPS)), SAID)
    assert SAID("page.confidence.none") in section(page, "confidence")


def test_an_unfinished_run_says_what_is_missing_and_why() -> None:
    page = report_html(UNFINISHED, SAID)
    text = read(page).text
    assert "已处理 1,270 个，还剩 730 个" in text
    assert SAID("page.pending.why") in text
    assert SAID("page.foot.as-of") in text
    assert 'id="repairs"' not in page


def test_a_run_without_inputs_is_a_page_too() -> None:
    text = read(report_html(EMPTY, SAID)).text
    assert SAID("page.head.empty") in text
    assert SAID("page.balanced") not in text


def test_names_and_texts_are_only_ever_text() -> None:
    page = report_html(FIGURES, SAID)
    assert "<script" not in page
    assert "<i>" not in page
    text = read(page).text
    assert "坏\\n名\"'><script src=x>alert(1)</script><!--&amp;{0}\\udce4\\u202e\\x00\\ufffe" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", page)


def test_a_repair_marks_what_was_put_in() -> None:
    markup = section(report_html(FIGURES, SAID), "repairs")
    assert "满意度指<ins>标</ins>" in markup
    assert "<ins>居</ins>民覆盖率" in markup
    assert "改善沿河</bdi></li>" in markup


def test_failures_say_what_to_do() -> None:
    text = read(section(report_html(FIGURES, SAID), "failures")).text
    assert SAID("page.failure.damaged") in text
    assert SAID("page.failure.encrypted") in text
    assert SAID("failure.no-form") in text
    assert SAID("page.failed.unreadable") in text
    assert SAID("page.failure.crashed") in text
    assert SAID("page.failed.quarantined") in text
    assert SAID("page.failed.detail", detail="<SIGSEGV>") in text


def test_many_folders_are_cut_to_the_largest_and_the_worst() -> None:
    large = [FolderFigures(f"大{number}", 1_000 + number, 0, 0, 0, 0) for number in range(40)]
    bad = [FolderFigures(f"坏{number}", 1, 0, 5 + number, 0, 0) for number in range(10)]
    kept, rest = chosen_folders(large + bad)
    assert len(kept) == 15
    assert {folder.folder for folder in kept} == {f"坏{n}" for n in range(2, 10)} | {f"大{n}" for n in range(33, 40)}
    assert sum(folder.total for folder in kept + rest) == sum(folder.total for folder in large + bad)
    figures = replace(FIGURES, folders=tuple(large + bad), inputs=sum(folder.total for folder in large + bad))
    assert SAID("page.folder.rest", count=35) in section(report_html(figures, SAID), "folders")


def test_time_tells_how_most_pages_fared() -> None:
    text = read(section(report_html(FIGURES, SAID), "times")).text
    assert "平均每页 0.082 秒" in text
    assert "50% 的页不到 0.05 秒，95% 的页不到 0.2 秒" in text
    assert "5% 以上的页超过 30 秒" in text
    assert SAID("kind.text") not in text


@pytest.mark.parametrize(
    ("part", "whole", "worded"),
    [(0, 0, "0%"), (0, 9, "0%"), (9, 9, "100%"), (1, 99_999, "<0.1%"), (99_998, 99_999, ">99.9%"), (1, 3, "33.3%")],
)
def test_only_nothing_is_0_and_only_all_is_100_per_cent(part: int, whole: int, worded: str) -> None:
    assert share(part, whole) == worded


def test_what_is_not_nothing_is_seen_in_a_bar() -> None:
    drawing = ElementTree.fromstring(bar([Part("a", 99_990, "a"), Part("b", 10, "b"), Part("c", 0, "c")], 100_000, "x"))
    widths = [float(part.get("width", "0")) for part in drawing.iter("rect")]
    assert len(widths) == 2
    assert min(widths) >= 2
    assert sum(widths) == pytest.approx(1000, abs=0.2)


def test_bars_of_tiny_parts_only_stay_within_the_whole() -> None:
    drawing = ElementTree.fromstring(bar([Part("a", 1, "a"), Part("b", 1, "b")], 100_000, "x"))
    assert [float(part.get("width", "0")) for part in drawing.iter("rect")] == [4, 4]


def test_common_characters_stay_as_they_are() -> None:
    assert shown("年度 𠮷 é 😀") == "年度 𠮷 é 😀"
