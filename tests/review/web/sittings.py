"""What sittings in a real browser share: the desk as a process, a browser, an auditor who comes in, screenshots."""

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
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
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
    press_until(page, "/", "#search")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    page.wait_for_function("() => document.readyState === 'complete'")
    press_until(page, "j", "a.row")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail:not(.busy) article[data-number]")


def chosen(page: Page) -> str:
    return page.get_attribute(".value[aria-current]", "data-item") or ""


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key that opens a field, and wait until the field has the focus: a browser gives it when it has time."""
    page.keyboard.press(key)
    page.wait_for_selector(f"{selector}:focus")


def at_value(page: Page, number: str, verdict: str) -> None:
    """Wait until a value has a verdict."""
    page.wait_for_selector(f'.value[data-item="{number}"][data-verdict="{verdict}"]')


def moved_from(page: Page, number: str) -> str:
    """Wait until another value than this is chosen and shown in detail; its number."""
    page.wait_for_function(f'() => document.querySelector(".value[aria-current]")?.dataset.item !== "{number}"')
    now = chosen(page)
    page.wait_for_selector(f'#detail:not(.busy) article[data-number="{now}"]')
    return now


def entries(out: Path) -> list[tuple[str, str, str | None]]:
    from shibiao.review.log import existing_log

    with existing_log(out) as log:
        return [(e.decision.by, e.decision.verdict, e.decision.after) for e in log.entries()]


def shoot(page: Page, name: str) -> None:
    """At both sizes; nothing may stick out of the window, and what acts on the value must be in sight."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("() => [...document.images].every(i => !i.src || i.complete || i.loading === 'lazy')")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait_for_function(_LAID_OUT)  # a busy machine lays out later than that
        page.screenshot(path=SCREENS / f"{name}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        if page.query_selector(".actions"):
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), (name, width)
            box = page.locator(".actions").bounding_box()
            assert box and box["y"] + box["height"] <= height + 1, (name, width)
