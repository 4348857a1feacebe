"""Inputs of every kind, and the program run as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from shibiao.exits import ExitCode

# Invented: a form of the two-pane family as an office program exports it, one label and one text cut.
DUMP = """\
项目支出绩效目标申报表

（ 2023 年度）

项目负责人（签字）：

单位（盖章）：

项目名称\t\t河道保洁专项经费\t\t\t\t\t
主管部门及代码\t\t[031]青禾县水利局\t\t实施单位\t\t青禾县水利局\t
项目属性\t\t常年项目\t\t项目期\t\t1年\t
项目资金 (万元)\t\t中期资金总额：\t\t80.00\t年度资金总额：\t\t80.00
\t\t其中：财政拨款\t\t80.00\t其中：财政拨款\t\t80.00
\t\t其他资金\t\t0.00\t其他资金\t\t0.00
总体目标\t中期目标（2023年—2023年）\t\t\t\t年度目标\t\t
\t保持河道清洁，改善沿河环境。\t\t\t\t保持河道清洁，改善沿河环境。\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t保洁河道长度\t≥42公里\t数量指标\t保洁河道长度\t≥42公里
\t\t质量指标\t水面垃圾清除率\t≥95%\t质量指标\t水面垃圾清除率\t≥95%
\t效益指标\t社会效益指标\t沿河环境\t明显改善\t社会效益指标\t沿河环境\t明显改善
\t满意度指\t满意度指\t沿河居民满意度\t≥90%\t满意度指\t沿河居民满意度\t≥90%
"""

Shibiao = Callable[..., "Finished"]


class Finished(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change the program's language or colours."""
    kept = {name: value for name, value in os.environ.items() if name not in ("SHIBIAO_LANG", "NO_COLOR", "COLUMNS")}
    return kept | more


@pytest.fixture
def shibiao() -> Shibiao:
    def run(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "shibiao", *map(str, arguments)],
            env=environment(**(env or {})),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )
        finished = Finished(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert done.returncode in set(ExitCode), finished.err
        assert "Traceback" not in finished.err or "--debug" in arguments
        return finished

    return run


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_dump(tmp_path / "申报表.txt")


def write_dump(path: Path, text: str = DUMP) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_pdf(path: Path, pages: int = 1, password: str | None = None, table: bool = True) -> Path:
    """A PDF with a ruled table of two cells, or with a line of text only, on every page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    encrypt = pdfencrypt.StandardEncryption(password, strength=128) if password else None
    paper = canvas.Canvas(str(path), pagesize=(400, 200), encrypt=encrypt, invariant=True)
    for _ in range(pages):
        paper.setFont("STSong-Light", 12)
        if table:
            paper.grid([50, 150, 350], [100, 130])
            paper.drawString(55, 110, "项目名称")
            paper.drawString(155, 110, "河道保洁专项经费")
        else:
            paper.drawString(55, 110, "关于印发通知的函")
        paper.showPage()
    paper.save()
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder: name to bytes. What a run keeps for the next is no result."""
    names = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".shibiao")}
