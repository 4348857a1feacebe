"""An auditor as a process of its own: goes through lists and forms, looks at pages, decides, and takes the time."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from typing import NamedTuple

import httpx

_WORDS = ("水利", "满意度", "2025", "县", "学校 维修", "html", "森林防灭火")
_SORTS = ("risk", "year", "unit", "findings", "name")


class Click(NamedTuple):
    """What was asked for, and how long it took in seconds."""

    kind: str
    seconds: float


class Plan(NamedTuple):
    """What one auditor does. ``pause``: mean seconds between clicks."""

    url: str
    seed: int
    forms: Sequence[str]
    seconds: float
    pause: float


def click_about(plan: Plan) -> list[Click]:
    """Clicks until the time is over. Raises: RuntimeError where an answer is not as it should be."""
    return _Clicker(plan).run()


class _Clicker:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._random = random.Random(plan.seed)
        self._clicks: list[Click] = []
        self._origin = plan.url.split("/enter")[0]
        self._client = httpx.Client(base_url=self._origin, follow_redirects=True, timeout=60, trust_env=False)
        self._client.cookies.set("shibiao-auditor", f"auditor-{plan.seed}", domain="127.0.0.1")
        page = self._client.get(plan.url)
        found = re.search(r'name="csrf" content="([^"]+)"', page.text)
        if found is None:
            raise RuntimeError(f"not let in: {page.status_code}")
        self._csrf = found[1]

    def run(self) -> list[Click]:
        until = time.monotonic() + self._plan.seconds
        while time.monotonic() < until:
            chance = self._random.random()
            if chance < 0.35:
                self._list()
            elif chance < 0.40:
                self._samples()
            else:
                self._form()
        return self._clicks

    def _get(self, kind: str, path: str) -> httpx.Response:
        if self._plan.pause:
            time.sleep(self._random.uniform(0.2, 1.8) * self._plan.pause)
        began = time.perf_counter()
        answer = self._client.get(path)
        self._clicks.append(Click(kind, time.perf_counter() - began))
        if answer.status_code not in (200, 404) or (kind in ("list", "form") and answer.status_code != 200):
            raise RuntimeError(f"{path}: {answer.status_code}")
        return answer

    def _list(self) -> None:
        asked = f"/?sort={self._random.choice(_SORTS)}&page={self._random.randint(1, 150)}"
        if self._random.random() < 0.4:
            self._get("search", f"/?sort={self._random.choice(_SORTS)}&q={self._random.choice(_WORDS)}")
        self._get("list", asked)
        if self._random.random() < 0.15:
            self._get("bulk", "/repairs")

    def _samples(self) -> None:
        """The samples, what another would need, and how far the last one is."""
        drawn = re.findall(r'class="row" href="(/samples/\w+)"', self._get("samples", "/samples").text)
        rates = {"confidence": "95", "tolerable": self._random.choice(("2", "3", "5")), "expected": "1"}
        asked = rates | {"by": [self._random.choice(("year", "unit"))], "only": {}, "size": "", "seed": ""}
        self._post("plan", "/samples/plan", asked)
        if drawn:
            self._get("list", f"/?sample={drawn[0].rsplit('/', 1)[-1]}")
            self._get("sample", drawn[0])
            self._get("state", f"{drawn[0]}/state")

    def _form(self) -> None:
        form = f"/forms/{self._random.choice(self._plan.forms)}"
        html = self._get("form", f"{form}?sort={self._random.choice(_SORTS)}").text
        pages = re.findall(r'class="sheet" data-sheet="(\d+)"', html)
        if pages:
            self._get("page size", f"{form}/pages/{pages[0]}")
            self._get("picture", f"{form}/pages/{pages[0]}/150.png")
        items = re.findall(r'data-item="(\d+)" data-cell="([^"]*)"', html)
        for number, cell in self._random.sample(items, min(3, len(items))):
            detail = self._get("detail", f"{form}/items/{number}").text
            if pages and cell:
                self._get("crop", f"{form}/crops/{cell}.png")
            self._decide(form, number, detail)

    def _decide(self, form: str, number: str, detail: str) -> None:
        told = {name: re.findall(rf'data-{name}="([^"]*)"', detail)[0] for name in ("seen", "stamp")}
        self._post("decide", f"{form}/items/{number}", {"verdict": "accept", **told})

    def _post(self, kind: str, path: str, body: object) -> None:
        headers = {"origin": self._origin, "x-csrf": self._csrf}
        began = time.perf_counter()
        answer = self._client.post(path, json=body, headers=headers)
        self._clicks.append(Click(kind, time.perf_counter() - began))
        if answer.status_code not in (200, 409, 503):  # 503: as much is worked out at once as may be
            raise RuntimeError(f"{kind}: {answer.status_code} {answer.text[:200]}")
