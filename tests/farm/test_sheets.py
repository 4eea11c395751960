"""The process strip, the film's sheet and the title card: what is on them, where, and in proportion."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.farm.contact_sheet import GAP, LINE, PAPER
from underpaint.farm.film_sheet import Entry, film_sheet
from underpaint.farm.process_strip import Panel, broken, process_strip
from underpaint.farm.title_card import _in_columns, title_card
from underpaint.formats.lettering import lettering

RED, GREEN, BLUE, WHITE = (200, 20, 30), (20, 180, 40), (30, 40, 210), (255, 255, 255)


def flat(colour, width=320, height=180, dtype=np.uint8) -> np.ndarray:
    unit = 257 if dtype == np.uint16 else 1
    return np.full((height, width, 3), np.array(colour) * unit, dtype)


def extent(sheet: np.ndarray, colour) -> tuple[int, int, int, int]:
    """left, top, width, height of what has this colour."""
    y, x = np.nonzero((sheet == colour).all(axis=2))
    return int(x.min()), int(y.min()), int(np.ptp(x)) + 1, int(np.ptp(y)) + 1


def test_four_panels_stand_at_one_height_and_a_pan_keeps_its_shape():
    layout = np.full((180, 960), 255, np.uint8)
    panels = [
        Panel("layout", layout, ("Abe",)),
        Panel("pass 1", flat(RED, 480, 90)),
        Panel("pass 2", flat(GREEN, 960, 180, np.uint16), ("exemplar 7",)),
        Panel("final", flat(BLUE, 960, 180), ("Sato Ken", "Kuro")),
    ]
    strip, note = process_strip("C001", panels, height=120)
    assert note is None
    top = GAP + LINE
    lefts = [GAP + number * (640 + GAP) for number in range(4)]
    assert [extent(strip, colour) for colour in (WHITE, RED, GREEN, BLUE)] == [(left, top, 640, 120) for left in lefts]
    below = strip[top + 120 :]
    inked = [(below[:, left : left + 640] != PAPER).any(axis=(1, 2)).sum() for left in lefts]
    assert inked[1] < inked[0] <= inked[2] < inked[3], "each panel has its step, and under it a line a name"


def test_a_narrow_picture_still_has_room_for_names():
    tall = [Panel("layout", flat(RED, 60, 180), ("Anna-Maria van der Weijden, of the second unit",))]
    strip, _ = process_strip("", tall, height=180)
    assert extent(strip, RED) == (GAP, GAP, 60, 180)
    assert strip.shape[1] == 2 * GAP + 240


@pytest.mark.parametrize("text", ["Ito Hana and Sato Ken and Mori Jun", "W" * 60, "a " + "m" * 50 + " b", ""])
def test_long_names_break_and_lose_nothing(text):
    letters = lettering([text], 15)
    lines = broken(letters, text, 100)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(letters.font.getlength(line) <= 100 for line in lines)


def test_every_cut_is_on_the_sheet_at_one_height():
    shown = {"C001": flat(RED), "C002": flat(GREEN, 960, 180), "C003": None, "C004": flat(BLUE)}
    entries = [
        Entry(number, "Done" if picture is not None else "Todo", "T01", picture) for number, picture in shown.items()
    ]
    sheet, note = film_sheet("Lake", entries, height=90, width=700)
    assert note is None and sheet.shape[1] <= 700
    first, second = GAP + LINE + GAP, GAP + LINE + GAP + 90 + LINE + GAP
    assert extent(sheet, RED) == (GAP, first, 160, 90)
    assert extent(sheet, GREEN) == (GAP + 160 + GAP, first, 480, 90)
    assert extent(sheet, BLUE) == (GAP + 160 + GAP, second, 160, 90)
    assert sheet.shape[0] == second + 90 + LINE + GAP
    wide, _ = film_sheet("Lake", [Entry("C001", "WIP", "T01", flat(RED, 3000, 100))], height=90, width=700)
    assert extent(wide, RED)[2] == 2700


def test_the_state_shows_as_a_colour():
    dots = {}
    for state in ("Todo", "WIP", "WFA", "Retake", "Done"):
        sheet, _ = film_sheet("", [Entry("C001", state, "", flat(RED))], height=90)
        dots[state] = tuple(sheet[GAP + LINE + GAP + 90 + LINE // 2, GAP + 5])
    assert len({*dots.values(), PAPER}) == 6


SECTIONS = [
    ("Boards painted by", [("Ito Hana", "60.0 %"), ("Yamada", "30.0 %")]),
    ("Approved by", [("Kuro", "2 cuts")]),
]


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080), (1200, 900), (3840, 2160)])
def test_a_card_is_a_frame_and_stays_in_its_safe_part(size):
    card, note = title_card("Lake", SECTIONS, size)
    assert card.shape == (size[1], size[0], 3) and note is None
    y, x = np.nonzero((card != card[0, 0]).any(axis=2))
    assert x.min() >= size[0] * 0.05 and x.max() <= size[0] * 0.95
    assert y.min() >= size[1] * 0.05 and y.max() <= size[1] * 0.95
    assert abs((x.min() + x.max()) / 2 - size[0] / 2) < size[0] * 0.1


def test_many_names_stand_in_columns_and_too_many_are_refused():
    many = [("Boards painted by", [(f"Painter {number}", "1.0 %") for number in range(100)])]
    card, _ = title_card("Lake", many, (1920, 1080))
    lit = np.flatnonzero((card[300:] != card[0, 0]).any(axis=(0, 2)))
    gutters = np.diff(lit)
    assert (gutters > 30).sum() == 2, "three columns"
    with pytest.raises(InputError, match="no room for 100 names"):
        title_card("Lake", many, (160, 90))


def test_no_column_ends_with_a_heading():
    sections = [
        (f"Heading {number}", [(f"Painter {number}", "1.0 %")] * lines) for number, lines in enumerate((6, 1, 5, 9))
    ]
    total = sum(len(lines) for _, lines in sections)
    for columns in range(1, 9):
        placed = _in_columns(sections, columns)
        assert sum(row[0] == "line" for column in placed for row in column) == total
        assert all(column[0][0] == "heading" and column[-1][0] == "line" for column in placed)


def test_a_letter_that_cannot_be_drawn_is_told_of():
    _, note = title_card("Lake", [("Approved by", [("\U000f1234", "1 cut")])], (640, 360))
    assert "no font on this machine" in note


def test_japanese_names_stand_on_strip_sheet_and_card():
    names = ("山田 一郎", "川口 花子")
    if lettering(names, 15).missing:
        pytest.skip("this machine has no Japanese font (Debian: fonts-ipaexfont-gothic)")

    def drawn(name: str) -> list[np.ndarray]:
        made = (
            process_strip(name, [Panel("final", flat(RED), (f"承認 {name}",))]),
            film_sheet(name, [Entry("C001", "Done", "T02", flat(RED))]),
            title_card(name, [("原図", [(name, "100.0 %")])], (640, 360)),
        )
        assert [note for _, note in made] == [None] * 3
        return [picture for picture, _ in made]

    for one, other in zip(drawn(names[0]), drawn(names[1]), strict=True):
        assert one.shape != other.shape or (one != other).any(), "another name is other letters, and no row of boxes"
