"""``serve``: the desk on a port of this machine, until it is told to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from shibiao.exits import ExitCode, Stop
from shibiao.review.log import open_log
from shibiao.review.web.app import make_app
from shibiao.review.web.archive import ReviewArchive
from shibiao.review.web.decisions import Decisions, Standing
from shibiao.review.web.desk import Desk
from shibiao.review.web.index import ReviewIndex
from shibiao.review.web.pictures import Pictures
from shibiao.review.web.sample_desk import SampleDesk
from shibiao.review.web.samples import Samples
from shibiao.review.web.security import Address, Keys, is_loopback

_TOKEN_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """``port`` 0: any free one. ``inputs``: folders where the source files are today. ``pdf_password``: of encrypted
    sources. ``password``: lets auditors in without the address; needed beyond loopback."""

    host: str = "127.0.0.1"
    port: int = 0
    password: str | None = None
    inputs: Sequence[Path] = ()
    pdf_password: str | None = None
    open_browser: bool = True
    language: str = "zh"


def serve(out: Path, options: ServeOptions, said: Callable[[str], None] = print) -> None:
    """Run the desk until Ctrl-C or SIGTERM. ``said`` is told the address with its one-time token.

    Raises: Stop where OUT is no finished folder, the port is taken, or a password is lacking beyond loopback.
    """
    require_password(options)
    bound = _bound(options)
    address = Address(options.host, bound.getsockname()[1])
    with bound, desk_over(out, options, address) as desk:
        url = _url(desk)
        config = uvicorn.Config(
            make_app(desk),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_graceful_shutdown=3,
            limit_concurrency=200,
            h11_max_incomplete_event_size=16 * 1024,
            proxy_headers=False,
        )
        server = uvicorn.Server(config)
        with _ended_gently():
            said(url)
            sys.stdout.flush()
            if options.open_browser:
                threading.Timer(0.3, webbrowser.open, [url]).start()
            server.run(sockets=[bound])


@contextlib.contextmanager
def _ended_gently() -> Iterator[None]:
    """Uvicorn finishes what is under way, then raises the signal again: what is open here is to be closed first."""

    def ended(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, ended)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def require_password(options: ServeOptions) -> None:
    """Raises: Stop (WRONG_USAGE) for an address that others can reach, without a password of some length."""
    if not is_loopback(options.host) and len(options.password or "") < 8:
        raise Stop(ExitCode.WRONG_USAGE, "error.open-host", host=options.host)


@contextlib.contextmanager
def desk_over(out: Path, options: ServeOptions, address: Address, log: Decisions | None = None) -> Iterator[Desk]:
    """A desk over an output folder, its index being made. ``log``: a stand-in for the folder's own."""
    archive = ReviewArchive(out, options.inputs)
    index = ReviewIndex(out, archive.manifest_sha256)
    with contextlib.ExitStack() as stack:
        kept = log if log is not None else stack.enter_context(open_log(out))
        index.open()
        stack.callback(index.close)
        pictures = Pictures(archive, options.pdf_password, jobs=2 if (os.cpu_count() or 1) > 1 else 1)
        stack.callback(pictures.close)
        keys = Keys(options.password)
        sample_desk = SampleDesk(out)
        stack.callback(sample_desk.close)
        samples, standing = Samples(out), Standing(kept)
        yield Desk(archive, index, kept, standing, pictures, keys, address, samples, sample_desk, options.language)


def _bound(options: ServeOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # With its protocol named, asyncio sends each answer at once; else its second half waits 40 ms for a receipt.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((options.host, options.port))
        bound.listen(128)  # before the address is told: who comes early waits and is not refused
    except OSError as error:
        bound.close()
        reason = error.strerror or str(error)
        raise Stop(
            ExitCode.WRONG_USAGE, "error.port-taken", host=options.host, port=options.port, reason=reason
        ) from error
    return bound


def _url(desk: Desk) -> str:
    """Where the desk is, with a token that lets one browser in, once."""
    host = "127.0.0.1" if desk.address.host in ("0.0.0.0", "::", "localhost") else desk.address.host
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{desk.address.port}/enter?token={desk.keys.invite(_TOKEN_SECONDS)}"
