"""The commands of a film: boards and cuts in, cuts painted, checked and approved. Each is one call into the rooms below."""

from __future__ import annotations

from pathlib import Path

import click

from underpaint.cli_output import note, progress_lines

_PATH = click.Path(path_type=Path)
_film = click.argument("film", type=_PATH, metavar="FILM")
_cut = click.argument("cut", metavar="CUT")


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


@click.command(short_help="Paint the film's cuts.")
@_film
@click.argument("cuts", nargs=-1, metavar="[CUT]...")
@click.option("--pass", "which", type=click.Choice(["rough", "both"]), default="both", show_default=True,
              help="Only roughs to choose from, or the whole painting.")  # fmt: skip
@click.option("--variants", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
              help="How many roughs of each cut; with --pass rough.")  # fmt: skip
@click.option("--at-once", type=click.IntRange(1, 256), metavar="N",
              help="Cuts painted at the same time; one for every processor core unless told.")  # fmt: skip
def paint(film: Path, cuts: tuple[str, ...], which: str, variants: int, at_once: int | None) -> None:
    """Paint the cuts that need it, or those you name.

    A cut is painted again only when its layout, its boards or the picked rough have changed. Stop it with Ctrl-C and
    start it again as you like: what is painted stays.
    """
    if variants > 1 and which != "rough":
        raise click.UsageError("--variants goes with --pass rough; pick one of them, then paint the cut")

    from underpaint.errors import InputError
    from underpaint.farm.paint_film import paint_film
    from underpaint.film.film import Film
    from underpaint.formats.user_folders import cache_folder

    with progress_lines() as progress:
        outcome = paint_film(
            Film.open(film),
            cuts,
            only_rough=which == "rough",
            variants=variants,
            at_once=at_once,
            cache=cache_folder(),
            progress=progress,
            say=click.echo,
            warn=note,
        )
    for number, why in outcome.left.items():
        note(f"{number} {why}")
    click.echo(
        f"{len(outcome.painted)} cuts painted in {outcome.machine_seconds:.1f} machine seconds, "
        f"{len(outcome.unchanged)} unchanged, {len(outcome.left)} left alone"
    )
    if outcome.failed:
        raise InputError("not painted: " + "; ".join(f"{number}: {why}" for number, why in outcome.failed.items()))


@click.command(short_help="Choose the rough that a cut is painted from.")
@_film
@_cut
@click.argument("take", metavar="TAKE")
def pick(film: Path, cut: str, take: str) -> None:
    """Choose a rough, such as T03: the painting keeps its composition."""
    from underpaint.film.check import pick as run
    from underpaint.film.film import Film

    picked = run(Film.open(film), cut, take)
    click.echo(f"{picked.cut} {picked.number} is picked; paint it with: underpaint paint {film} {picked.cut}")


@click.command(short_help="Paint one place of a cut anew.")
@_film
@_cut
@click.option("--mask", type=_PATH, required=True, metavar="MASK", help="White where new paint goes; of the painting's size.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, metavar="N",
              help="Another one, another painting.")  # fmt: skip
def repaint(film: Path, cut: str, mask: Path, seed: int) -> None:
    """Paint a place of the newest painting anew, as a take of its own; everything around it stays as it is.

    The touch-up stays above it. If the one before was better: underpaint go-back.
    """
    from underpaint.farm.repaint import read_mask, repaint_place
    from underpaint.film.film import Film
    from underpaint.formats.user_folders import cache_folder

    with progress_lines() as progress:
        take = repaint_place(
            Film.open(film),
            cut,
            read_mask(mask),
            seed=seed,
            cache=cache_folder(),
            progress=lambda stage, done: progress and progress(cut, stage, done),
            warn=note,
        )
    click.echo(f"{take.cut} {take.number}  {take.picture}")


@click.command("go-back", short_help="Make an earlier painting of a cut the newest again.")
@_film
@_cut
@click.argument("take", metavar="TAKE")
def go_back(film: Path, cut: str, take: str) -> None:
    """Make an earlier painting, such as T03, the newest take again. Nothing is taken away."""
    from underpaint.farm.repaint import go_back as run
    from underpaint.film.film import Film

    again = run(Film.open(film), cut, take, note)
    click.echo(f"{again.cut} {again.number}  as {again.fields['back_to']} was")


@click.command(short_help="Write the artist's layered file of a cut.")
@_film
@_cut
@click.option("--ora", is_flag=True, help="OpenRaster for Krita, MyPaint and GIMP; a Photoshop file unless told.")
def work(film: Path, cut: str, ora: bool) -> None:
    """Write the newest painting in layers, with an empty one on top to paint in, and the touch-up handed in before.

    A file that somebody changed is never written over.
    """
    from underpaint.farm.work_file import write_work_file
    from underpaint.film.film import Film

    click.echo(write_work_file(Film.open(film), cut, ".ora" if ora else ".psd", note))


@click.command("hand-in", short_help="Take a painted-over file back as a take.")
@_film
@_cut
@click.argument("file", type=_PATH, metavar="FILE")
@click.option("--by", required=True, metavar="PERSON", help="Who painted on it.")
@click.option("--minutes", type=click.FloatRange(0), default=0, metavar="N", help="How long it took.")
def hand_in(film: Path, cut: str, file: Path, by: str, minutes: float) -> None:
    """Take the artist's file as a new take: what a person painted is found and kept apart from the machine's paint."""
    from underpaint.farm.work_file import hand_in as run
    from underpaint.film.film import Film

    handed = run(Film.open(film), cut, file, by, minutes)
    take = handed.take
    if not take.request:
        note(f"{file.name} was not written by this film, so its origin is unknown; it cannot be Done")
    changed = f"; changed layers: {', '.join(handed.layers)}" if handed.layers else ""
    click.echo(f"{take.cut} {take.number}  {take.hand_share:.1%} of the picture by hand{changed}")


@click.command(short_help="See where the cuts stand, or hand one over.")
@_film
@click.argument("cuts", nargs=-1, metavar="[CUT]...")
def check(film: Path, cuts: tuple[str, ...]) -> None:
    """Hand the newest take of a CUT to the art director (WFA); without a CUT, list where every cut stands."""
    from underpaint.film.check import hand_over, overview
    from underpaint.film.film import Film

    for number in cuts:
        take = hand_over(Film.open(film), number)
        click.echo(f"{take.cut} {take.number} WFA  {take.picture}")
    if not cuts:
        for line in overview(Film.open(film)):
            click.echo(line)


@click.command(short_help="Send a cut back, with a note.")
@_film
@_cut
@click.option("--note", "text", required=True, metavar="TEXT", help="What to change.")
@click.option("--by", metavar="PERSON", help="Who says so.")
def retake(film: Path, cut: str, text: str, by: str | None) -> None:
    """Send a cut back: it is a Retake, numbered R1, R2 and on, with a note for the artist."""
    from underpaint.film.check import retake as run
    from underpaint.film.film import Film

    take, count = run(Film.open(film), cut, text, by)
    click.echo(f"{take.cut} {take.number} Retake R{count}")


@click.command(short_help="Approve a cut: Done.")
@_film
@_cut
@click.option("--by", required=True, metavar="PERSON", help="Who approves: somebody with that role on the film.")
def approve(film: Path, cut: str, by: str) -> None:
    """Approve a cut that waits for it. Pictures of unknown origin, and boards without rights, cannot be Done."""
    from datetime import date

    from underpaint.film.check import approve as run
    from underpaint.film.film import Film

    take = run(Film.open(film), cut, by, date.today())
    click.echo(f"{take.cut} {take.number} Done")


@click.command(short_help="Read everything again and name what is damaged.")
@_film
def verify(film: Path) -> None:
    """Hash every take, every kept input and the journal again, and name what is wrong."""
    from underpaint.errors import InputError
    from underpaint.film.film import Film
    from underpaint.film.verify import verify as run

    found = run(Film.open(film))
    for line in found.notes:
        note(line)
    for line in found.wrong:
        click.echo(line)
    if found.wrong:
        raise InputError(f"{film}: {len(found.wrong)} things are wrong; they are listed above")
    click.echo(f"{film}: {found.takes} takes, all as they were recorded")


@click.group(short_help="A painter's consent.")
def consent() -> None:
    """What painters agreed to."""


@consent.command("withdraw", short_help="A painter takes consent for a board back.")
@_film
@click.argument("board", metavar="BOARD")
@click.option("--note", "text", default="", metavar="TEXT", help="Why, or what was said.")
@click.option("--by", metavar="NAME", help="Who asked for it.")
def consent_withdraw(film: Path, board: str, text: str, by: str | None) -> None:
    """Write down that consent for BOARD was taken back, and list every cut and delivery that holds its paint.

    None of these cuts is Done any more.
    """
    from underpaint.film.consent import withdraw
    from underpaint.film.film import Film

    held = withdraw(Film.open(film), board, text, by)
    for each in held:
        takes = ", ".join(f"{number} {share:.1%}" for number, share in each.takes.items())
        click.echo(f"{each.cut}  {takes}{'  is no longer Done' if each.was_done else ''}")
        for name in each.delivered:
            click.echo(f"      delivered: {name}")
    click.echo(f"{len(held)} {'cut holds' if len(held) == 1 else 'cuts hold'} paint of board {board}")


film_commands = (new, board, cut, paint, pick, repaint, go_back, work, hand_in, check, retake, approve, verify, consent)
