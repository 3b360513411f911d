"""What the scripts of this folder share: a tined of one worker on a free port, and what it costs.

They run for long, print figures and are run by hand: TINED=build/release/tined python3 tests/soak/idle.py
"""
import contextlib
import os
import pathlib
import re
import resource
import socket
import subprocess
import tempfile

TINED = os.environ.get("TINED", "tined")
PAGE = b"GET /text HTTP/1.1\r\nHost: a\r\n\r\n"
SITE = """
listen: 127.0.0.1:0
workers: 1
user: root
log: {access: off}
limits: {body_size: 2000MiB, connections: ~}
spool: SPOOL
routes:
  - {path: /text, text: hello}
  - {path: /files/, static: FILES}
  - {path: /up, post: {text: "{{ form.a | length }}"}}
"""


class Worker:
    """The one worker of a running tined."""

    def __init__(self, master, port, files):
        self.port = port
        self.files = files
        children = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
        self.pid = int(children[-1])

    def memory(self):
        """Bytes of its own (RssAnon)."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) * 1024

    def seconds(self):
        """Of processor time."""
        stat = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)


@contextlib.contextmanager
def running(limits=""):
    """Starts it, yields the Worker, ends it by its pid."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        where = pathlib.Path(folder)
        (where / "files").mkdir()
        site = SITE.replace("FILES", f"{where}/files").replace("SPOOL", str(where))
        (where / "tined.yaml").write_text(site.replace("connections: ~", limits or "connections: ~"))
        master = subprocess.Popen([TINED], cwd=where, stderr=subprocess.PIPE, text=True)
        try:
            for line in master.stderr:
                if found := re.search(r"http://[^:]+:(\d+)/", line):
                    break
            else:
                raise SystemExit("tined did not start")
            yield Worker(master.pid, int(found[1]), where / "files")
        finally:
            master.terminate()
            try:
                master.wait(10)
            except subprocess.TimeoutExpired:
                master.kill()
                master.wait()


def answer(stream):
    """Receives one small answer."""
    received = b""
    while b"hello" not in received:
        piece = stream.recv(4096)
        assert piece, "the connection was closed"
        received += piece
    return received


def show(name, value, unit=""):
    print(f"{name:<44}{value:>14,.1f} {unit}" if isinstance(value, float) else
          f"{name:<44}{value:>14,} {unit}", flush=True)
