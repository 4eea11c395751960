"""Paint counted: every pixel once, and the last hand over a pixel has it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.farm.paint_counts import count_paint, hands_over
from underpaint.film.credits import CutWork, credit
from underpaint.formats.source_map import KEPT, MODEL, SourceRecord, all_by_model


def sources(board: np.ndarray, *names: str) -> SourceRecord:
    where = np.zeros(board.shape, np.uint16)
    return SourceRecord(board.astype(np.uint8), where, where, names, ("0",) * len(names), ("0",) * len(names))


def test_a_picture_made_by_hand_is_counted_and_credited_exactly():
    board = np.zeros((10, 20))
    board[:, 15:] = 1  # 150 px of noon, 50 of dusk
    left, top = np.zeros((2, 10, 20), bool)
    left[:, :4] = True  # Sato: 40 px of noon
    top[:1] = True  # Mori, later: 20 px, 4 of them Sato's and 5 of dusk
    boards, people, by_model = count_paint(sources(board, "noon", "dusk"), [("Sato", left), ("Mori", top)])
    assert by_model == 0
    assert boards == {"noon": 150 - 36 - 15, "dusk": 45} and people == {"Sato": 36, "Mori": 20}
    shares = credit("Lake", [CutWork("C001", 24, boards, people)], {"noon": "Ito", "dusk": "Ito"}).cuts[0].shares
    assert {name: str(share) for name, share in shares.painters.items()} == {"Ito": "18/25"}
    assert {name: str(share) for name, share in shares.touched.items()} == {"Sato": "9/50", "Mori": "1/10"}


@given(st.integers(0, 999), st.integers(1, 5), st.lists(st.sampled_from(["Sato", "Mori", "Lee"]), max_size=4))
def test_it_counts_as_one_would_by_hand(seed, count, hands):
    rng = np.random.default_rng(seed)
    board = rng.integers(0, count, (9, 11))
    touched = [(name, rng.random((9, 11)) < 0.3) for name in hands]
    names = [f"b{number}" for number in range(count)]
    boards, people = Counter(), Counter()
    for y, x in np.ndindex(9, 11):
        mine = [name for name, mask in touched if mask[y, x]]
        if mine:
            people[mine[-1]] += 1
        else:
            boards[names[board[y, x]]] += 1
    assert count_paint(sources(board, *names), touched) == (boards, people, 0)


def test_what_a_model_painted_is_counted_apart_until_a_person_or_a_book_lies_over_it():
    board = np.zeros((4, 5))
    board[1:] = MODEL
    hand, book = np.zeros((2, 4, 5), bool)
    hand[:, 0] = True  # 4 px, 3 of them the model's
    book[3] = True  # 5 px, all the model's, one of them Sato's
    own = sources(board, "noon")
    assert count_paint(own, [("Sato", hand)]) == ({"noon": 4}, {"Sato": 4}, 12)
    assert count_paint(own, [("Sato", hand)], [(sources(np.zeros((4, 5)), "dusk"), book)]) == (
        {"noon": 4, "dusk": 5}, {"Sato": 3}, 8,
    )  # fmt: skip
    assert count_paint(all_by_model(4, 5)) == ({}, {}, 20)


def test_paint_of_unknown_origin_is_refused():
    board = np.zeros((4, 5))
    board[0, :2] = KEPT
    with pytest.raises(InputError, match="2 px were kept from an earlier picture"):
        count_paint(sources(board, "noon"))
    over = np.zeros((4, 5), bool)
    over[0] = True
    assert count_paint(sources(board, "noon"), [("Sato", over)]) == ({"noon": 15}, {"Sato": 5}, 0)
    with pytest.raises(InputError, match="what Sato changed is"):
        count_paint(sources(board, "noon"), [("Sato", over[:2])])


def test_paint_carried_over_stays_the_first_persons():
    first = np.zeros((4, 5, 4), np.uint8)
    first[0] = (1, 2, 3, 255)  # Sato: 5 px
    second = first.copy()
    second[0, 0] = (9, 9, 9, 255)  # Mori paints over one of them,
    second[1, :3] = (7, 7, 7, 128)  # adds three
    second[0, 4] = 0  # and takes one away
    touched = hands_over([("Sato", first), ("Mori", second)])
    assert count_paint(sources(np.zeros((4, 5)), "noon"), touched) == ({"noon": 13}, {"Sato": 3, "Mori": 4}, 0)
    again = hands_over([("Sato", first), ("Mori", second), ("Lee", second.astype(np.uint16) * 257)])
    assert count_paint(sources(np.zeros((4, 5)), "noon"), again) == ({"noon": 13}, {"Sato": 3, "Mori": 4}, 0)
    assert hands_over([]) == [] and len(hands_over([("Sato", first[:2]), ("Mori", second)])) == 1
