"""The store: files as they were when a take used them, each under its SHA-256, read-only, for good."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path

from underpaint.errors import InputError, OutputError
from underpaint.formats.writing import make_folder, write_together

_READ_ONLY = 0o444


class Store:
    """A folder of files named by the SHA-256 of their bytes, in sub-folders by the first two digits."""

    def __init__(self, folder: Path):
        self._folder = folder

    def path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Keep these bytes and return their SHA-256, hexadecimal; kept once, however often they come.

        Raises InputError where the store holds other bytes under that name, OutputError if it cannot be written.
        """
        digest = sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            if hash_of(path) != digest:
                raise InputError(f"{path}: is damaged; put a good copy in its place, or move it away")
            return digest
        make_folder(path.parent)
        write_together({path: data})
        make_read_only(path)
        return digest

    def damaged(self) -> Iterator[Path]:
        """Every file whose bytes are not those it is named by."""
        for path in sorted(self._folder.glob("??/*")):
            if not path.name.startswith(".") and hash_of(path) != path.name:
                yield path


def make_read_only(path: Path) -> None:
    try:
        os.chmod(path, _READ_ONLY)
    except OSError as why:
        raise OutputError(f"{path}: cannot be made read-only ({(why.strerror or str(why)).lower()})") from None


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal. Raises InputError if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as why:
        raise InputError(f"{path}: cannot be read ({(why.strerror or str(why)).lower()})") from None
