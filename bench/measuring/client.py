"""A client that asks one thing at a time over a kept connection."""
import re
import socket
import time

PATIENCE = 30  # seconds


class Connection:
    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def get(self, path, headers=()):
        """The answer's status; its body is read and dropped."""
        self._socket.sendall("\r\n".join(
            [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: bench", "Accept: */*",
             *headers, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _, body = answer.partition(b"\r\n\r\n")
        left = int(re.search(rb"(?i)content-length: *(\d+)", head)[1]) - len(body)
        while left > 0:
            left -= len(self._receive())
        return int(head.split(b" ", 2)[1])

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
