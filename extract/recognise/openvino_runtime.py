"""OpenVINO without its telemetry: nothing that is read here leaves the machine, not even that something is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

_MOST_SHAPES = 32  # of batches: OpenVINO keeps 5 MB for every one that it has met (24 of addresses), and never lets go


def import_openvino() -> ModuleType:
    """The package ``openvino``.

    As it comes, importing it imports its converter, which writes a client id into the home folder and reports the
    import to a web service. Where the reporting module cannot be imported it takes a stub of its own instead.

    Raises: ImportError where OpenVINO is not installed.
    """
    if "openvino" not in sys.modules:
        sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: "cannot be imported"
    import openvino

    return openvino  # type: ignore[no-any-return]


def runner(
    core: Any, model: Any, threads: int, precision: Literal["bf16", "f32"]
) -> Callable[[NDArray[np.float32]], Any]:
    """A function that puts a batch through a network and gives the request that holds its outputs until the next one.

    ``threads`` 0: all cores. Where the processor has no bf16, OpenVINO computes in f32.
    """
    settings: dict[str, Any] = {"NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": precision}
    if threads:
        settings["INFERENCE_NUM_THREADS"] = threads
    request = core.compile_model(model, "CPU", settings).create_infer_request()
    shapes: set[tuple[int, ...]] = set()

    def run(batch: NDArray[np.float32]) -> Any:
        nonlocal request
        if batch.shape not in shapes and len(shapes) >= _MOST_SHAPES:
            shapes.clear()
            request = core.compile_model(model, "CPU", settings).create_infer_request()
        shapes.add(batch.shape)
        request.infer([batch])
        return request

    return run
