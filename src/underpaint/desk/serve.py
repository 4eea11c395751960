"""The desk served: a port found, a token made, the address printed and opened, and everything ended by Ctrl-C."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from underpaint.desk.app import desk_app
from underpaint.desk.guard import ENTRANCE, Guard
from underpaint.errors import InputError, OutputError
from underpaint.film.film import Film

LOOPBACK = "127.0.0.1"
_SHORTEST_TOKEN = 16
_STOP_SECONDS = 2


def serve(
    folder: Path,
    *,
    port: int = 0,
    host: str = LOOPBACK,
    token: str | None = None,
    open_browser: bool,
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> None:
    """Serve a film until Ctrl-C. port: 0 for any free one. host: an address of this machine; another than loopback needs a token.

    say: told the address. Raises InputError where there is no film or the address cannot be used, OutputError where the port
    is taken.
    """
    Film.open(folder)
    if not _is_loopback(host):
        if token is None:
            raise InputError(f"other machines can reach {host}; give the desk a secret word of your own with --token")
        warn(f"everybody who can reach {host} and knows the token can see and change this film; nothing is encrypted")
    if token is not None and (len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isalnum()):
        raise InputError(f"the token must have at least {_SHORTEST_TOKEN} letters or digits, and nothing else")
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    token = token or secrets.token_hex(24)
    app = desk_app(folder)
    server = _Server(
        uvicorn.Config(
            Guard(app, host_names(host, port), token),
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
    )
    server.before_exit = app.state.desk.close
    address = f"http://{_in_address(host)}:{port}{ENTRANCE}?token={token}"
    say(f"the desk is open at {address}\nCtrl-C closes it.")
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn gives it on after its own clean end
        pass
    finally:
        app.state.desk.close()
    say("the desk is closed")


class _Server(uvicorn.Server):
    """Ends first what would keep it waiting: the pages' endless streams, and work that goes on."""

    before_exit: Callable[[], None]

    def handle_exit(self, sig, frame) -> None:
        super().handle_exit(sig, frame)
        threading.Thread(target=self.before_exit, name="closing").start()


def host_names(host: str, port: int) -> frozenset[str]:
    """The Host headers that name the server: of loopback, and of the address that it was told to listen on."""
    names = {LOOPBACK, "localhost", "[::1]"}
    if not _is_loopback(host):
        names = {_in_address(host).lower()}
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int) -> socket.socket:
    if host in ("", "0.0.0.0", "::"):
        raise InputError(f"{host!r} is every address of this machine; name the one that the others reach it by")
    listening = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as why:
        if listening is not None:
            listening.close()
        raise OutputError(f"{host}:{port} cannot be listened on ({(why.strerror or str(why)).lower()})") from None
    return listening
