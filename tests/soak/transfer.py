"""1 GiB up and 1 GiB down: the worker's memory meanwhile."""
import threading

import worker

SIZE = 1 << 30


def sampled(one, work):
    """The most memory that it has above the start while `work` is done."""
    before, most = one.memory(), 0
    done = threading.Thread(target=work)
    done.start()
    while done.is_alive():
        most = max(most, one.memory() - before)
        done.join(0.02)
    return most


def download(one):
    with one.connect() as stream:
        stream.sendall(b"GET /files/large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        got = 0
        while piece := stream.recv(1 << 20):
            got += len(piece)
        assert got > SIZE


def upload(one):
    piece = b"x" * (1 << 20)
    with one.connect() as stream:
        stream.sendall(b"POST /up HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
                       b"Connection: close\r\nContent-Length: %d\r\n\r\n" % SIZE)
        for _ in range(SIZE // len(piece)):
            stream.sendall(piece)
        assert stream.recv(4096).startswith(b"HTTP/1.1 200")


with worker.running() as one:
    with open(one.files / "large", "wb") as file:
        file.truncate(SIZE)
    with one.connect() as stream:
        stream.sendall(worker.PAGE)
        worker.answer(stream)
    worker.show("growth while 1 GiB goes down", sampled(one, lambda: download(one)) // 1024, "KiB")
    worker.show("growth while 1 GiB comes up", sampled(one, lambda: upload(one)) // 1024, "KiB")
