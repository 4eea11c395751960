"""The bench, the batch and the live stream: what pages see of work that goes on beside the server."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from pathlib import Path

import httpx2
import pytest

from underpaint.desk.bench import Bench, BenchFailed, Replaced
from underpaint.errors import InputError
from underpaint.film.film import Film


def _until(true, seconds: float = 60.0):
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.02)
    return found


@pytest.fixture
def bench():
    made = Bench("test bench")
    yield made
    made.close()


def test_work_is_done_elsewhere_by_one_process(bench):
    first, second = bench.ask(os.getpid), bench.ask(os.getpid)
    assert first == second != os.getpid()


def test_what_is_wrong_with_the_input_is_said_and_the_bench_goes_on(bench):
    from underpaint.film.naming import cut_number

    with pytest.raises(InputError, match="no cut number"):
        bench.ask(cut_number, "..")
    with pytest.raises(BenchFailed, match="TypeError"):
        bench.ask(len, 3)
    assert bench.ask(len, "abc") == 3


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell")
def test_a_bench_that_rests_gives_its_memory_back(bench):
    process = bench.ask(os.getpid)

    def resident() -> int:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    before = resident()
    blocks = "import builtins\nblocks = [bytearray(60_000) for _ in range(2000)]\nbuiltins.last = blocks[-1]"
    bench.ask(exec, blocks, {})  # freed, below one that is kept
    _until(lambda: resident() < before + 30_000)


def test_a_process_that_dies_is_replaced(bench):
    with pytest.raises(BenchFailed):
        bench.ask(os._exit, 3)
    assert bench.ask(len, "ab") == 2


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no such priorities")
def test_a_gentle_bench_lets_others_go_first(bench):
    gentle = Bench("test side bench", gentle=True)
    try:
        assert gentle.ask(os.nice, 0) > bench.ask(os.nice, 0)
    finally:
        gentle.close()


def test_a_newer_request_replaces_one_that_waits(bench):
    bench.ask(len, "")
    results: dict[str, object] = {}

    def ask(name: str, *work: object) -> threading.Thread:
        def run() -> None:
            try:
                results[name] = bench.ask(*work, about="rough")
            except Replaced as why:
                results[name] = why

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    threads = [ask("running", time.sleep, 1.0)]
    time.sleep(0.3)
    threads.append(ask("older", len, "old"))
    _until(lambda: bench._waiting)
    threads.append(ask("newer", len, "newer"))
    for thread in threads:
        thread.join()
    assert isinstance(results["older"], Replaced) and results["newer"] == 5


def test_an_idle_bench_ends_and_comes_back():
    bench = Bench("idle", idle_seconds=0.1)
    first = bench.ask(os.getpid)
    _until(lambda: bench._process is None)
    assert bench.ask(os.getpid) != first
    bench.close()


def test_cuts_are_painted_in_the_background_and_shown_as_they_come(served):
    desk = served.client.desk_app.state.desk
    assert served.post("/api/paint", {"cuts": ["C002"]}).status_code == 200
    assert served.post("/api/paint", {"cuts": []}).status_code == 400  # one at a time
    _until(lambda: not desk.batch.state()["running"])
    assert desk.batch.state()["done"] == ["C002"] and desk.batch.state()["wrong"] == []
    card = next(card for card in served.get("/api/cards").json() if card["number"] == "C002")
    assert card["state"] == "WIP" and card["take"] == "T01"
    assert served.get(card["picture"]).headers["content-type"] == "image/jpeg"


def test_why_a_cut_was_not_painted_is_said(served):
    desk = served.client.desk_app.state.desk
    served.post("/api/paint", {"cuts": ["C003", "C004"]})
    _until(lambda: not desk.batch.state()["running"])
    wrong = " ".join(desk.batch.state()["wrong"])
    assert "C003: shares the background of C001" in wrong and "C004" in wrong and "names no boards" in wrong


def test_a_stopped_batch_leaves_the_film_sound(served):
    desk = served.client.desk_app.state.desk
    served.post("/api/paint", {"cuts": ["C002"]})
    served.post("/api/paint/stop")
    _until(lambda: not desk.batch.state()["running"])
    takes = served.folder / "cuts" / "C002" / "takes"
    assert not [path.name for path in takes.glob(".part-*")] and not (takes / ".painting").exists()
    served.post("/api/paint", {"cuts": ["C002"]})
    _until(lambda: not desk.batch.state()["running"])
    assert Film.open(served.folder).cuts["C002"].takes


def test_a_server_killed_while_painting_leaves_the_film_sound(opened, underpaint):
    with httpx2.Client(base_url=opened.address.partition("/enter")[0]) as client:
        client.get(opened.address)
        client.post("/api/paint", json={"cuts": ["C002"]}, headers={"origin": str(client.base_url).rstrip("/")})
        takes = opened.folder / "cuts" / "C002" / "takes"
        _until(lambda: list(takes.glob(".part-*")) or list(takes.glob("T*")))
        opened.process.kill()
        opened.process.wait()
    _until(lambda: not (takes / ".painting").exists())  # the painting ends by itself, as by Ctrl-C
    assert not list(takes.glob(".part-*"))
    assert underpaint(["verify", str(opened.folder)]).code == 0
    assert underpaint(["paint", str(opened.folder), "C002"]).code == 0
    assert opened.film.cuts["C002"].takes


def test_pages_are_told_what_other_programs_do(served, awaited):
    """Also a change that keeps the size of a file and its date."""
    live = served.client.desk_app.state.desk.live
    path = served.folder / "cuts" / "C001" / "cut.toml"

    async def listen() -> list[str]:
        heard = []
        stream = live.stream([("batch", {"running": False})], {"cut": path}, lambda event, data: data)
        async for line in stream:
            heard.append(line)
            if len(heard) == 1:
                await asyncio.sleep(0.2)
                dates = os.stat(path)
                path.write_text(path.read_text().replace('place = "hill"', 'place = "lake"'))
                os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))
            if "changed" in line:
                live.publish("note", {"who": "Ken"})
            if "note" in line:
                live.close()
        return heard

    heard = awaited(listen())
    assert heard == [
        'event: batch\ndata: {"running": false}\n\n',
        'event: changed\ndata: ["cut"]\n\n',
        'event: note\ndata: {"who": "Ken"}\n\n',
    ]
