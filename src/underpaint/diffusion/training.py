"""A style learnt from a few finished paintings, one square of one painting a step, to be laid over the model when it paints.

Every chance of a step is drawn from the seed and the step's number, so a training that was stopped goes on from what was kept as
though it never had been: on the same machine the style is the same to the byte.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from underpaint.diffusion.lesson import Lesson, View, view_of
from underpaint.diffusion.libraries import libraries
from underpaint.diffusion.model_folder import ModelFolder
from underpaint.diffusion.pupil import Pupil
from underpaint.errors import InputError

RATE = 1e-4
KEEP_SECONDS = 60.0
_WORDLESS = 0.1
"""Of the steps are taken without words, so that the style also shows where nothing is asked for."""
_LONGEST_STEP = 1.0
"""The norm that a step's gradient is cut to."""


@dataclass(frozen=True)
class Trained:
    """style: a safetensors file. losses: of every step. held_out: the loss on the painting held out, before and after.
    drawn: its start painted without the style and with it, each (h, w, 3) uint8. None where there was none."""

    style: bytes
    losses: tuple[float, ...]
    held_out: tuple[float, float] | None
    drawn: tuple[np.ndarray, np.ndarray] | None


@dataclass(frozen=True)
class Kept:
    """A training as it was kept: about says of what and how far it is, weights are the tensors of the style and its optimizer."""

    about: Mapping[str, object]
    weights: Mapping[str, object]

    @property
    def step(self) -> int:
        return len(self.about["losses"])


def train_style(
    model: ModelFolder,
    lessons: Sequence[Lesson],
    held_out: Lesson | None,
    start: np.ndarray | None,
    *,
    steps: int,
    rank: int,
    seed: int,
    stamp: Mapping[str, object],
    kept: Kept | None,
    keep: Callable[[bytes], None],
    tell: Callable[[int, float, float], None],
    keep_seconds: float = KEEP_SECONDS,
) -> Trained:
    """Train for `steps` in all, on from `kept`.

    held_out: a painting that is only asked about, before and after; start: its layout in flat colours, (h, w, 3) uint8. stamp: what
    the training is of, kept with it. keep: given what to go on from, every `keep_seconds` and after the last step. tell: given the
    step, its loss and the seconds left. Raises InputError where the model cannot learn a style, or the libraries are missing.
    """
    torch = libraries().torch
    pupil = Pupil(model, rank, seed)
    learning = torch.optim.AdamW(pupil.weights.values(), lr=RATE)
    losses: list[float] = []
    if kept is None:
        before = None if held_out is None else pupil.exam(held_out, seed)
    else:
        losses, before = list(kept.about["losses"]), kept.about["before"]
        _restore(pupil, learning, kept)
    first, begun = len(losses), time.monotonic()
    last_kept = begun
    for step in range(first, steps):
        losses.append(_step(pupil, learning, lessons, seed, step))
        now = time.monotonic()
        if now - last_kept >= keep_seconds or step + 1 == steps:
            keep(_packed(pupil, learning, {"stamp": dict(stamp), "losses": losses, "before": before}))
            last_kept = time.monotonic()
        tell(step + 1, losses[-1], (now - begun) / (step + 1 - first) * (steps - step - 1))
    judged = None if held_out is None else (before, pupil.exam(held_out, seed))
    drawn = None
    if held_out is not None and start is not None:
        drawn = tuple(pupil.draw(start, held_out.words, seed, styled=styled) for styled in (False, True))
    return Trained(pupil.style(), tuple(losses), judged, drawn)


def read_kept(data: bytes, called: str) -> Kept:
    """What `keep` was given. called: what messages call it. Raises InputError where it is damaged."""
    libraries()
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        weights = load(data)
        about = json.loads(weights.pop("about").numpy().tobytes())
        if not isinstance(about["stamp"], dict) or not isinstance(about["losses"], list) or "before" not in about:
            raise ValueError
    except (SafetensorError, KeyError, TypeError, ValueError):
        raise InputError(f"{called}: is damaged, so the training cannot go on from it") from None
    return Kept(about, weights)


@dataclass(frozen=True)
class Sight:
    """What one step looks at: a square, its words, how noisy it is made, and by which noise."""

    view: View
    words: str
    time: int
    chance: int


def sight(pupil: Pupil, lessons: Sequence[Lesson], seed: int, step: int) -> Sight:
    """Drawn from the seed and the step alone; every painting comes once before any comes again."""
    turn, place = divmod(step, len(lessons))
    lesson = lessons[np.random.default_rng([seed, 1, turn]).permutation(len(lessons))[place]]
    chance = np.random.default_rng([seed, 0, step])
    view = view_of(lesson.picture, pupil.side, *chance.random(3))
    words = "" if chance.random() < _WORDLESS else lesson.words
    return Sight(view, words, int(chance.integers(pupil.times)), int(chance.integers(2**62)))


def _step(pupil: Pupil, learning, lessons: Sequence[Lesson], seed: int, step: int) -> float:
    torch = libraries().torch
    seen = sight(pupil, lessons, seed, step)
    loss = pupil.loss(seen.view, seen.words, seen.time, seen.chance)
    if not torch.isfinite(loss):
        raise InputError(f"step {step + 1}: the loss is no number any more, so the model's weights are no good for training")
    loss.backward()
    torch.nn.utils.clip_grad_norm_(pupil.weights.values(), _LONGEST_STEP)
    learning.step()
    learning.zero_grad(set_to_none=True)
    return loss.item()


def _packed(pupil: Pupil, learning, about: Mapping[str, object]) -> bytes:
    """One safetensors file, so that it is whole or not there: the style's weights, the two moments of each (Kingma and Ba, Adam,
    2014), and what it is of as JSON."""
    torch = libraries().torch
    from safetensors.torch import save

    told = np.frombuffer(json.dumps(about).encode(), np.uint8)
    tensors = {"about": torch.from_numpy(told.copy())}
    for name, weight in pupil.weights.items():
        state = learning.state[weight]
        tensors[f"weight {name}"] = weight.detach()
        tensors[f"mean {name}"], tensors[f"square {name}"] = state["exp_avg"], state["exp_avg_sq"]
    return save({name: tensor.cpu().contiguous() for name, tensor in tensors.items()})


def _restore(pupil: Pupil, learning, kept: Kept) -> None:
    torch = libraries().torch
    wanted = {f"{what} {name}" for what in ("weight", "mean", "square") for name in pupil.weights}
    if wanted != set(kept.weights):
        raise InputError("what was kept of the training is of another model; begin it anew")
    for name, weight in pupil.weights.items():
        with torch.no_grad():
            weight.copy_(kept.weights[f"weight {name}"])
        learning.state[weight] = {
            "step": torch.tensor(float(kept.step)),
            "exp_avg": kept.weights[f"mean {name}"].to(weight),
            "exp_avg_sq": kept.weights[f"square {name}"].to(weight),
        }
