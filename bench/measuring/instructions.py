"""Instructions of a request in user space, as callgrind counts them: the same to a few in each run,
where processor time is not.

tined is run under valgrind once with so many requests of each kind, for the start and all that is
done once, and then once more for each kind with so many more of it; the difference is theirs.
(callgrind_control, which could do it in one run, does not see forked workers.)
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile

from measuring.processes import family

BENCH = pathlib.Path(__file__).resolve().parent.parent
WARM_UP, MORE = 50, 400


def per_request(binary, site, kinds, keep=None):
    """For each of `kinds`, {name: (path, headers)}, the instructions of one request. `keep` is a
    folder for callgrind's own figures of each run, to look at with callgrind_annotate."""
    with tempfile.TemporaryDirectory(prefix="bench-callgrind-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o777)  # a worker that dropped its rights writes its figures here
        preload = folder / "openat2.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", str(BENCH / "openat2.c"), "-o",
                        str(preload), "-ldl"], check=True)
        start = _Run(binary, site, folder, preload).total(kinds, None, keep)
        return {name: (_Run(binary, site, folder, preload).total(kinds, name, keep) - start) / MORE
                for name in kinds}


class _Run:
    def __init__(self, binary, site, folder, preload):
        self._figures = folder / "figures"
        self._figures.mkdir(mode=0o777, exist_ok=True)
        self._figures.chmod(0o777)
        for old in self._figures.iterdir():
            old.unlink()
        self._process = subprocess.Popen(
            ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={self._figures}/%p",
             str(binary), "--config", str(site), "--port", "0", "--workers", "1",
             "--set", "log.level=info"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env={**os.environ, "LD_PRELOAD": str(preload)})
        self._connection = self._connect()

    def total(self, kinds, more_of, keep):
        for name, (path, headers) in kinds.items():
            self._ask(path, headers, WARM_UP + (MORE if name == more_of else 0))
        self._connection.close()
        worker = max(family(self._process.pid))
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate()
        text = (self._figures / str(worker)).read_text(errors="replace")
        if keep:
            (pathlib.Path(keep) / (more_of or "start")).write_text(text)
        return int(re.search(r"^(?:totals|summary): (\d+)", text, re.M)[1])

    def _connect(self):
        said = ""
        for line in self._process.stderr:
            said += line
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                return socket.create_connection(("127.0.0.1", int(found[1])))
        raise SystemExit(f"bench: tined did not start under valgrind: {said}")

    def _ask(self, path, headers, times):
        request = "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: bench",
                               "Accept: */*", *headers, "", ""]).encode()
        for _ in range(times):
            self._connection.sendall(request)
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += self._receive()
            head, _, body = answer.partition(b"\r\n\r\n")
            left = int(re.search(rb"(?i)content-length: *(\d+)", head)[1]) - len(body)
            while left > 0:
                left -= len(self._receive())

    def _receive(self):
        part = self._connection.recv(1 << 20)
        if not part:
            raise SystemExit("bench: the connection was closed")
        return part
