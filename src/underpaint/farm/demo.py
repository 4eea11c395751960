"""A few cuts of the example film, painted as a film: a folder to look around in, and what would leave the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from underpaint.errors import InputError
from underpaint.farm.deliver import cut_delivery
from underpaint.farm.film_papers import contact_sheet_of, credit_files
from underpaint.farm.paint_film import paint_film
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import make_folder, write_together, write_tree

CUTS = 4


@dataclass(frozen=True)
class Shown:
    """What the demo made. film: its folder. strips, layered: of each cut, in order. sheet, credits, card: of the film."""

    film: Path
    strips: tuple[Path, ...]
    layered: tuple[Path, ...]
    sheet: Path
    credits: Path
    card: Path


def demo(
    source: Path,
    out: Path,
    *,
    cache: Path | None,
    progress: Callable[[str, str, float], None] | None,
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> Shown:
    """Copy a few cuts of the film at `source`, from as many places as there are, to out/film, paint them there, and write
    their strips, layered files, contact sheet and credits beside it. A film that lies there already is gone on with, and a
    layered or flat file that somebody changed stays as it is.

    say: told of each cut that is painted. Raises InputError where `source` is no film or has nothing to paint; OutputError.
    """
    film = _copied(Film.open(source), out / "film", say)
    outcome = paint_film(film, cache=cache, progress=progress, say=say, warn=warn)
    if outcome.failed:
        raise InputError("not painted: " + "; ".join(f"{number}: {why}" for number, why in outcome.failed.items()))
    film = Film.open(film.folder)
    strips, layered = [], []
    for cut in film.cuts.values():
        files, note = cut_delivery(film, cut, ".png")
        if note:
            warn(note)
        for name, data in files.items():
            path = out / name
            if name.endswith("_strip.png"):
                strips.append(path)
            elif path.exists() and hash_of(path) != sha256(data).hexdigest():
                warn(f"{path}: was changed by somebody and stays as it is")
                continue
            write_together({path: data})
            if name.endswith((".psd", ".psb")):
                layered.append(path)
    sheet, note = contact_sheet_of(film)
    if note:
        warn(note)
    papers = {"contact-sheet.png": png_bytes(sheet), **credit_files(film, (), warn)}
    write_together({out / name: data for name, data in papers.items()})
    paper = {name: out / name for name in papers}
    return Shown(
        film.folder,
        tuple(strips),
        tuple(layered),
        paper["contact-sheet.png"],
        paper["credits.txt"],
        paper["credits.png"],
    )


def _copied(source: Film, folder: Path, say: Callable[[str], None]) -> Film:
    """A film of a few cuts of another one. Its own record is written last, so that half a copy is no film yet."""
    if (folder / "film.toml").is_file():
        say(f"{folder} is there already and is gone on with; delete it to begin anew")
        return Film.open(folder)
    cuts = _few(source)
    names = dict.fromkeys(name for cut in cuts for name in cut.boards)
    for kind, folders in (("boards", [source.board(name).folder for name in names]), ("cuts", [c.folder for c in cuts])):
        for one in folders:
            if not (folder / kind / one.name).exists():
                files = {path.name: read_bytes(path) for path in sorted(one.iterdir()) if path.is_file()}
                write_tree(folder / kind / one.name, files)
    records = [source.palette, source.record.path]
    make_folder(folder)
    write_together({folder / path.name: read_bytes(path) for path in records if path is not None})
    return Film.open(folder)


def _few(film: Film) -> list[Cut]:
    """Cuts to show, in order: one of each place, then of each board not shown yet, then whichever come first."""
    paintable = [
        cut for cut in film.cuts.values() if cut.boards and cut.materials and not (cut.background or cut.geometry)
    ]
    if not paintable:
        raise InputError(f"{film.folder}: has no cut with boards and a material map, so there is nothing to paint")

    def fresh() -> Iterator[Cut]:
        for of in (lambda cut: film.board(cut.boards[0]).place, lambda cut: cut.boards[0], lambda cut: cut.number):
            seen = {of(cut) for cut in chosen.values()}
            for cut in paintable:
                if of(cut) not in seen:
                    seen.add(of(cut))
                    yield cut

    chosen: dict[str, Cut] = {}
    for cut in fresh():
        if len(chosen) == CUTS:
            break
        chosen[cut.number] = cut
    return [cut for cut in paintable if cut.number in chosen]
