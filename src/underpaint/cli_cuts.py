"""The commands of a cut's way: painted, picked, mended, handed in, checked. Each is one call into the rooms below."""

from __future__ import annotations

from pathlib import Path

import click

from underpaint.cli_models import film_way_of, model_options
from underpaint.cli_output import note, progress_lines
from underpaint.counted import counted

_PATH = click.Path(path_type=Path)
_film = click.argument("film", type=_PATH, metavar="FILM")
_cut = click.argument("cut", metavar="CUT")


@click.command(short_help="Paint the film's cuts.")
@_film
@click.argument("cuts", nargs=-1, metavar="[CUT]...")
@click.option("--pass", "which", type=click.Choice(["rough", "both"]), default="both", show_default=True,
              help="Only roughs to choose from, or the whole painting.")  # fmt: skip
@click.option("--variants", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
              help="How many roughs of each cut; with --pass rough.")  # fmt: skip
@click.option("--at-once", type=click.IntRange(1, 256), metavar="N",
              help="Cuts painted at the same time; one for every processor core unless told, but one with a trained model.")  # fmt: skip
@model_options()
def paint(film: Path, cuts: tuple[str, ...], which: str, variants: int, at_once: int | None, **way: object) -> None:
    """Paint the cuts that need it, or those you name.

    A cut is painted again only when its layout, its boards or the picked rough have changed. Stop it with Ctrl-C and
    start it again as you like: what is painted stays.

    A trained model needs a card in the film (underpaint model add) before anything that it had a part in can be Done.
    """
    if variants > 1 and which != "rough":
        raise click.UsageError("--variants goes with --pass rough; pick one of them, then paint the cut")

    from underpaint.errors import InputError
    from underpaint.farm.paint_film import paint_film
    from underpaint.film.film import Film
    from underpaint.formats.user_folders import cache_folder

    opened = Film.open(film)
    with progress_lines() as progress:
        outcome = paint_film(
            opened,
            cuts,
            model=film_way_of(opened, way),
            only_rough=which == "rough",
            variants=variants,
            at_once=at_once,
            cache=cache_folder(),
            progress=progress,
            say=click.echo,
            meanwhile=note,
            warn=note,
        )
    for number, why in outcome.left.items():
        note(f"{number} {why}")
    click.echo(
        f"{counted(len(outcome.painted), 'cut')} painted in {outcome.machine_seconds:.1f} machine seconds, "
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
@model_options(None, "what painted the cut")
def repaint(film: Path, cut: str, mask: Path, seed: int, **way: object) -> None:
    """Paint a place of the newest painting anew, as a take of its own; everything around it stays as it is.

    It is painted by what painted the cut, the boards or a trained model, unless
    --engine says which. The touch-up stays above it. If the one before was better: underpaint go-back.
    """
    from underpaint.farm.repaint import read_mask, repaint_place
    from underpaint.film.film import Film
    from underpaint.formats.user_folders import cache_folder

    opened = Film.open(film)
    from_boards = way["engine"] == "exemplar"
    with progress_lines() as progress:
        take = repaint_place(
            opened,
            cut,
            read_mask(mask),
            seed=seed,
            model=film_way_of(opened, way),
            from_boards=from_boards,
            cache=cache_folder(),
            progress=lambda stage, done: progress and progress(cut, stage, done),
            meanwhile=note,
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
    """Approve a cut that waits for it. Pictures of unknown origin, boards without rights, and models without a card cannot be Done."""
    from datetime import date

    from underpaint.film.check import approve as run
    from underpaint.film.film import Film

    take = run(Film.open(film), cut, by, date.today())
    click.echo(f"{take.cut} {take.number} Done")


cut_commands = (paint, pick, repaint, go_back, work, hand_in, check, retake, approve)
