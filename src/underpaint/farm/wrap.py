"""The end of a production: what was learned from what is written down, indexes are deleted, and a signed receipt says so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from underpaint import __version__, paint
from underpaint.errors import InputError, OutputError
from underpaint.farm.index_cache import IndexCache
from underpaint.farm.learned import learned_files
from underpaint.film.check import background_of, standing
from underpaint.film.cuts import hold
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.film.styles import TRAINING, hold_style
from underpaint.formats.certificates import Signer
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.sheets import material_map, painting
from underpaint.formats.signatures import read_signature, signature_bytes, signature_path
from underpaint.formats.user_folders import SEEN
from underpaint.formats.writing import make_folder, record_bytes, write_together

FOLDER, RECEIPT, TRASH = "wrap", "receipt.json", "trash.json"
KIND = "underpaint.receipt"
VERSION = 1
_LIMIT = 2**26


@dataclass(frozen=True)
class Trash:
    """A file or folder to delete, that can be made again or that a stopped run left half-made; why: what it is."""

    path: Path
    why: str
    size: int


@dataclass(frozen=True)
class Plan:
    """What a wrap will do. trash: what it deletes. unfinished: cuts that are not Done, and where they stand."""

    cuts: int
    takes: int
    boards: int
    trash: tuple[Trash, ...]
    unfinished: dict[str, str]

    def lines(self, film: Film) -> Iterator[str]:
        """The plan in plain words."""
        folder = film.folder / FOLDER
        yield f"{film.title}: {self.cuts} cuts, {self.takes} takes, {self.boards} boards"
        yield (
            f"is written to {folder}: which take was painted from which board (JSON and CSV), a list of what is deleted, and "
            "a signed receipt"
        )
        size = sum(each.size for each in self.trash) / 1e6
        yield f"is deleted, as it can be made again: {len(self.trash)} files and folders, {size:.1f} MB"
        yield from (f"  {each.path}  {each.why}" for each in self.trash)
        yield "stays as it is: boards, layouts, takes, artists' files, deliveries, records of styles, the store, the journal"
        if self.unfinished:
            yield f"is not Done: {', '.join(f'{cut} {state}' for cut, state in self.unfinished.items())}"
        yield "after it, nothing of this film is painted any more"


def plan(film: Film, cache: Path) -> Plan:
    """What wrapping the film would do; nothing is changed. cache: this user's folder for what can be made again. Raises InputError where it was
    wrapped already, or a take or a board cannot be read."""
    film.require_open()
    states = {number: standing(film, background_of(film, cut)).state for number, cut in film.cuts.items()}
    return Plan(
        cuts=len(film.cuts),
        takes=sum(len(cut.takes) for cut in film.cuts.values()),
        boards=len(film.boards),
        trash=(*_styles(film), *_indexes(film, cache), *_seen_pictures(cache), *_half_made(film)),
        unfinished={number: state for number, state in states.items() if state != "Done"},
    )


def wrap(film: Film, cache: Path, signer: Signer, say: Callable[[str], None]) -> Path:
    """End the production; returns the receipt's path. say: told each file that is written.

    One that was stopped on the way can be run again. Raises InputError where a cut is being painted, or as plan; OutputError.
    """
    film.require_writable()
    folder = film.folder / FOLDER
    with ExitStack() as leases:
        for cut in film.cuts.values():
            leases.enter_context(hold(cut))
        for training in film.styles_folder.glob(f"{TRAINING}*/"):
            leases.enter_context(hold_style(film, training.name.removeprefix(TRAINING)))
        film = Film.open(film.folder)  # as it stands now that nobody paints
        planned = plan(film, cache)
        make_folder(folder)
        listed = _listed(folder, planned)
        trash = record_bytes({"kind": "underpaint.trash", "version": VERSION, "files": listed})
        files = {folder / name: data for name, data in (learned_files(film) | {TRASH: trash}).items()}
        write_together(files)
        for each in planned.trash:
            try:
                if each.path.is_dir():
                    shutil.rmtree(each.path)
                else:
                    each.path.unlink(missing_ok=True)
            except OSError as why:
                raise OutputError(f"{each.path}: cannot be deleted ({(why.strerror or str(why)).lower()})") from None
            with suppress(OSError):  # a folder of takes half-made, when its last file is gone
                if each.path.parent.name.startswith("."):
                    each.path.parent.rmdir()
        told = {
            "kind": KIND,
            "version": VERSION,
            "film": film.title,
            "program": f"underpaint {__version__}",
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "signed_by": signer.name,
            "cuts": planned.cuts,
            "takes": planned.takes,
            "boards": list(film.boards),
            "models": [{"name": card.name, "version": card.version, "sha256": card.sha256} for card in film.models.values()],
            "deleted": len(listed),
            "journal": film.journal.last,
            "files": {path.name: hash_of(path) for path in files},
        }
        receipt = record_bytes(told)
        path = folder / RECEIPT
        write_together({signature_path(path): signature_bytes(receipt, signer), path: receipt})
        film.journal.add("wrap", receipt=f"{FOLDER}/{RECEIPT}", sha256=hash_of(path))
    for written in (*files, path, signature_path(path)):
        say(str(written))
    return path


def check_receipt(film: Film, path: Path, anchors: bytes | None = None) -> tuple[list[str], bool]:
    """What a receipt says, in plain lines, and whether all of it is so: its signature, and the film's folder as it tells.

    anchors: PEM of the certificates that are trusted. Raises InputError where it is no receipt.
    """
    data = read_bytes(path, _LIMIT)
    try:
        told = json.loads(data)
        if told["kind"] != KIND:
            raise ValueError
        files, boards = dict(told["files"]), [str(name) for name in told["boards"]]
        models = [f"{model['name']} {model['version']}" for model in told.get("models", ())]
        about = [str(told[name]) for name in ("film", "when", "program", "cuts", "takes", "deleted", "journal")]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{path}: is no receipt of a wrap, or a damaged one") from None
    signature = read_signature(path, anchors)
    worth = {
        "trusted": f"signed by {signature.signer}, whose certificate you trust; not changed since",
        "local": "signed with your local certificate, which is not trusted by others; not changed since",
        "foreign": f"foreign: signed by {signature.signer}, whose certificate is not known here; give it with --trust",
        "tampered": "tampered: it is not what was signed",
    }
    title, when, program, cuts, takes, deleted, before = about
    lines = [
        f"{path}: {worth[signature.origin]}",
        f"  film     {title}, wrapped {when} by {program}",
        f"  held     {cuts} cuts, {takes} takes",
        f"  boards   {', '.join(boards)}",
        *([f"  models   {', '.join(models)}"] if models else []),
        f"  deleted  {deleted} files",
    ]
    wrong = list(_not_so(film, path, files, before))
    lines += [f"  but      {line}" for line in wrong]
    return lines, signature.origin in ("trusted", "local") and not wrong


def _not_so(film: Film, path: Path, files: dict[str, str], before: str) -> Iterator[str]:
    """What of a receipt does not hold for the film's folder."""
    for name, digest in files.items():
        listed = film.folder / FOLDER / Path(str(name)).name
        if not listed.is_file():
            yield f"{listed} is gone"
        elif hash_of(listed) != digest:
            yield f"{listed} was changed since"
    if film.journal.broken is not None:
        yield f"{film.journal.path} was changed: line {film.journal.broken} does not follow from the one before"
    yield from (f"{path} is there again" for path in sorted(film.styles_folder.rglob("*.safetensors")))
    wraps = [entry for entry in film.journal.entries if entry.event == "wrap"]
    if not any(entry.text("sha256") == hash_of(path) for entry in wraps):
        yield f"{film.journal.path} has no line of this receipt, so it is another film's, or the wrap was stopped"
    if all(entry.text("before") != before for entry in film.journal.entries):
        yield f"{film.journal.path} is not the journal that was wrapped"


def _styles(film: Film) -> Iterator[Trash]:
    """What models learnt from the film's boards, also where the training was stopped. The records of finished styles stay: the
    credits of what was painted in them say whose paintings they were trained on."""
    for style in film.styles.values():
        for path in sorted(style.folder.glob("*.safetensors")):
            if path == style.weights or hash_of(path) == style.sha256:  # whatever somebody called the folder since
                yield Trash(path, f"style {style.name}, trained on {', '.join(style.boards)}", path.stat().st_size)
    for pattern in (f"{TRAINING}*/", ".underpaint-*.part/"):
        for folder in sorted(film.styles_folder.glob(pattern)):
            size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
            yield Trash(folder, "what a training that was stopped had learnt", size)


def _indexes(film: Film, cache: Path) -> Iterator[Trash]:
    """The indexes of every painting that a board of the film is, or was when a take used it."""
    pairs = {(board.painting_sha256, board.materials_sha256): (board.name, board.painting, board.materials)
             for board in film.boards.values() if board.map_or_none is not None}  # fmt: skip
    for cut in film.cuts.values():
        for take in cut.takes:
            for board in take.request.get("boards", ()):
                digests = str(board["painting"]), str(board["materials"])
                paths = tuple(film.store.path(digest) for digest in digests)
                if all(path.is_file() for path in paths):
                    pairs.setdefault(digests, (str(board["name"]), *paths))
    kept = IndexCache(cache, lambda why: None)
    seen = set()
    for name, painted, mapped in pairs.values():
        board = paint.Board(name, painting(read_picture(painted)), material_map(read_picture(mapped)))
        path = kept.path(paint.index_key(board, frozenset()), paint.BoardIndex.VERSION)
        if path.is_file() and path not in seen:
            seen.add(path)
            yield Trash(path, f"index of board {name}", path.stat().st_size)


def _seen_pictures(cache: Path) -> Iterator[Trash]:
    """What the page in the browser keeps of the pictures that it showed, and what its guesses learned. It does not say which
    are of this film: all go."""
    folder = cache / SEEN
    if folder.is_dir():
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield Trash(folder, "pictures as the page showed them, and what its guesses learned, of every film", size)


def _half_made(film: Film) -> Iterator[Trash]:
    """What a run that was killed left: files under names that only half-made ones have."""
    for pattern in ("**/.underpaint-*.part", "cuts/*/takes/.part-*/*"):
        for path in sorted(film.folder.glob(pattern)):
            if path.is_file() and film.styles_folder not in path.parents:
                yield Trash(path, "left half-made by a run that was stopped", path.stat().st_size)


def _listed(folder: Path, planned: Plan) -> list[dict[str, object]]:
    """What is deleted, and before it what a wrap that was stopped had listed."""
    earlier: list[dict[str, object]] = []
    with suppress(InputError, ValueError, KeyError, TypeError):
        earlier = list(json.loads(read_bytes(folder / TRASH, _LIMIT))["files"])
    known = {str(each.get("file")) for each in earlier}
    new = [{"file": str(each.path), "what": each.why, "bytes": each.size} for each in planned.trash]
    return earlier + [each for each in new if each["file"] not in known]
