"""Sittings in a real browser, with the keyboard alone; screenshots go to build/screens."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review.web.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCREENS = ROOT / "build" / "screens"
SIZES = ((1280, 800), (1920, 1080))
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")

_LAID_OUT = """() => {
  const page = document.documentElement;
  return page.scrollWidth <= innerWidth && (!document.querySelector(".actions") || page.scrollHeight <= innerHeight);
}"""
_CHILD = """
import sys
from pathlib import Path
from shibiao.review.web.serve import ServeOptions, serve
if __name__ == "__main__":
    serve(Path(sys.argv[1]), ServeOptions(port=int(sys.argv[2]), inputs=(Path(sys.argv[3]),), open_browser=False))
"""


class Server:
    """The desk as a process of its own."""

    def __init__(self, out: Path, folder: Path, port: int = 0) -> None:
        script = folder / "serving.py"
        script.write_text(_CHILD)
        self.process = subprocess.Popen(
            [sys.executable, str(script), str(out), str(port), str(ROOT)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()
        found = re.fullmatch(r"(http://127\.0\.0\.1:(\d+))/enter\?token=[\w-]+", self.url)
        assert found, self.url
        self.origin, self.port = found[1], int(found[2])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(15)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    args = [*root, "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=args)
        yield opened
        opened.close()


@pytest.fixture
def server(out: Path, tmp_path: Path) -> Iterator[Server]:
    started = Server(out, tmp_path)
    yield started
    if started.process.poll() is None:
        started.stop()


@contextmanager
def sitting(browser: Browser, url: str, name: str, size: tuple[int, int] = SIZES[0]) -> Iterator[Page]:
    """A browser of its own in which an auditor has come in. No error may show in its console."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if "Content Security" in told.text else None)
    page.goto(url)
    page.wait_for_selector("#name:focus")  # a browser gives the focus after it has drawn the page
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('张表')")
    yield page
    assert errors == []
    context.close()


def open_form(page: Page, origin: str, words: str) -> None:
    """By the keyboard: into the search, and down to the first form."""
    if page.url != f"{origin}/":
        page.goto(origin)
    page.wait_for_function("() => document.readyState === 'complete'")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    page.wait_for_function("() => document.readyState === 'complete'")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail article[data-number]")


def chosen(page: Page) -> str:
    return page.get_attribute(".value[aria-current]", "data-item") or ""


def entries(out: Path) -> list[tuple[str, str, str | None]]:
    from shibiao.review.log import existing_log

    with existing_log(out) as log:
        return [(e.decision.by, e.decision.verdict, e.decision.after) for e in log.entries()]


def test_an_auditor_s_sitting_with_the_keyboard(browser: Browser, server: Server, out: Path) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "docx-cut-rows")
        first = chosen(page)
        assert page.get_attribute(".value[aria-current]", "data-doubted") is not None
        page.keyboard.press("a")
        page.wait_for_selector(f'.value[data-item="{first}"][data-verdict="accept"]')
        page.wait_for_function(f'() => document.querySelector(".value[aria-current]").dataset.item !== "{first}"')
        second = chosen(page)
        page.wait_for_selector(f'#detail article[data-number="{second}"]')
        page.keyboard.press("c")
        page.wait_for_function('() => document.activeElement.name === "after"')
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        page.keyboard.press("Control+A")
        page.keyboard.type("困难群众aju人数")
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.value[data-item="{second}"][data-verdict="correct"]')
        page.wait_for_selector(f'#detail article:not([data-number="{second}"])')
        page.keyboard.press("i")
        page.wait_for_selector('.value[data-verdict="illegible"]')
        page.keyboard.press("u")
        page.wait_for_selector('.value[data-verdict="illegible"]', state="detached")
        page.keyboard.press("x")
        page.keyboard.press("j")  # no second x: nothing is decided
        page.keyboard.press("A")
        page.keyboard.press("A")
        page.wait_for_selector("#whole:not([hidden])")
        page.keyboard.press("u")
        page.wait_for_selector("#whole", state="hidden")
        told = entries(out)[-7:]
    verdicts = [verdict for _, verdict, _ in told]
    assert verdicts[-6:] == ["accept", "correct", "illegible", "undo", "accept", "undo"]
    assert ("王审计", "correct", "困难群众aju人数") in told


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
        form, cell = re.findall(r"/forms/([^?]+)\?cell=(.+)", link.get_attribute("href") or "")[0]
        page.keyboard.press("e")
        page.wait_for_url(f"**/forms/{form}?cell=*")
        page.wait_for_selector(f'#scroll .current[data-cell="{cell}"]')
        page.go_back()
        page.wait_for_url(f"**/forms/{form_id}*")


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
            two.keyboard.press("i")
            two.wait_for_selector("#notice[open]")
            assert "王审计" in two.inner_text("#notice")
            shoot(two, "conflict")
            two.keyboard.press("Escape")
            assert two.get_attribute(f'.value[data-item="{number}"]', "data-verdict") == "accept"
            two.keyboard.press("i")
            two.wait_for_selector(f'.value[data-item="{number}"][data-verdict="illegible"]')
        told = entries(out)
    assert [entry[:2] for entry in told[-2:]] == [("王审计", "accept"), ("李审计", "illegible")]


def test_words_are_found_and_corrections_shown(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "xlsx-shrunk")
        page.keyboard.press("/")
        page.keyboard.type("指标")
        page.wait_for_selector(".value.found[aria-current]")
        first = chosen(page)
        page.keyboard.press("Enter")
        assert chosen(page) != first
        page.keyboard.press("Escape")
        page.wait_for_selector(f'#detail article[data-number="{chosen(page)}"]')
        number = chosen(page)
        page.keyboard.press("c")
        page.keyboard.press("Control+A")
        page.keyboard.type("<b>粗")
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.value[data-item="{number}"] ins.corrected')
        assert page.inner_text(f'.value[data-item="{number}"] ins.corrected') == "<b>粗"
        page.keyboard.press("f")
        page.wait_for_timeout(200)
        page.keyboard.press("u")  # in whatever form that was
        page.wait_for_selector(f'.value[data-item="{number}"] ins.corrected', state="detached")


def test_killed_and_gone_on(browser: Browser, server: Server, out: Path, tmp_path: Path) -> None:
    with sitting(browser, server.url, "王审计") as page:
        open_form(page, server.origin, "canvas-cut-rows")
        number = chosen(page)
        page.keyboard.press("a")
        page.wait_for_selector(f'.value[data-item="{number}"][data-verdict="accept"]')
        before = entries(out)
        server.kill()
        page.wait_for_timeout(300)
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
        for role in ("main", "banner", 'region "记录"', 'region "页面"', "toolbar", "status", 'button "接受 a"'):
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


def shoot(page: Page, name: str) -> None:
    """At both sizes; nothing may stick out of the window, and what acts on the value must be in sight."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("() => [...document.images].every(i => !i.src || i.complete || i.loading === 'lazy')")
        page.wait_for_timeout(150)
        page.wait_for_function(_LAID_OUT)  # a busy machine lays out later than that
        page.screenshot(path=SCREENS / f"{name}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        if page.query_selector(".actions"):
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), (name, width)
            box = page.locator(".actions").bounding_box()
            assert box and box["y"] + box["height"] <= height + 1, (name, width)


def test_nothing_is_cut_off_at_either_size(browser: Browser, server: Server) -> None:
    with sitting(browser, server.url, "王审计") as page:
        shoot(page, "list")
        for name, words in (("dump", "dump-two-panes.txt"), ("pages", "html-split-selfeval"), ("cut", "docx-cut-rows")):
            open_form(page, server.origin, words)
            if name != "dump":
                page.wait_for_selector(".sheet.ready img[src]")
            shoot(page, f"form-{name}")
        page.keyboard.press("c")
        shoot(page, "correct")
        page.keyboard.press("Escape")
        page.emulate_media(color_scheme="dark")
        shoot(page, "dark")
        page.emulate_media(color_scheme="light")
        page.goto(f"{server.origin}/repairs")
        shoot(page, "repairs")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_selector(".members")
        shoot(page, "repair")
