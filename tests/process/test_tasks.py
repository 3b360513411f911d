"""`tined tasks`: what the coroutines of each worker wait for. Debug mode: requests that hold the loop."""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess

import pytest

from conftest import PATIENCE, TINED, until

FAULTY = pathlib.Path(os.environ.get("TINED_FAULTY", TINED.parent / "tests/tined_faulty"))

SITE = """
control: control.sock
routes:
  - path: /up
    post: {text: "{{ request.body }}"}
  - {path: /, text: one}
"""


@pytest.fixture
def tasks(folder):
    """tasks(words..): what `tined tasks` says with these."""

    def run(*words):
        done = subprocess.run([TINED, "tasks", *words], cwd=folder, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


def upload(daemon):
    client = socket.create_connection(("127.0.0.1", daemon.port), PATIENCE)
    client.sendall(b"POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
    return client


def test_a_request_that_waits_is_listed_with_its_place_until_it_is_answered(site, tasks):
    daemon = site(SITE, "--workers", "2")
    workers = json.loads(tasks("--json"))["workers"]
    assert sorted(worker["pid"] for worker in workers) == sorted(daemon.workers())
    assert [worker["tasks"] for worker in workers] == [[], []]
    with upload(daemon) as client:
        text = until(lambda: (said := tasks()) and "POST /up" in said and said, "the upload is listed")
        assert re.search(r"POST /up \(request [0-9a-f]{16}, route tined.yaml:\d+:\d+ /up\)", text)
        assert re.search(r" tined::\S+ at [a-z_]+/[a-z_]+\.[ch]pp:\d+\n +< tined::", text)
        client.sendall(b"cd")
        assert client.recv(4096).endswith(b"abcd")
    until(lambda: "POST /up" not in tasks(), "it is over")


def test_a_worker_that_hangs_is_told_as_such(site, tasks):
    daemon = site(SITE, "--workers", "1")
    os.kill(daemon.workers()[0], signal.SIGSTOP)
    try:
        assert "its loop stands still: no answer within 1 s" in tasks()
    finally:
        os.kill(daemon.workers()[0], signal.SIGCONT)
    until(lambda: "0 coroutines wait" in tasks(), "it goes on")


STALLING = "workers: 1\nroutes: [{path: /stall, get: [{fault: stall}, {text: done}]}, {path: /, text: one}]\n"


def test_in_debug_mode_a_request_that_holds_the_loop_is_told_once_with_its_stack(site):
    daemon = site(STALLING, "--debug", program=FAULTY)
    assert daemon.get("/stall") == (200, "done")
    line = daemon.log.wait_for("the loop stands still")
    assert re.search(r" warning slot 0: the loop stands still for GET /stall \(request [0-9a-f]{16}, "
                     r"route tined.yaml:2:\d+ /stall, steps, .*; stack: .*tined::tests::stall < ", line)
    assert daemon.get("/") == (200, "one")
    daemon.signal(signal.SIGTERM)
    assert daemon.process.wait(PATIENCE) == 0
    assert sum("the loop stands still" in each for each in daemon.log.all()) == 1
