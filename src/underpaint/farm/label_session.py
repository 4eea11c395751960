"""A layout being labelled: its drawing and regions are kept between the steps, so that each shows at once.

Its functions take plain values and answer with plain values and pictures as PNG, as they are called in a process of their own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from underpaint import layout
from underpaint.errors import InputError
from underpaint.farm.learning import learned
from underpaint.farm.open_boards import open_boards
from underpaint.film.cuts import LINES, Cut
from underpaint.film.film import Film
from underpaint.film.labelling import Labelling, add_step, read_labelling
from underpaint.film.records import change_record
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes
from underpaint.formats.palette import Colour
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.writing import write_together
from underpaint.layout.by_hand import Point, with_lines
from underpaint.layout.guess import Guesser
from underpaint.layout.naming import FROM_CUTS
from underpaint.layout.regions import Regions, boxes, regions_of

GUESSED_ALPHA = 110
"""Of a place that has no word, in the picture of the map: the page shows guesses as guesses."""

_KEPT = 2
_SPECK = 0.0005


@dataclass
class _Session:
    """A cut's drawing, read once. drawing_of: SHA-256 of its file."""

    drawing_of: str
    drawing: layout.Drawing
    lines: tuple[tuple[Point, ...], ...] | None = None
    regions: Regions | None = None
    guesser: Guesser = field(default_factory=Guesser)
    labelled: Labelled | None = None
    labelled_from: tuple[object, ...] = ()
    places_of: tuple[object, ...] = ()
    places: np.ndarray | None = None

    @cached_property
    def lines_png(self) -> bytes | None:
        """The drawing to paint from, where the layout itself does not lie in the frame."""
        return None if self.drawing.place.as_it_was else png_bytes(self.drawing.picture[:, :, None])

    def regions_with(self, lines: Sequence[Sequence[Point]]) -> Regions:
        """The regions, with lines drawn in; made anew only where these are not those of before."""
        lines = tuple(tuple(points) for points in lines)
        if self.regions is None or self.lines != lines:
            self.regions, self.lines = regions_of(with_lines(self.drawing.lines, lines)), lines
        return self.regions

    def places_with(self, labelling: Labelling) -> np.ndarray:
        """(h, w) int32 from 1: what one click names, a region, or those that were said to be one."""
        told = labelling.lines, labelling.merges
        if self.places is None or self.places_of != told:
            regions = self.regions_with(labelling.lines)
            self.places, self.places_of = _one(regions.labels, labelling.merges), told
        return self.places


@dataclass(frozen=True)
class Labelled:
    """What the steps so far make of a layout. named: None while there is no word. paintable: what may be guessed,
    the materials of the cut's boards; None for all."""

    session: _Session
    labelling: Labelling
    palette: Mapping[str, Colour]
    regions: Regions
    words: tuple[layout.Word, ...]
    named: layout.Named | None
    paintable: frozenset[str] | None

    @cached_property
    def unnamed(self) -> list[dict[str, object]]:
        if self.named is None:
            return _all_regions(self.regions, self.session.guesser, self.paintable)
        return [
            {
                "x": place.x, "y": place.y, "pixels": place.pixels, "guess": place.guess, "sure": place.confidence,
                "learned": place.why == FROM_CUTS,
            }
            for place in self.named.unnamed
        ]


_sessions: OrderedDict[tuple[str, str], _Session] = OrderedDict()


def label_state(folder: Path, number: str) -> dict[str, object]:
    """Where the labelling of a cut stands: size, words, what has no word with its guess, the steps that can be undone and
    redone, and `map`, the PNG of the material map, half transparent where nothing but a guess says so.

    there: whose map the cut has now, "" for none, "own" for one written from these steps, "other" for one that somebody
    made. unnamed: `learned` says whether a guess rests on other cuts, and not on the lines alone. used: whether that is
    the map of these very steps. places: a name that changes with places_png.
    """
    film = Film.open(folder)
    labelled = labelled_now(film, number)
    labelling, place = labelled.labelling, labelled.session.drawing.place
    named = labelled.named
    return {
        "size": list(place.size),
        "turn": place.turn,
        "found_by": place.found_by,
        "as_it_was": place.as_it_was,
        "steps": labelling.lines_of_file,
        "can_undo": dict(labelling.can_undo),
        "can_redo": dict(labelling.can_redo),
        "words": [{"material": word.material, "x": word.x, "y": word.y} for word in labelled.words],
        "lines": labelling.lines,
        "merges": labelling.merges,
        "places": sha256(repr((labelling.lines, labelling.merges)).encode()).hexdigest()[:16],
        "there": _there(film.cut(number), labelling, labelled.session),
        "used": bool(labelling.steps)
        and labelling.steps[-1].kind == "map"
        and labelling.steps[-1].number == labelling.lines_of_file,
        "unnamed": labelled.unnamed,
        "shared": []
        if named is None
        else [
            [{"material": word.material, "x": word.x, "y": word.y} for word in (pair.first, pair.second)]
            for pair in named.shared
        ],
        "basis": labelled.session.guesser.basis,
        "map": _map_png(labelled),
    }


def take_learned(folder: Path, number: str, cache: Path) -> bool:
    """Guess from now on by what was learned for the cut; says whether `cache` has that."""
    film = Film.open(folder)
    guesser = learned(film, film.cut(number), cache)
    if guesser is not None:
        _session(film, number).guesser = guesser
    return guesser is not None


def drawing_png(folder: Path, number: str) -> bytes:
    """The clean drawing in the film's frame, as PNG."""
    return png_bytes(_session(Film.open(folder), number).drawing.picture[:, :, None])


def places_png(folder: Path, number: str) -> bytes:
    """The places of a drawing as PNG: what lies under a pixel is numbered red + 256 green + 65536 blue, from 1."""
    film = Film.open(folder)
    places = _session(film, number).places_with(read_labelling(film.cut(number)))
    return png_bytes(np.stack([(places >> shift & 255).astype(np.uint8) for shift in (0, 8, 16)], 2))


def use_map(folder: Path, number: str, by: str, *, replace: bool = False) -> str:
    """Write the map, and the words into the cut's record; returns the map's SHA-256.

    A drawing that had to be brought into the frame, a turned scan, is written too, as the lines to paint from; lines of an
    earlier drawing go. replace: also where the cut has a map, or lines, that this labelling did not write; they are kept in
    the film's store. Raises InputError where a region has no word yet, or there are such files; OutputError.
    """
    film = Film.open(folder)
    film.require_writable()
    cut, labelled = film.cut(number), labelled_now(film, number)
    if labelled.named is None or labelled.unnamed:
        count = len(labelled.unnamed)
        raise InputError(f"{cut.number}: {count} regions have no word yet; name them, or accept their guesses")
    others = _others(cut, labelled.labelling, labelled.session)
    for there in others:
        if not replace:
            raise InputError(f"{cut.number}: {there.name} was made or changed by somebody; say that it may be replaced")
        film.store.put(read_bytes(there))
        if there.suffix.lower() != ".png":
            raise InputError(f"{cut.number}: take {there.name} away first; the new map is a materials.png")
    data = png_bytes(labelled.named.picture(labelled.palette))
    digest = sha256(data).hexdigest()
    add_step(cut, "map", by, sha256=digest)
    files = {cut.folder / "materials.png": data}
    lines = cut.folder / LINES
    if labelled.session.lines_png is not None:
        files[lines] = labelled.session.lines_png
    write_together(files)
    if lines not in files:
        lines.unlink(missing_ok=True)  # of an earlier scan; it would be painted from in the place of this drawing
    words = [{"material": w.material, "x": round(w.x, 1), "y": round(w.y, 1)} for w in labelled.words]
    change_record(cut.record, {"words": words})
    return digest


def labelled_now(film: Film, number: str) -> Labelled:
    """What the steps so far make of a cut's layout. Raises InputError where it cannot be read, or has a word that cannot stand."""
    cut, palette = film.cut(number), film.colours
    session, labelling = _session(film, number), read_labelling(cut)
    paintable = _paintable(film, cut, palette) if session.guesser.ready else None
    told = labelling, palette, session.guesser, paintable
    if session.labelled is None or session.labelled_from != told:  # a rough follows the map that was just shown
        regions = session.regions_with(labelling.lines)
        words = _last_words(labelling, session.places_with(labelling))
        guess = partial(session.guesser.guess, among=paintable) if session.guesser.ready else None
        named = layout.name_regions(regions, words, palette, guess, labelling.merges) if words else None
        session.labelled = Labelled(session, labelling, palette, regions, words, named, paintable)
        session.labelled_from = told
    return session.labelled


def _last_words(labelling: Labelling, places: np.ndarray) -> tuple[layout.Word, ...]:
    """The words that count: who names a place again takes the word back that it had. Words of the cut's record stay beside
    each other, as they part a place."""
    height, width = places.shape
    words: dict[int, list[layout.Word]] = {}
    for step in labelling.steps:
        if step.kind not in ("begin", "name"):
            continue
        for material, (x, y) in zip(step.materials, step.points, strict=True):
            if not (0 <= x < width and 0 <= y < height):
                continue  # of a drawing that was larger
            here = words.setdefault(int(places[int(y), int(x)]), [])
            if step.kind == "name":
                here[:] = [word for word in here if word.material == material]
            here.append(layout.Word(material, x, y))
    return tuple(word for here in words.values() for word in here)


def _one(labels: np.ndarray, merges: Sequence[Sequence[Point]]) -> np.ndarray:
    """Labels with those at the points of each merge made one."""
    height, width = labels.shape
    for points in merges:
        inside = [(x, y) for x, y in points if 0 <= x < width and 0 <= y < height]
        numbers = {int(labels[int(y), int(x)]) for x, y in inside}
        if len(numbers) > 1:
            labels = np.where(np.isin(labels, list(numbers)), min(numbers), labels)
    return labels


def _there(cut: Cut, labelling: Labelling, session: _Session) -> str:
    """Whose map the cut has, as label_state says it; another one's too where lines beside it are."""
    if _others(cut, labelling, session):
        return "other"
    return "" if cut.materials is None else "own"


def _others(cut: Cut, labelling: Labelling, session: _Session) -> list[Path]:
    """Of the files that use_map writes, those that lie there and are not from this labelling of this drawing."""
    found = [] if cut.materials is None or hash_of(cut.materials) in labelling.written else [cut.materials]
    lines = cut.folder / LINES
    return [*found, lines] if lines.is_file() and read_bytes(lines) != session.lines_png else found


def _session(film: Film, number: str) -> _Session:
    """The session of a cut, begun anew where its drawing is another one now."""
    cut = film.cut(number)
    if cut.layout is None:
        raise InputError(
            f"{cut.number} has no layout yet; add it with: underpaint cut add {film.folder} {cut.number} --layout"
        )
    key, digest = (str(film.folder), cut.number), hash_of(cut.layout)
    session = _sessions.pop(key, None)
    if session is None or session.drawing_of != digest:
        session = _Session(digest, _drawing(film, cut))
    _sessions[key] = session
    while len(_sessions) > _KEPT:
        _sessions.popitem(last=False)
    return session


def _drawing(film: Film, cut: Cut) -> layout.Drawing:
    """The cut's drawing in its frame: that of its map if it has one, its own if it is as high or as wide as the film's, else the film's."""
    scan = read_picture(cut.layout).array
    size = scan.shape[1::-1]
    if cut.materials is not None:
        size = read_picture(cut.materials).array.shape[1::-1]
    elif not (size[0] == film.frame[0] or size[1] == film.frame[1]):
        size = film.frame
    return layout.read_drawing(scan, size)


def _paintable(film: Film, cut: Cut, palette: Mapping[str, Colour]) -> frozenset[str] | None:
    """The materials that the cut's boards can give it; None where they cannot be read."""
    try:
        colours = frozenset().union(*(each.colours for each in open_boards(film, cut)))
    except InputError:  # said when a rough is painted
        return None
    return frozenset(name for name, colour in palette.items() if colour in colours)


def _all_regions(
    regions: Regions, guesser: Guesser, paintable: frozenset[str] | None
) -> list[dict[str, object]]:
    """Every region that is no speck, while there is no word at all; largest first."""
    labels = regions.labels
    pixels = np.bincount(labels.ravel())
    listed = np.flatnonzero(pixels >= _SPECK * labels.size)
    answers = guesser.guess(labels, regions.lines, {}, paintable) if guesser.ready else {}
    found = []
    for label, (x, y, width, height) in zip(listed.tolist(), _boxes(labels, listed), strict=True):
        own = np.pad(labels[y : y + height, x : x + width] == label, 1).view(np.uint8)
        far = cv2.distanceTransform(own, cv2.DIST_L2, 3)
        down, across = np.unravel_index(int(far.argmax()), far.shape)
        guess, sure = answers.get(label, ("", 0.0))
        at = {"x": int(x + across - 1), "y": int(y + down - 1)}
        told = {"pixels": int(pixels[label]), "guess": guess, "sure": round(sure, 3), "learned": bool(guess)}
        found.append({**at, **told})
    return sorted(found, key=lambda place: -place["pixels"])


def _boxes(labels: np.ndarray, listed: np.ndarray) -> list[tuple[int, int, int, int]]:
    left, top, right, bottom = boxes(labels)[listed].T
    return list(zip(left, top, right - left, bottom - top, strict=True))


def _map_png(labelled: Labelled) -> bytes:
    """The map in the palette's colours, half transparent where it is a guess, and nothing where there is not even that."""
    named = labelled.named
    if named is None:
        height, width = labelled.regions.cells.shape
        places, colours, alphas = np.zeros((height, width), np.uint8), [(0, 0, 0)], [0]
    else:
        count = len(named.names)
        places = named.materials + np.uint8(count) * named.guessed
        colours = [labelled.palette[name] for name in named.names] * 2
        alphas = [255] * count + [GUESSED_ALPHA] * count
    picture = Image.fromarray(places)
    picture.putpalette([channel for colour in colours for channel in colour])
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1, transparency=bytes(alphas))
    return written.getvalue()
