"""Delivery and credits: what can go out, what stands against it, and the film's papers."""

from __future__ import annotations

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk.bench import OnBench
from underpaint.desk.bodies import text, texts, told
from underpaint.desk.ids import Missing, cut_in
from underpaint.desk.pages import answer, page, spoken
from underpaint.desk.state import desk_of
from underpaint.errors import InputError
from underpaint.film.cards import cards
from underpaint.film.check import rights_against
from underpaint.film.film import Film

PAPERS = ("sheet", "card", "strip")


def delivery(request: Request) -> Response:
    from underpaint.farm.delivery import FLAT  # only here: with what it needs, it takes a while to load

    film = desk_of(request).film()
    return page(request, "delivery.html", film=film, flat=FLAT, delivery=_shown(request, film))


def delivery_now(request: Request) -> Response:
    return answer(_shown(request, desk_of(request).film()))


async def deliver(request: Request) -> Response:
    """Deliver the cuts named, or all that are Done; returns what was said of it."""
    from underpaint.farm.delivery import FLAT

    desk, fields = desk_of(request), await told(request)
    flat, numbers = text(fields, "flat", 8) or FLAT[0], texts(fields, "cuts")

    def run() -> dict[str, object]:
        film = desk.film()
        named = [cut_in(film, name).number for name in numbers]
        said, noted = desk.office.ask(_papers("delivered"), desk.folder, named, flat)
        return {
            "said": [desk.without_paths(line) for line in said],
            "noted": [spoken(request, film, line) for line in noted],
        }

    return answer(await run_in_threadpool(run))


def paper(request: Request) -> Response:
    """The contact sheet, the credit card or a cut's strip, made anew: its name and size, and what is to be said of it."""
    desk, kind = desk_of(request), request.path_params["kind"]
    film = desk.film()
    number = cut_in(film, request.query_params.get("cut", "")).number if kind == "strip" else ""
    if kind not in PAPERS:
        raise Missing(f"there is no paper {kind[:20]!r}")
    shown = desk.new_folder("papers") / f"{kind}{number}.png"
    noted = desk.office.ask(_papers("picture"), desk.folder, kind, number, shown, about=f"paper {kind}{number}")
    key = desk.pictures.show_file(shown)
    width, height = desk.pictures.size(desk.pictures.view(key))
    return answer(
        {"key": key, "width": width, "height": height, "noted": [spoken(request, film, line) for line in noted]}
    )


def credits(request: Request) -> Response:
    """The credits as a page of text."""
    desk = desk_of(request)
    page_of_text, noted = desk.office.ask(_papers("credits"), desk.folder, about="credits")
    return answer({"text": page_of_text, "noted": [spoken(request, desk.recent(), line) for line in noted]})


def _shown(request: Request, film: Film) -> dict[str, object]:
    from underpaint.farm.deliver import FOLDER

    today = date.today()
    cuts = [
        {
            "number": card.cut.number,
            "place": " · ".join(part for part in (card.cut.place, card.cut.time) if part),
            "state": card.state,
            "take": card.take.number if card.take else "",
            "against": spoken(request, film, card.wrong or _against(film, card.cut.number, today)),
        }
        for card in cards(film)
    ]
    files = [
        {"name": name, "cut": entry.cut, "when": entry.text("when")}
        for entry in reversed(film.journal.entries)
        if entry.event == "deliver" and isinstance(entry.fields.get("files"), dict)
        for name in entry.fields["files"]
    ]
    boards = [
        {
            "name": board.name,
            "painter": board.painter,
            "until": str(board.rights.valid_until or ""),
            "against": [spoken(request, film, line) for line in against],
        }
        for board in film.boards.values()
        if (against := rights_against(film, board.name, today))
    ]
    return {"cuts": cuts, "boards": boards, "files": files, "folder": str(film.folder / FOLDER) if files else ""}


def _against(film: Film, number: str, today: date) -> str:
    from underpaint.farm.deliver import not_deliverable

    try:
        return not_deliverable(film, film.cuts[number], today)
    except InputError as why:
        return str(why)


def _papers(function: str) -> OnBench:
    return OnBench("underpaint.desk.papers", function)


routes = [
    Route("/delivery", delivery),
    Route("/api/delivery", delivery_now),
    Route("/api/deliver", deliver, methods=["POST"]),
    Route("/api/paper/{kind}", paper),
    Route("/api/credits", credits),
]
