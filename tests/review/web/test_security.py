"""Nobody comes in, and nothing is done, but by whoever was let in; no text of a form is ever markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from shibiao.exits import ExitCode, Stop
from shibiao.review.web.app import make_app
from shibiao.review.web.desk import Desk
from shibiao.review.web.security import MOST_BODY, Address, Keys
from shibiao.review.web.serve import ServeOptions, serve
from tests.review.web.conftest import HOSTILE, ORIGIN, Auditor

STATIC = Path(__file__).parents[3] / "shibiao" / "review" / "web" / "static"


def stranger(desk: Desk) -> TestClient:
    return TestClient(make_app(desk), base_url=ORIGIN, follow_redirects=False)


def every_page(auditor: Auditor, by_name: dict[str, list[str]]) -> list[str]:
    dump, paper = by_name["dump-one-pane-bom.txt"][0], by_name["docx-cut-rows-goal_2pane-1012.pdf"][0]
    paths = ["/", "/?q=nothing-like-it", "/repairs", "/repairs/1"]
    return paths + [f"/forms/{one}{rest}" for one in (dump, paper) for rest in ("", *(f"/items/{n}" for n in range(8)))]


def test_without_a_token_nothing_is_shown(desk: Desk, by_name: dict[str, list[str]]) -> None:
    form_id = by_name["dump-one-pane-bom.txt"][0]
    for path in ("/", "/repairs", f"/forms/{form_id}", f"/forms/{form_id}/pages/1/150.png", "/nothing"):
        answer = stranger(desk).get(path)
        assert answer.status_code == 403
        assert form_id not in answer.text
    assert stranger(desk).get("/enter?token=wrong").status_code == 403


def test_a_token_opens_once(desk: Desk) -> None:
    token = desk.keys.invite()
    answer = stranger(desk).get(f"/enter?token={token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert token not in cookie
    assert stranger(desk).get(f"/enter?token={token}").status_code == 403


def test_a_token_ends_with_its_time() -> None:
    keys = Keys()
    assert keys.enter(keys.invite(seconds=0)) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:1", "127.0.0.1@evil:8765", ""]
)
def test_another_host_is_refused(auditor: Auditor, host: str) -> None:
    assert auditor.client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:9", "https://127.0.0.1:8765"])
def test_another_origin_is_refused(auditor: Auditor, origin: str) -> None:
    assert auditor.post("/settings", {"language": "en"}, origin=origin)[0] == 403


def test_a_request_needs_its_session_s_csrf_token(auditor: Auditor, desk: Desk) -> None:
    assert auditor.post("/settings", {"language": "en"}, **{"x-csrf": ""})[0] == 403
    assert auditor.post("/settings", {"language": "en"}, **{"x-csrf": Auditor(desk, "李").csrf})[0] == 403
    assert auditor.post("/settings", {"language": "en"}, **{"sec-fetch-site": "cross-site"})[0] == 403
    assert auditor.client.request("DELETE", "/").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/forms/..%2F..%2Fetc%2Fpasswd",
        "/forms/%2e%2e/items/0",
        "/forms/nothing/pages/1/150.png",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fserve.py",
        "/forms/{id}/pages/99/150.png",
        "/forms/{id}/pages/-1/150.png",
        "/forms/{id}/crops/..%2f..%2fx.png",
        "/forms/{id}/crops/p9.r9.c9.png",
        "/forms/{id}/items/99999",
        "/repairs/99999999999999999999",
    ],
)
def test_no_path_of_a_client_is_opened(auditor: Auditor, by_name: dict[str, list[str]], path: str) -> None:
    path = path.replace("{id}", by_name["html-full-goal_1pane-1007.pdf"][0])
    assert auditor.client.get(path).status_code == 404


def test_a_huge_body_is_refused(auditor: Auditor) -> None:
    assert auditor.post("/settings", {"name": "x" * MOST_BODY})[0] == 413
    usual = {"origin": ORIGIN, "x-csrf": auditor.csrf}
    parts = (b"[" * 1000 for _ in range(200))
    assert auditor.client.post("/settings", content=parts, headers=usual).status_code == 413
    assert auditor.client.post("/settings", content=b"[" * 60_000, headers=usual).status_code == 400


class Scripts(HTMLParser):
    """What could run or be fetched in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.bad += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and not (given.get("src") or "").startswith("/static/")):
            self.bad.append(tag)
        for name in ("src", "href", "action"):
            if name in given and not re.match(r"/(?!/)|#", given[name] or ""):
                self.bad.append(f"{tag} {name}={given[name]}")
        self.inside = tag if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self.inside == "script" and data.strip():
            self.bad.append("inline script")


def test_every_page_has_the_policy_and_nothing_inline(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    for path in every_page(auditor, by_name):
        answer = auditor.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        looked = Scripts()
        looked.feed(answer.text)
        assert looked.bad == [], path


def test_hostile_texts_stay_text(auditor: Auditor, by_name: dict[str, list[str]]) -> None:
    seen = 0
    for path in every_page(auditor, by_name):
        html = auditor.get(path)
        seen += "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "49" not in re.findall(r"onerror.{0,80}", html)[:1]
        assert not re.search("[\x00-\x08\x0b\x1b\u202e]", html)
    assert seen >= 3
    assert all(HOSTILE not in auditor.get(path) for path in every_page(auditor, by_name))


def test_a_hostile_name_stays_text(desk: Desk) -> None:
    html = Auditor(desk, "<b onclick=x>\u202e王\n" + "x" * 500).get("/")
    assert "<b onclick" not in html
    assert "x" * 61 not in html


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, path
        assert "@import" not in text


def test_beyond_loopback_a_password_is_demanded(out: Path) -> None:
    for password in (None, "short"):
        with pytest.raises(Stop) as stopped:
            serve(out, ServeOptions(host="0.0.0.0", password=password, open_browser=False))
        assert stopped.value.code == ExitCode.WRONG_USAGE


def test_a_password_is_tried_a_few_times_only() -> None:
    keys = Keys("long enough")
    assert keys.enter_with_password("long enough")
    assert [keys.enter_with_password(f"wrong {n}") for n in range(5)] == [None] * 5
    assert keys.enter_with_password("long enough") is None


def test_the_way_in_by_the_password(desk: Desk) -> None:
    guarded = replace(desk, keys=Keys("long enough"))
    client = stranger(guarded)
    assert client.get("/").headers["location"] == "/enter"
    assert 'type="password"' in client.get("/enter").text
    headers = {"origin": ORIGIN}
    assert client.post("/enter", data={"password": "long enough"}).status_code == 403  # from another page
    assert client.post("/enter", data={"password": "wrong"}, headers=headers).status_code == 403
    answer = client.post("/enter", data={"password": "long enough"}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200


def test_names_that_point_here_from_elsewhere_are_unknown() -> None:
    beyond = Address("0.0.0.0", 80)
    assert beyond.knows("192.168.1.7")
    assert not beyond.knows("rebound.example")
    assert not Address("127.0.0.1", 80).knows("192.168.1.7")
