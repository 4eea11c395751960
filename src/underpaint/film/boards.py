"""Boards of a film: a painting, its material map, who painted it, and what its rights allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.naming import board_name, picture_in
from underpaint.film.records import Record, change_record, read_record, record_bytes
from underpaint.film.store import hash_of
from underpaint.formats.pictures import Picture, read_bytes, read_picture
from underpaint.formats.sheets import material_map
from underpaint.formats.writing import write_tree

FIELDS = ("painter", "place", "time", "season", "weather")


@dataclass(frozen=True)
class Rights:
    """owner: of the painting. consent: to what the painter said yes. valid_until: the last day, None for without end."""

    owner: str
    consent: str
    valid_until: date | None


@dataclass(frozen=True)
class Board:
    """A board on disk. name: of its folder."""

    name: str
    folder: Path
    record: Record
    painter: str
    place: str
    time: str
    season: str
    weather: str
    rights: Rights

    @property
    def painting(self) -> Path:
        return self._picture("painting")

    @property
    def materials(self) -> Path:
        """Its map. Raises InputError where it has none yet."""
        if self.map_or_none is None:
            raise InputError(
                f"board {self.name} has no material map yet, so nothing can be painted from it; scribble one on its page of "
                f"the desk, or put a materials.png into {self.folder}"
            )
        return self.map_or_none

    @property
    def map_or_none(self) -> Path | None:
        return picture_in(self.folder, "materials")

    @property
    def painting_sha256(self) -> str:
        return hash_of(self.painting)

    @property
    def materials_sha256(self) -> str:
        return hash_of(self.materials)

    def _picture(self, stem: str) -> Path:
        path = picture_in(self.folder, stem)
        if path is None:
            raise InputError(f"{self.folder}: has no {stem} (looked for {stem}.png, .tif, .jpg or .webp)")
        return path


def read_board(folder: Path) -> Board:
    """Read a board's folder. Raises InputError, naming the file, where its record cannot be used."""
    record = read_record(folder / "board.toml", "board")
    table = record.table("rights")
    until = table.get("valid_until")
    if until is not None:
        until = _day(until, f"{record.path}: rights.valid_until")
    rights = Rights(str(table.get("owner", "")), str(table.get("consent", "")), until)
    return Board(folder.name, folder, record, *(record.text(field) for field in FIELDS), rights)


def add_board(
    boards: Path,
    name: str,
    painting: Path,
    materials: Path | None,
    fields: Mapping[str, object],
    base: Path | None = None,
) -> Board:
    """Put a board into the film's folder of boards: copies of the painting and of its map, and its record.

    materials: None for a board whose map is still to be made. fields: of board.toml; base: a board.toml that says the rest. Raises InputError where there is such a board, or the map does not fit; OutputError.
    """
    folder = boards / board_name(name)
    if folder.exists():
        raise InputError(f"{folder}: there is a board of this name; give the new one another")
    picture = read_picture(painting)
    if materials is not None:
        _require_fits(picture, materials)
    rights = dict(fields.get("rights") or {})
    if "valid_until" in rights:
        rights["valid_until"] = _day(rights["valid_until"], "valid until")
    files = {
        f"painting{painting.suffix.lower()}": read_bytes(painting),
        **({} if materials is None else {f"materials{materials.suffix.lower()}": read_bytes(materials)}),
        "board.toml": record_bytes("board", {**fields, "rights": rights}, base),
    }
    write_tree(folder, files)
    return read_board(folder)


def change_board(board: Board, fields: Mapping[str, str], rights: Mapping[str, str]) -> Board:
    """Write what is said of a board into its record; what is not said stays. fields: of FIELDS; rights: owner, consent and
    valid_until, a day, "" for without end. Raises InputError where a day is none, or the record was changed since; OutputError.
    """
    table: dict[str, object] = {name: value.strip() for name, value in rights.items()}
    if "valid_until" in table:
        table["valid_until"] = _day(table["valid_until"], "valid until") if table["valid_until"] else None
    said = {name: value.strip() for name, value in fields.items() if value.strip() or name in board.record.fields}
    change_record(board.record, {**said, "rights": table})
    return read_board(board.folder)


def boards_under(folder: Path) -> list[Path]:
    """The folders that hold a board: this one, or those in it. Raises InputError if there is none."""
    found = [path for path in (folder, *sorted(folder.iterdir())) if path.is_dir() and picture_in(path, "painting")]
    if not found:
        raise InputError(
            f"{folder}: no board here (looked for painting.png with materials.png, in it and in its folders)"
        )
    return found[:1] if found[0] == folder else found


def _require_fits(picture: Picture, materials: Path) -> None:
    mapped = read_picture(materials)
    material_map(mapped)
    (height, width), (rows, columns) = picture.array.shape[:2], mapped.array.shape[:2]
    if (height, width) != (rows, columns):
        raise InputError(
            f"{materials}: is {columns} x {rows} px, but the painting {width} x {height}; they must be of one size"
        )


def _day(value: object, what: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"{what} is {str(value)[:40]!r}; write a day like 2027-03-31") from None
