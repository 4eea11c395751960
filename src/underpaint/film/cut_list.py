"""A cut list from editorial becomes the film's cuts, or tells those that are there their lengths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.cuts import add_cut, frames_of, length_of
from underpaint.film.film import Film
from underpaint.film.naming import cut_number
from underpaint.formats.cut_list import number_in, read_cut_list


@dataclass(frozen=True)
class Imported:
    """new: numbers of cuts made. known: of those that were there and were told what the list says."""

    new: tuple[str, ...]
    known: tuple[str, ...]


def import_cuts(film: Film, path: Path, warn: Callable[[str], None]) -> Imported:
    """Read a list and add its cuts; nothing is added where one of them cannot be used.

    warn: told of clips without a cut number, of cuts that come twice (the first counts), of boards not in the film yet.
    Raises InputError, OutputError.
    """
    film.require_writable()
    told: dict[str, dict[str, object]] = {}
    for listed in read_cut_list(path, film.fps):
        found = number_in(listed.name)
        if found is None:
            warn(f"{listed.where}: {listed.name[:60]!r} begins with no cut number and is left out")
            continue
        number = cut_number(found)
        if number in told:
            warn(f"{listed.where}: {number} came before; its first length counts")
            continue
        fields: dict[str, object] = dict(listed.fields)
        if listed.frames is not None:
            fields["length"] = length_of(listed.frames, film.fps)
        if fields.get("length"):
            try:
                frames_of(str(fields["length"]), film.fps)
            except InputError as why:
                raise InputError(f"{listed.where}: {why}") from None
        if "boards" in fields:
            fields["boards"] = [name.strip() for name in str(fields["boards"]).split(";") if name.strip()]
            for name in fields["boards"]:
                if name not in film.boards:
                    warn(f"{number}: board {name!r} is not in the film yet; add it before painting")
        told[number] = fields
    if not told:
        raise InputError(f"{path}: lists no cut; a clip's name must begin with a cut number like C012")
    for number in told:
        if number in film.cuts:
            film.cuts[number].record.require_writable()
    new = [number for number, fields in told.items() if add_cut(film.cuts_folder, number, film.fps, None, None, fields)]
    return Imported(tuple(new), tuple(number for number in told if number not in new))
