"""``python -m bench.review``: a desk over 10,000 forms, four auditors clicking."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.review.clicking import Click, Plan, click_about
from bench.review.made import ROOT, large_folder, sample_folder

_PROMISED = {"list": 0.2, "form": 0.2}


class Desk:
    """A desk that runs as a process of its own; ``started`` by the monotonic clock."""

    def __init__(self, process: subprocess.Popen[str], url: str, started: float) -> None:
        self.process, self.url, self.started = process, url, started


@contextmanager
def desk(out: Path) -> Iterator[Desk]:
    """``shibiao review OUT``."""
    started = time.monotonic()
    command = [sys.executable, "-m", "shibiao", "review", str(out), "--no-browser", "--inputs", str(ROOT)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        if process.stdout is None:
            raise RuntimeError("no output")
        for line in process.stdout:
            found = re.search(r"http://\S+token=[\w-]+", line)
            if found:
                yield Desk(process, found[0], started)
                break
        else:
            raise RuntimeError("no address")
    finally:
        process.terminate()
        process.wait(20)


def first_view(running: Desk) -> tuple[float, httpx.Client, str]:
    """Seconds from the start of the process to a list with forms in the hands of the auditor, and their browser."""
    client = httpx.Client(follow_redirects=True, timeout=60, trust_env=False)
    client.cookies.set("shibiao-auditor", "auditor-0", domain="127.0.0.1")
    page = client.get(running.url)
    while 'class="row"' not in page.text:
        page = client.get(page.url.join("/"))
    seconds = time.monotonic() - running.started
    found = re.search(r'name="csrf" content="([^"]+)"', page.text)
    if page.status_code != 200 or found is None:
        raise RuntimeError(f"no view: {page.status_code}")
    return seconds, client, found[1]


def built(client: httpx.Client, origin: str, since: float) -> float:
    """Seconds until the index is whole."""
    while "building" in client.get(origin).text:
        time.sleep(0.1)
    return time.monotonic() - since


def invited(client: httpx.Client, origin: str, csrf: str) -> str:
    """A one-time address for another browser."""
    answer = client.post(f"{origin}/settings", json={"invite": True}, headers={"origin": origin, "x-csrf": csrf})
    return str(answer.json()["address"])


def drawn(client: httpx.Client, origin: str, csrf: str) -> float:
    """Seconds to draw a sample, the first in this desk's life."""
    asked = {"confidence": "95", "tolerable": "5", "expected": "1", "by": ["year"], "only": {}, "size": "", "seed": ""}
    began = time.monotonic()
    answer = client.post(f"{origin}/samples", json=asked, headers={"origin": origin, "x-csrf": csrf})
    if answer.status_code != 200:
        raise RuntimeError(f"not drawn: {answer.text[:200]}")
    return time.monotonic() - began


def clicking(inviting: Sequence[str], forms: Sequence[str], seconds: float, pause: float) -> list[Click]:
    """All auditors at once, each with an address of their own."""
    plans = [Plan(url, n, forms, seconds, pause) for n, url in enumerate(inviting)]
    with multiprocessing.get_context("spawn").Pool(len(plans)) as pool:
        return [click for clicks in pool.map(click_about, plans) for click in clicks]


def table(clicks: Sequence[Click]) -> str:
    """Times by what was asked for, in milliseconds."""
    rows = ["| asked for | times | p50 ms | p95 ms | worst ms | promised p95 |", "|---|--:|--:|--:|--:|--:|"]
    for kind in dict.fromkeys(sorted(click.kind for click in clicks)):
        seconds = sorted(click.seconds for click in clicks if click.kind == kind)
        p50, p95 = (seconds[min(int(len(seconds) * share), len(seconds) - 1)] * 1000 for share in (0.5, 0.95))
        promised = f"{_PROMISED[kind] * 1000:.0f}" if kind in _PROMISED else ""
        rows.append(f"| {kind} | {len(seconds)} | {p50:.0f} | {p95:.0f} | {seconds[-1] * 1000:.0f} | {promised} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the folder, run the desk, click, print; 0 when the promises held."""
    parser = argparse.ArgumentParser(prog="python -m bench.review", description="The desk over a large folder.")
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--opened", type=int, default=400, help="forms that can be opened")
    parser.add_argument("--auditors", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=0.25, help="mean seconds between an auditor's clicks")
    parser.add_argument("--report", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
        base = sample_folder(Path(folder) / "base")
        out = Path(folder) / "out"
        forms = large_folder(base, out, options.forms, options.opened)
        text, held = measured(out, forms, options)
    print(text)
    if options.report:
        options.report.write_text(text + "\n", encoding="utf-8")
    return 0 if held else 1


def measured(out: Path, forms: Sequence[str], options: argparse.Namespace) -> tuple[str, bool]:
    """The whole report, and whether the promises held."""
    count = sum(1 for _ in (out / "forms.csv").open(encoding="utf-8")) - 1
    with desk(out) as running:
        cold, client, csrf = first_view(running)
        origin = running.url.split("/enter")[0]
        index = built(client, origin, running.started)
        drawing = drawn(client, origin, csrf)
        urls = [invited(client, origin, csrf) for _ in range(2 * options.auditors)]
        with_pause = clicking(urls[: options.auditors], forms, options.seconds, options.pause)
        without = clicking(urls[options.auditors :], forms, options.seconds, 0.0)
    with desk(out) as running:
        warm = first_view(running)[0]
    parts = [
        "# Bench of the auditor's desk",
        "Made by `python -m bench.review`: a folder of copies of the sample forms under other names; "
        f"{len(forms)} of them can be opened. Times are those of an HTTP client on this machine "
        f"({os.cpu_count()} processors, which it shares with the desk), from the request to the last byte.",
        f"Forms: {count:,}. First view, from the start of the process to the list: {cold:.2f} s without an index "
        f"(the list is there while it is made, which took {index:.1f} s), {warm:.2f} s with one. Promised: 1 s. "
        f"Drawing the first sample, with the start of its worker: {drawing:.1f} s.",
        f"## {options.auditors} auditors, a click every {options.pause} s each, for {options.seconds:.0f} s",
        table(with_pause),
        f"## {options.auditors} auditors without any pause, for {options.seconds:.0f} s",
        table(without),
    ]
    late = [click for click in with_pause if click.seconds > _PROMISED.get(click.kind, 1e9)]
    asked = [click for click in with_pause if click.kind in _PROMISED]
    return "\n\n".join(parts), max(cold, warm) < 1 and len(late) <= len(asked) * 0.05


if __name__ == "__main__":
    sys.exit(main())
