"""The statement and the acceptance report: everything that was promised is on them, nothing harmful, and they print."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pdfplumber
import pytest

from shibiao.exits import ExitCode, Stop
from shibiao.export.datapackage import VERSION_KEY
from shibiao.review import printing
from shibiao.review.acceptance import acceptance_of, least_sample, machine_checks, most_wrong
from shibiao.review.acceptance_page import acceptance_html
from shibiao.review.decisions import Decision, Place
from shibiao.review.facts import Facts, facts_of, has_sm3
from shibiao.review.log import open_log
from shibiao.review.paper import down, percent, up
from shibiao.review.samples import draw_in
from shibiao.review.sampling import Demand, Sample
from shibiao.review.statement import statement_html
from shibiao.wording import LANGUAGES, texts
from tests.app.conftest import Shibiao, environment, shibiao  # noqa: F401  # a fixture

HOSTILE = "<script>alert(1)</script>\udce4\u202e&\"'"
SAID = texts("zh")


@pytest.fixture(scope="module")
def archive(converted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sample drawn and not yet examined."""
    out = Path(shutil.copytree(converted, tmp_path_factory.mktemp("stated") / "结果"))
    draw_in(out, Demand(seed="2026", size=20))
    return out


@pytest.fixture
def out(archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(archive, tmp_path / "结果"))


def sample_in(out: Path) -> Sample:
    return draw_in(out, Demand(seed="2026", size=20)).sample


def examine(out: Path, sample: Sample, wrong: int = 1, by: str = "王审核") -> None:
    """All forms of the sample; the first have a wrong target."""
    rows = csv.DictReader(io.StringIO((out / "indicators.csv").read_text(encoding="utf-8"), newline=""))
    first = {row["form_id"]: row for row in rows}
    with open_log(out) as log:
        for number, form_id in enumerate(sample.forms):
            if number < wrong:
                place = Place(form_id, "indicators", first[form_id]["indicator_id"], "target")
                log.append(_decided(place, "correct", by, sample, first[form_id]["target"], "<b>改&后</b>"), None)
            log.append(_decided(Place(form_id), "accept", by, sample), None)
        log.append(Decision(Place("elsewhere"), "accept", by, "risk"), None)


def _decided(
    place: Place, verdict: str, by: str, sample: Sample, before: str | None = None, after: str | None = None
) -> Decision:
    return Decision(place, verdict, by, "sample", before, after, sample=sample.sample_id)  # type: ignore[arg-type]


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def text_of(page: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", page, flags=re.S))


def printed(pdf: pdfplumber.PDF) -> str:
    """The text without blanks. Chromium writes some characters as the radicals that look like them (⼈ for 人)."""
    text = "".join(page.extract_text() for page in pdf.pages)
    return unicodedata.normalize("NFKC", re.sub(r"\s", "", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_has_everything(out: Path, language: str) -> None:
    sample = sample_in(out)
    examine(out, sample)
    told = facts_of(out, sample)
    page = statement_html(told, texts(language))
    text = text_of(page)
    assert told.result.rate is not None and told.head is not None
    for name in ("manifest.jsonl", "datapackage.json", "forms.csv", "cells.csv", "findings.csv"):
        data = (out / name).read_bytes()
        assert name in text and hashlib.sha256(data).hexdigest() in text
        assert not has_sm3() or hashlib.new("sm3", data).hexdigest() in text
    for wanted in (sample.plan.seed, sample.plan.lot_sha256, sample.plan.tables_sha256, sample.sample_id, told.head[1]):
        assert wanted in text
    assert up(told.result.rate.at_most) in text and "1 / 20" in text and "<b>改&后</b>" in text
    assert len(re.findall("<h2>", page)) == 8
    page.encode("utf-8")


def test_an_unfinished_statement_has_no_rate(out: Path) -> None:
    told = facts_of(out, sample_in(out))
    text = text_of(statement_html(told, SAID))
    assert told.head is None and "已核对 0 张" in text and "至多" not in text
    found = acceptance_of(out, told.result)
    assert found.passed is None or any(check.state == "fail" for check in found.checks)


def test_nothing_hostile_gets_onto_a_page(out: Path) -> None:
    """Names of files, people, units, values and reasons."""
    sample = sample_in(out)
    examine(out, sample)
    told = facts_of(out, sample)
    (fault,) = told.result.faults
    bad = replace(fault, decision=replace(fault.decision, by=HOSTILE, before=HOSTILE, after=HOSTILE, reason=HOSTILE))
    papers = {key: replace(one, path=HOSTILE, project=HOSTILE, pages=HOSTILE) for key, one in told.papers.items()}
    result = replace(
        told.result, faults=(bad,), decided=(bad, replace(bad, decision=replace(bad.decision, place=Place("f"))))
    )
    told = replace(told, folder=HOSTILE, version=HOSTILE, papers=papers, result=result, outcomes={HOSTILE: 2})
    checks = machine_checks(out)
    for check in checks:
        check.see(False, HOSTILE)
    found = replace(acceptance_of(out, result), checks=checks)
    for language in LANGUAGES:
        for page in (statement_html(told, texts(language)), acceptance_html(told, found, texts(language))):
            page.encode("utf-8")
            tags = Tags(page)
            assert "script" not in tags.tags and not tags.tags & {"img", "a", "iframe", "link", "form"}
            assert not any(name.startswith("on") or name in ("href", "src") for name in tags.attributes)
            assert "default-src 'none'" in page and "\u202e" not in page


def test_pages_are_printed_and_read_back(out: Path, shibiao: Shibiao) -> None:  # noqa: F811
    if printing.browser() is None:
        pytest.skip("no Chromium, Chrome or Edge")
    sample = sample_in(out)
    examine(out, sample)
    told = facts_of(out, sample)
    statement, acceptance = out.parent / "结论书.pdf", out.parent / "验收报告.pdf"
    done = shibiao("sample", out, "--statement", statement, "--acceptance", acceptance)
    assert done.code == 0, done.err
    with pdfplumber.open(statement) as pdf:
        assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(595, 842)}
        text = printed(pdf)
    assert told.result.rate is not None
    for wanted in (
        "抽样审核结论书",
        sample.plan.seed,
        sample.plan.lot_sha256,
        up(told.result.rate.at_most),
        "审核人",
        "复核人",
        "日期",
    ):
        assert wanted in text
    assert all(one.sha256 in text and (one.sm3 or "") in text for one in told.hashes)
    with pdfplumber.open(acceptance) as pdf:
        text = printed(pdf)
    assert "DA/T31-2017" in text and "inputs-unchanged" in text and "验收人" in text


def test_without_a_browser_it_says_what_to_do(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "browser", lambda: None)
    with pytest.raises(Stop) as stop:
        printing.pdf_of("<p>")
    assert stop.value.code == ExitCode.MISSING_DEPENDENCY and "html" in SAID(stop.value.key)


def test_acceptance_checks_everything(out: Path) -> None:
    checks = {check.name: check for check in machine_checks(out)}
    inputs = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
    forms = sum(len(one["form_ids"]) for one in inputs)
    assert checks["inputs-accounted"].examined == checks["inputs-read"].examined == len(inputs)
    for name in ("forms-written", "forms-valid", "forms-known", "source-matches", "tables-complete", "pages-read"):
        assert (checks[name].examined, checks[name].failed) == (forms, 0), name
    assert checks["tables-hashed"].examined == len(list(out.glob("*.csv"))) and checks["values-placed"].examined > 1000
    assert all(not check.failed for check in checks.values())


def test_acceptance_notices_what_is_wrong(out: Path) -> None:
    inputs = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
    (lost, odd, slow, other) = (form_id for one in inputs[:4] for form_id in one["form_ids"][:1])
    folder = out / "forms"
    (folder / f"{lost}.json").unlink()
    (folder / "stray.json").write_text("{}")
    (folder / f"{odd}.json").write_text("{}")
    said = json.loads((folder / f"{slow}.json").read_bytes())
    scan = {
        "page": 1,
        "width": 9,
        "height": 9,
        "dpi": 150.0,
        "dpi_from": "file",
        "turned": 0,
        "skew": 0.0,
        "reason": "image",
    }
    said["source"]["scans"] = [scan | {"legibility": 1.0}]
    said["cells"] = said["cells"][:-3]
    (folder / f"{slow}.json").write_text(json.dumps(said))
    said = json.loads((folder / f"{other}.json").read_bytes())
    said["source"]["sha256"] = "0" * 64
    (folder / f"{other}.json").write_text(json.dumps(said))
    with (out / "funds.csv").open("ab") as file:
        file.write(b"more\r\n")
    failed = {check.name for check in machine_checks(out) if check.failed}
    assert failed >= {"forms-written", "forms-known", "forms-valid", "resolution", "source-matches", "tables-hashed"}
    told = facts_of(out, sample_in(out))
    assert acceptance_of(out, told.result).passed is False


def as_version(out: Path, version: int | None, without: str) -> None:
    """The folder as a program of that version of the tables wrote it; None: before versions were told."""
    path = out / "datapackage.json"
    package = json.loads(path.read_bytes())
    package.pop(VERSION_KEY)
    package |= {} if version is None else {VERSION_KEY: version}
    package["resources"] = [one for one in package["resources"] if one["path"] != without]
    path.write_text(json.dumps(package))
    (out / without).unlink()


@pytest.mark.parametrize("version", [1, None])
def test_an_output_of_version_1_has_no_entries(out: Path, version: int | None) -> None:
    as_version(out, version, "entries.csv")
    check = next(check for check in machine_checks(out) if check.name == "tables-hashed")
    assert (check.failed, check.examined) == (0, len(list(out.glob("*.csv"))))
    assert "entries.csv" not in {one.name for one in facts_of(out, sample_in(out)).hashes}


@pytest.mark.parametrize(("version", "without"), [(2, "entries.csv"), (1, "goals.csv")])
def test_a_table_that_its_version_has_is_missed(out: Path, version: int, without: str) -> None:
    as_version(out, version, without)
    check = next(check for check in machine_checks(out) if check.name == "tables-hashed")
    assert check.failed >= 1 and any(without in example for example in check.examples)


def test_acceptance_looks_at_the_cells_of_all_values(out: Path) -> None:
    path = sorted((out / "forms").glob("*.json"))[0]
    said = json.loads(path.read_bytes())
    nowhere = {"value": "1", "raw": "1", "confidence": 0.9, "cell": "p9.r9.c9"}
    said["pairs"] = [{"label": nowhere, "value": nowhere}]
    said["tables"] = {"schedule": [{"start": nowhere}]}
    said["indicators"][0]["extra"] = {"remark": nowhere}
    path.write_text(json.dumps(said))
    placed = next(check for check in machine_checks(out) if check.name == "values-placed")
    assert placed.failed == 4 and placed.examples[0] == f"{path.stem} p9.r9.c9"


def test_gates(out: Path) -> None:
    sample = sample_in(out)
    examine(out, sample, wrong=1)
    told = facts_of(out, sample)
    gates = {gate.name: gate.passed for gate in acceptance_of(out, told.result).gates}
    assert gates["right"] is True and gates["match"] is True and gates["sample"] is True
    not_one = replace(told.result, not_forms=told.result.examined[-1:])
    gates = {gate.name: gate.passed for gate in acceptance_of(out, not_one).gates}
    assert gates["right"] is False and gates["match"] is False
    assert (least_sample(1000), most_wrong(50)) == (50, 2) and least_sample(14) == 1


def test_limits_are_rounded_outwards() -> None:
    assert (percent(1 / 3), up(1 / 3), down(1 / 3)) == ("33.33%", "33.34%", "33.33%")
    assert (up(0.05), down(0.05), up(0), down(0), up(1)) == ("5.00%", "5.00%", "0.00%", "0.00%", "100.00%")


def test_the_command(out: Path, shibiao: Shibiao) -> None:  # noqa: F811
    sample = sample_in(out)
    state = shibiao("sample", out, "--result")
    assert state.code == 0 and "未完成" in state.out
    examine(out, sample)
    done = shibiao("sample", out, "--result", "--lang", "en", "--statement", out.parent / "s.html")
    assert done.code == 0 and "wrong: 1" in done.out and (out.parent / "s.html").is_file()
    assert shibiao("sample", out, "--statement", out.parent / "s.docx").code == ExitCode.WRONG_USAGE
    assert shibiao("sample", out, "--id", sample.sample_id).code == ExitCode.WRONG_USAGE
    assert shibiao("sample", out, "--result", "--id", "zzz").code == ExitCode.WRONG_USAGE
    assert shibiao("sample", out.parent / "nowhere").code == ExitCode.NOTHING_READ
    plan = shibiao("sample", out, "--seed", "5", "--by", "source", "--curtailed", env=environment())
    assert plan.code == 0 and "种子：5" in plan.out and "来源" in plan.out


def test_a_title_and_a_narrowed_lot_are_on_paper(out: Path, shibiao: Shibiao) -> None:  # noqa: F811
    drawn = shibiao("sample", out, "--only", "source=text", "--size", "3", "--seed", "9")
    assert drawn.code == 0, drawn.err
    paths = [out.parent / "s.html", out.parent / "a.html"]
    done = shibiao(
        "sample", out, "--title", "青溪市 <b>2025 & 2026</b>", "--statement", paths[0], "--acceptance", paths[1]
    )
    assert done.code == 0, done.err
    for path in paths:
        page = path.read_text("utf-8")
        assert '<p class="subject">青溪市 &lt;b&gt;2025 &amp; 2026&lt;/b&gt;</p>' in page
        assert "只限 来源 文本转储：12 张，读出的表共 28 张" in text_of(page)
    assert "不在总体之内的 16 张表" in text_of(paths[0].read_text("utf-8"))
    for wrong in ("year", "path=x", "=2025"):
        assert shibiao("sample", out, "--only", wrong).code == ExitCode.WRONG_USAGE
    assert "没有一张表符合 year=1066" in shibiao("sample", out, "--only", "year=1066").err


def test_a_result_without_a_sample_says_what_to_do(out: Path, shibiao: Shibiao) -> None:  # noqa: F811
    shutil.rmtree(out / "review")
    done = shibiao("sample", out, "--result")
    assert done.code == ExitCode.WRONG_USAGE and "还没有抽过样" in done.err and "(-)" not in done.err


def test_the_report_says_which_checks_count_where(out: Path) -> None:
    told = facts_of(out, sample_in(out))
    found = acceptance_of(out, told.result)
    text = text_of(acceptance_html(told, found, SAID))
    match = sum(check.match for check in found.checks)
    machine = len(found.checks) - match
    assert (len(found.checks), machine, match) == (12, 9, 3)  # as the documentation says
    assert f"机检 {machine} / {machine} 项" in text and f"机检 {match} / {match} 项" in text
    assert f"共 {len(found.checks)} 项" in text and text.count("†") == match + 1


def test_facts_name_what_was_not_read(out: Path) -> None:
    line = {"path": "坏.pdf", "sha256": None, "outcome": "failed", "forms": 0, "form_ids": [], "seconds": 0.1}
    with (out / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line | {"error": {"kind": "damaged", "message": "打不开"}}) + "\n")
    told: Facts = facts_of(out, sample_in(out))
    assert [one.path for one in told.unread] == ["坏.pdf"]
    assert "坏.pdf 打不开" in text_of(statement_html(told, SAID))


def test_without_scipy_it_says_what_to_install(out: Path) -> None:
    code = "import sys; sys.modules['scipy'] = None; sys.argv[0] = 'shibiao'; from shibiao.cli import main; main()"
    command = [sys.executable, "-c", code, "sample", str(out)]
    done = subprocess.run(command, env=environment(), capture_output=True, encoding="utf-8")
    assert done.returncode == ExitCode.MISSING_DEPENDENCY and "shibiao[review]" in done.stderr
