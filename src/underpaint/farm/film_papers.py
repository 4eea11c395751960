"""A film's papers, from its folder: the credits, each cut's process strip, and all cuts on one sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.farm.books import SOURCES, books_of
from underpaint.farm.film_sheet import Entry, film_sheet
from underpaint.farm.paint_counts import UnknownOrigin, count_paint, hands_over, other_strokes
from underpaint.farm.process_strip import Panel, process_strip
from underpaint.farm.title_card import title_card
from underpaint.film.check import background_of, learnt_from, standing
from underpaint.film.credit_papers import csv_bytes, json_bytes, model_words, sections, text
from underpaint.film.credits import CutWork, FilmCredits, Model, credit, percents
from underpaint.film.cuts import Cut, frames_of
from underpaint.film.film import Film
from underpaint.film.takes import Take, UsedModel
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import picture_size, read_picture
from underpaint.formats.sheets import painting, pencil
from underpaint.formats.source_map import SourceRecord, all_by_model, read_source_map
from underpaint.formats.writing import require_outputs, write_together

_PAGE, _TABLE, _RECORD, _CARD = "credits.txt", "credits.csv", "credits.json", "credits.png"


def write_credits(
    film: Film,
    numbers: Sequence[str] = (),
    *,
    table: Path | None = None,
    record: Path | None = None,
    card: Path | None = None,
    warn: Callable[[str], None],
) -> tuple[str, bool]:
    """The credits of a film, or of the cuts named, as a page of text; also written as CSV, JSON and a title card where asked.

    Also returns whether every picture's origin is known: in a film's credits, cuts of unknown origin are named as such, and
    the rest goes on. warn: told which cuts are left out, having no painting yet, why an origin is unknown, and which letters
    no font has. Raises InputError where a cut that is named has no painting, or is of unknown origin; OutputError.
    """
    outputs = {path: name for path, name in ((table, _TABLE), (record, _RECORD), (card, _CARD)) if path is not None}
    asked = [path for path in (table, record, card) if path is not None]
    require_outputs(asked, [], "the table, the record and the card")
    credits = film_credits(film, numbers, warn)
    write_together({path: _credit_file(film, credits, name, warn) for path, name in outputs.items()})
    return text(credits), not credits.unknown


def credit_files(film: Film, numbers: Sequence[str], warn: Callable[[str], None]) -> dict[str, bytes]:
    """All forms of the credits of these cuts, by file name. Raises InputError as write_credits."""
    credits = film_credits(film, numbers, warn)
    return {name: _credit_file(film, credits, name, warn) for name in (_PAGE, _TABLE, _RECORD, _CARD)}


def _credit_file(film: Film, credits: FilmCredits, name: str, warn: Callable[[str], None]) -> bytes:
    if name == _CARD:
        picture, note = title_card(credits.title, sections(credits), film.frame)
        if note:
            warn(note)
        return png_bytes(picture)
    if name == _TABLE:
        return csv_bytes(credits)
    return json_bytes(credits) if name == _RECORD else text(credits).encode()


def film_credits(film: Film, numbers: Sequence[str], warn: Callable[[str], None]) -> FilmCredits:
    """The credits of a film's painted cuts, or of those named. Raises InputError as write_credits."""
    cuts = [film.cut(number) for number in dict.fromkeys(numbers)] or list(film.cuts.values())
    works, unpainted, unknown = [], [], []
    for cut in cuts:
        try:
            take = _recorded_take(film, cut)
            work = None if take is None else cut_work(film, cut, take)
        except UnknownOrigin as why:
            if numbers:
                raise
            unknown.append(cut.number)
            warn(str(why))
            continue
        if work is not None:
            works.append(work)
        elif numbers:
            raise InputError(f"{cut.number} has no painting to credit yet; paint it first")
        else:
            unpainted.append(cut.number)
    if unknown and not works:
        raise InputError(f"{film.title}: nobody can be credited; the origin of {', '.join(unknown)} is unknown")
    if unpainted and works:
        warn(f"left out, having no painting yet: {', '.join(unpainted)}")
    unnamed = [work.cut for work in works if not work.layout]
    if unnamed:
        warn(f"nobody is named for the layout of {', '.join(unnamed)}; add layout_by to their cut.toml")
    return credit(film.title, works, painters_of(film), unknown, makers_of(film))


def painters_of(film: Film) -> dict[str, str]:
    """The painter of each board, by the board's name."""
    taught = {name: painter for style in film.styles.values() for name, painter in style.painters.items()}
    return {**taught, **{name: board.painter for name, board in film.boards.items()}}


def makers_of(film: Film) -> dict[Model, str]:
    """Who made each trained model that has a card, by its name and version."""
    return {(card.name, card.version): card.maker for card in film.models.values()}


def named(film: Film, used: UsedModel) -> Model:
    """A trained model that a take used, as its card in the film calls it, or where it has none, as the take does."""
    card = film.card_of(used)
    return (used.name, used.version) if card is None else (card.name, card.version)


def _recorded_take(film: Film, cut: Cut) -> Take | None:
    try:
        return final_take(film, cut)
    except InputError as why:  # a take's record is gone, or is not the one that was written
        raise UnknownOrigin(f"{cut.number} is of unknown origin: {why}") from None


def final_take(film: Film, cut: Cut) -> Take | None:
    """The take that a cut is now: the one approved, else the newest that is not a rough; None before the first."""
    ground = background_of(film, cut)
    now = standing(film, ground)
    if now.state == "Done":
        return ground.take(now.take)
    painted = [take for take in ground.takes if take.stage != "rough"]
    return painted[-1] if painted else None


def cut_strip(film: Film, number: str) -> tuple[np.ndarray, str | None]:
    """The process strip of a cut, and a note on letters. Raises InputError where it has no painting yet."""
    cut = film.cut(number)
    take = final_take(film, cut)
    if take is None:
        raise InputError(f"{cut.number} has no painting yet; paint it first")
    ground = background_of(film, cut)
    work = cut_work(film, cut, take)
    credits = credit(film.title, [work], painters_of(film), (), makers_of(film))
    shares = credits.by_screen_time
    shown = percents({**{("paint", name): share for name, share in shares.painters.items()},
                      **{("hand", name): share for name, share in shares.touched.items()},
                      **{("model", name): share for name, share in shares.models.items()}})  # fmt: skip
    machine = machine_take(ground, take)
    engine = f"{take.engine} {take.engine_version}"
    paint = tuple(f"paint of {name} {shown['paint', name]} %" for name in shares.painters)
    paint += tuple(f"painted by trained model {model_words(credits, name)} {shown['model', name]} %" for name in shares.models)
    paint += tuple(f"shown boards of {name}" for name in credits.shown)
    paint += tuple(f"learnt from boards of {name}" for name in credits.taught)
    roughs = [earlier for earlier in ground.takes if earlier.stage == "rough"]
    picked = (each for each in roughs if machine.request.get("rough") in [digest for _, digest in each.files.values()])
    first = next(picked, machine)
    rough: tuple[str, ...] = (f"{first.engine} {first.engine_version}",)
    by_model = [] if machine.first_pass_model is None else [named(film, each) for each in machine.first_pass_model.all]
    if by_model:
        rough = (machine.first_pass_model.engine, *(f"trained model {model_words(credits, name)}" for name in by_model))
    beside = by_model if "pass1" in machine.files else []
    paint += tuple(f"helped by trained model {model_words(credits, name)}" for name in work.helped if name not in beside)
    final = tuple(f"touched up by {name} {shown['hand', name]} %" for name in shares.touched)
    approved = tuple(f"approved by {name}" for name in work.approved_by) or ("not approved yet",)
    panels = []
    if ground.layout is not None:
        panels.append(Panel("layout", pencil(read_picture(ground.layout)), work.layout or ("nobody is named",)))
    for step, role, names in (("pass 1", "pass1", rough), ("pass 2", "pass2", (engine, *paint))):
        if role in machine.files:
            panels.append(Panel(step, painting(read_picture(machine.files[role][0])), names))
    panels.append(Panel("final", painting(read_picture(take.picture)), (*final, *approved)))
    title = "  ".join(part for part in (cut.number, take.number, cut.place, cut.time) if part)
    return process_strip(title, panels)


def contact_sheet_of(film: Film) -> tuple[np.ndarray, str | None]:
    """Every cut of a film on one sheet, and a note on letters. Raises InputError where the film has no cuts."""
    if not film.cuts:
        raise InputError(f"{film.folder}: has no cuts yet; add one with: underpaint cut add")
    entries = []
    for cut in film.cuts.values():
        take = final_take(film, cut)
        picture = None if take is None else painting(read_picture(take.picture))
        entries.append(Entry(cut.number, standing(film, cut).state, "" if take is None else take.number, picture))
    return film_sheet(film.title, entries)


def machine_take(cut: Cut, take: Take) -> Take:
    """The run of the machine that a take is, or was made from. Raises UnknownOrigin where there is none."""
    until = [earlier for earlier in cut.takes if int(earlier.number[1:]) <= int(take.number[1:])]
    for earlier in reversed(until):
        if earlier.kind == "machine" and earlier.stage != "rough" and earlier.request == take.request:
            return earlier
    raise UnknownOrigin(
        f"{cut.number} {take.number} is of unknown origin: no source map says where its paint comes from, so it cannot be "
        "credited"
    )


def cut_work(film: Film, cut: Cut, take: Take) -> CutWork:
    """What a cut's take is made of, counted.

    Raises UnknownOrigin where a pixel has no name to it, or files are not those that were recorded; InputError where the cut
    has no length.
    """
    ground = background_of(film, cut)
    now = standing(film, cut)
    approvals = [entry for entry in ground.entries if entry.event == "approve" and entry.take == take.number]
    until = [earlier for earlier in ground.takes if int(earlier.number[1:]) <= int(take.number[1:])]
    touched = [
        (earlier.by or "", painting(read_picture(earlier.files["touch_up"][0])))
        for earlier in until
        if "touch_up" in earlier.files
    ]
    if not cut.length:
        raise InputError(
            f'{cut.record.path}: has no length, and credits go by screen time; add a line such as length = "5+00"'
        )
    machine = machine_take(ground, take)
    if changed := [*machine.changed_files(), *take.changed_files()]:
        raise UnknownOrigin(f"{cut.number} {take.number} is of unknown origin: {changed[0]}")
    sources = sources_of(machine)
    books = [
        (read_source_map(take.files[SOURCES.format(name)][0]), picture[:, :, 3] > 0) for name, picture in books_of(take)
    ]
    boards, people, by_model = count_paint(sources, hands_over(touched) if "touch_up" in take.files else (), books)
    models = {named(film, machine.model): by_model} if machine.model and by_model else {}
    used = dict.fromkeys(named(film, each) for each in take.models)
    return CutWork(
        cut=cut.number,
        frames=frames_of(cut.length, film.fps),
        boards=boards,
        touched=people,
        layout=tuple(name for name in (cut.layout_by or ground.layout_by,) if name),
        approved_by=(approvals[-1].text("by"),) if approvals and now.state == "Done" else (),
        engine=(take.engine, take.engine_version),
        background="" if ground.number == cut.number else ground.number,
        strokes=other_strokes([sources, *(record for record, _ in books)]),
        models=models,
        helped=tuple(model for model in used if model not in models),
        shown=tuple(name for name in take.shown if not boards.get(name)),
        taught=tuple(learnt_from(film, machine)),
    )


def sources_of(take: Take) -> SourceRecord:
    """Where the paint of a machine's take came from; one that a trained model painted whole has no source map.

    Raises UnknownOrigin where nothing says it.
    """
    if "source_map" in take.files:
        return read_source_map(take.files["source_map"][0])
    if take.model is None:
        raise UnknownOrigin(f"{take.cut} {take.number} is of unknown origin: it has no source map, and no model painted it")
    width, height = picture_size(take.files["pass2"][0])
    return all_by_model(height, width)
