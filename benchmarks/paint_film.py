#!/usr/bin/env python3
"""A whole film painted by one command, and painted again with the program killed at random moments.

    paint_film.py --film examples/film --work FOLDER [--page docs/example-film.md] [--kills 20] [--seed 1] [--only C001 ...]

A copy of the film is painted with no index kept beforehand; the table has, for every cut, what its take's record says. With
--kills another copy is painted by the same command, which is killed (SIGKILL) so many times, in copy after copy where one is
done before. Then it must be so, or the benchmark ends with what is wrong: no take that was recorded is gone or changed, no cut
is painted twice, every picture is the one of the first copy to the byte, `underpaint verify` finds nothing, and nothing half-made
lies about. With --page the table takes the place of what lies between two marks on that page.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import measure

from underpaint.film.film import Film
from underpaint.film.takes import Take
from underpaint.film.verify import verify

BEGIN, END = "<!-- paint_film.py: from here -->", "<!-- paint_film.py: to here -->"
_DONE = re.compile(r"^(\S+) T\d+  [\d.]+ s", re.MULTILINE)


def copied(film: Path, to: Path, only: list[str]) -> Path:
    """A copy of the film as it is before anything was painted in it."""
    shutil.rmtree(to, ignore_errors=True)
    unpainted = shutil.ignore_patterns("takes", "store", "journal.jsonl", "delivery", "work", ".*")
    shutil.copytree(film, to, ignore=unpainted)
    for folder in (to / "cuts").iterdir():
        if only and folder.name not in only:
            shutil.rmtree(folder)
    return to


def takes_of(film: Path) -> dict[tuple[str, str], Take]:
    return {(cut.number, take.number): take for cut in Film.open(film).cuts.values() for take in cut.takes}


def table(film: Path, wall: float) -> list[str]:
    """The cuts with what they cost, as a table of Markdown, and one line about the whole."""
    opened = Film.open(film)
    lines = ["| cut | shows | px | machine s | MB | paint of |", "| --- | --- | --: | --: | --: | --- |"]
    seconds, peaks = 0.0, []
    for cut in opened.cuts.values():
        shows = ", ".join(part for part in (cut.place, cut.time) if part)
        if cut.background:
            lines.append(f"| {cut.number} | {shows} | | | | the background of {cut.background} |")
            continue
        if not cut.takes:
            waits = f"waits for the approval of {cut.geometry}" if cut.geometry else "not painted"
            lines.append(f"| {cut.number} | {shows} | | | | {waits} |")
            continue
        take = cut.takes[-1]
        width, height = take.fields["size"]
        paint = ", ".join(f"{name} {share:.1%}" for name, share in take.shares.items() if share)
        peaks.append(float(take.fields["peak_memory_mb"] or 0))
        seconds += take.machine_seconds
        lines.append(
            f"| {cut.number} | {shows} | {width} x {height} | {take.machine_seconds:.1f} | {peaks[-1]:.0f} | {paint} |"
        )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    painted = f"{len(peaks)} takes for {len(opened.cuts)} cuts"
    about = (
        f"{painted}: {seconds:.0f} machine seconds, {wall:.0f} s from start to end on {cores} cores, indexes made on the "
        f"way; at most {max(peaks):.0f} MB a cut."
    )
    return [*lines, "", about]


def paint(film: Path) -> list[str | Path]:
    return [Path(sys.executable).with_name("underpaint"), "paint", film]


def killed(film: Path, work: Path, kills: int, seed: int, longest: float, only: list[str], whole: Path) -> list[str]:
    """Paint copies, killing the program `kills` times; returns what was wrong."""
    moments, wrong, rounds = random.Random(seed), [], 0
    model = {cut: take for (cut, _), take in takes_of(whole).items()}
    while kills or not rounds:
        rounds += 1
        copy = copied(film, work / f"killed-{rounds}", only)
        kept: dict[tuple[str, str], Take] = {}
        said: list[str] = []
        ended = False
        while not ended:
            moment = moments.uniform(0.3, longest) if kills else None
            with subprocess.Popen(paint(copy), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
                try:
                    told, _ = process.communicate(timeout=moment)
                    ended = True
                    if process.returncode:
                        wrong.append(f"paint ended with {process.returncode}: {told[-300:]}")
                except subprocess.TimeoutExpired:
                    process.kill()
                    told, _ = process.communicate()
                    kills -= 1
            said += _DONE.findall(told)
            now = takes_of(copy)
            gone = [at for at, take in kept.items() if at not in now or now[at].sha256 != take.sha256]
            wrong += [f"{cut} {number} is gone or changed" for cut, number in gone]
            wrong += verify(Film.open(copy)).wrong
            if not ended:
                print(f"killed after {moment:.1f} s: {len(now)} takes", file=sys.stderr, flush=True)
            kept = now
        wrong += [f"{cut} was painted twice" for cut in set(said) if said.count(cut) > 1]
        wrong += [f"{cut} has {number}, a second take" for cut, number in kept if number != "T01"]
        wrong += [f"{cut} was not painted" for cut in model.keys() - {cut for cut, _ in kept}]
        for (cut, _), take in kept.items():
            wrong += [f"{cut} has another {role}" for role, (_, digest) in take.files.items()
                      if model[cut].files[role][1] != digest]  # fmt: skip
        wrong += [f"left over: {path}" for path in copy.glob("cuts/*/takes/.*")]
        shutil.rmtree(copy)
    return wrong


def put_on(page: Path, lines: list[str]) -> None:
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{page}: has no marks to put the table between: {BEGIN} and {END}")
    page.write_text("\n".join([before + begin, "", *lines, "", end + after]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--film", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--only", nargs="*", default=[], metavar="CUT")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    cache = asked.work / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    os.environ["XDG_CACHE_HOME"] = str(cache)

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    whole = copied(asked.film, asked.work / "painted", asked.only)
    cost = measure.run(paint(whole))
    if wrong := verify(Film.open(whole)).wrong:
        sys.exit("\n".join(wrong))
    lines = table(whole, cost.wall)
    lines[-1] += f" The machine's load was {load:.1f} before it began."
    if asked.kills:
        began = time.monotonic()
        # So long that some runs get nothing done and others several cuts.
        longest = max(4.0, 2 * cost.wall / asked.kills)
        wrong = killed(asked.film, asked.work, asked.kills, asked.seed, longest, asked.only, whole)
        if wrong:
            sys.exit("\n".join(dict.fromkeys(wrong)))
        about = (
            f"Painted again and killed with `kill -9` at {asked.kills} random moments ({time.monotonic() - began:.0f} s in "
            "all): nothing lost, no cut painted twice, the same pictures byte for byte, `verify` clean."
        )
        lines += ["", about]
    print("\n".join(lines))
    if asked.page:
        put_on(asked.page, lines)


if __name__ == "__main__":
    main()
