"""An upgrade: the installed program takes over with the sockets, and nobody who is connected notices."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading

import pytest

from conftest import PATIENCE, TINED, Daemon, children_of, is_in_its_loop, is_running, until
from kept import Kept

FAULTY = pathlib.Path(os.environ.get("TINED_FAULTY", TINED.parent / "tests/tined_faulty"))

SITE = "control: control.sock\npid_file: pid\nsupervise: {trial: 100ms}\nroutes: [{path: /, text: one}]\n"


class Site:
    """A site in a folder, with a copy of the program that can be replaced; ended by its control socket."""

    def __init__(self, folder):
        self.folder = folder
        self.program = folder / "bin-tined"
        shutil.copy(TINED, self.program)
        self.write(SITE)

    def write(self, text):
        (self.folder / "tined.yaml").write_text(text)

    def start(self, *arguments, listen=("--port", "0")):
        same_user = ["--set", "user=root"] if os.geteuid() == 0 else []
        self.daemon = Daemon(self.folder, [*listen, "--workers", "2", *same_user, *arguments],
                             program=self.program)
        self.daemon.wait_until_ready()
        return self

    def command(self, *words):
        done = subprocess.run([TINED, *words], cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE,
                              check=False)
        return done.returncode, done.stdout, done.stderr

    def status(self):
        return json.loads(self.command("status", "--json")[1])

    def pid(self):
        return int((self.folder / "pid").read_text())


@pytest.fixture
def site(folder):
    site = Site(folder)
    try:
        yield site.start()
    finally:
        site.command("stop")
        site.daemon.end()


def test_the_new_program_takes_over_and_the_old_one_goes(site):
    old, port = site.daemon.pid, site.daemon.port
    site.write(SITE.replace("one", "two"))
    code, said, complained = site.command("upgrade")
    assert (code, complained) == (0, "")
    new = site.pid()
    assert said == f"pid {new} has taken over from pid {old}\n"
    assert site.daemon.wait() == 0
    assert new != old and is_running(new)
    status = site.status()
    assert (status["pid"], status["addresses"]) == (new, [f"http://127.0.0.1:{port}/"])
    assert site.daemon.get() == (200, "two")
    assert site.command("upgrade")[0] == 0  # and so on
    assert site.pid() != new


def test_sigusr2_asks_for_the_same(site):
    site.daemon.signal(signal.SIGUSR2)
    site.daemon.log.wait_for(r"info master: SIGUSR2: upgrading$")
    assert site.daemon.wait() == 0
    until(lambda: site.pid() != site.daemon.pid, "the pid file of the new master")
    assert site.daemon.get() == (200, "one")


def test_no_request_fails_while_it_goes_on(site):
    failures, answered, ended = [], [0], threading.Event()

    def ask_again_and_again(is_kept):
        connection = http.client.HTTPConnection("127.0.0.1", site.daemon.port, timeout=PATIENCE)
        while not ended.is_set():
            try:
                connection.request("GET", "/", headers={} if is_kept else {"Connection": "close"})
                answer = connection.getresponse()
                assert answer.read() == b"one"
                answered[0] += 1
            except (OSError, http.client.HTTPException, AssertionError) as why:
                failures.append(repr(why))
                connection.close()
        connection.close()

    clients = [threading.Thread(target=ask_again_and_again, args=(i % 2 == 0,)) for i in range(6)]
    for client in clients:
        client.start()
    try:
        for _ in range(3):
            code, _, complained = site.command("upgrade")
            assert (code, complained) == (0, "")
    finally:
        ended.set()
        for client in clients:
            client.join()
    assert failures == []
    assert answered[0] > 100


def test_a_kept_connection_moves_to_the_new_program(site):
    connection = http.client.HTTPConnection("127.0.0.1", site.daemon.port, timeout=PATIENCE)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"one"
    same = connection.sock
    site.write(SITE.replace("one", "two"))
    assert site.command("upgrade")[0] == 0
    assert site.daemon.wait() == 0
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"two"
    assert connection.sock is same
    connection.close()


def test_a_request_that_spans_several_upgrades_leaves_its_connection_open(site):
    site.write(SITE.replace("}]", "}, {path: /echo, post: {text: 'one {{ request.body }}'}}]"))
    assert site.command("reload")[0] == 0
    first = site.daemon.workers()
    client = Kept(("127.0.0.1", site.daemon.port))
    assert client.ask() == "one"
    client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na")
    for text in ("two", "three", "four"):
        site.write(SITE.replace("one", text))
        assert site.command("upgrade")[0] == 0
        client.send(b"b")
    until(lambda: sum(is_running(pid) for pid in first) == 1, "of the first workers only the busy one is left")
    client.send(b"c")
    head, body = client.answer()
    assert (body, b"connection: close" in head.lower()) == ("one abbbc", False)
    assert site.daemon.wait() == 0
    until(lambda: client.ask() == "four", "it has come to the last of the new workers")
    client.close()


@pytest.mark.parametrize("words", [["upgrade"], ["upgrade", "--check"]])
def test_a_bad_file_leaves_the_old_one_and_is_told(site, words):
    site.write(SITE + "lisen: 1\n")
    code, said, complained = site.command(*words)
    assert (code, said) == (78, "")
    assert 'tined.yaml:5:1: lisen: unknown key; did you mean "listen"?' in complained
    assert site.daemon.process.poll() is None
    assert site.daemon.get() == (200, "one")
    assert site.pid() == site.daemon.pid


def test_a_failing_test_of_the_site_leaves_the_old_one(site):
    site.write(SITE + "tests: [{request: GET /, expect: {text: two}}]\n")
    code, _, complained = site.command("upgrade")
    assert (code, complained != "") == (78, True)
    assert site.daemon.get() == (200, "one")


def test_a_program_that_is_not_there_or_no_program_leaves_the_old_one(site):
    site.program.unlink()
    code, _, complained = site.command("upgrade")
    assert (code, complained) == (1, f"tined: execute {site.program}: No such file or directory\n")
    site.program.write_text("#!/bin/sh\nexit 7\n")
    site.program.chmod(0o755)
    code, _, complained = site.command("upgrade")
    assert (code, "exited with 7 before it was ready" in complained) == (1, True)
    assert site.daemon.get() == (200, "one")
    site.program.unlink()
    shutil.copy(TINED, site.program)
    assert site.command("upgrade")[0] == 0
    assert site.pid() != site.daemon.pid


def test_a_rehearsal_changes_nothing(site):
    workers = site.daemon.workers()
    connection = http.client.HTTPConnection("127.0.0.1", site.daemon.port, timeout=PATIENCE)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"one"
    same = connection.sock
    assert site.command("upgrade", "--check") == (0, "the installed program could take over\n", "")
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"one"
    assert connection.sock is same
    connection.close()
    assert (site.pid(), site.daemon.workers()) == (site.daemon.pid, workers)


@pytest.fixture
def site_by_its_file(folder):
    site = Site(folder)
    site.write("listen: 127.0.0.1:0\n" + SITE)
    try:
        yield site.start(listen=())
    finally:
        site.command("stop")
        site.daemon.end()


def test_a_rehearsal_sees_whether_new_addresses_are_free(site_by_its_file):
    site = site_by_its_file
    old = f"127.0.0.1:{site.daemon.port}"
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        site.write(f"listen: [{old}, {taken}]\n" + SITE)
        code, said, complained = site.command("upgrade", "--check")
    assert (code, said) == (1, "")
    assert f"{taken}: the address is in use by another program" in complained
    assert site.command("upgrade", "--check")[0] == 0
    with socket.create_server(("127.0.0.1", int(taken.split(":")[1]))):
        pass  # it was let go


def test_a_second_upgrade_is_refused_and_a_reload_waits_for_its_end(site):
    site.write(SITE.replace("100ms", "1s"))
    assert site.command("reload")[0] == 0
    first = subprocess.Popen([TINED, "upgrade"], cwd=site.folder, stdout=subprocess.PIPE, text=True)
    try:
        until(lambda: site.status()["phase"] == "upgrading", "the upgrade has begun")
        assert site.command("upgrade") == (1, "", "tined: an upgrade is under way already\n")
        site.write(SITE.replace("one", "three"))
        code, _, complained = site.command("reload")
        assert (code, "it was asked to reload" in complained) == (1, True)
        assert first.wait(PATIENCE) == 0
    finally:
        first.kill()
        first.wait()
        first.stdout.close()
    until(lambda: site.daemon.get() == (200, "three"), "the new master has read the file again")
    assert site.pid() != site.daemon.pid


def test_a_stop_during_an_upgrade_leaves_nobody_behind(site):
    site.write(SITE.replace("100ms", "20s"))
    before = site.daemon.workers()
    site.daemon.signal(signal.SIGUSR2)
    until(lambda: site.status()["phase"] == "upgrading", "the upgrade has begun")
    holder = until(lambda: [pid for pid in site.daemon.workers() if pid not in before], "a new process")
    new = until(lambda: children_of(holder[0]), "the new program")
    assert site.command("stop")[0] == 0
    assert site.daemon.wait() == 0
    until(lambda: not any(is_running(pid) for pid in holder + new), "the new program is gone")


class BusyOldWorker:
    """A site that was upgraded while a worker of the old program reads a body; which goes on."""

    def __init__(self, site, settings="drain_timeout: 30s"):
        self.site = site
        text = SITE.replace("}]", "}, {path: /echo, post: {text: 'one {{ request.body }}'}}]")
        site.write(text.replace("100ms", "100ms, drain_timeout: 30s"))
        assert site.command("reload")[0] == 0
        until(lambda: len(site.daemon.workers()) == 2, "the workers of before are gone")
        self.workers = site.daemon.workers()
        self.client = Kept(("127.0.0.1", site.daemon.port))
        assert self.client.ask() == "one"
        self.client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na")
        site.write(text.replace("100ms", f"100ms, {settings}"))
        assert site.command("upgrade")[0] == 0
        self.new = site.pid()

    def is_there(self):
        return self.site.daemon.process.poll() is None and any(is_running(pid) for pid in self.workers)

    def begin_stop(self):
        """When the new program's own workers are gone."""
        stop = subprocess.Popen([TINED, "stop"], cwd=self.site.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)
        self.site.daemon.log.wait_for("stop: asked for by")
        until(lambda: not children_of(self.new), "the workers of the new program are gone")
        return stop


def test_a_stop_after_an_upgrade_waits_for_the_old_workers_too(site):
    busy = BusyOldWorker(site)
    with busy.begin_stop() as stop:
        site.daemon.log.wait_for(f"the master before this one, pid {site.daemon.pid}, still has workers that finish")
        assert stop.poll() is None and busy.is_there()
        busy.client.send(b"b")
        assert busy.client.answer()[1] == "one ab"
        assert stop.communicate(timeout=PATIENCE) == ("stopped\n", "")
        assert stop.returncode == 0 and not busy.is_there()
    busy.client.close()


def test_a_second_signal_ends_the_old_workers_too(site):
    busy = BusyOldWorker(site)
    with busy.begin_stop() as stop:
        os.kill(busy.new, signal.SIGTERM)
        assert stop.communicate(timeout=PATIENCE)[0] == "stopped\n"
        assert not busy.is_there()
    busy.client.close()


def test_an_old_master_that_stands_still_holds_up_no_stop(site):
    busy = BusyOldWorker(site, "drain_timeout: 100ms")
    site.daemon.signal(signal.SIGSTOP)
    with busy.begin_stop() as stop:
        assert stop.communicate(timeout=PATIENCE)[0] == "stopped\n"
    assert site.daemon.wait() == -signal.SIGKILL
    busy.client.close()
    until(lambda: not any(is_running(pid) for pid in busy.workers), "its worker has nobody to wait for")


def test_a_kill_of_the_old_master_during_an_upgrade_leaves_nobody_behind(site):
    site.write(SITE.replace("100ms", "20s"))
    before = site.daemon.workers()
    site.daemon.signal(signal.SIGUSR2)
    holder = until(lambda: [pid for pid in site.daemon.workers() if pid not in before], "a new process")
    new = until(lambda: children_of(holder[0]), "the new program")
    workers = until(lambda: children_of(new[0]), "its first worker")
    site.daemon.signal(signal.SIGKILL)
    until(lambda: not any(is_running(pid) for pid in before + holder + new + workers), "all are gone")


def test_what_a_new_master_could_not_have_is_found_before_the_old_one_goes(site):
    for line, said in [(f"pid_file: {site.folder}/nowhere/pid", "nowhere/pid"),
                       (f"pid_file: {site.folder}", "Is a directory")]:
        site.write(SITE.replace("pid_file: pid", line))
        for words in (["upgrade"], ["upgrade", "--check"]):
            code, _, complained = site.command(*words)
            assert (code, "pid_file: " in complained, said in complained) == (1, True, True)
    (site.folder / "other.sock").write_text("no socket")
    site.write(SITE.replace("control.sock", "other.sock"))
    done = subprocess.run([TINED, "upgrade", "--set", "control=control.sock"], cwd=site.folder, capture_output=True,
                          text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, "control: " in done.stderr) == (1, True)
    site.write(SITE)
    assert site.daemon.process.poll() is None
    assert (site.pid(), site.status()["pid"]) == (site.daemon.pid, site.daemon.pid)
    assert site.daemon.get() == (200, "one")


def test_the_quarantine_goes_to_the_new_master(site):
    shutil.copy(FAULTY, site.folder / "faulty")
    os.rename(site.folder / "faulty", site.program)
    site.write("control: control.sock\npid_file: pid\nsupervise: {trial: 100ms}\n"
               "routes:\n  - {path: /, text: one}\n  - {path: /crash, fault: abort, text: ''}\n")
    assert site.command("upgrade")[0] == 0  # to the one that crashes when it is asked to
    for _ in range(2):
        with pytest.raises((OSError, http.client.HTTPException)):
            site.daemon.get("/crash")
    site.daemon.log.wait_for("has killed 2 workers")  # a third before that could not be refused
    assert site.daemon.get("/crash")[0] == 503
    assert site.command("upgrade")[0] == 0
    assert site.daemon.get("/crash")[0] == 503
    assert site.command("upgrade")[0] == 0
    assert site.daemon.get("/crash")[0] == 503
    assert site.daemon.get() == (200, "one")


def test_an_upgrade_that_is_asked_for_during_a_reload_begins_after_it(site):
    site.write(SITE.replace("100ms", "500ms").replace("one", "two"))
    site.daemon.signal(signal.SIGHUP)
    until(lambda: site.status()["phase"] == "reloading", "the reload has begun")
    site.daemon.signal(signal.SIGUSR2)
    assert site.daemon.wait() == 0
    site.daemon.log.wait_for("reloaded: ")
    until(lambda: site.pid() != site.daemon.pid, "the pid file of the new master")
    assert site.daemon.get() == (200, "two")


def test_who_waits_for_an_upgrade_is_told_when_a_stop_comes_first(site):
    site.write(SITE.replace("100ms", "20s"))
    first = subprocess.Popen([TINED, "upgrade"], cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             text=True)
    try:
        until(lambda: site.status()["phase"] == "upgrading", "the upgrade has begun")
        assert site.command("stop")[0] == 0
        assert first.communicate(timeout=PATIENCE) == ("", "tined: tined is stopping\n")
        assert first.returncode == 1
    finally:
        first.kill()
        first.wait()


def test_a_new_program_whose_worker_stands_still_in_its_trial_does_not_take_over(site):
    site.write(SITE.replace("trial: 100ms", "trial: 1s, hang_timeout: 1s"))
    before = site.daemon.workers()
    site.daemon.signal(signal.SIGUSR2)
    holder = until(lambda: [pid for pid in site.daemon.workers() if pid not in before], "a new process")
    new = until(lambda: children_of(holder[0]), "the new program")
    worker = until(lambda: [pid for pid in children_of(new[0]) if is_in_its_loop(pid)], "its first worker")
    os.kill(worker[0], signal.SIGSTOP)
    site.daemon.log.wait_for("nothing was changed: the upgrade failed")
    assert any("stopped" in line for line in site.daemon.log.lines)
    assert site.pid() == site.daemon.pid
    assert site.daemon.get() == (200, "one")


def test_why_an_upgrade_or_its_rehearsal_failed_is_told_once(site):
    site.write("routes: [{path: /, txt: one}]\n")
    for how, conclusion in [(["upgrade"], "nothing was changed: the upgrade failed"),
                            (["upgrade", "--check"], "the installed program could not take over")]:
        start = len(site.daemon.log.lines)
        assert site.command(*how, "--set", "control=control.sock")[0] == 78
        site.daemon.log.wait_for(conclusion, start)
        told = [line for line in site.daemon.log.lines[start:] if "txt" in line]
        assert len(told) == 1 and "error master: upgrade: " in told[0]


def test_as_pid_1_it_does_not_leave_its_container(folder):
    """A container ends with its PID 1, so an upgrade would end it."""
    (folder / "tined.yaml").write_text(SITE)
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    same_user = ["--set", "user=root"] if os.geteuid() == 0 else []
    daemon = Daemon(folder, ["--port", "0", "--workers", "2", *same_user],
                    program=["unshare", *as_root, "--pid", "--fork", "--kill-child", TINED])

    def command(*words):
        done = subprocess.run([TINED, *words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                              check=False)
        return done.returncode, done.stdout, done.stderr

    try:
        daemon.wait_until_ready()
        code, said, complained = command("upgrade")
        assert (code, said) == (1, "")
        assert "PID 1" in complained and "start a container of the new image instead" in complained
        assert command("upgrade", "--check") == (0, "the installed program could take over\n", "")
        assert daemon.get() == (200, "one")
        assert command("stop")[0] == 0
        assert daemon.wait() == 0
    finally:
        daemon.end()
