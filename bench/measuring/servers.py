"""The servers that are compared: how each is started with one worker, pinned to the first core.

A peer is configured as its own people would for speed; its file is in bench/peers/, with
@PORT@, @DIR@ (a folder of its own) and @SITE@ (the bench's site) filled in.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent.parent
SITE = BENCH / "site"
SERVER_CORE, LOAD_CORE = "0", str(os.cpu_count() - 1)
START_LIMIT = 15  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One running server. `with` it; it is ended, with its children, when the block ends."""

    def __init__(self, name, command, version):
        self.name, self._command, self._version = name, command, version

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix=f"bench-{self.name}-")
        self.folder = pathlib.Path(self._folder.name)
        self.folder.chmod(0o755)  # workers that drop root's rights look in here
        self.port = free_port()
        command, environment = self._command(self)
        self.process = subprocess.Popen(
            ["taskset", "-c", SERVER_CORE, *command], env={**os.environ, **environment},
            stdout=subprocess.DEVNULL, stderr=open(self.folder / "stderr", "wb"),
            start_new_session=True)
        self._wait_until_it_listens()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)  # the session that it leads
            self.process.wait()
        self._folder.cleanup()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def version(self):
        """What it says of its version, or why that is not known."""
        out = subprocess.run(self._version, capture_output=True, text=True)
        return (out.stdout + out.stderr).strip().splitlines()[0]

    def fill_in(self, name):
        """A peer's file with its place filled in."""
        text = (BENCH / "peers" / name).read_text()
        for mark, value in (("@PORT@", self.port), ("@DIR@", self.folder), ("@SITE@", SITE)):
            text = text.replace(mark, str(value))
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def _wait_until_it_listens(self):
        deadline = time.monotonic() + START_LIMIT
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.01)
        why = (self.folder / "stderr").read_text(errors="replace")[-2000:]
        raise SystemExit(f"bench: {self.name} did not start: {why}")


def tined(binary, site=SITE / "tined.yaml", name="tined", extra=()):
    def command(server):
        return [str(binary), "--config", str(site), "--port", str(server.port), *extra], {}
    return Server(name, command, [str(binary), "--version"])


def floor(program):
    return Server("floor", lambda server: ([str(program), str(server.port)], {}),
                  ["cc", "--version"])


def _python(name, module, arguments, version):
    def command(server):
        environment = {"PYTHONPATH": str(BENCH / "peers"), "PYTHONDONTWRITEBYTECODE": "1",
                       "BENCH_TEMPLATES": str(SITE / "templates")}
        return ["/usr/bin/python3", *module, *arguments(server)], environment
    return Server(name, command, version)


def peers():
    """All that are installed, by name."""
    def asks(module):
        return ["/usr/bin/python3", "-c", f"import {module}; print('{module}', {module}.{'version' if module == 'tornado' else '__version__'})"]

    every = [
        Server("nginx", lambda s: (["nginx", "-p", str(s.folder), "-c", s.fill_in("nginx.conf")], {}),
               ["nginx", "-v"]),
        Server("lighttpd", lambda s: (["lighttpd", "-D", "-f", s.fill_in("lighttpd.conf")], {}),
               ["lighttpd", "-v"]),
        Server("h2o", lambda s: (["h2o", "-c", s.fill_in("h2o.conf")], {}), ["h2o", "-v"]),
        Server("haproxy", lambda s: (["haproxy", "-W", "-f", s.fill_in("haproxy.cfg")], {}),
               ["haproxy", "-v"]),
        _python("tornado", [str(BENCH / "peers/tornado_app.py")],
                lambda s: [str(s.port), str(BENCH / "peers/tornado_templates")], asks("tornado")),
        _python("uvicorn", ["-m", "uvicorn"],
                lambda s: ["--port", str(s.port), "--loop", "uvloop", "--http", "httptools",
                           "--no-access-log", "--log-level", "error", "asgi_app:app"],
                asks("uvicorn")),
        _python("gunicorn", ["-m", "gunicorn"],
                lambda s: ["-b", f"127.0.0.1:{s.port}", "-w", "1", "-k", "gthread", "--threads",
                           "4", "--keep-alive", "75", "--log-level", "error", "wsgi_app:app"],
                asks("gunicorn")),
    ]
    return {s.name: s for s in every if shutil.which(s.name) or s.name == "tornado"}
