"""One place of a painting painted anew, and the way back: each makes a take of its own, so that nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import isfinite
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from underpaint.errors import InputError
from underpaint.farm.carry_over import carry_over
from underpaint.farm.film_papers import machine_take, sources_of
from underpaint.farm.job import Job
from underpaint.farm.memory import peak_memory_mb
from underpaint.farm.model_way import ModelWay, same_way
from underpaint.farm.paint_film import require_same_model
from underpaint.farm.paint_take import SECOND_PASS, SOURCES, TRUE_TO_LINES
from underpaint.farm.synth import Progress, synth
from underpaint.film.check import floor_note, own_cut
from underpaint.film.cuts import Cut, hold
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.film.takes import Take, clear_staged, record_take, stage_folder
from underpaint.film.tuning import cut_tuning
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.sheets import mask as mask_of
from underpaint.formats.source_map import (
    AS_IS,
    KEPT,
    MODEL,
    SourceRecord,
    all_by_model,
    read_source_map,
    source_map_bytes,
)
from underpaint.formats.writing import write_together

MASK = "mask.png"
MOST_POINTS = 4096

_FAR = 100_000.0
_CARRIED = ("touch_up", "picture")
"""Roles of a take's files that every take gets anew, from the newest touch-up."""


def repaint_place(
    film: Film,
    number: str,
    mask: np.ndarray,
    *,
    seed: int,
    model: ModelWay | None = None,
    from_boards: bool = False,
    threads: int | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    meanwhile: Callable[[str], None] | None = None,
    warn: Callable[[str], None],
) -> Take:
    """Paint a place of a cut's newest painting anew; outside it, the new take's painting is the old one's to the bit.

    model: the trained model that paints it; from_boards: the boards do; neither: what the painting itself was painted by.
    mask: (H, W) bool, of the painting's size, True where new paint goes. seed: another one, another painting. The cut's
    tuning as it is now holds for the new place. The touch-up and the BOOKs stay above it. meanwhile: as paint_film. Raises
    InputError where there is no painting, or what it was painted from has changed since; OutputError.
    """
    film.require_writable()
    film.require_open()
    cut = own_cut(film, number)
    began = time.perf_counter()
    with _at_work_on(cut):
        base = _newest(cut)
        _require_unchanged(film, cut, base)
        if model is None and not from_boards and "model" in base.request:
            model = same_way(film, base)
        if model is not None and base.model is not None and base.model.hashes != model.hashes:
            raise InputError(
                f"{cut.number} {base.number}: model {film.called(base.model)} painted there already; a second one cannot join it. Paint the place "
                "with that one, or from the boards with --engine exemplar"
            )
        tuned = cut_tuning(film, cut)
        staged = stage_folder(cut.takes_folder)
        copied = _copied(base, staged, without=("pass2", "source_map", "mask"))
        write_together({staged / MASK: png_bytes(np.where(mask, np.uint8(255), np.uint8(0))[:, :, None])})
        job = Job(
            boards=tuple((film.board(name).painting, film.board(name).materials) for name in cut.boards),
            layout_map=cut.materials,
            layout_lines=cut.lines,
            palette=film.palette,
            tuning=tuned,
            keep=base.files["pass2"][0],
            mask=staged / MASK,
            seed=seed,
            threads=threads,
            out=staged / SECOND_PASS,
            source_map=staged / SOURCES if model is None else None,
            cache=cache,
        )
        notes: list[str] = []
        told: dict[str, object] = {"keep": base.files["pass2"][1], "mask": hash_of(staged / MASK), "seed": seed}
        painted: dict[str, object] = {}
        if model is None:
            report = synth(job, progress=progress, warn=notes.append)
            new = read_source_map(staged / SOURCES)
        else:
            report = _by_model(film, cut, job, base, model, progress, meanwhile, notes.append)
            new = by_model_inside(mask)
            told |= model.told(film, cut)
            if model.way.workflow is not None:
                film.store.put(read_bytes(model.way.workflow))
            painted["model"] = model.model
            painted["boards"] = {**base.boards, **{name: film.board(name).painting_sha256 for name in model.boards}}
        record, shares = _put_together(sources_of(base), new, cut)
        files = {**copied, "pass2": SECOND_PASS, "mask": MASK}
        if record.boards:
            write_together({staged / SOURCES: source_map_bytes(record)})
            files["source_map"] = SOURCES
        notes += floor_note(film, report.get("adherence_ratio"))
        if tuned:
            told["tuning"] = {name: own.told() for name, own in tuned.items()}
        fields = {
            **painted,
            "request": {**base.request, "repaint": told},
            "base": base.number,
            "seed": seed,
            # With BOOKs the record's shares are of all paint; a board is named there as soon as it is in either.
            "shares": {name: max(share, base.shares.get(name, 0)) for name, share in shares.items()} if cut.books else shares,
            "energy": report.get("energy", {}),
            **{name: report[name] for name in TRUE_TO_LINES if report.get(name) is not None},
            "machine_seconds": round(time.perf_counter() - began, 2),
            "peak_memory_mb": peak_memory_mb(),
            "notes": notes,
        }
        take = _recorded(film, cut, base, staged, files, fields, warn)
    for note in notes:
        warn(f"{cut.number}: {note}")
    return take


def repaint_inside(film: Film, number: str, outline: Sequence[float], **how) -> Take:
    """As repaint_place, inside a line drawn around the place: x, y, x, y … in px of the painting, closed by itself."""
    picture = _newest(own_cut(film, number)).fields["size"]
    return repaint_place(film, number, inside(outline, *picture), **how)


def inside(outline: Sequence[float], width: int, height: int) -> np.ndarray:
    """(height, width) bool: the pixels inside a drawn line, also where it crosses itself. Raises InputError where it is none,
    or lies outside."""
    if len(outline) % 2 or not 6 <= len(outline) <= 2 * MOST_POINTS or not all(map(isfinite, outline)):
        raise InputError(f"an outline is 3 to {MOST_POINTS:,} points, x and y of each; {len(outline)} numbers came in")
    points = [(min(max(x, -_FAR), _FAR), min(max(y, -_FAR), _FAR)) for x, y in zip(outline[::2], outline[1::2], strict=True)]
    from scipy.ndimage import binary_fill_holes  # takes a while to load

    drawn = Image.new("1", (width, height))
    ImageDraw.Draw(drawn).polygon(points, fill=1, outline=1)
    mask = binary_fill_holes(np.asarray(drawn))
    if not mask.any():
        raise InputError("the outline lies outside of the picture; draw it around a place of the painting")
    return mask


def read_mask(path: Path) -> np.ndarray:
    """(h, w) bool from a picture, True where it is light. Raises InputError."""
    return mask_of(read_picture(path))


def go_back(film: Film, number: str, take_number: str, warn: Callable[[str], None]) -> Take:
    """Make an earlier painting the newest one again, as a take with the same files; the touch-up of today stays above it.

    Raises InputError where it is no painting of the machine, or is damaged; OutputError.
    """
    film.require_writable()
    film.require_open()
    cut = own_cut(film, number)
    with _at_work_on(cut):
        base = cut.take(take_number)
        if base.kind != "machine" or "pass2" not in base.files:
            raise InputError(f"{cut.number} {base.number} is no painting of the machine; name one that is")
        if wrong := base.changed_files():
            raise InputError(wrong[0])
        staged = stage_folder(cut.takes_folder)
        files = _copied(base, staged, without=())
        fields = {"request": base.request, "back_to": base.number, "machine_seconds": 0, "notes": []}
        return _recorded(film, cut, base, staged, files, fields, warn)


@contextmanager
def _at_work_on(cut: Cut) -> Iterator[None]:
    """Hold the cut; what is left unfinished is taken away before and after."""
    with hold(cut):
        clear_staged(cut.takes_folder)
        try:
            yield
        finally:
            clear_staged(cut.takes_folder)


def _newest(cut: Cut) -> Take:
    painted = [take for take in cut.takes if "pass2" in take.files]
    if not painted:
        raise InputError(f"{cut.number} has no painting yet; paint it first")
    take = machine_take(cut, painted[-1])
    if "source_map" not in take.files and take.model is None:
        raise InputError(f"{cut.number} {take.number} has no source map, so no place of it can be painted anew; paint the cut again")
    if wrong := take.changed_files():
        raise InputError(wrong[0])
    return take


def _require_unchanged(film: Film, cut: Cut, base: Take) -> None:
    """What lies around the new place and what comes into it must be of the same boards and layout."""
    then = base.request
    boards = [(board["name"], board["painting"], board["materials"]) for board in then["boards"]]
    now = [(name, film.board(name).painting_sha256, film.board(name).materials_sha256) for name in cut.boards]
    lines = None if cut.lines is None else hash_of(cut.lines)
    if boards != now or cut.materials is None or then["layout_map"] != hash_of(cut.materials) or then["layout_lines"] != lines:
        raise InputError(f"{cut.number}: its boards or its layout have changed since {base.number}; paint the cut again first")


def _copied(base: Take, staged: Path, without: tuple[str, ...]) -> dict[str, str]:
    """The base's files put into the new take; role to name."""
    kept = {role: path for role, (path, _) in base.files.items() if role not in (*without, *_CARRIED)}
    write_together({staged / path.name: read_bytes(path) for path in kept.values()})
    return {role: path.name for role, path in kept.items()}


def _by_model(
    film: Film,
    cut: Cut,
    job: Job,
    base: Take,
    model: ModelWay,
    progress: Progress | None,
    meanwhile: Callable[[str], None] | None,
    warn: Callable[[str], None],
) -> dict:
    from underpaint.farm.diffuse import diffuse  # the model libraries are no part of the core

    say = None if meanwhile is None else lambda line: meanwhile(f"{cut.number}: {line}")
    rough = base.files.get("pass1")
    job = replace(job, stage="paint" if rough else "both", rough=None if rough is None else rough[0])
    report = diffuse(job, model.of_cut(film, cut), progress=progress, meanwhile=say, warn=warn)
    require_same_model(cut.number, model.told(film, cut), report)
    return report


def by_model_inside(mask: np.ndarray) -> SourceRecord:
    """Of a picture of which a trained model painted what lies inside `mask`, (H, W) bool."""
    return replace(all_by_model(*mask.shape), board=np.where(mask, np.uint8(MODEL), np.uint8(KEPT)))


def _put_together(old: SourceRecord, new: SourceRecord, cut: Cut) -> tuple[SourceRecord, dict[str, float]]:
    """Where the new paint came from, and around it where the old did, as one source map; and the boards' shares."""
    kept = new.board == KEPT
    board, y, x = (np.where(kept, was, now) for was, now in ((old.board, new.board), (old.y, new.y), (old.x, new.x)))
    size = None
    if old.size is not None or new.size is not None:
        was, now = (np.full(board.shape, AS_IS, np.uint8) if each.size is None else each.size for each in (old, new))
        size = np.where(kept, was, now)
    counts = np.bincount(board.ravel(), minlength=len(cut.boards))
    shares = {name: int(count) / board.size for name, count in zip(cut.boards, counts, strict=False)}
    if (board == MODEL).any():  # what a model was shown is in what it painted: only paint that is there has a share
        shares = {name: share for name, share in shares.items() if share}
    named = old if old.boards else new
    return replace(named, board=board, y=y, x=x, size=size), shares


def _recorded(
    film: Film,
    cut: Cut,
    base: Take,
    staged: Path,
    files: Mapping[str, str],
    told: Mapping[str, object],
    warn: Callable[[str], None],
) -> Take:
    """Record the take: what the base's record says, but for what is told anew and for the touch-up, carried over."""
    carried = carry_over(cut, staged, [book["name"] for book in base.request.get("books") or []])
    write_together({staged / name: data for name, data in carried.files.values()})
    fields = {name: value for name, value in base.fields.items() if name not in ("kind", "version", "number", "when", "files")}
    for name in ("touch_up_of", "touch_up_models", "back_to"):
        fields.pop(name, None)
    fields |= {"hand_share": 0, **told, **carried.fields}
    names = {**files, **{role: name for role, (name, _) in carried.files.items()}}
    if carried.note:
        warn(f"{cut.number}: {carried.note}")
    return record_take(film.journal, cut.takes_folder, staged, names, fields)
