"""``python -m bench.review.kills``: the desk is killed while auditors decide; no verdict it acknowledged is lost."""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.review.__main__ import desk, invited
from bench.review.made import sample_folder
from shibiao.review.log import existing_log
from shibiao.review.verifying import Verified

_VERDICTS = ("accept", "illegible")


@dataclass
class Told:
    """What a desk has said yes to, over all its lives."""

    verdicts: list[tuple[str, str]] = field(default_factory=list)  # auditor, reason that only this verdict has
    lock: threading.Lock = field(default_factory=threading.Lock)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, look, go on. Raises: AssertionError where a verdict is lost or the chain does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.review.kills", description="A desk that is killed.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--auditors", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
        out = sample_folder(Path(folder) / "out")
        print(killed(out, options.kills, options.auditors, options.seed))
    return 0


def killed(out: Path, kills: int, auditors: int, seed: int) -> str:
    """What came of it."""
    told, chance = Told(), random.Random(seed)
    forms = sorted(path.stem for path in (out / "forms").iterdir())
    for _ in range(kills):
        _one_life(out, forms, told, chance, auditors)
        _look(out, told)
    with existing_log(out) as log:
        entries = len(log.entries())
    return (
        f"{kills} kills of a desk with {auditors} auditors at work: {len(told.verdicts):,} verdicts acknowledged, all"
        f" among the {entries:,} entries of the record (a cell that serves several rows makes several), whose chain"
        " holds after every kill."
    )


def _one_life(out: Path, forms: Sequence[str], told: Told, chance: random.Random, auditors: int) -> None:
    """Start the desk, let auditors decide, kill it at a moment that nobody chose."""
    with desk(out) as running:
        origin = running.url.split("/enter")[0]
        first, csrf = _entered(running.url, 0)
        browsers = [(first, csrf)] + [_entered(invited(first, origin, csrf), n) for n in range(1, auditors)]
        seeds = [chance.random() for _ in browsers]
        threads = [
            threading.Thread(target=_decide_on, args=(client, csrf, origin, forms, told, seed), daemon=True)
            for (client, csrf), seed in zip(browsers, seeds, strict=True)
        ]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.2, 1.2))
        running.process.kill()
        for thread in threads:
            thread.join(20)


def _entered(url: str, number: int) -> tuple[httpx.Client, str]:
    client = httpx.Client(follow_redirects=True, timeout=20, trust_env=False)
    client.cookies.set("shibiao-auditor", f"auditor-{number}", domain="127.0.0.1")
    page = client.get(url)
    found = re.search(r'name="csrf" content="([^"]+)"', page.text)
    if found is None:
        raise RuntimeError(f"not let in: {page.status_code}")
    return client, found[1]


def _decide_on(client: httpx.Client, csrf: str, origin: str, forms: Sequence[str], told: Told, seed: float) -> None:
    """Verdict after verdict, until nobody answers any more."""
    chance = random.Random(seed)
    headers = {"origin": origin, "x-csrf": csrf}
    try:
        while True:
            form = f"{origin}/forms/{chance.choice(forms)}"
            items = re.findall(r'data-item="(\d+)" data-cell="', client.get(form).text)
            for number in chance.sample(items, min(4, len(items))):
                _decide(client, headers, f"{form}/items/{number}", told, chance)
    except httpx.HTTPError:
        return


def _decide(client: httpx.Client, headers: dict[str, str], item: str, told: Told, chance: random.Random) -> None:
    detail = client.get(item).text
    seen, stamp = (re.findall(rf'data-{name}="([^"]*)"', detail)[0] for name in ("seen", "stamp"))
    reason = f"{chance.getrandbits(64):016x}"
    asked = {"verdict": chance.choice(_VERDICTS), "reason": reason, "seen": seen, "stamp": stamp}
    answer = client.post(item, json=asked, headers=headers)
    if answer.status_code == 200:
        with told.lock:
            told.verdicts.append((client.cookies.get("shibiao-auditor") or "", reason))


def _look(out: Path, told: Told) -> None:
    """Every acknowledged verdict is there, and the chain holds."""
    with existing_log(out) as log:
        verified = log.verify()
        assert isinstance(verified, Verified), verified
        kept = {(entry.decision.by, entry.decision.reason) for entry in log.entries()}
    lost = [verdict for verdict in told.verdicts if verdict not in kept]
    assert not lost, lost


if __name__ == "__main__":
    sys.exit(main())
