"""Letters on pictures: a font that has every letter of a text, and no empty boxes where there is none.

Pillow's built-in font has little more than ASCII, and none comes with the program: names in other letters are drawn in a
font of the machine. Looked for are the free ones (Noto, IPAex, DejaVu) and those that come with the system.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from PIL import ImageFont

# From the plainest to those with the most letters; Japanese before other Han fonts, whose letters have other shapes.
_FONTS = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "segoeui.ttf",
    "HelveticaNeue.ttc",
    "ipaexg.ttf",
    "NotoSansJP-Regular.ttf",
    "NotoSansJP-Regular.otf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKjp-Regular.otf",
    "YuGothM.ttc",
    "meiryo.ttc",
    "msgothic.ttc",
    "ヒラギノ角ゴシック W3.ttc",
    "Hiragino Sans GB.ttc",
    "Arial Unicode.ttf",
)
_PROBE = 48  # px; large enough that a letter shaped like a box, as Japanese has one, is told from the box
_NO_LETTER = "\U0010fffe"  # never a letter: every font draws its box for it


@dataclass(frozen=True)
class Lettering:
    """font: of the size asked for. missing: letters that no font here has, in order; `spelled` shows them by number."""

    font: ImageFont.FreeTypeFont
    missing: tuple[str, ...]

    def sized(self, size: int) -> Lettering:
        """The same font, `size` px high."""
        return replace(self, font=self.font.font_variant(size=size))

    def spelled(self, text: str) -> str:
        """The text on one line, each missing letter as its Unicode number in braces."""
        plain = (" " if letter.isspace() else letter for letter in text)
        return "".join(f"{{{ord(letter):X}}}" if letter in self.missing else letter for letter in plain)

    def note(self) -> str | None:
        """What to tell the person, in one line; None where every letter is there."""
        if not self.missing:
            return None
        shown = "".join(self.missing[:20])
        return (
            f"no font on this machine has {shown!r}; drawn as Unicode numbers in braces. "
            "Install a free one that has them, such as IPAex Gothic or Noto Sans CJK"
        )


def lettering(texts: Iterable[str], size: int) -> Lettering:
    """One font, `size` px high, for all the texts: the first that has all their letters, else the one that lacks fewest."""
    letters = dict.fromkeys(letter for text in texts for letter in text if not letter.isspace())
    best = _letters_of(ImageFont.load_default(_PROBE), letters)
    for name in _FONTS:
        if not best.missing:
            break
        if _on_this_machine(name):
            other = _letters_of(ImageFont.truetype(name, _PROBE), letters)
            best = min(best, other, key=lambda font: len(font.missing))
    return best.sized(size)


@cache
def _on_this_machine(name: str) -> bool:
    try:
        ImageFont.truetype(name, _PROBE)
    except OSError:
        return False
    return True


def _letters_of(font: ImageFont.FreeTypeFont, letters: Iterable[str]) -> Lettering:
    box = _drawn(font, _NO_LETTER)
    return Lettering(font, tuple(letter for letter in letters if _drawn(font, letter) == box))


def _drawn(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
