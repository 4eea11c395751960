"""Delivery: of every cut that is Done the layered file, the flat picture and the process strip, and the film's papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from underpaint.errors import InputError
from underpaint.farm.books import books_of
from underpaint.farm.delivery import FLAT, delivery_stack, flat_picture
from underpaint.farm.film_papers import contact_sheet_of, credit_files, cut_strip, final_take, machine_take
from underpaint.farm.signing import signer_for, signing
from underpaint.film.check import background_of, reasons_against, standing
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.formats.credentials import Signed, sidecar_path
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.psd import is_psb, psd_bytes
from underpaint.formats.sheets import material_map, painting, pencil
from underpaint.formats.writing import make_folder, write_together

FOLDER = "delivery"


def deliver(
    film: Film,
    numbers: Sequence[str] = (),
    *,
    flat: str,
    today: date,
    certificate: Path | None = None,
    key: Path | None = None,
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> None:
    """Write the cuts named, or all that are Done with the film's contact sheet and credits, to the film's delivery folder.

    flat: ending of the flat pictures, as flat_picture takes it. today: rights must reach it. certificate, key: of the studio,
    PEM, to sign the layered files and flat pictures with; this user's own where there is none. say: told of each file. A file
    that was delivered before and changed by somebody since stays, and the new one gets another name. Each delivery goes into
    the journal. Raises InputError where a cut that is named cannot be delivered; OutputError.
    """
    film.require_writable()
    if flat not in FLAT:
        raise InputError(f"flat pictures are delivered as {', '.join(FLAT)}, not as {flat!r}")
    ready: list[Cut] = []
    left: dict[str, list[str]] = {}
    for cut in [film.cut(number) for number in dict.fromkeys(numbers)] or film.cuts.values():
        against = not_deliverable(film, cut, today)
        if not against:
            ready.append(cut)
        elif numbers:
            raise InputError(f"{cut.number} cannot be delivered: {against}")
        else:
            left.setdefault(against, []).append(cut.number)
    for against, cuts in left.items():
        warn(f"not delivered: {', '.join(cuts)}: {against}")
    if not ready:
        raise InputError(f"{film.folder}: no cut can be delivered yet")
    signer = signer_for(certificate, key, warn)
    for cut in ready:
        files, note = cut_delivery(film, cut, flat)
        if note:
            warn(note)
        take = final_take(film, cut)
        sign = None if signer is None else signing(film, cut, signer)
        _write(film, files, say, sign, cut=cut.number, take=take.number, sha256=take.sha256)
    if not numbers:
        sheet, note = contact_sheet_of(film)
        papers = credit_files(film, [cut.number for cut in ready], warn)
        if note:
            warn(note)
        _write(film, {"contact-sheet.png": png_bytes(sheet), **papers}, say)


def cut_delivery(film: Film, cut: Cut, flat: str) -> tuple[dict[str, bytes], str | None]:
    """What is delivered of a painted cut, by file name, such as C012_T02.psd, C012_T02.png and C012_T02_strip.png.

    Past 30,000 px the layered file is a .psb. Also returns a note where letters on the strip could not be drawn. Raises
    InputError where the cut has no painting.
    """
    strip, note = cut_strip(film, cut.number)
    take, ground = final_take(film, cut), background_of(film, cut)
    painted, final = read_picture(machine_take(ground, take).files["pass2"][0]), read_picture(take.picture)
    touch_up = take.files.get("touch_up")
    stack = delivery_stack(
        painting(painted),
        books=books_of(take),
        touch_up=None if touch_up is None else painting(read_picture(touch_up[0])),
        layout=None if ground.layout is None else pencil(read_picture(ground.layout)),
        regions=None if ground.materials is None else material_map(read_picture(ground.materials)),
        icc=painted.icc,
    )
    name = f"{cut.number}_{take.number}"
    files = {
        f"{name}{'.psb' if is_psb(stack) else '.psd'}": psd_bytes(stack),
        f"{name}{flat}": flat_picture(painting(final), flat, final.icc),
        f"{name}_strip.png": png_bytes(strip),
    }
    return files, note


def not_deliverable(film: Film, cut: Cut, today: date) -> str:
    """Why a cut cannot be delivered, in words; "" where it can. Raises InputError where its take cannot be read."""
    state = standing(film, cut).state
    if state != "Done":
        return f"{state}, and only what is Done goes out"
    return "; ".join(reasons_against(film, final_take(film, cut), today))


def _write(
    film: Film,
    files: Mapping[str, bytes],
    say: Callable[[str], None],
    sign: Callable[[str, bytes], Signed] | None = None,
    **about: str,
) -> None:
    folder = film.folder / FOLDER
    make_folder(folder)
    ours: dict[str, set[str]] = {}
    for entry in film.journal.entries:
        if entry.event in ("delivering", "deliver"):
            for name, digest in dict(entry.fields.get("files", {})).items():
                ours.setdefault(name, set()).add(digest)
    written: dict[Path, bytes] = {}
    for name, data in files.items():
        path = _place(folder, name, ours, data)
        signed = Signed(data, None) if sign is None else sign(name, data)
        written[path] = signed.picture
        if signed.sidecar is not None:
            written[sidecar_path(path)] = signed.sidecar
    digests = {path.name: sha256(data).hexdigest() for path, data in written.items()}
    # Said before as well: each signing has other bytes, and what a killed delivery left must be known as ours.
    film.journal.add("delivering", **about, files=digests)
    write_together(written)
    film.journal.add("deliver", **about, files=digests)
    for path in written:
        say(str(path))


def _place(folder: Path, name: str, ours: Mapping[str, set[str]], data: bytes) -> Path:
    """Where a file goes: under its name, or a numbered one where somebody's own work lies under that."""
    known = sha256(data).hexdigest()  # the same bytes without a line in the journal are what a stopped delivery left

    def free(path: Path) -> bool:
        return not path.exists() or hash_of(path) in {known, *ours.get(path.name, ())}

    stem, dot, ending = name.rpartition(".")
    path, number = folder / name, 1
    while not (free(path) and free(sidecar_path(path))):
        number += 1
        path = folder / f"{stem}_{number}{dot}{ending}"
    return path
