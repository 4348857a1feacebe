"""A seed and a lot give one sample, here and elsewhere; what is kept of it is written once."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from shibiao.exits import Stop
from shibiao.review.lot import lot_of, stated_hashes
from shibiao.review.samples import changed_since, chosen_sample, draw_in, read_sample, samples_of
from shibiao.review.sampling import Demand, new_seed, sample_json, sample_of
from tests.app.conftest import environment
from tests.review.lots import drawn, made_lot

ROOT = Path(__file__).parents[2]
DEMAND = Demand(seed="2026", by=("year",), size=12)


@pytest.fixture
def out(converted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(converted, tmp_path / "out"))


def test_the_same_seed_gives_the_same_sample_and_another_another() -> None:
    first, again, other = (drawn(500, Demand(seed=seed)) for seed in ("a1", "a1", "b2"))
    assert first == again and first.sample_id == again.sample_id
    assert set(first.forms) != set(other.forms) and len(set(first.forms)) == first.plan.size == len(other.forms)
    assert drawn(501, Demand(seed="a1")).forms != first.forms


def test_without_a_seed_there_are_128_random_bits() -> None:
    seeds = {drawn(50, Demand()).plan.seed for _ in range(5)} | {new_seed()}
    assert len(seeds) == 6 and all(re.fullmatch("[0-9a-f]{32}", seed) for seed in seeds)


def test_every_form_is_as_likely_as_any_other() -> None:
    counts = dict.fromkeys(made_lot(40).forms, 0)
    for seed in range(600):
        for form_id in drawn(40, Demand(seed=str(seed), size=10)).forms:
            counts[form_id] += 1
    assert all(100 <= count <= 200 for count in counts.values())  # 150 expected, standard deviation 10.6


def test_strata_have_their_share() -> None:
    sample = drawn(1000, Demand(seed="7", by=("year",)), strata=3)
    assert [one.forms for one in sample.plan.strata] == [334, 333, 333]
    parts = [sample.stratum.count(index) for index in range(3)]
    assert parts == [one.drawn for one in sample.plan.strata] and max(parts) - min(parts) <= 1
    assert sample.plan.size >= drawn(1000, Demand(seed="7")).plan.size


def elsewhere(out: Path, folder: Path) -> Path:
    """The folder as another machine may have it: at another place, its lines and files in another order."""
    copy = Path(shutil.copytree(out, folder / "另一处", ignore=shutil.ignore_patterns("review", ".shibiao")))
    manifest = copy / "manifest.jsonl"
    manifest.write_bytes(b"".join(reversed(manifest.read_bytes().splitlines(keepends=True))))
    with (copy / "forms.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with (copy / "forms.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *reversed(rows)])
    return copy


MACHINES = {
    "other hashes, time zone": ([], {"PYTHONHASHSEED": "4242", "TZ": "Asia/Kathmandu"}),
    "no assertions, other locale": (["-O"], {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C"}),
}


@pytest.mark.parametrize("demand", [DEMAND, replace(DEMAND, only=(("source", "digital"),), by=("year",), size=7)])
@pytest.mark.parametrize("machine", MACHINES)
def test_a_stranger_elsewhere_draws_the_same(out: Path, tmp_path: Path, demand: Demand, machine: str) -> None:
    """The program in another process, and the ten documented lines that know nothing of it."""
    made = draw_in(out, demand)
    copy = elsewhere(out, tmp_path)
    options, variables = MACHINES[machine]
    python = [sys.executable, *options]
    asked = ["--seed", "2026", "--by", "year", "--size", str(demand.size)]
    asked += [f"--only={name}={text}" for name, text in demand.only]
    run = [*python, "-m", "shibiao", "sample", str(copy), *asked]
    done = subprocess.run(run, env=environment(**variables), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert [(one.sample_id, one.forms) for one in samples_of(copy)] == [(made.sample.sample_id, made.sample.forms)]
    lines = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "sampling.md").read_text(encoding="utf-8"), re.S)[0]
    assert len(lines.splitlines()) == 10 and "shibiao" not in lines
    run = [*python, "-I", "-c", lines, str(copy), str(made.path)]
    done = subprocess.run(run, env=environment(**variables), capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(made.sample.forms)


def test_a_lot_can_be_narrowed(out: Path) -> None:
    """It is a stratum of all forms: those of the sample belong to it, and a limit is about it alone."""
    with (out / "forms.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["form_id"]: row for row in csv.DictReader(file)}
    wanted = {form_id for form_id, row in rows.items() if row["source_kind"] == "digital"}
    plan = draw_in(out, Demand(seed="1", only=(("source", "digital"),))).sample.plan
    assert plan.lot == len(wanted) < len(rows) and plan.columns == ("source_kind",) and len(plan.strata) == 1
    several = draw_in(out, Demand(seed="1", only=(("year", "2025"), ("year", "2021")), size=4)).sample
    assert {rows[form_id]["fiscal_year"] for form_id in several.forms} == {"2025", "2021"}
    assert several.plan.lot == sum(row["fiscal_year"] in ("2025", "2021") for row in rows.values())
    kept = samples_of(out)
    assert {sample.sample_id for sample in kept} >= {several.sample_id} and "only" in json.loads(sample_json(several))[
        "plan"
    ]
    whole = draw_in(out, Demand(seed="1")).sample
    assert "only" not in json.loads(sample_json(whole))["plan"]
    with pytest.raises(Stop, match="none-such"):
        draw_in(out, Demand(only=(("year", "1066"),)))


def test_hashes_are_what_the_documented_commands_print(out: Path) -> None:
    if not (shutil.which("sha256sum") and shutil.which("jq")):
        pytest.skip("no sha256sum, or no jq")
    text = (ROOT / "docs" / "sampling.md").read_text(encoding="utf-8").replace("\\|", "|")
    lot, tables = re.findall(r"\| `(?:lot|tables)_sha256` \| `(.*?)` \|\n", text)
    found = lot_of(out)
    assert subprocess.check_output(["sh", "-c", tables], cwd=out, text=True).split()[0] == found.tables_sha256
    assert set(stated_hashes(out)) == {path.name for path in out.glob("*.csv")}
    assert subprocess.check_output(["sh", "-c", lot], cwd=out, text=True).split()[0] == found.lot_sha256


def test_the_lot_does_not_depend_on_times(out: Path) -> None:
    before = lot_of(out)
    path = out / "manifest.jsonl"
    lines = [json.loads(line) | {"seconds": 99.0} for line in path.read_bytes().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in reversed(lines)))
    assert lot_of(out) == before


def test_a_sample_is_written_once(out: Path) -> None:
    made = draw_in(out, DEMAND)
    kept = made.path.read_bytes()
    again = draw_in(out, DEMAND)
    assert again.again and again.sample == made.sample and again.path.read_bytes() == kept
    worklist = made.worklist.read_text(encoding="utf-8-sig").splitlines()
    assert len(worklist) == 13 and all(form in line for form, line in zip(made.sample.forms, worklist[1:], strict=True))
    other = draw_in(out, replace(DEMAND, seed="2027"))
    assert chosen_sample(out, None) == other.sample
    assert chosen_sample(out, made.sample.sample_id[:9]) == made.sample


def test_a_changed_sample_is_refused(out: Path) -> None:
    made = draw_in(out, DEMAND)
    assert sample_of(sample_json(made.sample)) == made.sample
    text = made.path.read_text(encoding="utf-8")
    for changed in (text.replace('"allowed": ', '"allowed": 1'), text.replace("2026", "2027", 1), "{}", "[]", ""):
        if changed == text:
            continue
        made.path.write_text(changed, encoding="utf-8")
        try:
            found = read_sample(made.path)
        except Stop:
            continue
        assert found == replace(made.sample, drawn_at=found.drawn_at)


def test_a_changed_folder_is_noticed(out: Path) -> None:
    made = draw_in(out, DEMAND)
    assert list(changed_since(out, made.sample)) == []
    package = out / "datapackage.json"
    package.write_text(
        re.sub("sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", package.read_text(encoding="utf-8"), count=1)
    )
    manifest = (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (out / "manifest.jsonl").write_bytes(b"".join(manifest[1:]))
    assert list(changed_since(out, made.sample)) == ["lot", "tables"]


@pytest.mark.parametrize(
    "demand",
    [
        *(Demand(tolerable=0.01, expected=0.02), Demand(confidence=1.0), Demand(confidence=0.2), Demand(tolerable=1.0)),
        *(Demand(size=501), Demand(seed="a|b"), Demand(seed=""), Demand(seed="种子")),
    ],
)
def test_demands_that_make_no_sense_are_refused(demand: Demand) -> None:
    with pytest.raises(Stop):
        drawn(500, demand)


def test_folders_without_forms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="no-results"):
        draw_in(tmp_path, DEMAND)
    (tmp_path / "manifest.jsonl").write_text("")
    with pytest.raises(Stop, match="no-forms"):
        draw_in(tmp_path, DEMAND)
