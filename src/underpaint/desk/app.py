"""The app: routes, guard and templates put together around one film."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from underpaint.desk import (
    board_page,
    check_page,
    delivery_page,
    layout_page,
    look_page,
    paint_page,
    pictures,
    wall,
    work_page,
)
from underpaint.desk.bench import BenchFailed
from underpaint.desk.bodies import text, told
from underpaint.desk.guard import Guard
from underpaint.desk.ids import Missing, board_in, cut_in
from underpaint.desk.pages import LANGUAGE, WHO, answer, bench_failed, failed, not_there, refused, remember
from underpaint.desk.state import Desk, desk_of
from underpaint.desk.words import LANGUAGES
from underpaint.errors import InputError, UnderpaintError
from underpaint.formats.user_folders import cache_folder

PAGES = (wall, look_page, layout_page, board_page, paint_page, check_page, work_page, delivery_page)
"""Modules, each with the `routes` of one page and of what it calls."""

_STATIC = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def desk(folder: Path, token: str, hosts: frozenset[str], cache: Path | None = None) -> ASGIApp:
    """The app that serves a film's folder. hosts: Host headers that name this server, such as "127.0.0.1:8000"."""
    return Guard(desk_app(folder, cache), hosts, token)


def desk_app(folder: Path, cache: Path | None = None) -> Starlette:
    """As desk, without the guard; its state has the Desk."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        app.state.desk.close()

    app = Starlette(
        routes=[*ROUTES, *(route for each in PAGES for route in each.routes)],
        exception_handlers={
            UnderpaintError: refused,
            BenchFailed: bench_failed,
            HTTPException: not_there,
            Exception: failed,
        },
        lifespan=lifespan,
    )
    app.state.desk = Desk(folder, cache or cache_folder())
    return app


def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        raise Missing("there is no such file")
    data, kind, tag = _FILES[name]
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)


def _static_files() -> dict[str, tuple[bytes, str, str]]:
    """Read once at the start: name to bytes, type and tag. What is not among them cannot be asked for."""
    found = {}
    for file in (files("underpaint.desk") / "static").iterdir():
        kind = _STATIC.get(Path(file.name).suffix)
        if kind is not None:
            data = file.read_bytes()
            found[file.name] = data, kind, f'"{sha256(data).hexdigest()[:32]}"'
    return found


_FILES = _static_files()


async def events(request: Request) -> StreamingResponse:
    """The live stream of a page. Queries `cut` and `board`: what the page is about, whose files are watched besides the film's."""
    here = desk_of(request)
    film = here.recent()
    watched = {"journal": film.journal.path, "film": film.record.path}
    watched |= {"cuts": film.cuts_folder, "boards": film.boards_folder}
    if number := request.query_params.get("cut"):
        folder = cut_in(film, number).folder
        watched |= {"cut": folder / "cut.toml", "labelling": folder / "labelling.jsonl"}
    if name := request.query_params.get("board"):
        folder = board_in(film, name).folder
        watched |= {"board": folder / "board.toml", "scribbles": folder / "scribbles.jsonl"}

    def shown(event: str, data: object) -> object:
        return wall.told_of_batch(request, film, data) if event == "batch" else data

    stream = here.live.stream([("batch", here.batch.state()), ("changed", [])], watched, shown)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})


async def set_who(request: Request) -> Response:
    name = text(await told(request), "name")
    if not desk_of(request).film().roles(name):
        raise InputError(f"{name[:80]!r} is not among the film's people")
    return remember(answer(), WHO, name)


async def set_language(request: Request) -> Response:
    language = text(await told(request), "language")
    if language not in LANGUAGES:
        raise InputError(f"the page speaks {' and '.join(LANGUAGES)}, not {language[:20]!r}")
    return remember(answer(), LANGUAGE, language)


ROUTES = [
    Route("/static/{name}", static),
    Route("/events", events),
    Route("/api/who", set_who, methods=["POST"]),
    Route("/api/language", set_language, methods=["POST"]),
    *pictures.routes,
]
