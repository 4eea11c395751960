"""The command line as a person meets it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import numpy as np
from PIL import Image

from underpaint import __version__, cli
from underpaint.formats.pictures import read_picture

SYNTH_OPTIONS = (
    *("--board", "--board-map", "--layout-map", "--gpl", "--layout-lines", "--smooth", "--rough", "--from-rough"),
    *("--seed", "--threads", "--keep", "--mask", "-o", "--source-map", "--report", "--cache", "--no-cache"),
)

# Says when painting begins, so that a test knows when to interrupt it.
ANNOUNCING = """
from underpaint import paint
from underpaint.cli import main
real = paint.paint
def announced(*arguments, **named):
    print("painting", flush=True)
    return real(*arguments, **named)
paint.paint = announced
main()
"""


def test_version_and_help(underpaint):
    assert underpaint(["--version"]).out == f"underpaint {__version__}\n"
    everything = underpaint([])
    assert everything.code == 0 and "synth" in everything.out and "demo" in everything.out
    helped = underpaint(["synth", "--help"])
    assert helped.code == 0
    missing = [option for option in SYNTH_OPTIONS if f"{option} " not in helped.out]
    assert not missing


def test_painting_says_where_the_picture_is(desk, underpaint):
    outcome = underpaint(desk.synth())
    assert outcome.code == 0 and outcome.err == ""
    assert str(desk.path("out.png")) in outcome.out and "128 x 96 px" in outcome.out
    assert read_picture(desk.path("out.png")).array.shape == (96, 128, 3)
    assert not [name for name in desk.files() if name.endswith(".part")]


def test_an_earlier_picture_is_replaced_only_by_a_whole_one(desk, underpaint):
    desk.path("out.png").write_bytes(b"earlier")
    assert underpaint(desk.synth()).code == 0
    assert read_picture(desk.path("out.png")).array.shape == (96, 128, 3)


def test_the_index_goes_to_the_users_cache_unless_told(desk, underpaint, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home-cache"))
    arguments = desk.synth()
    at = arguments.index("--cache")
    del arguments[at : at + 2]
    assert underpaint([*arguments, "--no-cache"]).code == 0
    assert not (tmp_path / "home-cache").exists()
    assert underpaint(arguments).code == 0
    if sys.platform == "linux":
        assert len(list((tmp_path / "home-cache" / "underpaint").iterdir())) == 1


def test_an_unusable_cache_is_said_and_does_no_harm(desk, underpaint):
    desk.path("cache").write_bytes(b"a file, where a folder should be")
    outcome = underpaint(desk.synth())
    assert outcome.code == 0
    assert outcome.err.startswith("underpaint: note: ") and outcome.err.count("\n") == 1
    assert desk.path("out.png").is_file()


def test_progress_shows_on_a_terminal_only(desk):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", "from underpaint.cli import main; main()", *desk.synth()],
        stderr=theirs,
        stdout=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # how a terminal whose program has ended says so
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[" in shown
    plain = subprocess.run(
        [sys.executable, "-c", "from underpaint.cli import main; main()", *desk.synth()],
        capture_output=True,
        check=False,
    )
    assert plain.stderr == b"" and plain.returncode == 0


def test_ctrl_c_stops_soon_in_one_line_and_leaves_nothing(desk):
    large = np.array(Image.open(desk.path("layout-map.png"))).repeat(16, 0).repeat(16, 1)
    Image.fromarray(large).save(desk.path("layout-map.png"))
    before = desk.files()
    arguments = desk.synth("--report", str(desk.path("report.json")))
    with subprocess.Popen(
        [sys.executable, "-c", ANNOUNCING, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "painting\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.startswith("underpaint: stopped") and errors.count("\n") == 1
    assert rest == ""
    assert time.monotonic() - asked < 5
    assert desk.files() == before


def test_a_stop_at_any_moment_leaves_nothing(desk, underpaint, monkeypatch):
    told: list[str] = []
    stop_at = None

    def listening(stage: str, done: float) -> None:
        assert stage and 0 <= done <= 1
        told.append(stage)
        if len(told) == stop_at:
            raise KeyboardInterrupt

    @contextmanager
    def progress():
        yield listening

    monkeypatch.setattr(cli, "progress_bar", progress)
    assert underpaint(desk.synth()).code == 0  # keeps the index, so that all later runs tell the same
    told.clear()
    assert underpaint(desk.synth()).code == 0
    everything = len(told)
    assert everything >= 4
    desk.path("out.png").unlink()
    before = desk.files()
    for moment in (1, everything // 2, everything):
        stop_at = moment
        told.clear()
        outcome = underpaint(desk.synth())
        assert outcome.code == 130 and outcome.err.count("\n") == 1
        assert desk.files() == before


def test_starting_loads_only_what_it_needs():
    heavy = ("rich", "OpenImageIO", "zipfile", "scipy", "numba")
    code = "import sys; from underpaint import cli; import underpaint.farm.synth; "
    code += f"print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from underpaint import cli; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False\n"
