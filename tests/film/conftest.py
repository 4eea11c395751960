"""A film of one tiny board and two cuts, made here through the command line."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from underpaint.film.film import Film

SKY, LAND = (150, 200, 225), (210, 215, 150)
DIRECTOR, ARTIST = "Aiko Mori", "Ken Sato"


def picture(path: Path, array: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).save(path)
    return path


def flats(height: int, width: int, horizon: int) -> np.ndarray:
    y = np.arange(height)[:, None].repeat(width, 1)
    return np.array([SKY, LAND], np.uint8)[(y >= horizon).astype(int)]


def painted(materials: np.ndarray, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(-20, 20, materials.shape)
    return np.clip(materials.astype(int) + noise, 0, 255).astype(np.uint8)


CALLS = ("open", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "chmod")
NOBODY = 2**30
"""A process that there is none of: what a killed program leaves in its leases."""


class Killed(BaseException):
    """As SIGKILL: nothing of the program runs after it, and what was not flushed is lost in part."""


@contextmanager
def failing_disk(at: int, *, kill: bool):
    """Call number `at` fails: with ENOSPC once, or by killing the program. Yields a list of the calls so far."""
    real = {name: getattr(os, name) for name in (*CALLS, "getpid")}
    flushed: dict[int, int] = {}
    calls: list[str] = []
    dead = False

    def fails(name: str):
        def call(*arguments, **named):
            nonlocal dead
            if dead:
                raise Killed
            if arguments[:1] == (os.devnull,):
                return real[name](*arguments, **named)  # no disk, and never full
            calls.append(name)
            if len(calls) == at:
                if not kill:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                dead = True
                if name == "fsync":
                    status = os.fstat(arguments[0])
                    kept = flushed.get(status.st_ino, 0)
                    if status.st_size > kept:
                        os.ftruncate(arguments[0], kept + (status.st_size - kept) // 2)
                raise Killed
            result = real[name](*arguments, **named)
            if name in ("open", "fsync"):
                status = os.fstat(result if name == "open" else arguments[0])
                flushed[status.st_ino] = status.st_size
            return result

        return call

    try:
        for name in CALLS:
            setattr(os, name, fails(name))
        if kill:
            os.getpid = lambda: NOBODY
        yield calls
    finally:
        for name, function in real.items():
            setattr(os, name, function)


@pytest.fixture
def failing(monkeypatch) -> SimpleNamespace:
    """failing.disk(at, kill=...): a disk that fails at call `at`; failing.Killed: what a kill looks like."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # what a crash does to unflushed bytes is played above
    return SimpleNamespace(disk=failing_disk, Killed=Killed)


@pytest.fixture
def another_painting() -> np.ndarray:
    """For the board's map, in other paint."""
    return painted(flats(48, 64, 20), seed=9)


@pytest.fixture
def desk_of_film(tmp_path, monkeypatch) -> Path:
    """Files as a person has them before there is a film, and the folder to work in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home-cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home-settings"))
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("noon", "dusk")):
        picture(tmp_path / f"{name}.png", painted(flats(48, 64, 20), seed=number))
        picture(tmp_path / f"{name}-map.png", flats(48, 64, 20))
    for number, horizon in (("C001", 30), ("C002", 16)):
        picture(tmp_path / number / "materials.png", flats(48, 64, horizon))
        drawn = np.full((48, 64), 245, np.uint8)
        drawn[horizon] = 60
        picture(tmp_path / number / "layout.png", drawn)
    picture(tmp_path / "small.png", flats(20, 20, 9))
    Path("materials.gpl").write_text("GIMP Palette\n150 200 225 sky\n210 215 150 land\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def made(desk_of_film, underpaint) -> Path:
    """The film's folder."""
    people = ["--person", DIRECTOR, "art director", "--person", ARTIST, "background artist"]
    rights = ["--painter", ARTIST, "--owner", "the studio", "--consent", "for this film"]
    for command in (
        ["new", "film", "--gpl", "materials.gpl", *people],
        ["board", "add", "film", "noon.png", "--map", "noon-map.png", "--place", "hill", *rights],
        ["cut", "add", "film", "C001", "--layout", "C001/layout.png", "--map", "C001/materials.png", "--board", "noon"],
        ["cut", "add", "film", "2", "--layout", "C002/layout.png", "--map", "C002/materials.png", "--board", "noon"],
    ):
        outcome = underpaint(command)
        assert outcome.code == 0, outcome.err
    return desk_of_film / "film"


@pytest.fixture
def say(underpaint):
    """say("paint", "film") -> what it printed; it must have worked."""

    def call(*words: str) -> str:
        outcome = underpaint(list(words))
        assert outcome.code == 0, outcome.err
        return outcome.out

    return call


@pytest.fixture
def refused(underpaint):
    """refused("approve", "film", ...) -> the one line that says why; it must not have worked."""

    def call(*words: str) -> str:
        outcome = underpaint(list(words))
        assert outcome.code == 2, outcome.out
        lines = [line for line in outcome.err.splitlines() if not line.startswith("underpaint: note: ")]
        assert len(lines) == 1
        return lines[0]

    return call


@pytest.fixture
def states(made):
    """Where every cut stands."""
    from underpaint.film.check import standing

    def call() -> dict[str, str]:
        film = Film.open(made)
        return {number: standing(film, cut).state for number, cut in film.cuts.items()}

    return call


@pytest.fixture
def fast_painter(monkeypatch):
    """In the place of the painter: the same files and report, without the painting; returns what was asked of it."""
    from underpaint.farm import paint_take
    from underpaint.film.store import hash_of
    from underpaint.formats.writing import write_together

    asked = []

    def synth(job, *, progress, warn):
        asked.append(job)
        name = job.boards[0][0].parent.name
        read = {f"board {name}: painting": job.boards[0][0], f"board {name}: map": job.boards[0][1]}
        read |= {"layout map": job.layout_map, "layout lines": job.layout_lines, "palette": job.palette}
        files = {path: f"{job.stage} {job.seed}".encode() for path in (job.source_map, job.out) if path}
        write_together(files)
        return {
            "inputs": {role: {"sha256": hash_of(path)} for role, path in read.items()},
            "size": [64, 48],
            "depth": 8,
            "shares": {name: 1.0},
            "energy": {},
            "program": "underpaint",
        }

    monkeypatch.setattr(paint_take, "synth", synth)
    return asked


@pytest.fixture
def tiny(desk_of_film, model_maker) -> Path:
    return model_maker.model(desk_of_film / "tiny")


@pytest.fixture
def asked(monkeypatch, model_maker) -> list:
    """A painter that needs no model library; what it was asked for."""
    found: list = []
    monkeypatch.setattr("underpaint.farm.diffuse.diffuse", model_maker.painter(found))
    return found


@pytest.fixture
def by_model(made, tiny, asked, say):
    """by_model("C001", ...) paints with the model, from its folder."""
    return lambda *words: say("paint", "film", *words, "--engine", "diffusion", "--model", "tiny")


@pytest.fixture
def carded(made, tiny, say):
    def call(name: str = "Tiny SD", source: str = "tiny", *more: str) -> str:
        papers = ["--maker", "Test Lab", "--licence", "CC0", "--trained-on", "nothing", "--version", "1.0"]
        return say("model", "add", "film", source, "--name", name, *papers, *more)

    return call
