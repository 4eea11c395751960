"""A round trip through Krita, a program of other people: it draws our files as we do, and a stroke saved there is found."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from underpaint.formats.flatten import flatten
from underpaint.formats.layered import read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.psd import psd_bytes
from underpaint.formats.stack import Group, Layer, Stack, in_eight_bits
from underpaint.formats.touch_up import changed_layers

WIDTH, HEIGHT = 140, 90
FILES = {"eight.psd": np.uint8, "sixteen.psd": np.uint16, "eight.ora": np.uint8}
ORANGE = (250, 200, 30)


def missing() -> str:
    for program in ("kritarunner", "xvfb-run"):
        if shutil.which(program) is None:
            return program
    asked = subprocess.run(["/usr/bin/python3", "-c", "import PyQt5"], capture_output=True, check=False)
    return "python3-pyqt5" if asked.returncode else ""


pytestmark = pytest.mark.skipif(bool(missing()), reason=f"needs Debian's krita, xvfb and python3-pyqt5: no {missing()}")


def work(dtype: type) -> Stack:
    full = np.iinfo(dtype).max
    rng = np.random.default_rng(1)
    bg = rng.integers(0, full + 1, (HEIGHT, WIDTH, 4)).astype(dtype)
    bg[:, :, 3] = full
    soft = rng.integers(0, full + 1, (40, 60, 4)).astype(dtype)
    lines = np.full((HEIGHT, WIDTH, 4), full, dtype)
    lines[::7, :, :3] = full // 4
    layers = (
        Layer("加筆", np.zeros((0, 0, 4), dtype)),
        Group("BOOK 前景", (Layer("影", soft, 90, -5, opacity=150, blend="multiply"), Layer("葉", soft[:20], 100, 60))),
        Group("雲", (Layer("上", soft, 5, 45), Layer("下", soft, 15, 48, blend="multiply")), blend="normal"),
        Layer("BG 2回目", bg),
        Layer("BG 1回目", bg[::-1].copy(), visible=False),
        Layer("線", lines, visible=False, blend="multiply"),
    )
    return Stack(WIDTH, HEIGHT, layers, flatten(layers, WIDTH, HEIGHT, dtype)[:, :, :3])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Every file as written, as Krita exports it, saves it again, and saves it with a stroke: one Krita for all of it."""
    folder = tmp_path_factory.mktemp("krita")
    for name, dtype in FILES.items():
        (folder / name).write_bytes((psd_bytes if name.endswith("psd") else ora_bytes)(work(dtype)))
    home, run = folder / "home", folder / "run"
    home.mkdir()
    run.mkdir(mode=0o700)
    told = {"HOME": str(home), "XDG_RUNTIME_DIR": str(run), "PYTHONPATH": str(Path(__file__).parent / "in_krita")}
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG_", "LD_"))}
    command = ["xvfb-run", "-a", "kritarunner", "-s", "stroke", "-f", "paint", "加筆"]
    # A first start fills Krita's library of brushes, half a minute on a busy machine.
    done = subprocess.run(
        [*command, *(str(folder / name) for name in FILES)],
        env={**inherited, "LC_ALL": "C.UTF-8", **told},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert (folder / "eight-stroke.ora").exists(), done.stderr.decode(errors="replace")[-2000:]
    return folder


@pytest.mark.parametrize("name", FILES)
def test_krita_draws_the_file_as_we_do(folder, name):
    exported = in_eight_bits(read_picture(folder / f"{name}.png").array)[:, :, :3]
    ours = in_eight_bits(work(FILES[name]).merged)
    assert np.abs(exported.astype(int) - ours).max() <= 2


@pytest.mark.parametrize("name", FILES)
def test_a_file_saved_again_by_krita_has_no_change(folder, name):
    file = folder / name
    changes = changed_layers(read_stack(file), read_stack(file.with_stem(f"{file.stem}-again")))
    assert changes.layers == () and changes.share == 0


@pytest.mark.parametrize("name", FILES)
def test_a_stroke_saved_by_krita_is_touch_up(folder, name):
    file = folder / name
    changes = changed_layers(read_stack(file), read_stack(file.with_stem(f"{file.stem}-stroke")))
    assert [(change.path, change.what, change.pixels) for change in changes.layers] == [(("加筆",), ("painted",), 120)]
    where = np.zeros((HEIGHT, WIDTH), bool)
    where[30:36, 50:70] = True
    np.testing.assert_array_equal(changes.mask, where)
    assert (in_eight_bits(changes.touch_up)[where] == (*ORANGE, 255)).all() and not changes.touch_up[~where].any()
    assert changes.share == 120 / (WIDTH * HEIGHT)
