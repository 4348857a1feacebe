"""What kind of file some bytes are, by their beginning."""

from __future__ import annotations

PDF_WITHIN = 1024  # ISO 32000-1, annex H: the header may stand this far in
_IMAGES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),  # with 64-bit offsets
    (b"MM\x00+", "TIFF"),
    (b"GIF8", "GIF"),
    (b"\x00\x00\x00\x0cjP", "JPEG2000"),  # as a boxed file, and as a bare code stream
    (b"\xff\x4f\xff\x51", "JPEG2000"),
)
_OFFICE = ((b"PK\x03\x04", "office-zip"), (b"PK\x05\x06", "office-zip"), (b"\xd0\xcf\x11\xe0", "office-ole"))
_RTF = b"{\\rtf"
_OTHER_IMAGES = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"avif": "AVIF"}
_BMP_HEADER = 26  # bytes, of the file and the shortest header of the picture


def is_pdf(data: bytes) -> bool:
    """Whether these bytes (the beginning suffices) are a PDF's."""
    return b"%PDF-" in data[:PDF_WITHIN]


def image_kind(data: bytes) -> str | None:
    """The kind of image by Pillow's name for it, None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:2] == b"BM" and b"\x00" in data[2:_BMP_HEADER]:  # text may begin so too
        return "BMP"
    return next((kind for mark, kind in _IMAGES if data.startswith(mark)), None)


def office_kind(data: bytes) -> str | None:
    """``office-zip`` for a package such as .xlsx, ``office-ole`` for files of Office 97 to 2003; None for others."""
    return next((kind for mark, kind in _OFFICE if data.startswith(mark)), None)


def unreadable_kind(data: bytes) -> str | None:
    """A kind that is known and not read: ``image:…`` for images, else ``rtf``; None for anything else."""
    if data[4:8] == b"ftyp" and data[8:12] in _OTHER_IMAGES:
        return f"image:{_OTHER_IMAGES[data[8:12]]}"
    return "rtf" if data.startswith(_RTF) else None
