"""What lies above the machine's painting: a person's touch-up, unchanged to the byte, and the BOOKs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from underpaint.farm.books import with_books
from underpaint.farm.paint_take import SECOND_PASS
from underpaint.film.cuts import Cut
from underpaint.film.takes import Take
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.sheets import painting

TOUCH_UP, PICTURE = "touch_up.png", "picture.png"


@dataclass(frozen=True)
class Carried:
    """What a new take gets of the touch-up before it. files: role to (name, bytes). fields: of its record."""

    files: dict[str, tuple[str, bytes]]
    fields: dict[str, object]
    note: str | None = None


def touched_last(cut: Cut) -> Take | None:
    """The newest take with a touch-up, its person's or one carried over; None where nobody touched the cut up."""
    touched = [take for take in cut.takes if "touch_up" in take.files]
    return touched[-1] if touched else None


def carry_over(cut: Cut, staged: Path, books: Sequence[str] = ()) -> Carried:
    """What a painting that is to be a take of the cut gets beside what the machine made: the newest touch-up, its own file's
    bytes, and what painting, touch-up and the BOOKs above them look like together. Nothing where there is neither; and where
    the touch-up has another size, a note says so.

    staged: the folder with the painting and, under their names, the BOOKs.
    """
    touched, note = touched_last(cut), None
    if touched is None and not books:
        return Carried({}, {})
    ground = read_picture(staged / SECOND_PASS)
    seen = painting(ground)
    height, width = seen.shape[:2]
    files: dict[str, tuple[str, bytes]] = {}
    fields: dict[str, object] = {}
    if touched is not None:
        touch_up = painting(read_picture(touched.files["touch_up"][0]))
        if touch_up.shape[:2] == (height, width):
            seen = with_books(seen, [("touch-up", touch_up)])
            files["touch_up"] = (TOUCH_UP, read_bytes(touched.files["touch_up"][0]))
            fields = {"touch_up_of": touched.number, "hand_share": touched.hand_share}
            if touch_up[:, :, 3].any() and (under := touched.models_told):
                fields["touch_up_models"] = under
        else:
            was = f"{touch_up.shape[1]} x {touch_up.shape[0]}"
            note = f"the touch-up of {touched.number} is not carried over: it is {was} px, the painting {width} x {height}"
    if files or books:
        above = [(name, painting(read_picture(staged / f"{name}.png"))) for name in books]
        files["picture"] = (PICTURE, png_bytes(with_books(seen, above), ground.icc))
    return Carried(files, fields, note)
