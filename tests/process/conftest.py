"""The harness: the real binary (from $TINED), started on a free port, ended by its pid.

Nothing here sleeps to wait for something: it waits for the thing itself (a line on standard error,
an answer on a socket, a pid that is gone), and gives up with all that was logged.
"""
import http.client
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import pytest

TINED = pathlib.Path(os.environ["TINED"]).resolve()
PATIENCE = 30.0  # seconds; only a failing test waits so long

READY = re.compile(r"tined [0-9.]+: (.+) \((\d+) workers?, pid (\d+)\)$")
URL = re.compile(r"http://(\[[^\]]+\]|[^:/]+):(\d+)/")


def until(condition, what):
    """Waits until `condition()` gives something true, and gives it."""
    end = time.monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.005)


def is_running(pid):
    """Whether the process is there and not a zombie."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def is_in_its_loop(pid):
    """Whether it is a worker that waits for events: one that has begun to serve."""
    try:
        names = [os.readlink(entry) for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return "anon_inode:[eventpoll]" in names and state == "S"


def children_of(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


class Reader:
    """Gathers the lines of a pipe in the background."""

    def __init__(self, pipe):
        self.lines = []
        self._new = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(pipe,), daemon=True)
        self._thread.start()

    def _run(self, pipe):
        for line in pipe:
            self._new.put(line.decode(errors="replace").rstrip("\n"))
        self._new.put(None)

    def _take(self, timeout):
        line = self._new.get(timeout=timeout)
        if line is None:
            self._new.put(None)
            return False
        self.lines.append(line)
        return True

    def all(self):
        """All lines, when the other end is closed."""
        while self._take(PATIENCE):
            pass
        return self.lines

    def wait_for(self, pattern, start=0):
        """The first line from number `start` on in which the pattern is found."""
        end = time.monotonic() + PATIENCE
        at = start
        while True:
            for line in self.lines[at:]:
                if re.search(pattern, line):
                    return line
            at = len(self.lines)
            try:
                alive = self._take(max(0.0, end - time.monotonic()))
            except queue.Empty:
                alive = False
            if not alive:
                told = "\n".join(self.lines)
                raise AssertionError(f"no line matches {pattern!r}; there are:\n{told}")


class Daemon:
    """A running tined."""

    def __init__(self, folder, arguments, **how):
        self.folder = folder
        stdout = how.pop("stdout", subprocess.PIPE)
        stderr = how.pop("stderr", subprocess.PIPE)
        # Another program than tined: a path, or words that end with one.
        program = how.pop("program", TINED)
        words = program if isinstance(program, list) else [program]
        self.process = subprocess.Popen([*words, *arguments], cwd=folder,
                                        stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                                        **how)
        self.pid = self.process.pid
        self.log = Reader(self.process.stderr) if stderr == subprocess.PIPE else None
        self.access = Reader(self.process.stdout) if stdout == subprocess.PIPE else None
        self.urls = []
        self.port = None

    def wait_until_ready(self):
        line = self.log.wait_for(READY.pattern)
        self.urls = READY.search(line).group(1).split()
        tcp = [URL.match(url) for url in self.urls if URL.match(url)]
        self.port = int(tcp[0].group(2)) if tcp else None
        return self

    def workers(self):
        return [pid for pid in children_of(self.pid) if is_running(pid)]

    def signal(self, number):
        os.kill(self.pid, number)

    def connect(self, host="127.0.0.1"):
        return http.client.HTTPConnection(host, self.port, timeout=PATIENCE)

    def get(self, path="/", host="127.0.0.1", **headers):
        """(status, body) over a connection of its own."""
        connection = self.connect(host)
        try:
            connection.request("GET", path, headers={"Connection": "close", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    @property
    def stderr(self):
        """All that it has told on standard error; to be asked when it has stopped."""
        return "".join(line + "\n" for line in self.log.all())

    def wait(self):
        """Its exit code, when it has ended."""
        return self.process.wait(PATIENCE)

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()

    def end(self):
        """After a test: whatever is left of it, by pid."""
        workers = children_of(self.pid)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        for pid in workers:
            if is_running(pid):
                os.kill(pid, signal.SIGKILL)
        for reader in (self.log, self.access):
            if reader:
                reader.all()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


@pytest.fixture
def root():
    """What asks for another user, or for namespaces, asks for this: a run without root fails there
    and says why, for nothing is skipped."""
    assert os.geteuid() == 0, "this test needs root"


@pytest.fixture
def folder():
    """An empty folder that every user can enter, unlike pytest's own: workers are `nobody`."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="tined-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def launch():
    """launch(folder, *arguments, **of Popen): starts tined there; not yet ready."""
    started = []

    def run_in(where, *arguments, **how):
        daemon = Daemon(where, arguments, **how)
        started.append(daemon)
        return daemon

    yield run_in
    for daemon in started:
        daemon.end()


@pytest.fixture
def start(folder, launch):
    """start(yaml, *arguments, **of Popen): writes tined.yaml and starts; not yet ready."""

    def run_with(text, *arguments, **how):
        (folder / "tined.yaml").write_text(text)
        return launch(folder, *arguments, **how)

    return run_with


@pytest.fixture
def serve(folder, launch):
    """serve(*arguments): on a free port, and ready. As root the workers stay root, for pytest's own
    folders are closed to others; the tests of privileges use `start`."""

    def run_with(*arguments, cwd=None, **how):
        same_user = ["--set", "user=root"] if os.geteuid() == 0 else []
        return launch(cwd or folder, "--port", "0", *same_user, *arguments, **how).wait_until_ready()

    return run_with


@pytest.fixture
def serve_folder(serve):
    """serve_folder(path, *arguments): what a folder's tined.yaml says."""
    return lambda path, *arguments: serve(*arguments, cwd=path)


@pytest.fixture
def site(folder, serve):
    """site(yaml, *arguments): a site of this one file."""

    def run_with(text, *arguments, **how):
        (folder / "tined.yaml").write_text(text)
        return serve(*arguments, **how)

    return run_with


@pytest.fixture
def run(folder):
    """run(*arguments): runs a command of tined to its end; (code, stdout, stderr)."""

    def run_to_end(*arguments, text=None, stdin=b""):
        if text is not None:
            (folder / "tined.yaml").write_text(text)
        done = subprocess.run([TINED, *arguments], cwd=folder, input=stdin, capture_output=True,
                              timeout=PATIENCE, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run_to_end
