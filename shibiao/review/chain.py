"""The chain of hashes: how an entry is written, and what its hash is. Pure; ``docs/review.md`` says it for strangers.

An entry's text is JSON with sorted keys, no blanks, and characters as they are. Its hash is SHA-256 of the hash before
it in hex, a line feed, and the text in UTF-8. The hash before the first entry is SHA-256 of the log's beginning, which
names the log by a random number.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from shibiao.review.decisions import Decision, Entry, Place

FORMAT = "shibiao-review-1"
_PLACE = ("form_id", "table", "row", "column")


class Head(NamedTuple):
    """The last entry's number and hash: a witness of all entries up to it. Number 0 is the log's beginning."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """``NUMBER:HASH``, as it is printed. Raises: ValueError."""
        number, _, digest = text.strip().partition(":")
        if not (number.isascii() and number.isdecimal()) or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(number), digest)


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a log began: its random id, when (UTC, ISO 8601), and the SHA-256 of OUT's ``manifest.jsonl`` then."""

    log: str
    begun: str
    manifest: str
    format: str = FORMAT

    @property
    def text(self) -> str:
        """As it is stored and hashed."""
        return _json(asdict(self))

    @property
    def hash(self) -> str:
        """What the first entry has for ``previous``."""
        return sha256(self.text.encode()).hexdigest()

    @classmethod
    def of(cls, text: str) -> Beginning:
        """Raises: ValueError when it is none, or of another format."""
        said = json.loads(text)
        if (
            not isinstance(said, dict)
            or said.get("format") != FORMAT
            or not all(isinstance(x, str) for x in said.values())
        ):
            raise ValueError("not the beginning of such a log")
        try:
            return cls(**said)
        except TypeError as error:
            raise ValueError(str(error)) from error


def canonical(number: int, at: str, decision: Decision) -> str:
    """The text of an entry: what is hashed."""
    return _json({"number": number, "at": at, **_flat(decision)})


def digest(previous: str, text: str) -> str:
    """The hash of an entry of this text behind the entry with the hash ``previous``."""
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


def entry_after(head: Head, at: str, decision: Decision) -> Entry:
    """The next entry."""
    number = head.number + 1
    return Entry(number, at, decision, head.hash, digest(head.hash, canonical(number, at, decision)))


def entry_of(text: str, previous: str, digest: str) -> Entry:
    """The entry that was written so. Raises: ValueError when the text is none."""
    said = json.loads(text)
    try:
        number, at = said.pop("number"), said.pop("at")
        place = Place(*(said.pop(name) for name in _PLACE))
        return Entry(number, at, Decision(place, **said), previous, digest)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not an entry: {error}") from error


def entry_json(entry: Entry) -> str:
    """An entry with its hashes, as a line of JSON."""
    said = {"number": entry.number, "at": entry.at, **_flat(entry.decision)}
    return _json(said | {"previous": entry.previous, "hash": entry.hash})


def _flat(decision: Decision) -> dict[str, Any]:
    said = asdict(decision)
    place: dict[str, Any] = said.pop("place")
    return place | said


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
