"""A folder of many forms, made of the sample forms many times over, each time under other names."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TABLES = ("forms", "fields", "funds", "goals", "indicators", "findings")


def sample_folder(out: Path) -> Path:
    """The sample forms, converted."""
    command = [sys.executable, "-m", "shibiao", "convert", "samples/forms", "--out", str(out), "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    return out


def large_folder(base: Path, out: Path, forms: int, with_json: int) -> list[str]:
    """At least ``forms`` forms in the tables that the desk reads; returns ids of those that can be opened, which are
    there as JSON too. Pages of all are painted from the same few sample files.
    """
    (out / "forms").mkdir(parents=True)
    lines = [json.loads(line) for line in (base / "manifest.jsonl").read_text("utf-8").splitlines()]
    ids = [form_id for line in lines for form_id in line["form_ids"]]
    copies = -(-forms // len(ids))
    known = re.compile("|".join(sorted({form_id[:16] for form_id in ids})))
    for table in _TABLES:
        header, _, body = (base / f"{table}.csv").read_text("utf-8").partition("\n")
        with (out / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(header + "\n")
            for n in range(copies):
                file.write(known.sub(lambda found, n=n: _renamed(found[0], n), body))  # type: ignore[misc]
    with (out / "manifest.jsonl").open("w", encoding="utf-8") as file:
        for n in range(copies):
            for line in lines:
                renamed = [_renamed(form_id[:16], n) + form_id[16:] for form_id in line["form_ids"]]
                file.write(json.dumps(line | {"form_ids": renamed}, ensure_ascii=False) + "\n")
    _write_package(base, out)
    return _write_json(base, out, ids, -(-with_json // len(ids)), known)


def _write_package(base: Path, out: Path) -> None:
    """What a sample asks of the folder: the hash that every table is said to have."""
    package = json.loads((base / "datapackage.json").read_text("utf-8"))
    for one in package["resources"]:
        table = out / one["path"]
        if table.is_file():
            with table.open("rb") as file:
                one["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    (out / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")


def _write_json(base: Path, out: Path, ids: list[str], copies: int, known: re.Pattern[str]) -> list[str]:
    written: list[str] = []
    for form_id in ids:
        text = (base / "forms" / f"{form_id}.json").read_text("utf-8")
        # The hash of the source begins like the id: it stays, so that the page is found.
        own = re.compile(f'(?<="form_id": ")(?:{known.pattern})')
        for n in range(copies):
            name = _renamed(form_id[:16], n) + form_id[16:]
            renamed = own.sub(lambda found, n=n: _renamed(found[0], n), text)  # type: ignore[misc]
            (out / "forms" / f"{name}.json").write_text(renamed, "utf-8")
            written.append(name)
    return written


def _renamed(prefix: str, n: int) -> str:
    return hashlib.sha256(f"{prefix}|{n}".encode()).hexdigest()[:16]
