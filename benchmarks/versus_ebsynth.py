#!/usr/bin/env python3
"""Underpaint against ebsynth: CPU, memory, energy and looks, on the same boards, maps and guides.

    versus_ebsynth.py --ebsynth BIN --library LIBEBSYNTH --cases FOLDER --sheet SHEET.png --table TABLE.md

Both run as whole processes, in turn. Underpaint runs twice over, each with an empty cache ("cold") and with the board's index in
it ("warm"): `underpaint synth`, the product, which draws its own guides; and its matcher alone with ebsynth's guides and weights
(same_guides.py), whose energy can be compared. ebsynth runs at its defaults and at the first setting of a ladder, SEARCHVOTE x
PATCHMATCH iterations, that is as good as we are; --whole-ladder runs them all. Its fields come from its library
(ebsynth_field.py); without --library there are no energies and no such setting.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import guides
import measure
import numpy as np
from cases import Case, cases
from energy import energy, vote
from PIL import Image
from sheet import Row as SheetRow
from sheet import sheet

HERE = Path(__file__).parent
DEFAULT = "6x4"
LADDER = "1x1,2x1,1x2,1x3,2x2,2x3,3x2,4x2,3x3,4x4,6x4"  # cheapest first
SYNTH_COLD, SYNTH_WARM = "underpaint synth, cold", "underpaint synth, warm"
ROUGH = "underpaint synth --rough, warm"
BARE_COLD, BARE_WARM = "matcher, same guides, cold", "matcher, same guides, warm"


@dataclass
class Run:
    costs: list[measure.Cost] = field(default_factory=list)
    terms: dict[str, float] | None = None

    @property
    def cpu(self) -> float:
        return statistics.median(cost.cpu for cost in self.costs)

    @property
    def wall(self) -> float:
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def peak(self) -> float:
        return max(cost.peak for cost in self.costs)


def compare(case: Case, asked: argparse.Namespace, folder: Path) -> tuple[dict[str, Run], SheetRow]:
    """Weigh and time everything on one case; pictures, guides and fields go to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    guides.draw(case.board_map, case.layout_map, folder)
    threads = ["--threads", str(asked.threads)] if asked.threads else []
    synth = [*case.synth(asked.underpaint, folder / "underpaint.png", drawn=False), *threads]
    rough = [*case.synth(asked.underpaint, folder / "rough.png", "--rough", drawn=False), *threads]
    bare = [sys.executable, HERE / "same_guides.py", "--style", case.painting, "--guides", folder, *threads]
    bare += ["-o", folder / "matcher.png", "--field", folder / "matcher.npz"]

    settings, terms = asked.ladder.split(","), {}
    if asked.library:
        with tempfile.TemporaryDirectory() as cache:
            measure.run([*bare, "--cache", cache])
        terms = _weigh(case, asked.library, folder, settings, asked.whole_ladder)
    if not asked.whole_ladder:
        settings = [name for name in settings if name in (_rival(terms), DEFAULT)]

    runs: dict[str, Run] = {}
    ours = [(SYNTH_COLD, SYNTH_WARM, synth), (None, ROUGH, rough), (BARE_COLD, BARE_WARM, bare)]
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as cache:
            for cold, warm, command in ours:
                for name in filter(None, (cold, warm)):
                    _time(case, name, [*command, "--cache", cache], runs)
        for setting in settings:
            _time(case, f"ebsynth {setting}", _ebsynth(asked.ebsynth, case, folder, setting), runs)
    for name, found in terms.items():
        runs.setdefault(name, Run()).terms = found
    order = [SYNTH_COLD, SYNTH_WARM, ROUGH, BARE_COLD, BARE_WARM, *(f"ebsynth {s}" for s in asked.ladder.split(","))]
    runs = {name: runs[name] for name in order if name in runs}
    return runs, SheetRow(case, {"ebsynth": folder / f"ebsynth-{DEFAULT}.png", "underpaint": folder / "underpaint.png"})


def _time(case: Case, name: str, command: list[str | Path], runs: dict[str, Run]) -> None:
    cost = measure.run(command)
    runs.setdefault(name, Run()).costs.append(cost)
    print(f"{case.name}: {name}: {cost.cpu:.2f} CPU s, {cost.wall:.2f} s", file=sys.stderr, flush=True)


def _ebsynth(program: Path, case: Case, folder: Path, setting: str) -> list[str | Path]:
    search_vote, search = setting.split("x")
    # Its threads spin while they wait for one another; asleep they cost less, and a busy machine does not make it dearer.
    command = [
        "env",
        "OMP_WAIT_POLICY=passive",
        program,
        "-style",
        case.painting,
        "-output",
        folder / f"ebsynth-{setting}.png",
    ]
    command += ["-uniformity", str(guides.UNIFORMITY), "-searchvoteiters", search_vote, "-patchmatchiters", search]
    for weight, source, target in zip(guides.WEIGHTS.values(), *guides.paths(folder), strict=True):
        command += ["-guide", source, target, "-weight", str(weight)]
    return command


def _weigh(case: Case, library: Path, folder: Path, settings: list[str], whole: bool) -> dict[str, dict[str, float]]:
    """Energies in ebsynth's units, one evaluator for all: of our matcher, of ebsynth's default, and up its ladder.

    Unless `whole`, the ladder is climbed until ebsynth is as good as we are.
    """
    style = np.asarray(Image.open(case.painting).convert("RGB"))
    given = guides.load(*guides.paths(folder))
    weights = [share / guides.WHOLE for share in given.weights]

    def weighed(kept: Path) -> dict[str, float]:
        found = np.load(kept)
        nnf, plain = found["nnf"], vote(style, found["nnf"])
        paid, again = (
            energy(style, given.source, given.target, weights, guides.UNIFORMITY, nnf, picture)
            for picture in (found["picture"], plain)
        )
        return paid | {"style of the plain vote": again["style"]}

    # ebsynth's fields are kept by what went in: measuring ours again after a change need not make them again.
    same = hashlib.sha256(b"".join(a.tobytes() for a in (style, given.source, given.target))).hexdigest()[:16]
    terms = {BARE_WARM: weighed(folder / "matcher.npz")}
    terms[BARE_COLD] = terms[BARE_WARM]
    for setting in settings:
        if not whole and _rival(terms) and setting != DEFAULT:
            continue
        kept = folder / f"field-{same}-{setting}.npz"
        if not kept.exists():
            command = [sys.executable, HERE / "ebsynth_field.py", library, "--style", case.painting, "--guides", folder]
            measure.run([*command, "--iterations", setting, "-o", kept])
        terms[f"ebsynth {setting}"] = weighed(kept)
    return terms


def _rival(terms: dict[str, dict[str, float]]) -> str | None:
    """ebsynth's first setting on the ladder that is as good as our matcher in total energy."""
    for name, found in terms.items():
        if name.startswith("ebsynth") and found["total"] <= terms[BARE_WARM]["total"]:
            return name.removeprefix("ebsynth ")
    return None


@dataclass
class Ratios:
    """ebsynth's cost as a multiple of ours; style: our style term as a multiple of its at the same energy."""

    default_warm: float
    default_cold: float
    bare_warm: float
    bare_cold: float
    equal: str | None = None
    reached: bool = True
    equal_warm: float | None = None
    equal_cold: float | None = None
    style: float | None = None


def ratios(runs: dict[str, Run]) -> Ratios:
    """At equal energy the rival is ebsynth's cheapest setting whose total energy is no higher than our matcher's.

    Where none is that good its default stands in and `reached` is False: the true ratio is higher.
    """
    default = runs[f"ebsynth {DEFAULT}"]
    out = Ratios(*(default.cpu / runs[name].cpu for name in (SYNTH_WARM, SYNTH_COLD, BARE_WARM, BARE_COLD)))
    ours = runs[BARE_WARM].terms
    if ours:
        out.equal = _rival({name: run.terms for name, run in runs.items() if run.terms})
        out.reached = out.equal is not None
        out.equal = out.equal or DEFAULT
        rival = runs[f"ebsynth {out.equal}"]
        out.equal_warm, out.equal_cold = rival.cpu / runs[BARE_WARM].cpu, rival.cpu / runs[BARE_COLD].cpu
        out.style = ours["style"] / rival.terms["style"]
    return out


def case_table(case: Case, runs: dict[str, Run]) -> str:
    size = "{} x {}".format(*Image.open(case.layout_map).size)
    lines = [
        f"### {case.name}, {size}, board {'{} x {}'.format(*Image.open(case.painting).size)}",
        "",
        "| run | CPU s | wall s | peak MB | style | guides | uniformity | total | default = 1 |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    base = runs[f"ebsynth {DEFAULT}"].terms
    for name, run in runs.items():
        cells = [name, *([f"{run.cpu:.2f}", f"{run.wall:.2f}", f"{run.peak:.0f}"] if run.costs else ["-"] * 3)]
        terms = run.terms
        cells += [f"{terms[key]:.0f}" for key in ("style", "guides", "uniformity", "total")] if terms else ["-"] * 4
        cells.append(f"{terms['total'] / base['total']:.4f}" if terms and base else "-")
        lines.append(f"| {' | '.join(cells)} |")
    ours = runs[BARE_WARM].terms
    if ours:
        plain = [round(terms["style of the plain vote"]) for terms in (ours, base)]
        lines += ["", "Style of the fields' plain votes, ours and ebsynth's default: {} and {}.".format(*plain)]
    return "\n".join(lines)


def ratio_table(found: dict[str, Ratios]) -> str:
    columns = ["case", "default / synth warm", "cold", "default / matcher warm", "cold"]
    columns += ["at equal energy: rival", "rival / matcher warm", "cold", "style, ours / rival"]
    lines = [f"| {' | '.join(columns)} |", "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |"]

    def number(value: float | None, more: str = "") -> str:
        return "-" if value is None else f"{value:.2f}{more}"

    for name, r in found.items():
        more = "" if r.reached else " or more"
        cells = [name, *map(number, (r.default_warm, r.default_cold, r.bare_warm, r.bare_cold)), (r.equal or "-")]
        cells += [number(r.equal_warm, more), number(r.equal_cold, more), number(r.style)]
        lines.append(f"| {' | '.join(cells)} |")
    means = []
    for figure in ("default_warm", "default_cold", "bare_warm", "bare_cold", "equal_warm", "equal_cold", "style"):
        values = [getattr(r, figure) for r in found.values() if getattr(r, figure) is not None]
        means.append(number(statistics.geometric_mean(values)) if values else "-")
    lines.append(f"| geometric mean | {' | '.join(means[:4])} | | {' | '.join(means[4:])} |")
    return "\n".join(lines)


HEAD = """\
# Underpaint against ebsynth

{machine}; median of {runs} run(s) each, whole processes, in turn.

Energies are ebsynth's own functional, mean per target pixel, evaluated by `benchmarks/energy.py` for both; guides are the material
map (weight 3), height (0.5) and border distance (0.5), patches 5 x 5, uniformity 3500. A ratio is ebsynth's CPU seconds over ours.
*Warm*: the board's index is in the cache; *cold*: the cache is empty. `underpaint synth` draws guides of its own; the *matcher* gets
ebsynth's, and only its energy is comparable. At equal energy the rival is ebsynth's cheapest setting whose total is not above ours."""


def report(tables: list[str], found: dict[str, Ratios], runs: int) -> str:
    machine = f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n\n".join([HEAD.format(machine=machine, runs=runs), ratio_table(found), *tables]) + "\n"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ebsynth", type=Path, required=True, help="ebsynth's command-line program, CPU build")
    parser.add_argument("--library", type=Path, help="the same as a shared library, for its fields and so the energies")
    parser.add_argument("--underpaint", type=Path, default=Path(sys.executable).with_name("underpaint"))
    parser.add_argument("--cases", type=Path, required=True, help="folder of board-*/ and layout-*/")
    parser.add_argument("--only", default="", help="comma list: cases whose name holds one of these words")
    parser.add_argument("--ladder", default=LADDER, help="cheapest first (default: %(default)s)")
    parser.add_argument("--whole-ladder", action="store_true", help="weigh and time every setting")
    parser.add_argument("--runs", type=int, default=1, help="how often everything runs; medians are reported")
    parser.add_argument(
        "--threads", type=int, default=0, help="for Underpaint (default: its own; ebsynth takes all cores)"
    )
    parser.add_argument("--work", type=Path, help="keep pictures and ebsynth's fields here and use those fields again")
    parser.add_argument(
        "--sheet", type=Path, required=True, help="board | lines | ebsynth | underpaint, a row per case"
    )
    parser.add_argument("--table", type=Path, required=True, help="the figures, Markdown")
    asked = parser.parse_args()
    if DEFAULT not in asked.ladder.split(","):
        parser.error(f"--ladder must hold ebsynth's default, {DEFAULT}")
    if asked.runs < 1:
        parser.error("--runs must be at least 1")
    found, tables, rows = {}, [], []
    with tempfile.TemporaryDirectory() as scratch:
        for case in cases(asked.cases, asked.only):
            runs, row = compare(case, asked, (asked.work or Path(scratch)) / case.name)
            found[case.name] = ratios(runs)
            tables.append(case_table(case, runs))
            rows.append(row)
            # Written after every case: an hour of runs is not lost to the last one.
            asked.table.write_text(report(tables, found, asked.runs))
            sheet(rows).save(asked.sheet)
    print(ratio_table(found))


if __name__ == "__main__":
    main()
