"""A suggestion and an unknown form's pairs in a real browser; screenshots go to build/screens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.review.web.further import form_of, prepared
from tests.review.web.sittings import (
    Server,
    at_value,
    browser,
    chosen,
    entries,
    needs_browser,
    open_form,
    press_until,
    server,
    shoot,
    sitting,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["browser", "prepared", "server"]
pytestmark = needs_browser


def test_a_suggestion_leads_to_its_cell_and_the_auditor_decides(browser: Browser, server: Server, out: Path) -> None:
    form = form_of(out, "budget-does-not-add-up")
    suggested = next(finding.suggestion for finding in form.findings if finding.suggestion)
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "budget-does-not-add-up")
        page.locator(".findings .suggestion").first.click()
        page.wait_for_selector(f'.value[aria-current][data-cell="{suggested.cell}"]')
        number = chosen(page)
        page.wait_for_selector(f'#detail:not(.busy) article[data-number="{number}"] .suggestion')
        page.click("#detail .rule summary")
        page.wait_for_selector("#detail .rule[open]")
        shoot(page, "suggestion")
        press_until(page, "c", '.correction.correct [name="after"]')
        assert page.input_value('.correction.correct [name="after"]') == "310.00"  # what is printed, not the suggestion
        page.keyboard.press("Escape")
        page.wait_for_selector(".value[aria-current]:focus")
        assert entries(out) == []


def test_pairs_and_further_columns_are_decided(browser: Browser, server: Server, out: Path) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "unknown-hostile")
        number = chosen(page)
        assert page.inner_text(".value[aria-current] .text") == "<script>alert(1)</script>"  # the doubted one
        page.keyboard.press("a")
        at_value(page, number, "accept")
        shoot(page, "pairs")
        open_form(page, server.origin, "scored-extras")
        page.click('.value:has-text("分四段计")')
        page.wait_for_selector('#detail:not(.busy) h2:has-text("备注")')
        number = chosen(page)
        press_until(page, "c", '.correction.correct [name="after"]')
        page.keyboard.press("Control+A")
        page.keyboard.type("分五段计")
        page.keyboard.press("Enter")
        at_value(page, number, "correct")
        shoot(page, "further-columns")
    assert [verdict for _, verdict, _ in entries(out)][-2:] == ["accept", "correct"]
