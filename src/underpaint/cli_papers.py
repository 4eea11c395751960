"""The commands of a film's papers: what holds, who agreed, who made it, and what goes out. Each is one call into the rooms below."""

from __future__ import annotations

from pathlib import Path

import click

from underpaint.cli_output import note

_PATH = click.Path(path_type=Path)
_film = click.argument("film", type=_PATH, metavar="FILM")
_cuts = click.argument("cuts", nargs=-1, metavar="[CUT]...")


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
    from underpaint.film.styles import trained_on

    held = withdraw(Film.open(film), board, text, by)
    for each in held:
        takes = ", ".join(
            f"{number} {'shown to a model' if share is None else f'{share:.1%}'}" for number, share in each.takes.items()
        )
        click.echo(f"{each.cut}  {takes}{'  is no longer Done' if each.was_done else ''}")
        for name in each.delivered:
            click.echo(f"      delivered: {name}")
    for style in trained_on(Film.open(film), board):
        click.echo(f"style {style} was trained on it, and can no longer be used")
    click.echo(f"{len(held)} {'cut needs' if len(held) == 1 else 'cuts need'} the consent for board {board}")


@click.command(short_help="Who made the backgrounds, and how much of them.")
@_film
@_cuts
@click.option("--csv", "table", type=_PATH, metavar="OUT.csv", help="Also write them as a table for a spreadsheet.")
@click.option("--json", "record", type=_PATH, metavar="OUT.json", help="Also write them as a record for programs.")
@click.option("--card", type=_PATH, metavar="OUT.png",
              help="Also write them as a title card, the size of the film's frame.")  # fmt: skip
@click.pass_context
def credits(context: click.Context, film: Path, cuts: tuple[str, ...], **outputs: Path | None) -> None:
    """Print who made the backgrounds of FILM, or of its CUTs, and how much of them, exact to the pixel.

    A pixel is the board painter's whose paint it holds, or the person's who changed it by hand. Cuts count by the time that
    they are on the screen; the table and the record also have the shares by pixels. A cut of unknown origin is named as such,
    and the exit code is then 1.
    """
    from underpaint.farm.film_papers import write_credits
    from underpaint.film.film import Film

    page, known = write_credits(Film.open(film), cuts, warn=note, **outputs)
    click.echo(page, nl=False)
    context.exit(0 if known else 1)


@click.command(short_help="Write layered files, pictures, strips and credits.")
@_film
@_cuts
@click.option("--flat", type=click.Choice(["png", "tif", "exr"]), default="png", show_default=True,
              help="The flat picture: PNG, 16-bit TIFF, or scene-linear half-float EXR.")  # fmt: skip
@click.option("--certificate", type=_PATH, metavar="CHAIN.pem",
              help="The studio's certificate, to sign with; your own local one, which nobody else trusts, unless told.")  # fmt: skip
@click.option("--key", type=_PATH, metavar="KEY.pem", help="The key of that certificate.")
def deliver(film: Path, cuts: tuple[str, ...], flat: str, **signing: Path | None) -> None:
    """Write every cut that is Done, or those named, to the film's delivery folder.

    Each cut gets a layered file (PSD), a flat picture and a strip that shows how it was made and by whom, each signed with
    Content Credentials; the whole film also gets a contact sheet and its credits. A delivered file that somebody changed
    since is never written over.
    """
    from datetime import date

    from underpaint.farm.deliver import deliver as run
    from underpaint.film.film import Film

    run(Film.open(film), cuts, flat=f".{flat}", today=date.today(), **signing, say=click.echo, warn=note)


@click.command(short_help="End the production, with a signed receipt.")
@_film
@click.option("--yes", is_flag=True, help="Do it; without this, it is only listed.")
@click.option("--certificate", type=_PATH, metavar="CHAIN.pem",
              help="The studio's certificate, to sign the receipt with; your own local one unless told.")  # fmt: skip
@click.option("--key", type=_PATH, metavar="KEY.pem", help="The key of that certificate.")
@click.option("--check", "receipt", type=_PATH, metavar="RECEIPT",
              help="Instead, read a receipt back: who signed it, and whether it holds for FILM.")  # fmt: skip
@click.option("--trust", type=_PATH, metavar="ANCHORS.pem",
              help="With --check: certificates that you trust; your own local one is always known.")  # fmt: skip
@click.pass_context
def wrap(
    context: click.Context,
    film: Path,
    yes: bool,
    receipt: Path | None,
    trust: Path | None,
    **signing: Path | None,
) -> None:
    """End the production of FILM. What that does is listed first; add --yes to do it.

    Written to FILM/wrap: which take was painted from which boards, and how much of it (JSON and CSV), a list of what is
    deleted, and a signed receipt. Deleted: what models learnt in styles, the boards' indexes, pictures that the page keeps,
    and what stopped runs left half-made; nothing that a person made. After it, nothing of the film is painted any more.
    """
    if receipt is not None and (yes or any(signing.values())):
        raise click.UsageError("--check reads a receipt back and does nothing else; leave the other options away")
    if trust is not None and receipt is None:
        raise click.UsageError("--trust goes with --check")

    from underpaint.farm import wrap as end
    from underpaint.farm.signing import receipt_signer
    from underpaint.film.film import Film
    from underpaint.formats.certificates import read_anchors
    from underpaint.formats.user_folders import cache_folder

    opened = Film.open(film)
    if receipt is not None:
        lines, fine = end.check_receipt(opened, receipt, read_anchors(trust) if trust else None)
        click.echo("\n".join(lines))
        context.exit(0 if fine else 1)
    click.echo("\n".join(end.plan(opened, cache_folder()).lines(opened)))
    if yes:
        end.wrap(opened, cache_folder(), receipt_signer(**signing, warn=note), click.echo)
    else:
        click.echo(f"nothing is done yet; do it with: underpaint wrap {film} --yes")


paper_commands = (verify, consent, credits, deliver, wrap)
