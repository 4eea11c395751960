"""The cuts of a film painted: those that need it, several at once, each recorded as a take when it is whole."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.books import BookWork
from underpaint.farm.carry_over import Carried, carry_over
from underpaint.farm.crew import work_through
from underpaint.farm.model_way import COMFYUI, DIFFUSION, ModelWay
from underpaint.farm.paint_take import FIRST_PASS, SECOND_PASS, SOURCES, TRUE_TO_LINES, Run, Work, paint_cut
from underpaint.farm.small_picture import keep_small_picture
from underpaint.farm.synth import cores
from underpaint.farm.take_request import Waits, by_model_now, made_from_now, missing_requests, model_take
from underpaint.film.check import floor_note, standing
from underpaint.film.cuts import Cut, hold, read_cut
from underpaint.film.film import Film
from underpaint.film.journal import Journal
from underpaint.film.lease import Held, Lease
from underpaint.film.takes import clear_staged, record_take, settle, stage_folder, unrecorded
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import write_together


@dataclass
class Outcome:
    """What became of the cuts. painted: cut to the takes made; unchanged: those that needed nothing; left: cut to why it
    was left alone; failed: cut to the reason. machine_seconds: spent on the takes made."""

    painted: dict[str, list[str]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    machine_seconds: float = 0.0

    @property
    def ended(self) -> set[str]:
        """The cuts that something has become of."""
        return {*self.painted, *self.unchanged, *self.left, *self.failed}


def paint_film(
    film: Film,
    numbers: Sequence[str] = (),
    *,
    only_rough: bool = False,
    variants: int = 1,
    first_seed: int = 0,
    model: ModelWay | None = None,
    at_once: int | None = None,
    cache: Path | None = None,
    progress: Callable[[str, str, float], None] | None = None,
    say: Callable[[str], None],
    meanwhile: Callable[[str], None] | None = None,
    warn: Callable[[str], None],
) -> Outcome:
    """Paint the cuts that need it: those with no take from what they are to be painted from now.

    numbers: of cuts, all of the film unless given; a cut that is Done is only painted when it is named. only_rough: make
    `variants` roughs instead, from `first_seed` on. model: what paints, in the place of the boards; then one cut at a time unless told. A cut that a
    model painted last is painted from the boards only when it is named. at_once: cuts painted at the same time. progress: told a cut, its stage and 0..1.
    say: told each cut that is done. meanwhile: told at once what a person wants to know while a model paints: how long it takes.
    Raises InputError before anything is painted; what is wrong with one cut only becomes that cut's reason in the outcome.
    """
    film.require_writable()
    film.require_open()
    outcome = Outcome()
    cuts = list({(cut := film.cut(number)).number: cut for number in numbers}.values()) or list(film.cuts.values())
    seeds = range(first_seed, first_seed + variants) if only_rough else (0,)
    stage: Literal["rough", "paint"] = "rough" if only_rough else "paint"
    needed: list[Cut] = []
    for cut in cuts:
        try:
            _settle(film, cut, say)
            if _is_needed(film, _read_again(film, cut), stage, seeds, model, outcome, named=bool(numbers)):
                needed.append(cut)
        except (Held, Waits) as why:
            _leave(cut, why, outcome, named=bool(numbers))
        except InputError as why:
            outcome.failed[cut.number] = str(why)
    if not needed:
        return outcome
    if model is not None and model.uncarded:
        warn(
            f"without a card in the film: {', '.join(model.uncarded)}; nothing that it has a part in can be Done. Write one with: "
            "underpaint model add"
        )

    hands = min(at_once or (cores() if model is None else 1), len(needed))
    threads = max(1, cores() // hands)
    began = time.monotonic()
    with ExitStack() as leases:
        held: dict[str, tuple[ExitStack, Lease]] = {}
        waiting: Counter[str] = Counter()

        def works() -> Iterator[Work]:
            for cut in needed:
                try:
                    own = leases.enter_context(ExitStack())
                    held[cut.number] = own, own.enter_context(hold(cut))
                    clear_staged(cut.takes_folder)
                    own.callback(clear_staged, cut.takes_folder)
                    Film.open(film.folder).require_open()
                    cut = _read_again(film, cut)
                    requests = missing_requests(film, cut, stage, seeds, model)  # another program may have painted it meanwhile
                    # A model takes long: each of its roughs counts as soon as it is whole.
                    parts = [requests] if model is None else [[each] for each in requests]
                    found = [_work(film, cut, part, model, threads, cache) for part in parts if part]
                    waiting[cut.number] = len(found)
                    yield from found
                    if not found:
                        own.close()
                        outcome.unchanged.append(cut.number)
                except (Held, Waits) as why:
                    _leave(cut, why, outcome, named=bool(numbers))
                except InputError as why:
                    own.close()
                    outcome.failed[cut.number] = str(why)

        told = None if progress is None else lambda work, doing, done: progress(work.cut, doing, done)

        def saying(work: Work, line: str) -> None:
            if meanwhile is not None:
                meanwhile(f"{work.cut}: {line}")

        with closing(work_through(works(), paint_cut, at_once=hands, progress=told, say=saying)) as done:
            for work, made in done:
                own, still = held[work.cut]
                takes: list[str] = []
                if isinstance(made, str):
                    outcome.failed[work.cut] = made
                else:
                    try:
                        still.require_held()
                        takes = _record(film, work, made, model, warn)
                        outcome.painted[work.cut] = outcome.painted.get(work.cut, []) + takes
                        outcome.machine_seconds += sum(result["seconds"] for result in made)
                    except InputError as why:
                        outcome.failed[work.cut] = str(why)
                waiting[work.cut] -= 1
                if not waiting[work.cut]:
                    own.close()
                left = sum(cut.number not in outcome.ended or waiting[cut.number] > 0 for cut in needed)
                ended = max(1, len(needed) - left)
                guess = f", about {_clock((time.monotonic() - began) / ended * left)} left" if left else ""
                names = ", ".join(takes) or "not painted"
                seconds = "" if isinstance(made, str) else f"  {sum(result['seconds'] for result in made):.1f} s"
                say(f"{work.cut} {names}{seconds}  ({len(needed) - left} of {len(needed)}{guess})")
    return outcome


def _leave(cut: Cut, why: Held | Waits, outcome: Outcome, *, named: bool) -> None:
    """Leave a cut alone that waits for something, or for somebody else at work on it; one that was named has failed then."""
    if named:
        outcome.failed[cut.number] = str(why)
    else:
        outcome.left[cut.number] = f"is left alone: {why.reason}"


def _read_again(film: Film, cut: Cut) -> Cut:
    return read_cut(cut.folder, Journal(film.journal.path))


def _settle(film: Film, cut: Cut, say: Callable[[str], None]) -> None:
    if not unrecorded(film.journal, cut.takes_folder, cut.number):
        return
    with hold(cut):
        for take in settle(film.journal, cut.takes_folder, cut.number):
            say(f"{cut.number} {take.number} was whole when the last run stopped; it is kept")


def _is_needed(
    film: Film, cut: Cut, stage: str, seeds: Sequence[int], model: ModelWay | None, outcome: Outcome, *, named: bool
) -> bool:
    """Whether a cut has to be painted; if not, the outcome is told."""
    cut.record.require_writable()
    if cut.background:
        outcome.left[cut.number] = f"shares the background of {cut.background}"
    elif cut.materials is None:
        outcome.left[cut.number] = "has no material map yet"
    elif not missing_requests(film, cut, stage, seeds, model):
        outcome.unchanged.append(cut.number)
    elif not named and model is None and stage == "paint" and (painting := by_model_now(cut)):
        if painting.number in made_from_now(film, cut):
            outcome.unchanged.append(cut.number)
        else:
            outcome.left[cut.number] = (
                f"was painted by model {film.called(painting.model)}, and something that it is painted from has changed; paint it with --engine "
                "and --model, or name it to paint it from the boards"
            )
    elif not named and standing(film, cut).state == "Done":
        outcome.left[cut.number] = (
            "is Done, and something that it is painted from has changed; name it to paint it again"
        )
    else:
        return True
    return False


def _work(film: Film, cut: Cut, requests: list[dict], model: ModelWay | None, threads: int, cache: Path | None) -> Work:
    """A cut's work, with everything that it is painted from put into the store."""
    pairs = _pairs(film, cut.boards)
    books = tuple(
        BookWork(book.name, _pairs(film, book.boards or cut.boards), book.materials, book.layout)
        for book in (cut.books if requests[0]["books"] else ())
    )
    inputs = [path for pair in pairs for path in pair] + [cut.materials, cut.lines, film.palette]
    inputs += [path for book in books for path in (*sum(book.boards, ()), book.layout_map, book.layout_lines)]
    for path in inputs:
        if path is not None:
            film.store.put(read_bytes(path))
    picked = cut.picked if requests[0]["rough"] is not None else None
    sibling = model_take(film, cut) if requests[0]["geometry"] is not None else None
    if model is not None and model.way.workflow is not None:
        film.store.put(read_bytes(model.way.workflow))
    return Work(
        cut=cut.number,
        runs=tuple(Run(request, stage_folder(cut.takes_folder)) for request in requests),
        boards=pairs,
        layout_map=cut.materials,
        layout_lines=cut.lines,
        palette=film.palette,
        tuning={name: paint.Tuning(**told) for name, told in (requests[0]["tuning"] or {}).items()},
        rough=None if picked is None else picked.files["pass1"][0],
        sources=None if sibling is None else sibling.files["source_map"][0],
        books=books,
        threads=threads,
        cache=cache,
        way=None if model is None else model.of_cut(film, cut),
    )


def _pairs(film: Film, names: Sequence[str]) -> tuple[tuple[Path, Path], ...]:
    return tuple((film.board(name).painting, film.board(name).materials) for name in names)


def _record(
    film: Film, work: Work, made: Sequence[Mapping], model: ModelWay | None, warn: Callable[[str], None]
) -> list[str]:
    """Record what was painted, if it was painted from what the request says."""
    numbers = []
    cut = _read_again(film, film.cut(work.cut))
    for run, result in zip(work.runs, made, strict=True):
        request = run.request
        inputs = {"layout map": request["layout_map"], "layout lines": request["layout_lines"]}
        books = request["books"] or []
        for book in books:
            inputs |= {f"{book['name']}: layout {what}": book[f"layout_{what}"] for what in ("map", "lines")}
        boards = [*request["boards"], *(board for book in books for board in book["boards"])]
        for board in boards:
            inputs[f"board {board['name']}: painting"] = board["painting"]
            inputs[f"board {board['name']}: map"] = board["materials"]
        inputs = {role: digest for role, digest in inputs.items() if digest is not None}
        for role, digest in inputs.items():
            if result["read"].get(role) != digest:
                raise InputError(f"{work.cut}: its {role} was changed while it was painted; paint it again")
        require_same_model(work.cut, request, result)
        if work.palette is not None:
            inputs["palette"] = result["read"]["palette"]
        both = {"pass1": FIRST_PASS, "pass2": SECOND_PASS, "source_map": SOURCES}
        files = {role: name for role, name in both.items() if (run.staged / name).is_file()}
        files |= result["files"]
        carried = Carried({}, {})
        if request["stage"] == "paint":
            carried = carry_over(cut, run.staged, [book["name"] for book in books])
        write_together({run.staged / name: data for name, data in carried.files.values()})
        files |= {role: name for role, (name, _) in carried.files.items()}
        notes = [*result["notes"], *filter(None, [carried.note]), *floor_note(film, result.get("adherence_ratio"))]
        fields = {
            "cut": work.cut,
            "made_by": "machine",
            "stage": request["stage"],
            "program": result["program"],
            "engine": {**result.get("engine", {}), "name": request["engine"], "version": request["engine_version"]},
            "seed": request["seed"],
            "size": result["size"],
            "depth": result["depth"],
            "request": request,
            "inputs": inputs,
            "boards": {
                **{board["name"]: board["painting"] for board in boards},
                **({} if model is None else {name: film.board(name).painting_sha256 for name in model.boards}),
            },
            "shares": result["shares"],
            "energy": result["energy"],
            **{name: request[name] for name in ("model", "rough_model") if name in request},
            **{name: result[name] for name in (*TRUE_TO_LINES, "device") if result.get(name) is not None},
            "by": None,
            "minutes": 0,
            "machine_seconds": round(result["seconds"], 2),
            "peak_memory_mb": result["peak_memory_mb"],
            "hand_share": 0,
            "notes": notes,
            **carried.fields,
        }
        take = record_take(film.journal, cut.takes_folder, run.staged, files, fields)
        numbers.append(take.number)
        if work.cache is not None:
            keep_small_picture(take, work.cache)
        for note in notes:
            warn(f"{work.cut}: {note}")
    return numbers


def require_same_model(cut: str, request: Mapping, result: Mapping) -> None:
    """Raise InputError where a model's files were changed between being hashed and being loaded. request, result: engine and model,
    and what was loaded."""
    # A server tells no hashes, but which models it was to load is in the workflow.
    if request["engine"] == COMFYUI and result["model"]["sha256"] != request["way"]["workflow"]:
        raise InputError(f"{cut}: the workflow was changed since the painting began; paint it again")
    if request["engine"] != DIFFUSION:
        return
    loaded = [*(result.get(part) for part in ("model", "controlnet", "ip_adapter")), *result.get("loras", ())]
    found = {each["sha256"] for each in loaded if isinstance(each, Mapping) and "sha256" in each}
    told = {each["sha256"] for each in (request["model"], *request["model"].get("parts", ()))} if found else found
    if found != told:
        raise InputError(f"{cut}: the model's files were changed while it painted; paint it again")


def _clock(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
