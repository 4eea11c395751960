"""Letters on pictures: each is there, or is told of."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from underpaint.formats import lettering as module
from underpaint.formats.lettering import lettering

NOWHERE = "\U000f1234"  # a private letter that no font has


def test_plain_text_needs_no_other_font(monkeypatch):
    monkeypatch.setattr(module, "_on_this_machine", lambda name: pytest.fail("looked for a font without need"))
    letters = lettering(["C001 layout (45.0 %)", "Ito Hana"], 15)
    assert letters.font.getname() == ImageFont.load_default(15).getname()
    assert letters.missing == () and letters.note() is None
    assert letters.spelled("Ito\tHana\n") == "Ito Hana "


def test_a_letter_that_no_font_has_is_spelled_and_told_of():
    letters = lettering([f"Ito {NOWHERE}"], 15)
    assert letters.missing == (NOWHERE,)
    assert letters.spelled(f"Ito {NOWHERE}") == "Ito {F1234}"
    assert "no font on this machine has" in letters.note() and "\n" not in letters.note()


def test_the_font_with_the_fewest_gaps_is_taken(monkeypatch):
    known = {"built in": set("ab"), "small": set("abc"), "large": set("abcdé")}

    class Font:
        def __init__(self, name: str, size: int) -> None:
            self.name, self.size = name, size

        def font_variant(self, size: int) -> Font:
            return Font(self.name, size)

    monkeypatch.setattr(module, "_FONTS", ("small", "large"))
    monkeypatch.setattr(module, "_on_this_machine", lambda name: True)
    monkeypatch.setattr(module.ImageFont, "truetype", Font)
    monkeypatch.setattr(module.ImageFont, "load_default", lambda size: Font("built in", size))
    monkeypatch.setattr(module, "_drawn", lambda font, letter: letter if letter in known[font.name] else "box")
    for text, name in (("ab", "built in"), ("ab c", "small"), ("ab c é", "large")):
        letters = lettering([text], 9)
        assert (letters.font.name, letters.font.size, letters.missing) == (name, 9, ())
    some = lettering(["aéz"], 9)
    assert (some.font.name, some.missing) == ("large", ("z",))


JAPANESE = "山田一郎のランタン湖口"


def test_japanese_names_are_drawn_where_a_font_has_them():
    letters = lettering([JAPANESE], 20)
    if letters.missing:
        pytest.skip("this machine has no Japanese font (Debian: fonts-ipaexfont-gothic)")
    masks = {bytes(letters.font.getmask(letter)) for letter in JAPANESE}
    assert len(masks) == len(set(JAPANESE)) and letters.spelled(JAPANESE) == JAPANESE
