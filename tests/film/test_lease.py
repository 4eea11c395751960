"""Leases: never two holders, whoever dies when, and no lease that blocks what it guards for good."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from underpaint.film import lease as leases
from underpaint.film.lease import Held, lease


def text_of(path) -> dict:
    (file,) = path.iterdir()
    return json.loads(file.read_bytes())


def left_by(path, **other: object) -> None:
    """A lease as another program left it, told as `other` says."""
    told = {**leases._here(), "beat": "00000003", "at": "2026-11-30 12:00:00", **other}
    path.mkdir()
    (path / "0123456789abcdef.json").write_text(json.dumps(told))


def test_a_lease_says_who_and_is_gone_afterwards(tmp_path):
    path = tmp_path / "lease"
    with lease(path, "C001") as held:
        assert text_of(path)["pid"] == os.getpid()
        with pytest.raises(Held, match="C001: .* is at work on it .*last sign of life"), lease(path, "C001"):
            pass
        held.require_held()
    assert list(tmp_path.iterdir()) == []


def test_it_gives_signs_of_life_and_notices_when_it_was_taken_away(tmp_path, monkeypatch):
    monkeypatch.setattr(leases, "BEAT_SECONDS", 0.01)
    path = tmp_path / "lease"
    with lease(path, "C001") as held:
        until = time.monotonic() + 20
        while text_of(path)["beat"] < "00000003" and time.monotonic() < until:
            time.sleep(0.01)
        assert text_of(path)["beat"] >= "00000003"
        (file,) = path.iterdir()
        file.unlink()
        path.rmdir()
        with lease(path, "C001"), pytest.raises(Held, match="taken away by somebody"):
            held.require_held()


@pytest.mark.parametrize(
    "other",
    [{"pid": 2**30}, {"boot": "an earlier start of this machine"}, {"began": "17"}, {}],
    ids=["no such process", "switched off since", "its number was given to another", "ours, not taken away"],
)
def test_a_dead_holders_lease_is_taken_over(tmp_path, other):
    if "boot" in other and not leases._machine()["machine"]:
        pytest.skip("this machine has no identity of its own")
    left_by(tmp_path / "lease", **other)
    with lease(tmp_path / "lease", "C001"):
        assert text_of(tmp_path / "lease")["beat"] == "00000000"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "other",
    [{"host": "render-3"}, {"machine": "another of this name"}, {"processes": "pid:[1]", "pid": 2**30}, {"pid": "7"}],
    ids=["another machine", "another machine of this name", "another container", "not understood"],
)
def test_a_doubtful_lease_is_left_alone(tmp_path, other):
    left_by(tmp_path / "lease", **other)
    with pytest.raises(Held, match="delete .*lease"), lease(tmp_path / "lease", "C001"):
        pass
    assert text_of(tmp_path / "lease")["beat"] == "00000003"


@pytest.mark.parametrize("what", ["a file", "a torn one"])
def test_what_does_not_say_who_it_is_from_is_left_alone(tmp_path, what):
    path = tmp_path / "lease"
    if what == "a file":
        path.write_bytes(b"")
    else:
        path.mkdir()
        (path / "0123456789abcdef.json").write_bytes(b'{"host": "ren')
    with pytest.raises(Held, match="does not say who is at work on it"), lease(path, "C001"):
        pass
    assert path.exists()


def test_a_failure_at_any_call_never_blocks_for_good(tmp_path, failing):
    for kill in (False, True):
        at = 0
        while True:
            at += 1
            folder = tmp_path / f"{kill}-{at}"
            folder.mkdir()
            with failing.disk(at, kill=kill) as calls:
                try:
                    with lease(folder / "lease", "C001"):
                        pass
                except (Exception, failing.Killed) as why:  # noqa: BLE001 - a failed disk may be refused in any words
                    assert kill or "cannot be" in str(why), calls
            with lease(folder / "lease", "C001"):
                pass
            assert not (folder / "lease").exists()
            if len(calls) < at:
                break
        assert at > 4


def test_of_many_takers_of_a_dead_holders_lease_one_has_it_at_a_time(tmp_path):
    path, inside, most, had = tmp_path / "lease", [], [], []

    def take(number: int) -> None:
        for turn in range(12):
            if number == 0 and turn % 4 == 0 and not path.exists():
                try:
                    left_by(path, pid=2**30)
                except OSError:
                    pass  # another thread's is there by now
            with lease(path, "C001", wait_seconds=60):
                inside.append(number)
                most.append(len(inside))
                time.sleep(0.001)
                inside.remove(number)
                had.append(number)

    takers = [threading.Thread(target=take, args=(number,)) for number in range(6)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert max(most) == 1 and sorted(had) == sorted(12 * list(range(6)))


HOLDER = """
import sys, time
from pathlib import Path
from underpaint.film.lease import lease
with lease(Path(sys.argv[1]), "C001"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="no way there to ask whether a process runs")
def test_a_holder_that_is_killed_is_taken_over_and_one_that_sleeps_is_not(tmp_path):
    path = tmp_path / "lease"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGSTOP)
        with pytest.raises(Held, match=f"process {holder.pid}"), lease(path, "C001"):
            pass
        holder.kill()
        holder.wait()
        with lease(path, "C001"):
            assert text_of(path)["pid"] == os.getpid()


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_stop_while_it_is_taken_leaves_nothing(tmp_path, monkeypatch, call):
    def stopped(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(leases.os, call, stopped)
    with pytest.raises(KeyboardInterrupt), lease(tmp_path / "lease", "C001"):
        pass
    assert list(tmp_path.iterdir()) == []
