"""Who may speak to the desk: checked before any page is, in one place, for every request."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 64 * 1024
_INVITED_SECONDS = 900.0
_MOST_SESSIONS = 200
_MOST_FAILURES = 5
_FAILURES_WITHIN = 60.0
# Nothing inline, nothing from elsewhere, in nobody's frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'none'; "
    "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
OPEN_PATHS = ("/enter", "/static/")


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that came in. ``csrf`` goes with everything it sends."""

    key: str
    csrf: str


@dataclass
class Keys:
    """One-time tokens, and the sessions they became. A password, where there is one, lets in too."""

    password: str | None = None
    _tokens: dict[str, float] = field(default_factory=dict)
    _sessions: dict[str, Session] = field(default_factory=dict)
    _failures: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def invite(self, seconds: float = _INVITED_SECONDS) -> str:
        """A token that opens the desk to one browser, once."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[token] = time.monotonic() + seconds
        return token

    def enter(self, token: str) -> Session | None:
        """The session of a token, which is used up."""
        with self._lock:
            until = self._tokens.pop(token, None)
            return self._new_session() if until is not None and time.monotonic() < until else None

    def enter_with_password(self, given: str) -> Session | None:
        """The session of somebody who knows the password. After a few wrong ones nobody is let in for a minute."""
        with self._lock:
            now = time.monotonic()
            self._failures = [at for at in self._failures if now - at < _FAILURES_WITHIN]
            if self.password is None or len(self._failures) >= _MOST_FAILURES:
                return None
            if not hmac.compare_digest(given.encode(), self.password.encode()):
                self._failures.append(now)
                return None
            return self._new_session()

    def session(self, key: str) -> Session | None:
        """The session of a cookie."""
        return self._sessions.get(key)

    def _new_session(self) -> Session:
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        self._sessions[session.key] = session
        while len(self._sessions) > _MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return session


@dataclass(frozen=True, slots=True)
class Address:
    """Where the desk listens. ``open``: beyond loopback."""

    host: str
    port: int

    @property
    def open(self) -> bool:
        """Whether others than this machine can reach it."""
        return not is_loopback(self.host)

    def knows(self, host: str) -> bool:
        """Whether a Host header means this desk: a name that points here from elsewhere does not."""
        name, port = _split(host)
        if port != self.port:
            return False
        if name in ("localhost", "127.0.0.1", "::1"):
            return True
        if not self.open:
            return name == self.host
        return name in (self.host.lower(), socket.gethostname().lower()) or _is_ip(name)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _split(host: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{host}")
        if parts.username is not None or parts.path:
            return "", None
        return (parts.hostname or ""), parts.port or 80
    except ValueError:
        return "", None


class Guard:
    """Middleware: Host, Origin, size, session and CSRF are checked here, and every answer gets its headers."""

    def __init__(self, app: ASGIApp, keys: Keys, address: Address) -> None:
        self._app = app
        self._keys = keys
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session = self._keys.session(cookie(headers, cookie_name(self._address.port)))
        scope["state"] = {**scope.get("state", {}), "session": session}
        refusal = self._refusal(scope, headers, session)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        body = await _body(receive) if scope["method"] == "POST" else b""
        if body is None:
            await PlainTextResponse("too large", 413)(scope, receive, _with_headers(send))
            return
        await self._app(scope, _replay(body, receive), _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers, session: Session | None) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._address.knows(hosts[0]):
            return PlainTextResponse("unknown host", 421)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("method not allowed", 405)
        path = scope["path"]
        if scope["method"] == "POST" and not self._is_ours(headers, hosts[0]):
            return PlainTextResponse("from another page", 403)
        if session is None and not path.startswith(OPEN_PATHS):
            if self._keys.password is not None and scope["method"] == "GET":
                return Response(status_code=303, headers={"location": "/enter"})
            return PlainTextResponse("打开终端里显示的网址。 Open the address that the terminal shows.", 403)
        if scope["method"] == "POST" and session is not None and not path.startswith(OPEN_PATHS):
            given = headers.get("x-csrf", "")
            if not hmac.compare_digest(given.encode(), session.csrf.encode()):
                return PlainTextResponse("no csrf token", 403)
        return None

    def _is_ours(self, headers: Headers, host: str) -> bool:
        origin = headers.get("origin", "")
        fetched = headers.get("sec-fetch-site", "same-origin")
        return origin == f"http://{host}" and fetched == "same-origin"


def cookie_name(port: int) -> str:
    """Cookies know no ports: each desk of a machine has its own."""
    return f"shibiao-{port}"


def cookie(headers: Headers, name: str) -> str:
    """A cookie of a request, empty where there is none."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


async def _body(receive: Receive) -> bytes | None:
    """The whole body, None where it is too large: no more is read then."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", POLICY)  # a page to print has its own, which is stricter
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
