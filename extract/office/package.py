"""The ZIP package of an Office Open XML file (ECMA-376 part 2): its parts, unpacked within bounds, and its kind.

Only named parts are ever opened, in memory. Pictures, macros, embedded objects and addresses outside are not looked at.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from shibiao.extract.bounds import MOST_PARTS, MOST_UNPACKED, Overfull, check_bound
from shibiao.extract.errors import DamagedFile, EncryptedFile, TooMuch, UnsupportedFile
from shibiao.extract.office.markup import BadMarkup, Handler, feed, tree

PackageKind = Literal["workbook", "word"]
_CHUNK = 1 << 16
_ENTRY = b"PK\x01\x02"  # each part has one in the central directory
_TYPES = "[content_types].xml"
_KINDS: dict[str, PackageKind] = {
    "spreadsheetml.sheet.main+xml": "workbook",
    "spreadsheetml.template.main+xml": "workbook",
    "ms-excel.sheet.macroenabled.main+xml": "workbook",
    "ms-excel.template.macroenabled.main+xml": "workbook",
    "wordprocessingml.document.main+xml": "word",
    "wordprocessingml.template.main+xml": "word",
    "ms-word.document.macroenabled.main+xml": "word",
    "ms-word.template.macroenabledtemplate.main+xml": "word",
}


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """What unpacking and parsing raise for a broken or overfull file, as the reader's own errors."""
    try:
        yield
    except Overfull as over:
        raise TooMuch(path, over.what, over.count, over.limit) from over
    except (zipfile.BadZipFile, zlib.error, BadMarkup, EOFError, NotImplementedError, KeyError, OSError) as error:
        raise DamagedFile(path, "office-package") from error


class Package:
    """An open package. Part names are compared without case and leading slash, as the standard has it."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Raises: DamagedFile, EncryptedFile, TooMuch."""
        with sound(path):
            check_bound("parts", data.count(_ENTRY), MOST_PARTS)
            try:
                self._zip = zipfile.ZipFile(BytesIO(data))
            except (ValueError, RuntimeError) as error:  # names that are no text, sizes below zero
                raise DamagedFile(path, "office-package") from error
        self._path = path
        self._parts = {_key(info.filename): info for info in self._zip.infolist()}
        self._unpacked = 0
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise EncryptedFile(path, "office")

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def feed(self, name: str, handler: Handler) -> None:
        """Parse a part as it is unpacked. Raises: KeyError where there is none, Overfull, and see ``sound``."""
        feed(self._chunks(name), handler)

    def tree(self, name: str) -> Element:
        """A small part as a tree."""
        return tree(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(self._parts[_key(name)]) as part:
                while chunk := part.read(_CHUNK):
                    self._unpacked += len(chunk)
                    check_bound("unpacked-bytes", self._unpacked, MOST_UNPACKED)
                    yield chunk
        except (RuntimeError, ValueError) as error:
            raise BadMarkup(str(error)) from error

    @cached_property
    def main(self) -> tuple[PackageKind, str]:
        """What the package is, and the name of its main part.

        Raises: UnsupportedFile for a package of something else, or a ZIP file of anything.
        """
        if _TYPES not in self._parts:
            raise UnsupportedFile(self._path, "office-zip")
        with sound(self._path):
            types = {
                _key(of.get("PartName", "")): of.get("ContentType", "").lower()
                for of in self.tree(_TYPES)
                if of.tag.endswith("Override")
            }
            name = next((target for kind, target in self.related("") if kind.endswith("/officeDocument")), "")
        said = types.get(_key(name), "")
        kind = next((kind for end, kind in _KINDS.items() if said.endswith(end)), None)
        if kind is None and not said:  # typed by its suffix alone
            kind = {"xl/workbook.xml": "workbook", "word/document.xml": "word"}.get(_key(name))  # type: ignore[assignment]
        if kind is None or name not in self:
            raise UnsupportedFile(self._path, "office-zip")
        return kind, name

    def related(self, name: str) -> Iterator[tuple[str, str]]:
        """Kind and target of each relation of a part ("" is the package itself), where the target is a part."""
        return ((kind, target) for _, kind, target in self.relations(name))

    def relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind and target of each relation of a part. What leads outside of the package is left out."""
        folder, file = posixpath.split(name)
        rels = f"{folder}/_rels/{file}.rels"
        if rels not in self:
            return
        for relation in self.tree(rels):
            if relation.get("TargetMode", "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield relation.get("Id", ""), relation.get("Type", ""), target


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
