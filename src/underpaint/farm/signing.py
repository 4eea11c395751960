"""A delivered cut signed: what its take, its boards and the journal know, as Content Credentials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.film_papers import cut_work, final_take, machine_take, named, painters_of
from underpaint.film.check import background_of
from underpaint.film.credits import credit
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.formats.certificates import MISSING, Signer, local_signer, studio_signer
from underpaint.formats.claims import Claim, Step, UsedBoard, UsedLayout, UsedModel
from underpaint.formats.credentials import Signed, sign_picture

_NOBODY = "somebody who is not named"
_LOCAL = (
    "signed with your own local certificate, which nobody else trusts; give the studio's with --certificate and --key"
)


def signer_for(certificate: Path | None, key: Path | None, warn: Callable[[str], None]) -> Signer | None:
    """The studio's signer, or this user's own where neither file is given; None where the extra packages are missing.

    warn: told what the signature is then worth. Raises InputError where only one is given, or as studio_signer.
    """
    if certificate is not None or key is not None:
        return _studio(certificate, key)
    if find_spec("c2pa") is None or find_spec("cryptography") is None:
        warn(f"delivered without Content Credentials. {MISSING}")
        return None
    warn(_LOCAL)
    return local_signer()


def receipt_signer(certificate: Path | None, key: Path | None, warn: Callable[[str], None]) -> Signer:
    """As signer_for, for what has to be signed. Raises InputError also where the extra packages are missing."""
    if find_spec("cryptography") is None:
        raise InputError(MISSING)
    if certificate is None and key is None:
        warn(_LOCAL)
        return local_signer()
    return _studio(certificate, key)


def _studio(certificate: Path | None, key: Path | None) -> Signer:
    if certificate is None or key is None:
        raise InputError("a certificate and its key go together; give both, or neither to sign with your own local one")
    return studio_signer(certificate, key)


def signing(film: Film, cut: Cut, signer: Signer) -> Callable[[str, bytes], Signed]:
    """What signs a cut's files, given a file's name and bytes. Raises InputError as cut_claim."""
    claim = cut_claim(film, cut)
    return lambda name, data: sign_picture(data, Path(name).suffix, claim, signer)


def cut_claim(film: Film, cut: Cut) -> Claim:
    """What a painted cut declares. Raises InputError where it has no painting, or a share has no name."""
    ground, take = background_of(film, cut), final_take(film, cut)
    if take is None:
        raise InputError(f"{cut.number} has no painting yet; paint it first")
    machine, work = machine_take(ground, take), cut_work(film, cut, take)
    painters = painters_of(film)
    shares = credit(film.title, [work], painters).by_pixels
    boards = [
        UsedBoard(name, painters[name], take.boards[name], float(share), work.sizes_of(name))
        for name, share in shares.boards.items()
    ]
    boards += [UsedBoard(name, painters.get(name) or _NOBODY, take.shown[name], 0.0) for name in work.shown]
    learnt = {name: digest for style in film.styles.values() for name, digest in style.boards.items()}
    boards = [replace(board, taught=board.name in work.taught) for board in boards]
    for name in work.taught:
        if name not in {board.name for board in boards}:
            digest = take.boards.get(name) or learnt.get(name) or film.board(name).painting_sha256
            boards.append(UsedBoard(name, painters.get(name) or _NOBODY, digest, 0.0, taught=True))
    models = []
    for used in take.models:
        card, model = film.card_of(used), named(film, used)
        about = ("", "", "", used.sha256) if card is None else (card.maker, card.licence, card.trained_on, card.sha256)
        models.append(UsedModel(*model, *about, float(shares.models.get(model, 0))))
    drawn = machine.request.get("layout_lines") or machine.request.get("layout_map")
    place = machine.model if machine.second_pass_model is None else None
    passes = [("pass 1", "pass1", machine.first_pass_model), ("pass 2", "pass2", machine.second_pass_model)]
    passes += [] if place is None else [("place", "pass2", place)]
    steps = [
        Step(step, machine.when, None if used is None else " ".join(named(film, used)))
        for step, role, used in passes
        if role in machine.files
    ]
    until = ground.takes[: ground.takes.index(take) + 1] if "touch_up" in take.files else ()
    steps += [Step("touch-up", made.when, made.by, made.hand_share) for made in until if made.by and "touch_up" in made.files]
    approved = [entry for entry in ground.entries if entry.event == "approve" and entry.take == take.number]
    steps += [Step("approved", entry.text("when"), entry.text("by")) for entry in approved[-1:]]
    return Claim(
        title=f"{film.title} {cut.number} {take.number}",
        engine=take.engine,
        engine_version=take.engine_version,
        trained=bool(take.models) or take.engine != paint.ENGINE,
        boards=tuple(boards),
        layout=UsedLayout(", ".join(work.layout) or _NOBODY, str(drawn)),
        steps=tuple(steps),
        models=tuple(models),
    )
