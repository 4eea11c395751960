"""A painter's own board and a layout of another of her views: the paint's edges lie where the layout drew its borders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map, painting, pencil
from underpaint.paint.materials import flat_map

ART = Path(__file__).parents[3] / "shared" / "art"
REACH = 8  # px to either side of a border in which its step is looked for

pytestmark = pytest.mark.skipif(
    not (ART / "board-cottage").is_dir(),
    reason="no ../shared/art beside this checkout: the real boards stay outside it",
)


def steps(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(h, w) strength of the colour's step down, and across."""
    calm = ndimage.gaussian_filter(picture[..., :3].astype(float), (1, 1, 0))
    return tuple(np.abs(ndimage.sobel(calm, axis)).sum(axis=2) for axis in (0, 1))


def edge_hit(picture: np.ndarray, label: np.ndarray, shift: int = 0) -> float:
    """Share of border places whose strongest step within REACH px across them lies within 2 px.

    Borders that have their two materials to themselves, REACH px to either side. shift: px by which the picture is moved
    under the drawing; moved, it shows what chance gives.
    """
    hits = []
    for axis, step in enumerate(steps(np.roll(picture, (shift, shift), (0, 1)))):
        there, strength = (label, step) if axis == 0 else (label.T, step.T)
        rows = there.shape[0]
        for y in range(REACH, rows - REACH):
            upper, lower = there[y - REACH : y], there[y : y + REACH]
            border = (there[y] != there[y - 1]) & (upper == upper[-1]).all(axis=0) & (lower == lower[0]).all(axis=0)
            window = strength[y - REACH : y + REACH, border]
            hits.append(np.abs(window.argmax(axis=0) + 0.5 - REACH) <= 2)
    return float(np.concatenate(hits).mean())


@pytest.fixture(scope="module")
def asked() -> paint.Request:
    board, cut = ART / "board-cottage", ART / "layout-cottage-lake"
    given = paint.Board(
        "cottage",
        painting(read_picture(board / "painting.png")),
        material_map(read_picture(board / "materials.png")),
    )
    layout = paint.Layout(material_map(read_picture(cut / "materials.png")), pencil(read_picture(cut / "lines.png")))
    return paint.Request((given,), layout)


def test_edges_lie_where_they_were_drawn(asked):
    painted = paint.paint(asked)
    label = flat_map(asked.layout.materials).labels
    found, chance = edge_hit(painted.picture, label), edge_hit(painted.picture, label, shift=3 * REACH)
    assert found > 2 * chance
    np.testing.assert_array_equal(paint.repaint(asked, painted.sources), painted.picture)
