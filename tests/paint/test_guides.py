"""What a pixel must agree on beside its paint."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpaint.paint import guides
from underpaint.paint.search import CLOSED


@pytest.mark.parametrize("count", [1, 2, 4, 5, 16, 17, 64])
def test_each_material_has_its_own_code_far_from_the_others(count):
    codes = guides.material_codes(count)
    assert codes.shape == (256, 2) and codes.dtype == np.uint8
    used = codes[:count].astype(int)
    apart = np.abs(used[:, None] - used[None]).max(axis=2)[~np.eye(count, dtype=bool)]
    assert count == 1 or apart.min() >= 255 // (max(2, int(np.ceil(np.sqrt(count)))) - 1)


@given(rows=st.integers(1, 9), columns=st.integers(1, 9), seed=st.integers(0, 99))
def test_borders_are_the_pixels_that_touch_another_label(rows, columns, seed):
    label = np.random.default_rng(seed).integers(0, 3, (rows, columns), dtype=np.uint8)
    found = guides.borders(label)
    for y, x in np.ndindex(rows, columns):
        around = [(y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)]
        touches = any(0 <= a < rows and 0 <= b < columns and label[a, b] != label[y, x] for a, b in around)
        assert found[y, x] == (255 if touches else 0)


def test_a_key_orders_by_material_then_height_then_line_then_side():
    pixels, label = np.zeros((1, 6, 8), np.uint8), np.array([[0, 0, 0, 0, 1, 0]], np.uint8)
    pixels[0, 1, 6] = 255  # far right
    pixels[0, 2, 7] = 255  # on a line, at the left
    pixels[0, 3, 5] = 16  # a sixteenth down
    pixels[0, 5, 5], pixels[0, 5, 6], pixels[0, 5, 7] = 255, 255, 255
    key = guides.key(pixels, label)
    assert key.dtype == np.uint16
    assert key[0, 0] < key[0, 1] < key[0, 2] < key[0, 3] < key[0, 5] < key[0, 4] == 256


def test_place_in_piece_counts_each_piece_for_itself():
    label = np.zeros((5, 9), np.uint8)
    label[:, 4] = 1
    down, across = guides.place_in_piece(label, 1)
    np.testing.assert_array_equal(across[0], [0, 85, 170, 255, 0, 0, 85, 170, 255])
    np.testing.assert_array_equal(down[:, 0], [0, 63, 127, 191, 255])


@pytest.mark.parametrize("wide", [1, 3, 6])
@pytest.mark.parametrize("slope", [0, 0.4, 1, 2.5])
def test_the_length_of_drawn_lines_is_measured_whatever_their_width(wide, slope):
    """Long straight strokes at some angles, in a region of known size; Crofton's formula with two directions is within a fifth."""
    y, x = np.mgrid[:200, :200]
    along = np.hypot(1, slope)
    line = (np.abs((y - 20) - slope * (x - 20)) / along * 2 <= wide).astype(np.uint8) * 255
    line[(x < 20) | (x > 180) | (y > 180)] = 0
    right = min(180, 20 + 160 / slope) if slope else 180
    length = (right - 20) * along
    found = guides.line_density(line, np.zeros((200, 200), np.uint8))
    assert found[0] * 200 * 200 == pytest.approx(length, rel=0.3)
    assert not found[1:].any()


def test_each_label_keeps_about_as_many_edges_as_it_has_lines():
    """The strongest ones, whole classes of equal strength at a time."""
    rng = np.random.default_rng(4)
    label = (np.mgrid[:80, :100][1] > 60).astype(np.uint8)
    strength = rng.integers(0, 256, label.shape, dtype=np.uint8)
    density = np.zeros(256)
    density[0] = 0.1
    kept = guides.strongest_edges(strength, label, density) == 255
    assert not kept[label == 1].any()
    here = label == 0
    assert kept[here].mean() == pytest.approx(0.1, abs=0.01)
    assert strength[here & kept].min() > strength[here & ~kept].max()
    everything = guides.strongest_edges(strength, label, density * 0 + 1) == 255
    np.testing.assert_array_equal(everything, strength > 0)


def test_a_structure_of_one_strength_is_kept_whole():
    """A timber frame is one piece: rather more edges than the drawing has lines than none at all."""
    label, strength = np.zeros((80, 100), np.uint8), np.zeros((80, 100), np.uint8)
    strength[10:70:20], strength[::7, 3] = 90, 4
    density = np.zeros(256)
    density[0] = 0.001
    np.testing.assert_array_equal(guides.strongest_edges(strength, label, density) == 255, strength == 90)
    assert not guides.strongest_edges(strength, label, density * 0).any()


def test_paint_beyond_the_painted_edge_is_not_trusted():
    """The map's border lies five pixels beside the edge; what bears the other side's paint is closed, and a thin bar kept."""
    label, paint = np.zeros((60, 80), np.uint8), np.full((60, 80, 3), 60, np.uint8)
    label[:, 40:], paint[:, 45:] = 1, 160
    label[20:24, 5:30], paint[24:28, 5:30] = 2, 110
    found = guides.trusted(paint, label, 1)
    expected = label.copy()
    expected[:, 40:45] = CLOSED
    np.testing.assert_array_equal(found[:, 34:], expected[:, 34:])
    np.testing.assert_array_equal(found == 2, label == 2)


def test_as_much_paint_counts_as_shaded_as_lies_in_drawn_shadow():
    """The darker side of a label, whatever dark strokes its lit side has; soft paint has no say."""
    rng = np.random.default_rng(3)
    label = np.zeros((60, 100), np.uint8)
    label[40:] = 1
    paint = np.full((60, 100, 3), 170, np.uint8)
    paint[:, :30] = 110
    paint[:, 60::10] = 20  # strokes
    paint += rng.integers(0, 20, paint.shape, dtype=np.uint8)
    shadow = np.zeros((50, 50), bool)
    shadow[:, :10] = True
    cut = np.zeros((50, 50), np.uint8)
    cut[25:] = 1
    soft = np.zeros(256, np.uint8)
    share = guides.shaded(shadow, cut, soft)
    assert share[0] == share[1] == pytest.approx(0.2) and not share[2:].any()
    found = guides.darkest(paint, label, share) == 255
    assert found[:40].mean() == pytest.approx(0.2, abs=0.01)
    assert found[:, :30].sum() > 0.97 * found.sum()
    drawn = guides.in_shadow(shadow, cut, share)
    np.testing.assert_array_equal(drawn == 255, shadow)
    soft[1] = 1
    share = guides.shaded(shadow, cut, soft)
    assert not share[1]
    assert not guides.darkest(paint, label, share)[label == 1].any()
    assert not guides.in_shadow(shadow, cut, share)[cut == 1].any()


def test_a_material_all_in_shadow_takes_the_darker_half():
    paint = np.repeat(np.arange(100, dtype=np.uint8)[None, :, None], 40, 0).repeat(3, 2)
    label, share = np.zeros((40, 100), np.uint8), np.zeros(256)
    share[0] = 1
    found = guides.darkest(paint, label, share) == 255
    np.testing.assert_array_equal(found[0], np.arange(100) < 50)
