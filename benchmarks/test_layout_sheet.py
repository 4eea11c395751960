"""What a person puts right on a layout goes through the desk's own steps."""

import json

import cv2
import numpy as np
from layout_sheet import CUT, begin, first_in_each, put_right
from PIL import Image

from underpaint.farm.label_session import labelled_now

SAME = {"far sky": "sky"}


def test_a_drag_names_each_place_once_where_it_first_enters_it():
    places = np.repeat([[1, 1, 2, 2, 1, 3]], 4, axis=0)
    assert first_in_each(places, [[0, 2], [5, 2]]) == [(0, 2), (2, 2), (5, 2)]
    assert first_in_each(places, [[3, 1]]) == [(3, 1)]


def test_a_line_and_two_words_part_what_one_word_named(tmp_path):
    drawing = np.full((120, 200), 245, np.uint8)
    cv2.line(drawing, (0, 80), (199, 80), 40, 2)
    layout, board = tmp_path / "layout", tmp_path / "board"
    layout.mkdir(), board.mkdir()
    Image.fromarray(drawing).save(layout / "lines.png")
    words = [{"material": "far sky", "x": 20, "y": 20}, {"material": "land", "x": 20, "y": 100}]
    (layout / "layout.json").write_text(json.dumps({"words": words}))
    (board / "materials.gpl").write_text("GIMP Palette\n150 200 225 sky\n210 215 150 land\n90 60 50 house\n")
    film = begin(tmp_path / "film", layout, board, SAME)
    put_right(film, {"step": "line", "points": [[100, 0], [100, 80]]}, SAME)
    put_right(film, {"step": "name", "material": "house", "points": [[150, 30], [180, 30]]}, SAME)
    named = labelled_now(film, CUT).named
    at = [named.names[named.materials[y, x]] for x, y in ((60, 30), (140, 30), (140, 100))]
    assert at == ["sky", "house", "land"]
