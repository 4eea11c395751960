"""Commands killed by a real SIGKILL, in a process of their own: the film is then as before or as after, and goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from underpaint.film.check import standing
from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.certificates import local_signer
from underpaint.formats.credentials import verify_picture

# Counts the calls that change a disk, and is killed before number AT.
PROGRAM = """
import os, signal, sys
at, calls = int(sys.argv[1]), 0

def counted(real):
    def call(*arguments, **named):
        global calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)
    return call

for name in ("fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "chmod"):
    setattr(os, name, counted(getattr(os, name)))
from underpaint.cli import run
code = run(sys.argv[2:])
print("calls", calls)
sys.exit(code)
"""
WORK = "film/cuts/C001/work/C001_T01.psd"
HAND_IN = ["hand-in", "film", "C001", WORK, "--by", "Ken Sato"]
APPROVE = ["approve", "film", "C001", "--by", "Aiko Mori"]
DELIVER = ["deliver", "film", "C001"]
KILLS = 6

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL there")


def run_killed(at: int, words: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", PROGRAM, str(at), *words], capture_output=True, text=True, check=False)


@pytest.fixture
def ready(made, say) -> Path:
    """C001 painted, its work file painted on, and a certificate to sign with."""
    local_signer()
    say("cut", "add", "film", "C001", "--length", "2+00")
    say("paint", "film", "C001")
    say("work", "film", "C001")
    with open(WORK, "ab") as file:
        file.write(b"saved again")
    return made


@pytest.mark.parametrize("words", [HAND_IN, APPROVE, DELIVER], ids=lambda words: words[0])
def test_a_kill_at_any_moment_loses_nothing(ready, say, words):
    for command in (HAND_IN, APPROVE, DELIVER):
        if words is command:
            break
        if command is APPROVE:
            say("check", "film", "C001")
        say(*command)
    if words is APPROVE:
        say("check", "film", "C001")
    hers = Path(WORK).read_bytes()
    shutil.copytree(ready, "before")
    state = standing(Film.open(ready), Film.open(ready).cut("C001")).state
    whole = run_killed(0, words)
    assert whole.returncode == 0, whole.stderr
    total = int(whole.stdout.split()[-1])
    after = standing(Film.open(ready), Film.open(ready).cut("C001")).state
    names = {path.name for path in (ready / "delivery").glob("*")}
    takes = len(Film.open(ready).cut("C001").takes)
    assert total >= KILLS
    for at in sorted({1 + number * (total - 1) // (KILLS - 1) for number in range(KILLS)}):
        shutil.rmtree(ready)
        shutil.copytree("before", ready)
        assert run_killed(at, words).returncode == -signal.SIGKILL
        film = Film.open(ready)
        assert verify(film).wrong == [] and Path(WORK).read_bytes() == hers, f"call {at} of {total}"
        now = standing(film, film.cut("C001")).state
        assert now in (state, after), f"call {at} of {total}"
        if words is DELIVER or now == state and len(film.cut("C001").takes) < takes or words is APPROVE and now != after:
            say(*words)
        film = Film.open(ready)
        assert standing(film, film.cut("C001")).state == after and len(film.cut("C001").takes) == takes
        assert {path.name for path in (ready / "delivery").glob("[!.]*")} == names, f"call {at} of {total}"
        for name in names:
            assert name.endswith(".c2pa") or verify_picture(ready / "delivery" / name).origin == "local", name
        assert verify(film).wrong == [] and Path(WORK).read_bytes() == hers
