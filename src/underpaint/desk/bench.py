"""The work bench: one long-lived process in which pictures are opened and labelled, so that the server stays small.

It is started by the first piece of work and ended when nobody asked for a while. What its functions keep between two asks
(a drawing with its cells, a decoded picture) lives in their modules over there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module

from underpaint.errors import InputError
from underpaint.farm.memory import give_back_memory

IDLE_SECONDS = 300.0
_PAUSE_SECONDS = 0.5
_GENTLY = 10


class Replaced(InputError):
    """A newer request for the same thing came while this one waited."""


class BenchFailed(Exception):
    """Something that is no fault of the input went wrong on the bench; for the log."""


@dataclass(frozen=True)
class OnBench:
    """A function of a module that only the bench loads, with all that it needs: the server stays small.

    OnBench("underpaint.farm.label_session", "label_state") is called as that function is.
    """

    module: str
    function: str

    def __call__(self, *arguments: object, **named: object) -> object:
        return getattr(import_module(self.module), self.function)(*arguments, **named)


@dataclass
class _Piece:
    work: Callable
    arguments: tuple
    ended: threading.Event = field(default_factory=threading.Event)
    result: object = None
    why: Exception | None = None


class Bench:
    """ask() may be called from any thread; the pieces are done one after the other. gentle: what else runs on the machine
    comes first."""

    def __init__(self, name: str, idle_seconds: float = IDLE_SECONDS, *, gentle: bool = False):
        self._name, self._idle_seconds, self._gentle = name, idle_seconds, gentle
        self._waiting: OrderedDict[object, _Piece] = OrderedDict()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._process = self._pipe = None

    def ask(self, work: Callable, *arguments: object, about: str = "") -> object:
        """Call `work(*arguments)` on the bench and return what it returns.

        work: a function of a module, found again over there by its name, or an OnBench; what goes in and out can be pickled.
        about: a newer ask about the same thing takes the place of one that still waits, which raises Replaced.
        Raises InputError as the function does, BenchFailed for anything else.
        """
        piece = _Piece(work, arguments)
        with self._changed:
            if self._closed:
                raise BenchFailed(f"{self._name} is closed")
            older = self._waiting.pop(about, None) if about else None
            if older is not None:
                older.why = Replaced("a newer request took the place of this one")
                older.ended.set()
            self._waiting[about or object()] = piece
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify()
        piece.ended.wait()
        if piece.why is not None:
            raise piece.why
        return piece.result

    def close(self) -> None:
        """End the process; whoever waits gets BenchFailed."""
        with self._changed:
            self._closed = True
            for piece in self._waiting.values():
                piece.why = BenchFailed(f"{self._name} is closed")
                piece.ended.set()
            self._waiting.clear()
            self._changed.notify()
            process = self._process
        if process is not None:
            process.terminate()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting and not self._closed:
                    self._changed.wait(self._idle_seconds)
                if not self._waiting:
                    self._end_process()
                    self._thread = None
                    return
                _, piece = self._waiting.popitem(last=False)
            try:
                self._do(piece)
            finally:
                piece.ended.set()

    def _do(self, piece: _Piece) -> None:
        try:
            if self._process is None or not self._process.is_alive():
                self._start()
            self._pipe.send((piece.work, piece.arguments))
            kind, told = self._pipe.recv()
        except (EOFError, OSError):
            piece.why = BenchFailed(f"the process of {self._name} was stopped")
            self._end_process()
            return
        if kind == "done":
            piece.result = told
        else:
            piece.why = InputError(told) if kind == "wrong" else BenchFailed(told)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy the server's threads half
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._gentle), name=self._name, daemon=True)
        process.start()
        theirs.close()
        self._process = process
        if self._closed:
            process.terminate()

    def _end_process(self) -> None:
        if self._process is not None:
            self._pipe.close()
            self._process.terminate()
            self._process.join()
        self._process = self._pipe = None


def _work(pipe, gentle: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server, which ends the bench
    if gentle and hasattr(os, "nice"):
        os.nice(_GENTLY)
    with suppress(EOFError, OSError):  # the server is gone
        while True:
            if not pipe.poll(_PAUSE_SECONDS):
                give_back_memory()
            pipe.send(_answer(*pipe.recv()))  # and keeps nothing of it


def _answer(work: Callable, arguments: tuple) -> tuple[str, object]:
    try:
        return "done", work(*arguments)
    except InputError as why:
        return "wrong", str(why)
    except MemoryError:
        return "wrong", "not enough memory for a picture of this size; close other programs"
    except Exception:  # noqa: BLE001 - said in the server's log; the bench goes on
        return "failed", traceback.format_exc()
