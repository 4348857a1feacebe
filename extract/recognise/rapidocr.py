"""First recogniser: the PP-OCR recognition network that RapidOCR's wheel carries, run on OpenVINO or ONNX Runtime.

RapidOCR's own classes give the best text only; the alternatives to each character are needed here, so its
network is run directly. Line images are prepared as in RapidOCR 3.10, but for two things. They are squeezed to
``SQUEEZE`` of their width, which spares as much of the time, and get some paper on the right, without which a
colon at the end is read as ``_``. Measured on 9,148 cells of development scans (wrong at levels 1 to 4):
as RapidOCR does 27, 42, 58, 86; squeezed to 0.75 with paper 24, 45, 56, 87; without paper 31, 47, 64, 87; to 0.65
26, 49, 67, 87.
"""

from __future__ import annotations

import importlib.util
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.recognise.ctc import decode
from shibiao.extract.recognise.protocol import LineImage, LineText, Pixels, ReaderName, RecogniserMissing
from shibiao.extract.scan.picture import PAPER

Backend = Literal["openvino", "onnxruntime"]
_MODEL = "models/PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels, set by the network
SQUEEZE = 0.75
_PAPER_AFTER = 14  # pixels
_BATCH = 4  # larger ones are no faster
_LEAST_WIDTH = 128  # the network loses lines that are padded to less
_MOST_WIDTH = 3200  # 85 characters of full height
_STEP = 32  # widths are rounded up to this, so that the engine meets few shapes
_KEPT = 4  # likeliest characters kept a frame

Frames = tuple[NDArray[np.int32], NDArray[np.float32]]


class _Network(NamedTuple):
    """A loaded network: its alphabet (first the blank) and a function from a batch to its frames."""

    alphabet: tuple[str, ...]
    run: Callable[[NDArray[np.float32]], Frames]


class RapidOcr:
    """Recogniser by PP-OCRv6 small.

    ``backend`` None: OpenVINO where it is installed, else ONNX Runtime. ``threads`` 0: all cores.

    Raises: RecogniserMissing.
    """

    name: ReaderName = "rapidocr"

    def __init__(self, backend: Backend | None = None, threads: int = 0) -> None:
        self._network = _load(backend or chosen_backend(), threads)

    def read(self, lines: Sequence[LineImage]) -> list[LineText]:
        """One text a line. Lines are read in batches of like width."""
        found: list[LineText] = [LineText(())] * len(lines)
        for batch, width in batches_of([line.pixels for line in lines]):
            classes, probabilities = self._network.run(np.stack([normed(lines[i].pixels, width) for i in batch]))
            for place, index in enumerate(batch):
                scale = lines[index].pixels.shape[1] / _squeezed(lines[index].pixels)
                frame = width / classes.shape[1]
                last = min(classes.shape[1], math.ceil(_width(lines[index].pixels) / frame) + 1)
                glyphs = decode(
                    classes[place, :last], probabilities[place, :last], self._network.alphabet, frame * scale
                )
                found[index] = LineText(glyphs)
        return found


def batches_of(lines: Sequence[Pixels]) -> Iterator[tuple[list[int], int]]:
    """Line images of like width by their numbers, empty ones left out, and how wide the network takes them (pixels).

    A line is filled up to the same width whatever else stands on its page, so that it is read the same. Against
    batches of six neighbours by width, filled up to the widest, 13 % of the time is spared on 1,062 lines of nine
    scans. Batches are full, the rest read by itself: the engine keeps some MB for every shape that it meets.
    """
    wide: dict[int, list[int]] = defaultdict(list)
    for index, pixels in enumerate(lines):
        if pixels.size:
            wide[max(_LEAST_WIDTH, math.ceil(_width(pixels) / _STEP) * _STEP)].append(index)
    for width, same in sorted(wide.items()):
        whole = len(same) - len(same) % _BATCH
        yield from ((same[start : start + _BATCH], width) for start in range(0, whole, _BATCH))
        yield from (([index], width) for index in same[whole:])


def model_path() -> Path:
    """The recognition network inside RapidOCR's wheel. Raises: RecogniserMissing."""
    spec = importlib.util.find_spec("rapidocr")
    path = Path(spec.origin).parent / _MODEL if spec and spec.origin else None
    if path is None or not path.exists():
        raise RecogniserMissing("rapidocr")
    return path


def backends() -> Iterator[Backend]:
    """The installed engines that can run the network, best first."""
    names: tuple[Backend, ...] = ("openvino", "onnxruntime")
    yield from (name for name in names if importlib.util.find_spec(name) is not None)


def chosen_backend() -> Backend:
    """The engine used unless told otherwise. Raises: RecogniserMissing."""
    for name in backends():
        return name
    raise RecogniserMissing("openvino")


@lru_cache(maxsize=4)
def _load(backend: Backend, threads: int) -> _Network:
    path = model_path()
    try:
        return _openvino(path, threads) if backend == "openvino" else _onnxruntime(path, threads)
    except ImportError as error:
        raise RecogniserMissing(backend) from error


def _openvino(path: Path, threads: int) -> _Network:
    from shibiao.extract.recognise.openvino_runtime import import_openvino, runner

    openvino = import_openvino()
    import openvino.opset13 as ops

    core = openvino.Core()
    model = core.read_model(path)
    characters = str(model.get_rt_info()["framework"]["character"].value)
    # The alphabet has 18,710 characters; only the likeliest few of every frame leave the network.
    frames = model.get_results()[0].input_value(0)
    best = ops.topk(frames, ops.constant(np.int64(_KEPT)), axis=2, mode="max", sort="value", index_element_type="i32")
    model = openvino.Model([best.output(0), best.output(1)], model.get_parameters(), "recognition")
    # In f32, where the processor has no bf16, two of 573 lines were read otherwise, neither worse.
    infer = runner(core, model, threads, "bf16")

    def run(batch: NDArray[np.float32]) -> Frames:
        request = infer(batch)
        return request.get_output_tensor(1).data, request.get_output_tensor(0).data

    return _Network(_alphabet(characters), run)


def _onnxruntime(path: Path, threads: int) -> _Network:
    from shibiao.extract.recognise.onnx_runtime import onnx_session

    session = onnx_session(path, threads)
    name = session.get_inputs()[0].name

    def run(batch: NDArray[np.float32]) -> Frames:
        frames = session.run(None, {name: batch})[0]
        best = np.argpartition(frames, -_KEPT, axis=2)[:, :, -_KEPT:]
        values = np.take_along_axis(frames, best, axis=2)
        order = np.argsort(-values, axis=2, kind="stable")
        return np.take_along_axis(best, order, axis=2).astype(np.int32), np.take_along_axis(values, order, axis=2)

    return _Network(_alphabet(session.get_modelmeta().custom_metadata_map["character"]), run)


def _alphabet(characters: str) -> tuple[str, ...]:
    return ("", *characters.splitlines(), " ")


def _width(pixels: Pixels) -> int:
    """How wide a line is for the network, the paper after it included."""
    return min(_MOST_WIDTH, _squeezed(pixels) + _PAPER_AFTER)


def _squeezed(pixels: Pixels) -> int:
    height, width = pixels.shape[:2]
    return int(min(_MOST_WIDTH - _PAPER_AFTER, max(1, math.ceil(HEIGHT * SQUEEZE * width / height))))


def normed(pixels: Pixels, width: int) -> NDArray[np.float32]:
    """A line image as the network takes it: 3 × 48 × width, BGR, -1 to 1, filled up on the right."""
    import cv2

    inner = _squeezed(pixels)
    way = cv2.INTER_AREA if inner < pixels.shape[1] else cv2.INTER_LINEAR
    resized = cv2.resize(pixels, (inner, HEIGHT), interpolation=way)
    filled = np.zeros((3, HEIGHT, width), np.float32)
    filled[:, :, :inner] = resized[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
    filled[:, :, inner : inner + _PAPER_AFTER] = PAPER / 127.5 - 1.0
    return filled
