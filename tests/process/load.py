"""Clients that ask all the time, and write down every failure: an answer that is not the right one,
a connection that is refused, reset, or ended where it should be kept."""
import http.client
import socket
import threading

PATIENCE = 20


class Load:
    """Used as `with Load(port) as load:`; failures are in load.failures when it is left."""

    def __init__(self, port, new=2, kept=4, uploads=1, path="/"):
        self.port = port
        self.path = path
        self.failures = []
        self.answers = 0
        self.reconnects = 0  # of kept connections: each is one that the server ended
        self._lock = threading.Lock()
        self._done = threading.Event()
        kinds = [self._ask_anew] * new + [self._ask_again] * kept + [self._upload] * uploads
        self._threads = [threading.Thread(target=kind) for kind in kinds]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _fail(self, what):
        with self._lock:
            self.failures.append(what)

    def _count(self):
        with self._lock:
            self.answers += 1

    def _take(self, connection, wanted):
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or (wanted and body != wanted):
            self._fail(f"{answer.status} {body[:40]!r}")
        self._count()
        return answer.will_close

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def _ask_anew(self):
        while not self._done.is_set():
            try:
                connection = self._connect()
                connection.request("GET", self.path, headers={"Connection": "close"})
                self._take(connection, None)
                connection.close()
            except (OSError, http.client.HTTPException) as error:
                self._fail(f"a new connection: {error!r}")

    def _ask_again(self):
        connection = self._connect()
        while not self._done.is_set():
            try:
                connection.request("GET", self.path)
                must_reconnect = self._take(connection, None)
            except (OSError, http.client.HTTPException) as error:
                self._fail(f"a kept connection: {error!r}")
                must_reconnect = True
            if must_reconnect:
                connection.close()
                with self._lock:
                    self.reconnects += 1
                connection = self._connect()
            self._done.wait(0.002)  # at rest for a while: the pace of a client, not a wait
        connection.close()

    def _upload(self):
        while not self._done.is_set():
            try:
                self._upload_once(b"x" * 20)
            except (OSError, http.client.HTTPException) as error:
                self._fail(f"an upload: {error!r}")

    def _upload_once(self, body):
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n")
            for byte in body:
                connection.sendall(bytes([byte]))
                self._done.wait(0.005)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            if answer.status != 200 or answer.read() != body:
                self._fail(f"an upload: {answer.status}")
            self._count()
