"""Forms of different files held against each other: the same findings in any number of parts, killed or not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

from shibiao.extract.settings import ReadSettings
from shibiao.findings import with_worded_findings
from shibiao.inputs import find_inputs
from shibiao.reading import fingerprint, read_inputs
from shibiao.schemas.records import Form
from shibiao.wording import texts
from tests.app.conftest import DUMP, environment, write_dump
from tests.app.reference import files_of_run
from tests.batch.conftest import balance, convert, outcomes, program, results

YEARS = (2022, 2023, 2024)


def of_year(year: int, name: str, annual: str = "40.00") -> str:
    """A form of a project that has 80 in 2022 to 2024, of which ``annual`` is of this year."""
    text = DUMP.replace("2023年—2023年", "2022年—2024年").replace("2023 年度", f"{year} 年度").replace("1年", "3年")
    return text.replace("年度资金总额：\t\t80.00", f"年度资金总额：\t\t{annual}").replace("河道保洁专项经费", name)


def archive(folder: Path, projects: int = 30) -> Path:
    """Projects of three years, each year in a file of its own; of every third one the years come to too much."""
    for number in range(projects):
        for year in YEARS:
            text = of_year(year, f"第{number}片区河道保洁", "40.00" if number % 3 == 0 else "20.00")
            write_dump(folder / str(year) / f"表{number}.txt", text)
    write_dump(folder / "again.txt", of_year(2022, "第1片区河道保洁", "20.00") + "\n")
    return folder


def rules(out: Path) -> dict[str, list[str]]:
    """The X rules that each file's form breaks, for forms with any."""
    forms = [json.loads(path.read_bytes()) for path in (out / "forms").iterdir()]
    broken = {f"{f['year']['value']} {f['fields']['project_name']['value']}": f["findings"] for f in forms}
    found = {name: [f["rule"] for f in own if f["rule"].startswith("X")] for name, own in broken.items()}
    return {name: own for name, own in found.items() if own}


def test_years_that_come_to_too_much_are_found_whatever_the_parts(tmp_path: Path) -> None:
    folder = archive(tmp_path / "in")
    convert(folder, tmp_path / "one", "--jobs", 1)
    found = rules(tmp_path / "one")
    expected = {f"{year} 第{number}片区河道保洁": ["X1"] for number in range(0, 30, 3) for year in YEARS}
    assert found == expected | {"2022 第1片区河道保洁": ["X3"]}
    assert len(list((tmp_path / "one" / "forms").iterdir())) > 64  # more than one part
    convert(folder, tmp_path / "more", "--jobs", 3)
    assert results(tmp_path / "one") == results(tmp_path / "more")
    from shibiao.batch.complete import Extras

    run = read_inputs([fingerprint(path) for path in find_inputs([folder])], ReadSettings())
    in_memory = dict(files_of_run(run, Extras(), {}))
    assert results(tmp_path / "one") == {n: data for n, data in in_memory.items() if n != "manifest.jsonl"}


def test_killed_and_resumed_it_finds_the_same(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 12), tmp_path / "out"
    convert(folder, tmp_path / "undisturbed")
    chance = random.Random(11)
    for _ in range(5):
        process = subprocess.Popen(
            program("convert", folder, "--out", out), env=environment(), stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.5, 3.0))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
    convert(folder, out)
    assert results(out) == results(tmp_path / "undisturbed")
    assert balance(out) == {"done": 37}


def test_a_file_more_or_less_changes_what_the_others_are_held_against(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "in", 3), tmp_path / "out"
    convert(folder, out)
    assert rules(out)["2022 第0片区河道保洁"] == ["X1"]
    (folder / "2024" / "表0.txt").unlink()
    convert(folder, out, "--overwrite")
    assert "2022 第0片区河道保洁" not in rules(out)  # 40 and 40 of 80
    write_dump(folder / "2024" / "表0.txt", of_year(2024, "第0片区河道保洁", "0.50"))
    convert(folder, out, "--overwrite")
    assert rules(out)["2022 第0片区河道保洁"] == ["X1"]
    assert set(outcomes(out).values()) == {"converted"}


def test_the_screen_shows_them_in_either_language(tmp_path: Path) -> None:
    convert(archive(tmp_path / "in", 1), tmp_path / "out")
    forms = [Form.model_validate_json(path.read_bytes()) for path in (tmp_path / "out" / "forms").iterdir()]
    for language, words in (("zh", "之和 120 大于本表中期资金总额 80"), ("en", "add up to 120, more than this form's")):
        worded = [with_worded_findings(form, texts(language)).findings for form in forms]
        assert [any(words in f.message for f in own) for own in worded].count(True) == 3
        assert [len(own) for own in worded] == [len(form.findings) for form in forms]
