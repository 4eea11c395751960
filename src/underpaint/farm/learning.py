"""What a film's labelled cuts teach: learned in a process of its own, and kept until one of them changes."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from underpaint import layout
from underpaint.farm.index_cache import IndexCache
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.formats.palette import Colour
from underpaint.formats.pictures import read_pictures
from underpaint.formats.sheets import material_map
from underpaint.formats.user_folders import SEEN
from underpaint.layout.guess import Guesser, NamedCut, regions_of_map
from underpaint.paint.materials import code_of, flat_map

_LEARNED_FROM = 6
_VERSION = "guesses 1"


def learn(folder: Path, number: str, cache: Path) -> None:
    """Learn guesses for a cut from the film's labelled cuts, those with the same boards first, and keep them in `cache`."""
    film = Film.open(folder)
    cuts = _cuts_to_learn_from(film, film.cut(number))
    guesser = Guesser()
    guesser.learn(named_cut(cut.materials, cut.layout, film.colours) for cut in cuts)
    _kept(cache).store(_key(film, cuts), _VERSION, guesser.arrays())


def learned(film: Film, cut: Cut, cache: Path) -> Guesser | None:
    """What was learned for a cut from the others as they are now; None where that was not learned yet."""
    arrays = _kept(cache).load(_key(film, _cuts_to_learn_from(film, cut)), _VERSION)
    return None if arrays is None else Guesser.from_arrays(arrays)


def named_cut(materials: Path, drawing: Path, palette: Mapping[str, Colour]) -> NamedCut:
    """A labelled cut to learn from: its map and its layout."""
    mapped, scan = read_pictures([materials, drawing])
    flat = flat_map(material_map(mapped))
    drawn = layout.read_drawing(scan.array, flat.labels.shape[::-1])
    names = {code_of(colour): name for name, colour in palette.items()}
    said = {place: names[code] for place, code in enumerate(flat.codes.tolist()) if code in names}
    return regions_of_map(flat.labels, said, drawn.lines)


def _cuts_to_learn_from(film: Film, cut: Cut) -> list[Cut]:
    others = [one for one in film.cuts.values() if one.number != cut.number and one.materials and one.layout]
    return sorted(others, key=lambda one: -len(set(one.boards) & set(cut.boards)))[:_LEARNED_FROM]


def _key(film: Film, cuts: list[Cut]) -> bytes:
    pictures = [(hash_of(cut.materials), hash_of(cut.layout)) for cut in cuts]
    return sha256(repr((pictures, sorted(film.colours.items()))).encode()).digest()


def _kept(cache: Path) -> IndexCache:
    return IndexCache(cache / SEEN / "guesses", lambda line: None)
