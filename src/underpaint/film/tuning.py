"""What the film and its cuts say of how their materials are painted: [tuning.sky] in film.toml and in cut.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.film.check import own_cut
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.records import Record, change_record
from underpaint.film.store import hash_of
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import painting
from underpaint.paint import Tuning, tuning_of
from underpaint.paint.materials import flat_map

FIELD = "tuning"


def materials_in(film: Film, cut: Cut) -> list[str]:
    """The film's materials that a cut's map, or a map of its BOOKs, has, in the palette's order."""
    if film.palette is None:
        return []
    maps = [path for path in (cut.materials, *(book.materials for book in cut.books)) if path is not None]
    codes = frozenset().union(*(_codes(path, hash_of(path)) for path in maps))
    colours = read_palette(film.palette).colours.items()
    return [name for name, (red, green, blue) in colours if red << 16 | green << 8 | blue in codes]


def cut_tuning(film: Film, cut: Cut) -> dict[str, Tuning]:
    """Of the materials that a cut has, the settings: the cut's own, else the film's; those left as they are are not in it.

    Raises InputError where a record holds something else than settings, or a material that the palette lacks.
    """
    told = {**_told(film.record)}
    for material, own in _told(cut.record).items():
        told[material] = {**told.get(material, {}), **own}
    known = _materials(film) if told else ()
    found = {}
    for material, settings in told.items():
        _require_known(film, material, known)
        found[material] = tuning_of(settings, f"{cut.number}: tuning of {material}")
    there = materials_in(film, cut) if found else ()
    return {material: own for material, own in found.items() if material in there and own != Tuning()}


def tune(film: Film, number: str | None, material: str, changes: Mapping[str, float | None]) -> Tuning:
    """Write settings of a material into a cut's record, or with no number the film's; None takes one back.

    Returns what the record then says of it. Raises InputError where the film has no such material, or a setting is none, or
    is out of its range; OutputError.
    """
    film.require_writable()
    record = film.record if number is None else own_cut(film, number).record
    _require_known(film, material, _materials(film))
    before = _told(record).get(material, {})
    own = {name: value for name, value in {**before, **changes}.items() if value is not None}
    made = tuning_of(own, material)
    if own != before:
        change_record(record, {FIELD: {material: own or None}})
    return made


@lru_cache(1024)
def _codes(path: Path, sha256: str) -> frozenset[int]:
    """The colours of a map, also those that lie under what is transparent: one too many changes nothing."""
    array = painting(read_picture(path))[:, :, :3]
    return frozenset(flat_map(array if array.dtype == np.uint8 else (array >> 8).astype(np.uint8)).codes.tolist())


def _told(record: Record) -> dict[str, Mapping[str, object]]:
    told = dict(record.table(FIELD))
    for material, settings in told.items():
        if not isinstance(settings, dict):
            raise InputError(f"{record.path}: tuning of {material} is no table; write it under a line [{FIELD}.{material}]")
    return told


def _materials(film: Film) -> tuple[str, ...]:
    return () if film.palette is None else tuple(read_palette(film.palette).colours)


def _require_known(film: Film, material: str, known: tuple[str, ...]) -> None:
    if material not in known:
        raise InputError(f"{film.folder}: no material {material[:40]!r}; its palette has {', '.join(known) or 'none yet'}")
