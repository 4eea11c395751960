"""The command that opens the page where the work happens."""

from __future__ import annotations

from pathlib import Path

import click

from underpaint.cli_output import note


@click.command(short_help="Open the film in your browser: label, paint, look, check, deliver.")
@click.argument("film", type=click.Path(path_type=Path), metavar="FILM")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Any free one unless told.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Another address of this machine, so that others can open the page too; needs --token.")  # fmt: skip
@click.option("--token", metavar="SECRET", help="The secret in the page's address; a new one each time unless told.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def desk(film: Path, port: int, host: str, token: str | None, no_browser: bool) -> None:
    """Open FILM as a page in your browser, served by this machine and for this machine alone. Ctrl-C closes it.

    All that is done there can also be done with the other commands; both may be used at the same time.
    """
    from underpaint.desk.serve import serve

    serve(film, port=port, host=host, token=token, open_browser=not no_browser, say=click.echo, warn=note)
