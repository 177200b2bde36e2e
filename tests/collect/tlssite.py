"""A site under TLS on loopback that speaks HTTP/2, with a certificate of its own."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamReset
from h2.exceptions import ProtocolError

#: Path → header fields and body.
Pages = dict[str, tuple[dict[str, str], bytes]]


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Write a certificate for a name and its key; return their paths."""
    certificate, key = folder / "site.pem", folder / "site.key"
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", f"/CN={name}",
        "-addext", f"subjectAltName=DNS:{name}",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


class Listener:
    """Accepts connections on a free port of 127.0.0.1 and serves each in a thread of its own."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.connections = 0
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._open:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._guarded, args=(connection,), daemon=True).start()

    def _guarded(self, connection: socket.socket) -> None:
        try:
            self._serve(connection)
        except (OSError, ProtocolError):
            connection.close()


def http2(certificate: Path, key: Path, pages: Pages) -> Callable[[socket.socket], None]:
    """Return a server of pages over HTTP/2."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2"])

    def serve(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as sock:
            _Talk(sock, pages).run()

    return serve


class _Talk:
    def __init__(self, sock: ssl.SSLSocket, pages: Pages) -> None:
        self._sock = sock
        self._pages = pages
        self._rest: dict[int, bytes] = {}
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))

    def run(self) -> None:
        self._h2.initiate_connection()
        self._sock.sendall(self._h2.data_to_send())
        while data := self._sock.recv(65536):
            for event in self._h2.receive_data(data):
                if isinstance(event, RequestReceived):
                    self._answer(event)
                elif isinstance(event, StreamReset):
                    self._rest.pop(event.stream_id, None)
            self._send_rest()
            self._sock.sendall(self._h2.data_to_send())

    def _answer(self, event: RequestReceived) -> None:
        path = dict(event.headers)[":path"]
        fields, body = self._pages.get(path, ({":status": "404"}, b"none"))
        self._h2.send_headers(event.stream_id, list({":status": "200", **fields}.items()))
        self._rest[event.stream_id] = body

    def _send_rest(self) -> None:
        for stream, body in list(self._rest.items()):
            sent = 0
            while sent < len(body) and (room := min(self._h2.local_flow_control_window(stream), 16384)) > 0:
                self._h2.send_data(stream, body[sent : sent + room])
                sent += room
                self._sock.sendall(self._h2.data_to_send())
            self._rest[stream] = body[sent:]
            if sent >= len(body):
                self._h2.end_stream(stream)
                del self._rest[stream]
