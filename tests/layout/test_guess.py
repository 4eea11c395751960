"""Guesses come from what the film has named, say how sure they are, and say when there is nothing to learn from."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.layout.guess import LEAST, Guesser, NamedCut, regions_of_map

NAMES = {0: "sky", 1: "roof", 2: "wall", 3: "glass", 4: "grass"}


def cut(seed: int) -> NamedCut:
    """A house or two under a sky, on grass; tufts drawn in the grass."""
    random = np.random.default_rng(seed)
    materials = np.zeros((90, 160), int)
    materials[60 + int(random.integers(0, 8)) :] = 4
    for left in (10, 90):
        x, top = left + int(random.integers(0, 15)), 30 + int(random.integers(0, 8))
        materials[top : top + 12, x : x + 44] = 1
        materials[top + 12 : 72, x + 4 : x + 40] = 2
        for window in (8, 24):
            materials[top + 18 : top + 26, x + 4 + window : x + 12 + window] = 3
    lines = np.zeros(materials.shape, np.uint8)
    for _ in range(40):
        y, x = int(random.integers(76, 88)), int(random.integers(2, 158))
        lines[y - 4 : y, x] = 200
    return regions_of_map(materials, NAMES, lines, least=20)


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    taught = Guesser()
    taught.learn(cut(seed) for seed in range(6))
    return taught


def test_regions_of_a_new_cut_are_guessed(guesser):
    asked = cut(50)
    answers = guesser.guess(asked.labels, asked.lines, {})
    assert set(answers) == set(np.unique(asked.labels).tolist())
    right = [answers[label][0] == name for label, name in asked.names.items()]
    assert len(right) >= 10 and np.mean(right) >= 0.9
    assert all(0 < sure <= 1 for _, sure in answers.values())


def test_only_regions_without_a_name_are_answered(guesser):
    asked = cut(51)
    told = dict(list(asked.names.items())[:4])
    answers = guesser.guess(asked.labels, asked.lines, told)
    assert set(answers) == set(np.unique(asked.labels).tolist()) - set(told)
    assert guesser.guess(asked.labels, asked.lines, asked.names) == {}


def test_what_looks_like_nothing_seen_is_less_sure(guesser):
    asked = cut(52)
    known = np.mean([sure for _, sure in guesser.guess(asked.labels, asked.lines, {}).values()])
    odd = np.zeros((90, 160), np.int32)
    odd[np.hypot(*(np.mgrid[:90, :160] - np.array([45, 80])[:, None, None])) < 30] = 1
    strange = guesser.guess(odd, np.full((90, 160), 120, np.uint8), {0: "nowhere"})
    assert strange[1][1] < known - 0.1


def test_the_same_cuts_give_the_same_guesses(guesser):
    again = Guesser()
    again.learn(cut(seed) for seed in range(6))
    asked = cut(53)
    assert again.guess(asked.labels, asked.lines, {}) == guesser.guess(asked.labels, asked.lines, {})


def test_only_what_it_may_be_is_guessed(guesser):
    asked = cut(54)
    answers = guesser.guess(asked.labels, asked.lines, {}, among={"wall", "glass", "gold"})
    assert {name for name, _ in answers.values()} == {"wall", "glass"}
    assert guesser.guess(asked.labels, asked.lines, {}, among={"gold"}) == {}


def test_what_was_learned_can_be_kept(guesser):
    asked = cut(55)
    again = Guesser.from_arrays(guesser.arrays())
    assert again.guess(asked.labels, asked.lines, {}) == guesser.guess(asked.labels, asked.lines, {})
    assert again.basis == guesser.basis
    nothing = Guesser.from_arrays(Guesser().arrays())
    assert not nothing.ready and nothing.basis == Guesser().basis


def test_nothing_to_learn_from_is_said():
    untaught = Guesser()
    assert not untaught.ready and "nothing to learn from: 0 named regions" in untaught.basis
    asked = cut(1)
    assert untaught.guess(asked.labels, asked.lines, {}) == {}
    untaught.learn([asked])
    assert len(asked.names) < LEAST and not untaught.ready
    untaught.learn([regions_of_map(np.indices((90, 160)).sum(axis=0) // 5 % 2, {0: "sky", 1: "sky"}, asked.lines)])
    assert not untaught.ready


def test_what_was_learned_is_told(guesser):
    assert guesser.ready and "named regions of 5 materials in earlier cuts" in guesser.basis


def test_lines_of_another_size_are_refused(guesser):
    asked = cut(1)
    with pytest.raises(InputError, match="must have one size"):
        guesser.guess(asked.labels, asked.lines[1:], {})


def test_a_map_becomes_one_region_a_part():
    parts = regions_of_map(
        np.array([[1] * 9 + [2] + [1] * 9] * 9), {1: "grass", 2: "post"}, np.zeros((9, 19), np.uint8), least=20
    )
    assert len(np.unique(parts.labels)) == 3
    assert sorted(parts.names.values()) == ["grass", "grass"]
