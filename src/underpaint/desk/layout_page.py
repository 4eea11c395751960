"""Label a layout: its places named with the film's materials, and the rough beside it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk.bench import OnBench, Replaced
from underpaint.desk.bodies import text, texts, told
from underpaint.desk.ids import cut_in
from underpaint.desk.pages import answer, must_know_who, page, spoken, who
from underpaint.desk.state import desk_of
from underpaint.errors import InputError
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.labelling import add_step, read_labelling
from underpaint.film.step_log import MOST_POINTS
from underpaint.formats.palette import read_palette
from underpaint.formats.user_folders import cache_folder

KINDS = ("name", "line", "merge", "undo", "redo")


def layout_page(request: Request) -> Response:
    film = desk_of(request).film()
    cut = cut_in(film, request.path_params["cut"])
    lacks = _lacks(film, cut)
    shown = {"number": cut.number, "materials": [] if lacks else materials_of(film), "boards": list(cut.boards)}
    return page(request, "layout.html", film=film, cut=cut, lacks=lacks, label=shown)


def state(request: Request) -> Response:
    """Where the labelling stands. Query `known`: the steps that the page has seen, where it needs no more if these are all."""
    desk = desk_of(request)
    film = desk.film()
    cut = cut_in(film, request.path_params["cut"])
    if request.query_params.get("known") == str(read_labelling(cut).lines_of_file):
        return answer({"same": True})
    now = desk.bench.ask(_session("label_state"), desk.folder, cut.number)
    return answer({**as_seen(now, who(request, film)), "basis": spoken(request, film, now["basis"])})


def drawing(request: Request) -> Response:
    """Key and size of the clean drawing in its frame, for the viewer."""
    desk = desk_of(request)
    cut = cut_in(desk.film(), request.path_params["cut"])
    data = desk.bench.ask(_session("drawing_png"), desk.folder, cut.number)
    path = desk.new_folder("drawings") / f"{sha256(data).hexdigest()}.png"
    if not path.exists():
        path.write_bytes(data)
    key = desk.pictures.show_file(path)
    width, height = desk.pictures.size(desk.pictures.view(key))
    return answer({"key": key, "width": width, "height": height})


async def step(request: Request) -> Response:
    """Add a step; it is on the disk when this answers."""
    fields = await told(request)

    def run() -> int:
        film = desk_of(request).film()
        cut, by = cut_in(film, request.path_params["cut"]), must_know_who(request, film)
        kind = text(fields, "kind", 10)
        if kind not in KINDS:
            raise InputError(f"{kind!r} is no step; steps are {', '.join(KINDS)}")
        materials = texts(fields, "materials", MOST_POINTS)
        known = {} if kind != "name" else film.colours
        for material in materials:
            if material not in known:
                raise InputError(f"the film's palette has no material {material[:40]!r}")
        return add_step(cut, kind, by, points=points_of(fields), materials=materials).lines_of_file

    return answer({"steps": await run_in_threadpool(run)})


def prepare(request: Request) -> Response:
    """Make ready what the first rough and the guesses need; the bench itself stays free for who labels."""
    desk = desk_of(request)
    cut = cut_in(desk.recent(), request.path_params["cut"])
    about = desk.folder, cut.number, cache_folder()
    index_boards = OnBench("underpaint.farm.open_boards", "index_boards")
    desk.side_bench.ask(index_boards, *about)
    desk.bench.ask(index_boards, *about)  # finds them made
    if not desk.bench.ask(_session("take_learned"), *about):
        desk.side_bench.ask(OnBench("underpaint.farm.learning", "learn"), *about)
        desk.bench.ask(_session("take_learned"), *about)
    return answer()


async def use(request: Request) -> Response:
    fields = await told(request)

    def run() -> str:
        desk = desk_of(request)
        film = desk.film()
        cut, by = cut_in(film, request.path_params["cut"]), must_know_who(request, film)
        return desk.bench.ask(_use, desk.folder, cut.number, by, fields.get("replace") is True)

    return answer({"map": await run_in_threadpool(run)})


def places(request: Request) -> Response:
    desk = desk_of(request)
    cut = cut_in(desk.recent(), request.path_params["cut"])
    data = desk.bench.ask(_session("places_png"), desk.folder, cut.number)
    return Response(data, media_type="image/png")


def rough(request: Request) -> Response:
    """The rough of the map as it is now; status 409 where a newer request took this one's turn."""
    desk = desk_of(request)
    cut = cut_in(desk.recent(), request.path_params["cut"])
    seed = request.path_params["seed"]
    try:
        data = desk.bench.ask(
            OnBench("underpaint.farm.label_rough", "rough_png"),
            *(desk.folder, cut.number, seed, cache_folder()),
            about=f"{cut.number} rough",
        )
    except Replaced as why:
        return answer({"error": str(why)}, 409)
    return Response(data, media_type="image/png")


def materials_of(film: Film) -> list[dict[str, str]]:
    """The film's materials, name and colour, in the palette's order. Raises InputError where there is no palette."""
    colours = film.colours
    return [{"name": name, "colour": "#{:02x}{:02x}{:02x}".format(*colour)} for name, colour in colours.items()]


def as_seen(now: dict[str, object], by: str | None) -> dict[str, object]:
    """Where a labelling stands, as the page of `by` gets it: its map as text, and what they themselves can undo and redo."""
    return {
        **now,
        "map": b64encode(now["map"]).decode(),
        "can_undo": by in now["can_undo"],
        "can_redo": by in now["can_redo"],
    }


def points_of(fields: dict[str, object]) -> list[tuple[float, float]]:
    """The points of a step as a page sends them, x and y of each. Raises InputError where they are something else."""
    given = fields.get("points", [])
    pairs = isinstance(given, list) and all(isinstance(point, list) and len(point) == 2 for point in given)
    if not pairs or not all(type(value) in (int, float) for point in given for value in point):
        raise InputError("points must be a list of x and y")
    return [(x, y) for x, y in given]


def _use(folder, number: str, by: str, replace: bool) -> str:
    return _session("use_map")(folder, number, by, replace=replace)


def _session(function: str) -> OnBench:
    return OnBench("underpaint.farm.label_session", function)


def _lacks(film: Film, cut: Cut) -> str:
    """What there must be before a layout can be labelled; "" if it is all there."""
    if cut.background:
        return "background"
    if film.palette is None or not read_palette(film.palette).colours:
        return "palette"
    return "layout" if cut.layout is None else ""


routes = [
    Route("/cut/{cut}/label", layout_page),
    Route("/api/cut/{cut}/label", state),
    Route("/api/cut/{cut}/label/step", step, methods=["POST"]),
    Route("/api/cut/{cut}/label/drawing", drawing),
    Route("/api/cut/{cut}/label/prepare", prepare, methods=["POST"]),
    Route("/api/cut/{cut}/label/use", use, methods=["POST"]),
    Route("/picture/label/{cut}/places", places),
    Route("/picture/label/{cut}/rough/{seed:int}", rough),
]
