"""The parts of the report page about inputs: what became of them by folder, why some failed, how long pages took."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shibiao.batch.figures import PAGE_SECONDS, FailureFigures, FolderFigures, RunFigures, SourceFigures
from shibiao.batch.markup import cell_text, number, path_shown, row, rows, section, share, shown
from shibiao.batch.plots import Part, bar, histogram
from shibiao.wording import Texts

OUTCOMES = ("converted", "duplicate", "waiting", "failed", "quarantined")  # failures at the end of every bar

_FOLDERS = 15
_WORST = 8  # of them for their failures, the others for their size
_TICKS = (0.01, 0.1, 1.0, 10.0)
_SAID_BY_CONVERT = frozenset({"empty-file", "no-form", "changed", "out-of-memory"})  # nothing of one file in them
_SAID_HERE = frozenset(
    {
        "encrypted",
        "damaged",
        "too-large",
        "unsupported",
        "too-many-pages",
        "missing-reader",
        "cannot-open",
        "defect",
        "crashed",
        "killed",
        "timed-out",
    }
)


def outcome_bar(counted: FolderFigures, said: Texts, kind: str = "thin") -> str:
    """Inputs by outcome as one bar."""
    parts = [
        Part(name, getattr(counted, name), _with_count(said(f"page.outcome.{name}"), getattr(counted, name), counted))
        for name in OUTCOMES
    ]
    return bar(parts, counted.total, said("page.list").join(part.words for part in parts if part.size), kind)


def folder_section(figures: RunFigures, said: Texts) -> str:
    """A bar for each folder, the largest and the worst; what is left as one line."""
    kept, rest = chosen_folders(figures.folders)
    waiting = any(folder.waiting for folder in figures.folders)
    columns = ["total", "converted", "duplicate", *(["waiting"] if waiting else []), "failed", "quarantined"]
    lines = [_folder_line(folder, path_shown(folder.folder or "."), columns, said) for folder in kept]
    if rest:
        name = shown(said("page.folder.rest", count=number(len(rest))))
        lines.append(_folder_line(_added(rest), f"<em>{name}</em>", columns, said))
    headings = [said("page.folder.name"), *(said(f"page.outcome.{name}") for name in columns)]
    note = said("page.folder.chosen", shown=len(kept)) if rest else ""
    kind = "folders with-waiting" if waiting else "folders"
    return section("folders", said("page.folder.heading"), rows(headings, lines, kind), note)


def chosen_folders(
    folders: Sequence[FolderFigures],
) -> tuple[list[FolderFigures], list[FolderFigures]]:
    """Those worth a line of their own, largest first, and the others."""
    by_size = sorted(folders, key=lambda folder: (-folder.total, folder.folder))
    if len(folders) <= _FOLDERS:
        return by_size, []
    worst = [folder for folder in sorted(by_size, key=_trouble, reverse=True)[:_WORST] if _trouble(folder)]
    largest = [folder for folder in by_size if folder not in worst]
    kept = {folder.folder for folder in (worst + largest)[:_FOLDERS]}
    return [f for f in by_size if f.folder in kept], [f for f in by_size if f.folder not in kept]


def failure_section(figures: RunFigures, said: Texts) -> str:
    """Why inputs gave nothing: the commonest cause first, those that brought the reader down last."""
    if not figures.failures:
        if figures.count("failed") + figures.count("quarantined"):
            return ""
        return section(
            "failures", said("page.failed.heading"), f'<p class="well">{shown(said("page.failed.none"))}</p>'
        )
    causes = sorted(figures.failures, key=lambda cause: (cause.quarantined, -cause.count, cause.kind))
    most = max(cause.count for cause in causes)
    lines = [_failure_line(cause, most, said) for cause in causes]
    headings = [said("page.failed.why"), said("page.inputs")]
    return section("failures", said("page.failed.heading"), rows(headings, lines))


def time_section(figures: RunFigures, said: Texts) -> str:
    """How long a page took, by the kind of its source."""
    read = [source for source in figures.sources if source.pages and any(source.page_seconds)]
    if not read:
        return ""
    plots = "".join(_time_plot(source, said) for source in read)
    body = f'<div class="plots">{plots}</div>{_time_table(read, said)}'
    return section("times", said("page.time.heading"), body, said("page.time.note"))


def _with_count(name: str, count: int, of: FolderFigures) -> str:
    return f"{name} {number(count)} ({share(count, of.total)})"


def _trouble(folder: FolderFigures) -> int:
    return folder.failed + folder.quarantined


def _added(folders: Sequence[FolderFigures]) -> FolderFigures:
    return FolderFigures(
        "",
        converted=sum(folder.converted for folder in folders),
        duplicate=sum(folder.duplicate for folder in folders),
        failed=sum(folder.failed for folder in folders),
        quarantined=sum(folder.quarantined for folder in folders),
        waiting=sum(folder.waiting for folder in folders),
    )


def _folder_line(folder: FolderFigures, name: str, columns: Sequence[str], said: Texts) -> str:
    counts = (getattr(folder, column) for column in columns)
    return row(f"{name}{outcome_bar(folder, said)}", *(number(count) if count else "–" for count in counts))


def _failure_line(cause: FailureFigures, most: int, said: Texts) -> str:
    colour = "quarantined" if cause.quarantined else "failed"
    badge = f'<b class="badge {colour}">{shown(said("page.outcome.quarantined"))}</b> ' if cause.quarantined else ""
    label = f"{cause.kind} {number(cause.count)}"
    example = f"{shown(said('page.example'))}{path_shown(cause.example)}" if cause.example else ""
    if cause.detail:
        example += f" <bdi>{shown(said('page.failed.detail', detail=cell_text(cause.detail)))}</bdi>"
    return row(
        f"{badge}{shown(_failure_words(cause, said))} <code>{shown(cause.kind)}</code>"
        f'{bar([Part(colour, cause.count, label)], most, label)}<p class="example">{example}</p>',
        number(cause.count),
    )


def _failure_words(cause: FailureFigures, said: Texts) -> str:
    """What is true of every input that failed so; the detail of one of them stands beside its name."""
    if cause.kind in _SAID_BY_CONVERT:
        return said(f"failure.{cause.kind}")
    if cause.kind in _SAID_HERE:
        return said(f"page.failure.{cause.kind}")
    return said("page.failed.quarantined" if cause.quarantined else "page.failed.unreadable")


def _time_plot(source: SourceFigures, said: Texts) -> str:
    name = said.term("kind", source.kind)
    words = [
        f"{step} · {number(count)} ({share(count, source.pages)})"
        for step, count in zip(_steps(said), source.page_seconds, strict=True)
    ]
    mean = said("page.time.mean", seconds=_short_seconds(source.seconds / source.pages))
    spread = said("page.list").join(_within(source, part, said) for part in (0.5, 0.95))
    ticks = {PAGE_SECONDS.index(tick) + 1: f"{tick:g}" for tick in _TICKS}
    label = said("page.time.label", kind=name, pages=number(source.pages), mean=mean, spread=spread)
    return (
        f"<figure><figcaption><b>{shown(name)}</b> {shown(said('page.time.pages', pages=number(source.pages)))}"
        f'<span class="mean">{shown(mean)}</span></figcaption>'
        f'{histogram(source.page_seconds, words, ticks, label)}<p class="note">{shown(spread)}</p></figure>'
    )


def _time_table(sources: Sequence[SourceFigures], said: Texts) -> str:
    """The same in figures, folded away."""
    names = [said.term("kind", source.kind) for source in sources]
    lines = [
        row(shown(step), *(number(source.page_seconds[index]) for source in sources))
        for index, step in enumerate(_steps(said))
    ]
    table = rows([said("page.time.step"), *names], lines, "plain")
    return f"<details><summary>{shown(said('page.time.figures'))}</summary>{table}</details>"


def _steps(said: Texts) -> list[str]:
    """The columns of a histogram in words."""
    middle = [said("page.time.between", low=f"{low:g}", high=f"{high:g}") for low, high in pairwise(PAGE_SECONDS)]
    below, above = f"{PAGE_SECONDS[0]:g}", f"{PAGE_SECONDS[-1]:g}"
    return [said("page.time.below", seconds=below), *middle, said("page.time.above", seconds=above)]


def _within(source: SourceFigures, part: float, said: Texts) -> str:
    """The time that so large a part of the pages stayed within."""
    seen = 0
    for count, bound in zip(source.page_seconds, PAGE_SECONDS, strict=False):
        seen += count
        if seen >= part * sum(source.page_seconds):
            return said("page.time.within", part=f"{part:.0%}", seconds=f"{bound:g}")
    return said("page.time.beyond", part=f"{1 - part:.0%}", seconds=f"{PAGE_SECONDS[-1]:g}")


def _short_seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 0.1 else f"{seconds:.2f}"
