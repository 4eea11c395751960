"""How a model is brought onto a graphics card of a given size, and how a time is said."""

import pytest

from underpaint.diffusion.device import how_loaded, in_words
from underpaint.errors import InputError

SDXL = {"unet": 5_100_000_000, "text_encoder_2": 1_400_000_000, "text_encoder": 250_000_000, "vae": 170_000_000}


@pytest.mark.parametrize(
    ("vram", "free", "found"),
    [
        (None, 24e9, "whole"),
        (12, 24e9, "whole"),
        (8, 24e9, "by part"),
        (24, 8e9, "by part"),  # it may take more than there is
        (4, 24e9, "by layer"),
        (None, 4e9, "by layer"),
    ],
)
def test_as_much_of_it_lies_there_as_fits(vram, free, found):
    assert how_loaded(SDXL, vram, free) == found


def test_a_card_without_room_for_a_picture():
    with pytest.raises(InputError, match="raise --vram"):
        how_loaded(SDXL, 0.5, 24e9)


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (61, "61 s"), (600, "10 minutes"), (5 * 3600, "5.0 hours")])
def test_times_as_a_person_says_them(seconds, words):
    assert in_words(seconds) == words
