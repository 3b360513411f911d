"""The load, on the core that the servers do not have: wrk, and h2load for pipelining."""
import re
import subprocess

from measuring.processes import family, processor_ns
from measuring.servers import LOAD_CORE


class Load:
    """What one case asks for. `run` gives the requests answered, and what went wrong."""

    def __init__(self, path, connections=64, headers=(), pipelined=1, wanted="2xx"):
        self.path, self.connections, self.headers = path, connections, headers
        self.pipelined, self.wanted = pipelined, wanted

    def run(self, url, seconds):
        return self._h2load(url, seconds) if self.pipelined > 1 else self._wrk(url, seconds)

    def _headers(self):
        return [argument for header in self.headers for argument in ("-H", header)]

    def _wrk(self, url, seconds):
        out = _run(["wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s", *self._headers(), url])
        answered = int(re.search(r"(\d+) requests in", out)[1])
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
        bad = int(bad[1]) if bad else 0
        if self.wanted == "404":
            bad = answered - bad  # all are to be
        errors = re.search(r"Socket errors: (.*)", out)
        trouble = [f"{bad} of another status"] if bad else []
        return answered, ", ".join(trouble + ([errors[1]] if errors else []))

    def _h2load(self, url, seconds):
        out = _run(["h2load", "--h1", "-t1", f"-c{self.connections}", f"-m{self.pipelined}",
                    f"-D{seconds}", *self._headers(), url])
        done = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored", out)
        answered, failed = int(done[1]), int(done[2]) + int(done[3])
        return answered, f"{failed} failed" if failed else ""


def cost_of_a_request(server, load, seconds):
    """Microseconds of processor time, and what went wrong."""
    pids = family(server.process.pid)
    before = processor_ns(pids)
    answered, trouble = load.run(server.url(load.path), seconds)
    spent = processor_ns(pids) - before
    if answered == 0:
        return None, trouble or "no answer"
    return spent / 1000 / answered, trouble


def _run(command):
    done = subprocess.run(["taskset", "-c", LOAD_CORE, *command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command)}: {done.stderr.strip()}")
    return done.stdout
