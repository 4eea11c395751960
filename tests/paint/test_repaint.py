"""Repainting a place: nothing outside it changes, and it meets what surrounds it without a step."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from underpaint import paint


@dataclass(frozen=True)
class Earlier:
    """A painted valley, an oval place in it, and what another seed paints there when nothing asks it to fit in."""

    painted: paint.Painted
    mask: np.ndarray
    other: np.ndarray


@pytest.fixture(scope="module")
def earlier(valley) -> Earlier:
    y, x = np.mgrid[:160, :256]
    mask = ((y - 85) / 45) ** 2 + ((x - 120) / 70) ** 2 < 1
    painted = paint.paint(valley.request(seed=1))
    other = paint.paint(valley.request(seed=9), indexes=painted.indexes)
    return Earlier(painted, mask, other.picture)


def steps(picture: np.ndarray, mask: np.ndarray) -> float:
    """Mean difference in levels of the pairs of pixels that the mask's border parts."""
    found = []
    for axis in (0, 1):
        parted = np.diff(mask.astype(np.int8), axis=axis) != 0
        found.append(np.abs(np.diff(picture.astype(float), axis=axis)).mean(axis=2)[parted])
    return float(np.concatenate(found).mean())


def again(valley, earlier: Earlier, keep: np.ndarray, mask: np.ndarray, seed: int = 9) -> paint.Painted:
    asked = valley.request(seed=seed, repaint=paint.Repaint(keep, mask))
    return paint.paint(asked, indexes=earlier.painted.indexes)


def test_only_the_masked_place_changes(valley, earlier):
    keep, mask = earlier.painted.picture, earlier.mask
    painted = again(valley, earlier, keep, mask)
    np.testing.assert_array_equal(painted.picture[~mask], keep[~mask])
    np.testing.assert_array_equal(painted.sources.board == paint.KEPT, ~mask)
    assert (painted.picture[mask] != keep[mask]).any(axis=1).mean() > 0.9
    assert painted.rough is None


def test_it_meets_its_surroundings_without_a_step(valley, earlier):
    keep, mask = earlier.painted.picture, earlier.mask
    usual = steps(keep, mask)
    assert steps(again(valley, earlier, keep, mask).picture, mask) < 1.2 * usual
    # The same measure sees the seam where another painting is simply pasted in.
    assert steps(np.where(mask[..., None], earlier.other, keep), mask) > 1.4 * usual


def test_it_meets_surroundings_that_a_person_has_lightened(valley, earlier):
    mask = earlier.mask
    keep = np.clip(earlier.painted.picture.astype(int) + 25, 0, 255).astype(np.uint8)
    usual = steps(keep, mask)
    assert steps(again(valley, earlier, keep, mask).picture, mask) < 1.4 * usual
    assert steps(np.where(mask[..., None], earlier.other, keep), mask) > 4 * usual


def test_a_place_of_one_pixel_and_a_place_on_the_rim(valley, earlier):
    keep = earlier.painted.picture
    for place in ((80, 100), (0, 0), (159, 255)):
        mask = np.zeros(keep.shape[:2], bool)
        mask[place] = True
        picture = again(valley, earlier, keep, mask).picture
        np.testing.assert_array_equal(picture[~mask], keep[~mask])


def test_a_mask_over_everything_is_a_new_painting(valley, earlier):
    keep = np.zeros_like(earlier.painted.picture)
    painted = again(valley, earlier, keep, np.ones(keep.shape[:2], bool))
    asked = replace(valley.request(seed=9))
    np.testing.assert_array_equal(painted.picture, paint.paint(asked, indexes=earlier.painted.indexes).picture)


def test_each_seed_paints_the_place_anew(valley, earlier):
    keep, mask = earlier.painted.picture, earlier.mask
    one, other = (again(valley, earlier, keep, mask, seed).picture for seed in (2, 3))
    assert (one[mask] != other[mask]).any(axis=1).mean() > 0.5
