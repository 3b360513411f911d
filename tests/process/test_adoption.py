"""Every listening socket is always accepted on by somebody: what queues at a worker that dies, or
that stands still, is accepted by a sibling."""
import os
import signal

from conftest import is_running, until
from load import Load

FOUR = "workers: 4\nsupervise: {trial: 0s}\nroutes:\n  - {path: /, text: hello}\n"
ECHO = FOUR + "  - {path: /echo, post: {text: '{{ request.body }}'}}\n"


def test_connections_to_a_worker_that_stands_still_are_answered_by_a_sibling(site):
    daemon = site(FOUR)
    worker = daemon.workers()[0]
    os.kill(worker, signal.SIGSTOP)
    try:
        # About a fourth of them come to its socket.
        for _ in range(40):
            assert daemon.get() == (200, "hello")
    finally:
        os.kill(worker, signal.SIGCONT)
    assert is_running(worker)
    until(lambda: daemon.get() == (200, "hello"), "it goes on")


def test_a_slot_whose_worker_waits_for_its_restart_is_adopted(site):
    """With a long delay before the restart its queue would hang."""
    daemon = site(FOUR.replace("trial: 0s", "trial: 0s, backoff: {first: 60s, most: 60s}"))
    for _ in range(2):  # the first restart has no delay
        before = daemon.workers()
        os.kill(before[-1], signal.SIGKILL)
        line = daemon.log.wait_for(f"worker {before[-1]} was killed")
        if "at once" in line:
            slot = line.partition("slot ")[2].partition(":")[0]
            until(lambda: len(daemon.workers()) == 4, "four workers")
            # The youngest is the one that took its place.
            assert slot.isdigit()
    assert len(daemon.workers()) == 3
    for _ in range(60):
        assert daemon.get() == (200, "hello")


def test_no_connection_that_was_not_accepted_is_lost_when_workers_are_killed(site):
    daemon = site(ECHO)
    with Load(daemon.port, new=3, kept=0, uploads=0) as load:
        for _ in range(8):
            victim = until(lambda: len(daemon.workers()) == 4 and daemon.workers(), "four")[0]
            os.kill(victim, signal.SIGKILL)
            daemon.log.wait_for(f"worker {victim} was killed")
    # A killed worker takes what it held with it: with three clients at most three connections.
    assert len(load.failures) <= 3 * 8
    assert not any("refused" in failure or "timed out" in failure for failure in load.failures)
    assert load.answers > 50


def test_a_pause_of_the_master_makes_nobody_taken_for_hung(site):
    daemon = site(FOUR)
    workers = daemon.workers()
    for pid in (daemon.pid, *workers):
        os.kill(pid, signal.SIGSTOP)
    for pid in (*workers, daemon.pid):
        os.kill(pid, signal.SIGCONT)
    for _ in range(8):
        assert daemon.get() == (200, "hello")
    assert daemon.workers() == workers
    assert daemon.stop() == 0
