"""The wall: every cut of the film as a small picture, and the painting of many at once."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk.bodies import texts, told
from underpaint.desk.ids import Missing, cut_in
from underpaint.desk.pages import answer, page, spoken
from underpaint.desk.pictures import Pictures, made
from underpaint.desk.state import desk_of
from underpaint.film.cards import Card, cards
from underpaint.film.film import Film
from underpaint.film.store import hash_of


def wall(request: Request) -> Response:
    film = desk_of(request).film()
    batch = told_of_batch(request, film, desk_of(request).batch.state())
    return page(request, "wall.html", film=film, cards=_all(request, film), batch=batch)


def all_cards(request: Request) -> Response:
    return answer(_all(request, desk_of(request).film()))


async def layout_thumb(request: Request) -> Response:
    """The layout of a cut that has no picture yet."""
    return await made(request, lambda: _layout_thumb(request))


def _layout_thumb(request: Request) -> Response:
    cut = cut_in(desk_of(request).recent(), request.path_params["cut"])
    if cut.layout is None:
        raise Missing(f"{cut.number} has no layout yet")
    tag = f'"{hash_of(cut.layout)}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    pictures = desk_of(request).pictures
    data = pictures.thumb(pictures.view(pictures.show_file(cut.layout)), 320)
    return Response(data, media_type="image/jpeg", headers=headers)


async def paint(request: Request) -> Response:
    """Paint the cuts named, or all that need it."""
    desk_of(request).batch.start(texts(await told(request), "cuts"))
    return answer()


def stop(request: Request) -> Response:
    desk_of(request).batch.cancel()
    return answer()


def told_of_batch(request: Request, film: Film, state: Mapping[str, object]) -> dict[str, object]:
    """The state of the batch as the page shows it, in its language."""
    meanwhile = spoken(request, film, str(state.get("meanwhile", "")))
    return {**state, "meanwhile": meanwhile, "wrong": [spoken(request, film, line) for line in state.get("wrong", ())]}


def _all(request: Request, film: Film) -> list[dict[str, object]]:
    shown = [_shown(card, desk_of(request).pictures) for card in cards(film)]
    return [{**card, "wrong": card["wrong"] and spoken(request, film, card["wrong"])} for card in shown]


def _shown(card: Card, pictures: Pictures) -> dict[str, object]:
    cut, take = card.cut, card.take
    picture = "" if take is None else f"/picture/{pictures.show_take(take, 'final')}/320"
    if take is None and cut.layout is not None:
        picture = f"/picture/layout/{cut.number}"
    return {
        "number": cut.number,
        "place": cut.place,
        "time": cut.time,
        "length": cut.length,
        "boards": cut.boards,
        "state": card.state,
        "take": "" if take is None else take.number,
        "rough": take is not None and take.stage == "rough",
        "retakes": card.retakes,
        "note": card.note,
        "hand": card.hand_share,
        "shares": card.background,
        "map": cut.materials is not None,
        "picture": picture,
        "wrong": card.wrong,
    }


routes = [
    Route("/", wall),
    Route("/api/cards", all_cards),
    Route("/api/paint", paint, methods=["POST"]),
    Route("/api/paint/stop", stop, methods=["POST"]),
    Route("/picture/layout/{cut}", layout_thumb),
]
