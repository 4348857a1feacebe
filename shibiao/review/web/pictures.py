"""The pictures of the desk: painted by workers within the reader's bounds, and kept as long as there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from shibiao.batch.limits import Limits
from shibiao.extract.render import can_be_painted
from shibiao.review.web.archive import ReviewArchive
from shibiao.review.web.painting import DPI, Painted, Sheet, crop, paint
from shibiao.review.web.workers import NoWorker, Workers
from shibiao.scans import scanned_pages
from shibiao.schemas.records import CellRecord, Form

_LIMITS = Limits(page_seconds=60.0, file_seconds=60.0, memory_mb=1536, files=100_000)
_KEPT_BYTES = 96_000_000
_WAIT_SECONDS = 70.0
_WARM_AFTER = 1.5


class NoPicture(Exception):
    """There is no picture: ``why`` is ``text``, ``absent``, ``changed``, ``elsewhere`` or ``unpaintable``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Pictures:
    """Pages and crops of an archive's forms."""

    def __init__(self, archive: ReviewArchive, password: str | None = None, jobs: int = 2) -> None:
        self._archive = archive
        self._password = password
        # After the first list was shown, which their start would only hold up.
        self._workers = Workers(jobs, _LIMITS, _warm, _WARM_AFTER)
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], Painted] = OrderedDict()
        self._bytes = 0
        self._has_pages: dict[str, bool] = {}
        self._under_way: dict[tuple[Any, ...], Future[Painted]] = {}

    def close(self) -> None:
        """End the workers."""
        self._workers.close()

    def _submit(self, paint_it: Any, *given: Any) -> Future[Painted]:
        try:
            return self._workers.submit(paint_it, *given)
        except NoWorker as error:
            raise NoPicture("unpaintable") from error

    def why_none(self, form: Form) -> str | None:
        """Why a form can have no pictures, None where it can."""
        if form.source.kind == "text":
            return "text"
        source = self._archive.source(form)
        return "text" if source.path is not None and not self._paintable(source.sha256, source.path) else source.missing

    def _paintable(self, sha256: str, path: Path) -> bool:
        """Whether a file has pages to paint, looked at once; one that does not open shows when it is painted."""
        if sha256 not in self._has_pages:
            try:
                self._has_pages[sha256] = can_be_painted(path)
            except OSError:
                return True
        return self._has_pages[sha256]

    def page(self, form: Form, number: int, dpi: int) -> Painted:
        """A page of a form. Raises: NoPicture."""
        dpi = min(DPI, key=lambda one: abs(one - dpi))
        sheet = self._sheet(form, number)
        return self._painted((sheet, dpi), paint, sheet, dpi)

    def crop(self, form: Form, cell: CellRecord) -> Painted:
        """A cell of a form. Raises: NoPicture."""
        sheet = self._sheet(form, cell.page)
        return self._painted((sheet, cell.bbox), crop, sheet, cell.bbox)

    def _sheet(self, form: Form, number: int) -> Sheet:
        if form.source.kind == "text":
            raise NoPicture("text")
        source = self._archive.source(form)
        if source.path is None:
            raise NoPicture(source.missing or "absent")
        if not self._paintable(source.sha256, source.path):
            raise NoPicture("text")
        scan = scanned_pages(form).get(number)
        return Sheet(str(source.path), source.sha256, number, scan.points_per_pixel if scan else None, self._password)

    def _painted(self, key: tuple[Any, ...], paint_it: Any, *given: Any) -> Painted:
        """From what is kept, or from a worker; two that ask for the same wait for one painter."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            future = self._under_way.get(key)
            if future is None:
                future = self._under_way[key] = self._submit(paint_it, *given)
        try:
            painted = future.result(_WAIT_SECONDS)
        except Exception as error:
            raise NoPicture("unpaintable") from error
        finally:
            with self._lock:
                self._under_way.pop(key, None)
        self._keep(key, painted)
        return painted

    def _keep(self, key: tuple[Any, ...], painted: Painted) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = painted
            self._bytes += len(painted.png)
            while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
                self._bytes -= len(self._kept.popitem(last=False)[1].png)


def _warm() -> None:
    """What painting needs, imported."""
    import numpy as np
    import pypdfium2

    import shibiao.extract.pdfium
    import shibiao.extract.render
    import shibiao.extract.scan.frames

    _ = (np, pypdfium2, shibiao.extract.pdfium, shibiao.extract.render, shibiao.extract.scan.frames)
