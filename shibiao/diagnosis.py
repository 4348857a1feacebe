"""Examines the installation: each library is not only looked up but made to do its work once."""

from __future__ import annotations

import importlib.metadata
import io
from collections.abc import Callable
from dataclasses import dataclass

from shibiao.exits import ExitCode

_SAMPLE_TEXT = "shibiao"


@dataclass(frozen=True, slots=True)
class PartState:
    """A part of the installation. ``version`` is empty where it is not installed, ``problem`` where it works."""

    name: str
    package: str
    needed: bool
    version: str
    problem: str
    code: ExitCode = ExitCode.MISSING_DEPENDENCY

    @property
    def works(self) -> bool:
        return bool(self.version) and not self.problem


def examine() -> list[PartState]:
    """All parts, the needed ones first."""
    return [
        _library("pypdfium2", _try_pypdfium2),
        _library("pdfplumber", _try_pdfplumber),
        _library("jieba", _try_jieba),
        _library("rapidfuzz", _try_rapidfuzz),
        _library("pandas", _try_pandas),
        _library("rapidocr", _try_rapidocr),
        _library("openvino", _try_openvino),
        _schemas(),
        _tesseract(),
        _library("pyarrow", _try_pyarrow, package="shibiao[parquet]", needed=False),
        _library("xlsxwriter", _try_xlsxwriter, package="shibiao[xlsx]", needed=False),
        _library("duckdb", _try_duckdb, package="shibiao[warehouse]", needed=False),
        _library("adbc-driver-postgresql", _try_adbc, package="shibiao[warehouse]", needed=False),
    ]


def _library(name: str, work: Callable[[], None], package: str = "", needed: bool = True) -> PartState:
    problem = ""
    try:
        version = importlib.metadata.version(name)
        work()
    except ModuleNotFoundError:  # of the distribution, or of the module it should hold
        version = ""
    except Exception as error:  # a broken wheel fails in its own way: any failure is the finding
        problem = f"{type(error).__name__}: {error}"
    return PartState(name, package or name, needed, version, problem)


def _schemas() -> PartState:
    from shibiao import __version__
    from shibiao.schemas.loader import HERE, SchemaError, load_yaml

    problem = ""
    try:
        for path in sorted(HERE.rglob("*.yaml")):
            load_yaml(path)
    except SchemaError as error:
        problem = str(error)
    return PartState("schemas", "shibiao", True, __version__, problem, ExitCode.SCHEMA_INVALID)


def _tesseract() -> PartState:
    """The second reader of scans: a program with its data, found through pytesseract."""
    from shibiao.extract.recognise.tesseract import missing_part

    missing = missing_part()
    version = ""
    if missing is None:
        import pytesseract

        version = str(pytesseract.get_tesseract_version())
    package = "tesseract-ocr tesseract-ocr-chi-sim (apt-get install)"
    return PartState("tesseract", package, False, version, "")


def _try_rapidocr() -> None:
    from shibiao.extract.recognise.rapidocr import model_path

    _expect(model_path().suffix, ".onnx")


def _try_openvino() -> None:
    from shibiao.extract.recognise.rapidocr import RapidOcr

    _expect(RapidOcr("openvino").name, "rapidocr")


def _try_pypdfium2() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(sample_pdf())
    _expect(document[0].get_textpage().get_text_bounded().strip(), _SAMPLE_TEXT)
    document.close()


def _try_pdfplumber() -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(sample_pdf())) as document:
        _expect(document.pages[0].extract_text().strip(), _SAMPLE_TEXT)


def _try_jieba() -> None:
    from shibiao.normalize.word_ends import SURE, inside_word

    _expect(str(inside_word("促进社") >= SURE), "True")


def _try_rapidfuzz() -> None:
    from rapidfuzz.distance import Levenshtein

    _expect(str(Levenshtein.distance("满意度指", "满意度指标")), "1")


def _try_pandas() -> None:
    import pandas

    _expect(str(pandas.Series([1, None], dtype="Int64").sum()), "1")


def _try_pyarrow() -> None:
    import pyarrow
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), buffer)
    _expect(str(pyarrow.parquet.read_table(buffer).num_rows), "1")


def _try_xlsxwriter() -> None:
    from zipfile import ZipFile

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet(_SAMPLE_TEXT)
    _expect(str("xl/worksheets/sheet1.xml" in ZipFile(buffer).namelist()), "True")


def _try_duckdb() -> None:
    import duckdb

    with duckdb.connect() as database:
        _expect(str(database.execute("SELECT 1.5::DECIMAL(38, 10) * 2").fetchall()[0][0]), "3.0000000000")


def _try_adbc() -> None:
    import adbc_driver_postgresql.dbapi

    _expect(adbc_driver_postgresql.dbapi.apilevel, "2.0")


def _expect(found: str, wanted: str) -> None:
    if found != wanted:
        raise RuntimeError(f"{found!r} instead of {wanted!r}")


def sample_pdf() -> bytes:
    """A page with one word, with the cross-reference table that strict readers want."""
    content = f"BT /F1 12 Tf 20 20 Td ({_SAMPLE_TEXT}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 50] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode() + trailer.encode()
