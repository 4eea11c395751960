"""The energy and the vote against their slow, obvious twins."""

import numpy as np
import pytest
from energy import energy, vote

H, W, ROWS, COLS, R = 13, 17, 9, 12, 2
WEIGHTS, UNIFORMITY = (2, 2, 2, 6, 3), 21000


@pytest.fixture
def made():
    rng = np.random.default_rng(0)
    style, source = (rng.integers(0, 256, (H, W, c), dtype=np.uint8) for c in (3, 2))
    picture, target = (rng.integers(0, 256, (ROWS, COLS, c), dtype=np.uint8) for c in (3, 2))
    nnf = np.stack([rng.integers(R, H - R, (ROWS, COLS)), rng.integers(R, W - R, (ROWS, COLS))], 2)
    return style, source, target, nnf, picture


def test_energy_is_the_sum_over_patches(made):
    style, source, target, nnf, picture = made
    board, shown = np.concatenate([style, source], 2).astype(int), np.concatenate([picture, target], 2).astype(int)
    cover = np.zeros((H, W), int)
    for y, x in nnf.reshape(-1, 2):
        cover[y - R : y + R + 1, x - R : x + R + 1] += 1
    differences, used = np.zeros(5), 0
    for ty, tx in np.ndindex(ROWS, COLS):
        y, x = nnf[ty, tx]
        used += cover[y - R : y + R + 1, x - R : x + R + 1].sum()
        for dy, dx in np.ndindex(5, 5):
            near = shown[np.clip(ty + dy - R, 0, ROWS - 1), np.clip(tx + dx - R, 0, COLS - 1)]
            differences += (near - board[y + dy - R, x + dx - R]) ** 2
    paid = differences * WEIGHTS / (ROWS * COLS)
    even = 25 * ROWS * COLS / (H * W)
    twin = {
        "style": paid[:3].sum(),
        "guides": paid[3:].sum(),
        "uniformity": UNIFORMITY * used / (ROWS * COLS) / 25 / even,
    }
    found = energy(style, source, target, WEIGHTS, UNIFORMITY, nnf, picture)
    assert found == pytest.approx(twin | {"total": sum(twin.values())})


def test_vote_is_the_mean_of_what_the_patches_show(made):
    style, _, _, nnf, _ = made
    nnf[0, 0], nnf[-1, -1] = (0, 0), (H - 1, W - 1)  # patches that hang over the board's rim
    twin = np.zeros((ROWS, COLS, 3), np.uint8)
    for ty, tx in np.ndindex(ROWS, COLS):
        shown = []
        for dy, dx in np.ndindex(5, 5):
            py, px = ty + dy - R, tx + dx - R
            if 0 <= py < ROWS and 0 <= px < COLS:
                y, x = nnf[py, px] - (dy - R, dx - R)
                if 0 <= y < H and 0 <= x < W:
                    shown.append(style[y, x].astype(int))
        twin[ty, tx] = np.sum(shown, 0) // len(shown)
    assert (vote(style, nnf) == twin).all()


def test_a_field_off_the_board_is_refused(made):
    style, source, target, nnf, picture = made
    nnf[3, 4] = (H, 5)
    with pytest.raises(ValueError, match="outside the 17 x 13 board"):
        energy(style, source, target, WEIGHTS, UNIFORMITY, nnf, picture)
