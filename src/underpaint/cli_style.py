"""The commands of styles: what a trained model learns from the film's own boards. Each is one call into the rooms below."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from underpaint.cli_output import note, progress_bar


@click.command("train-style", short_help="Teach a model the style of the film's own boards.")
@click.argument("film", type=click.Path(path_type=Path), metavar="FILM")
@click.option("--model", required=True, metavar="NAME", help="The model to train it over, by the name on its card in the film.")
@click.option("-o", "--name", required=True, metavar="STYLE", help="What the style is called.")
@click.option("--steps", type=click.IntRange(1, 100_000), default=1000, show_default=True, metavar="N",
              help="How long it learns. More: nearer to the boards; too many, and it repeats their pictures.")  # fmt: skip
@click.option("--rank", type=click.IntRange(1, 256), default=16, show_default=True, metavar="N",
              help="How much it can take in. More: finer habits of the brush, a larger file.")  # fmt: skip
@click.option("--hold-out", metavar="BOARD",
              help="The board to judge the style by, which it is not trained on; the seed chooses one unless told.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True, metavar="N",
              help="The same number on the same machine gives the same style again.")  # fmt: skip
def train_style(film: Path, name: str, **named: object) -> None:
    """Teach a model the style of the boards of FILM, as a small file that is laid over it when it paints (a LoRA).

    Only boards whose painters agreed, and whose rights last, are used; the others are named. Whoever painted them is named in
    the credits of every picture painted in the style. Ctrl-C stops it; the same command goes on from there.
    """
    from underpaint.farm.train_style import train_style as run
    from underpaint.film.film import Film

    try:
        with progress_bar() as progress:
            style = run(Film.open(film), name, today=date.today(), progress=progress, say=click.echo, warn=note, **named)
    except KeyboardInterrupt:
        note("the same command goes on from what was kept, a minute back at most")
        raise
    click.echo("\n".join(style.lines()))


style_commands = (train_style,)
