"""What was learned from what: every take with the boards whose paint it holds, as a record and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from underpaint.film.check import holds, standing, withdrawal
from underpaint.film.credit_papers import harmless
from underpaint.film.film import Film
from underpaint.film.models import ModelCard
from underpaint.film.takes import Take
from underpaint.formats.writing import record_bytes

RECORD, TABLE = "learned.json", "learned.csv"
KIND = "underpaint.learned"
VERSION = 1
_COLUMNS = ("cut", "take", "made by", "stage", "when", "state", "engine", "board", "painter", "owner", "consent", "share", "painting", "models")  # fmt: skip
_SENTENCE = (
    "The exemplar engine makes an index of each board from that board alone and takes all its paint from the boards; these indexes "
    "were deleted with the wrap."
)
_NO_STYLE = "No model was trained."
_STYLES = "Models were trained in the styles listed here, each on the boards listed with it; their weights were deleted with the wrap."


def learned_files(film: Film) -> dict[str, bytes]:
    """Both papers, by file name. Raises InputError where a take cannot be read."""
    takes = [(cut.number, take, _state(film, cut.number, take)) for cut in film.cuts.values() for take in cut.takes]
    styles = film.styles.values()
    record = {
        "kind": KIND,
        "version": VERSION,
        "film": film.title,
        "learned": f"{_STYLES if styles else _NO_STYLE} {_SENTENCE}",
        "styles": [{"name": style.name, **style.record.fields} for style in styles],
        "boards": [_board(film, name) for name in film.boards],
        "models": [_model(card) for card in film.models.values()],
        "takes": [
            {
                "cut": cut,
                "take": take.number,
                "made_by": take.kind,
                "by": take.by,
                "stage": take.stage,
                "when": take.when,
                "state": state,
                "engine": {"name": take.engine, "version": take.engine_version},
                "boards": {
                    name: {"share": take.shares.get(name), "painting": digest} for name, digest in take.boards.items()
                },
                "models": [{"name": used.name, "version": used.version, "sha256": used.sha256} for used in take.models],
                "hand_share": take.hand_share,
                "record": take.sha256,
            }
            for cut, take, state in takes
        ],
    }
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for cut, take, state in takes:
        about = (cut, take.number, take.kind, take.stage, take.when, state, f"{take.engine} {take.engine_version}".strip())
        for name, digest in (take.boards or {"": ""}).items():
            if not name or holds(take, name):
                models = ", ".join(film.called(used) for used in take.models)
                board = _board(film, name)
                who = (board["painter"], board["owner"], board["consent"])
                share = take.shares.get(name, "")
                rows.writerow([harmless(str(field)) for field in (*about, name, *who, share, digest, models)])
    return {RECORD: record_bytes(record), TABLE: b"\xef\xbb\xbf" + table.getvalue().encode()}


def _board(film: Film, name: str) -> Mapping[str, object]:
    board = film.boards.get(name)
    if board is None:
        return {"name": name, "painter": "", "owner": "", "consent": ""}
    until = board.rights.valid_until
    return {
        "name": name,
        "painter": board.painter,
        "owner": board.rights.owner,
        "consent": board.rights.consent,
        "valid_until": None if until is None else until.isoformat(),
        "withdrawn": withdrawal(film, name) is not None,
        "painting": board.painting_sha256,
        "materials": board.materials_sha256,
    }


def _model(card: ModelCard) -> Mapping[str, object]:
    told = ("name", "version", "part", "maker", "licence", "trained_on", "sha256", "files")
    return {field: getattr(card, field) for field in told} | {"boards": list(card.boards)}


def _state(film: Film, cut: str, take: Take) -> str:
    now = standing(film, film.cut(cut))
    return now.state if now.take == take.number else ""
