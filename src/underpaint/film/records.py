"""Records: small TOML files of a film, a board or a cut, kept with whatever else a person or another program wrote in them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from underpaint.errors import InputError
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import write_together

VERSION = 1
"""Of the records that this program writes. A record of a higher version is read as far as it is understood, and not written."""

_LIMIT = 2**24


@dataclass(frozen=True)
class Record:
    """fields: as the file has them, also those that this program does not know. sha256: of the file's bytes, hexadecimal."""

    path: Path
    kind: str
    fields: Mapping[str, object]
    sha256: str

    def text(self, field: str, default: str = "") -> str:
        """A field of words. Raises InputError if it is something else."""
        return self._typed(field, str, default, f'words, such as {field} = "..."')

    def texts(self, field: str) -> tuple[str, ...]:
        """A field that lists words. Raises InputError if it is something else."""
        listed = self._typed(field, list, [], f'a list, such as {field} = ["..."]')
        if not all(isinstance(entry, str) for entry in listed):
            raise InputError(f'{self.path}: {field} lists something else than words; write {field} = ["..."]')
        return tuple(listed)

    def table(self, field: str) -> Mapping[str, object]:
        """A field with fields of its own. Raises InputError if it is something else."""
        return self._typed(field, dict, {}, f"a table, under a line [{field}]")

    def tables(self, field: str) -> tuple[Mapping[str, object], ...]:
        """A field that lists tables. Raises InputError if it is something else."""
        listed = self._typed(field, list, [], f"a list of tables, each under a line [[{field}]]")
        if not all(isinstance(entry, dict) for entry in listed):
            raise InputError(f"{self.path}: {field} must list tables, each under a line [[{field}]]")
        return tuple(listed)

    def whole(self, field: str, default: int) -> int:
        """A field with a whole number above zero. Raises InputError if it is something else."""
        value = self._typed(field, int, default, "a whole number")
        if value < 1 or isinstance(value, bool):
            raise InputError(f"{self.path}: {field} is {value}; it must be a whole number above zero")
        return value

    def _typed(self, field: str, kind: type, default: object, allowed: str):
        value = self.fields.get(field, default)
        if not isinstance(value, kind):
            raise InputError(f"{self.path}: {field} is {str(value)[:60]!r}; it must be {allowed}")
        return value

    @property
    def newer(self) -> bool:
        """Whether a later Underpaint than this one wrote it."""
        return self.whole("version", VERSION) > VERSION

    def require_writable(self) -> None:
        """Raise InputError where a newer program wrote the record: it may hold what this one would break."""
        if self.newer:
            raise InputError(
                f"{self.path}: is of version {self.fields['version']}, written by a newer Underpaint; this one knows "
                f"{VERSION} and only reads it. Update Underpaint to change it"
            )


def read_record(path: Path, kind: str) -> Record:
    """Read a record of this kind. Raises InputError, naming the file, if it is none."""
    data = read_bytes(path, limit=_LIMIT)
    try:
        fields = _parsed(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as why:
        raise InputError(f"{path}: cannot be read as a record ({' '.join(str(why).split())})") from None
    if fields.get("kind") != kind:
        raise InputError(f'{path}: is no record of a {kind}; it must have a line kind = "{kind}"')
    record = Record(path, kind, fields, sha256(data).hexdigest())
    record.whole("version", VERSION)
    return record


@lru_cache(4096)
def _parsed(data: bytes) -> Mapping[str, object]:
    """A file's fields, which nobody changes: a film of 350 cuts is read anew often, and its records seldom change."""
    return tomllib.loads(data.decode("utf-8"))


def record_bytes(kind: str, fields: Mapping[str, object], base: Path | None = None) -> bytes:
    """A new record's bytes: its kind and version, then the fields that have a value, in their order.

    base: a record to begin with, kept as it was written where `fields` says nothing else.
    """
    import tomlkit

    if base is None:
        document = tomlkit.document()
        document.update({"kind": kind, "version": VERSION})
    else:
        document = tomlkit.parse(read_bytes(base, limit=_LIMIT).decode("utf-8"))
    for name, value in fields.items():
        if value in (None, "", [], {}, ()) or document.get(name) == value:
            continue
        if isinstance(value, dict) and name in document:
            document[name].update(value)
        else:
            document[name] = value
    return tomlkit.dumps(document).encode()


def change_record(record: Record, changes: Mapping[str, object]) -> Record:
    """Write the record with these fields changed; everything else in the file stays as it was written, comments too.

    Of a table, such as rights, only what is given changes; a field of it that is None goes.
    Raises InputError if a newer program wrote it, or if it was changed since it was read; OutputError.
    """
    import tomlkit

    record.require_writable()
    data = read_bytes(record.path, limit=_LIMIT)
    if sha256(data).hexdigest() != record.sha256:
        raise InputError(f"{record.path}: was changed by somebody else just now; look at it and try again")
    document = tomlkit.parse(data.decode("utf-8"))
    for name, value in changes.items():
        if isinstance(value, Mapping) and name in document:
            document[name].update({field: told for field, told in value.items() if told is not None})
            for field in [field for field, told in value.items() if told is None]:
                document[name].pop(field, None)
        elif isinstance(value, Mapping):
            document[name] = {field: told for field, told in value.items() if told is not None}
        else:
            document[name] = value
    write_together({record.path: tomlkit.dumps(document).encode()})
    return read_record(record.path, record.kind)
