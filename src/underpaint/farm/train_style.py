"""A style for a film: a carded model learns from the film's own signed boards, and one of them is held out to judge it by."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np

from underpaint import __version__
from underpaint.diffusion.device import in_words
from underpaint.diffusion.libraries import libraries
from underpaint.diffusion.model_folder import ModelFolder
from underpaint.diffusion.training import KEEP_SECONDS, Kept, Trained, read_kept
from underpaint.diffusion.training import train_style as train
from underpaint.errors import InputError
from underpaint.farm.contact_sheet import contact_sheet
from underpaint.farm.style_boards import StyleBoard, StyleBoards, style_boards_of
from underpaint.film.check import require_allowed
from underpaint.film.film import Film
from underpaint.film.models import ModelCard, require_carded, require_named
from underpaint.film.naming import board_name
from underpaint.film.records import record_bytes
from underpaint.film.style_record import RECORD, Style, read_style
from underpaint.film.styles import TRAINING, hold_style
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import make_folder, write_together, write_tree

_LIBRARIES = ("torch", "diffusers", "transformers", "peft")
KEPT = "kept.safetensors"
SHEET = "held-out.png"
_LIMIT = 2**34
_TOLD = 50
"""Steps that the record's first and last loss are the mean of: a single one says little."""

Progress = Callable[[str, float], None]


def train_style(
    film: Film,
    name: str,
    model: str,
    *,
    steps: int,
    rank: int,
    seed: int,
    hold_out: str | None,
    today: date,
    progress: Progress | None,
    say: Callable[[str], None],
    warn: Callable[[str], None],
    keep_seconds: float = KEEP_SECONDS,
) -> Style:
    """Train a style on every board of the film that allows it, or go on with a training that was stopped.

    say: told what it is trained on before it begins. Raises InputError where no board allows it, the model has no card or is
    not the carded one, there is such a style already, or the libraries are missing; OutputError.
    """
    film.require_writable()
    film.require_open()
    folder = film.styles_folder / _style_name(name)
    unfinished = folder.with_name(TRAINING + folder.name)
    if folder.exists():
        shutil.rmtree(unfinished, ignore_errors=True)  # of one that was killed when it had only this left to do
        raise InputError(f"{folder}: there is a style of this name; give the new one another")
    if folder.name in film.models:
        raise InputError(f"{film.models[folder.name].record.path}: is a model of this name; give the style another")
    card, files = _carded(film, model, today)
    libraries()
    shown = style_boards_of(film, hold_out, seed, today)
    for why in shown.left_out.values():
        warn(f"left out: {why}")
    if shown.held_out is None:
        warn("there is no second board to hold out, so nothing shows what the style does to a place that it has not seen")
    settings = {"steps": steps, "rank": rank, "seed": seed}
    stamp = _stamp(files, shown, settings)

    make_folder(folder.parent)
    with hold_style(film, folder.name):
        kept = _kept(unfinished / KEPT, stamp)
        for line in _told(card, shown):
            say(line)
        if kept is not None:
            say(f"goes on after step {kept.step} of {steps}")
        make_folder(unfinished)
        Film.open(film.folder).require_open()  # reading the boards takes a while, and a wrap looks for this folder
        trained = train(
            files,
            [each.lesson for each in shown.boards],
            None if shown.held_out is None else shown.held_out.lesson,
            None if shown.held_out is None else shown.held_out.start,
            **settings,
            stamp=stamp,
            kept=kept,
            keep=lambda data: write_together({unfinished / KEPT: data}),
            tell=_teller(progress, steps),
            keep_seconds=keep_seconds,
        )
        write_tree(folder, _files(film, folder.name, card, shown, settings, trained))
        shutil.rmtree(unfinished)
    return read_style(folder)


def _style_name(text: str) -> str:
    require_named(text)
    try:
        return board_name(text)
    except InputError:
        raise InputError(
            f"{text[:80]!r} cannot be a style's name; use letters, digits, spaces and - and begin with a letter"
        ) from None


def _carded(film: Film, name: str, today: date) -> tuple[ModelCard, ModelFolder]:
    """A model of the film by its card, and its files as they lie there. Raises InputError where it has none, or they are others."""
    card = film.models.get(name)
    if card is None or card.part != "model":
        known = ", ".join(card.name for card in film.models.values() if card.part == "model") or "none yet"
        raise InputError(f"{film.folder}: no model {name[:80]!r} has a card here ({known}); write one with: underpaint model add")
    if lacking := card.lacking():
        raise InputError(f"{card.record.path}: the card has no {lacking[0]}; nothing painted with it could be Done")
    require_allowed(film, card, today)
    return card, require_carded(card)


def _stamp(model: ModelFolder, shown: StyleBoards, settings: Mapping[str, int]) -> dict[str, object]:
    """What decides a training: it goes on only from what was kept of the same one."""
    held_out = None if shown.held_out is None else [shown.held_out.painting, shown.held_out.lesson.words]
    boards = [[each.painting, each.lesson.words] for each in shown.boards]
    return {"model": model.sha256, "boards": boards, "held out": held_out, **settings}


def _kept(path: Path, stamp: Mapping[str, object]) -> Kept | None:
    """What was kept of this training when it was stopped. Raises InputError where it is of another one, or damaged."""
    if not path.is_file():
        return None
    anew = f"to begin anew, delete {path.parent}"
    try:
        kept = read_kept(read_bytes(path, _LIMIT), str(path))
    except InputError as why:
        raise InputError(f"{why}; {anew}") from None
    was = kept.about["stamp"]
    others = [what for what, value in stamp.items() if was.get(what) != value]
    if others:
        raise InputError(f"{path.parent}: a training was begun there with other {', '.join(others)}; give the same again, or, {anew}")
    return kept


def _told(card: ModelCard, shown: StyleBoards) -> Iterator[str]:
    """What a person should read before it begins: whose paintings, and what they agreed to."""
    yield f"over model {card.label}, made by {card.maker}, licence: {card.licence}"
    for each in shown.boards:
        yield f"trained on board {each.board.name}, painted by {each.board.painter}, who agreed to: {each.board.rights.consent}"
    if shown.held_out is not None:
        yield f"held out is board {shown.held_out.board.name}: the style is judged by it and never sees it"


def _teller(progress: Progress | None, steps: int) -> Callable[[int, float, float], None]:
    def tell(step: int, loss: float, left: float) -> None:
        if progress is not None:
            progress(f"step {step} of {steps}, loss {loss:.3f}, {in_words(left)} left", step / steps)

    return tell


def _files(
    film: Film, name: str, card: ModelCard, shown: StyleBoards, settings: Mapping[str, int], trained: Trained
) -> dict[str, bytes]:
    losses = {"first": _mean(trained.losses[:_TOLD]), "last": _mean(trained.losses[-_TOLD:])}
    held_out = {}
    if trained.held_out is not None:
        before, after = trained.held_out
        held_out = {**_board(shown.held_out), "loss_before": before, "loss_after": after}
    fields = {
        "maker": film.title,
        "model": {field: getattr(card, field) for field in ("name", "version", "licence", "pipeline", "sha256")},
        "boards": [_board(each) for each in shown.boards],
        "held_out": held_out,
        **settings,
        "losses": losses,
        "sha256": sha256(trained.style).hexdigest(),
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"underpaint": __version__, **{each: version(each) for each in _LIBRARIES}},
    }
    sheet = {} if trained.drawn is None else {SHEET: _sheet(card.label, shown.held_out, trained.drawn)}
    return {f"{name}.safetensors": trained.style, **sheet, RECORD: record_bytes("style", fields)}


def _board(shown: StyleBoard) -> dict[str, str]:
    board = shown.board
    told = {"name": board.name, "painter": board.painter, "consent": board.rights.consent}
    return {**told, "painting": shown.painting, "words": shown.lesson.words}


def _mean(losses: Sequence[float]) -> float:
    return sum(losses) / len(losses)


def _sheet(model: str, held_out: StyleBoard, drawn: tuple[np.ndarray, np.ndarray]) -> bytes:
    """The board held out, and its layout in flat colours as the model paints it without and with the style."""
    plain, styled = drawn
    whose = f"{held_out.board.name}, painted by {held_out.board.painter}: the style was not trained on it"
    rows = [(whose, [("the board", held_out.lesson.picture), ("its layout in flat colours", held_out.start)])]
    rows += [("", [(f"painted from that by {model}", plain), ("and with the style", styled)])]
    return png_bytes(contact_sheet(rows, width=min(640, max(480, plain.shape[1]))))
