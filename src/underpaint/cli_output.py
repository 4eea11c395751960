"""What the program says beside its results: notes, complaints, and bars on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None] | None]:
    """A bar on a terminal, nothing in a log; loaded only where it shows, as it costs more than a small picture."""
    if not sys.stderr.isatty():
        yield None
        return
    with _bars() as bars:
        task = bars.add_task("reading", total=1.0)
        yield lambda stage, done: bars.update(task, description=stage, completed=done)


@contextmanager
def progress_lines() -> Iterator[Callable[[str, str, float], None] | None]:
    """As progress_bar, with a line for each cut that is being painted."""
    if not sys.stderr.isatty():
        yield None
        return
    with _bars() as bars:
        lines: dict[str, int] = {}

        def show(cut: str, stage: str, done: float) -> None:
            if cut not in lines:
                lines[cut] = bars.add_task(cut, total=1.0)
            bars.update(lines[cut], description=f"{cut} {stage}", completed=done)

        yield show


def _bars():
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:>16}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def note(message: str) -> None:
    complain(f"note: {message}")


def complain(message: str) -> None:
    click.echo(f"underpaint: {' '.join(message.split())}", err=True)
