"""LibreOffice prints office files to PDF, all of one call in one start of the program."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SECONDS_A_FILE = 30


class ProducerMissing(RuntimeError):
    """The program that prints this kind of sample is not installed."""


def print_office_files(files: Sequence[Path], out: Path) -> None:
    """Convert each file to ``out/<stem>.pdf``. Raises ProducerMissing, or RuntimeError when a file did not come out."""
    program = shutil.which("soffice")
    if program is None:
        raise ProducerMissing("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(out), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60 + SECONDS_A_FILE * len(files))
    missing = [file.stem for file in files if not (out / f"{file.stem}.pdf").exists()]
    if missing:
        raise RuntimeError(f"LibreOffice did not print {', '.join(missing)}: {done.stderr.strip()[-500:]}")
