"""10,000 idle connections on one worker: what each costs, and that others are served at once."""
import time

import worker

CONNECTIONS = 10_000

with worker.running() as one:
    warm = [one.connect() for _ in range(10)]
    for stream in warm:
        stream.sendall(worker.PAGE)
        worker.answer(stream)
    before = one.memory()
    streams = []
    for _ in range(CONNECTIONS):
        stream = one.connect()
        stream.sendall(worker.PAGE)
        worker.answer(stream)
        streams.append(stream)
    worker.show("memory of an idle connection", (one.memory() - before) // CONNECTIONS, "bytes")
    used = one.seconds()
    time.sleep(5)
    worker.show("processor time of 5 s of idling", (one.seconds() - used) * 1000, "ms")
    slowest = 0.0
    for stream in streams[::100]:
        begun = time.perf_counter()
        stream.sendall(worker.PAGE)
        worker.answer(stream)
        slowest = max(slowest, time.perf_counter() - begun)
    worker.show("slowest of 100 answers between them", slowest * 1000, "ms")
