"""A million requests over 64 connections, some of which end and begin anew: no growth."""
import worker

REQUESTS = 1_000_000
BATCH = 50  # pipelined

with worker.running() as one:
    streams = [one.connect() for _ in range(64)]
    done, start = 0, 0
    while done < REQUESTS:
        for stream in streams:
            stream.sendall(worker.PAGE * BATCH)
        for stream in streams:
            got = 0
            while got < BATCH:
                got += stream.recv(65536).count(b"\r\n\r\nhello")
        done += BATCH * len(streams)
        streams[0].close()
        streams = [*streams[1:], one.connect()]
        if not start and done >= REQUESTS // 10:
            start = one.memory()
    worker.show("requests", done)
    worker.show("growth over the last nine tenths", (one.memory() - start) // 1024, "KiB")
