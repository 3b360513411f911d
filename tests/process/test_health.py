"""The health of workers: crashes and hangs, what is told of them, and the quarantine.

The program is tined_faulty: tined, and steps that crash and hang (tests/support/faults.cpp).
"""
import http.client
import os
import pathlib
import re
import signal
import socket
import time

import pytest

from conftest import PATIENCE, TINED, is_running, until

FAULTY = pathlib.Path(os.environ.get("TINED_FAULTY", TINED.parent / "tests/tined_faulty"))

SITE = """
workers: 2
supervise: {%s}
routes:
  - {path: /, text: hello}
  - {path: /echo, post: {text: '{{ request.body }}'}}
  - path: /fault/{name}
    get:
      - {when: params.name == 'wild_write', fault: wild_write, text: ''}
      - {when: params.name == 'abort', fault: abort, text: ''}
      - {when: params.name == 'no_use', fault: no_use, text: ''}
      - {when: params.name == 'stack', fault: stack, text: ''}
      - {when: params.name == 'call_null', fault: call_null, text: ''}
      - {when: params.name == 'hang', fault: hang, text: ''}
      - {fault: hang_deaf, text: ''}
"""
LOSSES = (ConnectionError, http.client.HTTPException)


@pytest.fixture
def faulty(site):
    """faulty(keys of supervise): a site whose routes crash and hang."""
    return lambda supervise="": site(SITE % supervise, program=FAULTY)


def ask(daemon, path, **headers):
    """The status, or None if the connection was lost."""
    try:
        return daemon.get(path, **headers)[0]
    except LOSSES:
        return None


def crash(daemon, path, times=1, **headers):
    """Asks until so many workers have died of it."""
    for _ in range(times):
        start = len(daemon.log.lines)
        assert ask(daemon, path, **headers) is None
        daemon.log.wait_for("worker .* was killed", start)
    return daemon.log.lines


@pytest.mark.parametrize("fault, number, words", [
    ("wild_write", "SIGSEGV", r"at address 0x10; stack: .*crash_by_wild_write < "),
    ("abort", "SIGABRT", r"stack: .*crash_by_abort < "),
    ("stack", "SIGSEGV", r"stack: .*exhaust_stack < .*exhaust_stack < .*\.\.\."),
    ("call_null", "SIGSEGV", r"at address 0x0; stack: 0x0 < .*call_null"),
])
def test_a_crash_is_told_with_its_request_and_stack(faulty, fault, number, words):
    daemon = faulty()
    before = daemon.workers()
    assert ask(daemon, f"/fault/{fault}?secret=1") is None
    line = daemon.log.wait_for("was killed by")
    found = re.search(r"error master: slot \d: worker (\d+) was killed by (SIG\w+)(?: \(core dumped\))?"
                      r" after \d+\.\d s, serving; it ran GET /fault/(\w+) \(request [0-9a-f]{16}, "
                      r"route tined\.yaml:\d+:\d+ /fault/{name}, steps, since \d\.\d+ s\)(.*)$", line)
    assert found, line
    assert int(found.group(1)) in before
    assert found.group(2, 3) == (number, fault)
    assert re.search(words, found.group(4)), line
    assert "secret" not in line
    until(lambda: len(daemon.workers()) == 2, "another worker")
    assert daemon.get() == (200, "hello")


def test_requests_that_wait_are_told_of_too(faulty):
    daemon = faulty()
    clients = []
    for _ in range(12):  # both workers have some
        client = socket.create_connection(("127.0.0.1", daemon.port), PATIENCE)
        client.sendall(b"POST /echo?s=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                       b"Expect: 100-continue\r\n\r\n")
        assert client.recv(1024).startswith(b"HTTP/1.1 100 ")
        clients.append(client)
    assert ask(daemon, "/fault/abort") is None
    line = daemon.log.wait_for("was killed by SIGABRT")
    for client in clients:
        client.close()
    found = re.search(r"; (\d+) requests? waited: POST /echo \(request [0-9a-f]{16}, "
                      r"route tined\.yaml:\d+:\d+ /echo, body, since", line)
    assert found, line
    assert 1 <= int(found.group(1)) <= 11


def test_the_third_of_the_same_request_is_refused_and_others_are_not(faulty):
    daemon = faulty("quarantine: {for: 1s}")
    crash(daemon, "/fault/abort", 2)
    told = daemon.log.wait_for("quarantine: ")
    assert "quarantine: GET /fault/abort has killed 2 workers within 10m; it is answered 503" in told
    connection = daemon.connect()
    connection.request("GET", "/fault/abort", headers={"Connection": "close"})
    answer = connection.getresponse()
    assert answer.status == 503
    assert answer.getheader("Retry-After") == "1"
    answer.read()
    assert daemon.get() == (200, "hello")
    # One byte of the head differs: that one is not known to kill.
    start = len(daemon.log.lines)
    assert ask(daemon, "/fault/abort", X="1") is None
    daemon.log.wait_for("was killed by SIGABRT", start)
    # When its time is over it may be asked again, and if it kills again, it is held again.
    daemon.log.wait_for("quarantine: GET /fault/abort may be asked again")
    crash(daemon, "/fault/abort")
    daemon.log.wait_for("has killed 3 workers")
    assert ask(daemon, "/fault/abort") == 503


def test_the_quarantine_holds_over_a_reload_and_ends_with_one_that_changes_something(faulty, folder):
    daemon = faulty("trial: 0s")
    crash(daemon, "/fault/abort", 2)
    daemon.log.wait_for("has killed 2 workers")
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("changed: the file says what it said before")
    assert ask(daemon, "/fault/abort") == 503
    (folder / "tined.yaml").write_text(SITE.replace("text: hello", "text: two") % "trial: 0s")
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("quarantine: GET /fault/abort may be asked again")
    daemon.log.wait_for("changed: routes: 1 changed")
    crash(daemon, "/fault/abort")


def test_without_quarantine_every_crash_is_its_own(faulty):
    daemon = faulty("quarantine: off")
    lines = crash(daemon, "/fault/abort", 3)
    assert not any("quarantine" in line for line in lines)


def test_a_kill_from_outside_counts_for_nothing(faulty):
    daemon = faulty("quarantine: {kills: 1}")
    start = len(daemon.log.lines)
    client = socket.create_connection(("127.0.0.1", daemon.port), PATIENCE)
    client.sendall(b"GET /fault/hang HTTP/1.1\r\nHost: a\r\n\r\n")
    victim = until(lambda: busy(daemon), "one of them turns and turns")
    os.kill(victim, signal.SIGKILL)
    line = daemon.log.wait_for("was killed by SIGKILL", start)
    assert "it ran GET /fault/hang" in line
    client.close()
    assert daemon.stop() == 0
    assert not any("quarantine" in each for each in daemon.log.all())


def busy(daemon):
    """The worker that uses a processor, if there is one: some 50 ms are seen."""
    for pid in daemon.workers():
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if int(fields[11]) + int(fields[12]) >= 5:
            return pid
    return None


def test_a_worker_that_hangs_is_aborted_with_its_stack_and_replaced(faulty):
    daemon = faulty("hang_timeout: 1s, quarantine: {kills: 1}")
    before = daemon.workers()
    assert ask(daemon, "/fault/hang") is None
    hang = daemon.log.wait_for("hangs")
    found = re.search(r"slot \d: worker (\d+) hangs: its loop stands still for 1\.\d s; it is aborted; "
                      r"it ran GET /fault/hang \(.*, route .* /fault/{name}, steps, since [12]\.\d+ s\)",
                      hang)
    assert found, hang
    death = daemon.log.wait_for("was killed by SIGABRT")
    assert f"worker {found.group(1)} " in death
    assert re.search(r"stack: .*hang_for_ever", death), death
    until(lambda: len(daemon.workers()) == 2, "another worker")
    assert int(found.group(1)) in before
    assert ask(daemon, "/fault/hang") == 503
    assert daemon.get() == (200, "hello")


def test_one_that_hangs_and_is_deaf_is_killed(faulty):
    daemon = faulty("hang_timeout: 1s")
    assert ask(daemon, "/fault/deaf") is None
    daemon.log.wait_for("did not end, and is killed")
    daemon.log.wait_for("was killed by SIGKILL")
    until(lambda: len(daemon.workers()) == 2, "another worker")


def test_a_stopped_worker_is_replaced_by_the_same_master(faulty):
    daemon = faulty("hang_timeout: 1s")
    victim = daemon.workers()[0]
    os.kill(victim, signal.SIGSTOP)
    line = daemon.log.wait_for("is stopped, no stack")
    assert f"worker {victim} is stopped, no stack" in line
    daemon.log.wait_for(f"worker {victim} was killed by SIGKILL")
    until(lambda: len(daemon.workers()) == 2 and victim not in daemon.workers(), "another worker")
    assert daemon.process.poll() is None
    assert daemon.get() == (200, "hello")


def test_a_pause_of_all_of_them_is_no_hang(faulty):
    daemon = faulty("hang_timeout: 1s")
    everybody = [daemon.pid, *daemon.workers()]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    paused = time.monotonic()
    until(lambda: time.monotonic() - paused > 1.5, "the pause is longer than the timeout")
    for pid in everybody:
        os.kill(pid, signal.SIGCONT)
    assert daemon.get() == (200, "hello")
    # Whoever is taken for hung is so within one period of the master's looking.
    resumed = time.monotonic()
    until(lambda: time.monotonic() - resumed > 1.0, "the master has looked")
    assert daemon.stop() == 0
    assert not any("hangs" in line or "stopped, no" in line for line in daemon.log.all())
    assert not any(is_running(pid) for pid in everybody[1:])


def test_a_worker_that_its_configuration_is_of_no_use_to_is_not_tried_again_before_a_reload(faulty):
    daemon = faulty()
    before = daemon.workers()
    assert ask(daemon, "/fault/no_use") is None
    daemon.log.wait_for("worker .* exited with 78 .*; no other is started before a reload")
    left, = until(lambda: daemon.workers() if len(daemon.workers()) == 1 else None, "the other alone")
    assert left in before
    # The other's successor comes with no delay: had the first been planned at all, it would be there.
    start = len(daemon.log.lines)
    os.kill(left, signal.SIGKILL)
    daemon.log.wait_for("worker .* was killed", start)
    until(lambda: ask(daemon, "/") == 200, "the successor of the other")
    assert len(daemon.workers()) == 1
    daemon.signal(signal.SIGHUP)
    until(lambda: len(daemon.workers()) == 2, "a worker for the empty slot")
    assert daemon.get() == (200, "hello")
