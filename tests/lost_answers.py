"""A proxy before PostgreSQL that cuts connections once a COMMIT has succeeded: its answer is lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from sqlalchemy.engine import make_url

CHUNK = 65_536


class LostAnswers:
    """Forwards what is said to the server; `lose`: of how many more writes of deliveries the answer gets lost."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as db:
            self._server = (db.info.host, db.info.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        address = make_url(url).set(host="127.0.0.1", port=port)
        direct = address.difference_update_query(["host", "port"]).update_query_dict({"sslmode": "disable"})
        self.url = direct.render_as_string(hide_password=False)
        self.lose = 0
        self.lost = 0
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for each in self._open:
            _cut(each)
        for thread in self._threads[1:]:
            thread.join()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                _Forwarded(self, client, self._to_server())

    def _to_server(self) -> socket.socket:
        host, port = self._server
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def run(self, sockets: tuple[socket.socket, ...], *work: threading.Thread) -> None:
        """Keep what is to be closed at the end, and start."""
        self._open += sockets
        self._threads += work
        for thread in work:
            thread.start()


class _Forwarded:
    """One connection."""

    def __init__(self, answers: LostAnswers, client: socket.socket, server: socket.socket) -> None:
        self._answers = answers
        self._client = client
        self._server = server
        self._writes = False  # deliveries, in this transaction
        self._loses = False  # the next answer
        answers.run((client, server), threading.Thread(target=self._ask), threading.Thread(target=self._answer))

    def _ask(self) -> None:
        with suppress(OSError):
            while said := self._client.recv(CHUNK):
                self._writes = self._writes or b"UPDATE delivery" in said
                if b"COMMIT" in said or b"ROLLBACK" in said:
                    self._loses = b"COMMIT" in said and self._writes and self._answers.lose > 0
                    self._writes = False
                self._server.sendall(said)
        _cut(self._client, self._server)

    def _answer(self) -> None:
        with suppress(OSError):
            while said := self._server.recv(CHUNK):
                if self._loses:
                    self._answers.lose -= 1
                    self._answers.lost += 1
                    break
                self._client.sendall(said)
        _cut(self._client, self._server)


def _cut(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):  # the other side has closed it
            each.shutdown(socket.SHUT_RDWR)


@contextmanager
def lost_answers(url: str) -> Iterator[LostAnswers]:
    answers = LostAnswers(url)
    try:
        yield answers
    finally:
        answers.close()
