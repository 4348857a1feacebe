"""The pictures of ``show --image``: one for each page that something was read on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.exits import ExitCode, Stop
from shibiao.extract.errors import UnreadableInput
from shibiao.wording import Texts

if TYPE_CHECKING:
    from PIL.Image import Image

    from shibiao.extract.render import PageImage
    from shibiao.schemas.records import Form

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def check_picture_name(out: Path, inputs: Sequence[Path]) -> None:
    """Raises: Stop (WRONG_USAGE) for several inputs, or a name whose suffix is not of a picture."""
    if len(inputs) != 1:
        raise Stop(ExitCode.WRONG_USAGE, "error.one-picture", count=len(inputs))
    if out.suffix.lower() not in _FORMATS:
        raise Stop(ExitCode.WRONG_USAGE, "error.picture-suffix", path=out, suffixes=" ".join(_FORMATS))


def write_pictures(file: Path, forms: Sequence[Form], out: Path, password: str | None, said: Texts) -> list[Path]:
    """Draw the pages of ``file`` that hold cells; returns what was written, in page order.

    One page goes to ``out``, several to ``out`` with the page number before its suffix.

    Raises: Stop (WRONG_USAGE) when the file has no pages to draw or would be overwritten, (OUTPUT_NOT_WRITABLE).
    """
    from shibiao.extract.render import can_be_painted

    if not can_be_painted(file):
        raise Stop(ExitCode.WRONG_USAGE, "error.no-picture", path=file)
    numbers = sorted({cell.page for form in forms for cell in form.cells})
    targets = _targets(out, numbers)
    if any(target.exists() and target.samefile(file) for target in targets):
        raise Stop(ExitCode.WRONG_USAGE, "error.picture-is-input", path=file)
    for number, target in zip(numbers, targets, strict=True):
        _save(_drawn(file, forms, number, password, said), target)
    return targets


def _targets(out: Path, numbers: Sequence[int]) -> list[Path]:
    if len(numbers) == 1:
        return [out]
    return [out.with_name(f"{out.stem}-{number}{out.suffix}") for number in numbers]


def _drawn(file: Path, forms: Sequence[Form], number: int, password: str | None, said: Texts) -> Image:
    from shibiao.drawing import drawn_page

    return drawn_page(_page(file, forms, number, password), forms, number, said)


def _page(file: Path, forms: Sequence[Form], number: int, password: str | None) -> PageImage:
    from shibiao.extract.render import render_page
    from shibiao.scans import scanned_pages

    scale = next((scans[number].points_per_pixel for scans in map(scanned_pages, forms) if number in scans), None)
    try:
        return render_page(file, number, password=password, scale=scale)
    except UnreadableInput as error:
        raise Stop(ExitCode.NOTHING_READ, "error.input", path=file, problem=error.detail or error.kind) from error


def _save(image: Image, target: Path) -> None:
    """Write beside the target and move it there: a picture is whole or not there."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        try:
            image.save(partial, _FORMATS[target.suffix.lower()], quality=92)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.picture-not-writable", path=target, reason=reason) from error
