"""A stand-in for a ComfyUI server: its routes, its web socket and its messages, in their real order, and whatever can go wrong.

What it "paints" is the start picture, each value raised by the seed, so that a test sees what was sent.
"""

from __future__ import annotations

import io
import json
import struct
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import wsproto
from PIL import Image
from wsproto import events

KINDS = {
    *("LoadImage", "LoadImageMask", "CheckpointLoaderSimple", "ControlNetLoader", "CLIPTextEncode", "VAEEncode", "ControlNetApplyAdvanced"),
    *("KSampler", "VAEDecode", "SaveImage", "PreviewImage"),
}
OUTSIDE = "CloudUpscaleNode"  # stands for the nodes that ask a paid service
PREVIEW = struct.pack(">II", 1, 1) + b"\xff\xd8\xff a preview"


class Interrupted(Exception):
    pass


class Failed(Exception):
    """A node that fails: its number, the kind of the exception, its words."""


@dataclass
class Job:
    place: float
    number: str
    nodes: dict[str, dict]
    sender: dict
    told: list = field(default_factory=list)
    outputs: dict = field(default_factory=dict)
    forgotten: bool = False

    def entry(self) -> list:
        return [self.place, self.number, self.nodes, self.sender, [number for number, node in self.nodes.items() if "Image" in node["class_type"]]]


class StandIn:
    """instead: by "METHOD /first-part-of-path", what answers in place of the usual. course: what a job does, in place of the
    usual. asked: every request, as "METHOD target"."""

    def __init__(self) -> None:
        self.instead: dict[str, Callable[[Handler], None]] = {}
        self.course: Callable[[StandIn, Job], None] = StandIn.paint
        self.asked: list[str] = []
        self.prompts: list[dict] = []
        self.files: dict[tuple[str, str, str], bytes] = {}
        self.history: dict[str, dict] = {}
        self.pending: list[Job] = []
        self.running: Job | None = None
        self.interrupt = threading.Event()
        self.works = threading.Condition()
        self.sockets: dict[str, Socket] = {}
        self.path = ""  # what stands before every route, as behind a studio's own front door
        self.own_numbers = False  # as servers before mid-2025: number from the sender passed over
        self.stopped = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}{self.path}"

    def tell(self, job: Job | None, kind: str, **data: object) -> None:
        if job is not None:
            data["prompt_id"] = job.number
            if kind.startswith("execution_"):
                job.told.append([kind, {**data, "timestamp": 1767225600000}])
        client = None if job is None else job.sender.get("client_id")
        for name, socket in list(self.sockets.items()):
            if client in (None, name):
                socket.say(json.dumps({"type": kind, "data": data}))

    def status(self) -> dict:
        return {"exec_info": {"queue_remaining": len(self.pending) + (self.running is not None)}}

    def step(self, job: Job, number: str, value: int, most: int) -> None:
        """One step of a node's work."""
        if self.interrupt.is_set() or self.stopped:
            raise Interrupted
        self.tell(job, "progress", value=value, max=most, node=number)
        state = {"value": value, "max": most, "state": "running", "node_id": number, "prompt_id": job.number}
        self.tell(job, "progress_state", nodes={number: state})
        socket = self.sockets.get(job.sender.get("client_id", ""))
        if socket is not None:
            socket.say(PREVIEW)

    def wait(self, job: Job) -> None:
        """A node that never ends by itself."""
        while not self.interrupt.wait(0.01):
            if self.stopped:
                raise Interrupted
        raise Interrupted

    def paint(self, job: Job) -> None:
        """The usual course of a job."""
        self.tell(job, "execution_start")
        self.tell(job, "execution_cached", nodes=[])
        for number, node in job.nodes.items():
            self.tell(job, "executing", node=number, display_node=number)
            if node["class_type"] == "KSampler":
                for value in range(1, 4):
                    self.step(job, number, value, 3)
            if node["class_type"] in ("SaveImage", "PreviewImage"):
                self.save(job, number, [painted(self, job)])

    def save(self, job: Job, number: str, arrays: list[np.ndarray]) -> None:
        images = []
        for array in arrays:
            name = f"ComfyUI_{len(self.files):05d}_.png"
            data = io.BytesIO()
            Image.fromarray(array).save(data, format="PNG")
            self.files["output", "", name] = data.getvalue()
            images.append({"filename": name, "subfolder": "", "type": "output"})
        job.outputs[number] = {"images": images}
        self.tell(job, "executed", node=number, display_node=number, output={"images": images})

    def work(self) -> None:
        while True:
            with self.works:
                self.works.wait_for(lambda: self.pending or self.stopped)
                if self.stopped:
                    return
                self.pending.sort(key=lambda job: job.place)
                job = self.running = self.pending.pop(0)
            self.interrupt.clear()
            self.tell(None, "status", status=self.status())
            ended = "success"
            try:
                self.course(self, job)
                self.tell(job, "execution_success")
            except Interrupted:
                ended = "error"
                self.tell(job, "execution_interrupted", node_id="3", node_type="KSampler", executed=[])
            except Failed as why:
                ended = "error"
                number, kind, words = why.args
                self.tell(job, "execution_error", node_id=number, node_type=job.nodes[number]["class_type"], executed=[],
                          exception_message=words, exception_type=kind, traceback=["a line\n"], current_inputs={},
                          current_outputs=[])  # fmt: skip
            except Exception as why:  # noqa: BLE001 - a course that goes wrong must not leave its test waiting
                ended = "error"
                self.tell(job, "execution_error", node_id="3", exception_message=f"the stand-in itself: {why!r}")
            self.running = None
            if not job.forgotten:
                status = {"status_str": ended, "completed": ended == "success", "messages": job.told}
                self.history[job.number] = {"prompt": job.entry(), "outputs": job.outputs, "status": status, "meta": {}}
            self.tell(job, "executing", node=None)
            self.tell(None, "status", status=self.status())

    def leave(self) -> None:
        """As when the program ends: nobody listens any more."""
        self.http.shutdown()
        self.http.server_close()
        self.close_sockets()

    def close_sockets(self) -> None:
        """As when a cable is pulled."""
        for socket in list(self.sockets.values()):
            socket.cut()


def painted(server: StandIn, job: Job) -> np.ndarray:
    start = next(node for node in job.nodes.values() if "start" in node["_meta"]["title"])
    seed = next(node["inputs"]["seed"] for node in job.nodes.values() if "seed" in node["inputs"])
    return server_picture(server, start["inputs"]["image"]) + np.uint8(seed)


def server_picture(server: StandIn, called: str) -> np.ndarray:
    """An uploaded picture by the name that a node calls it, (h, w, 3)."""
    return np.asarray(_uploaded(server, called).convert("RGB"))


def transparent(server: StandIn, called: str) -> np.ndarray:
    """Where an uploaded picture is transparent, (h, w), 255 where nothing is seen."""
    return 255 - np.asarray(_uploaded(server, called).convert("RGBA"))[:, :, 3]


def _uploaded(server: StandIn, called: str) -> Image.Image:
    folder, _, name = called.rpartition("/")
    return Image.open(io.BytesIO(server.files["input", folder, name]))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.route("GET")

    def do_POST(self) -> None:
        self.route("POST")

    def log_message(self, *words: object) -> None:
        pass

    def route(self, method: str) -> None:
        own: StandIn = self.server.stand_in
        own.asked.append(f"{method} {self.path}")
        parts = urlsplit(self.path.removeprefix(own.path))
        self.query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.words = [unquote(word) for word in parts.path.strip("/").split("/")]
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = f"{method} /{self.words[0]}"
        usual = getattr(self, f"{method.lower()}_{self.words[0]}", None)
        answer = own.instead.get(name)
        if answer is not None:
            answer(self)
        elif usual is None:
            self.reply(404, b"404: Not Found", "text/plain; charset=utf-8")
        else:
            usual(own)

    def reply(self, status: int, body: object = b"", kind: str = "application/json; charset=utf-8") -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def get_system_stats(self, own: StandIn) -> None:
        self.reply(200, {"system": {"os": "posix", "comfyui_version": "0.3.75", "python_version": "3.12"}, "devices": []})

    def get_object_info(self, own: StandIn) -> None:
        kind = self.words[1]
        known = {kind: {"name": kind, "input": {}, "output": [], "output_node": False, "api_node": kind == OUTSIDE}}
        self.reply(200, known if kind in (*KINDS, OUTSIDE) else {})

    def get_queue(self, own: StandIn) -> None:
        running = [] if own.running is None else [own.running.entry()]
        self.reply(200, {"queue_running": running, "queue_pending": [job.entry() for job in own.pending]})

    def get_history(self, own: StandIn) -> None:
        entry = own.history.get(self.words[1])
        self.reply(200, {} if entry is None else {self.words[1]: entry})

    def get_view(self, own: StandIn) -> None:
        key = (self.query.get("type", "output"), self.query.get("subfolder", ""), self.query["filename"])
        if key in own.files:
            self.reply(200, own.files[key], "image/png")
        else:
            self.reply(404)

    def get_ws(self, own: StandIn) -> None:
        Socket(self, own, self.query.get("clientId") or uuid.uuid4().hex).listen()

    def post_upload(self, own: StandIn) -> None:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        form = {}
        for part in BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts():
            form[part.get_param("name", header="content-disposition")] = (part.get_filename(), part.get_payload(decode=True))
        name, data = form["image"]
        folder = form["subfolder"][1].decode()
        stem, kind = name.rsplit(".", 1)
        again = 1
        while own.files.get(("input", folder, name), data) != data:
            name, again = f"{stem} ({again}).{kind}", again + 1
        own.files["input", folder, name] = data
        self.reply(200, {"name": name, "subfolder": folder, "type": "input"})

    def post_prompt(self, own: StandIn) -> None:
        asked = json.loads(self.body)
        own.prompts.append(asked)
        nodes = asked["prompt"]
        for number, node in nodes.items():
            if node["class_type"] not in (*KINDS, OUTSIDE):
                words = f"Cannot execute because node {node['class_type']} does not exist."
                error = {"type": "invalid_prompt", "message": words, "details": f"Node ID '#{number}'", "extra_info": {}}
                return self.reply(400, {"error": error, "node_errors": {}})
        errors = {
            number: {
                "errors": [{"type": "value_not_in_list", "message": "Value not in list",
                            "details": f"ckpt_name: '{node['inputs']['ckpt_name']}' not in ['sd/studio.safetensors']",
                            "extra_info": {"input_name": "ckpt_name"}}],
                "dependent_outputs": ["9"],
                "class_type": node["class_type"],
            }
            for number, node in nodes.items()
            if node["inputs"].get("ckpt_name", "sd/studio.safetensors") != "sd/studio.safetensors"
        }  # fmt: skip
        if errors:
            error = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation",
                     "details": "", "extra_info": {}}  # fmt: skip
            return self.reply(400, {"error": error, "node_errors": errors})
        number = asked.get("prompt_id") if not own.own_numbers else None
        job = Job(float(len(own.prompts)), number or str(uuid.uuid4()), nodes, {"client_id": asked["client_id"]})
        self.reply(200, {"prompt_id": job.number, "number": job.place, "node_errors": {}})
        own.take(job)

    def post_queue(self, own: StandIn) -> None:
        gone = json.loads(self.body)["delete"]
        with own.works:
            own.pending = [job for job in own.pending if job.number not in gone]
        self.reply(200)

    def post_interrupt(self, own: StandIn) -> None:
        wanted = json.loads(self.body or b"{}").get("prompt_id")
        if own.running is not None and wanted in (None, own.running.number):
            own.interrupt.set()
        self.reply(200)


class Socket:
    """The server's end of one web socket."""

    def __init__(self, handler: Handler, own: StandIn, client: str) -> None:
        self.handler, self.own, self.client = handler, own, client
        self.lock = threading.Lock()
        self.mute = False  # as after a pulled cable: nothing comes, and nothing says so
        self.speech = wsproto.WSConnection(wsproto.ConnectionType.SERVER)
        headers = [(key.encode(), value.encode()) for key, value in handler.headers.items()]
        self.speech.initiate_upgrade_connection(headers, handler.path)
        list(self.speech.events())

    def listen(self) -> None:
        with self.lock:  # known from the moment on that the client can think so
            self.own.sockets[self.client] = self
            self.handler.connection.sendall(self.speech.send(events.AcceptConnection()))
        self.say(json.dumps({"type": "status", "data": {"status": self.own.status(), "sid": self.client}}))
        self.handler.close_connection = True
        try:
            while data := self.handler.connection.recv(4096):
                self.speech.receive_data(data)
                for event in self.speech.events():
                    if isinstance(event, events.Ping):
                        self.send(event.response())
        except OSError:
            pass
        finally:
            if self.own.sockets.get(self.client) is self:
                del self.own.sockets[self.client]

    def say(self, message: str | bytes) -> None:
        self.send(events.TextMessage(message) if isinstance(message, str) else events.BytesMessage(message))

    def send(self, event: events.Event) -> None:
        if self.mute:
            return
        try:
            with self.lock:
                self.handler.connection.sendall(self.speech.send(event))
        except (OSError, wsproto.utilities.LocalProtocolError):
            pass

    def cut(self) -> None:
        try:
            self.handler.connection.shutdown(2)
        except OSError:
            pass


def _take(own: StandIn, job: Job) -> None:
    with own.works:
        own.pending.append(job)
        own.works.notify()
    own.tell(None, "status", status=own.status())


StandIn.take = _take


@contextmanager
def serving() -> Iterator[StandIn]:
    own = StandIn()
    own.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.http.daemon_threads = True
    own.http.stand_in = own
    threads = [threading.Thread(target=own.http.serve_forever, args=(0.02,)), threading.Thread(target=own.work)]
    for thread in threads:
        thread.start()
    try:
        yield own
    finally:
        with own.works:
            own.stopped = True
            own.works.notify()
        own.leave()
        for thread in threads:
            thread.join(5)


def dribbled(handler: Handler) -> None:
    """An answer of which a byte comes now and then, without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    try:
        while not handler.server.stand_in.stopped:
            handler.wfile.write(b" ")
            time.sleep(0.01)
    except OSError:
        pass
