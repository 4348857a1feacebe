"""A page printed to PDF by the browser that the machine has. Nothing is fetched, and no window opens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from shibiao.exits import ExitCode, Stop

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
_OFFLINE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
)
_SECONDS = 120


def browser() -> str | None:
    """A browser that can print: Chromium, Chrome or Edge."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def pdf_of(html: str) -> bytes:
    """The page as PDF. Raises: Stop (MISSING_DEPENDENCY) where there is no browser, or it does not print."""
    program = browser()
    if program is None:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-browser")
    with tempfile.TemporaryDirectory(prefix="shibiao-", ignore_cleanup_errors=True) as folder:
        page, pdf = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        command = [
            *(program, "--headless", "--disable-gpu", "--no-pdf-header-footer", *_OFFLINE),
            *(["--no-sandbox"] if _is_root() else []),
            *(f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}", page.as_uri()),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL)
            return pdf.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise Stop(ExitCode.MISSING_DEPENDENCY, "error.browser-failed", name=program) from error


def _is_root() -> bool:
    """Chromium refuses its sandbox to root. (The platform is asked first: Windows has no user numbers.)"""
    return sys.platform != "win32" and os.geteuid() == 0
