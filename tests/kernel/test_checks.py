"""The door of the kernel: no call that would look beyond an array gets past it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from underpaint import _kernel

CLOSED = 255
BOARD, CUT = (9, 8), (4, 5)


def bytes_(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.uint8)


def words(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.int32)


def fees() -> np.ndarray:
    """Material 0, open but for the rim of two pixels."""
    fee = np.full(BOARD, CLOSED << 24, np.uint32)
    fee[2:-2, 2:-2] = 0
    return fee


def good_propose() -> dict:
    starts = np.zeros(65537, np.int32)
    starts[1:] = 3
    return {
        "source": bytes_(*BOARD, 8), "fee": fees(), "target": bytes_(8, 9, 8), "material": bytes_(*CUT),
        "active": bytes_(*CUT) + 1, "match": words(*CUT) + 18, "key": np.zeros(CUT, np.uint16),
        "similar": words(*BOARD, 4) + 18, "list": words(3) + 18, "list_start": starts, "halved": 0, "probes": 2,
        "stride": 4, "picks": 2, "weights": bytes_(8) + 128, "turn": 0, "parity": 1, "seed": 0,
        "proposal": words(*CUT), "old_cost": words(*CUT), "new_cost": words(*CUT), "threads": 1,
    }  # fmt: skip


def good_similar() -> dict:
    open_ = np.full(BOARD, CLOSED, np.uint8)
    open_[2:-2, 2:-2] = 0
    return {
        "source": bytes_(*BOARD, 8), "open": open_, "weights": bytes_(8) + 1, "orders": words(2, 20) + 18,
        "ranks": words(2, *BOARD), "reach": 2, "apart": 1, "spreads": 1, "best": words(*BOARD, 3),
        "cost": words(*BOARD, 3), "scratch": words(*BOARD, 3), "threads": 1,
    }  # fmt: skip


def good_usage_fee() -> dict:
    return {
        "match": words(*CUT), "open": bytes_(*BOARD), "price": np.zeros(256, np.int64), "scratch": words(*BOARD),
        "fee": np.zeros(BOARD, np.uint32), "threads": 1,
    }  # fmt: skip


def good_astray() -> dict:
    return {"paint": bytes_(*CUT, 3), "label": bytes_(*CUT), "astray": bytes_(*CUT), "threads": 1}


def good_accept() -> dict:
    return {
        "proposal": words(*CUT) + 18, "old_cost": words(*CUT), "new_cost": words(*CUT), "fee_before": fees(),
        "fee_after": fees(), "turn": 0, "seed": 0, "match": words(*CUT) + 19, "moved": bytes_(*CUT), "threads": 1,
    }  # fmt: skip


def good_vote() -> dict:
    return {
        "source": bytes_(*BOARD, 8), "label": bytes_(*BOARD), "match": words(*CUT) + 18, "material": bytes_(*CUT),
        "active": bytes_(*CUT), "free": bytes_(*CUT), "target": bytes_(8, 9, 8), "changed": bytes_(*CUT), "span": 2,
        "threads": 1,
    }  # fmt: skip


def good_energy() -> dict:
    return {
        "source": bytes_(*BOARD, 8), "fee": fees(), "target": bytes_(8, 9, 8), "match": words(*CUT) + 18, "threads": 1,
    }  # fmt: skip


def good_finer() -> dict:
    rows, columns = CUT
    return {
        "coarse": words((rows + 1) // 2, (columns + 1) // 2), "open": bytes_(*BOARD), "material": bytes_(*CUT),
        "match": words(*CUT), "threads": 1,
    }  # fmt: skip


def good_lay_channels() -> dict:
    return {
        "paint": bytes_(*CUT, 3), "middle": bytes_(256, 3), "label": bytes_(*CUT), "codes": bytes_(256, 2),
        "down": bytes_(*CUT), "across": bytes_(*CUT), "line": bytes_(*CUT), "is_soft": bytes_(256),
        "pixels": bytes_(*CUT, 8), "threads": 1,
    }  # fmt: skip


def no_bases() -> _kernel.Soft:
    return _kernel.Soft(words(256, 3, 6), bytes_(256), words(256), words(256))


def good_detail() -> dict:
    return {
        "paint": bytes_(*CUT, 3), "label": bytes_(*CUT), "soft": no_bases(), "middle": bytes_(256, 3),
        "detailed": bytes_(*CUT, 3), "threads": 1,
    }  # fmt: skip


def good_finish() -> dict:
    places = np.full(CUT, 3, np.uint16)
    return {
        "boards": [_kernel.Board8(bytes_(*BOARD, 3), bytes_(*BOARD), bytes_(*BOARD), no_bases())], "board": bytes_(*CUT),
        "place_y": places, "place_x": places, "material": bytes_(*CUT), "soft": no_bases(),
        "true_borders": True, "picture": bytes_(*CUT, 3), "threads": 1,
    }  # fmt: skip


def good_painted_edges() -> dict:
    return {"paint": bytes_(*CUT, 3), "high": 8, "low": 3, "shortest": 5, "edge": bytes_(*CUT), "threads": 1}


def good_place_in_piece() -> dict:
    return {"piece": words(*CUT), "count": 1, "down": bytes_(*CUT), "across": bytes_(*CUT), "threads": 1}


GOOD: dict[str, Callable[[], dict]] = {
    "propose": good_propose,
    "similar": good_similar,
    "usage_fee": good_usage_fee,
    "accept": good_accept,
    "vote": good_vote,
    "energy": good_energy,
    "finer": good_finer,
    "lay_channels": good_lay_channels,
    "halve": lambda: {"full": bytes_(9, 8, 3), "half": bytes_(5, 4, 3), "threads": 1},
    "halve_labels": lambda: {"full": bytes_(9, 8), "half": bytes_(5, 4), "threads": 1},
    "pad_rim": lambda: {"target": bytes_(5, 5, 8)},
    "line_nearness": lambda: {"line": bytes_(*CUT), "nearness": bytes_(*CUT), "threads": 1},
    "painted_edges": good_painted_edges,
    "astray": good_astray,
    "pieces": lambda: {"label": bytes_(*CUT), "piece": words(*CUT)},
    "place_in_piece": good_place_in_piece,
    "detail": good_detail,
    "finish8": good_finish,
}

ONE_OFF = words(*CUT) + 18
ONE_OFF[3, 4] = 17  # in the rim: row 2, column 1
LAST = words(*CUT) + 18
LAST[0, 0] = 9 * 8 - 18
UNPLACED = words(*CUT) - 1
NARROW, TALL = bytes_(4, 4), bytes_(5, 5)
FALLING = np.array([2, 1] + [3] * 65535, np.int32)
HEAVY = np.array([0, 0, 0, 0, 0, 0, 0, 129], np.uint8)
OPEN_RIM = fees()
OPEN_RIM[4, 1] = 0

REFUSED = [
    ("propose", {"source": bytes_(9, 8, 7)}, "source"),
    ("propose", {"source": bytes_(8, 8, 8)}, "source"),
    ("propose", {"fee": fees()[:-1]}, "source"),
    ("propose", {"fee": OPEN_RIM}, "fee"),
    ("propose", {"target": bytes_(8, 8, 8)}, "target"),
    ("propose", {"target": bytes_(8, 9, 7)}, "target"),
    ("propose", {"material": NARROW}, "one shape"),
    ("propose", {"material": np.full(CUT, CLOSED, np.uint8)}, "material"),
    ("propose", {"active": TALL}, "one shape"),
    ("propose", {"proposal": words(4, 4)}, "one shape"),
    ("propose", {"old_cost": words(4, 4)}, "one shape"),
    ("propose", {"new_cost": words(5, 5)}, "one shape"),
    ("propose", {"match": ONE_OFF}, "off the boards"),
    ("propose", {"match": LAST}, "off the boards"),
    ("propose", {"match": words(*CUT) - 2}, "off the boards"),
    ("propose", {"halved": 2}, "halved"),
    ("propose", {"parity": 2}, "parity"),
    ("propose", {"parity": -1}, "parity"),
    ("propose", {"probes": 5}, "probes"),
    ("propose", {"probes": -1}, "probes"),
    ("propose", {"picks": 9}, "picks"),
    ("propose", {"picks": -1}, "picks"),
    ("propose", {"stride": 1025}, "stride"),
    ("propose", {"stride": -1}, "stride"),
    ("propose", {"weights": bytes_(7)}, "weights"),
    ("propose", {"weights": HEAVY}, "weights: at most 128"),
    ("propose", {"similar": words(9, 7, 4)}, "similar"),
    ("propose", {"similar": words(*BOARD, 9)}, "similar"),
    ("propose", {"similar": words(*BOARD, 4) + 72}, "similar: a place is off"),
    ("propose", {"similar": words(*BOARD, 4) - 2}, "similar: a place is off"),
    ("propose", {"halved": 1}, "similar: expected the index's shape"),
    ("propose", {"halved": 1, "similar": words(5, 4, 4) + 20, "key": None}, "similar: a place is off"),
    ("propose", {"halved": 1, "similar": None, "list": words(3) + 20}, "list: a place is off"),
    ("propose", {"key": np.zeros((4, 4), np.uint16)}, "key"),
    ("propose", {"list": None}, "key"),
    ("propose", {"list_start": None}, "key"),
    ("propose", {"list_start": words(65536)}, "key"),
    ("propose", {"list": words(3) + 72}, "list: a place is off"),
    ("propose", {"list": words(3) - 1}, "list: a place is off"),
    ("propose", {"list_start": words(65537) + 4}, "list_start"),
    ("propose", {"list_start": words(65537) - 1}, "list_start"),
    ("propose", {"list_start": FALLING}, "list_start"),
    ("similar", {"source": bytes_(9, 8, 7)}, "source"),
    ("similar", {"source": bytes_(9, 9, 8)}, "source"),
    ("similar", {"weights": HEAVY}, "weights: at most 128"),
    ("similar", {"weights": bytes_(9)}, "weights"),
    ("similar", {"ranks": words(1, *BOARD)}, "ranks"),
    ("similar", {"ranks": words(2, 8, 8)}, "ranks"),
    ("similar", {"ranks": words(2, *BOARD) + 20}, "ranks: off the table"),
    ("similar", {"ranks": words(2, *BOARD) - 2}, "ranks: off the table"),
    ("similar", {"orders": words(2, 20) + 72}, "orders"),
    ("similar", {"orders": words(2, 20) - 1}, "orders"),
    ("similar", {"best": words(*BOARD, 0), "cost": words(*BOARD, 0), "scratch": words(*BOARD, 0)}, "best"),
    ("similar", {"best": words(8, 8, 3)}, "best"),
    ("similar", {"cost": words(*BOARD, 2)}, "best, cost and scratch"),
    ("similar", {"scratch": words(*BOARD, 4)}, "best, cost and scratch"),
    ("similar", {"open": bytes_(*BOARD)}, "rim must be closed"),
    ("usage_fee", {"price": np.zeros(255, np.int64)}, "price"),
    ("usage_fee", {"scratch": words(9, 7)}, "scratch and fee"),
    ("usage_fee", {"fee": np.zeros((8, 8), np.uint32)}, "scratch and fee"),
    ("usage_fee", {"match": words(*CUT) + 72}, "off the boards"),
    ("usage_fee", {"match": words(*CUT) - 2}, "off the boards"),
    ("accept", {"proposal": words(4, 4)}, "one shape"),
    ("accept", {"old_cost": words(4, 4)}, "one shape"),
    ("accept", {"new_cost": words(4, 4)}, "one shape"),
    ("accept", {"moved": bytes_(4, 4)}, "one shape"),
    ("accept", {"fee_after": fees()[:-1]}, "fees"),
    ("accept", {"match": words(*CUT) + 72}, "off the boards"),
    ("accept", {"proposal": words(*CUT) + 72}, "off the boards"),
    ("accept", {"proposal": words(*CUT) - 2}, "off the boards"),
    ("accept", {"proposal": UNPLACED}, "off the boards"),
    ("vote", {"source": bytes_(9, 8, 7)}, "source"),
    ("vote", {"label": None}, "both or neither"),
    ("vote", {"material": None}, "both or neither"),
    ("vote", {"label": bytes_(9, 7)}, "label as source"),
    ("vote", {"material": NARROW}, "material as match"),
    ("vote", {"active": NARROW}, "active, free and changed"),
    ("vote", {"free": TALL}, "active, free and changed"),
    ("vote", {"changed": NARROW}, "active, free and changed"),
    ("vote", {"span": 0}, "span"),
    ("vote", {"span": 3}, "span"),
    ("vote", {"target": bytes_(8, 8, 8)}, "target"),
    ("vote", {"target": bytes_(7, 9, 8)}, "target"),
    ("vote", {"match": ONE_OFF}, "off the boards"),
    ("vote", {"match": LAST}, "off the boards"),
    ("energy", {"source": bytes_(9, 8, 7)}, "source"),
    ("energy", {"fee": fees()[1:]}, "source"),
    ("energy", {"target": bytes_(8, 8, 8)}, "target"),
    ("energy", {"match": ONE_OFF}, "off the boards"),
    ("energy", {"match": LAST}, "off the boards"),
    ("finer", {"coarse": words(CUT[0] // 2, CUT[1])}, "half the size"),
    ("finer", {"coarse": good_finer()["coarse"] + 20}, "off the boards"),
    ("finer", {"coarse": good_finer()["coarse"] - 2}, "off the boards"),
    ("finer", {"match": words(4, 4)}, "shape of the material"),
    ("lay_channels", {"paint": bytes_(*CUT, 4)}, "paint"),
    ("lay_channels", {"paint": bytes_(4, 4, 3)}, "paint"),
    ("lay_channels", {"middle": bytes_(255, 3)}, "middle"),
    ("lay_channels", {"codes": bytes_(256, 3)}, "codes"),
    ("lay_channels", {"is_soft": bytes_(255)}, "is_soft"),
    ("lay_channels", {"down": NARROW}, "shape of label"),
    ("lay_channels", {"across": TALL}, "shape of label"),
    ("lay_channels", {"line": NARROW}, "shape of label"),
    ("lay_channels", {"pixels": bytes_(*CUT, 7)}, "pixels"),
    ("lay_channels", {"pixels": bytes_(4, 4, 8)}, "pixels"),
    ("halve", {"half": bytes_(4, 4, 3)}, "half"),
    ("halve", {"half": bytes_(5, 5, 3)}, "half"),
    ("halve", {"half": bytes_(5, 4, 4)}, "half"),
    ("halve_labels", {"half": bytes_(4, 4)}, "half"),
    ("halve_labels", {"half": bytes_(5, 5)}, "half"),
    ("pad_rim", {"target": bytes_(5, 5, 7)}, "target"),
    ("pad_rim", {"target": bytes_(4, 5, 8)}, "target"),
    ("pad_rim", {"target": bytes_(5, 4, 8)}, "target"),
    ("line_nearness", {"nearness": NARROW}, "nearness"),
    ("astray", {"paint": bytes_(*CUT, 4)}, "paint"),
    ("astray", {"label": NARROW}, "paint"),
    ("astray", {"astray": NARROW}, "astray"),
    ("painted_edges", {"paint": bytes_(*CUT, 4)}, "paint"),
    ("painted_edges", {"edge": NARROW}, "paint"),
    ("pieces", {"piece": words(4, 4)}, "piece"),
    ("place_in_piece", {"down": NARROW}, "down and across"),
    ("place_in_piece", {"across": TALL}, "down and across"),
    ("place_in_piece", {"piece": words(*CUT) + 1}, "beyond count"),
    ("place_in_piece", {"piece": UNPLACED}, "beyond count"),
    ("detail", {"paint": bytes_(*CUT, 2)}, "paint"),
    ("detail", {"paint": bytes_(4, 4, 3)}, "paint"),
    ("detail", {"detailed": bytes_(*CUT, 2)}, "detailed"),
    ("detail", {"detailed": bytes_(5, 5, 3)}, "detailed"),
    ("detail", {"middle": bytes_(255, 3)}, "middle"),
    ("detail", {"middle": bytes_(256, 4)}, "middle"),
    ("finish8", {"board": NARROW}, "shape of the picture"),
    ("finish8", {"place_y": np.zeros((4, 4), np.uint16)}, "shape of the picture"),
    ("finish8", {"place_x": np.zeros((5, 5), np.uint16)}, "shape of the picture"),
    ("finish8", {"material": TALL}, "shape of the picture"),
    ("finish8", {"picture": bytes_(*CUT, 2)}, "3 or 4 channels"),
    ("finish8", {"picture": bytes_(*CUT, 4)}, "picture's channels"),
    ("finish8", {"board": bytes_(*CUT) + 1}, "without a board"),
    ("finish8", {"boards": []}, "without a board"),
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_the_calls_that_the_table_spoils_are_good(name):
    getattr(_kernel, name)(**GOOD[name]())


@pytest.mark.parametrize("name, spoilt, says", REFUSED)
def test_a_call_that_does_not_fit_is_refused(name, spoilt, says):
    given = GOOD[name]()
    assert set(spoilt) <= set(given)
    with pytest.raises(ValueError, match=says):
        getattr(_kernel, name)(**given | spoilt)


@pytest.mark.parametrize(
    "name, result",
    [
        ("propose", "proposal"), ("propose", "old_cost"), ("propose", "new_cost"), ("similar", "best"),
        ("similar", "cost"), ("similar", "scratch"), ("usage_fee", "scratch"), ("usage_fee", "fee"),
        ("accept", "match"), ("accept", "moved"), ("vote", "target"), ("vote", "changed"), ("finer", "match"), ("lay_channels", "pixels"), ("halve", "half"),
        ("halve_labels", "half"), ("pad_rim", "target"), ("line_nearness", "nearness"), ("painted_edges", "edge"), ("astray", "astray"),
        ("pieces", "piece"), ("place_in_piece", "down"), ("place_in_piece", "across"), ("detail", "detailed"),
        ("finish8", "picture"),
    ],
)  # fmt: skip
def test_what_is_filled_must_be_the_callers_own(name, result):
    """Of another type, or with gaps between its pixels, it would be filled as a copy that nobody sees."""
    given = GOOD[name]()
    right = given[result]
    gappy = np.zeros((*right.shape[:-1], 2 * right.shape[-1]), right.dtype)[..., ::2]
    frozen = right.copy()
    frozen.flags.writeable = False
    for wrong in (right.astype(np.float32), gappy, frozen):
        with pytest.raises(TypeError):
            getattr(_kernel, name)(**given | {result: wrong})


@pytest.mark.parametrize(
    "arrays",
    [
        (words(255, 3, 6), bytes_(256), words(256), words(256)),
        (words(256, 3, 5), bytes_(256), words(256), words(256)),
        (words(256, 3, 6), bytes_(255), words(256), words(256)),
        (words(256, 3, 6), bytes_(256), words(255), words(256)),
        (words(256, 3, 6), bytes_(256), words(256), words(257)),
    ],
)
def test_bases_of_another_size_are_refused(arrays):
    with pytest.raises(ValueError, match="expected"):
        _kernel.Soft(*arrays)


@pytest.mark.parametrize("kind, level", [(_kernel.Board8, np.uint8), (_kernel.Board16, np.uint16)])
def test_a_board_whose_map_has_another_size_is_refused(kind, level):
    for label, trusted in ((bytes_(9, 7), bytes_(9, 8)), (bytes_(9, 8), bytes_(9, 7))):
        with pytest.raises(ValueError, match="label"):
            kind(np.zeros((9, 8, 3), level), label, trusted, no_bases())


def test_bases_are_never_left_out():
    with pytest.raises(TypeError):
        _kernel.Board8(bytes_(9, 8, 3), bytes_(9, 8), bytes_(9, 8), None)
    for name in ("detail", "finish8"):
        with pytest.raises(TypeError):
            getattr(_kernel, name)(**GOOD[name]() | {"soft": None})


def test_instructions_go_by_two_names():
    with pytest.raises(ValueError, match="scalar"):
        _kernel.use_instructions("avx512")
    before = _kernel.instructions()
    _kernel.use_instructions("scalar")
    assert _kernel.instructions() == "scalar"
    _kernel.use_instructions("best")
    assert _kernel.instructions() == before
