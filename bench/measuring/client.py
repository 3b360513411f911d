"""A client that asks one thing at a time over a kept connection."""
import re
import socket
import time

PATIENCE = 30  # seconds


class Connection:
    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._received = b""  # of the answers to come

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def get(self, path, headers=()):
        """The answer's status; its body is read and dropped."""
        self.send("\r\n".join(
            [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: bench", "Accept: */*",
             *headers, "", ""]).encode())
        return self.answer()

    def send(self, message):
        self._socket.sendall(message)

    def answer(self, to="GET"):
        """The status of the next answer, which is one to that method; its body is dropped."""
        while b"\r\n\r\n" not in self._received:
            self._received += self._receive()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        if to == "HEAD" or status in (204, 304):
            return status
        left = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        while left > len(self._received):
            left -= len(self._received)
            self._received = self._receive()
        self._received = self._received[left:]
        return status

    def _receive(self):
        part = self._socket.recv(1 << 20)
        if not part:
            raise ConnectionError("the connection was closed")
        return part


def first_answer(port, path):
    """Asks over new connections, again and again, until the answer is a 200: the moment, by
    time.perf_counter()."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        try:
            with Connection(port) as connection:
                if connection.get(path) == 200:
                    return time.perf_counter()
        except OSError:
            pass
        time.sleep(0.0005)
    raise SystemExit(f"bench: {path} was not answered")
