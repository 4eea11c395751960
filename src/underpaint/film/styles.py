"""The styles of a film: found, held while they are trained, and used only while their boards allow it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

from underpaint.errors import InputError
from underpaint.film.film import Film
from underpaint.film.lease import Lease, lease
from underpaint.film.style_record import Style

TRAINING = ".training-"
"""What the folder of a training that is not finished begins with; the style's name follows."""


def film_style(film: Film, name: str) -> Style:
    """The style of this name. Raises InputError, naming those there are."""
    if name in film.styles:
        return film.styles[name]
    raise InputError(f"{film.folder}: no style {name[:80]!r}; its styles: {', '.join(film.styles) or 'none yet'}")


def style_boards(film: Film, name: str) -> Mapping[str, str]:
    """The painters of the boards that a style was trained on, by board: whose paintings the model was fine-tuned on."""
    return film_style(film, name).painters


def trained_on(film: Film, board: str) -> list[str]:
    """Names of the styles that a board was used for. Raises InputError where a record cannot be used."""
    return [style.name for style in film.styles.values() if board in style.boards]


def hold_style(film: Film, name: str) -> AbstractContextManager[Lease]:
    """Hold the lease of a style that is trained. Raises Held, naming the holder, where another program trains it."""
    return lease(film.styles_folder / f".{name}-lease", f"style {name}")
