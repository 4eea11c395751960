"""Check: what waits for the art director, one cut after the other, each Done or sent back with a note; and, where it is asked
for, one that is Done already, as it may still be sent back."""

from __future__ import annotations

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk.bodies import text, told
from underpaint.desk.ids import cut_in
from underpaint.desk.look_page import model_and_lines
from underpaint.desk.pages import answer, must_know_who, page, spoken
from underpaint.desk.state import desk_of
from underpaint.film import check
from underpaint.film.cards import Card, cards
from underpaint.film.film import Film

NOTE_LETTERS = 2000


def check_page(request: Request) -> Response:
    film = desk_of(request).film()
    return page(request, "check.html", film=film, waiting=_waiting(request, film))


def waiting(request: Request) -> Response:
    return answer(_waiting(request, desk_of(request).film()))


def hand_over(request: Request) -> Response:
    film = desk_of(request).film()
    check.hand_over(film, cut_in(film, request.path_params["cut"]).number)
    return answer()


async def approve(request: Request) -> Response:
    fields = await told(request)

    def run() -> None:
        film = desk_of(request).film()
        cut, by = cut_in(film, request.path_params["cut"]), must_know_who(request, film)
        check.approve(film, cut.number, by, date.today(), seen=text(fields, "take", 8))

    await run_in_threadpool(run)
    return answer()


async def retake(request: Request) -> Response:
    fields = await told(request)

    def run() -> int:
        film = desk_of(request).film()
        cut, by = cut_in(film, request.path_params["cut"]), must_know_who(request, film)
        note, drawn = text(fields, "note", NOTE_LETTERS), fields.get("drawn", [])
        return check.retake(film, cut.number, note, by, drawn=drawn, seen=text(fields, "take", 8))[1]

    return answer({"count": await run_in_threadpool(run)})


def _waiting(request: Request, film: Film) -> list[dict[str, object]]:
    """Query `cut`: one to show that is Done."""
    wanted = request.query_params.get("cut", "")
    return [
        _shown(request, film, card)
        for card in cards(film)
        if card.take and not card.background
        and (card.state == "WFA" or (card.state == "Done" and card.cut.number == wanted))
    ]  # fmt: skip


def _shown(request: Request, film: Film, card: Card) -> dict[str, object]:
    cut, take = card.cut, card.take
    earlier = [each for each in cut.takes if each.number < take.number and each.stage != "rough"]
    return {
        "number": cut.number,
        "state": card.state,
        "place": " · ".join(part for part in (cut.place, cut.time, cut.weather, cut.length) if part),
        "take": take.number,
        "by": take.by or "",
        "hand": take.hand_share,
        **model_and_lines(film, take),
        "boards": [
            {"name": name, "share": take.shares.get(name, 0.0), "painter": film.boards[name].painter,
             "shown": take.model is not None and name not in take.shares}
            for name in take.boards
            if name in film.boards
        ],
        "against": [spoken(request, film, line) for line in check.reasons_against(film, take, date.today())],
        "retakes": card.retakes,
        "notes": [
            {"note": entry.text("note"), "by": entry.text("by"), "drawn": entry.fields.get("drawn", [])}
            for entry in cut.entries
            if entry.event == "retake"
        ],
        "layout": cut.layout is not None,
        "earlier": earlier[-1].number if earlier else "",
    }


routes = [
    Route("/check", check_page),
    Route("/api/check", waiting),
    Route("/api/cut/{cut}/hand-over", hand_over, methods=["POST"]),
    Route("/api/cut/{cut}/approve", approve, methods=["POST"]),
    Route("/api/cut/{cut}/retake", retake, methods=["POST"]),
]
