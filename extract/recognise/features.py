"""What the first layers of PP-OCR's recognition network see on a line, before its last ones make characters of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.recognise.protocol import Pixels
from shibiao.extract.recognise.rapidocr import Backend, batches_of, chosen_backend, model_path, normed

STRIDE = 4  # pixels a column of features
_LAYER = "p2o.pd_op.add.64.0"  # the last one that still has rows

Floats = NDArray[np.float32]
Run = Callable[[Floats], Floats]


class Features:
    """The network's first layers, loaded when they are first asked.

    ``backend`` None, ``threads`` 0: as of ``RapidOcr``. Raises, when asked: RecogniserMissing.
    """

    def __init__(self, backend: Backend | None = None, threads: int = 0) -> None:
        self._backend = backend
        self._threads = threads

    @property
    def network(self) -> str:
        """The SHA-256 of the network's file: what is learnt on its features is good for no other."""
        return _load(self._backend or chosen_backend(), self._threads)[0]

    def of(self, lines: Sequence[Pixels]) -> list[Floats]:
        """For each line image (height × width × 3) its features: 384 channels × 3 rows × columns of ``STRIDE`` pixels,
        those of paper after its end among them."""
        _, run = _load(self._backend or chosen_backend(), self._threads)
        found: dict[int, Floats] = {}
        for batch, width in batches_of(lines):
            seen = run(np.stack([normed(lines[i], width) for i in batch]))
            found.update(zip(batch, np.array(seen), strict=True))
        return [found[i] for i in range(len(lines))]


@lru_cache(maxsize=2)
def _load(backend: Backend, threads: int) -> tuple[str, Run]:
    """The file's SHA-256, and a function from line images to features, in 32 bits on every machine."""
    model = model_path().read_bytes()
    network = sha256(model).hexdigest()
    model = _with_output(model, _LAYER)
    return network, (_openvino(model, threads) if backend == "openvino" else _onnxruntime(model, threads))


def _openvino(model: bytes, threads: int) -> Run:
    from shibiao.extract.recognise.openvino_runtime import import_openvino, runner

    openvino = import_openvino()
    core = openvino.Core()
    whole = core.read_model(model)
    layer = next(output for output in whole.outputs if _LAYER in output.get_names())
    first = openvino.Model([layer.get_node().input_value(0)], whole.get_parameters(), "first layers")
    infer = runner(core, first, threads, "f32")
    return lambda batch: np.asarray(infer(batch).get_output_tensor(0).data, np.float32)


def _onnxruntime(model: bytes, threads: int) -> Run:
    from shibiao.extract.recognise.onnx_runtime import onnx_session

    session = onnx_session(model, threads)
    name = session.get_inputs()[0].name
    return lambda batch: np.asarray(session.run([_LAYER], {name: batch})[0], np.float32)


def _with_output(model: bytes, name: str) -> bytes:
    """An ONNX file that gives one more tensor. Two protobuf messages one after the other are one, whose lists are
    joined: what is added is ``ModelProto{graph{output{name}}}`` (onnx.proto: fields 7, 12 and 1)."""
    return model + _field(7, _field(12, _field(1, name.encode())))


def _field(number: int, content: bytes) -> bytes:
    assert number < 16 and len(content) < 128  # else a length takes more than one byte
    return bytes((number << 3 | 2, len(content))) + content
