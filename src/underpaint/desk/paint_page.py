"""Paint: roughs to pick from, materials tuned while the rough follows, the painting, and a place of it painted anew."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from underpaint.desk import painting
from underpaint.desk.bodies import number, numbers, text, told
from underpaint.desk.ids import Missing, cut_in
from underpaint.desk.look_page import model_and_lines
from underpaint.desk.pages import answer, page
from underpaint.desk.state import Desk, desk_of
from underpaint.errors import InputError
from underpaint.farm.model_way import DIFFUSION
from underpaint.farm.repaint import MOST_POINTS
from underpaint.farm.rough import rough_png
from underpaint.farm.take_request import made_from_now
from underpaint.film.check import pick, standing
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.takes import Take
from underpaint.film.tuning import FIELD, cut_tuning, materials_in, tune
from underpaint.formats.palette import read_palette
from underpaint.formats.user_folders import cache_folder
from underpaint.paint import MOST

ROUGHS = 4
BY = ("model", "controlnet", "lora")
"""Parts of the trained models that can make roughs, as their cards call them."""
_SEEDS = 2**32


def paint(request: Request) -> Response:
    desk = desk_of(request)
    film = desk.film()
    cut = cut_in(film, request.path_params["cut"])
    return page(request, "paint.html", film=film, cut=cut, shown=_shown(desk, film, cut))


def paint_now(request: Request) -> Response:
    desk = desk_of(request)
    film = desk.film()
    return answer(_shown(desk, film, cut_in(film, request.path_params["cut"])))


async def roughs(request: Request) -> Response:
    """Make roughs of some seeds: `count` of them from `first` on, from the boards or by a trained model of the film's cards."""
    fields = await told(request)
    first, count = int(number(fields, "first", 0, _SEEDS - 64)), int(number(fields, "count", 1, 64))
    named = {part: text(fields, part, 80) for part in BY}

    def run() -> None:
        desk = desk_of(request)
        film = desk.film()
        cut = cut_in(film, request.path_params["cut"])
        if named["model"]:
            desk.batch.start_by_model(cut.number, _cards(film, named), variants=count, first_seed=first)
        else:
            desk.batch.start([cut.number], only_rough=True, variants=count, first_seed=first)

    await run_in_threadpool(run)
    return answer()


async def choose(request: Request) -> Response:
    """Pick the rough that the painting keeps the composition of."""
    take = text(await told(request), "take", 8)
    picked = await run_in_threadpool(lambda: pick(desk_of(request).film(), _own(request).number, take))
    return answer({"take": picked.number})


async def start(request: Request) -> Response:
    """Paint the cut at full size."""
    await run_in_threadpool(lambda: desk_of(request).batch.start([_own(request).number]))
    return answer()


async def settings(request: Request) -> Response:
    """Write the settings of one material, all of them, into the cut's record or the film's."""
    fields = await told(request)
    material, everywhere = text(fields, "material", 80), fields.get("everywhere") is True
    given = fields.get("settings")
    if not isinstance(given, dict) or not set(given) <= set(MOST):
        raise InputError(f"settings must be an object with some of {', '.join(MOST)}")
    changes = {name: given.get(name) for name in MOST}

    def run() -> dict[str, object]:
        desk = desk_of(request)
        tune(desk.film(), None if everywhere else _own(request).number, material, changes)
        film = desk.film()
        return _shown(desk, film, cut_in(film, request.path_params["cut"]))

    return answer(await run_in_threadpool(run))


async def place(request: Request) -> Response:
    """Paint the place inside a drawn line anew: from the boards, or as the painting itself was painted."""
    fields = await told(request)
    from_boards = fields.get("boards") is True
    outline = numbers(fields, "outline", 2 * MOST_POINTS)
    seed = int(number(fields, "seed", 0, _SEEDS - 1))
    await run_in_threadpool(lambda: desk_of(request).batch.start_place(_own(request).number, outline, seed, from_boards))
    return answer()


async def back(request: Request) -> Response:
    """Make an earlier painting the newest again."""
    take = text(await told(request), "take", 8)
    desk = desk_of(request)
    made = await run_in_threadpool(lambda: desk.bench.ask(painting.back, desk.folder, _own(request).number, take))
    return answer({"take": made})


def material(request: Request) -> Response:
    """The material at a place of the cut's map: x and y from 0 to 1 of its width and height."""
    desk, cut = desk_of(request), _own(request)
    try:
        x, y = (float(request.query_params.get(name, "")) for name in ("x", "y"))
    except ValueError:
        raise InputError("x and y must be numbers") from None
    if not (0 <= x < 1 and 0 <= y < 1):
        raise Missing("that is outside of the picture")
    return answer({"material": desk.bench.ask(painting.material_at, desk.folder, cut.number, x, y)})


def rough(request: Request) -> Response:
    """A rough that is not recorded: as the film tunes its materials, but for what `tuning` says, as JSON."""
    desk, cut, seed = desk_of(request), _own(request), request.path_params["seed"]
    if not 0 <= seed < _SEEDS:
        raise Missing(f"no seed {seed}")
    data = desk.bench.ask(
        rough_png, desk.folder, cut.number, seed, _tuning(request), cache_folder(), about=f"{cut.number} tuned rough"
    )
    return Response(data, media_type="image/png", headers={"cache-control": "no-store"})


def _own(request: Request) -> Cut:
    return cut_in(desk_of(request).film(), request.path_params["cut"])


def _cards(film: Film, named: Mapping[str, str]) -> dict[str, str]:
    """The cards that a model's roughs are made with, by their parts. Raises InputError for a name that is of none."""
    for part, name in named.items():
        if name and (name not in film.models or film.models[name].part != part):
            raise InputError(f"{name!r} is no card of a {part} in the film; see them with: underpaint model list")
    return {part: name for part, name in named.items() if name}


def _tuning(request: Request) -> Mapping[str, Mapping[str, object]]:
    try:
        given = json.loads(request.query_params.get(FIELD, "") or "{}")
    except (ValueError, RecursionError):
        raise InputError("the tuning is no JSON") from None
    if not isinstance(given, dict) or not all(isinstance(own, dict) for own in given.values()):
        raise InputError("the tuning must be an object: material to its settings")
    return given


def _shown(desk: Desk, film: Film, cut: Cut) -> dict[str, object]:
    roughs = [take for take in cut.takes if take.kind == "machine" and take.stage == "rough"]
    now = made_from_now(film, cut)
    paintings = [take for take in cut.takes if "pass2" in take.files]
    return {
        "number": cut.number,
        "state": standing(film, cut).state,
        "background": cut.background,
        "ready": not cut.background and cut.materials is not None and bool(cut.boards),
        "map": cut.materials is not None,
        "picked": cut.picked.number if cut.picked else "",
        "cards": {part: [{"name": card.name, "label": card.label} for card in film.models.values() if card.part == part] for part in BY},
        "roughs": [
            {"take": take.number, "seed": take.seed, "key": desk.pictures.show_take(take, "pass1"),
             "now": take.number in now, "model": film.called(take.model) if take.model else ""}
            for take in roughs
        ],
        "paintings": [
            {"take": take.number, "kind": take.kind, "by": take.by or "", "seconds": take.machine_seconds,
             "now": take.number in now, **model_and_lines(film, take), "again": _again(film, take),
             "place": _place(take.request), "base": str(take.fields.get("base") or ""), "back_to": str(take.fields.get("back_to") or "")}
            for take in paintings
        ],
        "materials": _materials(film, cut),
    }  # fmt: skip


def _again(film: Film, take: Take) -> str:
    """The trained model that a place of a painting can be painted by as the rest was; "" where only the boards can: the desk asks nothing
    of a server."""
    used = take.second_pass_model
    return film.called(used) if used is not None and take.engine == DIFFUSION else ""


def _place(request: Mapping[str, object]) -> dict[str, object] | None:
    """Of a take with a place painted anew: its seed."""
    told = request.get("repaint")
    return {"seed": told["seed"]} if isinstance(told, dict) else None


def _materials(film: Film, cut: Cut) -> list[dict[str, object]]:
    """own, film: what the cut's record and the film's say of each material that the cut has."""
    cut_tuning(film, cut)  # says what is wrong in the records
    colours = {} if film.palette is None else read_palette(film.palette).colours
    own, everywhere = cut.record.table(FIELD), film.record.table(FIELD)
    return [
        {"name": name, "colour": "#{:02x}{:02x}{:02x}".format(*colours[name]), "own": own.get(name, {}), "film": everywhere.get(name, {})}
        for name in materials_in(film, cut)
    ]  # fmt: skip


routes = [
    Route("/cut/{cut}/paint", paint),
    Route("/api/cut/{cut}/paint", paint_now),
    Route("/api/cut/{cut}/roughs", roughs, methods=["POST"]),
    Route("/api/cut/{cut}/pick", choose, methods=["POST"]),
    Route("/api/cut/{cut}/paint/start", start, methods=["POST"]),
    Route("/api/cut/{cut}/tune", settings, methods=["POST"]),
    Route("/api/cut/{cut}/place", place, methods=["POST"]),
    Route("/api/cut/{cut}/back", back, methods=["POST"]),
    Route("/api/cut/{cut}/material", material),
    Route("/picture/rough/{cut}/{seed:int}", rough),
]
