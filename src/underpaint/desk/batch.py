"""Painting in the background, in a process of its own, with its progress: cuts of the film, or one place of a cut anew."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from underpaint.errors import InputError, UnderpaintError

_PROGRESS_SECONDS = 0.2
_STOP_SECONDS = 20.0


class Batch:
    """One run at a time. state(): what the page shows of it; publish: told that whenever it changes."""

    def __init__(
        self, folder: Path, publish: Callable[[Mapping[str, object]], None], without_paths: Callable[[str], str]
    ):
        self._folder, self._publish, self._without_paths = folder, publish, without_paths
        self._lock = threading.Lock()
        self._process = self._pipe = None
        self._state: dict[str, object] = {"running": False}

    def state(self) -> dict[str, object]:
        """running; cuts: number to [stage, 0..1]; done, asked: how many; said: the last line; meanwhile: what a person wants to know
        while it runs; wrong: lines; cancelled."""
        with self._lock:
            return {name: dict(value) if isinstance(value, dict) else value for name, value in self._state.items()}

    def start(self, numbers: Sequence[str], **options: object) -> None:
        """Paint these cuts, or all that need it. options: as paint_film takes them. Raises InputError while something runs."""
        self._start(_paint_cuts, (tuple(numbers), options))

    def start_by_model(self, number: str, cards: Mapping[str, str], **options: object) -> None:
        """Make roughs of a cut by trained models. cards: part to the name of its card. options: as start; raises as that."""
        self._start(_roughs_by_model, (number, dict(cards), options))

    def start_place(self, number: str, outline: Sequence[float], seed: int, from_boards: bool) -> None:
        """Paint one place of a cut anew. outline: x, y, x, y … in px of the painting. from_boards: or as the painting itself was.
        Raises InputError while something runs."""
        self._start(_paint_place, (number, tuple(outline), seed, from_boards))

    def _start(self, work: Callable, arguments: tuple) -> None:
        with self._lock:
            if self._state["running"]:
                raise InputError("cuts are being painted already; wait for them, or stop them")
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            process = context.Process(target=_paint, args=(theirs, self._folder, work, arguments))
            process.start()
            theirs.close()
            self._process = process
            self._state = {"running": True, "cuts": {}, "done": [], "said": "", "meanwhile": "", "wrong": [], "cancelled": False}
        threading.Thread(target=self._listen, args=(process, self._pipe), name="batch", daemon=True).start()
        self._publish(self.state())

    def cancel(self) -> None:
        """As Ctrl-C: what is whole stays, nothing half-painted is left."""
        with self._lock:
            pipe, self._state["cancelled"] = self._pipe, self._state["running"]
        if pipe is not None:
            with suppress(OSError):
                pipe.send("stop")

    def close(self) -> None:
        """Stop what runs and wait until it has ended."""
        self.cancel()
        process = self._process
        if process is not None:
            process.join(_STOP_SECONDS)
            if process.is_alive():
                process.terminate()
                process.join()

    def _listen(self, process, pipe) -> None:
        told_at, ended = 0.0, False
        while not ended:
            try:
                kind, told = pipe.recv()
            except (EOFError, OSError):
                process.join()
                kind, told = "ended", [] if self._state["cancelled"] else ["the painting was stopped from outside"]
            with self._lock:
                self._note(kind, told)
            ended = kind == "ended"
            if kind != "progress" or time.monotonic() - told_at > _PROGRESS_SECONDS:
                told_at = time.monotonic()
                self._publish(self.state())
        process.join()
        with self._lock:
            pipe.close()
            if self._pipe is pipe:  # else the next run has begun already
                self._pipe = None

    def _note(self, kind: str, told) -> None:
        state = self._state
        if kind == "progress":
            cut, stage, done = told
            state["cuts"][cut] = [stage, round(done, 3)]
        elif kind == "said":
            state["said"] = told
            cut = told.partition(" ")[0]
            if state["cuts"].pop(cut, None):
                state["done"] = [*state["done"], cut]
        elif kind == "meanwhile":
            state["meanwhile"] = self._without_paths(told)
        elif kind == "warned":
            state["wrong"] = [*state["wrong"], self._without_paths(told)]
        else:
            wrong = [*state["wrong"], *map(self._without_paths, told)]
            state |= {"running": False, "cuts": {}, "meanwhile": "", "wrong": wrong}


def _paint_cuts(tell: Callable[[str, object], None], folder: Path, numbers: Sequence[str], options: Mapping) -> list[str]:
    """Returns what went wrong, one line each."""
    from underpaint.farm.paint_film import paint_film
    from underpaint.film.film import Film
    from underpaint.formats.user_folders import cache_folder

    outcome = paint_film(
        Film.open(folder), numbers, **options, cache=cache_folder(),
        progress=lambda cut, stage, done: tell("progress", (cut, stage, done)),
        say=lambda line: tell("said", line), meanwhile=lambda line: tell("meanwhile", line), warn=lambda line: tell("warned", line),
    )  # fmt: skip
    named = outcome.left if numbers else {}
    return [f"{cut}: {why}" for cut, why in (*named.items(), *outcome.failed.items())]


def _roughs_by_model(
    tell: Callable[[str, object], None], folder: Path, number: str, cards: Mapping[str, str], options: Mapping
) -> list[str]:
    from underpaint.farm.model_way import model_way
    from underpaint.farm.way import Way
    from underpaint.film.film import Film

    named = {part: Path(name) for part, name in cards.items()}
    loras = ((named["lora"], 1.0),) if "lora" in named else ()
    way = Way(model=named["model"], controlnet=named.get("controlnet"), loras=loras)
    model = model_way(Film.open(folder), way)
    return _paint_cuts(tell, folder, [number], {**options, "only_rough": True, "model": model})


def _paint_place(
    tell: Callable[[str, object], None], folder: Path, number: str, outline: Sequence[float], seed: int, from_boards: bool
) -> list[str]:
    from underpaint.farm.repaint import repaint_inside
    from underpaint.film.film import Film
    from underpaint.formats.user_folders import cache_folder

    take = repaint_inside(
        Film.open(folder), number, outline, seed=seed, from_boards=from_boards, cache=cache_folder(),
        progress=lambda stage, done: tell("progress", (number, stage, done)),
        meanwhile=lambda line: tell("meanwhile", line), warn=lambda line: tell("warned", line),
    )  # fmt: skip
    tell("said", f"{take.cut} {take.number}")
    return []


def _paint(pipe, folder: Path, work: Callable, arguments: tuple) -> None:
    """The batch's own process. It stops as by Ctrl-C when it is told to, and when the server is gone."""
    ended, stopping = threading.Event(), threading.Event()

    def listen() -> None:
        with suppress(EOFError, OSError):
            pipe.recv()
        stopping.set()
        if not ended.is_set():
            _interrupt()

    def tell(kind: str, told: object) -> None:
        if kind == "progress" and stopping.is_set():
            raise KeyboardInterrupt  # again: one that came while a module was imported may have been lost there
        with suppress(OSError):
            pipe.send((kind, told))

    # Before anything may interrupt: an import that is cut short fails in a way of its own.
    import underpaint.farm.paint_film
    import underpaint.farm.repaint  # noqa: F401

    wrong: list[str] = []
    try:
        threading.Thread(target=listen, daemon=True).start()  # a person may have said stop before this process was there
        wrong = work(tell, folder, *arguments)
        ended.set()
    except UnderpaintError as why:
        wrong = [str(why)]
    except KeyboardInterrupt:
        pass
    except Exception:  # noqa: BLE001 - the person is told that it failed, the log why
        traceback.print_exc()
        wrong = ["the painting failed; the desk's log says why"]
    ended.set()
    tell("ended", wrong)


def _interrupt() -> None:
    if os.name == "posix":  # wakes the first thread from waiting, too
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    else:
        import _thread

        _thread.interrupt_main()
