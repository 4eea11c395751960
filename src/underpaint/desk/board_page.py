"""Label a board: scribbles of the film's materials over a painting, with its painter and rights; and all boards to choose from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from secrets import token_hex

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk.bench import OnBench
from underpaint.desk.bodies import number, save_file, text, told
from underpaint.desk.ids import board_in
from underpaint.desk.layout_page import as_seen, materials_of, points_of
from underpaint.desk.pages import answer, must_know_who, page, who
from underpaint.desk.state import Desk, desk_of
from underpaint.errors import InputError
from underpaint.film.boards import FIELDS, Board, add_board, change_board
from underpaint.film.check import lacking
from underpaint.film.film import Film
from underpaint.film.naming import board_name
from underpaint.film.scribbles import WIDEST, add_scribble, read_scribbles

KINDS = ("stroke", "erase", "undo", "redo")
RIGHTS = ("owner", "consent", "valid_until")


def boards(request: Request) -> Response:
    desk = desk_of(request)
    film = desk.film()
    shown = [_shown(desk, film, board) for board in film.boards.values()]
    return page(request, "boards.html", film=film, boards=shown)


def board_page(request: Request) -> Response:
    desk = desk_of(request)
    film = desk.film()
    board = board_in(film, request.path_params["board"])
    materials = [] if film.palette is None else materials_of(film)
    shown = {**_shown(desk, film, board), "materials": materials, "widest": WIDEST}
    return page(request, "board.html", film=film, board=board, lacks=not materials, label=shown)


def board_now(request: Request) -> Response:
    desk = desk_of(request)
    film = desk.film()
    return answer(_shown(desk, film, board_in(film, request.path_params["board"])))


def view(request: Request) -> Response:
    """Key and size of the painting, for the viewer."""
    desk = desk_of(request)
    key = desk.pictures.show_file(board_in(desk.film(), request.path_params["board"]).painting)
    width, height = desk.pictures.size(desk.pictures.view(key))
    return answer({"key": key, "width": width, "height": height})


def state(request: Request) -> Response:
    """Where the scribbles stand. Query `known`: the steps that the page has seen, where it needs no more if these are all."""
    desk = desk_of(request)
    film = desk.film()
    board = board_in(film, request.path_params["board"])
    if request.query_params.get("known") == str(read_scribbles(board).lines_of_file):
        return answer({"same": True})
    return answer(as_seen(desk.bench.ask(_session("board_state"), desk.folder, board.name), who(request, film)))


async def step(request: Request) -> Response:
    """Add a stroke; it is on the disk when this answers."""
    fields = await told(request)

    def run() -> int:
        film = desk_of(request).film()
        board, by = board_in(film, request.path_params["board"]), must_know_who(request, film)
        kind, material = text(fields, "kind", 10), text(fields, "material")
        if kind not in KINDS:
            raise InputError(f"{kind!r} is no step; steps are {', '.join(KINDS)}")
        if material and material not in {known["name"] for known in materials_of(film)}:
            raise InputError(f"the film's palette has no material {material[:40]!r}")
        width = number(fields, "width", 0, WIDEST, 0)
        return add_scribble(board, kind, by, points=points_of(fields), material=material, width=width).lines_of_file

    return answer({"steps": await run_in_threadpool(run)})


async def use(request: Request) -> Response:
    fields = await told(request)

    def run() -> str:
        desk = desk_of(request)
        film = desk.film()
        board, by = board_in(film, request.path_params["board"]), must_know_who(request, film)
        return desk.bench.ask(_use, desk.folder, board.name, by, fields.get("replace") is True)

    return answer({"map": await run_in_threadpool(run)})


async def record(request: Request) -> Response:
    """Say who painted the board and what its rights allow. Field `seen`: the record as the page has it."""
    fields = await told(request)

    def run() -> dict[str, object]:
        desk = desk_of(request)
        film = desk.film()
        must_know_who(request, film)
        film.require_writable()
        board = board_in(film, request.path_params["board"])
        if text(fields, "seen") != board.record.sha256:
            raise InputError(f"board {board.name} was changed by somebody else just now; look at it and try again")
        given = {name: text(fields, name, 1000) for name in (*FIELDS, *RIGHTS) if name in fields}
        change_board(
            board,
            {name: value for name, value in given.items() if name in FIELDS},
            {name: value for name, value in given.items() if name in RIGHTS},
        )
        film = desk.film()
        return _shown(desk, film, film.board(board.name))

    return answer(await run_in_threadpool(run))


async def add(request: Request) -> Response:
    """A painting becomes a board, without a map yet. What the file is, is told by its bytes."""
    name = board_name(request.path_params["board"])
    desk = desk_of(request)
    must_know_who(request, desk.film())
    path = desk.new_folder("paintings") / token_hex(8)
    await save_file(request, path)

    def run() -> str:
        film = desk.film()
        film.require_writable()
        painting = path.rename(path.with_suffix(_suffix(path)))
        try:
            return desk.bench.ask(_add, desk.folder, name, painting)
        finally:
            painting.unlink(missing_ok=True)

    return answer({"name": await run_in_threadpool(run)})


def _suffix(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(12)
    kinds = {b"\x89PNG": ".png", b"II*\0": ".tif", b"MM\0*": ".tif", b"\xff\xd8\xff": ".jpg"}
    found = next((suffix for magic, suffix in kinds.items() if start.startswith(magic)), "")
    if start[:4] == b"RIFF" and start[8:] == b"WEBP":
        found = ".webp"
    if not found:
        path.unlink()
        raise InputError("this is no painting; save it as PNG, TIFF, JPEG or WebP")
    return found


def _add(folder: Path, name: str, painting: Path) -> str:
    return add_board(Film.open(folder).boards_folder, name, painting, None, {}).name


def _use(folder: Path, name: str, by: str, replace: bool) -> str:
    return _session("use_board_map")(folder, name, by, replace=replace)


def _session(function: str) -> OnBench:
    return OnBench("underpaint.farm.board_session", function)


def _shown(desk: Desk, film: Film, board: Board) -> dict[str, object]:
    rights = board.rights
    return {
        "name": board.name,
        "picture": f"/picture/{desk.pictures.show_file(board.painting)}/640",
        "painter": board.painter,
        "place": board.place,
        "time": board.time,
        "season": board.season,
        "weather": board.weather,
        "owner": rights.owner,
        "consent": rights.consent,
        "valid_until": "" if rights.valid_until is None else rights.valid_until.isoformat(),
        "lacking": lacking(film, board.name, date.today()),
        "cuts": [cut.number for cut in film.cuts.values() if board.name in cut.boards],
        "seen": board.record.sha256,
    }


routes = [
    Route("/boards", boards),
    Route("/board/{board}", board_page),
    Route("/api/boards/{board}", add, methods=["POST"]),
    Route("/api/board/{board}", board_now),
    Route("/api/board/{board}/view", view),
    Route("/api/board/{board}/record", record, methods=["POST"]),
    Route("/api/board/{board}/label", state),
    Route("/api/board/{board}/label/step", step, methods=["POST"]),
    Route("/api/board/{board}/label/use", use, methods=["POST"]),
]
