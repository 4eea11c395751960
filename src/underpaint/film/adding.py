"""Boards and cuts come into a film: from a folder, a folder of folders, or single files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film import boards, cuts
from underpaint.film.film import Film
from underpaint.film.naming import cut_number, picture_in
from underpaint.film.records import read_record


def add_boards(
    film: Film, source: Path, name: str, materials: Path | None, told: Mapping[str, object], rights: Mapping[str, str]
) -> list[str]:
    """Add the board in a painting, or every board in a folder; returns their names.

    materials: the map, where `source` is a painting and has one already. told, rights: what is said of them all; a folder's own board.toml says
    the rest. Raises InputError, OutputError.
    """
    film.require_writable()
    told, rights = _given(told), _given(rights)
    fields = {**told, "rights": rights}
    if not source.is_dir():
        return [boards.add_board(film.boards_folder, name or source.stem, source, materials, fields).name]
    folders = boards.boards_under(source)
    if materials is not None or (name and len(folders) > 1):
        raise InputError(f"{source}: is a folder; --map and --name go with one painting")
    added = []
    for folder in folders:
        base = _own_record(folder / "board.toml", "board")
        mapped = picture_in(folder, "materials")
        painting = picture_in(folder, "painting")
        called = name or folder.resolve().name
        added.append(boards.add_board(film.boards_folder, called, painting, mapped, fields, base).name)
    return added


def add_cuts(
    film: Film, source: str, layout: Path | None, materials: Path | None, told: Mapping[str, object]
) -> dict[str, bool]:
    """Add the cut of this number, or every cut in a folder; returns number to whether it is new.

    layout, materials: where `source` is a number. told: of cut.toml, of them all; a folder's own cut.toml says the rest.
    Raises InputError where a board or a shared background is not in the film; OutputError.
    """
    film.require_writable()
    told = _given(told)
    if layout is not None or materials is not None or not Path(source).is_dir():
        number = cut_number(source)
        _require_there(film, number, told)
        return {number: cuts.add_cut(film.cuts_folder, number, film.fps, layout, materials, told)}
    found = {}
    for folder in cuts.cuts_under(Path(source)):
        base = _own_record(folder / "cut.toml", "cut")
        own = {} if base is None else read_record(base, "cut").fields
        number = cut_number(str(own.get("number", folder.resolve().name)))
        found[number] = (folder, base, {name: own[name] for name in cuts.FIELDS if name in own} | told)
    for number, (_, _, fields) in found.items():
        _require_there(film, number, fields, known=found)
    added = {}
    for number, (folder, base, fields) in found.items():
        pictures = (picture_in(folder, "layout"), picture_in(folder, "materials"))
        added[number] = cuts.add_cut(film.cuts_folder, number, film.fps, *pictures, fields, base)
    return added


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [])}


def _own_record(path: Path, kind: str) -> Path | None:
    """A folder's own record, if it has one that this program may write copies of."""
    if not path.is_file():
        return None
    read_record(path, kind).require_writable()
    return path


def _require_there(film: Film, number: str, fields: Mapping[str, object], known: Collection[str] = ()) -> None:
    for name in fields.get("boards", ()):
        film.board(str(name))
    for field in ("background", "geometry"):
        other = cut_number(str(fields.get(field) or "C0"))
        if other == number:
            raise InputError(f"{number}: its {field} cannot be itself")
        if fields.get(field) and other not in known:
            film.cut(other)
