"""An image file as a PDF, a page for each frame, every pixel kept.

JPEG and JPEG 2000 are embedded as the bytes that they are, and laid on the page as their orientation says; other
kinds are packed without loss as PNG packs them, which PDF readers unpack themselves (ISO 32000-1, 7.4.4.4).
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from shibiao.extract.scan.frames import FrameShape, check_size, count_frames, decoding, frame_shape, opened
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.to_rgb import plain_bands
from shibiao.extract.settings import ReadSettings

if TYPE_CHECKING:
    from PIL.Image import Image

_COLOUR_SPACES = {"1": "DeviceGray", "L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_CHANNELS = {"1": 1, "L": 1, "RGB": 3}
_AS_IS, _AS_ABOVE = 0, 2  # ways of PNG to predict a row
# Pillow and all browsers take four-channel JPEGs for inverted, as Adobe writes them.
_INVERTED = "/Decode [1 0 1 0 1 0 1 0]"
_POINTS_PER_INCH = 72.0
_W, _H, _0 = (1, 0), (0, 1), (0, 0)  # of a page's width and height
_NOT_W, _NOT_H = (-1, 0), (0, -1)
# A PDF's matrix that lays the unit square on the page as an EXIF orientation has it.
_LAID = {
    1: (_W, _0, _0, _H, _0, _0),
    2: (_NOT_W, _0, _0, _H, _W, _0),
    3: (_NOT_W, _0, _0, _NOT_H, _W, _H),
    4: (_W, _0, _0, _NOT_H, _0, _H),
    5: (_0, _NOT_H, _NOT_W, _0, _W, _H),
    6: (_0, _NOT_H, _W, _0, _0, _H),
    7: (_0, _H, _W, _0, _0, _0),
    8: (_0, _H, _NOT_W, _0, _W, _0),
}


class Embedded(NamedTuple):
    """An image as a PDF holds it: the entries of its dictionary, its packed bytes, its pixels across and down.

    ``shape``: how it lies on its page.
    """

    entries: str
    data: bytes
    size: tuple[int, int]
    shape: FrameShape


def image_pdf(path: Path, scales: Mapping[int, float]) -> bytes:
    """The PDF of an image file. ``scales``: the points of a pixel of its pages (from 1), by default the file's own.

    Raises: DamagedFile, TooLarge when a page cannot be decoded; OSError when the file cannot be read.
    """
    objects = _Objects()
    kids: list[int] = []
    with path.open("rb") as file:
        for number, image in enumerate(_embedded_frames(path, file), start=1):
            kids.append(_add_page(objects, image, scales.get(number, _POINTS_PER_INCH / image.shape.dpi)))
    return objects.file(kids)


def _embedded_frames(path: Path, file: BinaryIO) -> Iterator[Embedded]:
    length = file.seek(0, io.SEEK_END)
    with decoding(path):
        image = opened(file)
        count = count_frames(image, sys.maxsize)
    for index in range(count):
        with decoding(path):
            image.seek(index)
            check_size(path, image, length, ReadSettings().max_pixels)
            shape = frame_shape(image)
            embedded = _as_it_is(path, image, shape) or _packed(image, shape)
        yield embedded


def _as_it_is(path: Path, image: Image, shape: FrameShape) -> Embedded | None:
    """A JPEG or boxed JPEG 2000 file unchanged; None for another kind."""
    if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB", "CMYK"):
        decode = _INVERTED if image.mode == "CMYK" else ""
        entries = f"/ColorSpace /{_COLOUR_SPACES[image.mode]} /BitsPerComponent 8 {decode} /Filter /DCTDecode"
        return Embedded(entries, path.read_bytes(), image.size, shape)
    if image.format == "JPEG2000" and image.mode in ("L", "RGB"):
        data = path.read_bytes()
        return None if data.startswith(b"\xff\x4f") else Embedded("/Filter /JPXDecode", data, image.size, shape)
    return None


def _packed(image: Image, shape: FrameShape) -> Embedded:
    """Pixels as a Flate stream with a predictor for each row, some rows at a time: a large page is not held twice."""
    packer = zlib.compressobj()
    packed: list[bytes] = []
    mode, above = "1", None
    for band in plain_bands(image):
        mode = band.mode
        rows = _rows(band)
        packed.append(packer.compress(_predicted(rows, above, _AS_ABOVE if mode != "1" else _AS_IS).tobytes()))
        above = rows[-1:]
    packed.append(packer.flush())
    bits = 1 if mode == "1" else 8
    rows_are = f"/Predictor 15 /Colors {_CHANNELS[mode]} /BitsPerComponent {bits} /Columns {image.width}"
    entries = f"/ColorSpace /{_COLOUR_SPACES[mode]} /BitsPerComponent {bits} /Filter /FlateDecode"
    return Embedded(f"{entries} /DecodeParms << {rows_are} >>", b"".join(packed), image.size, shape)


def _rows(band: Image) -> Pixels:
    """A row of bytes for each row of pixels."""
    import numpy as np

    pixels = np.asarray(band)
    return np.packbits(pixels, axis=1) if band.mode == "1" else pixels.reshape(band.height, -1)


def _predicted(rows: Pixels, above: Pixels | None, way: int) -> Pixels:
    """The rows with PNG's mark of the way that each is predicted before it; ``above`` is the row above them."""
    import numpy as np

    marked = np.full((rows.shape[0], rows.shape[1] + 1), way, np.uint8)
    marked[:, 1:] = rows
    if way == _AS_ABOVE:
        marked[1:, 1:] -= rows[:-1]
        if above is not None:
            marked[:1, 1:] -= above
    return marked


class _Objects:
    """The objects of a PDF, numbered from 3; 1 is the catalogue, 2 the tree of pages."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def add(self, dictionary: str, stream: bytes | None = None) -> int:
        body = dictionary.encode("ascii")
        if stream is not None:
            body = b"<< %b /Length %d >>\nstream\n%b\nendstream" % (body, len(stream), stream)
        self._bodies.append(body)
        return len(self._bodies) + 2

    def file(self, kids: list[int]) -> bytes:
        references = " ".join(f"{kid} 0 R" for kid in kids)
        tree = f"<< /Type /Pages /Count {len(kids)} /Kids [{references}] >>".encode()
        bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", tree, *self._bodies]
        file = io.BytesIO()
        file.write(b"%PDF-1.7\n%\xe8\xaf\x86\xe8\xa1\xa8\n")
        places = []
        for number, body in enumerate(bodies, start=1):
            places.append(file.tell())
            file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        table = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
        file.writelines(b"%010d 00000 n \n" % place for place in places)
        file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, table))
        return file.getvalue()


def _add_page(objects: _Objects, image: Embedded, scale: float) -> int:
    columns, rows = image.size
    width, height = (side * scale for side in image.shape.size)
    name = f"/Type /XObject /Subtype /Image /Width {columns} /Height {rows}"
    picture = objects.add(f"{name} {image.entries}", image.data)
    turned = " ".join(f"{a * width + b * height:.4f}" for a, b in _LAID[image.shape.orientation])
    contents = objects.add("", f"q {turned} cm /Im Do Q".encode())
    resources = f"<< /XObject << /Im {picture} 0 R >> >>"
    page = f"/MediaBox [0 0 {width:.4f} {height:.4f}] /Resources {resources} /Contents {contents} 0 R"
    return objects.add(f"<< /Type /Page /Parent 2 0 R {page} >>")
