"""Every command of the program and every option of it stands on a page of the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from underpaint.cli import commands

PAGES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "docs").glob("*.md"))]


def every(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from every(inner, (*words, name))
    else:
        yield " ".join(words), command


COMMANDS = dict(every(commands))


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_and_its_options_are_on_one_page(words):
    named = [page for page in PAGES if re.search(rf"underpaint {words}\b", page)]
    assert named, f"no page says: underpaint {words}"
    for option in COMMANDS[words].params:
        if isinstance(option, click.Option):
            says = re.compile(rf"(?<![-\w]){re.escape(option.opts[0])}(?![-\w])")
            assert any(says.search(page) for page in named), f"no page of {words} says {option.opts[0]}"


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_says_in_a_line_what_it_does_and_its_options_too(words):
    command = COMMANDS[words]
    assert command.short_help and command.help and command.short_help.endswith(".")
    for option in command.params:
        if isinstance(option, click.Option) and option.help is not None:
            assert option.help[0].isupper() or option.help[0] in '"(', option.opts
