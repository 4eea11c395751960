"""The work file of a cut: taken home, painted over, brought back, looked at, and handed in."""

from __future__ import annotations

import secrets
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from underpaint.desk.bench import OnBench
from underpaint.desk.bodies import number, save_file, text, told
from underpaint.desk.ids import Missing, cut_in, inside, layered_name
from underpaint.desk.pages import answer, must_know_who, page, spoken
from underpaint.desk.state import desk_of
from underpaint.errors import InputError
from underpaint.film.cards import card
from underpaint.film.check import own_cut
from underpaint.film.cuts import Cut

SUFFIXES = (".psd", ".ora")


def work(request: Request) -> Response:
    film = desk_of(request).film()
    cut = own_cut(film, cut_in(film, request.path_params["cut"]).number)
    painted = [take for take in cut.takes if "pass2" in take.files]
    return page(
        request,
        "work.html",
        film=film,
        cut=cut,
        card=card(film, cut),
        work={"cut": cut.number, "files": _files(cut), "painted": bool(painted)},
    )


async def write(request: Request) -> Response:
    """Write the artist's file of the newest painting."""
    desk, suffix = desk_of(request), text(await told(request), "kind", 8)
    if suffix not in SUFFIXES:
        raise InputError(f"work files are written as {' or '.join(SUFFIXES)}")

    def run() -> dict[str, object]:
        film = desk.film()
        cut = cut_in(film, request.path_params["cut"])
        done = desk.bench.ask(_hand_in("write"), desk.folder, cut.number, suffix)
        said = [spoken(request, film, line) for line in done["said"]]
        return {"name": done["name"], "said": said, "files": _files(cut_in(desk.film(), cut.number))}

    return answer(await run_in_threadpool(run))


def download(request: Request) -> Response:
    """A work file as it lies in the film's folder, to be saved: never shown by the browser."""
    cut = cut_in(desk_of(request).film(), request.path_params["cut"])
    name = request.path_params["name"]
    if name not in [each["name"] for each in _files(cut)]:
        raise Missing(f"{cut.number} has no work file {name[:80]!r}")
    path = inside(cut.folder, cut.folder / "work" / name)
    return FileResponse(
        path, media_type="application/octet-stream", filename=name, headers={"cache-control": "no-store"}
    )


async def bring(request: Request) -> Response:
    """A file dropped on the cut: kept aside, and what was changed in it by hand is shown. Nothing is recorded."""
    desk = desk_of(request)
    cut = cut_in(await run_in_threadpool(desk.film), request.path_params["cut"])
    name = layered_name(request.query_params.get("name", ""))
    ticket = secrets.token_hex(16)
    folder = desk.new_folder(ticket)
    file, shown = folder / f"brought{Path(name).suffix.lower()}", folder / "difference.png"
    await save_file(request, file)

    def run() -> dict[str, object]:
        try:
            found = desk.bench.ask(_hand_in("look"), desk.folder, cut.number, file, name, shown)
        except InputError as why:
            raise InputError(str(why).replace(str(file), name)) from None
        desk.brought[ticket] = cut.number, file, name, str(found["sha256"])
        key = desk.pictures.show_file(shown)
        width, height = desk.pictures.size(desk.pictures.view(key))
        return {**found, "ticket": ticket, "name": name, "picture": {"key": key, "width": width, "height": height}}

    return answer(await run_in_threadpool(run))


async def take(request: Request) -> Response:
    """Record what was looked at as the cut's next take."""
    desk, fields = desk_of(request), await told(request)
    ticket, minutes = text(fields, "ticket", 64), number(fields, "minutes", 0, 100_000, 0)

    def run() -> str:
        film = desk.film()
        by = must_know_who(request, film)
        cut = cut_in(film, request.path_params["cut"])
        if desk.brought.get(ticket, ("",))[0] != cut.number:
            raise Missing("this file is no longer at the desk; drop it again")
        _, file, name, digest = desk.brought[ticket]
        made = desk.bench.ask(_hand_in("take"), desk.folder, cut.number, file, name, digest, by, minutes)
        desk.brought.pop(ticket, None)
        return made

    return answer({"take": await run_in_threadpool(run)})


def _files(cut: Cut) -> list[dict[str, str]]:
    """The work files that the film wrote and that are there, the newest first. path: for the person's own program to open."""
    names = dict.fromkeys(entry.text("file") for entry in reversed(cut.entries) if entry.event == "work")
    folder = cut.folder / "work"
    return [
        {"name": name, "path": str(folder / name)}
        for name in names
        if Path(name).name == name and (folder / name).is_file()
    ]


def _hand_in(function: str) -> OnBench:
    return OnBench("underpaint.desk.hand_in", function)


routes = [
    Route("/cut/{cut}/work", work),
    Route("/api/cut/{cut}/work", write, methods=["POST"]),
    Route("/api/cut/{cut}/bring", bring, methods=["POST"]),
    Route("/api/cut/{cut}/hand-in", take, methods=["POST"]),
    Route("/file/{cut}/{name}", download),
]
