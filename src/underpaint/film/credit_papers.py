"""Credits as they leave the house: a page to read, a table for the office, a record for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction

from underpaint.counted import counted
from underpaint.film.credits import CutCredits, FilmCredits, Model, Shares, percents
from underpaint.formats.writing import record_bytes

KIND = "underpaint.credits"
VERSION = 1

_COLUMNS = ("cut", "role", "name", "board", "cuts", "pixels", "share", "percent", "share by pixels")


def sections(credits: FilmCredits) -> list[tuple[str, list[tuple[str, str]]]]:
    """The credits as (heading, [(name, what stands beside it), ...]), in the order of a title card."""
    shares = credits.by_screen_time
    shown = percents({**{("painter", name): share for name, share in shares.painters.items()},
                      **{("hand", name): share for name, share in shares.touched.items()},
                      **{("model", name): share for name, share in shares.models.items()}})  # fmt: skip
    parts = [
        ("Boards painted by", [(name, f"{shown['painter', name]} %") for name in shares.painters]),
        ("Painted by a trained model", [(model_words(credits, name), f"{shown['model', name]} %") for name in shares.models]),
        ("Helped by a trained model", [(model_words(credits, name), counted(count, "cut")) for name, count in credits.helped.items()]),
        ("Boards shown to a model, painted by", [(name, counted(count, "cut")) for name, count in credits.shown.items()]),
        ("A model learnt from boards painted by", [(name, counted(count, "cut")) for name, count in credits.taught.items()]),
        ("Layouts drawn by", [(name, counted(count, "cut")) for name, count in credits.layout.items()]),
        ("Touched up by hand by", [(name, f"{shown['hand', name]} %") for name in shares.touched]),
        ("Approved by", [(name, counted(count, "cut")) for name, count in credits.approved_by.items()]),
        ("Engine", [(f"{name} {version}", counted(count, "cut")) for (name, version), count in credits.engines.items()]),
        ("Of unknown origin, credited to nobody", [(cut, "") for cut in credits.unknown]),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def model_words(credits: FilmCredits, model: Model) -> str:
    """A trained model in the credits: its name, its version and who made it; never less."""
    maker = credits.makers.get(model, "")
    return f"{' '.join(model).strip()}{f' by {maker}' if maker else ''}"


def text(credits: FilmCredits) -> str:
    """A page of plain text: the film, then each cut."""
    lines = [credits.title, "Backgrounds", ""]
    for heading, entries in sections(credits):
        lines += [heading, *(f"  {name}  {beside}".rstrip() for name, beside in entries), ""]
    if not credits.approved_by:
        lines += ["Not approved yet", ""]
    lines += [
        "Shares are of the screen time; a pixel changed by hand is the person's who changed it.",
        *(["A pixel that a trained model painted is the model's, and no person's."] if credits.makers else []),
        "",
        "Cut by cut",
    ]
    lines += [line for cut in credits.cuts for line in _cut_lines(cut, credits)]
    return "\n".join(lines) + "\n"


def _cut_lines(cut: CutCredits, credits: FilmCredits) -> Iterator[str]:
    painter_of = credits.painter_of
    shown = percents({**{("board", name): share for name, share in cut.shares.boards.items()},
                      **{("hand", name): share for name, share in cut.shares.touched.items()},
                      **{("model", name): share for name, share in cut.shares.models.items()}})  # fmt: skip
    yield f"{cut.work.cut}  {cut.work.frames} frames, {cut.pixels:,} px"
    for board in cut.shares.boards:
        sizes = cut.work.sizes_of(board)
        yield f"  {shown['board', board]:>5} %  {painter_of[board]}, board {board}{f', strokes made {sizes} times as large' if sizes else ''}"
    for name in cut.shares.touched:
        yield f"  {shown['hand', name]:>5} %  {name}, by hand"
    for model in cut.shares.models:
        yield f"  {shown['model', model]:>5} %  trained model {model_words(credits, model)}"
    for model in cut.work.helped:
        yield f"  helped by trained model {model_words(credits, model)}"
    if boards := [name for name in cut.work.shown if not cut.work.boards.get(name)]:
        yield f"  boards shown to the model: {', '.join(f'{name} by {painter_of[name]}' if painter_of[name] else name for name in boards)}"
    if cut.work.taught:
        taught = (f"{name} by {painter_of[name]}" if painter_of[name] else name for name in cut.work.taught)
        yield f"  boards that the model learnt from: {', '.join(taught)}"
    if cut.work.layout:
        yield f"  layout {', '.join(cut.work.layout)}"
    yield f"  approved by {', '.join(cut.work.approved_by)}" if cut.work.approved_by else "  not approved yet"


def csv_bytes(credits: FilmCredits) -> bytes:
    """A table, UTF-8 with the mark by which spreadsheets know it: a row for each name of the film, then of each cut.

    role is painter (all of a painter's boards together), board, touch-up, model (a trained one that painted), model's help (it made the rough,
    or was laid over one), board shown (to a model), board learnt from (by a model), layout, approval, engine or unknown origin. share is exact, as a
    fraction: of the screen time in the film's rows (cut "all"), of the picture in a cut's.
    """
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for row in (*_film_rows(credits), *(row for cut in credits.cuts for row in _cut_rows(cut, credits))):
        table.writerow([harmless(field) for field in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _film_rows(credits: FilmCredits) -> Iterator[tuple[str, ...]]:
    time, pixels = credits.by_screen_time, credits.by_pixels
    for name, share in time.painters.items():
        yield "all", "painter", name, "", "", "", *_exact(share), str(pixels.painters[name])
    for board, share in time.boards.items():
        yield "all", "board", credits.painter_of[board], board, "", "", *_exact(share), str(pixels.boards[board])
    for name, share in time.touched.items():
        yield "all", "touch-up", name, "", "", "", *_exact(share), str(pixels.touched[name])
    for model, share in time.models.items():
        yield "all", "model", model_words(credits, model), "", "", "", *_exact(share), str(pixels.models[model])
    for model, count in credits.helped.items():
        yield "all", "model's help", model_words(credits, model), "", str(count), "", "", "", ""
    for role, counts in (("board shown", credits.shown), ("board learnt from", credits.taught), ("layout", credits.layout), ("approval", credits.approved_by)):
        for name, count in counts.items():
            yield "all", role, name, "", str(count), "", "", "", ""
    for engine, count in credits.engines.items():
        yield "all", "engine", " ".join(engine), "", str(count), "", "", "", ""
    for cut in credits.unknown:
        yield cut, "unknown origin", "", "", "", "", "", "", ""


def _cut_rows(cut: CutCredits, credits: FilmCredits) -> Iterator[tuple[str, ...]]:
    work, painter_of = cut.work, credits.painter_of
    for name, share in cut.shares.painters.items():
        yield work.cut, "painter", name, "", "", str(int(share * cut.pixels)), *_exact(share), ""
    for board, share in cut.shares.boards.items():
        yield work.cut, "board", painter_of[board], board, "", str(work.boards[board]), *_exact(share), ""
    for name, share in cut.shares.touched.items():
        yield work.cut, "touch-up", name, "", "", str(work.touched[name]), *_exact(share), ""
    for model, share in cut.shares.models.items():
        yield work.cut, "model", model_words(credits, model), "", "", str(work.models[model]), *_exact(share), ""
    for model in work.helped:
        yield work.cut, "model's help", model_words(credits, model), "", "", "", "", "", ""
    for role, boards in (("board shown", work.shown), ("board learnt from", work.taught)):
        for board in boards:
            yield work.cut, role, painter_of[board], board, "", "", "", "", ""
    for role, names in (("layout", work.layout), ("approval", work.approved_by)):
        for name in names:
            yield work.cut, role, name, "", "", "", "", "", ""
    if work.engine:
        yield work.cut, "engine", " ".join(work.engine), "", "", "", "", "", ""


def _exact(share: Fraction) -> tuple[str, str]:
    return str(share), f"{float(share * 100):.1f}"


def harmless(field: str) -> str:
    """Names come from people, and a spreadsheet would run one that begins like a formula."""
    return "'" + field if field[:1] in ("=", "+", "-", "@", "\t", "\r") else field


def json_bytes(credits: FilmCredits) -> bytes:
    """A record of kind underpaint.credits; shares are exact, as fractions in text: "3/4"."""
    record = {
        "kind": KIND,
        "version": VERSION,
        "title": credits.title,
        "frames": credits.frames,
        "pixels": credits.pixels,
        "painter_of": dict(credits.painter_of),
        "by_screen_time": _shares(credits.by_screen_time),
        "by_pixels": _shares(credits.by_pixels),
        "layout": dict(credits.layout),
        "approved_by": dict(credits.approved_by),
        "engines": [
            {"name": name, "version": version, "cuts": cuts} for (name, version), cuts in credits.engines.items()
        ],
        "models": [
            {"name": name, "version": version, "maker": maker} for (name, version), maker in credits.makers.items()
        ],
        "unknown_origin": list(credits.unknown),
        "cuts": [_cut_record(cut) for cut in credits.cuts],
    }
    return record_bytes(record)


def _cut_record(cut: CutCredits) -> dict:
    work = cut.work
    return {
        "cut": work.cut,
        "frames": work.frames,
        "pixels": cut.pixels,
        "pixels_of_boards": {name: work.boards[name] for name in cut.shares.boards},
        "strokes_of_boards": {name: list(work.strokes[name]) for name in cut.shares.boards if name in work.strokes},
        "pixels_by_hand": {name: work.touched[name] for name in cut.shares.touched},
        "pixels_by_models": {" ".join(model): work.models[model] for model in cut.shares.models},
        "helped_by_models": [" ".join(model) for model in work.helped],
        "boards_shown_to_models": list(work.shown),
        "boards_that_models_learnt_from": list(work.taught),
        "shares": _shares(cut.shares),
        "layout": list(work.layout),
        "approved_by": list(work.approved_by),
        "engine": {"name": work.engine[0], "version": work.engine[1]} if work.engine else None,
    }


def _shares(shares: Shares) -> dict:
    models = {" ".join(model): share for model, share in shares.models.items()}
    groups = {"painters": shares.painters, "boards": shares.boards, "touched": shares.touched, "models": models}
    return {group: {name: str(share) for name, share in parts.items()} for group, parts in groups.items()}
