"""One server spoken to over HTTP and a web socket: no other is ever asked, and nothing is waited for without end.

HTTP/1.1 (RFC 9112) through h11, web sockets (RFC 6455) through wsproto, both over a plain socket of our own. So no redirect is
followed, no proxy asked, no cookie kept, and every wait has an end.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from underpaint.errors import InputError

_JSON_BYTES = 64 * 2**20
_HEADER_BYTES = 2**16
_MESSAGE_BYTES = 16 * 2**20
_CHUNK = 2**16
_WHOLE = 20  # times the wait for one more byte, the most that one whole answer may take


class NoAnswer(InputError):
    """The server cannot be reached, or went silent or away in the middle of an answer."""


class Silence(NoAnswer):
    """Nothing came in time."""


@dataclass(frozen=True)
class Address:
    """Where a server is. path: what its own paths are put behind, "" or such as "/comfy"."""

    secure: bool
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        return f"http{'s' if self.secure else ''}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them, without the port that is usual anyway."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def address_of(url: str) -> Address:
    """The server that an http or https address names. Raises InputError."""
    called = repr(url[:80])
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not host or any(not "!" <= letter <= "~" for letter in url.strip()):
        raise InputError(f"{called} is no server's address; write it like http://127.0.0.1:8188")
    if "@" in parts.netloc:
        raise InputError(f"the server's address holds a name or a password, which reports would show; leave it out: http://{host}")
    if parts.query or parts.fragment:
        raise InputError(f"{called}: a server's address ends before any ? or #; write it like http://127.0.0.1:8188")
    secure = parts.scheme == "https"
    return Address(secure, host, port or (443 if secure else 80), parts.path.rstrip("/"))


def is_this_machine(address: Address) -> bool:
    """Whether a server runs on this very machine, by any of its addresses; unknown names do not."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(_is_ours(family, where) for family, _, _, _, where in found)


def _is_ours(family: int, where: tuple) -> bool:
    """Besides loopback, an address that can be listened on here, which only those of this machine can."""
    if ipaddress.ip_address(where[0].partition("%")[0]).is_loopback:
        return True
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.bind((where[0], 0, *where[2:]))
    except OSError:
        return False
    return True


def ask(
    address: Address,
    method: str,
    target: str,
    body: bytes | None = None,
    kind: str = "application/json",
    *,
    seconds: float,
    limit: int = _JSON_BYTES,
) -> Answer:
    """One request and its whole answer of at most `limit` bytes. target: path and query. seconds: the longest wait for a
    next byte. Raises NoAnswer; InputError where what comes is no HTTP, too much, or sends us to another place."""
    import h11

    headers = [("Host", address.authority), ("Accept", "*/*"), ("Connection", "close"), ("User-Agent", "underpaint")]
    if body is not None:
        headers += [("Content-Type", kind), ("Content-Length", str(len(body)))]
    speech = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEADER_BYTES)
    line = Line(address, seconds)
    try:
        line.send(speech.send(h11.Request(method=method, target=address.path + target, headers=headers)))
        if body is not None:
            line.send(speech.send(h11.Data(data=body)))
        line.send(speech.send(h11.EndOfMessage()))
        end = time.monotonic() + _WHOLE * seconds
        status, parts, length, come, ended = 0, [], 0, 0, False
        while True:
            event = speech.next_event()
            if event is h11.NEED_DATA:
                data = line.receive(end)
                if not come and not b"HTTP/".startswith(data[:5]):
                    raise _no_http(address)
                come, ended = come + len(data), not data
                speech.receive_data(data)
            elif isinstance(event, h11.Response):
                status = event.status_code
                if 300 <= status < 400:
                    raise InputError(f"{address}: sends us to another address; give that one, if you trust it")
            elif isinstance(event, h11.Data):
                length += len(event.data)
                if length > limit:
                    raise InputError(f"{address}: its answer has more than {limit:,} bytes, and no more is read")
                parts.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                return Answer(status, b"".join(parts))
    except h11.RemoteProtocolError:
        if ended:
            raise NoAnswer(f"{address}: closed the connection in the middle of its answer") from None
        raise _no_http(address) from None
    finally:
        line.close()


def _no_http(address: Address) -> InputError:
    return InputError(f"{address}: what answers there speaks no HTTP; is it the server's own address?")


def json_of(answer: Answer, address: Address) -> object:
    """What an answer says as JSON. Raises InputError."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise InputError(f"{address}: answers, but not as a ComfyUI server does; is it the server's own address?") from None


def said(text: object) -> str:
    """Foreign words fit for one line of a message: no line ends, nothing that would steer a terminal, not too many."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())[:200]


def require_packages() -> None:
    """Raise InputError where what speaks the two protocols is not installed."""
    try:
        import h11  # noqa: F401
        import wsproto  # noqa: F401
    except ImportError:
        raise InputError("the ComfyUI engine needs more packages; install them with: pip install 'underpaint[comfyui]'") from None


class Line:
    """A connection of which every wait ends."""

    def __init__(self, address: Address, seconds: float) -> None:
        """Connect. seconds: the longest wait for each step. Raises NoAnswer, InputError where https is not spoken or trusted."""
        self.address, self.seconds = address, seconds
        try:
            self.socket = socket.create_connection((address.host, address.port), timeout=seconds)
        except OSError as why:
            raise self._lost(why) from None
        if address.secure:
            try:
                self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=address.host)
            except OSError as why:
                self.close()
                if isinstance(why, ssl.SSLError):
                    reason = getattr(why, "verify_message", "") or "it speaks no TLS"
                    raise InputError(f"{address}: no safe connection ({reason}); is it https at all?") from None
                raise self._lost(why) from None

    def send(self, data: bytes | None) -> None:
        left = memoryview(data or b"")
        try:
            self.socket.settimeout(self.seconds)
            while left:
                left = left[self.socket.send(left[:_CHUNK]) :]
        except OSError as why:
            raise self._lost(why) from None

    def receive(self, end: float) -> bytes:
        """What comes next, b"" at the end of all. end: when to stop waiting in any case, on the monotonic clock."""
        left = end - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            self.socket.settimeout(min(self.seconds, left))
            return self.socket.recv(_CHUNK)
        except OSError as why:
            if isinstance(why, TimeoutError) and left < self.seconds:
                raise Silence(f"{self.address}: an answer came too slowly to wait for its end") from None
            raise self._lost(why) from None

    def close(self) -> None:
        self.socket.close()

    def _lost(self, why: OSError) -> NoAnswer:
        if isinstance(why, TimeoutError):
            return Silence(f"{self.address}: no answer within {self.seconds:g} s")
        if isinstance(why, socket.gaierror):
            return NoAnswer(f"{self.address}: no machine of that name is known here")
        if isinstance(why, ConnectionRefusedError):
            return NoAnswer(f"{self.address}: no server answers there; is ComfyUI running, and is this its address?")
        return NoAnswer(f"{self.address}: cannot be reached ({(why.strerror or str(why) or type(why).__name__).lower()})")


class WebSocket:
    """A web socket on which only a server speaks. heard: when something last came, on the monotonic clock."""

    def __init__(self, address: Address, target: str, seconds: float) -> None:
        """Open it. Raises NoAnswer, also where the server wants none."""
        import wsproto

        self._speech = wsproto.WSConnection(wsproto.ConnectionType.CLIENT)
        self._line = Line(address, seconds)
        self._text: list[str] = []
        self._waiting = iter(())
        self.heard = time.monotonic()
        opening = wsproto.events.Request(host=address.authority, target=address.path + target)
        end = time.monotonic() + seconds
        try:
            self._line.send(self._speech.send(opening))
            if self._next(end) != "":
                raise NoAnswer(f"{address}: opens no web socket")
        except BaseException:
            self.close()
            raise

    def receive(self, seconds: float) -> str | bytes | None:
        """The next message: text, b"" for one in bytes (a preview, which is let go), None where none came in time.
        Raises NoAnswer where the socket is closed."""
        return self._next(time.monotonic() + seconds)

    def ping(self) -> None:
        """Ask for a sign of life. Raises NoAnswer."""
        from wsproto import events

        self._line.send(self._speech.send(events.Ping()))

    def close(self) -> None:
        self._line.close()

    def _next(self, end: float) -> str | bytes | None:
        """As receive; "" for the word that the socket is open."""
        import wsproto
        from wsproto import events

        while True:
            for event in self._waiting:
                match event:
                    case events.AcceptConnection():
                        return ""
                    case events.TextMessage():
                        self._text.append(event.data)
                        if sum(map(len, self._text)) > _MESSAGE_BYTES:
                            raise self._closed()
                        if event.message_finished:
                            text, self._text = "".join(self._text), []
                            return text
                    case events.BytesMessage() if event.message_finished:
                        return b""
                    case events.Ping():
                        self._line.send(self._speech.send(event.response()))
                    case events.CloseConnection() | events.RejectConnection():
                        raise self._closed()
            if time.monotonic() >= end:
                return None
            try:
                data = self._line.receive(end)
            except Silence:
                continue
            self.heard = time.monotonic()
            try:
                self._speech.receive_data(data or None)
                self._waiting = iter(list(self._speech.events()))
            except (wsproto.utilities.RemoteProtocolError, wsproto.utilities.LocalProtocolError):
                raise self._closed() from None
            if not data:
                raise self._closed()

    def _closed(self) -> NoAnswer:
        return NoAnswer(f"{self._line.address}: closed its web socket")
