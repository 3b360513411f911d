"""Reloads: nothing is lost by one, and nothing is changed by one that fails."""
import os
import pathlib
import re
import signal
import stat
import subprocess

import pytest

from conftest import children_of, is_in_its_loop, is_running, until
from load import Load

SITE = ("workers: {workers}\nsupervise: {{trial: {trial}}}\nroutes:\n  - {{path: /, text: {text}}}\n"
        "  - {{path: /echo, post: {{text: '{{{{ request.body }}}}'}}}}\n")


def text_of(workers=2, trial="0s", text="hello"):
    return SITE.format(workers=workers, trial=trial, text=text)


def reload(daemon, pattern="reloaded: "):
    start = len(daemon.log.lines)
    daemon.signal(signal.SIGHUP)
    return daemon.log.wait_for(pattern, start)


def test_nothing_fails_under_load_while_workers_become_more_and_fewer(site, folder):
    daemon = site(text_of(4))
    with Load(daemon.port) as load:
        for workers in (2, 8, 3, 4):
            (folder / "tined.yaml").write_text(text_of(workers))
            reload(daemon)
            until(lambda: len(daemon.workers()) >= workers, "the new workers")
    assert load.failures == []
    assert load.reconnects == 0
    assert load.answers > 50


def test_reloads_leave_no_descriptor_and_no_process(site):
    daemon = site(text_of())
    reload(daemon)
    until(lambda: len(daemon.workers()) == 2, "the old ones are gone")

    def held(pid):
        return sorted(os.readlink(link).partition(":")[0]
                      for link in pathlib.Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink())

    until(lambda: len(children_of(daemon.pid)) == 2, "all are waited for")
    before = [held(daemon.pid), held(daemon.workers()[0])]
    for _ in range(5):
        reload(daemon)
    # The last of the old workers may not be waited for yet.
    until(lambda: held(daemon.pid) == before[0] and len(daemon.workers()) == 2, "all is as before")
    assert held(daemon.workers()[0]) == before[1]


def test_one_new_worker_serves_for_the_trial_before_the_others_start(site, folder):
    daemon = site(text_of())
    old = daemon.workers()
    (folder / "tined.yaml").write_text(text_of(trial="300ms"))
    daemon.signal(signal.SIGHUP)
    new = until(lambda: set(daemon.workers()) - set(old), "the first new worker")
    assert len(new) == 1
    assert set(old) <= set(daemon.workers())
    daemon.log.wait_for("reloaded: ")
    until(lambda: len(daemon.workers()) == 2 and not set(old) & set(daemon.workers()), "two new")


def test_a_new_worker_that_dies_in_its_trial_leaves_the_old_ones(site, folder):
    daemon = site(text_of())
    old = daemon.workers()
    (folder / "tined.yaml").write_text(text_of(trial="60s", text="changed"))
    daemon.signal(signal.SIGHUP)
    tried = until(lambda: [pid for pid in set(daemon.workers()) - set(old)
                           if "tined: slot" in pathlib.Path(f"/proc/{pid}/comm").read_text()],
                  "the worker in its trial").pop()
    os.kill(tried, signal.SIGKILL)
    daemon.log.wait_for(f"worker {tried} was killed by SIGKILL")
    daemon.log.wait_for("nothing was changed")
    assert daemon.workers() == old
    for _ in range(10):
        assert daemon.get() == (200, "hello")


def test_a_new_worker_that_stands_still_in_its_trial_leaves_the_old_ones(site, folder):
    daemon = site(text_of(trial="10ms, hang_timeout: 1s"))
    old = daemon.workers()
    (folder / "tined.yaml").write_text(text_of(trial="1s, hang_timeout: 1s", text="changed"))
    daemon.signal(signal.SIGHUP)
    tried = until(lambda: [pid for pid in set(daemon.workers()) - set(old) if is_in_its_loop(pid)],
                  "the worker in its trial").pop()
    os.kill(tried, signal.SIGSTOP)
    daemon.log.wait_for(f"worker {tried} is stopped")
    daemon.log.wait_for("nothing was changed")
    assert daemon.workers() == old
    for _ in range(10):
        assert daemon.get() == (200, "hello")


def test_a_pid_file_that_cannot_be_written_undoes_the_reload_and_the_old_one_stays(site, folder):
    daemon = site("pid_file: pid\n" + text_of())
    old = daemon.workers()
    for place in (folder / "nowhere" / "pid", folder):
        start = len(daemon.log.lines)
        (folder / "tined.yaml").write_text(f"pid_file: {place}\n" + text_of(text="changed"))
        daemon.signal(signal.SIGHUP)
        daemon.log.wait_for("nothing was changed", start)
        assert any("pid_file: " in line for line in daemon.log.lines[start:])
        until(lambda: daemon.workers() == old, "the new ones are gone")
        assert (folder / "pid").read_text() == f"{daemon.pid}\n"
        assert daemon.get() == (200, "hello")
    start = len(daemon.log.lines)
    (folder / "tined.yaml").write_text(f"pid_file: {folder}/elsewhere\n" + text_of(text="changed"))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ", start)
    assert not (folder / "pid").exists()
    assert (folder / "elsewhere").read_text() == f"{daemon.pid}\n"


def test_a_hang_up_during_a_reload_is_one_reload_more_after_it(site, folder):
    daemon = site(text_of(trial="100ms"))
    for _ in range(5):
        daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ")
    between = len(daemon.log.lines)
    (folder / "tined.yaml").write_text(text_of(text="changed"))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ", between)
    until(lambda: daemon.get() == (200, "changed"), "the file as it was at the last")
    assert daemon.stop() == 0
    assert sum("reloaded: " in line for line in daemon.log.all()) <= 6


def test_a_hang_up_during_a_stop_is_nothing(site):
    daemon = site(text_of())
    daemon.signal(signal.SIGTERM)
    daemon.signal(signal.SIGHUP)
    assert daemon.wait() == 0
    assert not any("reload" in line for line in daemon.log.all())


def test_a_stop_during_a_reload_ends_it(site, folder):
    daemon = site(text_of())
    (folder / "tined.yaml").write_text(text_of(trial="60s"))
    old = set(daemon.workers())
    daemon.signal(signal.SIGHUP)
    until(lambda: set(daemon.workers()) - old, "a child of the reload")
    assert daemon.stop() == 0


def test_a_worker_that_dies_during_a_reload_is_replaced_meanwhile(site, folder):
    daemon = site(text_of())
    old = daemon.workers()
    (folder / "tined.yaml").write_text(text_of(trial="1s", text="changed"))
    daemon.signal(signal.SIGHUP)
    until(lambda: set(daemon.workers()) - set(old), "a child of the reload")
    os.kill(old[1], signal.SIGKILL)
    daemon.log.wait_for(f"worker {old[1]} was killed .* the next starts at once")
    daemon.log.wait_for("reloaded: ")
    until(lambda: len(daemon.workers()) == 2, "two workers")
    assert daemon.get() == (200, "changed")


def test_the_master_reaps_and_stops_while_the_tests_are_asked(site, folder):
    """They would take longer than this test waits."""
    daemon = site(text_of())
    old = daemon.workers()
    (folder / "tined.yaml").write_text(
        "workers: 2\nroutes:\n  - path: /\n    text: '{% for a in range(1000) %}"
        "{% for b in range(990) %}{% endfor %}{% endfor %}'\ntests:\n" +
        "  - {request: GET /, expect: {status: 200}}\n" * 1000)
    daemon.signal(signal.SIGHUP)
    child = until(lambda: set(daemon.workers()) - set(old), "the child").pop()
    os.kill(old[0], signal.SIGKILL)
    daemon.log.wait_for(f"worker {old[0]} was killed .* the next starts at once")
    assert daemon.stop() == 0
    until(lambda: not is_running(child), "the child is gone")


def test_only_so_many_errors_are_told(site, folder):
    daemon = site(text_of())
    routes = "".join(f"  - {{path: /{n}, txet: a}}\n" for n in range(100))
    (folder / "tined.yaml").write_text("routes:\n" + routes)
    start = len(daemon.log.lines)
    line = reload(daemon, "more; `tined check`")
    assert int(re.search(r"and (\d+) more", line).group(1)) >= 80
    daemon.log.wait_for("nothing was changed", start)
    assert sum("txet" in told for told in daemon.log.lines[start:]) == 20


def test_an_address_that_a_reload_leaves_and_the_next_wants_again_is_served(site, folder):
    daemon = site(text_of(), "--host", "127.0.0.1")
    for _ in range(3):
        reload(daemon)
        assert daemon.get() == (200, "hello")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_has_queued_up_is_answered_at_a_stop(site, number):
    daemon = site(text_of(1))
    worker = daemon.workers()[0]
    os.kill(worker, signal.SIGSTOP)
    connections = [daemon.connect() for _ in range(20)]
    for connection in connections:
        connection.request("GET", "/")
    daemon.signal(number)
    daemon.log.wait_for("stopping")
    os.kill(worker, signal.SIGCONT)
    for connection in connections:
        assert connection.getresponse().read() == b"hello"
        connection.close()
    assert daemon.wait() == 0


def test_kept_connections_move_to_the_new_workers_and_notice_nothing(site, folder):
    daemon = site(text_of())
    old = daemon.workers()
    connections = [daemon.connect() for _ in range(12)]
    for connection in connections:
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"hello"
    sockets = [connection.sock for connection in connections]
    (folder / "tined.yaml").write_text(text_of(1, text="changed"))
    reload(daemon)
    until(lambda: not set(old) & set(daemon.workers()), "the old workers are gone")
    for connection in connections:
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.read() == b"changed"
        assert not answer.will_close
    assert [connection.sock for connection in connections] == sockets
    assert daemon.stop() == 0
    assert not any("end here" in line for line in daemon.log.all())


def test_a_busy_connection_is_answered_by_the_old_worker_and_then_moves(site, folder):
    daemon = site(text_of())
    old = daemon.workers()
    body = b"slowly"
    connection = daemon.connect()
    connection.putrequest("POST", "/echo")
    connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Expect", "100-continue")
    connection.endheaders()
    assert connection.sock.recv(1024).startswith(b"HTTP/1.1 100 ")  # it has the head
    (folder / "tined.yaml").write_text(text_of(text="changed"))
    reload(daemon)
    assert set(old) & set(daemon.workers())
    connection.send(body)
    answer = connection.getresponse()
    assert (answer.status, answer.read(), answer.will_close) == (200, body, False)
    until(lambda: not set(old) & set(daemon.workers()), "the old workers are gone")
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"changed"


def test_a_kept_address_gets_its_new_mode_and_backlog(start, folder):
    def text(mode, backlog):
        return (f"listen: [{{address: 'unix:{folder}/a.sock', mode: {mode}}}, "
                f"{{address: '127.0.0.1:0', backlog: {backlog}}}]\n" + text_of(1))

    daemon = start(text("0660", 7)).wait_until_ready()
    path = folder / "a.sock"
    before = path.stat()
    assert backlogs(daemon) == {7}
    (folder / "tined.yaml").write_text(text("0600", 9))
    reload(daemon)
    assert path.stat().st_ino == before.st_ino
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert backlogs(daemon) == {9}


def backlogs(daemon):
    """What ss tells as Send-Q of a listening socket."""
    told = subprocess.run(["ss", "-Hltn", f"sport = :{daemon.port}"], capture_output=True,
                          text=True, check=True).stdout
    return {int(line.split()[2]) for line in told.splitlines()}
