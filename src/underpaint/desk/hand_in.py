"""A work file written, looked at and taken back, on the bench: layered files of 4K are large."""

from __future__ import annotations

from pathlib import Path

from underpaint.errors import InputError
from underpaint.farm.work_file import accept, difference, look_at, write_work_file
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes
from underpaint.formats.writing import write_together


def write(folder: Path, number: str, suffix: str) -> dict[str, object]:
    """Write the artist's file of a cut; returns its name and what is to be said of it."""
    said: list[str] = []
    path = write_work_file(Film.open(folder), number, suffix, said.append)
    return {"name": path.name, "said": said}


def look(folder: Path, number: str, file: Path, name: str, shown: Path) -> dict[str, object]:
    """What a person changed in a file that came back; its difference picture is written to `shown`."""
    brought = look_at(Film.open(folder), number, file, name)
    write_together({shown: png_bytes(difference(brought))})
    return {
        "layers": [] if brought.changes is None else [
            {"name": " / ".join(change.path), "what": change.what, "pixels": change.pixels}
            for change in brought.changes.layers
        ],
        "hand": brought.hand_share,
        "base": "" if brought.base is None else brought.base.number,
        "sha256": brought.sha256,
    }  # fmt: skip


def take(folder: Path, number: str, file: Path, name: str, digest: str, by: str, minutes: float) -> str:
    """Record the file that was looked at; returns the take's number."""
    if hash_of(file) != digest:
        raise InputError("this is not the file that was looked at; drop it again")
    film = Film.open(folder)
    return accept(film, look_at(film, number, file, name), by, minutes).take.number
