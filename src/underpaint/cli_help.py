"""The list of commands as a production goes through them, from its first day to its last."""

from __future__ import annotations

import click

_DAYS = (
    ("Look around", ("demo", "desk")),
    ("Begin a film", ("new", "board", "cut", "label", "model", "train-style")),
    ("Paint", ("paint", "pick", "repaint", "go-back", "synth")),
    ("Touch up by hand", ("work", "hand-in")),
    ("Check", ("check", "retake", "approve")),
    ("Send out", ("deliver", "credits", "verify-picture")),
    ("Keep in order", ("verify", "consent", "wrap")),
)


class InOrder(click.Group):
    """Commands under headings; one that stands under none comes last."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        listed = {name for _, names in _DAYS for name in names}
        more = tuple(name for name in self.list_commands(context) if name not in listed)
        widest = max(map(len, self.commands))
        for heading, names in (*_DAYS, ("More", more)):
            rows = [
                (name.ljust(widest), self.commands[name].get_short_help_str(200))
                for name in names
                if name in self.commands
            ]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
