"""Every numbered example runs as docs/library.md says, and leaves the pictures it promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(EXAMPLES.glob("[0-9]*.py"))


def picture(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder an example filled and what it said; each runs once."""
    done: dict[str, tuple[Path, str]] = {}

    def once(name: str) -> tuple[Path, str]:
        if name not in done:
            out = tmp_path_factory.mktemp(name) / "out"
            ended = subprocess.run(
                [sys.executable, str(EXAMPLES / f"{name}.py"), str(out)],
                check=False,
                capture_output=True,
                text=True,
                timeout=300,
            )
            assert ended.returncode == 0, ended.stderr
            done[name] = out, ended.stdout
        return done[name]

    return once


def test_one_cut_is_painted_and_painted_again_from_its_source_map(run):
    out, said = run("01_paint_one_cut")
    assert "the same bytes: True" in said and "'hillside-autumn': 1.0" in said
    assert picture(out / "cut.png").shape == (540, 960, 3)
    assert picture(out / "rough.png").shape == (135, 240, 3)
    used = picture(out / "used.png")
    assert used.shape == (540, 960) and 0.05 < (used > 0).mean() < 1


def test_roughs_differ_and_the_picked_one_keeps_its_composition(run):
    out, _ = run("02_pick_a_rough")
    roughs = [picture(out / f"rough-{seed}.png").astype(int) for seed in (1, 2, 3)]
    cut = picture(out / "cut.png").astype(int)
    small = cut.reshape(135, 4, 240, 4, 3).mean((1, 3))
    away = [np.abs(small - rough).mean() for rough in roughs]
    assert (roughs[0] != roughs[1]).any() and (roughs[1] != roughs[2]).any()
    assert away[1] < min(away[0], away[2])


def test_only_the_masked_place_is_painted_anew(run):
    out, _ = run("03_repaint_a_place")
    before, mask, after = (picture(out / f"{name}.png") for name in ("before", "mask", "after"))
    np.testing.assert_array_equal(before[~mask], after[~mask])
    assert (before[mask] != after[mask]).any(axis=1).mean() > 0.5


def test_no_example_goes_untested():
    assert [program.stem for program in PROGRAMS] == ["01_paint_one_cut", "02_pick_a_rough", "03_repaint_a_place"]
