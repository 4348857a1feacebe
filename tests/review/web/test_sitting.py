"""Sittings in a real browser, with the keyboard alone; screenshots go to build/screens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.review.web.sittings import (
    Server,
    at_value,
    browser,
    chosen,
    entries,
    moved_from,
    needs_browser,
    open_form,
    press_until,
    server,
    shoot,
    sitting,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "server"]
pytestmark = needs_browser


def test_an_auditor_s_sitting_with_the_keyboard(browser: Browser, server: Server, out: Path) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "docx-cut-rows")
        first = chosen(page)
        assert page.get_attribute(".value[aria-current]", "data-doubted") is not None
        page.keyboard.press("a")
        at_value(page, first, "accept")
        second = moved_from(page, first)
        press_until(page, "c", '.correction.correct [name="after"]')
        page.keyboard.press("Escape")
        page.wait_for_selector(".value[aria-current]:focus")
        press_until(page, "c", '.correction.correct [name="after"]')
        page.keyboard.press("Control+A")
        page.keyboard.type("困难群众aju人数")
        page.keyboard.press("Enter")
        at_value(page, second, "correct")
        third = moved_from(page, second)
        assert page.get_attribute(".value[aria-current]", "data-doubted") is not None  # as after "a"
        press_until(page, "i", '.correction.illegible [name="reason"]')
        page.keyboard.type("污损")
        page.keyboard.press("Enter")
        at_value(page, third, "illegible")
        moved_from(page, third)
        page.keyboard.press("u")
        page.wait_for_selector(f'.value[data-item="{third}"]:not([data-verdict])')
        page.keyboard.press("x")
        page.keyboard.press("j")  # no second x: nothing is decided
        page.keyboard.press("A")
        page.keyboard.press("A")
        page.wait_for_selector("#whole .mark.doubtful:has-text('完成 · 1 处有误')")
        page.keyboard.press("u")
        page.wait_for_selector("#whole", state="hidden")
        told = entries(out)[-6:]
    assert [verdict for _, verdict, _ in told] == ["accept", "correct", "illegible", "undo", "accept", "undo"]
    assert ("王审计", "correct", "困难群众aju人数") in told


def test_what_is_right_already_is_not_recorded_again(browser: Browser, server: Server, out: Path) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "html-split-selfeval")
        number = chosen(page)
        page.keyboard.press("a")
        at_value(page, number, "accept")
        moved_from(page, number)
        before = entries(out)
        page.click(f'.value[data-item="{number}"]')
        page.wait_for_selector(f'#detail:not(.busy) article[data-number="{number}"]')
        page.keyboard.press("a")
        moved_from(page, number)
        assert entries(out) == before
        page.keyboard.press("u")
        page.wait_for_selector(f'.value[data-item="{number}"]:not([data-verdict])')


def test_a_click_on_either_side_shows_the_other(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "html-full-goal")
        page.wait_for_selector(".sheet.ready img[src]")
        value = page.locator('.indicators .value[data-cell^="p1"]').nth(6)
        value.click()
        cell = value.get_attribute("data-cell")
        page.wait_for_selector(f'polygon.current[data-cell="{cell}"]')
        other = page.locator('.indicators .value[data-cell^="p1"]').nth(9)
        target = other.get_attribute("data-cell")
        page.locator(f'polygon[data-cell="{target}"]').click()
        page.wait_for_function(f'() => document.querySelector(".value[aria-current]").dataset.cell === "{target}"')
        width = page.locator(".sheet").bounding_box()
        page.keyboard.press("+")
        wider = page.locator(".sheet").bounding_box()
        assert width and wider and wider["width"] > width["width"] * 1.1
        page.keyboard.press("0")
        again = page.locator(".sheet").bounding_box()
        assert again and abs(again["width"] - width["width"]) < 2


def test_the_evidence_of_a_repair_is_opened(browser: Browser, server: Server, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["html-cut-columns-goal_2pane-1008.pdf"][0]
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "html-cut-columns-goal_2pane-1008.pdf")
        for value in page.locator(".value.repaired").all():
            value.click()
            page.wait_for_selector(f'#detail article[data-number="{value.get_attribute("data-item")}"]')
            link = page.query_selector("#detail a.evidence")
            if link:
                break
        assert link
        page.wait_for_function(
            "() => [...document.querySelectorAll('.evidence-crop img')].some(i => i.complete && i.naturalWidth > 10)"
        )
        shoot(page, "evidence")
        form, cell = re.findall(r"/forms/([^?]+)\?cell=(.+)", link.get_attribute("href") or "")[0]
        page.keyboard.press("e")
        page.wait_for_url(f"**/forms/{form}?cell=*")
        page.wait_for_selector(f'#scroll .current[data-cell="{cell}"]')
        page.go_back()
        page.wait_for_url(f"**/forms/{form_id}*")


def illegible(page: Page) -> None:
    press_until(page, "i", '.correction.illegible [name="reason"]')
    page.keyboard.press("Enter")


def test_two_auditors_at_once(browser: Browser, server: Server, out: Path) -> None:
    with sitting(browser, server.url, "王审计") as one:
        one.click('[data-action="invite"]')
        invited = one.input_value("#notice input")
        one.keyboard.press("Escape")
        with sitting(browser, invited, "李审计") as two:
            for page in (one, two):
                open_form(page, server.origin, "xlsx-cut-columns-selfeval")
            number = chosen(one)
            assert chosen(two) == number
            one.keyboard.press("a")
            one.wait_for_selector(f'.value[data-item="{number}"][data-verdict="accept"]')
            illegible(two)
            two.wait_for_selector("#notice[open]")
            assert "王审计" in two.inner_text("#notice")
            shoot(two, "conflict")
            two.keyboard.press("Escape")
            assert two.get_attribute(f'.value[data-item="{number}"]', "data-verdict") == "accept"
            illegible(two)
            at_value(two, number, "illegible")
        told = entries(out)
    assert [entry[:2] for entry in told[-2:]] == [("王审计", "accept"), ("李审计", "illegible")]


def test_words_are_found_and_corrections_shown(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "xlsx")  # several: there is a next form
        press_until(page, "/", "#search")
        page.keyboard.type("指标")
        page.wait_for_selector(".value.found[aria-current]")
        first = chosen(page)
        page.keyboard.press("Enter")
        number = moved_from(page, first)
        page.keyboard.press("Escape")
        page.wait_for_selector(".value[aria-current]:focus")
        press_until(page, "c", '.correction.correct [name="after"]')
        page.keyboard.press("Control+A")
        page.keyboard.type("<b>粗")
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.value[data-item="{number}"] ins.corrected')
        assert page.inner_text(f'.value[data-item="{number}"] ins.corrected') == "<b>粗"
        here = page.url
        page.keyboard.press("f")
        page.wait_for_url(lambda url: url != here)
        page.wait_for_selector("#detail:not(.busy) article[data-number]")
        page.keyboard.press("u")  # of another form: back there first
        page.wait_for_url(here)
        page.wait_for_selector("#detail:not(.busy) article[data-number]")
        page.keyboard.press("u")
        page.wait_for_selector(f'.value[data-item="{number}"] ins.corrected', state="detached")


def test_killed_and_gone_on(browser: Browser, server: Server, out: Path, tmp_path: Path) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "canvas-cut-rows")
        number = chosen(page)
        page.keyboard.press("a")
        page.wait_for_selector(f'.value[data-item="{number}"][data-verdict="accept"]')
        before = entries(out)
        server.kill()
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.wait_for_selector(".toast.shown.bad")
        assert entries(out) == before
    again = Server(out, tmp_path)
    with sitting(browser, again.url, "王审计") as page:
        open_form(page, again.origin, "canvas-cut-rows")
        assert page.get_attribute(f'.value[data-item="{number}"]', "data-verdict") == "accept"
    assert again.stop() == 0


def test_roles_and_focus(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "html-split-selfeval")
        tree = page.locator("body").aria_snapshot()
        for role in ("main", "banner", 'region "记录"', 'region "页面"', "toolbar", "status", 'button "无误 a"'):
            assert role in tree, role
        nameless = page.evaluate(
            "[...document.querySelectorAll('button, a, input:not([type=hidden]), textarea, select')]"
            ".filter(e => e.offsetParent && !(e.textContent.trim() || e.ariaLabel || e.title || e.labels?.length))"
            ".length"
        )
        assert nameless == 0
        assert page.evaluate("document.activeElement.classList.contains('value')")
        page.keyboard.press("?")
        page.wait_for_selector("#help[open]")
        page.keyboard.press("a")  # a key behind the overlay does nothing
        page.keyboard.press("Escape")
        page.wait_for_selector("#help", state="hidden")
        assert not page.query_selector("[data-verdict]")


def test_nothing_is_cut_off_at_either_size(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        shoot(page, "list")
        for name, words in (("dump", "dump-two-panes.txt"), ("pages", "html-split-selfeval"), ("cut", "docx-cut-rows")):
            open_form(page, server.origin, words)
            if name != "dump":
                page.wait_for_selector(".sheet.ready img[src]")
            shoot(page, f"form-{name}")
        press_until(page, "c", '.correction.correct [name="after"]')
        shoot(page, "correct")
        page.keyboard.press("Escape")
        page.emulate_media(color_scheme="dark")
        shoot(page, "dark")
        page.emulate_media(color_scheme="light")
        page.goto(f"{server.origin}/repairs")
        shoot(page, "repairs")
        press_until(page, "j", "a.row")
        page.keyboard.press("Enter")
        page.wait_for_selector(".members")
        shoot(page, "repair")
