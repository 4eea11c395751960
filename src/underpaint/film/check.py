"""Checking: where a cut stands, and what people say about its takes. Todo, WIP, WFA, Retake, Done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from underpaint.errors import InputError
from underpaint.film.cuts import Cut
from underpaint.film.drawn import drawn_note
from underpaint.film.film import Film
from underpaint.film.journal import Entry
from underpaint.film.models import ModelCard
from underpaint.film.takes import Take


@dataclass(frozen=True)
class Standing:
    """state: Todo, WIP (work in progress), WFA (waiting for approval), Retake or Done. take: the one it is about, "" for
    none. note: what the last retake asked for. retakes: how many there were: 2 means that R2 was the last."""

    state: str
    take: str = ""
    note: str = ""
    retakes: int = 0


def standing(film: Film, cut: Cut) -> Standing:
    """Where a cut stands by the journal; one that shares a background stands where that one stands.

    Raises InputError where a take that consent was withdrawn from cannot be read.
    """
    cut = background_of(film, cut)
    state, take, note, retakes = "Todo", "", "", 0
    for entry in cut.entries:
        if entry.event == "take":
            state, take = "WIP", entry.take
        elif entry.event == "check":
            state, take = "WFA", entry.take
        elif entry.event == "approve":
            state, take = "Done", entry.take
        elif entry.event == "retake":
            state, take, note, retakes = "Retake", entry.take, entry.text("note"), retakes + 1
        elif entry.event == "consent withdrawn" and state == "Done" and rests_on(film, cut.take(take), entry.text("board")):
            state, note = "Retake", f"consent for board {entry.text('board')} was withdrawn"
    return Standing(state, take, note, retakes)


def holds(take: Take, board: str) -> bool:
    """Whether a board's paint is in a take; a take that does not say how much counts as holding it."""
    return board in take.boards and take.shares.get(board, 1) > 0


def learnt_from(film: Film, take: Take) -> list[str]:
    """The film's boards that the trained models which had a part in a take learnt from, as their cards say; mostly none."""
    cards = (film.card_of(used) for used in take.models)
    return list(dict.fromkeys(board for card in cards if card is not None for board in card.boards))


def rests_on(film: Film, take: Take, board: str) -> bool:
    """Whether a take needs a board's rights: its paint is there, or a model that had a part in it was shown it or learnt from it."""
    return holds(take, board) or board in take.shown or board in learnt_from(film, take)


def background_of(film: Film, cut: Cut) -> Cut:
    """The cut whose background this one shows: itself, or the one it shares. Raises InputError where that goes in a ring."""
    seen = [cut.number]
    while cut.background:
        cut = film.cut(cut.background)
        if cut.number in seen:
            raise InputError(f"{cut.record.path}: cuts share each other's background in a ring: {', '.join(seen)}")
        seen.append(cut.number)
    return cut


def hand_over(film: Film, number: str) -> Take:
    """Put a cut's newest painting before the art director: WFA; roughs that were made after it are left where they are.

    Raises InputError where it has none but roughs, OutputError.
    """
    film.require_writable()
    cut = own_cut(film, number)
    if not cut.takes:
        raise InputError(f"{cut.number} has no take yet; paint it first")
    take = next((take for take in reversed(cut.takes) if take.stage != "rough"), None)
    if take is None:
        newest = cut.takes[-1].number
        raise InputError(f"{cut.number} {newest} is a rough; pick one and paint the cut, then hand it over")
    now = standing(film, cut)
    if now.state in ("WFA", "Done") and now.take == take.number:
        raise InputError(f"{cut.number} {take.number} is {now.state} already")
    film.journal.add("check", cut=cut.number, take=take.number, sha256=take.sha256)
    return take


def pick(film: Film, number: str, take_number: str) -> Take:
    """Choose the rough that the painting keeps the composition of. Raises InputError where it is none, OutputError."""
    film.require_writable()
    cut = own_cut(film, number)
    take = cut.take(take_number)
    if take.stage != "rough":
        raise InputError(
            f"{cut.number} {take.number} is no rough; make some with: underpaint paint --pass rough --variants 4"
        )
    film.journal.add("pick", cut=cut.number, take=take.number, sha256=take.sha256)
    return take


def retake(
    film: Film, number: str, note: str, by: str | None, *, drawn: object = (), seen: str = ""
) -> tuple[Take, int]:
    """Send a take back with a note, in words, drawn on the picture, or both; returns it and the retake's number.

    drawn: strokes as drawn_note takes them. seen: the take that the person looked at; "" for whichever it is now. Raises
    InputError, OutputError.
    """
    film.require_writable()
    cut = own_cut(film, number)
    now = standing(film, cut)
    if now.state not in ("WFA", "Done"):
        raise InputError(f"{cut.number} is {now.state}; only a cut that is WFA or Done is sent back")
    _require_seen(cut, now, seen)
    strokes = drawn_note(drawn)
    if not note.strip() and not strokes:
        raise InputError(f"{cut.number}: a retake needs a note that says what to change")
    take = cut.take(now.take)
    said: dict[str, object] = {} if by is None else {"by": _known(film, by)}
    if strokes:
        said["drawn"] = strokes
    film.journal.add("retake", cut=cut.number, take=take.number, sha256=take.sha256, note=note.strip(), **said)
    return take, now.retakes + 1


def approve(film: Film, number: str, by: str, today: date, *, seen: str = "") -> Take:
    """Take a cut that waits for it to Done. seen: the take that the person looked at; "" for whichever it is now.

    Raises InputError, saying why, where the person may not approve, or the take's origin or a board's rights do not allow
    it; OutputError.
    """
    film.require_writable()
    cut = own_cut(film, number)
    allowed = film.approving_roles
    if not set(allowed) & set(film.roles(_known(film, by))):
        may = ", ".join(person.name for person in film.people if person.role in allowed) or "nobody yet"
        raise InputError(f"{by} is {' and '.join(film.roles(by))}; only the {' or '.join(allowed)} approves ({may})")
    now = standing(film, cut)
    if now.state != "WFA":
        hint = "" if now.state == "Done" else f"; hand it over first: underpaint check {film.folder} {cut.number}"
        raise InputError(f"{cut.number} is {now.state}, not WFA{hint}")
    _require_seen(cut, now, seen)
    take = cut.take(now.take)
    against = reasons_against(film, take, today)
    if against:
        raise InputError(f"{cut.number} {take.number} cannot be Done: {'; '.join(against)}")
    film.journal.add("approve", cut=cut.number, take=take.number, sha256=take.sha256, by=by)
    return take


def reasons_against(film: Film, take: Take, today: date) -> list[str]:
    """Why a take cannot be Done: files that are not the recorded ones, an unknown origin, boards whose rights do not allow it."""
    against = [f"{line}, so its origin is unknown" for line in take.changed_files()]
    if take.kind not in ("machine", "hand-in") or (take.kind == "hand-in" and not take.request):
        against.append("its picture did not come through Underpaint, so its origin is unknown")
    if not take.boards:
        against.append("it names no board, so its origin is unknown")
    for name in dict.fromkeys([*take.boards, *take.shown, *learnt_from(film, take)]):
        if rests_on(film, take, name):
            against += rights_against(film, name, today)
    return against + models_against(film, take)


def models_against(film: Film, take: Take) -> list[str]:
    """Why the trained models that had a part in a take keep it from being Done: each needs a card in the film, of its very
    files, that says who made it, under which licence, and what it was trained on."""
    against = []
    for used in take.models:
        cards = film.cards_of(used)
        if len(cards) == 1:
            against += [f"the card of model {cards[0].label} has no {what}" for what in cards[0].lacking()]
        elif cards:
            against.append(f"model {used.label} could be of several cards, {', '.join(card.name for card in cards)}, as a server tells no hashes")
        elif used.name in film.models:
            against.append(f"model {used.label} is another one than its card is of, as its files differ")
        else:
            against.append(f"model {used.label} has no card in the film")
    return against


def require_allowed(film: Film, card: ModelCard, today: date) -> None:
    """Raise InputError where a board that a model learnt from, as its card says, does not allow it or no longer does."""
    for board in card.boards:
        if against := rights_against(film, board, today):
            raise InputError(f"{card.name} cannot be used: it was trained on board {board}, and {against[0]}")


def below_floor(film: Film, take: Take) -> bool:
    """Whether a take is less true to its drawn lines than the film asks. Raises InputError where the film's floor is none."""
    return bool(floor_note(film, take.adherence))


def floor_note(film: Film, adherence: float | None) -> list[str]:
    """What is to be noted of a new take that is so true to its lines: nothing, or one line. Raises InputError as below_floor."""
    floor = film.adherence_floor
    if floor is None or adherence is None or adherence >= floor:
        return []
    return [f"its lines are {adherence:.2f} as true as those of the boards, below the film's floor of {floor:g}"]


def rights_against(film: Film, name: str, today: date) -> list[str]:
    """Why paint of this board may not be delivered."""
    board = film.boards.get(name)
    if board is None:
        return [f"board {name} is no longer in the film, so nothing says what its rights allow"]
    against = []
    if withdrawal(film, name) is not None:
        against.append(f"consent for board {name} was withdrawn")
    if not board.rights.owner:
        against.append(f"board {name} names no owner")
    if not board.rights.consent:
        against.append(f"board {name} has no consent of its painter")
    if board.rights.valid_until is not None and board.rights.valid_until < today:
        against.append(f"the rights of board {name} ended on {board.rights.valid_until.isoformat()}")
    return against


def lacking(film: Film, name: str, today: date) -> list[str]:
    """What a board still lacks, so that its paint may be used and credited: of "map", "painter", "owner", "consent", "ended" where
    its rights did, and "withdrawn" where its painter took consent back. Raises InputError where there is no such board."""
    board = film.board(name)
    until = board.rights.valid_until
    told = {
        "map": board.map_or_none is None,
        "painter": not board.painter,
        "owner": not board.rights.owner,
        "consent": not board.rights.consent,
        "ended": until is not None and until < today,
        "withdrawn": withdrawal(film, name) is not None,
    }
    return [what for what, lacks in told.items() if lacks]


def withdrawal(film: Film, board: str) -> Entry | None:
    """The journal's line that took back the consent for a board; None if there is none."""
    lines = (e for e in film.journal.entries if e.event == "consent withdrawn" and e.text("board") == board)
    return next(lines, None)


def own_cut(film: Film, number: str) -> Cut:
    """The cut of this number, for what is done to its own background. Raises InputError where it shares another one's."""
    cut = film.cut(number)
    if cut.background:
        raise InputError(f"{cut.number} shares the background of {cut.background}; say it of that cut")
    return cut


def _require_seen(cut: Cut, now: Standing, seen: str) -> None:
    if seen not in ("", now.take):
        raise InputError(f"{cut.number}: you looked at {seen[:8]}, and {now.take} has come since; look at that one")


def _known(film: Film, name: str) -> str:
    if not film.roles(name):
        known = ", ".join(person.name for person in film.people) or "nobody yet"
        raise InputError(f"{name[:80]!r} is not among the film's people ({known}); add them to {film.record.path}")
    return name


def overview(film: Film) -> list[str]:
    """One line a cut: where it stands, its take, its length, what it took, and what the last retake asked for."""
    lines = []
    for cut in film.cuts.values():
        now = standing(film, cut)
        round_ = f" R{now.retakes}" if now.state == "Retake" and now.retakes else ""
        cost = f"{cut.machine_seconds:.0f} s machine, {cut.minutes:g} min by hand" if cut.takes else ""
        said = f"  {now.note}" if now.state == "Retake" and now.note else ""
        shared = f"  background of {cut.background}" if cut.background else ""
        shown = next((take for take in background_of(film, cut).takes if take.number == now.take), None)
        model = f"  by {film.called(shown.model)}" if shown and shown.model else ""
        marked = ""
        if shown and below_floor(film, shown):
            marked = f"  lines {shown.adherence:.2f}, below the film's {film.adherence_floor:g}"
        lines.append(
            f"{cut.number:6} {now.state + round_:10} {now.take:4} {cut.length:>6}  {cost}{shared}{model}{marked}{said}".rstrip()
        )
    return lines
