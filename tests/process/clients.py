"""Clients of the tests, from the strictest to the most real: bytes over a socket, http.client, curl."""
import http.client
import io
import os
import socket
import subprocess
from typing import NamedTuple

TINED = os.environ["TINED"]
PATIENCE = 20  # seconds: the longest that an answer may take before the test fails


class Answer(NamedTuple):
    status: int
    reason: str
    headers: list  # of (name, value), as they came
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    def all(self, name):
        """The values of every line of that name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def one(self, name):
        """The value of the one line of that name; None without one."""
        values = self.all(name)
        assert len(values) <= 1, f"{name} stands several times: {values}"
        return values[0] if values else None


def read_answer(stream, method="GET"):
    """The next answer of a connection, by Python's own parser; `stream` is a socket."""
    response = http.client.HTTPResponse(stream, method=method)
    response.begin()
    return Answer(response.status, response.reason, response.getheaders(), response.read())


class _Recording(io.BytesIO):
    """Received bytes in a socket's place; the end of one answer does not close it."""

    def makefile(self, *_):
        return self

    def close(self):
        pass


def answers_in(received):
    """The answers that stand one after another in what a connection gave."""
    recording = _Recording(received)
    answers = []
    while recording.tell() < len(received):
        answers.append(read_answer(recording))
    return answers


def ask(port, method, target, headers=None, body=None):
    """One request by http.client, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.reason, response.getheaders(), response.read())
    finally:
        connection.close()


def get(port, target, headers=None):
    return ask(port, "GET", target, headers)


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def exchange(port, sent):
    """All that comes back for these bytes, until the server closes."""
    with connect(port) as stream:
        stream.sendall(sent)
        received = b""
        while piece := stream.recv(65536):
            received += piece
        return received


def ask_raw(port, target, headers="", method="GET"):
    """One request whose target goes out byte by byte as it is written here."""
    if isinstance(target, str):
        target = target.encode("latin-1")
    with connect(port) as stream:
        stream.sendall(method.encode() + b" " + target + b" HTTP/1.1\r\nHost: localhost\r\n" +
                       headers.encode("latin-1") + b"Connection: close\r\n\r\n")
        return read_answer(stream, method)


def curl(*arguments, stdin=b""):
    """curl's standard output; what curl itself could not do fails the test."""
    done = subprocess.run(["curl", "--silent", "--show-error", "--max-time", str(PATIENCE),
                           *map(str, arguments)], input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
