"""A small board and a small layout, made here, and the command line as a function."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from PIL import Image

hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")

SKY, HILL, MEADOW = (150, 200, 225), (110, 160, 190), (210, 215, 150)


@dataclass(frozen=True)
class Scene:
    """painting, materials: a board of 160 x 120 px; layout, lines: a cut of 128 x 96 px in the board's colours."""

    painting: np.ndarray
    materials: np.ndarray
    layout: np.ndarray
    lines: np.ndarray
    names: dict[tuple[int, int, int], str]


def flat(labels: np.ndarray) -> np.ndarray:
    return np.array([SKY, HILL, MEADOW], np.uint8)[labels]


def strokes(labels: np.ndarray, seed: int) -> np.ndarray:
    """Short slanted strokes over each material's own hues, as far from noise as a test needs."""
    rng = np.random.default_rng(seed)
    height, width = labels.shape
    hues = np.array([[120, 170, 230], [70, 110, 150], [120, 160, 60]])[labels].astype(float)
    for _ in range(height * width // 12):
        y, x = int(rng.integers(0, height)), int(rng.integers(0, width))
        tone = rng.normal(0, 14, 3) + rng.normal(0, 18)
        for step in range(6):
            row, column = y + step // 2, x + step
            if row < height and column < width and labels[row, column] == labels[y, x]:
                hues[row, column] = 0.4 * hues[row, column] + 0.6 * (hues[row, column] + tone)
    light = np.linspace(12, -12, width)[None, :, None]
    return np.clip(hues + light, 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def scene() -> Scene:
    y, x = np.mgrid[:120, :160]
    board = np.where(y < 50 + 8 * np.sin(x / 20), 0, np.where(y < 75 + x / 16, 1, 2))
    y, x = np.mgrid[:96, :128]
    cut = np.where(y < 30 + x / 8, 0, np.where(y < 60 + 6 * np.cos(x / 15), 1, 2))
    lines = np.full((96, 128), 245, np.uint8)
    lines[70:74, 20:100] = 60
    lines[1:][cut[1:] != cut[:-1]] = 70
    names = {SKY: "sky", HILL: "hill", MEADOW: "meadow"}
    return Scene(strokes(board, seed=1), flat(board), flat(cut), lines, names)


@dataclass(frozen=True)
class Desk:
    """The scene as files in one folder, and the arguments that paint it."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name

    def board(self) -> list[str]:
        return ["--board", str(self.path("board.png")), "--board-map", str(self.path("board-map.png"))]

    def cut(self) -> list[str]:
        return ["--layout-map", str(self.path("layout-map.png"))]

    def synth(self, *more: str, out: str = "out.png") -> list[str]:
        return [
            "synth",
            *self.board(),
            *self.cut(),
            "--cache",
            str(self.path("cache")),
            "-o",
            str(self.path(out)),
            *more,
        ]

    def files(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path, scene: Scene) -> Desk:
    for name, array in (
        ("board.png", scene.painting),
        ("board-map.png", scene.materials),
        ("layout-map.png", scene.layout),
        ("lines.png", scene.lines),
    ):
        Image.fromarray(array).save(tmp_path / name)
    entries = "".join(f"{red} {green} {blue}\t{name}\n" for (red, green, blue), name in scene.names.items())
    (tmp_path / "materials.gpl").write_text(f"GIMP Palette\nName: small\n#\n{entries}", encoding="utf-8")
    return Desk(tmp_path)


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def underpaint(capsys: pytest.CaptureFixture[str]):
    """The command line without a new process: underpaint(["synth", ...]) -> Outcome."""
    from underpaint.cli import run

    def call(arguments: list[str]) -> Outcome:
        capsys.readouterr()
        code = run(arguments)
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def model_maker():
    """Models on disk that paint nothing, and a painter in the place of the real one: tests/model_maker.py."""
    spec = importlib.util.spec_from_file_location("model_maker", Path(__file__).with_name("model_maker.py"))
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found
