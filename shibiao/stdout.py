"""Standard output carries the product and nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from shibiao.exits import ExitCode, Stop


@contextmanager
def only_ours() -> Iterator[BinaryIO]:
    """The true standard output, as a stream of bytes.

    Whatever else is written to it meanwhile, by C libraries too, goes to standard error.
    Raises: Stop (OUTPUT_NOT_WRITABLE) when it cannot be written; BrokenPipeError when its reader is gone.
    """
    sys.stdout.flush()
    true = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        with open(true, "wb", closefd=False) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Stop(
            ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path="-", reason=error.strerror or str(error)
        ) from error
    finally:
        sys.stdout.flush()
        os.dup2(true, sys.stdout.fileno())
        os.close(true)
