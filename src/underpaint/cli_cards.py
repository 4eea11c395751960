"""The commands of trained models' cards. Each is one call into the rooms below."""

from __future__ import annotations

from pathlib import Path

import click

from underpaint.counted import counted

_PATH = click.Path(path_type=Path)
_film = click.argument("film", type=_PATH, metavar="FILM")


@click.group(short_help="Trained models and their cards.")
def model() -> None:
    """The cards of trained models: without one, a model can make roughs, but nothing that it had a part in can be Done."""


@model.command("add", short_help="Write the card of a trained model.")
@_film
@click.argument("source", type=_PATH, metavar="DIR|FILE")
@click.option("--name", required=True, metavar="NAME", help="The name that its maker gave it.")
@click.option("--maker", required=True, metavar="NAME", help="Who made it.")
@click.option("--licence", required=True, metavar="WORDS", help="Under which licence you use it.")
@click.option("--trained-on", required=True, metavar="WORDS",
              help="What it was trained on, as far as its maker says; if the maker says nothing, write that.")  # fmt: skip
@click.option("--version", default="", metavar="VERSION", help="Its version; the beginning of its files' hash unless told.")
@click.option("--board", "boards", multiple=True, metavar="NAME", help="A board of the film that it learned from; once for each.")
@click.option("--checkpoint", is_flag=True, help="FILE is one that a ComfyUI server loads: only its hash is taken.")
def model_add(film: Path, source: Path, boards: tuple[str, ...], **told: object) -> None:
    """Write the card of a model, ControlNet, LoRA or IP-Adapter: who made it, its licence, what it was trained on, and the hash of every
    file. The model stays where it is. If a file of it changes, it is another model and needs another card.
    """
    from underpaint.film.film import Film
    from underpaint.film.models import add_model

    opened = Film.open(film)
    opened.require_writable()
    for name in boards:
        opened.board(name)
    card = add_model(opened.models_folder, opened.models, source, boards=boards, **told)
    click.echo(f"{card.part} {card.label}  {counted(len(card.files), 'file')}  {card.record.path}")


@model.command("list", short_help="List the cards.")
@_film
def model_list(film: Path) -> None:
    """List the cards of FILM's models. Whether their files are still those of the card is told by underpaint verify."""
    from underpaint.film.film import Film

    cards = Film.open(film).models.values()
    for card in cards:
        click.echo(f"{card.part} {card.label}  sha256 {card.sha256[:16]}, {counted(len(card.files), 'file')} in {card.folder}")
        for what, words in (("maker", card.maker), ("licence", card.licence), ("trained on", card.trained_on)):
            click.echo(f"  {what:10} {words or '(the card does not say)'}")
        if card.boards:
            click.echo(f"  {'and on':10} boards {', '.join(card.boards)}")
    if not cards:
        click.echo(f"no model has a card in {film}; write one with: underpaint model add")


card_commands = (model,)
