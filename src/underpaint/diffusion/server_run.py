"""One run of a workflow on a ComfyUI server: queued, watched to its end, and taken back where nobody waits for it any more.

What is true is asked of the server's queue and history; the web socket only says when to look, so that one that closes costs
nothing but the bar.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from underpaint.diffusion.wire import Address, NoAnswer, WebSocket, ask, json_of, said
from underpaint.diffusion.workflow import Workflow
from underpaint.errors import InputError

_LOST_AFTER = 3  # looks at which a job is neither queued nor running nor finished


@dataclass(frozen=True)
class Patience:
    """The seconds that are waited.

    answer: for each next byte of an answer. progress: for a sign of life of a job that runs; loading a large model takes
    minutes. queue: for the queue before a job to move, and for a job whose progress cannot be seen, without a web socket.
    look: from one look at queue and history to the next. short: for an answer that can be done without: the web socket's, and
    those when a job is taken back.
    """

    answer: float = 30
    progress: float = 600
    queue: float = 3600
    look: float = 2
    short: float = 5


PATIENCE = Patience()


@dataclass
class ServerRun:
    """One run of a workflow on a server."""

    address: Address
    workflow: Workflow
    tell: Callable[[str, float], None]
    number: str = field(default_factory=lambda: str(uuid.uuid4()))
    client: str = field(default_factory=lambda: uuid.uuid4().hex)
    socket: WebSocket | None = None
    runs: bool = False
    ahead: int | None = None
    shares: dict[str, float] = field(default_factory=dict)  # of each node's work that is done
    sign: float = 0.0  # when something last came on, as all times here on the monotonic clock
    heard: float = 0.0  # when the server last answered
    lost: int = 0

    def queue(self, nodes: Mapping[str, Mapping]) -> None:
        """Give the server the job. Raises InputError with what the server finds wrong."""
        self._open_socket()  # before the job is there, so that none of its messages is missed
        asked = {"prompt": nodes, "client_id": self.client, "prompt_id": self.number}
        answer = ask(self.address, "POST", "/prompt", json.dumps(asked).encode(), seconds=PATIENCE.answer)
        told = object_of(json_of(answer, self.address), self.address)
        if answer.status == 200 and isinstance(told.get("prompt_id"), str) and not told.get("error"):
            self.number = told["prompt_id"]  # servers before mid-2025 give numbers of their own
            self.sign = self.heard = time.monotonic()
            if not self._leaves_out_the_result(told.get("node_errors")):
                return
        raise InputError(f"{self.address}: the server does not accept the workflow: {self._refusal(told, answer.status)}")

    def _leaves_out_the_result(self, errors: object) -> bool:
        """Whether a workflow of several results was taken without ours: a server runs those in which it finds nothing wrong."""
        found = errors.values() if isinstance(errors, dict) else ()
        return any(self.workflow.result in _list(each.get("dependent_outputs")) for each in found if isinstance(each, dict))

    def followed(self) -> dict:
        """Wait for the end; what the history says of the job. Raises InputError where it ends otherwise than well."""
        looked = time.monotonic()
        try:
            while True:
                if time.monotonic() - looked >= PATIENCE.look:
                    ended = self._look()
                    if ended is not None:
                        return ended
                    self._tend_socket()
                    looked = time.monotonic()
                self._require_life()
                if self._wait(looked + PATIENCE.look - time.monotonic()):
                    looked = -PATIENCE.look
        finally:
            self.close()

    def take_back(self) -> None:
        """Take the job out of the server's queue, or stop it where it is the one that runs; never another's."""
        self.close()
        try:
            for group, target in (("queue_pending", "/queue"), ("queue_running", "/interrupt")):
                for entry in self._queued(PATIENCE.short)[group]:
                    if self._is_ours(entry):
                        order = {"delete": [entry[1]]} if target == "/queue" else {"prompt_id": entry[1]}
                        ask(self.address, "POST", target, json.dumps(order).encode(), seconds=PATIENCE.short)
        except InputError:
            pass  # gone, or never there; what went wrong before is what is to be said

    def _look(self) -> dict | None:
        """Ask history and queue; the history's entry once the job has ended."""
        try:
            history = object_of(get_json(self.address, f"/history/{quote(self.number, safe='', errors='replace')}"), self.address)
            entry = history.get(self.number)
            if entry is not None:
                return self._ended(object_of(entry, self.address))
            queued = self._queued(PATIENCE.answer)
        except NoAnswer:
            if time.monotonic() - self.heard > PATIENCE.answer:
                raise
            return None
        self.heard = time.monotonic()
        running = any(self._is_ours(entry) for entry in queued["queue_running"])
        own = [entry for entry in queued["queue_pending"] if self._is_ours(entry)]
        if running or own:
            self.lost = 0
        else:
            self.lost += 1
            if self.lost >= _LOST_AFTER:
                raise InputError(f"{self.address}: no longer knows the job; its queue was cleared, or it was started anew")
        if running and not self.runs:
            self._started()
        elif own:
            ahead = len(queued["queue_running"]) + sum(entry[0] < own[0][0] for entry in queued["queue_pending"])
            if ahead != self.ahead:
                self.ahead, self.sign = ahead, time.monotonic()
            self.tell(f"queued, {ahead} before it", 0.0)
        return None

    def _queued(self, seconds: float) -> dict[str, list[list]]:
        """The server's queue: entries are [place, number, workflow, what its sender said, ...]."""
        told = object_of(get_json(self.address, "/queue", seconds), self.address)
        groups = {group: told.get(group) for group in ("queue_running", "queue_pending")}
        for entries in groups.values():
            if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
                raise nonsense(self.address)
        return groups

    def _is_ours(self, entry: list) -> bool:
        sender = entry[3].get("client_id") if len(entry) > 3 and isinstance(entry[3], dict) else None
        return entry[1] == self.number or sender == self.client

    def _require_life(self) -> None:
        patience = PATIENCE.progress if self.runs and self.socket is not None else PATIENCE.queue
        if time.monotonic() - self.sign > patience:
            what = "shows no progress" if self.runs else "stands still in the queue"
            raise InputError(f"{self.address}: the job {what} for {patience:g} s; it was taken back")

    def _wait(self, seconds: float) -> bool:
        """Wait for a message; whether it says that it is time to look."""
        if self.socket is None:
            time.sleep(max(0.0, min(seconds, PATIENCE.look)))
            return False
        try:
            message = self.socket.receive(max(0.0, seconds))
        except NoAnswer:
            self.close()
            return False
        if not message:
            if message is not None and self.runs:  # a preview, which only the job that runs sends to us
                self.sign = time.monotonic()
            return False
        try:
            told = json.loads(message)
        except (ValueError, RecursionError):
            return False
        return isinstance(told, dict) and isinstance(told.get("data"), dict) and self._heard(told.get("type"), told["data"])

    def _heard(self, kind: object, data: Mapping) -> bool:
        """Take in one message; whether it is time to look at queue and history."""
        if kind == "status":
            return not self.runs
        if data.get("prompt_id") != self.number:
            return False
        self.sign = time.monotonic()
        if not self.runs and kind in ("execution_start", "executing", "progress", "progress_state"):
            self._started()
        if kind == "execution_cached":
            self.shares |= {node: 1.0 for node in _list(data.get("nodes")) if isinstance(node, str)}
        elif kind == "executing" and data.get("node") is not None:
            self.shares = {node: 1.0 for node in self.shares}
            self._worked(data["node"], 0, 1)
        elif kind == "progress":
            self._worked(data.get("node"), data.get("value"), data.get("max"))
        elif kind == "progress_state" and isinstance(data.get("nodes"), dict):
            for node, state in data["nodes"].items():
                if isinstance(state, dict):
                    self._worked(node, state.get("value"), state.get("max"), state.get("state") == "running")
        elif kind == "execution_error":
            raise InputError(f"{self.address}: {self._failure(data)}")
        elif kind == "execution_interrupted":
            raise self._interrupted()
        return kind in ("execution_success", "executing") and data.get("node") is None

    def _started(self) -> None:
        self.runs, self.sign = True, time.monotonic()
        self.tell("painting on the server", 0.0)

    def _worked(self, node: object, value: object, most: object, shown: bool = True) -> None:
        if not isinstance(node, str) or not _is_count(value) or not _is_count(most) or not most:
            return
        self.shares[node] = min(1.0, max(0.0, value / most))
        if shown:
            steps = f" {value:g}/{most:g}" if most > 1 else ""
            title = said(self.workflow.titles.get(node, "painting on the server"))[:40]
            self.tell(title + steps, min(1.0, sum(self.shares.values()) / len(self.workflow.nodes)))

    def _ended(self, entry: Mapping) -> dict:
        """The history's entry of a job that ended well."""
        status = entry.get("status")
        status = status if isinstance(status, dict) else {}
        for message in _list(status.get("messages")):
            if isinstance(message, list) and len(message) == 2 and isinstance(message[1], dict):
                if message[0] == "execution_error":
                    raise InputError(f"{self.address}: {self._failure(message[1])}")
                if message[0] == "execution_interrupted":
                    raise self._interrupted()
        if status.get("status_str") == "error":
            raise InputError(f"{self.address}: the workflow failed, and the server does not say where")
        return dict(entry)

    def _interrupted(self) -> InputError:
        return InputError(f"{self.address}: the job was interrupted on the server; start it again if that was not you")

    def _failure(self, data: Mapping) -> str:
        kind = said(data.get("exception_type", "")).rpartition(".")[2]
        why = said(data.get("exception_message", "")) or kind or "the server does not say why"
        return f"the workflow failed at {self.workflow.node(str(data.get('node_id')), data.get('node_type'))}: {why}"

    def _refusal(self, told: Mapping, status: int) -> str:
        """What is wrong with a workflow, node by node, as the server says it."""
        wrong = []
        errors = told.get("node_errors")
        for number, found in errors.items() if isinstance(errors, dict) else []:
            for error in _list(found.get("errors")) if isinstance(found, dict) else []:
                if isinstance(error, dict):
                    what = ": ".join(filter(None, (said(error.get("message", "")), said(error.get("details", "")))))
                    wrong.append(f"{self.workflow.node(number, found.get('class_type'))}: {what}")
        if wrong:
            return "; ".join(wrong[:4]) + (f"; and {len(wrong) - 4} more" if len(wrong) > 4 else "")
        error = told.get("error")
        if isinstance(error, dict):
            error = ": ".join(filter(None, (said(error.get("message", "")), said(error.get("details", "")))))
        return said(error or "") or f"it answers {status} and does not say why"

    def _open_socket(self) -> None:
        try:
            self.socket = WebSocket(self.address, f"/ws?clientId={self.client}", PATIENCE.short)
        except NoAnswer:
            self.socket = None  # progress is then known from queue and history alone

    def _tend_socket(self) -> None:
        """Open it again where it is closed, or where nothing answers on it any more, as after a pulled cable."""
        try:
            if self.socket is not None:
                self.socket.ping()
                if time.monotonic() - self.socket.heard > PATIENCE.short + PATIENCE.look:
                    self.close()
        except NoAnswer:
            self.close()
        if self.socket is None:
            self._open_socket()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def get_json(address: Address, target: str, seconds: float | None = None) -> object:
    """What the server says at one of its paths. Raises InputError."""
    answer = ask(address, "GET", target, seconds=PATIENCE.answer if seconds is None else seconds)
    if answer.status in (401, 403):
        raise InputError(f"{address}: the server lets nobody in without a password ({answer.status}); give the address of ComfyUI itself")
    if answer.status != 200:
        raise InputError(f"{address}: answers {answer.status} where a ComfyUI server would say something; is it the server's own address?")
    return json_of(answer, address)


def object_of(told: object, address: Address) -> dict:
    """What was told, if it is an object. Raises InputError."""
    if not isinstance(told, dict):
        raise nonsense(address)
    return told


def _list(told: object) -> list:
    return told if isinstance(told, list) else []


def _is_count(told: object) -> bool:
    return isinstance(told, int | float) and 0 <= told < 1e9


def _is_entry(entry: object) -> bool:
    return isinstance(entry, list) and len(entry) > 1 and isinstance(entry[0], int | float) and isinstance(entry[1], str)


def nonsense(address: Address) -> InputError:
    return InputError(f"{address}: answers, but not as a ComfyUI server does; is it the server's own address?")
