#!/usr/bin/python3
"""What no request may be lost by, many times over and under load. Run by hand; some minutes.

    TINED=build/debug/tined tests/soak/supervision.py [reloads] [upgrades] [kills] [growth] [narrowing]

reloads     50 reloads, workers 4, 2, 8 in turn: no failure, no kept connection closed
upgrades    20 upgrades: no failure, no kept connection closed
kills       100 kills -9 of workers: no more failures than connections that the killed ones held
growth      200 reloads: the master's memory, descriptors and children as before them
narrowing   8 slots become 2: after 130 s the sockets of the other 6 are closed, with nothing lost
"""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "process"))

from conftest import TINED, Daemon, children_of, until  # noqa: E402
from load import Load  # noqa: E402

SITE = ("workers: {}\ncontrol: control.sock\nsupervise: {{trial: 50ms, backoff: {{first: 10ms, most: 20ms}}}}\nlog: {{access: {{format: 'off'}}}}\n"
        "routes:\n  - {{path: /, text: hello}}\n"
        "  - {{path: /echo, post: {{text: '{{{{ request.body }}}}'}}}}\n")


class Site:
    def __init__(self, workers):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tined-soak-"))
        self.folder.chmod(0o755)
        self.write(workers)
        self.daemon = Daemon(self.folder, ["--port", "0"]).wait_until_ready()

    def write(self, workers):
        (self.folder / "tined.yaml").write_text(SITE.format(workers))

    def reload(self):
        start = len(self.daemon.log.lines)
        self.daemon.signal(signal.SIGHUP)
        self.daemon.log.wait_for("reloaded: ", start)

    def command(self, *words):
        return subprocess.run([TINED, *words], cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def held_by(self, pid):
        """The connections that the worker's row of the scoreboard tells of."""
        workers = json.loads(self.command("status", "--json"))["workers"]
        return next(worker["connections"] for worker in workers if worker["pid"] == pid)

    def stop(self):
        self.command("stop")
        assert self.daemon.wait() == 0
        self.daemon.end()


def summary(load):
    return (f"{load.answers} answers, {len(load.failures)} failures, "
            f"{load.reconnects} kept connections closed")


def reloads():
    site = Site(4)
    with Load(site.daemon.port, new=4, kept=16, uploads=4) as load:
        for number in range(50):
            site.write((4, 2, 8)[number % 3])
            site.reload()
    site.stop()
    print("50 reloads, 4, 2, 8 workers:", summary(load), *sorted(set(load.failures))[:5], sep="\n  ")
    return not load.failures and not load.reconnects


def upgrades():
    site = Site(4)
    with Load(site.daemon.port, new=4, kept=16, uploads=4) as load:
        for _ in range(20):
            site.command("upgrade")
    site.stop()
    print("20 upgrades:", summary(load), *sorted(set(load.failures))[:5], sep="\n  ")
    return not load.failures and not load.reconnects


def kills():
    """Each is stopped first, so that its row tells exactly what it holds when it dies."""
    site = Site(4)
    held = 0
    with Load(site.daemon.port, new=4, kept=8, uploads=4) as load:
        for _ in range(100):
            victim = random.choice(until(
                lambda: len(site.daemon.workers()) == 4 and site.daemon.workers(), "all four"))
            os.kill(victim, signal.SIGSTOP)
            held += site.held_by(victim)
            os.kill(victim, signal.SIGKILL)
            site.daemon.log.wait_for(f"worker {victim} was killed")
            before = load.answers
            until(lambda: load.answers > before, "answers")
    site.stop()
    lost = [one for one in load.failures if "refused" in one or "timed out" in one]
    print("100 kills -9:", summary(load), f"{held} connections were held by the killed",
          f"{len(lost)} failures of what was never accepted", *sorted(set(load.failures))[:5], sep="\n  ")
    return not lost and len(load.failures) <= held


def resident(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))


def growth():
    site = Site(2)
    pid = site.daemon.pid

    def settle():
        until(lambda: len(children_of(pid)) == 2, "only two workers")
        return resident(pid), len(os.listdir(f"/proc/{pid}/fd")), len(children_of(pid))

    for _ in range(20):  # what the allocator keeps, it keeps from the first ones on
        site.reload()
    before = settle()
    for _ in range(200):
        site.reload()
    after = settle()
    site.stop()
    print(f"200 reloads: {before} before, {after} after (KiB, descriptors, children)")
    return before[1:] == after[1:] and after[0] < before[0] * 1.1


def narrowing():
    site = Site(8)
    pid = site.daemon.pid
    with Load(site.daemon.port, new=4, kept=4, uploads=1) as load:
        until(lambda: load.answers > 100, "answers")
        site.write(2)
        site.reload()
        until(lambda: len(children_of(pid)) == 2, "the old ones are gone")
        before = len(os.listdir(f"/proc/{pid}/fd"))
        end = time.monotonic() + 140
        while len(os.listdir(f"/proc/{pid}/fd")) > before - 6 and time.monotonic() < end:
            time.sleep(1)
        after = len(os.listdir(f"/proc/{pid}/fd"))
        site.reload()
    site.stop()
    print("8 slots become 2:", summary(load), f"{before} descriptors, then {after}", sep="\n  ")
    return not load.failures and not load.reconnects and after == before - 6


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["reloads", "upgrades", "kills", "growth", "narrowing"]
    good = [globals()[name]() for name in chosen]
    sys.exit(0 if all(good) else 1)
