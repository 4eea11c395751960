"""The artist's file of a cut: written in layers to paint over, and taken back as a take, the hand's paint kept apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.farm.books import SOURCES, books_of, with_books
from underpaint.farm.carry_over import touched_last
from underpaint.film.check import own_cut
from underpaint.film.cuts import Cut, hold
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.film.takes import Take, UsedModel, clear_staged, record_take, stage_folder
from underpaint.formats.encode import png_bytes
from underpaint.formats.flatten import flatten
from underpaint.formats.layered import read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.psd import psd_bytes
from underpaint.formats.sheets import material_map, painting, pencil
from underpaint.formats.stack import Layer, Stack, as_layer, in_depth, in_eight_bits
from underpaint.formats.touch_up import Changes, changed_layers
from underpaint.formats.writing import make_folder, write_together

NAMES = {
    "en": ("touch-up", "BG pass 2", "BG pass 1", "regions", "layout lines"),
    "ja": ("加筆", "BG 第2パス", "BG 第1パス", "領域", "レイアウト線"),
}
"""What the layers are called, top to bottom, in the languages that a film's record can name under `language`."""

_KINDS = {".psd": psd_bytes, ".ora": ora_bytes}


@dataclass(frozen=True)
class HandedIn:
    """take: as recorded. layers: the names of those that a person changed."""

    take: Take
    layers: tuple[str, ...]


def write_work_file(film: Film, number: str, suffix: str, say: Callable[[str], None]) -> Path:
    """Write the layered file of a cut's newest painting, with the last handed-in touch-up over it; returns its path.

    suffix: ".psd" or ".ora". say: told where a file that a person changed made another name needed, or a touch-up does not fit. Raises InputError
    where there is no painting yet, OutputError.
    """
    film.require_writable()
    cut = own_cut(film, number)
    take = _newest(cut)
    data = _KINDS[suffix](_stack(film, cut, take, say))
    folder = cut.folder / "work"
    make_folder(folder)
    path = _free_name(film, cut, folder / f"{cut.number}_{take.number}{suffix}", say)
    digest = film.store.put(data)
    film.journal.add("work", cut=cut.number, take=take.number, file=path.name, sha256=digest)
    write_together({path: data})
    return path


@dataclass(frozen=True)
class Brought:
    """A file that came back, looked at; nothing of it is recorded yet.

    name: of the file. data: its bytes; sha256: their hash. back: what it shows. base: the machine's take that it was made
    from, changes: what a person changed on it; both None where this film never wrote the file, and its origin is unknown.
    """

    cut: Cut
    name: str
    data: bytes
    sha256: str
    back: Stack
    base: Take | None
    changes: Changes | None

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that a person changed."""
        return () if self.changes is None else tuple(change.path[-1] for change in self.changes.layers)

    @property
    def hand_share(self) -> float:
        """Of the picture's pixels, changed by hand; all of them where the origin is unknown."""
        return 1.0 if self.changes is None else self.changes.share


def hand_in(film: Film, number: str, file: Path, by: str, minutes: float) -> HandedIn:
    """Take a file that a person worked on as the cut's next take: look_at, then accept. Raises as they do."""
    film.require_writable()
    _require_person(film, by)
    return accept(film, look_at(film, number, file), by, minutes)


def look_at(film: Film, number: str, file: Path, name: str = "") -> Brought:
    """See what a person changed in a file of a cut, against the file as it was written; nothing is recorded.

    name: what the file is called, by which the film knows it; `file`'s own unless told. Raises InputError where nothing was
    changed, or it does not fit.
    """
    cut = own_cut(film, number)
    name = name or file.name
    data = read_bytes(file)
    back = read_stack(file)
    digest = sha256(data).hexdigest()
    line = next((e for e in reversed(cut.entries) if e.event == "work" and e.text("file") == name), None)
    if line is None:
        return Brought(cut, name, data, digest, back, None, None)
    if digest == line.text("sha256"):
        raise InputError(f"{file}: is as it was written; paint on it, save it, and hand it in then")
    written = read_stack(film.store.path(line.text("sha256")))
    changes = changed_layers(_bare(written), back)
    return Brought(cut, name, data, digest, back, _machine_take(cut, cut.take(line.take)), changes)


def accept(film: Film, brought: Brought, by: str, minutes: float) -> HandedIn:
    """Record a file that was looked at as the cut's next take. Raises InputError where the person is not of the film; OutputError."""
    film.require_writable()
    _require_person(film, by)
    cut, back, base, changes = brought.cut, brought.back, brought.base, brought.changes
    work_file = f"work_file{Path(brought.name).suffix.lower()}"
    files = {work_file: brought.data, "picture.png": png_bytes(back.merged, back.icc)}
    roles = {"work_file": work_file, "picture": "picture.png"}
    fields: dict[str, object] = {
        "cut": cut.number,
        "made_by": "hand-in",
        "stage": "paint",
        "engine": {"name": "", "version": ""},
        "seed": 0,
        "request": {},
        "inputs": {},
        "boards": {},
        "shares": {},
        "by": by,
        "minutes": minutes,
        "machine_seconds": 0,
        "hand_share": brought.hand_share,
    }
    if base is not None and changes is not None:
        books = books_of(base)
        kept = ["pass1", "pass2", "source_map", *base.books, *map(SOURCES.format, base.books)]
        for role in [role for role in kept if role in base.files]:
            source = base.files[role][0]
            files[source.name], roles[role] = read_bytes(source), source.name
        if books:
            files["picture.png"] = png_bytes(with_books(back.merged, books), back.icc)
        files["touch_up.png"], roles["touch_up"] = png_bytes(changes.touch_up, back.icc), "touch_up.png"
        told = ("engine", "seed", "request", "inputs", "boards", "shares", "model", "rough_model", "touch_up_models")
        fields |= {name: base.fields[name] for name in told if name in base.fields}
        fields |= {"base": base.number, "changed_layers": list(brought.layers)}
    with hold(cut):
        clear_staged(cut.takes_folder)
        staged = stage_folder(cut.takes_folder)
        write_together({staged / name: content for name, content in files.items()})
        take = record_take(film.journal, cut.takes_folder, staged, roles, fields)
    return HandedIn(take, brought.layers)


def difference(brought: Brought) -> np.ndarray:
    """(h, w, 3) uint8: what is seen now where a person changed the picture; the rest of it grey and dim."""
    seen = in_eight_bits(brought.back.merged)[:, :, :3]
    if brought.changes is None:
        return seen
    dim = (seen.astype(np.uint16).sum(axis=2, keepdims=True) // 9 + 16).astype(np.uint8)
    return np.where(brought.changes.mask[:, :, None], seen, dim)


def _require_person(film: Film, by: str) -> None:
    if not film.roles(by):
        known = ", ".join(person.name for person in film.people) or "nobody yet"
        raise InputError(f"{by[:80]!r} is not among the film's people ({known}); add them to {film.record.path}")


def _newest(cut: Cut) -> Take:
    painted = [take for take in cut.takes if "pass2" in take.files]
    if not painted:
        raise InputError(f"{cut.number} has no painting yet; paint it first")
    return painted[-1]


def _machine_take(cut: Cut, take: Take) -> Take:
    """The machine's take that a take's paint is from."""
    return take if take.kind == "machine" else cut.take(str(take.fields["base"]))


def _stack(film: Film, cut: Cut, take: Take, say: Callable[[str], None]) -> Stack:
    second = read_picture(take.files["pass2"][0])
    paint = painting(second)
    paint = as_layer(paint, paint.dtype)
    height, width = paint.shape[:2]
    touched = touched_last(cut)
    touch_up = np.zeros((0, 0, 4), paint.dtype)
    if touched is not None:
        kept = painting(read_picture(touched.files["touch_up"][0]))
        if kept.shape[:2] == (height, width):
            touch_up = in_depth(kept, paint.dtype)
        else:
            say(f"{cut.number}: the touch-up of {touched.number} is left out, as it has another size than {take.number}")
    inputs = take.fields["inputs"]
    regions = material_map(read_picture(film.store.path(str(inputs["layout map"]))))
    language = film.record.text("language", "en")
    if language not in NAMES:
        raise InputError(f"{film.record.path}: language is {language[:20]!r}; it can be {' or '.join(NAMES)}")
    names = NAMES[language]
    layers = [
        Layer(names[0], touch_up),
        Layer(_by(film, names[1], take.model), paint),
    ]
    if "pass1" in take.files:
        first = as_layer(painting(read_picture(take.files["pass1"][0])), paint.dtype)
        layers.append(Layer(_by(film, names[2], take.first_pass_model), _enlarged(first, width, height), visible=False))
    layers.append(Layer(names[3], as_layer(regions, paint.dtype), visible=False))
    if "layout lines" in inputs:
        lines = pencil(read_picture(film.store.path(str(inputs["layout lines"]))))
        layers.append(Layer(names[4], as_layer(lines, paint.dtype), visible=False, blend="multiply"))
    merged = flatten(layers, width, height, paint.dtype.type)
    return Stack(width, height, tuple(layers), merged, second.icc)


def _by(film: Film, name: str, model: UsedModel | None) -> str:
    """A layer that a trained model painted says so: in a painter's program nothing else does."""
    return name if model is None else f"{name} ({film.called(model)})"


def _bare(written: Stack) -> Stack:
    """The file as it was written, without the touch-up that it carried over: that is a person's paint too."""
    touch_up = replace(written.layers[0], pixels=np.zeros((0, 0, 4), written.merged.dtype))
    layers = (touch_up, *written.layers[1:])
    merged = flatten(layers, written.width, written.height, written.merged.dtype.type)
    return replace(written, layers=layers, merged=merged)


def _enlarged(rough: np.ndarray, width: int, height: int) -> np.ndarray:
    rows = (np.arange(height) * rough.shape[0] // height).clip(0, rough.shape[0] - 1)
    columns = (np.arange(width) * rough.shape[1] // width).clip(0, rough.shape[1] - 1)
    return rough[rows[:, None], columns]


def _free_name(film: Film, cut: Cut, path: Path, say: Callable[[str], None]) -> Path:
    """The path, or one with a number, where a person changed the file that lies there."""
    wanted, count = path, 1
    while path.exists():
        written = [e.text("sha256") for e in cut.entries if e.event == "work" and e.text("file") == path.name]
        if written and hash_of(path) == written[-1]:
            break
        count += 1
        path = wanted.with_stem(f"{wanted.stem}_{count}")
    if path != wanted:
        say(f"{wanted} was changed by somebody and stays as it is; the new one is {path.name}")
    return path
