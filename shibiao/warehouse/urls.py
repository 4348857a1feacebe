"""Database URLs, shown without their passwords."""

from __future__ import annotations

import os
from urllib.parse import parse_qsl, unquote, urlsplit


def without_password(url: str) -> str:
    """A URL that can be shown and written."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("://")[0] + "://…"
    user, at, host = parts.netloc.rpartition("@")
    if at:
        parts = parts._replace(netloc=user.partition(":")[0] + at + host)
    kept = [item for item in parts.query.split("&") if item and not item.startswith("password=")]
    return parts._replace(query="&".join(kept)).geturl()


def password_of(url: str) -> str | None:
    """The password in a URL, None where there is none."""
    try:
        parts = urlsplit(url)
        user, at, _ = parts.netloc.rpartition("@")
        named = dict(parse_qsl(parts.query)).get("password")
    except ValueError:
        return None
    return (unquote(user.partition(":")[2]) if at else None) or named or None


def address_of(url: str) -> tuple[str, int]:
    """Host and port, where the URL is silent those that libpq takes (PGHOST, PGPORT, the local server)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    return host or os.environ.get("PGHOST") or "localhost", port or int(os.environ.get("PGPORT") or 5432)
