"""Takes: one run of the machine or one hand-in each, numbered, and never changed once recorded.

A take is made aside, gets its folder's name when it is whole, and counts from the moment that the journal has its line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.journal import Journal
from underpaint.film.records import VERSION
from underpaint.film.store import hash_of, make_read_only
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import appear, make_folder, record_bytes, write_together

_FOLDER = re.compile(r"T(\d{2,5})")
_BOOK = re.compile(r"BOOK\d+")
_STAGED = ".part-"
_LIMIT = 2**24


@dataclass(frozen=True)
class UsedModel:
    """A trained model as a take says that it was used. part: of it, as on a card. parts: what was laid over it, such as LoRAs, each with
    its weight. engine: name and version of the engine that it painted in. boards: that it was shown, name to the SHA-256 of the painting,
    where another take's record tells of it."""

    name: str
    version: str
    sha256: str
    part: str
    engine: str
    parts: tuple[UsedModel, ...] = ()
    weight: float = 1.0
    boards: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """As people read it: name and version."""
        return f"{self.name} {self.version}".strip()

    @property
    def all(self) -> tuple[UsedModel, ...]:
        """It and what was laid over it."""
        return (self, *self.parts)

    @property
    def hashes(self) -> set[str]:
        """Of all of it; names where a server tells no hashes."""
        return {each.sha256 or each.name for each in self.all}


@dataclass(frozen=True)
class Take:
    """A recorded take.

    number: "T01" and on. kind: "machine" or "hand-in". stage: "rough" or "paint". files: role (pass1, pass2, source_map,
    touch_up, picture, work_file; BOOK1 and BOOK1_source_map and on) to path and SHA-256. boards: name to the SHA-256 of the painting; shares: of the painted
    pixels, per board. by: who handed it in, None for the machine. minutes: of a person. hand_share: of the picture's
    pixels, changed by hand. request: what decided the picture, by hash. sha256: of take.json. fields: all of take.json.
    """

    cut: str
    number: str
    kind: str
    stage: str
    engine: str
    engine_version: str
    seed: int
    boards: Mapping[str, str]
    shares: Mapping[str, float]
    files: Mapping[str, tuple[Path, str]]
    by: str | None
    when: str
    minutes: float
    machine_seconds: float
    hand_share: float
    request: Mapping[str, object]
    sha256: str
    fields: Mapping[str, object]

    @property
    def picture(self) -> Path:
        """What the take looks like: the handed-in picture, else the painting, else the rough."""
        return next(self.files[role][0] for role in ("picture", "pass2", "pass1") if role in self.files)

    @property
    def model(self) -> UsedModel | None:
        """The trained model that painted it, or a place of it; None where there was none."""
        return used_model(self.fields.get("model"), f"{self.engine} {self.engine_version}")

    @property
    def rough_model(self) -> UsedModel | None:
        """The trained model that made the rough whose composition it keeps; None where there was none."""
        return used_model(self.fields.get("rough_model"))

    @property
    def first_pass_model(self) -> UsedModel | None:
        """The trained model that made its pass 1, a picked rough or its own; None where that is of the boards' paint."""
        own = "model" in self.request and self.request.get("rough") is None
        return self.rough_model or (self.model if own else None)

    @property
    def second_pass_model(self) -> UsedModel | None:
        """The trained model that made its pass 2; None where that is of the boards' paint, but for places painted anew."""
        return self.model if "model" in self.request else None

    @property
    def touch_up_models(self) -> tuple[UsedModel, ...]:
        """The trained models of the earlier takes that its touch-up was painted over: what a hand mixes, moves or smears there is theirs too."""
        return tuple(filter(None, (used_model(told) for told in self.fields.get("touch_up_models", ()))))

    @property
    def models(self) -> tuple[UsedModel, ...]:
        """Every trained model that had a part in it, what was laid over them too."""
        found = (self.model, self.rough_model, *self.touch_up_models)
        used = [each for model in found if model is not None for each in model.all]
        return tuple({(each.sha256, each.label): each for each in used}.values())

    @property
    def shown(self) -> Mapping[str, str]:
        """Boards that a model was shown which painted it, its rough, or what lies under its touch-up: name to the SHA-256 of the painting."""
        return {name: digest for told in self.models_told for name, digest in told.get("boards", {}).items()}

    @property
    def models_told(self) -> list[dict[str, object]]:
        """Its models as the record of a take that comes from it tells of them: each with its engine and the boards that it was shown."""
        own = []
        if self.model is not None:
            shown = {str(board["name"]): str(board["painting"]) for board in self.request["boards"]}
            own = [{**self.fields["model"], "engine": f"{self.engine} {self.engine_version}", "boards": shown}]
        told = [*own, *filter(None, [self.fields.get("rough_model")]), *self.fields.get("touch_up_models", ())]
        return [each for place, each in enumerate(told) if each not in told[:place]]

    @property
    def adherence(self) -> float | None:
        """How true it is to its drawn lines, beside what its boards are to their maps; None where that was not measured."""
        found = self.fields.get("adherence_ratio")
        return float(found) if isinstance(found, (int, float)) else None

    @property
    def books(self) -> list[str]:
        """The names of its BOOKs, upward; each is the role of its picture."""
        return sorted((role for role in self.files if _BOOK.fullmatch(role)), key=lambda role: int(role[4:]))

    def changed_files(self) -> list[str]:
        """What is no longer as it was recorded, one line each."""
        wrong = []
        for role, (path, digest) in self.files.items():
            if not path.is_file():
                wrong.append(f"{path}: is gone ({role} of {self.cut} {self.number})")
            elif hash_of(path) != digest:
                wrong.append(f"{path}: was changed since it was recorded ({role} of {self.cut} {self.number})")
        return wrong


def used_model(told: object, engine: str = "") -> UsedModel | None:
    """A model as a record tells of it, None where it tells of none. engine: that it painted in, where the record does not say."""
    if not isinstance(told, Mapping):
        return None
    parts = tuple(filter(None, (used_model(part) for part in told.get("parts", ()))))
    texts = (str(told.get(field, "")) for field in ("name", "version", "sha256"))
    boards = {str(name): str(digest) for name, digest in told.get("boards", {}).items()}
    return UsedModel(*texts, str(told.get("part", "model")), str(told.get("engine", engine)), parts, float(told.get("weight", 1)), boards)


def read_take(folder: Path) -> Take:
    """Read a take's folder. Raises InputError, naming the file, if its record cannot be used."""
    path = folder / "take.json"
    data = read_bytes(path, limit=_LIMIT)
    try:
        told = json.loads(data)
        if told["kind"] != "take":
            raise ValueError(f"its kind is {told['kind']!r}")
        return Take(
            cut=str(told["cut"]),
            number=str(told["number"]),
            kind=str(told["made_by"]),
            stage=str(told["stage"]),
            engine=str(told["engine"]["name"]),
            engine_version=str(told["engine"]["version"]),
            seed=int(told["seed"]),
            boards={str(name): str(digest) for name, digest in told["boards"].items()},
            shares={str(name): float(share) for name, share in told["shares"].items()},
            files={
                str(role): (folder / Path(str(file["name"])).name, str(file["sha256"]))
                for role, file in told["files"].items()
            },
            by=told["by"],
            when=str(told["when"]),
            minutes=float(told["minutes"]),
            machine_seconds=float(told["machine_seconds"]),
            hand_share=float(told["hand_share"]),
            request=dict(told["request"]),
            sha256=hash_of(path),
            fields=told,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as why:
        raise InputError(f"{path}: is no record of a take ({type(why).__name__}: {str(why)[:80]})") from None


def stage_folder(takes: Path) -> Path:
    """A new folder beside the takes to make one in; it counts for nothing until it is recorded."""
    make_folder(takes)
    folder = takes / f"{_STAGED}{os.urandom(6).hex()}"
    make_folder(folder)
    return folder


def clear_staged(takes: Path) -> None:
    """Take away what stopped runs left unfinished. Only for who holds the cut's lease."""
    for folder in takes.glob(f"{_STAGED}*"):
        shutil.rmtree(folder, ignore_errors=True)


def record_take(
    journal: Journal, takes: Path, staged: Path, files: Mapping[str, str], fields: Mapping[str, object]
) -> Take:
    """Record what is in `staged` as the cut's next take.

    files: role to file name in `staged`. fields: cut, made_by, stage, engine, seed, boards, shares, by, minutes,
    machine_seconds, hand_share, request, and whatever else is to be kept. Raises InputError and OutputError; the take is
    then not recorded.
    """
    journal.require_sound()
    number = f"T{max((0, *(int(found[1]) for found in map(_FOLDER.fullmatch, os.listdir(takes)) if found))) + 1:02d}"
    told = {
        "kind": "take",
        "version": VERSION,
        "number": number,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        **fields,
        "files": {role: {"name": name, "sha256": hash_of(staged / name)} for role, name in files.items()},
    }
    write_together({staged / "take.json": record_bytes(told)})
    for name in (*files.values(), "take.json"):
        make_read_only(staged / name)
    appear(staged, takes / number)
    take = read_take(takes / number)
    _enter(journal, take)
    return take


def settle(journal: Journal, takes: Path, cut: str) -> list[Take]:
    """Enter takes that were whole when a crash kept their line from the journal, and return them."""
    found = []
    for folder in unrecorded(journal, takes, cut):
        try:
            take = read_take(folder)
        except InputError:
            continue
        if (take.cut, take.number) == (cut, folder.name) and take.files and not take.changed_files():
            _enter(journal, take)
            found.append(take)
    return found


def unrecorded(journal: Journal, takes: Path, cut: str) -> list[Path]:
    """Folders that look like takes of this cut but have no line in the journal."""
    known = {entry.take for entry in journal.entries if entry.event == "take" and entry.cut == cut}
    return sorted(path for path in takes.glob("T*") if _FOLDER.fullmatch(path.name) and path.name not in known)


def _enter(journal: Journal, take: Take) -> None:
    by = {} if take.by is None else {"by": take.by}
    journal.add("take", cut=take.cut, take=take.number, sha256=take.sha256, **by)
