"""What decides a take of a cut, and which takes are still to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.model_way import ModelWay
from underpaint.film.boards import Board
from underpaint.film.check import standing
from underpaint.film.cuts import Book, Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.film.takes import Take
from underpaint.film.tuning import cut_tuning

_OF_MODEL = ("engine", "engine_version", "model", "way")


class Waits(InputError):
    """A cut cannot be painted yet. reason: what it waits for, without the cut's number."""

    def __init__(self, number: str, reason: str):
        super().__init__(f"{number}: {reason}")
        self.reason = reason


def made_from_now(film: Film, cut: Cut) -> frozenset[str]:
    """The takes of the machine that were made from what the cut has now: layout, boards, tuning, and for paintings the
    picked rough."""
    found = set()
    for stage in ("rough", "paint"):
        takes = [take for take in cut.takes if take.kind == "machine" and take.stage == stage]
        try:
            now = take_request(film, cut, stage, 0) if takes else {}
        except InputError:
            continue
        for take in takes:
            wanted = now if now["rough"] is not None else {**now, "seed": take.request["seed"]}
            if "model" in take.request:  # whichever it is: a model is what a person asked for, once, and it follows no sibling
                rough = cut.picked.files["pass1"][1] if stage == "paint" and cut.picked else None
                of_model = {name: take.request.get(name) for name in _OF_MODEL}
                wanted = {**wanted, **of_model, "geometry": None, "rough": rough}
            if _decided(take.request) == _decided(wanted):
                found.add(take.number)
    return frozenset(found)


def by_model_now(cut: Cut) -> Take | None:
    """The newest painting of the machine, where it is of a trained model; None where it is of the boards."""
    painted = [take for take in cut.takes if take.kind == "machine" and take.stage == "paint"]
    return painted[-1] if painted and "model" in painted[-1].request else None


def missing_requests(
    film: Film, cut: Cut, stage: str, seeds: Sequence[int], model: ModelWay | None = None
) -> list[dict[str, object]]:
    """The requests that the cut has no take of: any take of a rough, the newest painting. model: what paints it; the boards
    unless given."""
    requests = [take_request(film, cut, stage, seed, model) for seed in seeds]
    there = [_decided(take.request) for take in cut.takes if take.kind == "machine" and take.stage == stage]
    if stage == "paint":
        there = there[-1:]
    return [request for request in requests if _decided(request) not in there]


def _decided(request: Mapping[str, object]) -> dict[str, object]:
    """A request without what plays no part in it, so that a part that later versions know changes no earlier take, and
    without a place painted anew: a cut is not painted again because somebody mended it. A model is its files, whatever it is
    called, and the rough itself says whose it was."""
    decided = {name: value for name, value in request.items() if value is not None and name not in ("repaint", "rough_model")}
    if "model" in decided:
        model = request["model"]
        parts = [(part["sha256"], part.get("weight")) for part in model.get("parts", ())]
        decided["model"] = (model["sha256"] or model["name"], parts)
    return decided


def take_request(film: Film, cut: Cut, stage: str, seed: int, model: ModelWay | None = None) -> dict[str, object]:
    """Everything that decides a take, by hash: as long as this stays the same, the cut is not painted again.

    What a trained model adds is only there where there is one.
    """
    if not cut.boards:
        raise InputError(f'{cut.record.path}: names no boards; add a line such as boards = ["lake-noon"]')
    boards = [film.board(name) for name in cut.boards]
    sibling = model_take(film, cut) if stage == "paint" and model is None else None
    picked = cut.picked if stage == "paint" and sibling is None else None
    request = {
        "engine": paint.ENGINE,
        "engine_version": paint.ENGINE_VERSION,
        "stage": stage,
        "seed": seed if picked is None else picked.seed,
        "boards": [_board_request(board) for board in boards],
        "layout_map": hash_of(cut.materials),
        "layout_lines": None if cut.lines is None else hash_of(cut.lines),
        "rough": None if picked is None else picked.files["pass1"][1],
        "geometry": None if sibling is None else sibling.files["source_map"][1],
        "tuning": _tuning_request(film, cut),
        "books": [_book_request(film, cut, book) for book in cut.books] or None if stage == "paint" else None,
    }
    if model is not None:
        request |= model.told(film, cut)
    if picked is not None and picked.model is not None:
        request["rough_model"] = picked.models_told[0]
    elif sibling is not None and sibling.rough_model is not None:
        request["rough_model"] = sibling.fields["rough_model"]
    return request


def _book_request(film: Film, cut: Cut, book: Book) -> dict[str, object]:
    return {
        "name": book.name,
        "boards": [_board_request(film.board(name)) for name in book.boards or cut.boards],
        "layout_map": hash_of(book.materials),
        "layout_lines": None if book.layout is None else hash_of(book.layout),
    }


def _tuning_request(film: Film, cut: Cut) -> dict[str, dict[str, float]] | None:
    """The settings of the materials that the cut has; of others it is not painted again."""
    return {name: own.told() for name, own in cut_tuning(film, cut).items()} or None


def _board_request(board: Board) -> dict[str, str]:
    return {"name": board.name, "painting": board.painting_sha256, "materials": board.materials_sha256}


def model_take(film: Film, cut: Cut) -> Take | None:
    """The approved take of a sibling cut that lays out this one's paint; None where the cut names none."""
    if not cut.geometry:
        return None
    model = film.cut(cut.geometry)
    now = standing(film, model)
    if now.state != "Done" or model.background:
        raise Waits(
            cut.number, f"takes its geometry from {model.number}, which is {now.state}; it must be Done first"
        )
    take = model.take(now.take)
    if take.model is not None:
        raise InputError(f"{cut.number}: can have no geometry of {model.number}, as a trained model painted there")
    if wrong := take.changed_files():
        raise InputError(wrong[0])
    same_maps = [film.board(name).materials_sha256 for name in cut.boards] == [
        board["materials"] for board in take.request["boards"]
    ]
    if not same_maps or cut.materials is None or hash_of(cut.materials) != take.request["layout_map"]:
        raise InputError(
            f"{cut.number}: can have the geometry of {model.number} only with the same layout map, and with boards that "
            "have the same material maps"
        )
    return take
