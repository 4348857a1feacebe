"""What must not get into an event: passwords and keys in the message of an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

_HIDDEN = "***"
_IN_URL = re.compile(r"(?<=://)[^\s/@:]*:\S*(?=@)")
_NAMED = re.compile(r"""(?i)((?:password|passwd|pwd|secret|token)["']?\s*[=:]\s*)('[^']*'|"[^"]*"|[^\s,;&)]+)""")
_SIGNED = re.compile(r"(https?://[^\s?]+)\?\S+")  # the query may be a signature


def without_secrets(message: str, known: Iterable[str | None] = ()) -> str:
    """The message without the known secrets, and without what looks like one: rather too little than too much."""
    secrets = {written for secret in known if secret for written in (secret, quote(secret, safe=""))}
    for secret in sorted(secrets, key=len, reverse=True):
        message = message.replace(secret, _HIDDEN)
    message = _IN_URL.sub(_HIDDEN, message)
    message = _NAMED.sub(rf"\g<1>{_HIDDEN}", message)
    return _SIGNED.sub(rf"\g<1>?{_HIDDEN}", message)
