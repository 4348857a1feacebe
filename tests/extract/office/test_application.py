"""Office files go through the whole application: folders, outputs, pictures that there are none of, the desk."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from samples.hostile.office_syntax import CSV, packed, word, workbook
from shibiao.exits import ExitCode
from shibiao.extract.errors import DamagedFile, EncryptedFile, UnsupportedFile
from shibiao.extract.render import can_be_painted
from shibiao.failures import failure_text
from shibiao.reading import Failure
from shibiao.wording import LANGUAGES, texts
from tests.app.conftest import Shibiao, shibiao, write_pdf

__all__ = ["shibiao"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Originals of each kind, a lock file that an office program left, and one that is too old."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.xlsx").write_bytes(workbook())
    (made / "b.docx").write_bytes(word())
    (made / "c.csv").write_bytes(CSV.encode("gb18030"))
    (made / "~$a.xlsx").write_bytes(b"\x05owner")
    (made / "d.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    return made


def test_a_folder_of_originals_is_converted(shibiao: Shibiao, folder: Path, tmp_path: Path) -> None:
    done = shibiao("convert", folder, "--out", tmp_path / "out", "--lang", "en")
    assert done.code == ExitCode.SOME_INPUTS_FAILED
    assert "Save it as .xlsx, .docx or PDF" in done.err and "~$a" not in done.err
    lines = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()]
    outcomes = {Path(line["path"]).name: line["outcome"] for line in lines if "outcome" in line}
    assert {"a.xlsx": "converted", "b.docx": "converted", "c.csv": "converted"}.items() <= outcomes.items()
    with (tmp_path / "out" / "forms.csv").open(encoding="utf-8", newline="") as file:
        forms = {row["source_name"]: row for row in csv.DictReader(file)}
    assert {row["source_kind"] for row in forms.values()} == {"digital"}
    with (tmp_path / "out" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        targets = [(row["form_id"], row["target"]) for row in csv.DictReader(file)]
    assert sorted(target for _, target in targets) == ["≥12公里"] * 3 + ["≥95%"] * 3


@pytest.mark.parametrize("name", ["a.xlsx", "b.docx", "c.csv"])
def test_there_is_no_picture_of_an_original(shibiao: Shibiao, folder: Path, tmp_path: Path, name: str) -> None:
    assert shibiao("show", folder / name).code == ExitCode.OK
    done = shibiao("show", folder / name, "--image", tmp_path / "a.png")
    assert done.code == ExitCode.WRONG_USAGE
    assert name in done.err and not (tmp_path / "a.png").exists()


def test_only_pages_are_painted(folder: Path, tmp_path: Path) -> None:
    assert not any(can_be_painted(path) for path in folder.iterdir())
    assert can_be_painted(write_pdf(tmp_path / "a.pdf"))


def test_the_desk_shows_cells_in_place_of_pictures(shibiao: Shibiao, folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="needs shibiao[review]")
    from shibiao.review.web.archive import ReviewArchive
    from shibiao.review.web.pictures import NoPicture, Pictures

    shibiao("convert", folder, "--out", tmp_path / "out")
    archive = ReviewArchive(tmp_path / "out", [folder])
    pictures = Pictures(archive)
    try:
        for form_id in archive.form_ids:
            form = archive.form(form_id)
            assert form is not None and pictures.why_none(form) == "text"
            with pytest.raises(NoPicture) as caught:
                pictures.page(form, 1, 96)
            assert caught.value.why == "text"
    finally:
        pictures.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_read_says_what_to_do(language: str) -> None:
    path = Path("a")
    causes = [
        EncryptedFile(path, "office"),
        DamagedFile(path, "office-package"),
        UnsupportedFile(path, "office-ole"),
        UnsupportedFile(path, "office-zip"),
    ]
    said = [failure_text(Failure(error.kind, error.detail, error), texts(language)) for error in causes]
    assert len(set(said)) == len(said)
    assert all("{" not in text for text in said)
    assert all(".xlsx" in text for text in said[2:])


def test_a_zip_of_anything_is_refused(shibiao: Shibiao, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"a.pdf": b"%PDF-1.7"}))
    assert shibiao("show", tmp_path / "a.zip").code == ExitCode.NOTHING_READ
