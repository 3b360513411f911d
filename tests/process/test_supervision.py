"""The master and its workers: start, stop, reload, death, sockets, users."""
import grp
import http.client
import json
import os
import pathlib
import pty
import pwd
import re
import resource
import signal
import socket
import stat
import struct
import subprocess
import threading

import pytest

from conftest import PATIENCE, READY, TINED, is_running, until

HELLO = "workers: 2\nsupervise: {trial: 0s}\nroutes:\n  - {path: /, text: hello}\n"
UPLOAD = HELLO + "  - {path: /echo, post: {text: '{{ request.body }}'}}\n"
needs_root = pytest.mark.usefixtures("root")


def slow_request(port, body=b"slowly"):
    """A connection with a request that the worker waits for; its last byte is not sent yet."""
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
    head = f"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
    # The 100 says that the worker has read the head.
    connection.sendall(head.encode() + b"Expect: 100-continue\r\n\r\n")
    assert connection.recv(1024).startswith(b"HTTP/1.1 100 ")
    connection.sendall(body[:-1])
    return connection, body[-1:]


def finish(connection, rest):
    connection.sendall(rest)
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer.status, answer.read()


def is_cut(connection):
    """Whether the other end has closed it without an answer."""
    try:
        return connection.recv(1024) == b""
    except ConnectionResetError:
        return True


def is_refused(port, host="127.0.0.1"):
    try:
        socket.create_connection((host, port), 1).close()
    except ConnectionRefusedError:
        return True
    except TimeoutError:
        pass  # no handshake is begun while it empties its queues; the next meets a closed port
    return False


# ── start and stop ───────────────────────────────────────────────────────────────────────────────

def test_one_line_says_when_it_is_ready_and_where(site):
    daemon = site(HELLO)
    line = daemon.log.wait_for("tined ")
    assert re.search(r"tined 0\.1\.0: http://127\.0\.0\.1:\d+/ \(2 workers, pid \d+\)$", line)
    assert int(READY.search(line).group(3)) == daemon.pid
    assert len(daemon.workers()) == 2
    assert daemon.get() == (200, "hello")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_with_code_0_and_leaves_nobody(site, number):
    daemon = site(HELLO)
    workers = daemon.workers()
    daemon.signal(number)
    assert daemon.wait() == 0
    assert not any(is_running(pid) for pid in workers)
    assert is_refused(daemon.port)


def test_a_stop_finishes_the_request_that_is_being_asked(site):
    daemon = site(UPLOAD)
    connection, rest = slow_request(daemon.port)
    daemon.signal(signal.SIGTERM)
    until(lambda: is_refused(daemon.port), "no new connection")
    assert daemon.process.poll() is None
    assert finish(connection, rest) == (200, b"slowly")
    assert daemon.wait() == 0


def test_a_second_signal_ends_it_at_once(site):
    daemon = site(UPLOAD)
    connection, _ = slow_request(daemon.port)
    daemon.signal(signal.SIGTERM)
    daemon.log.wait_for("stopping")
    daemon.signal(signal.SIGTERM)
    assert daemon.wait() == 0
    assert is_cut(connection)


def test_a_request_that_outlasts_the_drain_timeout_is_given_up(site):
    """It is answered all the same, and gently: no reset overtakes the answer."""
    daemon = site(UPLOAD.replace("trial: 0s", "drain_timeout: 200ms"))
    connection, rest = slow_request(daemon.port)
    daemon.signal(signal.SIGTERM)
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    assert (answer.status, answer.getheader("Connection")) == (503, "close")
    connection.sendall(rest)
    assert b"503" in answer.read()
    connection.close()
    assert daemon.wait() == 0
    assert any("drain_timeout" in line for line in daemon.log.all())


def test_a_stop_does_not_wait_for_a_worker_that_stands_still(site):
    daemon = site(UPLOAD.replace("trial: 0s", "drain_timeout: 1h, hang_timeout: 1s"))
    stopped = daemon.workers()[0]
    os.kill(stopped, signal.SIGSTOP)
    assert daemon.stop() == 0
    assert any(f"worker {stopped} is stopped" in line for line in daemon.log.all())


def test_a_signal_to_the_whole_group_is_the_masters(site):
    daemon = site(UPLOAD, start_new_session=True)
    connection, rest = slow_request(daemon.port)
    os.killpg(daemon.pid, signal.SIGINT)
    until(lambda: is_refused(daemon.port), "no new connection")
    assert finish(connection, rest) == (200, b"slowly")
    assert daemon.wait() == 0
    assert not any("was killed" in line for line in daemon.log.all())


def test_signals_to_the_whole_group_while_workers_are_forked_end_none_of_them(site):
    """Those that come between a fork and the child's loop, too."""
    daemon = site(UPLOAD, start_new_session=True)
    for round in range(20):
        for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGWINCH, signal.SIGHUP):
            os.killpg(daemon.pid, number)
        if round % 5 == 0:
            os.kill(daemon.workers()[0], signal.SIGKILL)  # one more is forked meanwhile
    daemon.log.wait_for("reloaded: ")
    assert daemon.get() == (200, "hello")
    assert daemon.stop() == 0
    assert not any("was killed" in line and "SIGKILL" not in line for line in daemon.log.all())


def test_a_stop_waits_for_none_of_the_connections_that_have_gone(site, folder):
    """However they went: none is counted for ever, so that draining would always take all its time."""
    daemon = site("control: control.sock\n" + UPLOAD.replace("trial: 0s", "trial: 0s, drain_timeout: 1h"))
    reset = struct.pack("ii", 1, 0)  # SO_LINGER: a reset at the close
    for how in ("at once", "half a head", "half a body", "unread", "reset", "gently"):
        connection, rest = slow_request(daemon.port) if how == "half a body" else (
            socket.create_connection(("127.0.0.1", daemon.port), PATIENCE), b"")
        if how == "half a head":
            connection.sendall(b"GET / HT")
        if how in ("unread", "reset"):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        if how == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        if how == "gently":
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert connection.recv(1024).startswith(b"HTTP/1.1 200 ")
        connection.close()
    kept, _ = slow_request(daemon.port)

    def connections():
        said = subprocess.run([TINED, "status", "--json"], cwd=folder, capture_output=True, check=True).stdout
        return sum(worker["connections"] for worker in json.loads(said)["workers"])

    until(lambda: connections() == 1, "only the one that is there is counted")
    kept.close()
    assert daemon.stop() == 0


def test_workers_finish_and_go_when_the_master_is_killed(site):
    daemon = site(UPLOAD)
    workers = daemon.workers()
    connection, rest = slow_request(daemon.port)
    daemon.signal(signal.SIGKILL)
    daemon.wait()
    assert finish(connection, rest) == (200, b"slowly")
    until(lambda: not any(is_running(pid) for pid in workers), "the workers are gone")


@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGALRM])
def test_a_signal_that_means_nothing_ends_nobody(site, number):
    daemon = site(UPLOAD)
    workers = daemon.workers()
    connection, rest = slow_request(daemon.port)
    for pid in (daemon.pid, *workers):
        os.kill(pid, number)
    assert finish(connection, rest) == (200, b"slowly")
    assert daemon.workers() == workers
    assert daemon.stop() == 0


def test_the_child_that_asks_the_tests_dies_with_the_master(start, folder):
    """Its tests would take it far longer than this test waits."""
    daemon = start(HELLO, "--port", "0").wait_until_ready()
    workers = daemon.workers()
    (folder / "tined.yaml").write_text(
        "workers: 2\nroutes:\n  - path: /\n    text: '{% for a in range(1000) %}"
        "{% for b in range(990) %}{% endfor %}{% endfor %}'\ntests:\n" +
        "  - {request: GET /, expect: {status: 200}}\n" * 1000)
    daemon.signal(signal.SIGHUP)
    child = until(lambda: set(daemon.workers()) - set(workers), "the child").pop()
    nobody = str(pwd.getpwnam("nobody").pw_uid)
    if os.geteuid() == 0:  # the change of user must not make it forget
        until(lambda: status_of(child, "Uid")[0] == nobody, "it has become nobody")
    daemon.signal(signal.SIGKILL)
    daemon.wait()
    until(lambda: not is_running(child), "the child is gone")


# ── workers that die ─────────────────────────────────────────────────────────────────────────────

def test_a_worker_that_is_killed_is_replaced_at_once(site):
    daemon = site(HELLO)
    before = daemon.workers()
    os.kill(before[0], signal.SIGKILL)
    line = daemon.log.wait_for("was killed by SIGKILL")
    assert re.search(rf"slot \d: worker {before[0]} was killed by SIGKILL after \d+\.\d s", line)
    assert "the next starts at once" in line
    after = until(lambda: len(daemon.workers()) == 2 and daemon.workers(), "two workers")
    assert before[1] in after and before[0] not in after


def test_the_other_workers_serve_meanwhile(site):
    daemon = site(HELLO)
    kept = daemon.connect()
    kept.request("GET", "/")
    kept.getresponse().read()
    # Whose worker has the connection: the other one is killed.
    owner = next(pid for pid in daemon.workers() if owns(pid, kept.sock))
    other = next(pid for pid in daemon.workers() if pid != owner)
    os.kill(other, signal.SIGKILL)
    kept.request("GET", "/")
    assert kept.getresponse().read() == b"hello"
    daemon.log.wait_for("was killed by SIGKILL")
    for _ in range(20):
        assert daemon.get() == (200, "hello")


def owns(pid, connection):
    """Whether the process has the other end of the connection, by /proc/net/tcp's inode."""
    ports = [connection.getpeername()[1], connection.getsockname()[1]]
    for line in pathlib.Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if [int(end.rpartition(":")[2], 16) for end in fields[1:3]] == ports:
            link = f"socket:[{fields[9]}]"
            return any(os.readlink(fd) == link for fd in descriptors(pid))
    return False


def descriptors(pid):
    return [entry for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir() if entry.is_symlink()]


def test_workers_that_die_young_are_replaced_later_and_later(site):
    daemon = site(HELLO.replace("workers: 2", "workers: 1").replace(
        "trial: 0s", "backoff: {first: 20ms, most: 30ms}"))
    told = []
    for _ in range(4):
        worker = until(lambda: [p for p in daemon.workers()
                                if f"worker {p} " not in "".join(told)], "a new worker")[0]
        os.kill(worker, signal.SIGKILL)
        told.append(daemon.log.wait_for(f"worker {worker} was killed"))
    assert [line.rpartition("the next starts ")[2] for line in told] == [
        "at once", "in 20ms", "in 30ms", "in 30ms"]


def test_a_child_that_is_no_worker_is_reaped_and_passed_over(folder):
    """As PID 1 of a container it is handed strangers: what a shell started before it became tined."""
    (folder / "tined.yaml").write_text(HELLO)
    script = 'true & exec "$0" --port 0'
    with subprocess.Popen(["sh", "-c", script, TINED], cwd=folder, stderr=subprocess.PIPE,
                          stdout=subprocess.DEVNULL, text=True) as process:
        line = process.stderr.readline()
        assert READY.search(line)
        process.terminate()
        assert process.wait(PATIENCE) == 0


# ── reload ───────────────────────────────────────────────────────────────────────────────────────

def test_a_reload_serves_the_new_file_with_new_workers(site, folder):
    daemon = site(HELLO)
    before = daemon.workers()
    (folder / "tined.yaml").write_text(HELLO.replace("hello", "changed"))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: tined ")
    until(lambda: not set(before) & set(daemon.workers()), "the old workers are gone")
    assert daemon.get() == (200, "changed")
    assert len(daemon.workers()) == 2


def test_a_reload_to_a_bad_file_changes_nothing_and_says_all_that_is_wrong(site, folder):
    daemon = site(HELLO)
    before = daemon.workers()
    (folder / "tined.yaml").write_text("wrokers: 2\nroutes:\n  - {path: /, txet: a}\n")
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("nothing was changed")
    assert any("tined.yaml:1:1: wrokers" in line for line in daemon.log.lines)
    assert any("tined.yaml:3:15: routes[0].txet" in line for line in daemon.log.lines)
    assert daemon.workers() == before
    assert daemon.get() == (200, "hello")


def test_a_reload_whose_tests_fail_changes_nothing(site, folder):
    daemon = site(HELLO)
    (folder / "tined.yaml").write_text(HELLO.replace("hello", "changed") +
                                       "tests: [{request: GET /, expect: {contains: hello}}]\n")
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("nothing was changed")
    assert any("tests[0]" in line for line in daemon.log.lines)
    assert daemon.get() == (200, "hello")


def test_a_reload_finishes_the_request_that_is_being_asked(site, folder):
    daemon = site(UPLOAD)
    connection, rest = slow_request(daemon.port)
    (folder / "tined.yaml").write_text(UPLOAD.replace("hello", "changed"))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ")
    assert daemon.get() == (200, "changed")
    assert finish(connection, rest) == (200, b"slowly")


def test_no_request_fails_while_it_reloads(site):
    daemon = site(HELLO)
    failures = []
    done = threading.Event()

    def ask():
        while not done.is_set():
            try:
                if daemon.get() != (200, "hello"):
                    failures.append("another answer")
            except OSError as error:
                failures.append(repr(error))

    asking = threading.Thread(target=ask)
    asking.start()
    for _ in range(3):
        start = len(daemon.log.lines)
        daemon.signal(signal.SIGHUP)
        daemon.log.wait_for("reloaded: ", start)
    done.set()
    asking.join()
    assert failures == []


def test_a_reload_changes_where_it_listens(start, folder):
    first, second = folder / "first.sock", folder / "second.sock"
    text = "listen: unix:{}\nuser: root\n" if os.geteuid() == 0 else "listen: unix:{}\n"
    daemon = start(text.format(first) + HELLO).wait_until_ready()
    assert ask_unix(first) == b"hello"
    (folder / "tined.yaml").write_text(text.format(second) + HELLO)
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ")
    assert ask_unix(second) == b"hello"
    assert not first.exists()


@pytest.mark.parametrize("slots", [1, 4])
def test_a_reload_changes_how_many_workers_there_are(site, folder, slots):
    daemon = site(HELLO)
    (folder / "tined.yaml").write_text(HELLO.replace("workers: 2", f"workers: {slots}"))
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ")
    until(lambda: len(daemon.workers()) == slots, f"{slots} workers")
    # Each listening socket has its share of the connections: all must be accepted on.
    for _ in range(30):
        assert daemon.get() == (200, "hello")


# ── terminals ────────────────────────────────────────────────────────────────────────────────────

def test_the_hang_up_of_its_terminal_ends_it(folder):
    (folder / "tined.yaml").write_text(HELLO)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execv(TINED, [TINED, "--port", "0"])
    try:
        told = b""
        while not re.search(rb"pid \d+\)", told):
            told += os.read(terminal, 4096)
    finally:
        os.close(terminal)
    until(lambda: os.waitpid(pid, os.WNOHANG)[0] == pid, "the master has ended")


def test_without_a_terminal_a_hang_up_is_a_reload(site):
    daemon = site(HELLO, start_new_session=True)
    daemon.signal(signal.SIGHUP)
    daemon.log.wait_for("reloaded: ")


def test_a_shortage_of_descriptors_is_no_wrong_file(folder, run):
    """A service manager tries again after code 1, and does not after 78."""
    for name in "ab":
        (folder / name).mkdir()
    text = "static: {/a/: a, /b/: b}\nroutes: []\n"
    assert run("check", text=text)[0] == 0
    few = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))}
    for words in ([], ["check"]):
        done = subprocess.run([TINED, *words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE,
                              check=False, **few)
        assert (done.returncode, "Too many open files" in done.stderr) == (1, True)


# ── sockets ──────────────────────────────────────────────────────────────────────────────────────

def test_an_address_in_use_is_one_line_with_its_place_and_code_1(folder, run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = run(text=f"listen:\n  - 127.0.0.1:{port}\n" + HELLO)
        assert code == 1
        assert err.startswith(f"tined: tined.yaml:2:5: listen: 127.0.0.1:{port}: ")
        assert "in use" in err and err.count("\n") == 1
        code, _, err = run("--port", str(port))
        assert code == 1
        assert err.startswith(f"tined: --port: 127.0.0.1:{port}: ") and err.count("\n") == 1


def test_a_second_tined_on_the_same_address_is_found_out(site, run):
    daemon = site(HELLO)
    code, _, err = run("--port", str(daemon.port))
    assert code == 1
    assert "in use" in err and err.count("\n") == 1
    assert daemon.get() == (200, "hello")


def test_a_host_that_is_unknown_is_one_line(run):
    code, _, err = run("--host", "no-such-host.invalid", "--port", "0", text=HELLO)
    assert code == 1
    assert err.startswith("tined: --host: no-such-host.invalid:0: ") and err.count("\n") == 1


def test_ipv6_is_served(start):
    daemon = start("listen: '[::1]:0'\n" + HELLO).wait_until_ready()
    assert daemon.urls == [f"http://[::1]:{daemon.port}/"]
    assert daemon.get(host="::1") == (200, "hello")


def test_several_addresses_share_one_free_port(start):
    daemon = start("listen: ['127.0.0.1:0', '[::1]:0', '127.0.0.2:0']\n" + HELLO).wait_until_ready()
    assert len(daemon.urls) == 3
    assert {url.rpartition(":")[2] for url in daemon.urls} == {f"{daemon.port}/"}
    for host in ("127.0.0.1", "::1", "127.0.0.2"):
        assert daemon.get(host=host) == (200, "hello")


@needs_root
def test_a_host_name_with_several_addresses_binds_them_all(folder):
    """With a hosts file of its own, in a mount namespace."""
    (folder / "tined.yaml").write_text(HELLO)
    (folder / "hosts").write_text("127.0.0.1 localhost here.test\n127.0.0.2 here.test\n")
    script = 'mount --bind hosts /etc/hosts && exec "$0" --host here.test --port 0'
    with subprocess.Popen(["unshare", "--mount", "sh", "-c", script, TINED], cwd=folder, text=True,
                          stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        line = process.stderr.readline()
        process.terminate()
        assert process.wait(PATIENCE) == 0
    found = READY.search(line)
    assert found, line
    assert re.fullmatch(r"http://127\.0\.0\.1:(\d+)/ http://127\.0\.0\.2:\1/", found.group(1))


def ask_unix(path):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(path))
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.read()


class TestUnixSocket:
    """A unix socket: its file's mode and group, one that was left behind, one that is in use."""

    def listen(self, folder):
        group = grp.getgrgid(os.getegid()).gr_name
        return f"listen: {{address: 'unix:{folder}/a.sock', mode: 0660, group: {group}}}\n" + HELLO

    def test_it_is_served_has_its_mode_and_is_removed_at_the_end(self, start, folder):
        daemon = start(self.listen(folder)).wait_until_ready()
        path = folder / "a.sock"
        assert daemon.urls == [f"unix:{path}"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        assert path.stat().st_gid == os.getegid()
        assert ask_unix(path) == b"hello"
        assert daemon.stop() == 0
        assert not path.exists()

    def test_one_that_was_left_behind_is_replaced(self, start, folder):
        path = folder / "a.sock"
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))
        start(self.listen(folder)).wait_until_ready()
        assert ask_unix(path) == b"hello"

    def test_one_on_which_somebody_answers_is_in_use(self, run, folder):
        path = folder / "a.sock"
        with socket.socket(socket.AF_UNIX) as living:
            living.bind(str(path))
            living.listen()
            code, _, err = run(text=self.listen(folder))
        assert code == 1
        assert f"listen: unix:{path}: " in err and "in use" in err and err.count("\n") == 1
        assert path.exists()

    def test_a_file_that_is_no_socket_is_not_removed(self, run, folder):
        path = folder / "a.sock"
        path.write_text("precious")
        code, _, err = run(text=self.listen(folder))
        assert code == 1 and err.count("\n") == 1
        assert path.read_text() == "precious"


# ── users ────────────────────────────────────────────────────────────────────────────────────────

def status_of(pid, key):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return re.search(rf"^{key}:\s*(.*)$", text, re.MULTILINE).group(1).split()


@needs_root
def test_workers_of_root_are_nobody(start):
    daemon = start(HELLO, "--port", "0").wait_until_ready()
    nobody = pwd.getpwnam("nobody")
    for worker in daemon.workers():
        assert status_of(worker, "Uid") == [str(nobody.pw_uid)] * 4
        assert status_of(worker, "Gid") == [str(nobody.pw_gid)] * 4
        assert status_of(worker, "Groups") == [str(nobody.pw_gid)]
        assert status_of(worker, "CapEff") == ["0000000000000000"]
    assert status_of(daemon.pid, "Uid") == ["0"] * 4
    assert daemon.get() == (200, "hello")


@needs_root
def test_workers_are_the_user_and_group_that_the_file_names(start):
    daemon = start("user: daemon:sys\n" + HELLO, "--port", "0").wait_until_ready()
    user, group = pwd.getpwnam("daemon").pw_uid, grp.getgrnam("sys").gr_gid
    for worker in daemon.workers():
        assert status_of(worker, "Uid") == [str(user)] * 4
        assert status_of(worker, "Gid") == [str(group)] * 4
        assert status_of(worker, "Groups") == [str(group)]


@needs_root
@pytest.mark.parametrize("user, said", [("no-such-user", 'no user "no-such-user"'),
                                        ("nobody:no-such-group", 'no group "no-such-group"')])
def test_no_such_user_is_one_line_and_code_78(run, user, said):
    code, _, err = run("--port", "0", text=f"user: {user}\n" + HELLO)
    assert code == 78
    assert said in err and err.count("\n") == 1


@needs_root
def test_what_the_workers_cannot_read_ends_it_before_it_is_ready(run, folder):
    (folder / "static").mkdir(mode=0o700)
    code, _, err = run("--port", "0", text="static: {/s/: static}\n" + HELLO)
    assert code == 1
    assert "static" in err and "nobody" in err and err.count("\n") == 1


@needs_root
def test_a_spool_that_the_workers_cannot_write_ends_it_before_it_is_ready(run, folder):
    (folder / "spool").mkdir(mode=0o755)
    code, _, err = run("--port", "0", text="spool: spool\n" + HELLO)
    assert code == 1
    assert err.startswith("tined: spool: ") and "nobody" in err and err.count("\n") == 1
