"""A desk over the converted sample forms, one of them with hostile texts, and browsers of auditors."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="needs shibiao[review]")
pytest.importorskip("httpx", reason="needs httpx")

from starlette.testclient import TestClient

from shibiao.export.contents import tables
from shibiao.export.csvs import csv_bytes
from shibiao.export.json_form import json_bytes
from shibiao.review.web.app import make_app
from shibiao.review.web.desk import Desk
from shibiao.review.web.security import Address
from shibiao.review.web.serve import ServeOptions, desk_over
from shibiao.schemas.records import Form

ROOT = Path(__file__).parents[3]
ADDRESS = Address("127.0.0.1", 8765)
ORIGIN = "http://127.0.0.1:8765"
HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)">'&{{7*7}}\u202ekcab"""

Browser = Callable[..., "Auditor"]


class Auditor:
    """A browser that has come in, with what its pages send."""

    def __init__(self, desk: Desk, name: str | None) -> None:
        self.client = TestClient(make_app(desk), base_url=ORIGIN, follow_redirects=False)
        answer = self.client.get(f"/enter?token={desk.keys.invite()}")
        assert answer.status_code == 303
        found = re.search(r'name="csrf" content="([^"]+)"', self.client.get("/").text)
        assert found
        self.csrf = found[1]
        if name:
            assert self.post("/settings", {"name": name})[0] == 200

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.text

    def post(self, path: str, body: object, **headers: str) -> tuple[int, dict]:  # type: ignore[type-arg]
        usual = {"origin": ORIGIN, "x-csrf": self.csrf, "sec-fetch-site": "same-origin"}
        answer = self.client.post(path, json=body, headers={**usual, **headers})
        kind = answer.headers.get("content-type", "")
        return answer.status_code, answer.json() if kind.startswith("application/json") else {"text": answer.text}

    def item(self, form_id: str, number: int) -> dict[str, str]:
        """What a page sends back with a decision about a value."""
        html = self.get(f"/forms/{form_id}/items/{number}")
        return {name: re.findall(rf'data-{name}="([^"]*)"', html)[0] for name in ("seen", "stamp")}

    def decide(  # type: ignore[type-arg]
        self, form_id: str, number: int, verdict: str, sample: str = "", **more: object
    ) -> tuple[int, dict]:
        body = self.item(form_id, number) | {"verdict": verdict} | more
        return self.post(f"/forms/{form_id}/items/{number}?sample={sample}", body)

    def whole(self, form_id: str, verdict: str, sample: str = "", **more: object) -> tuple[int, dict]:  # type: ignore[type-arg]
        """A decision about a whole form, as its page sends it."""
        html = self.get(f"/forms/{form_id}?sample={sample}")
        seen, stamp = re.findall(r'data-whole-seen="(\d+)" data-stamp="(\w+)"', html)[0]
        body = {"verdict": verdict, "seen": seen, "stamp": stamp} | more
        return self.post(f"/forms/{form_id}/whole?sample={sample}", body)


def forms_of(out: Path) -> list[Form]:
    return [Form.model_validate_json(path.read_bytes()) for path in sorted((out / "forms").glob("*.json"))]


@pytest.fixture(scope="session")
def prepared(converted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The converted folder with a form whose texts are hostile. To be copied."""
    out = tmp_path_factory.mktemp("desk") / "out"
    shutil.copytree(converted, out)
    forms = forms_of(out)
    chosen = next(form for form in forms if form.source.name.startswith("dump-one"))
    name = chosen.fields["project_name"]
    worse = name.model_copy(update={"value": HOSTILE, "raw": HOSTILE + "\0\x1b", "confidence": 0.3})
    cells = tuple(
        cell.model_copy(update={"text": cell.text.model_copy(update={"value": HOSTILE, "raw": HOSTILE})})
        if cell.id == name.cell
        else cell
        for cell in chosen.cells
    )
    changed = chosen.model_copy(update={"fields": {**chosen.fields, "project_name": worse}, "cells": cells})
    (out / "forms" / f"{chosen.form_id}.json").write_bytes(json_bytes(changed))
    for table in tables([changed if form is chosen else form for form in forms]):
        (out / f"{table.name}.csv").write_bytes(csv_bytes(table))
    return out


@pytest.fixture(scope="module")
def out(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("out") / "out"
    shutil.copytree(prepared, copy)
    return copy


@pytest.fixture(scope="module")
def desk(out: Path) -> Iterator[Desk]:
    with desk_over(out, ServeOptions(inputs=(ROOT,)), ADDRESS) as made:
        until = time.monotonic() + 30
        while made.index.building():
            assert time.monotonic() < until, "the index is not made"
            time.sleep(0.05)
        yield made


@pytest.fixture
def auditor(desk: Desk) -> Auditor:
    return Auditor(desk, "王审计")


@pytest.fixture(scope="module")
def by_name(out: Path) -> dict[str, list[str]]:
    """Form ids by the names of their files."""
    found: dict[str, list[str]] = {}
    for line in (out / "manifest.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        found[Path(told["path"]).name] = told["form_ids"]
    return found
