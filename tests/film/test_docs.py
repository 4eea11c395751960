"""The page on films does what it says, command by command."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

PAGE = (Path(__file__).parents[2] / "docs" / "film.md").read_text(encoding="utf-8")


def test_every_command_and_the_python_run(desk_of_film, underpaint, capsys):
    for name, file in (("layout.png", "C001/layout.png"), ("layout-map.png", "C001/materials.png")):
        shutil.copy(desk_of_film / file, desk_of_film / name)
    Image.fromarray(np.tri(48, 64, dtype=np.uint8) * 255).save(desk_of_film / "mask.png")
    with (desk_of_film / "materials.gpl").open("a", encoding="utf-8") as palette:
        palette.write("60 120 190 water\n200 210 120 meadow\n")
    (desk_of_film / "cuts.csv").write_text("number,length\nC002,2+00\n")
    blocks = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    commands = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    assert len(commands) >= 12
    for command in commands:
        outcome = underpaint(shlex.split(command)[1:])
        assert outcome.code == 0, (command, outcome.err)
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    capsys.readouterr()
    exec(compile(program, "film.md", "exec"), {})  # noqa: S102 - our own page
    printed = capsys.readouterr().out
    assert "C001 Retake" in printed and "C002 Todo" in printed
