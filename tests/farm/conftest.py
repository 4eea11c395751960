"""A small film on disk whose every pixel is known."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from underpaint.film.boards import add_board
from underpaint.film.check import approve, hand_over
from underpaint.film.cuts import add_cut
from underpaint.film.film import Film, new_film
from underpaint.film.takes import record_take, stage_folder
from underpaint.formats.encode import png_bytes
from underpaint.formats.source_map import SourceRecord, source_map_bytes

HEIGHT, WIDTH = 30, 40
REQUEST = {"engine": "exemplar", "layout_lines": "ab" * 32}


def png(path: Path, *colour: int) -> Path:
    Image.new("RGB", (WIDTH, HEIGHT), colour).save(path)
    return path


def take(film: Film, cut: str, files: dict[str, bytes], **told: object) -> None:
    """Record a take with these files, by role, as a painter or a hand-in would."""
    takes = film.cut(cut).takes_folder
    takes.mkdir(exist_ok=True)
    staged = stage_folder(takes)
    for role, data in files.items():
        (staged / role).write_bytes(data)
    fields = {
        "cut": cut,
        "made_by": "machine",
        "stage": "paint",
        "engine": {"name": "exemplar", "version": "7"},
        "seed": 0,
        "boards": {"noon": "cd" * 32, "dusk": "ef" * 32},
        "shares": {"noon": 0.75, "dusk": 0.25},
        "by": None,
        "minutes": 0,
        "machine_seconds": 1,
        "hand_share": 0,
        "request": REQUEST,
    }
    record_take(film.journal, takes, staged, {role: role for role in files}, fields | told)


def flat(*colour: int) -> bytes:
    return png_bytes(np.full((HEIGHT, WIDTH, len(colour)), colour, np.uint8))


@pytest.fixture
def making() -> SimpleNamespace:
    """making.take(film, cut, files, ...) records a take; making.flat(*colour): a picture's bytes."""
    return SimpleNamespace(take=take, flat=flat)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and caches for the tests, so that nothing is signed with the user's own certificate, and none of theirs goes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "settings"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "caches"))


@pytest.fixture
def film(made_film: Path, tmp_path: Path) -> Film:
    """A copy of the film for one test."""
    return Film.open(shutil.copytree(made_film, tmp_path / "film"))


@pytest.fixture(scope="session")
def made_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """C001, 3 s, approved: 900 px of noon, 300 of dusk, of which Sato touched 40 of noon. C002, 1 s: all noon. C003 shares
    C001's background for 4 s. C004 has no take."""
    tmp_path = tmp_path_factory.mktemp("credits")
    (tmp_path / "m.gpl").write_text("GIMP Palette\n9 9 9 rock\n", encoding="utf-8")
    made = new_film(
        tmp_path / "film", "Lake", frame="640x360", fps=24, dpi=144, palette=tmp_path / "m.gpl",
        people=[("Kuro", "art director"), ("Sato", "background artist")],
    )  # fmt: skip
    materials = png(tmp_path / "materials.png", 9, 9, 9)
    for name, painter in (("noon", "Ito"), ("dusk", "Yamada")):
        rights = {"owner": "studio", "consent": "this film"}
        painting = png(tmp_path / f"{name}.png", 50, 60, 70)
        add_board(made.boards_folder, name, painting, materials, {"painter": painter, "rights": rights})
    layout = png(tmp_path / "layout.png", 255, 255, 255)
    for number, more in (
        ("C001", {"length": "3+00", "layout_by": "Abe"}),
        ("C002", {"length": "1+00"}),
        ("C003", {"length": "4+00", "background": "C001"}),
        ("C004", {}),
    ):
        add_cut(made.cuts_folder, number, 24, layout, materials, {"boards": ["noon"], **more})
    made = Film.open(made.folder)
    board = np.zeros((HEIGHT, WIDTH), np.uint8)
    where = np.zeros((HEIGHT, WIDTH), np.uint16)
    noon = SourceRecord(board, where, where, ("noon", "dusk"), ("0", "0"), ("0", "0"))
    take(made, "C002", {"pass1": flat(0, 0, 200), "pass2": flat(0, 0, 255), "source_map": source_map_bytes(noon)})
    board = board.copy()
    board[:, 30:] = 1
    both = SourceRecord(board, where, where, ("noon", "dusk"), ("0", "0"), ("0", "0"))
    take(made, "C001", {"pass1": flat(0, 200, 0), "pass2": flat(0, 255, 0), "source_map": source_map_bytes(both)})
    hand = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    hand[:10, :4] = (255, 0, 0, 255)
    files = {"touch_up": png_bytes(hand), "picture": flat(255, 0, 0), "pass2": flat(0, 255, 0)}
    files["source_map"] = source_map_bytes(both)  # as a hand-in keeps what it was painted over
    take(Film.open(made.folder), "C001", files, made_by="hand-in", by="Sato", hand_share=40 / 1200)
    hand_over(Film.open(made.folder), "C001")
    approve(Film.open(made.folder), "C001", "Kuro", date(2026, 11, 23))
    return made.folder
