"""A sample drawn, examined and stated in a real browser, with the figures of the command."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.wording import texts
from tests.app.conftest import Shibiao, shibiao
from tests.review.web.sittings import (
    Server,
    at_value,
    browser,
    chosen,
    moved_from,
    needs_browser,
    press_until,
    server,
    shoot,
    sitting,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "server", "shibiao"]
pytestmark = needs_browser
_READY = "#preview:not(.busy) .size"
_WAIT = 60_000  # the first plan waits for a worker to start, on a busy machine


def draw(page: Page, origin: str, **fields: str) -> str:
    """Draw a sample in the page; its id."""
    page.goto(f"{origin}/samples")
    page.wait_for_selector(_READY, timeout=_WAIT)
    for name, text in fields.items():
        page.fill(f'[name="{name}"]', text)
        page.wait_for_selector("#preview.busy, #preview .alert")
    page.wait_for_selector(_READY, timeout=_WAIT)
    page.click('[data-form="draw"] button.primary:enabled')
    page.wait_for_url("**/samples/*", timeout=_WAIT)
    return page.url.rsplit("/", 1)[-1]


def examine(page: Page, wrong: bool) -> None:
    """The form that is open: one value wrong, or all of them right."""
    page.wait_for_selector("#detail:not(.busy) article[data-number]")
    if wrong:
        number = chosen(page)
        press_until(page, "c", '.correction.correct [name="after"]')
        page.keyboard.press("Control+A")
        page.keyboard.type("另一个值")
        page.keyboard.press("Enter")
        at_value(page, number, "correct")
        moved_from(page, number)
    page.keyboard.press("A")
    page.keyboard.press("A")
    page.wait_for_selector("#whole .mark.doubtful" if wrong else "#whole .mark.decided")


def test_the_size_is_shown_before_anything_is_drawn(browser: Browser, server: Server, out: Path) -> None:
    before = set((out / "review" / "samples").glob("*"))
    with sitting(browser, server.url, "王审计") as page:
        page.click("text=抽样 >> nth=0")
        page.wait_for_selector(_READY, timeout=_WAIT)
        whole = page.inner_text("#preview .size")
        assert re.fullmatch(r"全部 28 张表中抽取 \d+ 张。", whole)
        page.check('[name="by"][value="year"]')
        page.wait_for_selector("#preview:not(.busy) table", timeout=_WAIT)
        shoot(page, "samples-draw")
        rows = page.locator("#preview tbody tr").all_inner_texts()
        assert sum(int(row.split("\t")[1]) for row in rows) == 28
        page.select_option('[data-only="year"]', "=2025")
        page.wait_for_function("() => !document.querySelector('#preview .size')?.textContent.includes('28')")
        page.fill('[name="tolerable"]', "0.5")  # below what is expected
        page.wait_for_selector("#preview:not(.busy) .alert", timeout=_WAIT)
        assert page.is_disabled('[data-form="draw"] button.primary')
        page.fill('[name="tolerable"]', "<b>")
        page.wait_for_selector("#preview:not(.busy) .alert:has-text('百分数')", timeout=_WAIT)
    assert set((out / "review" / "samples").glob("*")) == before


def test_a_sample_from_drawing_to_the_statement(browser: Browser, server: Server, out: Path, shibiao: Shibiao) -> None:
    with sitting(browser, server.url, "王审计") as page:
        name = draw(page, server.origin, size="3", seed="2026", tolerable="30", expected="1")
        page.wait_for_selector(".result .verdict.open", timeout=_WAIT)
        assert "全部核对完才有结论" in page.inner_text(".result")
        shoot(page, "sample-begun")
        page.click("text=去核对")
        page.wait_for_selector("h1:has-text('3 / 28 张表')")
        assert page.locator("a.row").count() == 3
        press_until(page, "j", "a.row")
        page.keyboard.press("Enter")
        for number in range(3):
            examine(page, wrong=number == 0)
            if number < 2:
                here = page.url
                page.keyboard.press("f")
                page.wait_for_url(lambda url, here=here: url != here)  # type: ignore[misc]
        page.goto(f"{server.origin}/?sample={name}")
        assert "已核对完 3 / 3 张" in page.inner_text(".totals")
        assert page.locator(".progress .mark.doubtful:has-text('完成 · 1 处有误')").count() == 1
        assert page.locator(".progress .mark.decided:has-text('完成 · 无误')").count() == 2
        page.goto(f"{server.origin}/samples/{name}")
        page.wait_for_selector(".result .rates", timeout=_WAIT)
        shoot(page, "sample-result")
        said = page.inner_text(".result .lead")
        told = shibiao("sample", out, "--result", "--id", name).out
        assert all(part in told for part in re.split(r"\s+", said) if part)
        for line in page.locator(".result .rates tbody tr").all_inner_texts():
            kind, found, rate, *_ = line.split("\t")
            wrong = int(found.split(" / ")[0])
            assert (f"{kind}：{wrong} / 3 张有错，估计 {rate}" in told) or not wrong or kind == "任何一处"
        with page.expect_popup() as opened:
            page.fill('[name="title"]', "青溪市 <b>2025</b>")
            page.click('button[formaction$="statement.html"]')
        paper = opened.value
        paper.wait_for_selector("h1:has-text('抽样审核结论书')")
        assert "青溪市 <b>2025</b>" in paper.inner_text("header")
        assert paper.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") == "center"  # its style holds
        shoot(paper, "statement")
        same_as_the_command(page, server.origin, out, name, shibiao)


def same_as_the_command(page: Page, origin: str, out: Path, name: str, shibiao: Shibiao) -> None:
    """But for the moment at which they were made."""
    written = {kind: out.parent / f"{kind}.html" for kind in ("statement", "acceptance")}
    arguments = [argument for kind, path in written.items() for argument in (f"--{kind}", path)]
    assert shibiao("sample", out, "--id", name, *arguments).code == 0
    moment = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
    for kind, path in written.items():
        answer = page.request.get(f"{origin}/samples/{name}/{kind}.html")
        assert moment.sub("", answer.text()) == moment.sub("", path.read_text("utf-8"))
        pdf = page.request.get(f"{origin}/samples/{name}/{kind}.pdf", timeout=_WAIT)
        assert pdf.headers["content-type"] == "application/pdf" and pdf.body().startswith(b"%PDF-")


def test_what_was_found_for_another_purpose_does_not_count(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        name = draw(page, server.origin, size="2", seed="7", tolerable="30", expected="1")
        form = page.get_attribute(".drawn a.row", "href") or ""
        page.goto(server.origin + form.split("?")[0])
        page.wait_for_selector("#detail:not(.busy) article[data-number]")
        assert page.is_visible("a.mark.doubtful:has-text('这样打开不计入')")
        number = chosen(page)
        press_until(page, "i", '.correction.illegible [name="reason"]')
        page.keyboard.press("Enter")
        at_value(page, number, "illegible")
        page.goto(server.origin + form)
        page.wait_for_selector(f'.value[data-item="{number}"][data-elsewhere]:not([data-verdict])')
        page.click(f'.value[data-item="{number}"]')
        page.wait_for_selector("#detail .decision.elsewhere:has-text('不计入这次抽样')")
        page.goto(f"{server.origin}/?sample={name}")
        assert "已核对完 0 / 2 张" in page.inner_text(".totals")
        assert page.locator("td.progress").all_inner_texts() == ["", ""]


def test_a_conversion_beside_the_open_desk_is_noticed(browser: Browser, server: Server, out: Path) -> None:
    manifest = out / "manifest.jsonl"
    with sitting(browser, server.url, "王审计") as page:
        page.goto(f"{server.origin}/?q=xlsx")
        press_until(page, "j", "a.row")
        page.keyboard.press("Enter")
        page.wait_for_selector("#detail:not(.busy) article[data-number]")
        lines = manifest.read_bytes().splitlines(keepends=True)
        manifest.write_bytes(b"".join(reversed(lines)))  # another run: other moments, the same forms
        page.wait_for_function(
            "() => new Promise(done => setTimeout(() => done(true), 1100))"
        )  # looked at once a second
        page.keyboard.press("a")
        page.wait_for_selector("#renewed:has-text('重新转换过')")
        page.click("#renewed button")
        page.wait_for_selector("#renewed", state="detached")
        page.goto(server.origin)
        page.wait_for_selector(".building", state="detached", timeout=_WAIT)
        assert "28 张表" in page.inner_text("h1")


def test_strangers_draw_nothing(server: Server) -> None:
    for path in ("/samples", "/samples/plan"):
        request = urllib.request.Request(f"{server.origin}{path}", b"{}", {"origin": server.origin})
        try:
            urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            assert error.code == 403
        else:
            raise AssertionError(path)


def test_verdict_words_are_the_same_everywhere() -> None:
    from shibiao.review.web.wording import desk_texts

    for language in ("zh", "en"):
        desk, program = desk_texts(language), texts(language)
        for verdict in ("accept", "illegible", "not-a-form", "correct"):
            assert desk(f"verdict.{verdict}") == program(f"review.verdicts.{verdict}"), (language, verdict)
