"""Look: one cut in its pictures, two of them side by side, and where its paint came from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk import tiles
from underpaint.desk.ids import Missing, board_in, cut_in, take_in
from underpaint.desk.pages import answer, page
from underpaint.desk.state import Desk, desk_of
from underpaint.errors import InputError
from underpaint.farm.source_view import board_colour
from underpaint.film.cards import card
from underpaint.film.check import background_of, below_floor
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.takes import Take

ROLES = ("pass1", "pass2", "touch_up", "final")


def look(request: Request) -> Response:
    film = desk_of(request).film()
    cut = cut_in(film, request.path_params["cut"])
    numbers = list(film.cuts)
    at = numbers.index(cut.number)
    return page(
        request,
        "look.html",
        film=film,
        cut=cut,
        look=_shown(film, cut),
        before=numbers[at - 1] if at else "",
        after=numbers[at + 1] if at + 1 < len(numbers) else "",
    )


def cut_now(request: Request) -> Response:
    film = desk_of(request).film()
    return answer(_shown(film, cut_in(film, request.path_params["cut"])))


def view(request: Request) -> Response:
    """Name and size of one picture of a cut: "layout", "materials", "board.NAME" or "T02.ROLE"."""
    desk = desk_of(request)
    film = desk.film()
    cut = background_of(film, cut_in(film, request.path_params["cut"]))
    key = _key(desk, film, cut, request.path_params["what"])
    width, height = desk.pictures.size(desk.pictures.view(key))
    return answer({"key": key, "width": width, "height": height})


def source(request: Request) -> Response:
    """What is behind one pixel of a take: the board, the place on it, and whose paint it is."""
    desk = desk_of(request)
    film = desk.film()
    cut = background_of(film, cut_in(film, request.path_params["cut"]))
    take = take_in(cut, request.path_params["take"])
    try:
        x, y = (int(request.query_params.get(name, "")) for name in ("x", "y"))
    except ValueError:
        raise InputError("x and y must be whole numbers") from None
    place = desk.light_table.ask(tiles.place, desk.pictures.view(desk.pictures.show_take(take, "boards")), x, y)
    board = film.boards.get(place.board)
    told = {"board": place.board, "model": film.called(take.model) if place.by_model and take.model else "", "x": place.x, "y": place.y, "strokes": place.strokes, "painter": board.painter if board else ""}
    if place.by_hand:
        told["by"] = take.by or ""
    return answer(told)


def _key(desk: Desk, film: Film, cut: Cut, what: str) -> str:
    kind, _, rest = what.partition(".")
    if what in ("layout", "materials"):
        path = getattr(cut, what)
        if path is None:
            raise Missing(f"{cut.number} has no {what} yet")
        return desk.pictures.show_file(path)
    if kind == "board":
        return desk.pictures.show_file(board_in(film, rest).painting)
    return desk.pictures.show_take(take_in(cut, kind), rest)


def _shown(film: Film, cut: Cut) -> dict[str, object]:
    now, ground = card(film, cut), background_of(film, cut)
    notes = [
        {
            "note": entry.text("note"),
            "by": entry.text("by"),
            "take": entry.take,
            "when": entry.text("when"),
            "drawn": entry.fields.get("drawn", []),
        }
        for entry in ground.entries
        if entry.event == "retake"
    ]
    return {
        "number": cut.number,
        "state": now.state,
        "retakes": now.retakes,
        "background": cut.background,
        "layout": ground.layout is not None,
        "materials": ground.materials is not None,
        "boards": [_board(film, name) for name in ground.boards if name in film.boards],
        "takes": [_take(film, take) | model_and_lines(film, take) for take in ground.takes],
        "picked": ground.picked.number if ground.picked else "",
        "notes": notes,
    }


def _board(film: Film, name: str) -> dict[str, str]:
    return {"name": name, "painter": film.boards[name].painter}


def model_and_lines(film: Film, take: Take) -> dict[str, object]:
    """model: the trained one that painted a take or a place of it, name and version, or ""; rough_model: the one of its rough. lines:
    how true it is to its drawing beside its boards, None where that is not known; off_lines: whether that is less than the film asks."""
    return {
        "model": film.called(take.model) if take.model else "",
        "rough_model": film.called(take.rough_model) if take.rough_model else "",
        "lines": take.adherence,
        "off_lines": below_floor(film, take),
    }


def _take(film: Film, take: Take) -> dict[str, object]:
    """colours: of its boards in the source view, in the order that the source map has them."""
    return {
        "number": take.number,
        "kind": take.kind,
        "stage": take.stage,
        "by": take.by or "",
        "hand": take.hand_share,
        "seconds": take.machine_seconds,
        "roles": [role for role in (*ROLES, *take.books) if role in take.files or role == "final"],
        "sources": "source_map" in take.files and "pass2" in take.files,
        "colours": [
            {
                "board": name,
                "colour": "#{:02x}{:02x}{:02x}".format(*board_colour(at)),
                "share": take.shares.get(name, 0.0),
                "painter": film.boards[name].painter if name in film.boards else "",
            }
            for at, name in enumerate(take.boards)
        ],
    }


routes = [
    Route("/cut/{cut}", look),
    Route("/api/cut/{cut}", cut_now),
    Route("/api/cut/{cut}/view/{what}", view),
    Route("/api/cut/{cut}/source/{take}", source),
]
