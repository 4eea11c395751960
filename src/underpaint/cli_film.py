"""The commands of a film: boards and cuts put into it. Each is one call into the rooms below."""

from __future__ import annotations

from pathlib import Path

import click

from underpaint.cli_output import note

_PATH = click.Path(path_type=Path)
_film = click.argument("film", type=_PATH, metavar="FILM")


@click.command(short_help="Begin a film.")
@click.argument("film", type=_PATH, metavar="FILM")
@click.option("--title", default="", metavar="TITLE", help="The film's title; the folder's name unless told.")
@click.option("--frame", default="1920x1080", show_default=True, metavar="WxH", help="The film's frame in px.")
@click.option(
    "--fps", type=click.IntRange(1, 240), default=24, show_default=True, metavar="N", help="Frames per second."
)
@click.option("--dpi", type=click.IntRange(1, 4800), default=192, show_default=True, metavar="N",
              help="At which layouts are scanned.")  # fmt: skip
@click.option("--gpl", "palette", type=_PATH, metavar="PALETTE",
              help="The film's palette of materials (GIMP, Krita, Inkscape).")  # fmt: skip
@click.option("--person", "people", type=(str, str), multiple=True, metavar="NAME ROLE",
              help='Who works on it and as what; once for everybody. The "art director" approves.')  # fmt: skip
def new(film: Path, **named: object) -> None:
    """Make the folder FILM, which holds everything of one film: boards, cuts, takes, and what was said of them."""
    from underpaint.film.film import new_film

    made = new_film(film, **named)
    click.echo(f"{film}  {made.title}")


@click.group(short_help="The film's boards.")
def board() -> None:
    """The boards of a film: finished paintings with their material maps."""


@board.command("add", short_help="Put a board into the film.")
@_film
@click.argument("source", type=click.Path(path_type=Path, exists=True), metavar="PAINTING|FOLDER")
@click.option(
    "--name", default="", metavar="NAME", help="What the board is called; the file's or folder's name unless told."
)
@click.option("--map", "materials", type=_PATH, metavar="MAP", help="The painting's material map; without it, scribble one on the desk.")
@click.option("--painter", metavar="NAME", help="Who painted it, as the credits will say.")
@click.option("--place", metavar="PLACE")
@click.option("--time", metavar="HOUR", help="Such as noon or dusk.")
@click.option("--season", metavar="SEASON")
@click.option("--weather", metavar="WEATHER")
@click.option("--owner", metavar="NAME", help="Who owns the painting.")
@click.option(
    "--consent", metavar="WORDS", help="What the painter agreed to. Without it, no cut with its paint can be Done."
)
@click.option(
    "--valid-until", metavar="DAY", help="The last day of the rights, such as 2027-03-31; no end unless told."
)
def board_add(
    film: Path, source: Path, name: str, materials: Path | None, owner: str, consent: str, valid_until: str, **told: str
) -> None:
    """Copy a board into the film: a painting with its --map, or a folder with painting.png and materials.png.

    One without a map waits for it: scribble it on the board's page of the desk.

    A folder of such folders adds them all. A board.toml in a folder is kept.
    """
    from underpaint.film.adding import add_boards
    from underpaint.film.film import Film

    rights = {"owner": owner, "consent": consent, "valid_until": valid_until}
    for added in add_boards(Film.open(film), source, name, materials, told, rights):
        waits = Film.open(film).board(added).map_or_none is None
        click.echo(f"board {added}{', without a material map yet: scribble it on the desk' if waits else ''}")


@click.group(short_help="The film's cuts.")
def cut() -> None:
    """The cuts of a film: layouts to be painted."""


@cut.command("add", short_help="Put a cut into the film.")
@_film
@click.argument("source", metavar="CUT|FOLDER")
@click.option("--layout", type=_PATH, metavar="LAYOUT", help="The pencil drawing.")
@click.option("--map", "materials", type=_PATH, metavar="MAP", help="The layout's material map (see underpaint label).")
@click.option("--place", metavar="PLACE")
@click.option("--time", metavar="HOUR", help="Such as noon or dusk.")
@click.option("--weather", metavar="WEATHER")
@click.option("--light", metavar="LIGHT", help="Where the light comes from.")
@click.option("--length", metavar="SS+FF", help="Seconds and frames, such as 5+12.")
@click.option("--board", "boards", multiple=True, metavar="NAME", help="A board to paint from; once for each.")
@click.option("--layout-by", metavar="NAME", help="Who drew the layout, as the credits will say.")
@click.option("--background", metavar="CUT", help="The cut whose background this one shares; it is not painted itself.")
@click.option("--geometry", metavar="CUT",
              help="The cut of the same layout in another season or hour whose approved take this one follows, stroke for "
                   "stroke, in its own board's paint.")  # fmt: skip
@click.option("--book", metavar="BOOK1", help="Give the cut a BOOK above its BG, with the --layout, --map and --board of its own; "
              "the map is transparent where the BOOK is clear.")  # fmt: skip
def cut_add(
    film: Path,
    source: str,
    layout: Path | None,
    materials: Path | None,
    boards: tuple[str, ...],
    book: str | None,
    **told: str,
) -> None:
    """Copy a cut into the film: a number such as C012 with its files, or a folder with layout.png and materials.png.

    A folder of such folders adds them all. A cut that is there already gets what it lacks.
    """
    if book is not None and any(told.values()):
        raise click.UsageError("--book goes with --layout, --map and --board; say the rest of the cut without it")

    from underpaint.farm.books import add_book
    from underpaint.film.adding import add_cuts
    from underpaint.film.film import Film

    if book is not None:
        added_book = add_book(Film.open(film), source, book, layout, materials, boards)
        click.echo(f"{source}  {added_book.name}  new")
        return
    added = add_cuts(Film.open(film), source, layout, materials, {**told, "boards": list(boards)})
    for number, is_new in added.items():
        click.echo(f"{number}  {'new' if is_new else 'was there; has what you gave now'}")


@cut.command("tune", short_help="Say how a material is painted.")
@_film
@click.argument("cut_number", metavar="CUT|all")
@click.argument("material", metavar="MATERIAL")
@click.option("--lines", type=click.FloatRange(0, 3), metavar="N",
              help="Weight of drawn lines. More than 1: bolder, truer lines; less: fainter ones, and calmer paint around them.")  # fmt: skip
@click.option("--strokes", type=click.FloatRange(0.5, 1.5), metavar="N",
              help="Size of strokes beside the board's: 0.5, 0.75, 1, 1.25 or 1.5. More: broader strokes, a little softer; "
                   "less: finer ones, busier.")  # fmt: skip
@click.option("--evenness", type=click.FloatRange(0, 4), metavar="N",
              help="More than 1: richer, less repeated, but strokes break more often; less: longer strokes that come again.")  # fmt: skip
@click.option("--smooth", type=click.FloatRange(0, 1), metavar="N",
              help="How much of what changes from place to place, as a sky does, is laid smoothly under the strokes. "
                   "0: whole patches of the board as they are.")  # fmt: skip
@click.option("--as-found", is_flag=True, help="Take back what was told of it.")
def cut_tune(film: Path, cut_number: str, material: str, as_found: bool, **settings: float | None) -> None:
    """Say how MATERIAL is painted on CUT, or on all cuts of the film.

    1 is as the program paints it by itself. What a cut says of a material goes before what the film says. The cut is
    painted again by the next underpaint paint.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    if as_found == bool(given):
        raise click.UsageError("give --lines, --strokes, --evenness or --smooth, or --as-found to take back what was told")

    from underpaint.film.film import Film
    from underpaint.film.tuning import tune

    number = None if cut_number == "all" else cut_number
    made = tune(Film.open(film), number, material, dict.fromkeys(settings) if as_found else given)
    told = ", ".join(f"{name} {value:g}" for name, value in made.told().items()) or "as found"
    click.echo(f"{number or 'all cuts'}  {material}: {told}")


@cut.command("import", short_help="Take the cuts of an OpenTimelineIO, EDL or CSV list.")
@_film
@click.argument("cut_list", type=_PATH, metavar="LIST")
def cut_import(film: Path, cut_list: Path) -> None:
    """Add the cuts of an editorial list (.otio, .edl) or a table (.csv); those that are there get its lengths."""
    from underpaint.film.cut_list import import_cuts
    from underpaint.film.film import Film

    imported = import_cuts(Film.open(film), cut_list, note)
    click.echo(f"{len(imported.new)} new: {' '.join(imported.new) or '-'}; {len(imported.known)} were there")


film_commands = (new, board, cut)
