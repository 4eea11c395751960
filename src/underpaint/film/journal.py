"""The journal: one line of JSON for every take and every word of a person about one, each chained to the line before.

A line is only ever added. Each carries the SHA-256 of the whole line before it, so that a line changed, dropped or put in
later shows. A last line torn by a crash counts as never written; the next one ends it and goes on from the last whole one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.lease import lease
from underpaint.formats.writing import append_line

VERSION = 1
_START = "0" * 64
_WAIT_SECONDS = 10.0


@dataclass(frozen=True)
class Entry:
    """One line. number: from 1, in the file. event: "take", "pick", "check", "retake", "approve", "work", "delivering", "deliver", "consent withdrawn" or "wrap".
    fields: everything on the line."""

    number: int
    event: str
    cut: str
    take: str
    fields: Mapping[str, object]

    def text(self, field: str) -> str:
        return str(self.fields.get(field, ""))


class Journal:
    """A film's journal as it stands on the disk when it is read."""

    def __init__(self, path: Path):
        self.path = path
        self.entries: list[Entry] = []
        self.torn: list[int] = []
        """Numbers of lines that a crash left half-written."""
        self.broken: int | None = None
        """Number of the first line that does not follow from the one before: someone changed the file; None if all do."""
        self.newer = False
        self._read()

    def _read(self) -> None:
        self.entries, self.torn, self.broken, self.newer, last = [], [], None, False, _START
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as why:
            raise InputError(f"{self.path}: cannot be read ({(why.strerror or str(why)).lower()})") from None
        lines = data.split(b"\n")
        if not lines[-1]:
            lines.pop()
        for number, line in enumerate(lines, 1):
            fields = _parsed(line)
            if fields is None:
                self.torn.append(number)
                continue
            if fields.get("before") != last and self.broken is None:
                self.broken = number
            last = sha256(line).hexdigest()
            self.newer |= fields.get("version") != VERSION
            names = (str(fields.get(name, "")) for name in ("event", "cut", "take"))
            self.entries.append(Entry(number, *names, fields))
        self.last = last
        """The SHA-256 of the last whole line, hexadecimal."""

    def require_sound(self) -> None:
        """Raise InputError where a line was changed, or a newer program writes here: nothing may be built on it then."""
        if self.broken is not None:
            raise InputError(
                f"{self.path}: line {self.broken} does not follow from the line before, so the journal was changed; "
                "bring back a good copy of the file"
            )
        if self.newer:
            raise InputError(f"{self.path}: is written by a newer Underpaint, and this one only reads it; update it")

    def add(self, event: str, **fields: object) -> Entry:
        """Add a line with the time of now. Raises InputError where the journal is not sound, OutputError."""
        with lease(self.path.with_name(".journal-lease"), str(self.path), wait_seconds=_WAIT_SECONDS):
            self._read()
            self.require_sound()
            when = datetime.now(UTC).isoformat(timespec="seconds")
            told = {"version": VERSION, "event": event, **fields, "when": when, "before": self.last}
            append_line(self.path, json.dumps(told, ensure_ascii=False).encode())
            self._read()
        return self.entries[-1]


def _parsed(line: bytes) -> dict | None:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None
