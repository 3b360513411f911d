"""A client that notices when its connection is ended."""
import socket

from conftest import PATIENCE

ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Kept:
    """A client that has one socket and never another."""

    def __init__(self, where):
        family = socket.AF_UNIX if isinstance(where, str) else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(where)
        self.received = b""

    def send(self, request):
        self.socket.sendall(request)

    def _receive(self):
        got = self.socket.recv(65536)
        assert got, f"the connection was ended after {self.received!r}"
        self.received += got

    def answer(self):
        """(head, body) of the next one."""
        while b"\r\n\r\n" not in self.received:
            self._receive()
        head, _, rest = self.received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        size = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:"))
        while len(rest) < size:
            self._receive()
            rest = self.received.partition(b"\r\n\r\n")[2]
        self.received = rest[size:]
        return head, rest[:size].decode()

    def ask(self, request=ASK):
        """The body of an answer after which the connection stays."""
        self.send(request)
        head, body = self.answer()
        assert b"connection: close" not in head.lower()
        return body

    def close(self):
        self.socket.close()
