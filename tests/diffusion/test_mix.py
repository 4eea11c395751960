"""A model's rough painted by the exemplar engine, on a real board: the model composes, and every pixel is the painter's."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from underpaint.diffusion.board_style import colour_fields
from underpaint.diffusion.passes import resized, rough_size
from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import read_source_map
from underpaint.paint import Board

ART = Path(__file__).parents[3] / "shared" / "art"

pytestmark = pytest.mark.skipif(
    not (ART / "layout-cottage-a").is_dir(), reason="no ../shared/art beside this checkout: the real boards stay outside it"
)


def model_rough(board: Board, layout: np.ndarray) -> np.ndarray:
    """What a trained model might give: the board's colours, a little warmer, with soft forms and grain of its own."""
    height, width = rough_size(512, *layout.shape[:2])
    rough = resized(colour_fields([board], layout), height, width)
    rng = np.random.default_rng(3)
    for size, strength in ((6, 10), (0.8, 4)):
        forms = cv2.GaussianBlur(rng.normal(0, 1, (height, width, 3)).astype(np.float32), (0, 0), size)
        rough += forms * (strength / forms.std())
    return (rough * [1.05, 1.0, 0.94]).clip(0, 255).astype(np.uint8)


def test_every_pixel_is_of_the_board_and_as_true_to_the_lines(tmp_path, underpaint):
    board, layout = ART / "board-cottage", ART / "layout-cottage-a"
    painting, materials, cut = (np.array(Image.open(path).convert("RGB")) for path in
                                (board / "painting.png", board / "materials.png", layout / "materials.png"))  # fmt: skip
    Image.fromarray(model_rough(Board("cottage", painting, materials), cut)).save(tmp_path / "rough.png")

    def paint(name, *more):
        outcome = underpaint([
            "synth", "--board", str(board / "painting.png"), "--board-map", str(board / "materials.png"),
            "--layout-map", str(layout / "materials.png"), "--layout-lines", str(layout / "lines.png"),
            "--cache", str(tmp_path / "cache"), "--report", str(tmp_path / f"{name}.json"),
            "--source-map", str(tmp_path / f"{name}.npz"), "-o", str(tmp_path / f"{name}.png"), *more,
        ])  # fmt: skip
        assert outcome.code == 0, outcome.err
        return json.loads((tmp_path / f"{name}.json").read_text()), read_source_map(tmp_path / f"{name}.npz")

    own, _ = paint("own")
    mixed, sources = paint("mixed", "--from-rough", str(tmp_path / "rough.png"))
    assert mixed["shares"] == own["shares"] == {"board-cottage": 1.0} and mixed["engine"] == own["engine"]
    assert (sources.board == 0).all()
    of_board = materials[sources.y, sources.x]
    assert (of_board == cut).all(2).mean() > 0.97  # and of the material that the layout has there
    assert mixed["adherence_ratio"] > own["adherence_ratio"] - 0.03
    # It is the model's composition: nearer to its rough, in the large, than a painting of the engine's own.
    rough = cv2.GaussianBlur(resized(read_picture(tmp_path / "rough.png").array, 90, 160), (0, 0), 2)

    def far_from_rough(name):
        small = resized(read_picture(tmp_path / f"{name}.png").array, 90, 160)
        return np.abs(cv2.GaussianBlur(small, (0, 0), 2) - rough).mean()

    assert far_from_rough("mixed") < far_from_rough("own")
