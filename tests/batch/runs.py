"""Runs to report on: finished and not, with hostile names and texts."""

from __future__ import annotations

from dataclasses import replace

from shibiao.batch.figures import PAGE_SECONDS, FailureFigures, FolderFigures, RunFigures, SourceFigures
from shibiao.summary import RepairKind, RuleCount, Summary

HOSTILE = "坏\n名\"'><script src=x>alert(1)</script><!--&amp;{0}\udce4\u202e\x00\ufffe"

SUMMARY = Summary(
    converted=1_217,
    duplicates=31,
    forms=1_544,
    cells=98_765,
    families=(("goal_2pane", 1_500), ("unknown", 44)),
    repairs=(
        RepairKind("repaired-vocabulary", 812, (("满意度指", "满意度指标"), ("民覆盖率", "居民覆盖率"))),
        RepairKind("clipped-lost", 77, (("改善沿河", "改善沿河"), ("", None), (HOSTILE, HOSTILE + "标"))),
    ),
    findings=(
        RuleCount("F1", "error", 41, HOSTILE),
        RuleCount("R2", "info", 2, "第 1 页有纸面上看不见的文字"),
        RuleCount("X9", "warning", 1, "没有这条规则"),
    ),
)
FIGURES = RunFigures(
    version="1.2.3",
    started="2026-11-24T20:02:11+08:00",
    updated="2026-11-25T03:44:52+08:00",
    seconds=27_761.0,
    jobs=2,
    finished=True,
    running=False,
    inputs=1_270,
    folders=(FolderFigures("档案/水利局", 1_200, 30, 15, 1, 0), FolderFigures(HOSTILE, 17, 1, 5, 1, 0)),
    failures=(
        FailureFigures("damaged", 12, HOSTILE, False),
        FailureFigures("encrypted", 6, "密.pdf", False),
        FailureFigures("no-form", 1, "空白.pdf", False),
        FailureFigures("<i>new</i>", 1, "新", False),
        FailureFigures("crashed", 1, HOSTILE * 40, True, "<SIGSEGV>"),
        FailureFigures("lost", 1, "丢.pdf", True),
    ),
    sources=(
        SourceFigures("digital", 1_600, 131.0, (100, 200, 700, 500, 99, 1, 0, 0, 0, 0, 0, 0)),
        SourceFigures("scan", 10, 420.0, (0,) * len(PAGE_SECONDS) + (10,)),
        SourceFigures("text", 0, 0.0, (0,) * (len(PAGE_SECONDS) + 1)),
    ),
    largest_mb=812.4,
    summary=SUMMARY,
    confidence=(5, 10, 15, 20, 30, 40, 60, 820),
)
UNFINISHED = replace(
    FIGURES,
    finished=False,
    folders=(*FIGURES.folders, FolderFigures("", 0, 0, 0, 0, 730)),
    inputs=2_000,
    summary=None,
    confidence=None,
)
EMPTY = replace(FIGURES, inputs=0, folders=(), failures=(), sources=(), summary=None, confidence=None)
RUNS = {
    "finished": FIGURES,
    "running": replace(UNFINISHED, running=True),
    "stopped": UNFINISHED,
    "completing": replace(FIGURES, finished=False, running=True, summary=None, confidence=None),
    "astray": replace(FIGURES, inputs=1_273),
    "empty": EMPTY,
}
